"""Schedules and windows: against a day-by-day oracle, dateutil itself, and the official calendar."""

import calendar
import json
import warnings
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from butlercli.base.errors import UsageError
from butlercli.kit.holidays import is_working_day
from butlercli.nouns.patrol.rules import schedule

DAY = timedelta(days=1)
FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)
DAYS = st.dates(FIRST, LAST)
LENGTHS = st.integers(-3, 800)
WEEKLY = st.sets(st.sampled_from(schedule.WEEKDAYS), min_size=1).map(
    lambda days: "weekly:" + ",".join(day for day in schedule.WEEKDAYS if day in days)
)
MONTHDAYS = st.integers(-31, 31).filter(bool)
MONTHLY = st.sets(MONTHDAYS, min_size=1, max_size=5).map(
    lambda days: (
        "monthly:"
        + ",".join(str(day) for day in (*sorted(d for d in days if d > 0), *sorted(d for d in days if d < 0)))
    )
)
NAMED = st.one_of(st.sampled_from(("daily", "workdays")), WEEKLY, MONTHLY)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Draw an RFC 5545 rule of whole days."""
    parts = [f"FREQ={draw(st.sampled_from(('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY')))}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.sampled_from((1, 2, 5)))}")  # with any other part these come to match
    if draw(st.booleans()):
        days = draw(st.sets(st.sampled_from(("MO", "TU", "WE", "TH", "FR", "SA", "SU")), min_size=1))
        parts.append("BYDAY=" + ",".join(sorted(days)))
    if draw(st.booleans()):
        parts.append(
            "BYMONTHDAY="
            + ",".join(
                str(day) for day in sorted(draw(st.sets(st.integers(-28, 28).filter(bool), min_size=1, max_size=4)))
            )
        )
    if "INTERVAL=2" not in parts and draw(st.booleans()):
        parts.append(
            "BYMONTH=" + ",".join(str(month) for month in sorted(draw(st.sets(st.integers(1, 12), min_size=1))))
        )
    end = draw(st.sampled_from(("", "COUNT", "UNTIL")))
    if end == "COUNT":
        parts.append(f"COUNT={draw(st.integers(1, 40))}")
    elif end == "UNTIL":
        parts.append(f"UNTIL={draw(DAYS):%Y%m%d}")
    return ";".join(parts)


def weekday(day: date) -> bool:
    return day.weekday() < 5


def expects(every: str, day: date) -> bool:
    """Say of one day whether a named schedule expects rounds: the rule read out loud, without a library."""
    kind, _mark, named = every.partition(":")
    if kind == "daily":
        return True
    if kind == "workdays":
        return weekday(day)
    if kind == "weekly":
        return schedule.WEEKDAYS[day.weekday()] in named.split(",")
    length = calendar.monthrange(day.year, day.month)[1]
    return any(int(text) in (day.day, day.day - length - 1) for text in named.split(","))


@given(every=NAMED, anchor=DAYS, first=DAYS, length=LENGTHS)
def test_named_schedules_are_those_days_that_the_words_say(every: str, anchor: date, first: date, length: int) -> None:
    last = first + length * DAY
    days = [first + n * DAY for n in range(max(length + 1, 0))]
    wanted = [day for day in days if day >= anchor and expects(every, day)]
    assert schedule.dates(every, anchor, first, last, weekday) == wanted


@settings(deadline=None, max_examples=60)
@given(rule=rules(), anchor=DAYS, first=DAYS, length=LENGTHS)
def test_rules_are_as_dateutil_reads_them(rule: str, anchor: date, first: date, length: int) -> None:
    every, last = schedule.parse_every(rule), first + length * DAY
    found = schedule.dates(every, anchor, first, last, weekday)
    wanted = []
    for moment in rrulestr(rule, dtstart=datetime.combine(anchor, time())).xafter(
        datetime.combine(anchor, time()), inc=True
    ):
        if moment.date() > last:
            break
        if moment.date() >= first:
            wanted.append(moment.date())
    assert found == wanted


@settings(deadline=None, max_examples=60)
@given(every=st.one_of(NAMED, rules()), anchor=DAYS, first=DAYS, cut=st.integers(0, 400), length=st.integers(0, 400))
def test_a_range_is_the_sum_of_its_parts(every: str, anchor: date, first: date, cut: int, length: int) -> None:
    middle, last = first + cut * DAY, first + (cut + length) * DAY
    parts = [
        *schedule.dates(every, anchor, first, middle, weekday),
        *schedule.dates(every, anchor, middle + DAY, last, weekday),
    ]
    assert schedule.dates(every, anchor, first, last, weekday) == parts


@given(every=st.one_of(NAMED, rules()))
def test_a_schedule_read_again_is_the_same(every: str) -> None:
    once = schedule.parse_every(every)
    assert schedule.parse_every(once) == once
    assert schedule.parse_every(f"  {once.upper()} ") == once
    if ":" in every and not every.startswith("FREQ"):
        assert once == every


def test_a_rule_with_an_end_says_nothing_to_stderr() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = schedule.dates("FREQ=WEEKLY;COUNT=3;BYDAY=MO", date(2026, 7, 1), date(2026, 7, 7), LAST, weekday)
    assert found == [date(2026, 7, 13), date(2026, 7, 20)]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=4,6;BYMONTHDAY=31",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=8",
    ],
)
def test_a_rule_that_never_matches_is_refused(rule: str) -> None:
    with pytest.raises(UsageError):
        schedule.check_some_day(rule, date(2026, 7, 1))


@pytest.mark.parametrize(
    "every", ["daily", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=DAILY;COUNT=3", "FREQ=DAILY;UNTIL=20200101"]
)
def test_a_rule_that_matches_some_day_is_taken(every: str) -> None:
    schedule.check_some_day(every, date(2026, 7, 1))


@pytest.mark.parametrize(("year", "number"), [(2024, 251), (2025, 248), (2026, 248)])
def test_working_days_are_those_of_the_state_council(shared_data: Path, year: int, number: int) -> None:
    official = json.loads((shared_data / f"holiday-cn-{year}.json").read_text(encoding="utf-8"))
    off = {date.fromisoformat(one["date"]): one["isOffDay"] for one in official["days"]}
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = [first + n * DAY for n in range((last - first).days + 1)]
    wanted = [day for day in days if not off.get(day, day.weekday() > 4)]
    assert len(wanted) == number
    assert schedule.dates("workdays", first, first, last, lambda day: is_working_day(day)[0]) == wanted


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("每天", "daily"),
        ("工作日", "workdays"),
        ("每周一四", "weekly:mon,thu"),
        ("weekly:thu,mon", "weekly:mon,thu"),
        ("weekly：Monday，Thursday", "weekly:mon,thu"),
        ("weekly:1,4", "weekly:mon,thu"),
        ("每周日", "weekly:sun"),
        ("每月1、15号", "monthly:1,15"),
        ("monthly:15,1,last", "monthly:1,15,-1"),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("freq=monthly;byday=-1fr", "FREQ=MONTHLY;BYDAY=-1FR"),
    ],
)
def test_schedules_are_read_in_both_languages(typed: str, stored: str) -> None:
    assert schedule.parse_every(typed) == stored


@pytest.mark.parametrize(
    "text",
    [
        "", "sometimes", "weekly", "weekly:", "weekly:foo", "monthly:0", "monthly:32", "monthly:x", "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=3", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;BYDAY=XX",
        "FREQ=DAILY;FREQ=WEEKLY", "FREQ=DAILY;COUNT=3;UNTIL=20260801", "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=1,0",
        "FREQ=DAILY;INTERVAL=1001", "FREQ=DAILY;DTSTART=20260101", "FREQ=DAILY\nEXDATE:20260101", "FREQ=" + "X" * 400,
    ],
)  # fmt: skip
def test_what_is_no_schedule_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        schedule.parse_every(text)
    assert "weekly:mon,thu" in str(caught.value.params)


MINUTES = st.integers(0, 1439)


@given(begin=MINUTES, end=MINUTES)
def test_a_window_read_again_is_the_same_and_lies_within_a_day(begin: int, end: int) -> None:
    text = f"{begin // 60:02d}:{begin % 60:02d}-{end // 60:02d}:{end % 60:02d}"
    if begin == end:
        with pytest.raises(UsageError):
            schedule.parse_window(text)
        return
    assert schedule.parse_window(text) == (f"{text[:6]}24:00" if end == 0 else text)
    start, finish = schedule.bounds(date(2026, 7, 1), text)
    assert start.date() == date(2026, 7, 1)
    assert timedelta(0) < finish - start < DAY
    assert (start.hour * 60 + start.minute, finish.hour * 60 + finish.minute) == (begin, end)


@given(
    edges=st.lists(MINUTES, min_size=2, max_size=8, unique=True).filter(lambda found: len(found) % 2 == 0),
    turn=st.booleans(),
)
def test_windows_that_do_not_overlap_stand_in_the_order_of_the_day(edges: list[int], turn: bool) -> None:
    edges = sorted(edges)
    if turn:  # the last one runs past midnight
        edges = [*edges[1:], edges[0]]
    texts = [
        f"{a // 60:02d}:{a % 60:02d}-{b // 60:02d}:{b % 60:02d}" for a, b in zip(edges[::2], edges[1::2], strict=True)
    ]
    found = schedule.parse_windows([*reversed(texts), texts[0]])
    assert found == sorted(f"{text[:6]}24:00" if text.endswith("-00:00") else text for text in texts)
    assert schedule.parse_windows(found) == found


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("8:00-10:00", "08:00-10:00"),
        ("８：００－１０：００", "08:00-10:00"),
        ("8点-10点半", "08:00-10:30"),
        ("22:00到2:00", "22:00-02:00"),
        ("20-24", "20:00-24:00"),
        ("0:00-24:00", "00:00-24:00"),
    ],
)
def test_windows_are_read_as_people_write_them(typed: str, stored: str) -> None:
    assert schedule.parse_windows([typed]) == [stored]


@pytest.mark.parametrize("text", ["", "8", "25:00-26:00", "08:60-09:00", "10:00-10:00", "08:00", "24:00-02:00", "a-b"])
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        schedule.parse_window(text)


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["08:00-10:00", "09:00-11:00"],
        ["22:00-02:00", "01:00-03:00"],
        ["08:00-10:00", "22:00-08:30"],
        ["00:00-24:00", "08:00-10:00"],
    ],
)
def test_windows_may_not_overlap_also_not_the_next_day(texts: list[str]) -> None:
    with pytest.raises(UsageError):
        schedule.parse_windows(texts)


def test_the_end_of_the_day_has_one_form() -> None:
    assert schedule.parse_window("20:00-00:00") == schedule.parse_window("20-24") == "20:00-24:00"
    start, end = schedule.bounds(date(2026, 7, 1), "20:00-24:00")
    assert schedule.window_of(start.isoformat(), end.isoformat()) == "20:00-24:00"
    assert schedule.window_of("2026-07-01T22:00:00", "2026-07-02T02:00:00") == "22:00-02:00"
