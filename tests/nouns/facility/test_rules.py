"""Schedules of inspections (检验) and tests (检测), and the dates they come to."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.base.errors import UsageError
from butlercli.kit import settings
from butlercli.nouns.facility.model import FACILITY_KINDS
from butlercli.nouns.facility.rules import EARLY_DAYS, Interval, Next, Schedule, after, canonical, next_date, parse

TODAY = date(2026, 7, 1)
LIFT = "1,4,7,9,11,13,15,every:1y"
days = st.dates(date(1980, 1, 1), date(2100, 12, 31))
intervals = st.one_of(
    st.builds(Interval, st.integers(1, 99), st.just("y")),
    st.builds(Interval, st.integers(1, 1188).filter(lambda n: n % 12 != 0), st.just("m")),
    st.builds(Interval, st.integers(1, 4000), st.just("d")),
)
years = st.sets(st.integers(1, 99), max_size=10).map(lambda found: tuple(sorted(found)))
schedules = st.builds(Schedule, years, st.none() | intervals)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1,4,7,9,11,13,15", "1,4,7,9,11,13,15"),
        (" １，４、７ ", "1,4,7"),
        ("1+4+7", "1,4,7"),
        ("1 4 7", "1,4,7"),
        ("第1年,第4年", "1,4"),
        ("1年、4年、7年", "1,4,7"),
        (LIFT, LIFT),
        ("1,4,每年", "1,4,every:1y"),
        ("every:1y", "every:1y"),
        ("EVERY:1YEAR", "every:1y"),
        ("every 6 months", "every:6m"),
        ("every:90d", "every:90d"),
        ("every:2w", "every:14d"),
        ("every:12m", "every:1y"),
        ("1y", "every:1y"),
        ("1年", "every:1y"),
        ("12个月", "every:1y"),
        ("每年", "every:1y"),
        ("每年一次", "every:1y"),
        ("每两年", "every:2y"),
        ("每半年", "every:6m"),
        ("半年", "every:6m"),
        ("每季度", "every:3m"),
        ("每月", "every:1m"),
        ("每９０天", "every:90d"),
        ("无", "none"),
        ("none", "none"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_schedule_is_read_as_people_write_it(text: str, wanted: str) -> None:
    assert canonical(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "4,1", "1,1", "0", "0,1", "100", "1,100", "-1", "1.5", "every", "every:", "every:0y", "every:100y", "每", "年",
        "1,every:1y,2", "every:1y,every:1m", "every:1h", "abc", "1,4,x", "[red]", "{x}", "9" * 10_000, "第100年", "1,第4月",
    ],
)  # fmt: skip
def test_what_is_no_schedule_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        canonical(text)
    assert len(refused.value.params["value"]) <= 60


@given(schedules)
def test_the_canonical_form_reads_back_as_itself(schedule: Schedule) -> None:
    assert parse(schedule.text) == schedule


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = canonical(text)
    except UsageError:
        return
    assert canonical(found) == found


def test_every_kind_has_its_settings_and_their_defaults_are_canonical() -> None:
    kinds = {key.partition(".")[2] for key in settings.known() if key.startswith(("inspect.", "test."))}
    assert kinds == set(FACILITY_KINDS)
    for key, setting in settings.known().items():
        if setting.type == "schedule":
            assert canonical(setting.default) == setting.default, key
    assert settings.known()["inspect.elevator"].default == LIFT
    assert settings.known()["test.fire"].default == "every:1y"


# --- dates ------------------------------------------------------------------------------------------


def due(text: str, installed: str | None, done: str | None, today: date = TODAY) -> Next:
    first, last = (date.fromisoformat(day) if day else None for day in (installed, done))
    return next_date(parse(text), first, last, today)


def test_a_lift_is_inspected_in_its_years_and_every_year_after_the_fifteenth() -> None:
    assert due(LIFT, "2026-06-01", None) == Next(date(2027, 6, 1))
    assert due(LIFT, "2019-05-20", "2023-05-18") == Next(date(2026, 5, 20), overdue=True)
    assert due(LIFT, "2019-05-20", "2026-06-18").date == date(2028, 5, 20)
    assert due(LIFT, "2008-05-20", "2026-05-19").date == date(2027, 5, 20)
    assert due(LIFT, "2008-05-20", "2025-05-21") == Next(date(2026, 5, 20), overdue=True)


def test_an_inspection_may_be_sixty_days_early_and_no_more() -> None:
    assert due("1,4", "2025-09-01", "2026-07-03", date(2026, 7, 3)).date == date(2029, 9, 1)
    assert due("1,4", "2025-09-01", "2026-07-02", date(2026, 7, 3)).date == date(2026, 9, 1)


def test_a_list_comes_to_its_end() -> None:
    assert due("1,4", "2015-01-01", "2019-01-01") == Next(None)
    assert due("1,4", "2015-01-01", None) == Next(None, unrecorded=True)


def test_years_are_not_claimed_where_the_last_inspection_was_never_recorded() -> None:
    assert due(LIFT, "2019-05-20", None) == Next(date(2028, 5, 20), unrecorded=True)
    assert due("every:1y", "2019-05-20", None) == Next(date(2027, 5, 20), unrecorded=True)
    assert due("every:1y", "2025-07-01", None) == Next(TODAY)


def test_an_interval_counts_from_the_last_time_or_the_first_day() -> None:
    assert due("every:1y", "2019-05-20", "2025-08-01") == Next(date(2026, 8, 1))
    assert due("every:6m", None, "2025-12-31") == Next(date(2026, 6, 30), overdue=True)
    assert due("every:90d", "2026-06-01", None) == Next(date(2026, 8, 30))
    assert due("every:90d", None, None) == Next(None, undated=True)
    assert due("1,4", None, "2026-01-01") == Next(None, undated=True)
    assert due("none", "2019-05-20", None) == Next(None)


def test_a_leap_day_is_the_twenty_eighth_in_other_years_and_comes_back() -> None:
    assert due("1,4", "2024-02-29", None, date(2024, 3, 1)).date == date(2025, 2, 28)
    assert due("1,4", "2024-02-29", "2025-02-28", date(2025, 3, 1)).date == date(2028, 2, 29)
    assert due("every:1m", "2026-01-31", None, date(2026, 3, 1)).date == date(2026, 3, 31)


@given(days, st.integers(0, 1200))
def test_months_later_is_the_same_day_or_the_month_s_last(day: date, months: int) -> None:
    found = after(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


@given(schedules, st.none() | days, st.none() | days, days)
def test_dates_hold_their_promises(schedule: Schedule, installed: date | None, done: date | None, today: date) -> None:
    found = next_date(schedule, installed, done, today)
    if found.overdue:
        assert found.date is not None and found.date < today and done is not None
    if done is None and found.date is not None:
        assert found.date >= today  # nothing recorded, nothing late
    if done is not None and found.date is not None:
        assert found.date > done
    if found.unrecorded:
        assert done is None and installed is not None
    if found.undated:
        assert installed is None and found.date is None


@given(years.filter(bool), days, days)
def test_what_was_done_settles_every_date_up_to_sixty_days_later(
    years: tuple[int, ...], installed: date, done: date
) -> None:
    found = next_date(Schedule(years, None), installed, done, done).date
    dates = [after(installed, 12 * year) for year in years]
    left = [day for day in dates if day > done + timedelta(days=EARLY_DAYS)]
    assert found == (left[0] if left else None)


@given(intervals, days, days)
def test_the_dates_after_a_list_follow_one_another(every: Interval, installed: date, done: date) -> None:
    """The next date after something was done is never more than an interval and the early days away from it."""
    schedule = Schedule((1,), every)
    first = after(installed, 12)
    found = next_date(schedule, installed, done, done).date
    assert found is not None and found >= first
    if done >= first:
        longest = {"d": 1, "m": 31, "y": 366}[every.unit] * every.number
        assert found - done <= timedelta(days=longest + EARLY_DAYS)
