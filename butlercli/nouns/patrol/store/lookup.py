"""Routes and points by what people call them."""

from collections.abc import Sequence
from datetime import date

from butlercli.base.errors import NotFoundError, RuleError
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.kit import naming
from butlercli.nouns.patrol.store import routes as store
from butlercli.store.database import Database


def route(db: Database, text: str) -> Row:
    """Return the route a text names; exit 3 where there is none, exit 2 where there are several."""
    return naming.find(
        store.routes(db),
        text,
        words=lambda row: (row["name"],),
        several=N_("“{value}” may be several routes: {choices}."),
        none=N_("There is no route “{value}”."),
        hint=N_("One of: {choices}."),
        empty=N_("There are no routes yet; {command} adds one."),
        command="butler patrol route add",
    )


def point(db: Database, text: str) -> Row:
    """Return the point a text names; exit 3 where there is none, exit 2 where there are several."""
    return _among(store.points(db), text)


def _among(rows: Sequence[Row], text: str) -> Row:
    return naming.find(
        rows,
        text,
        several=N_("“{value}” may be several patrol points: {choices}."),
        none=N_("There is no patrol point “{value}”."),
        hint=N_("One of: {choices}."),
        empty=N_("There are no patrol points yet; {command} adds one."),
        command="butler patrol point add",
    )


class PointsOf:
    """The points of a route on a day, found by what people call them; what was found once is remembered."""

    __slots__ = ("_day", "_db", "_known", "_route", "rows")

    def __init__(self, db: Database, route_row: Row, rows: Sequence[Row], day: date) -> None:
        """rows: the points of the plan in force on that day."""
        self.rows = list(rows)
        self._db = db
        self._route = route_row
        self._day = day
        self._known: dict[str, Row] = {}

    def find(self, text: str) -> Row:
        """Return the point of the route that a text names.

        Raises RuleError (exit 4) for a point of another route, naming it; NotFoundError or UsageError (exit 3, 2) for
        one that is unknown or ambiguous.
        """
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._search(text)
        return found

    def _search(self, text: str) -> Row:
        here = naming.search(self.rows, text, naming.code_and_name)
        if len(here) == 1:
            return here[0]
        if here:
            return _among(self.rows, text)
        other = naming.search(store.points(self._db), text, naming.code_and_name)
        if len(other) != 1:
            try:
                _among(self.rows, text)
            except NotFoundError as error:
                raise error from None
        routes = store.routes_of_point(self._db, other[0]["id"], self._day.isoformat())
        raise RuleError(
            N_("{point} is no point of “{route}” on {day}."),
            hint=N_("It is a point of: {routes}.") if routes else N_("No route in use has it."),
            code="other_route",
            point=f"{other[0]['code']} {other[0]['name']}",
            route=self._route["name"],
            day=self._day.isoformat(),
            routes=[row["name"] for row in routes],
        )
