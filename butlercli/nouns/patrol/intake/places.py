"""Where the lines of a stream belong: routes, rounds and points, each looked up once."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from butlercli.base.errors import ButlerError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.store import lookup
from butlercli.nouns.patrol.store import routes as store
from butlercli.nouns.patrol.store.expect import DAY, Expected, Planner
from butlercli.nouns.patrol.store.lookup import PointsOf
from butlercli.nouns.patrol.verbs import rounds
from butlercli.nouns.patrol.verbs.rounds import Place

if TYPE_CHECKING:
    from butlercli.store.database import Database

Key = tuple[int, str, str]
"""A round: its route, its day, the beginning of its window ("" for an extra round)."""


class Places:
    """Finds routes, rounds and points for many lines; what was found, or refused, once is remembered."""

    def __init__(self, db: "Database") -> None:
        """Read the plans of all routes."""
        self.db = db
        self.planner = Planner(db)
        self.places: dict[Key, Place] = {}
        self._routes: dict[str, Row | ButlerError] = {}
        self._windows: dict[tuple[int, str], list[tuple[str, str, Key]]] = {}
        self._rows: dict[int, list[Row]] = {}
        self._points: dict[tuple[int, str], Row] = {}
        self._refused: dict[tuple[Key, str], ButlerError] = {}

    def route(self, text: str) -> Row:
        """Return the route a text names; raises NotFoundError or UsageError."""
        found = self._routes.get(text)
        if found is None:
            try:
                if not text:
                    raise UsageError(N_("The line names no route."))
                found = lookup.route(self.db, text)
            except ButlerError as error:
                found = error
            self._routes[text] = found
        if isinstance(found, ButlerError):
            raise found
        return found

    def key(self, route: Row, at: str) -> Key:
        """Return the round a moment of a route belongs to; raises RuleError for a route without a plan."""
        asked = (route["id"], at[:10])
        windows = self._windows.get(asked)
        if windows is None:
            windows = self._windows[asked] = self._around(route, date.fromisoformat(at[:10]))
        for start, end, key in windows:
            if start <= at <= end:
                return key
        return self._kept(rounds.place_of(self.planner, route, datetime.fromisoformat(at)))

    def _around(self, route: Row, day: date) -> list[tuple[str, str, Key]]:
        """Return the windows a moment of a day may lie in, in their order: one of two that touch is the earlier."""
        near = [*self.planner.on(route["id"], day - DAY), *self.planner.on(route["id"], day)]
        return [(rules.stamp(one.start), rules.stamp(one.end), self._kept(_place(route, one))) for one in near]

    def _kept(self, place: Place) -> Key:
        key = (place.route["id"], place.date.isoformat(), place.window_start or "")
        self.places.setdefault(key, place)
        return key

    def point(self, key: Key, text: str) -> Row:
        """Return the point of a round's plan that a text names; raises RuleError, NotFoundError or UsageError."""
        place = self.places[key]
        found = self._points.get((place.plan_id, text))
        if found is not None:
            return found
        refused = self._refused.get((key, text))
        if refused is not None:
            raise refused
        try:
            if not text:
                raise UsageError(N_("The line names no point."))
            if place.plan_id not in self._rows:
                self._rows[place.plan_id] = store.plan_points(self.db, place.plan_id)
            found = PointsOf(self.db, place.route, self._rows[place.plan_id], place.date).find(text)
        except ButlerError as error:
            self._refused[key, text] = error
            raise
        self._points[place.plan_id, text] = found
        return found


def _place(route: Row, one: Expected) -> Place:
    return Place(route, one.date, one, one.plan_id)
