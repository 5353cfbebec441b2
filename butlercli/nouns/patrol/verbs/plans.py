"""The plans of a route: the one in force, from which day it may change, what a change does to days that are past."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from butlercli.base.errors import RuleError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Row
from butlercli.nouns.patrol.store import routes as store
from butlercli.nouns.patrol.store import usage
from butlercli.nouns.patrol.store.expect import DAY, Expected, Planner
from butlercli.store.database import Database

FIELDS = ("points", "windows", "every", "until")
# How far a rule is tried before it counts as one that never matches; the calendar's longest turn is 28 years.
HORIZONS = (31, 400, 3700, 10600)


def now_plan(rows: Sequence[Row], today: str) -> Row:
    """Return the plan that says how a route is walked: the one in force on a day, else the first to come."""
    return next((row for row in reversed(rows) if row["since"] <= today), rows[0])


def point_ids_now(db: Database, route: Row) -> list[int]:
    """Return the points of a route as it is walked today, in their order."""
    plan = now_plan(store.plans(db, [route["id"]]), db.now.date().isoformat())
    return [point["id"] for point in usage.points_by_plan(db, [plan["id"]])[plan["id"]]]


def earliest(db: Database, route_id: int) -> date | None:
    """Return the first day that no logged round stands before: the day after the last one; None without rounds."""
    last = store.last_round(db, route_id)
    return date.fromisoformat(last) + DAY if last else None


def default_day(db: Database, route_id: int) -> date:
    """Return the first day a change may hold from: today, or tomorrow once today has a round, or a window that is over."""
    today = db.now.date()
    over = any(one.end <= db.now for one in Planner(db, [route_id]).on(route_id, today))
    return max(filter(None, (today + DAY if over else today, earliest(db, route_id))))


def check_day(db: Database, route: Row, day: date) -> None:
    """Raise RuleError (exit 4) for a change that would touch a logged round, naming the first possible day."""
    first = earliest(db, route["id"])
    if first is not None and day < first:
        raise RuleError(
            N_("“{route}” has a round on {last}; it cannot change from {date} on."),
            hint=N_("The first possible day is {first}."),
            code="rounds_logged",
            route=route["name"],
            last=(first - DAY).isoformat(),
            date=day.isoformat(),
            first=first.isoformat(),
        )


class Before:
    """What a route expected of windows that are over, from a day on: kept, to say what a change does to them."""

    def __init__(self, db: Database, route_id: int, first: date) -> None:
        """Read it before the change."""
        self._db = db
        self._route = route_id
        self._first = first
        self._starts = self._over()

    def _over(self) -> set[datetime]:
        if self._first > self._db.now.date():
            return set()
        expected = Planner(self._db, [self._route]).between(self._first, self._db.now.date())
        return {one.start for one in expected if one.end <= self._db.now}

    def remarks(self) -> list[Message]:
        """Say how many windows that are over are expected no more, or are expected now; nothing where all is as it was."""
        after = self._over()
        gone, come = len(self._starts - after), len(after - self._starts)
        found = []
        if gone:
            found.append(Message(N_("Rounds of windows that are over and are expected no more: {n}."), n=gone))
        if come:
            found.append(Message(N_("Rounds of windows that are over and are expected now: {n}."), n=come))
        return found


def coming(db: Database, planner: Planner, route_id: int) -> Expected | None:
    """Return the first expected round whose window has not ended; None where none comes within a calendar's turn."""
    today = db.now.date()
    first, last = today - DAY, today
    for days in HORIZONS:
        last = _later(today, days)
        for one in planner.between(first, last, route_id):
            if one.end > db.now:
                return one
        first = last + DAY
    return None


def ever(db: Database, route_id: int) -> bool:
    """Say whether a route expects any round at all, of the past or of those to come, pauses aside."""
    planner = Planner(db, [route_id])
    planner.pauses.clear()
    for plan in planner.plans[route_id]:
        for days in HORIZONS:
            if planner.between(plan.first, min(plan.last, _later(plan.first, days)), route_id):
                return True
    return False


def _later(day: date, days: int) -> date:
    return day + min(timedelta(days=days), date.max - day)
