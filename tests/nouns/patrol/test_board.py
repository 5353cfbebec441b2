"""What is expected and what came of it, against a plain reading of the rules."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli.base import clock
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.store import board as stored_board
from butlercli.nouns.patrol.verbs import board, listing
from butlercli.store.database import Database, open_write

DAY = date(2026, 6, 30)
POINTS = ("A", "B", "C")
BEGIN, END = datetime(2026, 6, 30, 22), datetime(2026, 7, 1, 2)
# Minutes after the window begins; it is 240 long. Each second once a point: (round, point, at) is unique.
LINES = st.lists(
    st.tuples(
        st.sampled_from((1, 2, 3)), st.integers(-60, 700), st.sampled_from(("ok", "skipped")),
    ),
    max_size=9,
    unique_by=lambda line: line[:2],
)  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A night route of three points from 2026-06-01 on, and the same route paused for a week."""
    clock.fix("2026-07-02T09:00")
    found = open_write(tmp_path / "butler.db")
    with found.operation("seed"):
        for code in POINTS:
            found.insert("patrol_point", {"uid": found.uid(), "code": code, "name": code})
        route = found.insert("patrol_route", {"uid": found.uid(), "name": "夜巡"})
        days = {"since": "2026-06-01", "anchor": "2026-06-01"}
        plan = found.insert("patrol_plan", {"route_id": route, "every": "daily", "windows": "22:00-02:00", **days})
        for position, _code in enumerate(POINTS, 1):
            found.insert("patrol_plan_point", {"plan_id": plan, "point_id": position, "position": position})
        found.insert("patrol_pause", {"route_id": route, "since": "2026-06-10", "until": "2026-06-16"})
    yield found
    found.close()


def walk(db: Database, day: date, lines: list[tuple[int, int, str]]) -> int:
    """Write a round of a day with lines: (point, minutes after the window began, result)."""
    begin = datetime.combine(day, BEGIN.time())
    times = [begin + timedelta(minutes=minute) for _point, minute, _result in lines] or [begin]
    round_ = db.insert(
        "patrol_round",
        {
            "uid": db.uid(),
            "route_id": 1,
            "plan_id": 1,
            "date": day.isoformat(),
            "window_start": rules.stamp(begin),
            "window_end": rules.stamp(begin + timedelta(hours=4)),
            "course": "ended",
            "started_at": rules.stamp(min(times)),
            "ended_at": rules.stamp(max(times)),
        },
    )
    for (point, _minute, result), at in zip(lines, times, strict=False):
        line = {"round_id": round_, "point_id": point, "at": rules.stamp(at), "result": result, "entry": "each"}
        db.insert("patrol_result", {**line, "note": "门锁" if result == "skipped" else None})
    return round_


def expected_row(lines: list[tuple[int, int, str]], as_of: datetime) -> tuple[str, list[str], list[str]]:
    """Return state, missed and skipped points as the rules say it in words."""
    seen = [(BEGIN + timedelta(minutes=minute), point, result) for point, minute, result in lines]
    latest = {point: result for at, point, result in sorted(seen) if at <= as_of}
    without = [code for number, code in enumerate(POINTS, 1) if number not in latest]
    skipped = [code for number, code in enumerate(POINTS, 1) if latest.get(number) == "skipped"]
    if not without and not skipped:
        late = max(at for at, _point, _result in seen if at <= as_of) > END
        return ("late" if late else "done"), [], []
    if as_of < END:
        return "open", [], skipped
    return ("partial" if latest else "missed"), without, skipped


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, minutes=st.integers(-120, 800), walked=st.booleans())
def test_a_row_says_what_the_rules_say(
    db: Database, lines: list[tuple[int, int, str]], minutes: int, walked: bool
) -> None:
    as_of = BEGIN + timedelta(minutes=minutes)
    db.connection.execute("BEGIN")
    try:
        if walked or lines:
            walk(db, DAY, lines)
        (row,) = board.rows(db, DAY, DAY, as_of)
    finally:
        db.connection.execute("ROLLBACK")
    assert (row["state"], row["missed_points"], row["skipped_points"]) == expected_row(lines, as_of)
    assert (row["route"], row["date"], row["window"]) == ("夜巡", "2026-06-30", "22:00-02:00")
    answered = set(row["missed_points"]) | set(row["open_points"]) | set(row["skipped_points"])
    assert answered <= set(POINTS) and not (row["missed_points"] and row["open_points"])


