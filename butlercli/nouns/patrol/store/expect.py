"""What is expected: plans, pauses and retirement become windows of days; a moment finds the round it belongs to."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from butlercli.base.i18n import N_
from butlercli.base.result import Message, Row
from butlercli.kit.holidays import is_working_day
from butlercli.nouns.patrol.rules import schedule
from butlercli.nouns.patrol.store import routes as store
from butlercli.store.database import Database

DAY = timedelta(days=1)
FAR = date(9999, 12, 31)
UNKNOWN_YEARS = N_("The official calendar does not know {years}: working days there are Monday to Friday.")


class Expected(NamedTuple):
    """One round that is expected: its route, the plan that says so, its day, its window and the window's moments."""

    route_id: int
    plan_id: int
    date: date
    window: str
    start: datetime
    end: datetime


class Plan(NamedTuple):
    """A plan as it is in force: from `first` to `last`, both included (last may lie before first: never)."""

    id: int
    route_id: int
    first: date
    last: date
    every: str
    anchor: date
    windows: tuple[str, ...]


class Planner:
    """The plans and pauses of routes, read once; answers what is expected when."""

    def __init__(self, db: Database, route_ids: Sequence[int] | None = None) -> None:
        """Read the plans of all routes, or of those named."""
        self.db = db
        self.plans: dict[int, list[Plan]] = {}
        self.pauses: dict[int, list[tuple[date, date]]] = {}
        self.unknown_years: set[int] = set()
        for row in store.pauses(db, route_ids):
            until = date.fromisoformat(row["until"]) if row["until"] else FAR
            self.pauses.setdefault(row["route_id"], []).append((date.fromisoformat(row["since"]), until))
        rows = store.plans(db, route_ids)
        for row, following in zip(rows, [*rows[1:], None][: len(rows)], strict=True):
            self.plans.setdefault(row["route_id"], []).append(_plan(row, following))
        self._days: dict[tuple[int, date], list[Expected]] = {}

    def is_workday(self, day: date) -> bool:
        """Say whether a day is a working day; the years the official calendar does not know are remembered."""
        working, known = is_working_day(day)
        if not known:
            self.unknown_years.add(day.year)
        return working

    def between(self, first: date, last: date, route_id: int | None = None) -> list[Expected]:
        """Return the rounds expected of the days from `first` to `last`, by day, window and route."""
        found: list[Expected] = []
        for route, plans in self.plans.items():
            if route_id in (None, route):
                for plan in plans:
                    found.extend(self._of_plan(plan, first, last))
        return sorted(found, key=lambda one: (one.start, one.route_id))

    def _of_plan(self, plan: Plan, first: date, last: date) -> Iterable[Expected]:
        first, last = max(first, plan.first), min(last, plan.last)
        if last < first:
            return
        pauses = self.pauses.get(plan.route_id, ())
        for day in schedule.dates(plan.every, plan.anchor, first, last, self.is_workday):
            if not any(since <= day <= until for since, until in pauses):
                for window in plan.windows:
                    yield Expected(plan.route_id, plan.id, day, window, *schedule.bounds(day, window))

    def on(self, route_id: int, day: date) -> list[Expected]:
        """Return what a route expects of one day; asked often, read once."""
        key = (route_id, day)
        if key not in self._days:
            self._days[key] = self.between(day, day, route_id)
        return self._days[key]

    def belongs(self, route_id: int, at: datetime) -> Expected | None:
        """Return the round a moment belongs to, or None where none is expected: that is an extra round.

        The window that holds the moment, else the nearest of those that begin that day or the day before; a tie goes
        to the earlier.
        """
        day = at.date()
        candidates = [*self.on(route_id, day - DAY), *self.on(route_id, day)]
        return nearest(candidates, at)

    def plan_on(self, route_id: int, day: date) -> Plan:
        """Return the plan whose points hold on a day: the one in force, else the last before it, else the first."""
        plans = self.plans[route_id]
        return next((plan for plan in reversed(plans) if plan.first <= day), plans[0])


def _plan(row: Row, following: Row | None) -> Plan:
    last = min(date.fromisoformat(row["until"]) if row["until"] else FAR, FAR)
    if following is not None and following["route_id"] == row["route_id"]:
        last = min(last, date.fromisoformat(following["since"]) - DAY)
    if row["retired"]:
        last = min(last, date.fromisoformat(row["retired"]) - DAY)
    return Plan(
        row["id"],
        row["route_id"],
        date.fromisoformat(row["since"]),
        last,
        row["every"],
        date.fromisoformat(row["anchor"]),
        tuple(row["windows"].split(" ")),
    )


def nearest(windows: Iterable[Expected], at: datetime) -> Expected | None:
    """Return the window that holds a moment, else the nearest; the earlier of two; None where there is none."""
    return min(windows, key=lambda one: (_distance(one, at), one.start), default=None)


def _distance(one: Expected, at: datetime) -> timedelta:
    """Return how far a moment is from a window: nothing inside it."""
    return max(one.start - at, at - one.end, timedelta(0))


def unknown_years(years: Iterable[int]) -> list[Message]:
    """Return the remark on years whose working days the official calendar does not know; nothing where it knows them."""
    said = [str(year) for year in sorted(years)]
    return [Message(UNKNOWN_YEARS, years=said)] if said else []
