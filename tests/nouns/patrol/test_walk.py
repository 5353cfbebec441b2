"""The walk itself: whose round an answer belongs to, whatever the clock does meanwhile, and two people at once."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli.base import clock
from butlercli.base.errors import UsageError
from butlercli.nouns.patrol.rules.rounds import Observed
from butlercli.nouns.patrol.verbs import walk as walk_verbs
from butlercli.store.database import Database, open_write, rehearsal
from tests.conftest import Butler

OK = Observed("ok")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-07-{text}")


@pytest.fixture
def house(butler: Butler) -> Iterator[Database]:
    for line in (
        "point add A 东门",
        "point add B 西门",
        "point add C 水泵房 --reading 压力 --min 0.3",
        "route add 早巡 --points A,B,C --window 08:00-10:00",
        "route add 夜巡 --points B,C --window 22:00-02:00",
    ):
        butler.ok("patrol", *line.split(), now="2026-06-20T07:00")
    clock.fix("2026-07-01T23:50")
    db = open_write(butler.path)
    yield db
    db.close()


def move_clock(db: Database, now: datetime) -> None:
    clock.fix(now.isoformat())
    db.now = now


def begun(db: Database, route: str, now: datetime) -> walk_verbs.Walk:
    move_clock(db, now)
    return walk_verbs.begin(db, route, "小陈", None)[0]


def kept(db: Database) -> list[tuple[object, ...]]:
    return db.execute(
        "SELECT route, date, substr(window_start, 12, 5), point, at, result FROM v_patrol_result JOIN v_patrol_round o "
        "USING (route, date) WHERE o.id = round_id ORDER BY v_patrol_result.id"
    ).fetchall()


def answer(walk: walk_verbs.Walk, now: str, seen: Observed = OK) -> walk_verbs.Said:
    point = walk.current
    assert point is not None
    return walk.answer(point, seen, at(now))


def test_midnight_and_the_end_of_the_window_leave_the_round_as_it_is(house: Database) -> None:
    walk = begun(house, "夜巡", at("01T23:50"))
    answer(walk, "01T23:59:59")
    answer(walk, "02T02:30")
    assert walk.current is None and walk.row is not None and walk.row["course"] == "ended"
    assert [row[1:5] for row in kept(house)] == [
        ("2026-07-01", "22:00", "B", "2026-07-01T23:59:59"),
        ("2026-07-01", "22:00", "C", "2026-07-02T02:30:00"),
    ]
    assert walk.outcome().data["on_time"] is False


def test_a_walk_that_was_stopped_goes_on_in_its_round_and_not_in_the_next(house: Database) -> None:
    answer(begun(house, "早巡", at("01T09:50")), "01T09:55")
    again = begun(house, "早巡", at("01T21:00"))
    assert again.row is not None and [one["code"] for one in again.points if one["id"] not in again.answered] == [
        "B",
        "C",
    ]
    # By the next morning it is forgotten: what is seen today is today's.
    move_clock(house, at("02T08:30"))
    fresh, remarks = walk_verbs.begin(house, "早巡", None, None)
    assert fresh.row is None and fresh.place.date == at("02T08:30").date()
    assert [message.params["round"] for message in remarks] == ["R1 早巡 2026-07-01"]
    named, _remarks = walk_verbs.begin(house, "R1", None, None)
    assert named.row is not None and named.row["id"] == 1


def test_somebody_else_answers_in_the_meantime(house: Database) -> None:
    mine, other = begun(house, "早巡", at("01T09:00")), begun(house, "早巡", at("01T09:00"))
    answer(other, "01T09:01")
    said = answer(mine, "01T09:02", Observed("fault", "坏了"))
    assert "in the meantime" in said.notices[0].msgid
    assert [row[3:] for row in kept(house)] == [("A", "2026-07-01T09:01:00", "ok")]
    assert mine.current is not None and mine.current["code"] == "B"
    assert mine.back(at("01T09:03")) is None  # only one's own answers are taken back


def test_a_reading_is_refused_where_there_is_none_and_judged_where_there_is(house: Database) -> None:
    walk = begun(house, "早巡", at("01T09:00"))
    with pytest.raises(UsageError):
        answer(walk, "01T09:00", Observed("ok", None, "0.2"))
    assert kept(house) == []
    answer(walk, "01T09:01")
    answer(walk, "01T09:02")
    assert answer(walk, "01T09:03", Observed("ok", None, "0.2")).seen.result == "fault"
    assert house.value("SELECT count(*) FROM ticket WHERE source = 'patrol'") == 1


def test_a_rehearsal_leaves_the_file_alone(house: Database) -> None:
    stage = rehearsal(house)
    walk = begun(stage, "早巡", at("01T09:00"))
    answer(walk, "01T09:00", Observed("fault", "坏了"))
    walk.back(at("01T09:01"))
    answer(walk, "01T09:02")
    assert len(kept(stage)) == 1 and kept(house) == []
    stage.close()


STEPS = st.lists(
    st.tuples(st.sampled_from(("ok", "fault", "skipped", "back", "stop")), st.integers(-90, 240)), max_size=14
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_the_clock_does_there_is_one_round_and_one_state_a_point(
    house: Database, steps: list[tuple[str, int]]
) -> None:
    """Answers, steps back, stops and a clock that jumps both ways: what was answered last is what stands."""
    stage = rehearsal(house)
    minute = at("01T09:00")
    walk = begun(stage, "早巡", minute)
    expected: dict[int, str] = {}
    history: list[tuple[int, str | None]] = []
    for number, (step, jump) in enumerate(steps):
        minute = max(at("01T05:00"), min(at("01T20:00"), minute + timedelta(minutes=jump)))
        point = walk.current
        if step == "stop" or point is None:
            walk = begun(stage, "早巡", minute)
            history.clear()
        elif step == "back":
            if walk.back(minute) is not None:
                id, former = history.pop()
                expected.pop(id)
                if former:
                    expected[id] = former
        else:
            walk.answer(point, Observed(step, None if step == "ok" else f"说明{number}"), minute)
            history.append((point["id"], expected.get(point["id"])))
            expected[point["id"]] = step
        assert walk.answered == expected
        assert stage.value("SELECT count(*) FROM patrol_round") == bool(expected)
        assert stage.value("SELECT count(*) FROM ticket") == len(
            set(stage.column("SELECT ticket_id FROM patrol_result WHERE ticket_id IS NOT NULL"))
        )
    stage.close()
