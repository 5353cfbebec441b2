"""Periods, lengths of time, and going back by equally ripe stretches."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.base.dates import (
    Kind,
    Period,
    parse_duration,
    parse_length,
    parse_period,
    period_of,
    previous_period,
    shift_back,
)
from butlercli.base.errors import UsageError

NOW = datetime(2026, 7, 1, 9, 30)
DAYS = st.dates(date(1902, 1, 1), date(2198, 12, 31))


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("今天", "2026-07-01", "2026-07-01", "day"),
        ("上周", "2026-06-22", "2026-06-28", "week"),
        ("2026-W30", "2026-07-20", "2026-07-26", "week"),
        ("周末", "2026-06-27", "2026-06-28", "range"),
        ("本月", "2026-07-01", "2026-07-31", "month"),
        ("上月", "2026-06-01", "2026-06-30", "month"),
        ("9月", "2025-09-01", "2025-09-30", "month"),
        ("2026-07", "2026-07-01", "2026-07-31", "month"),
        ("2026年7月", "2026-07-01", "2026-07-31", "month"),
        ("Q3", "2026-07-01", "2026-09-30", "quarter"),
        ("2026-Q3", "2026-07-01", "2026-09-30", "quarter"),
        ("第三季度", "2026-07-01", "2026-09-30", "quarter"),
        ("去年三季度", "2025-07-01", "2025-09-30", "quarter"),
        ("上季度", "2026-04-01", "2026-06-30", "quarter"),
        ("上半年", "2026-01-01", "2026-06-30", "half"),
        ("2025年下半年", "2025-07-01", "2025-12-31", "half"),
        ("2026", "2026-01-01", "2026-12-31", "year"),
        ("去年", "2025-01-01", "2025-12-31", "year"),
        ("前年", "2024-01-01", "2024-12-31", "year"),
        ("今年以来", "2026-01-01", "2026-07-01", "year"),
        ("week to date", "2026-06-29", "2026-07-01", "week"),
        ("last week", "2026-06-22", "2026-06-28", "week"),
        ("this month", "2026-07-01", "2026-07-31", "month"),
        ("近30天", "2026-06-02", "2026-07-01", "range"),
        ("last 7 days", "2026-06-25", "2026-07-01", "range"),
        ("7-1~7-15", "2026-07-01", "2026-07-15", "range"),
        ("7月1日-15日", "2026-07-01", "2026-07-15", "range"),
        ("1-6月", "2026-01-01", "2026-06-30", "range"),
        ("2025年1-6月", "2025-01-01", "2025-06-30", "range"),
        ("11月到2月", "2025-11-01", "2026-02-28", "range"),
        ("昨天到今天", "2026-06-30", "2026-07-01", "range"),
        ("2020-11-01至2-1", "2020-11-01", "2021-02-01", "range"),
        ("2026-07-01..2026-07-15", "2026-07-01", "2026-07-15", "range"),
        ("2026-07-01 to 2026-07-15", "2026-07-01", "2026-07-15", "range"),
    ],
)
def test_a_period_is_read_as_people_say_it(text: str, start: str, end: str, kind: str) -> None:
    period = parse_period(text, NOW)
    assert (period.start.isoformat(), period.end.isoformat(), period.kind) == (start, end, kind)


def test_a_month_to_come_is_read_when_the_future_is_preferred() -> None:
    assert parse_period("9月", NOW, prefer="future").start == date(2026, 9, 1)


@pytest.mark.parametrize(
    "text", ["", "明天下午3点", "2026-7-5..2026-7-1", "近", "近2小时", "~", "1-2-3~4", "x" * 10**6]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_period(text, NOW)


def test_the_period_before_keeps_whole_months_whole() -> None:
    march = period_of("month", date(2026, 3, 15))
    assert previous_period(march) == period_of("month", date(2026, 2, 1))
    assert previous_period(march, "year") == period_of("month", date(2025, 3, 1))
    assert previous_period(period_of("quarter", date(2026, 1, 1))) == period_of("quarter", date(2025, 12, 1))
    assert previous_period(period_of("week", date(2026, 7, 1))) == period_of("week", date(2026, 6, 24))


def test_a_year_to_date_meets_the_same_part_of_the_year_before() -> None:
    so_far = Period(date(2026, 1, 1), date(2026, 7, 15), "year")
    assert previous_period(so_far) == Period(date(2025, 1, 1), date(2025, 7, 15), "year")
    leap = Period(date(2024, 1, 1), date(2024, 2, 29), "year")
    assert previous_period(leap).end == date(2023, 2, 28)


def test_a_range_meets_the_equal_number_of_days_just_before() -> None:
    ten = Period(date(2026, 7, 11), date(2026, 7, 20), "range")
    assert previous_period(ten) == Period(date(2026, 7, 1), date(2026, 7, 10), "range")


@pytest.mark.parametrize(
    ("moment", "kind", "count", "expected"),
    [
        ("2026-03-31T10:00:00", "month", 1, "2026-02-28T10:00:00"),
        ("2026-07-15T10:00:00", "quarter", 1, "2026-04-15T10:00:00"),
        ("2024-02-29T10:00:00", "year", 1, "2023-02-28T10:00:00"),
        ("2026-07-15T10:00:00", "half", 1, "2026-01-15T10:00:00"),
        ("2026-02-28T23:59:59", "month", 1, "2026-01-31T23:59:59"),
        ("2026-07-15T10:00:00", "week", 2, "2026-07-01T10:00:00"),
        ("2026-07-15T10:00:00", "day", 10, "2026-07-05T10:00:00"),
    ],
)
def test_earlier_figures_are_equally_ripe(moment: str, kind: Kind, count: int, expected: str) -> None:
    assert shift_back(datetime.fromisoformat(moment), kind, count) == datetime.fromisoformat(expected)


def test_a_range_names_no_single_period() -> None:
    with pytest.raises(ValueError, match="range"):
        period_of("range", date(2026, 7, 1))
    with pytest.raises(ValueError, match="range"):
        shift_back(NOW, "range")


@given(DAYS, st.sampled_from(["day", "week", "month", "quarter", "half", "year"]))
def test_calendar_periods_lie_end_to_end(day: date, kind: Kind) -> None:
    period = period_of(kind, day)
    before = previous_period(period)
    assert period.start <= day <= period.end
    assert before.end + timedelta(days=1) == period.start
    assert before == period_of(kind, before.start)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("180d", 4320),
        ("2h", 2),
        ("1h30m", 1.5),
        ("30分钟", 0.5),
        ("3天", 72),
        ("1周", 168),
        ("半小时", 0.5),
        ("一个半小时", 1.5),
        ("两天半", 60),
        ("2 weeks", 336),
        ("90min", 1.5),
        ("1.5小时", 1.5),
        ("２小时", 2),
    ],
)
def test_a_length_of_time(text: str, hours: float) -> None:
    assert parse_duration(text) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "text", ["6个月", "1年", "半年", "2 months", "30", "-3d", "", "3月", "天", "9" * 10**6, "999999d"]
)
def test_what_is_no_fixed_length_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_duration(text)


def test_months_have_a_length_of_their_own() -> None:
    assert parse_length("6个月").months == 6
    assert parse_length("1年半").months == 18
    assert parse_length("半个月") == (0, timedelta(days=15), False)


@given(st.text(max_size=200))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    for parse in (lambda: parse_period(text, NOW), lambda: parse_length(text)):
        try:
            parse()
        except UsageError:
            continue


@given(
    st.lists(
        st.sampled_from(
            [
                "今年",
                "上",
                "本",
                "月",
                "周",
                "季度",
                "1",
                "12",
                "2026",
                "-",
                "~",
                "到",
                "至",
                "..",
                "to",
                "近",
                "天",
                "日",
                "号",
                "Q",
                "以来",
                "last",
                "7",
                "days",
            ]
        ),
        max_size=8,
    )
)
def test_any_pieces_are_a_period_or_refused(pieces: list[str]) -> None:
    try:
        period = parse_period("".join(pieces), NOW)
    except UsageError:
        return
    assert period.start <= period.end
