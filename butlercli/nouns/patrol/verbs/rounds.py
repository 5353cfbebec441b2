"""Rounds being written: where a moment belongs, and the lines that are added to a round."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from butlercli.base.dates.iso import BY_AT, not_yet
from butlercli.base.errors import NotFoundError, RuleError
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.rules import schedule
from butlercli.nouns.patrol.store import rounds as stored_rounds
from butlercli.nouns.patrol.store import routes as store
from butlercli.nouns.patrol.store.expect import DAY, Expected, Planner, nearest
from butlercli.nouns.patrol.store.lookup import PointsOf
from butlercli.store.database import Database


class Entry:
    """A line to be: what was seen at a point, when, by whom, and how it came in (each, all-ok, device)."""

    __slots__ = ("at", "entry", "person", "photos", "point", "seen")

    def __init__(
        self,
        point: Row,
        seen: rules.Observed,
        at: datetime,
        entry: str,
        person: str | None = None,
        photos: Sequence[str] = (),
    ) -> None:
        """point: a row of `store.point`; `seen` is judged by the point's limits already."""
        self.point = point
        self.seen = seen
        self.at = at
        self.entry = entry
        self.person = person
        self.photos = photos


class Place(NamedTuple):
    """Where lines belong: a route's day and window; without one it is an extra round."""

    route: Row
    date: date
    expected: Expected | None
    plan_id: int

    @property
    def window_start(self) -> str | None:
        """Return the beginning of the window as it is stored."""
        return rules.stamp(self.expected.start) if self.expected else None


def place_of(planner: Planner, route: Row, at: datetime) -> Place:
    """Return where a moment of a route belongs; raises RuleError (exit 4) for a route that has no plan.

    A round of that day, or whose window holds the moment, keeps its window though a pause put over it later expects
    it no more.
    """
    if route["id"] not in planner.plans:
        raise RuleError(N_("The route “{route}” has no plan."), code="no_plan", route=route["name"])
    expected = planner.belongs(route["id"], at)
    if expected is None or not expected.start <= at <= expected.end:
        expected = nearest([*_kept(planner.db, route, at), *filter(None, (expected,))], at)
    if expected is not None:
        return Place(route, expected.date, expected, expected.plan_id)
    return Place(route, at.date(), None, planner.plan_on(route["id"], at.date()).id)


def _kept(db: Database, route: Row, at: datetime) -> list[Expected]:
    """Return the windows of the rounds of a route that are kept of that day, or hold the moment."""
    rows = stored_rounds.windowed(db, route["id"], at.date() - DAY, at.date())
    windows = (place_of_round(route, row).expected for row in rows)
    return [one for one in windows if one and (one.date == at.date() or one.start <= at <= one.end)]


def place_of_round(route: Row, row: Row) -> Place:
    """Return the place of a round that is kept."""
    day = date.fromisoformat(row["date"])
    if row["window_start"] is None:
        return Place(route, day, None, row["plan_id"])
    start, end = datetime.fromisoformat(row["window_start"]), datetime.fromisoformat(row["window_end"])
    window = schedule.window_of(row["window_start"], row["window_end"])
    return Place(route, day, Expected(route["id"], row["plan_id"], day, window, start, end), row["plan_id"])


def points_at(db: Database, place: Place) -> PointsOf:
    """Return the points of the plan that holds at a place."""
    return PointsOf(db, place.route, store.plan_points(db, place.plan_id), place.date)


def check_time(at: datetime, now: datetime) -> datetime:
    """Return the time of a line; raises UsageError (exit 2) for one to come."""
    if at > now:
        raise not_yet(at, hint=BY_AT)
    return at.replace(microsecond=0)


def opened(db: Database, place: Place, at: datetime, *, walking: bool = False) -> Row:
    """Return the round of a place, a new one where none is kept; one broken off is taken up again."""
    row = stored_rounds.at_place(db, place.route["id"], place.date, place.window_start)
    if row is None:
        values: Row = {
            "uid": db.uid(),
            "route_id": place.route["id"],
            "plan_id": place.plan_id,
            "date": place.date.isoformat(),
            "window_start": place.window_start,
            "window_end": rules.stamp(place.expected.end) if place.expected else None,
            "course": "walking" if walking else "ended",
            "started_at": rules.stamp(at),
            "ended_at": None if walking else rules.stamp(at),
            "note": None,
        }
        return {**values, "id": db.insert("patrol_round", values)}
    if walking and row["course"] != "walking":
        _change(db, row, course="walking", ended_at=None, note=None)
    elif row["course"] == "abandoned":
        _change(db, row, course="ended", note=None)
    return row


def add(db: Database, round_row: Row, line: Entry, ticket_id: int | None) -> int:
    """Write one line of a round and return its id; a fault names the ticket it opened or joined."""
    at, now = rules.stamp(line.at), rules.stamp(db.now)
    values = {
        "round_id": round_row["id"],
        "point_id": line.point["id"],
        "at": at,
        "entered_at": now if now != at else None,
        "result": line.seen.result,
        "entry": rules.entry_of(line.entry, line.at, db.now),
        "reading": line.seen.reading,
        "note": line.seen.note or None,
        "person": line.person or None,
        "ticket_id": ticket_id,
    }
    return db.insert("patrol_result", {name: value for name, value in values.items() if value is not None})


def settle(db: Database, round_row: Row, first: datetime, last: datetime) -> None:
    """Bring a round's times up to the lines added to it: begun by the first, ended by the last, unless under way."""
    values: Row = {"started_at": min(round_row["started_at"], rules.stamp(first))}
    if round_row["course"] != "walking":
        values["ended_at"] = max(round_row["ended_at"], rules.stamp(last))
    _change(db, round_row, **values)


def end(db: Database, round_row: Row, at: datetime, course: str = "ended", note: str | None = None) -> None:
    """End a round that is under way, or break it off (`abandoned`) with a reason."""
    _change(db, round_row, course=course, ended_at=max(rules.stamp(at), round_row["started_at"]), note=note)


def _change(db: Database, row: Row, **values: Any) -> None:
    changed = {name: value for name, value in values.items() if row[name] != value}
    db.update("patrol_round", row["id"], changed)
    row.update(changed)


def moment(db: Database, refs: Sequence[int]) -> str:
    """Return the moment as of which rounds are shown: now, or their last line where the clock was set back since."""
    return max(rules.stamp(db.now), stored_rounds.last_at(db, refs) or "")


def load(db: Database, refs: Sequence[int]) -> list[Row]:
    """Return rounds with all that their lines say; raises NotFoundError (exit 3) naming those that do not exist."""
    rows = stored_rounds.facts_of(db, refs, moment(db, refs))
    if len(rows) < len(refs):
        known = {row["id"] for row in rows}
        newest = stored_rounds.newest_id(db)
        raise NotFoundError(
            N_("There is no round {refs}."),
            hint=N_("The newest is R{newest}.") if newest else N_("There are no rounds yet; {command} logs one."),
            refs=[f"R{ref}" for ref in refs if ref not in known],
            newest=newest,
            command="butler patrol log",
        )
    return rows
