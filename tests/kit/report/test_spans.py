"""Which days a report is about."""

from datetime import datetime

import pytest

from butlercli.base.errors import UsageError
from butlercli.kit.report import spans

NOW = datetime(2026, 7, 15, 9, 30)


def days(report: str, when: str | None = None, as_of: str | None = None, now: datetime = NOW) -> tuple[str, str, str]:
    asked = spans.choose(report, when, as_of, now)
    return (str(asked.span.start), str(asked.span.end), asked.span.params["as_of"])


@pytest.mark.parametrize(
    ("report", "start", "end"),
    [
        ("daily", "2026-07-15", "2026-07-15"),
        ("weekly", "2026-07-13", "2026-07-15"),
        ("monthly", "2026-07-01", "2026-07-15"),
        ("quarterly", "2026-07-01", "2026-07-15"),
        ("annual", "2026-01-01", "2026-07-15"),
    ],
)
def test_without_a_word_the_current_period_to_date(report: str, start: str, end: str) -> None:
    assert days(report) == (start, end, "2026-07-15T09:30:00")


def test_in_january_and_february_the_year_before_is_summed_up() -> None:
    assert days("annual", now=datetime(2026, 2, 28, 9))[:2] == ("2025-01-01", "2025-12-31")
    assert days("annual", now=datetime(2026, 3, 1, 9))[:2] == ("2026-01-01", "2026-03-01")
    assert days("annual", "2026", now=datetime(2026, 1, 5, 9))[:2] == ("2026-01-01", "2026-12-31")


@pytest.mark.parametrize(
    ("report", "when", "start", "end"),
    [
        ("daily", "昨天", "2026-07-14", "2026-07-14"),
        ("weekly", "上周", "2026-07-06", "2026-07-12"),
        ("weekly", "2026-06-10", "2026-06-08", "2026-06-14"),
        ("monthly", "2026-06", "2026-06-01", "2026-06-30"),
        ("monthly", "上月", "2026-06-01", "2026-06-30"),
        ("quarterly", "Q2", "2026-04-01", "2026-06-30"),
        ("annual", "2025", "2025-01-01", "2025-12-31"),
        ("annual", "去年", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_period_named(report: str, when: str, start: str, end: str) -> None:
    assert days(report, when)[:2] == (start, end)


def test_as_of_is_the_end_of_the_day_and_picks_the_period() -> None:
    assert days("monthly", None, "2026-06-20") == ("2026-06-01", "2026-06-20", "2026-06-20T23:59:59")
    assert days("monthly", "2026-05", "2026-06-20") == ("2026-05-01", "2026-05-31", "2026-06-20T23:59:59")
    assert days("monthly", None, "今天")[2] == "2026-07-15T23:59:59"


@pytest.mark.parametrize(
    ("report", "when", "as_of"),
    [
        ("daily", "明天", None),
        ("monthly", "2026-08", None),
        ("annual", "2027", None),
        ("monthly", "2026", None),
        ("monthly", None, "2026-07-16"),
        ("monthly", "2026-07", "2026-06-30"),
        ("weekly", "胡说", None),
    ],
)
def test_what_has_not_come_or_is_no_such_period_is_refused(report: str, when: str | None, as_of: str | None) -> None:
    with pytest.raises(UsageError):
        spans.choose(report, when, as_of, NOW)


def test_ranges() -> None:
    asked = spans.choose_range("2026-03-01", "2026-03-10", None, NOW)
    assert (str(asked.span.start), str(asked.span.end), asked.to_date) == ("2026-03-01", "2026-03-10", False)
    assert str(spans.choose_range("2026-03", None, None, NOW).span.end) == "2026-07-15"
    for start, end in ((None, "2026-03-10"), ("2026-03-10", "2026-03-01"), ("2026-08-01", None)):
        with pytest.raises(UsageError):
            spans.choose_range(start, end, None, NOW)
