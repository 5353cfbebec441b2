"""What is expected, and where a moment belongs: pure functions of plans and pauses, and of nothing else."""

import shlex
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli import main as entry
from butlercli.nouns.patrol.store import expect
from butlercli.nouns.patrol.store.expect import Expected, Plan, Planner
from butlercli.store.database import Database, open_read
from tests.conftest import Butler

DAY = timedelta(days=1)
JULY = date(2026, 7, 1)
NOW = datetime(2026, 7, 1, 9, 30)


def planner(*plans: Plan, pauses: tuple[tuple[date, date], ...] = ()) -> Planner:
    """Return a planner of one route without a file."""
    made = object.__new__(Planner)
    made.plans = {1: list(plans)}
    made.pauses = {1: list(pauses)}
    made.unknown_years = set()
    made._days = {}
    return made


def plan(
    windows: str, first: date = date(2026, 1, 1), last: date = expect.FAR, every: str = "daily", id: int = 1
) -> Plan:
    return Plan(id, 1, first, last, every, first, tuple(windows.split(" ")))


def place(found: Expected | None) -> tuple[date, str] | None:
    return (found.date, found.window) if found else None


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-07-{text}")


NIGHT = planner(plan("22:00-02:00"))
TWICE = planner(plan("08:00-10:00 20:00-22:00"))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("01T22:00:00", 1),
        ("01T23:59:00", 1),
        ("02T00:00:00", 1),
        ("02T02:00:00", 1),
        ("02T02:00:01", 1),
        ("02T12:00:00", 1),  # ten hours from both: the earlier
        ("02T12:00:01", 2),
        ("02T21:59:59", 2),
    ],
)
def test_a_window_past_midnight_belongs_to_the_day_it_began(moment: str, day: int) -> None:
    assert place(NIGHT.belongs(1, at(moment))) == (date(2026, 7, day), "22:00-02:00")


@pytest.mark.parametrize(
    ("moment", "wanted"),
    [
        ("01T08:00:00", (1, "08:00-10:00")),
        ("01T10:00:00", (1, "08:00-10:00")),
        ("01T15:00:00", (1, "08:00-10:00")),  # a tie goes to the earlier
        ("01T15:00:01", (1, "20:00-22:00")),
        ("01T22:00:00", (1, "20:00-22:00")),
        ("02T02:59:59", (1, "20:00-22:00")),
        ("02T03:00:00", (1, "20:00-22:00")),
        ("02T03:00:01", (2, "08:00-10:00")),
    ],
)
def test_a_line_belongs_to_the_window_that_holds_it_else_to_the_nearest(moment: str, wanted: tuple[int, str]) -> None:
    assert place(TWICE.belongs(1, at(moment))) == (date(2026, 7, wanted[0]), wanted[1])


def test_only_windows_of_that_day_and_the_day_before_are_asked() -> None:
    mondays = planner(plan("08:00-10:00", every="weekly:mon"))
    assert place(mondays.belongs(1, at("06T23:00:00"))) == (date(2026, 7, 6), "08:00-10:00")
    assert place(mondays.belongs(1, at("07T23:59:59"))) == (date(2026, 7, 6), "08:00-10:00")
    assert mondays.belongs(1, at("08T00:00:00")) is None
    assert mondays.belongs(1, at("05T23:59:59")) is None  # Monday is nearer, but has not begun to be


def test_windows_that_touch_share_a_second_and_the_earlier_has_it() -> None:
    touching = planner(plan("08:00-10:00 10:00-12:00"))
    assert place(touching.belongs(1, at("01T10:00:00"))) == (JULY, "08:00-10:00")
    assert place(touching.belongs(1, at("01T10:00:01"))) == (JULY, "10:00-12:00")


MINUTES = st.sampled_from(range(0, 1440, 30))
WINDOWS = st.lists(MINUTES, min_size=2, max_size=6, unique=True).map(
    lambda edges: " ".join(
        f"{a // 60:02d}:{a % 60:02d}-{b // 60:02d}:{b % 60:02d}"
        for a, b in zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False)
    )
)
MOMENTS = st.integers(0, 20 * 86400).map(lambda seconds: datetime(2026, 6, 25) + timedelta(seconds=seconds))
SPANS = st.tuples(st.integers(-5, 15), st.integers(0, 6)).map(
    lambda pair: (JULY + pair[0] * DAY, JULY + (pair[0] + pair[1]) * DAY)
)
EVERY = st.sampled_from(("daily", "weekly:mon,thu", "monthly:1,5,-1", "FREQ=DAILY;INTERVAL=3"))


def oracle(expected: list[Expected], moment: datetime) -> Expected | None:
    near = [one for one in expected if one.date in (moment.date(), moment.date() - DAY)]
    holding = [one for one in near if one.start <= moment <= one.end]
    if holding:
        return holding[0]
    ranked = sorted(near, key=lambda one: (one.start - moment if moment < one.start else moment - one.end, one.start))
    return ranked[0] if ranked else None


@given(windows=WINDOWS, every=EVERY, moment=MOMENTS)
def test_where_a_moment_belongs_is_what_the_rule_says(windows: str, every: str, moment: datetime) -> None:
    made = planner(plan(windows, every=every))
    expected = made.between(date(2026, 6, 20), date(2026, 7, 25))
    wanted = oracle(expected, moment)
    assert made.belongs(1, moment) == wanted
    assert made.belongs(1, moment) == wanted  # asked again, from what was remembered


