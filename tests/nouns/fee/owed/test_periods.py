"""Service periods: every served day exactly once, whatever the runs; due dates; leap days; the 31st."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.nouns.fee.model import MONTHS
from butlercli.nouns.fee.owed.rules.periods import Period, due_date, service_periods, split

DAY = timedelta(days=1)
DAYS = st.dates(date(2019, 1, 1), date(2030, 12, 31))
CYCLES = st.sampled_from(tuple(MONTHS))


def days_of(period: Period) -> list[date]:
    return [period.start + DAY * n for n in range(period.days)]


@given(cycle=CYCLES, anniversary=st.booleans(), handover=DAYS, cuts=st.sets(DAYS, min_size=2, max_size=6))
def test_every_served_day_is_billed_exactly_once_over_consecutive_runs(
    cycle: str, anniversary: bool, handover: date, cuts: set[date]
) -> None:
    edges = sorted(cuts)
    found = [
        period
        for first, after in pairwise(edges)
        for period in service_periods(cycle, anniversary, handover, first, after - DAY)
    ]
    served = [day for period in found for day in days_of(period)]
    assert len(served) == len(set(served))
    if found:
        assert served == [found[0].start + DAY * n for n in range(len(served))]
        assert found[0].start >= handover
    if edges[0] <= handover < edges[-1]:
        assert found[0].start == handover


@given(cycle=CYCLES, anniversary=st.booleans(), handover=DAYS, since=st.none() | DAYS, until=st.none() | DAYS)
def test_a_part_lies_in_its_cycle_and_a_whole_cycle_is_whole(
    cycle: str, anniversary: bool, handover: date, since: date | None, until: date | None
) -> None:
    first, last = date(2019, 1, 1), date(2030, 12, 31)
    found = service_periods(cycle, anniversary, handover, first, last, since=since, until=until)
    for period in found:
        assert period.nominal_start <= period.start <= period.end <= period.nominal_end
        assert period.months == MONTHS[cycle]
        assert period.days <= period.days_of_period
        cut = max(day for day in (handover, since) if day) if since else handover
        assert (period.start > period.nominal_start) == (cut > period.nominal_start)
        assert (period.end < period.nominal_end) == (until is not None and until < period.nominal_end)
    for one, following in pairwise(found):
        assert following.nominal_start == one.nominal_end + DAY


@given(
    cycle=CYCLES,
    handover=DAYS,
    first=DAYS,
    timing=st.sampled_from(("prepaid", "postpaid")),
    due_day=st.integers(1, 31),
    anniversary=st.booleans(),
)
def test_a_bill_is_never_due_before_its_service_begins(
    cycle: str, handover: date, first: date, timing: str, due_day: int, anniversary: bool
) -> None:
    for period in service_periods(cycle, anniversary, handover, first, first + 400 * DAY):
        due = due_date(period, timing, due_day)
        assert due >= period.start
        if timing == "postpaid":
            assert due > period.end
            assert (due.year * 12 + due.month) - (period.end.year * 12 + period.end.month) == 1
        elif due != period.start:
            assert (due.year, due.month) == (period.start.year, period.start.month)


@given(start=DAYS, length=st.integers(0, 400), changes=st.sets(DAYS, max_size=5))
def test_parts_follow_each_other_and_make_the_whole(start: date, length: int, changes: set[date]) -> None:
    period = Period(start, start + length * DAY, start, start + length * DAY, 12)
    parts = split(period, changes)
    assert [day for part in parts for day in days_of(part)] == days_of(period)
    assert {part.start for part in parts[1:]} == {day for day in changes if period.start < day <= period.end}


def test_a_change_on_the_last_day_makes_a_part_of_one_day() -> None:
    first, last = date(2026, 1, 1), date(2026, 1, 31)
    parts = split(Period(first, last, first, last, 1), [first, last, last + DAY])
    assert [(str(part.start), str(part.end)) for part in parts] == [
        ("2026-01-01", "2026-01-30"),
        ("2026-01-31", "2026-01-31"),
    ]


def test_calendar_quarters_of_a_year() -> None:
    found = service_periods("quarter", False, None, date(2026, 1, 1), date(2026, 12, 31))
    assert [(str(p.start), str(p.end)) for p in found] == [
        ("2026-01-01", "2026-03-31"),
        ("2026-04-01", "2026-06-30"),
        ("2026-07-01", "2026-09-30"),
        ("2026-10-01", "2026-12-31"),
    ]


def test_a_month_that_no_cycle_begins_in_has_none() -> None:
    assert service_periods("quarter", False, None, date(2026, 2, 1), date(2026, 2, 28)) == []


def test_the_first_part_begins_at_the_handover() -> None:
    (period,) = service_periods("quarter", False, date(2026, 2, 10), date(2026, 2, 1), date(2026, 2, 28))
    assert (str(period.start), str(period.end), period.days, period.days_of_period) == (
        "2026-02-10",
        "2026-03-31",
        50,
        90,
    )


def test_handed_over_on_the_31st_the_cycle_comes_back_to_the_31st() -> None:
    found = service_periods("month", True, date(2027, 12, 31), date(2028, 1, 1), date(2028, 6, 30))
    assert [str(p.start) for p in found] == ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31", "2028-06-30"]  # fmt: skip
    assert str(found[1].end) == "2028-03-30"


def test_a_leap_day_begins_its_year_on_the_28th_where_there_is_none() -> None:
    found = service_periods("year", True, date(2024, 2, 29), date(2024, 1, 1), date(2028, 12, 31))
    assert [str(p.start) for p in found] == ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]
    assert [p.days for p in found[:2]] == [365, 365]


def test_february_of_a_leap_year_has_29_days() -> None:
    (period,) = service_periods("month", False, None, date(2028, 2, 1), date(2028, 2, 29))
    assert (period.days, period.days_of_period) == (29, 29)


def test_an_anniversary_wants_a_handover() -> None:
    with pytest.raises(ValueError, match="handover"):
        service_periods("year", True, None, date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "timing", "due_day", "due"),
    [
        ("2026-01-01", "2026-03-31", "prepaid", 15, "2026-01-15"),
        ("2026-01-01", "2026-03-31", "postpaid", 15, "2026-04-15"),
        ("2026-02-01", "2026-02-28", "prepaid", 31, "2026-02-28"),
        ("2028-01-01", "2028-01-31", "postpaid", 31, "2028-02-29"),
        ("2026-01-01", "2026-12-31", "postpaid", 31, "2027-01-31"),
        ("2026-03-20", "2026-03-31", "prepaid", 15, "2026-03-20"),
        ("2026-02-10", "2026-03-31", "prepaid", 25, "2026-02-25"),
    ],
)
def test_due_dates(start: str, end: str, timing: str, due_day: int, due: str) -> None:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    assert str(due_date(Period(first, last, first, last, 1), timing, due_day)) == due
