"""What is expected and what came of it: the rounds due on a day, those missed, a month at a glance.

A row is an expected round, matched with the round that was walked by (route, date, beginning of the window). Rounds
that nobody expected stand beside the rows and never among them.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from butlercli.base.result import Result, Row
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.store import board as stored_board
from butlercli.nouns.patrol.store.expect import Expected, Planner, unknown_years
from butlercli.store.database import Database

DAY = timedelta(days=1)
MISSED_DAYS = 30


class Standing(NamedTuple):
    """An expected round and what came of it; `facts` is the row of `rounds.facts`, None where nobody walked."""

    expected: Expected
    route: str
    facts: Row | None
    state: str
    missed: list[str]
    skipped: list[str]
    to_come: list[str]

    def record(self) -> Row:
        """Return it as JSON. Points without a result are missed once the window has ended, before that to come."""
        return {
            "route": self.route,
            "date": self.expected.date.isoformat(),
            "window": self.expected.window,
            "state": self.state,
            "round_id": self.facts["id"] if self.facts else None,
            "missed_points": self.missed,
            "skipped_points": self.skipped,
            "open_points": self.to_come,
        }


class Board:
    """The expected rounds of some days, the rounds nobody expected, and the years without an official calendar."""

    def __init__(self, standings: list[Standing], extras: list[Row], unknown_years: list[int]) -> None:
        self.standings = standings
        self.extras = extras
        self.unknown_years = unknown_years


def rows(db: Database, first: date, last: date, as_of: datetime, route_id: int | None = None) -> list[Row]:
    """Return the expected rounds of the days from `first` to `last` as JSON rows, by window, as of a moment."""
    return [one.record() for one in read(db, first, last, as_of, route_id).standings]


def read(db: Database, first: date, last: date, as_of: datetime, route_id: int | None = None) -> Board:
    """Return what was expected of the days from `first` to `last`, with what came of it as of a moment."""
    planner = Planner(db, None if route_id is None else [route_id])
    expected = planner.between(first, last, route_id)
    moment = rules.stamp(as_of)
    rounds = stored_board.walked(db, first.isoformat(), last.isoformat(), moment, route_id)
    walked = {(row["route_id"], row["date"], row["window_start"] or ""): row for row in rounds}
    names = stored_board.route_names(db)
    found = [(one, walked.pop((one.route_id, one.date.isoformat(), rules.stamp(one.start)), None)) for one in expected]
    points = _Points(db, found, moment)
    standings = [points.standing(one, facts, names[one.route_id]) for one, facts in found]
    return Board(standings, list(walked.values()), sorted(planner.unknown_years))


class _Points:
    """The points of the rounds that are not complete: which are missed, skipped, or still to come."""

    def __init__(self, db: Database, found: Sequence[tuple[Expected, Row | None]], moment: str) -> None:
        self._moment = moment
        wanting = [(one, facts) for one, facts in found if facts is None or not rules.is_complete(facts)]
        plans = {facts["plan_id"] if facts else one.plan_id for one, facts in wanting}
        self._codes = stored_board.codes(db, plans)
        self._answers = stored_board.answers(db, [facts["id"] for _one, facts in wanting if facts], moment)

    def standing(self, one: Expected, facts: Row | None, route: str) -> Standing:
        state = rules.due_state(facts, rules.stamp(one.end), self._moment)
        if state in ("done", "late"):
            return Standing(one, route, facts, state, [], [], [])
        codes = self._codes[facts["plan_id"] if facts else one.plan_id]
        answers = self._answers[facts["id"]] if facts else {}
        without = [code for point, code in codes.items() if point not in answers]
        skipped = [code for point, code in codes.items() if answers.get(point) == "skipped"]
        if state == "open":
            return Standing(one, route, facts, state, [], skipped, without)
        return Standing(one, route, facts, state, without, skipped, [])


def due(db: Database, day: date, limit: int | None = None, *, check: bool = False) -> Result:
    """Return what is expected of a day, by window; `check` makes it exit 6 where a round that ended is not complete.

    Today's page also holds last night's windows that reach into today: a round past midnight belongs to the day it
    began, but it is on this morning that one asks for it.
    """
    board = read(db, day, day, db.now)
    standings = board.standings
    if day == db.now.date() and day > date.min:
        before = read(db, day - DAY, day - DAY, db.now)
        midnight = datetime.combine(day, time())
        standings = [one for one in before.standings if one.expected.end > midnight] + standings
    wanting = any(one.missed for one in standings)  # what was skipped has its reason
    return Result(
        "patrol.due",
        [one.record() for one in standings[:limit]],
        notices=unknown_years(board.unknown_years),
        exit_code=6 if check and wanting else 0,
        total=len(standings),
        extra={"standings": standings[:limit], "extras": board.extras, "day": day, "routes": routes(db)},
    )


def missed(
    db: Database,
    first: date | None,
    last: date | None,
    limit: int | None = None,
    *,
    as_of: datetime | None = None,
    route_id: int | None = None,
    check: bool = False,
) -> Result:
    """Return the rounds missed, or with a point missed, of some days (the last 30 unless told), the newest first.

    `as_of`: as things stood then. `check` makes it exit 6 where there is any.
    """
    moment = min(as_of or db.now, db.now)
    # Nothing after the moment has been missed yet.
    last = min(last or moment.date(), moment.date())
    first = first if first is not None else max(last, date.min + MISSED_DAYS * DAY) - (MISSED_DAYS - 1) * DAY
    board = read(db, first, last, moment, route_id)
    standings = [one for one in reversed(board.standings) if one.missed]
    return Result(
        "patrol.missed",
        [one.record() for one in standings[:limit]],
        notices=unknown_years(board.unknown_years),
        exit_code=6 if check and standings else 0,
        total=len(standings),
        extra={
            "standings": standings[:limit],
            "first": first,
            "last": last,
            "expected": sum(one.expected.end <= moment for one in board.standings),
            "routes": routes(db),
        },
    )


def calendar(db: Database, first: date, last: date, route_id: int | None = None) -> Result:
    """Return the expected rounds of a month, as things stand now; the rounds nobody expected go beside the JSON."""
    board = read(db, first, last, db.now, route_id)
    return Result(
        "patrol.calendar",
        [one.record() for one in board.standings],
        notices=unknown_years(board.unknown_years),
        extra={
            "standings": board.standings,
            "extras": board.extras,
            "first": first,
            "last": last,
            "routes": routes(db),
        },
    )


def routes(db: Database) -> int:
    """Return how many routes there are, in use or not: without any, one is told how to begin."""
    return len(stored_board.route_names(db))