def test_a_round_not_begun_at_the_moment_does_not_exist(db: Database) -> None:
    with db.operation("seed"):
        walk(db, DAY, [(1, 10, "ok"), (2, 300, "ok"), (3, 310, "ok")])
    (before,) = board.rows(db, DAY, DAY, BEGIN)
    (inside,) = board.rows(db, DAY, DAY, BEGIN + timedelta(minutes=10))
    (ended,) = board.rows(db, DAY, DAY, END)
    (after,) = board.rows(db, DAY, DAY, END + timedelta(hours=2))
    assert (before["round_id"], before["state"], before["open_points"]) == (None, "open", ["A", "B", "C"])
    assert (inside["round_id"], inside["state"], inside["open_points"]) == (1, "open", ["B", "C"])
    assert (ended["state"], ended["missed_points"]) == ("partial", ["B", "C"])
    assert (after["state"], after["missed_points"]) == ("late", [])


def test_pauses_and_retirement_expect_nothing_and_keep_what_was_walked(db: Database) -> None:
    with db.operation("seed"):
        walk(db, date(2026, 6, 12), [(1, 10, "ok"), (2, 20, "ok"), (3, 30, "ok")])
    found = board.read(db, date(2026, 6, 9), date(2026, 6, 17), db.now)
    assert [one.expected.date.day for one in found.standings] == [9, 17]
    assert [row["date"] for row in found.extras] == ["2026-06-12"]
    with db.operation("retire"):
        db.update("patrol_route", 1, {"retired": "2026-06-20"})
    days = [one.expected.date.day for one in board.read(db, date(2026, 6, 17), date(2026, 6, 30), db.now).standings]
    assert days == [17, 18, 19]


def test_thirty_days_and_what_is_still_to_come(db: Database) -> None:
    found = board.missed(db, None, None)
    assert (found.extra["first"], found.extra["last"]) == (date(2026, 6, 3), date(2026, 7, 2))
    assert [row["date"] for row in found.data][:2] == ["2026-07-01", "2026-06-30"]
    assert found.total == len(found.data) == 29 - 7
    assert found.extra["expected"] == 29 - 7
    # A moment to come is now: no window is missed before it has ended.
    later = board.missed(db, None, None, as_of=datetime(2026, 12, 31))
    assert [row["date"] for row in later.data] == [row["date"] for row in found.data]
    assert len(board.missed(db, None, None, 3).data) == 3


def test_a_duplicate_place_never_counts_twice(db: Database) -> None:
    with db.operation("seed"):
        for number in range(5):
            walk(db, date(2026, 6, 1 + number), [(1, 10, "ok"), (2, 20, "ok"), (3, 30, "ok")])
    found = board.read(db, date(2026, 6, 1), date(2026, 6, 5), db.now)
    assert [one.facts["id"] for one in found.standings if one.facts] == [1, 2, 3, 4, 5]
    assert not found.extras


def test_the_first_page_is_picked_before_anything_is_added_up(db: Database) -> None:
    with db.operation("seed"):
        for number in range(60):
            walk(db, date(2026, 4, 1) + timedelta(days=number), [(1, 10, "ok")])
    asked: list[str] = []
    db.connection.set_trace_callback(asked.append)
    found = listing.list_rounds(db, listing.WantedRounds(), 5)
    db.connection.set_trace_callback(None)
    assert found.total == 60 and [row["id"] for row in found.data] == [60, 59, 58, 57, 56]
    summed = [sql for sql in asked if "patrol_result" in sql]
    assert summed and all("[60,59,58,57,56]" in sql for sql in summed)
    plan = db.rows(
        f"EXPLAIN QUERY PLAN SELECT o.id FROM patrol_round o WHERE {stored_board.Filter().sql} ORDER BY o.date DESC"
    )
    assert "patrol_round_date" in plan[0]["detail"]