@given(windows=WINDOWS, every=EVERY, pause=SPANS, moment=MOMENTS)
def test_a_pause_takes_its_days_away_and_touches_nothing_outside(
    windows: str, every: str, pause: tuple[date, date], moment: datetime
) -> None:
    before, after = planner(plan(windows, every=every)), planner(plan(windows, every=every), pauses=(pause,))
    first, last = date(2026, 6, 20), date(2026, 7, 25)
    kept = [one for one in before.between(first, last) if not pause[0] <= one.date <= pause[1]]
    assert after.between(first, last) == kept
    if not ({moment.date(), moment.date() - DAY} & {pause[0] + n * DAY for n in range((pause[1] - pause[0]).days + 1)}):
        assert after.belongs(1, moment) == before.belongs(1, moment)
    inside = before.belongs(1, moment)
    if inside is not None and not pause[0] <= inside.date <= pause[1]:
        assert after.belongs(1, moment) == inside  # its own window still stands


@given(cut=st.integers(0, 15), windows=WINDOWS, other=WINDOWS, every=EVERY)
def test_a_later_plan_leaves_the_days_before_it_alone(cut: int, windows: str, other: str, every: str) -> None:
    since = JULY + cut * DAY
    old = planner(plan(windows))
    new = planner(plan(windows, last=since - DAY), plan(other, first=since, every=every, id=2))
    assert new.between(date(2026, 6, 20), since - DAY) == old.between(date(2026, 6, 20), since - DAY)
    assert all(one.plan_id == 2 for one in new.between(since, since + 20 * DAY))
    assert new.plan_on(1, since - DAY).id == 1 and new.plan_on(1, since).id == 2


# --- through the real command line ------------------------------------------------------------------


@pytest.fixture
def house(butler: Butler) -> Butler:
    early = "2026-06-01T07:00"
    for code in ("A1", "B1", "C1", "D1"):
        butler.ok("patrol", "point", "add", code, f"点位{code}", now=early)
    butler.ok("patrol", "route", "add", "早巡", "--points", "A1,B1,C1", "--window", "08:00-10:00", now=early)
    butler.ok("patrol", "route", "add", "夜巡", "--points", "D1", "--window", "22:00-02:00", now=early)
    butler.ok("patrol", "log", "早巡", "--all-ok", now="2026-06-20T08:30")
    return butler


def opened(house: Butler) -> Iterator[Database]:
    db = open_read(house.path, True)
    yield db
    db.close()


def over(path: Path, now: datetime) -> list[tuple[int, datetime, datetime]]:
    """Return the windows that are over: what may not change behind anybody's back."""
    db = open_read(path, True)
    try:
        found = Planner(db).between(date(2026, 5, 1), now.date())
    finally:
        db.close()
    return [(one.route_id, one.start, one.end) for one in found if one.end <= now]


EDITS = st.sampled_from(
    (
        "edit 早巡 --window 07:00-09:00",
        "edit 早巡 --points C1,D1",
        "edit 早巡 --every weekly:mon,thu",
        "edit 早巡 --every FREQ=DAILY;INTERVAL=3",
        "edit 早巡 --window 12:00-14:00 --from 2026-07-15",
        "edit 早巡 --until 2026-07-20",
        "edit 早巡 --until ''",
        "edit 早巡 --name 晨巡 --note 换人",
        "edit 晨巡 --name 早巡",
        "edit 夜巡 --window 23:00-01:00 --points A1+D1",
        "edit 夜巡 --every workdays --until 2026-08-31",
        "pause 夜巡 --from 2026-07-13 --until 2026-07-16",
        "pause 夜巡 --from 2026-07-12",
        "resume 夜巡",
        "retire 早巡",
        "retire 早巡 --back",
        "retire 夜巡 --from 2026-07-14",
    )
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(EDITS, st.integers(0, 40)), min_size=1, max_size=6))
def test_what_was_expected_before_a_change_is_expected_after_it(
    house: Butler, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    copy = tmp_path_factory.mktemp("edits") / "b.db"
    copy.write_bytes(house.path.read_bytes())
    now = NOW
    for line, hours in steps:
        now += timedelta(hours=hours)
        before = over(copy, now)
        words = ["patrol", "route", *shlex.split(line)]
        code = entry.run(["--db", str(copy), "--now", now.isoformat(), *words])
        assert code in (0, 2, 3, 4), line
        assert over(copy, now) == before, (line, now)


def test_a_rule_counts_on_from_where_it_began(house: Butler) -> None:
    house.ok("patrol", "route", "edit", "早巡", "--every", "FREQ=DAILY;INTERVAL=3", "--from", "2026-07-02")
    before = house.json("patrol", "route", "show", "早巡")["plans"][-1]
    house.ok("patrol", "route", "edit", "早巡", "--points", "A1", "--from", "2026-07-10")
    after = house.json("patrol", "route", "show", "早巡")["plans"][-1]
    assert (before["anchor"], after["anchor"]) == ("2026-07-02", "2026-07-02")
    db = next(opened(house))
    days = [one.date.day for one in Planner(db, [1]).between(date(2026, 7, 1), date(2026, 7, 20))]
    db.close()
    assert days == [1, 2, 5, 8, 11, 14, 17, 20]


def test_a_pause_in_the_past_leaves_done_rounds_done(house: Butler) -> None:
    outcome = house.ok("patrol", "route", "pause", "早巡", "--from", "2026-06-18", "--until", "2026-06-22")
    assert ": 5." in outcome.err and ": 1;" not in outcome.err
    house.ok("patrol", "route", "resume", "早巡", "--from", "2026-06-18")
    assert house.json("patrol", "route", "show", "早巡")["pauses"] == []
