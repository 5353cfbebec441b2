"""Periods with two ends: `7-1~7-15`, `1月到3月`, `1-6月`, `2026-07-01..2026-07-15`, `近30天`, `今年以来`."""

import re
from datetime import datetime
from functools import cache

from butlercli.base.dates.civil import add_days, add_months, at_start, unreadable
from butlercli.base.dates.durations import read_length
from butlercli.base.dates.model import Context, Holidays, Kind, Period, Prefer
from butlercli.base.dates.numerals import NUMBER
from butlercli.base.dates.periods import period_of
from butlercli.base.dates.phrases import context_of, whole_period
from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_

_BOTH_WAYS: tuple[Prefer, Prefer] = ("past", "future")


@cache
def _recent() -> re.Pattern[str]:
    return re.compile(r"(?:最近|过去|近)(?=.)|(?:the )?(?:last|past) +(?=[0-9])")


@cache
def _so_far() -> re.Pattern[str]:
    return re.compile(
        "(今年|本年|本季度|本季|本月|本周)(?:以来|至今|到现在)"
        "|ytd|(year|quarter|month|week) to date|this (year|quarter|month|week) so far"
    )


@cache
def _between() -> re.Pattern[str]:
    return re.compile(
        r" *(?:\.\.\.?|~|至|到| to | - |(?<=[月日号周度0-9])-(?=[0-9一二三四五六七八九十]{1,4}[月日号年]))"
    )


@cache
def _months() -> re.Pattern[str]:
    return re.compile(f"(.*?)({NUMBER})月?[-~至到]({NUMBER})(月)份?")


def read_stretch(context: Context) -> Period | None:
    """Read a period with two ends; None where the text is a single period. Raises UsageError as it does."""
    text = context.text.strip()
    recent = _recent().match(text)
    if recent:
        return _recent_days(context, text, recent.end())
    so_far = _so_far().fullmatch(text)
    if so_far:
        return period_of(_kind_named(so_far[0]), context.today)._replace(end=context.today)
    return _from_to(context, text)


def _kind_named(words: str) -> Kind:
    """Return the kind of period that `本月以来` or `year to date` is a part of."""
    kinds: tuple[tuple[str, str, Kind], ...] = (
        ("季", "quarter", "quarter"),
        ("月", "month", "month"),
        ("周", "week", "week"),
    )
    return next((kind for sign, name, kind in kinds if sign in words or name in words), "year")


def _recent_days(context: Context, text: str, position: int) -> Period:
    """Return the stretch of `近30天`, `近3个月`, `last 7 days`: it ends today, today included."""
    read = read_length(text, position)
    if read is None or read[0] != len(text) or read[1].fine:
        raise unreadable(context.source)
    length = read[1]
    before = add_days(add_months(context.today, -length.months), -length.exact.days)
    if before >= context.today:
        raise unreadable(context.source)
    return Period(add_days(before, 1), context.today, "range")


def _from_to(context: Context, text: str) -> Period | None:
    """Split a range at the first connector with a readable period on either side."""
    months = _months().fullmatch(text)
    if months:
        return _joined(context, f"{months[1]}{months[2]}月", f"{months[3]}月")
    for match in _between().finditer(text):
        left, right = text[: match.start()].strip(), text[match.end() :].strip()
        if left and right:
            return _joined(context, left, right)
    return None


def _joined(context: Context, left: str, right: str) -> Period:
    """Join two periods: the second one, where it leaves out its year, is the first not before the first."""
    first = whole_period(Context(left, left, context.now, context.prefer, context.holidays))
    if right.rstrip("日号").isdigit() and len(right) <= 3 and first.kind == "day":
        right = f"{first.start.year}-{first.start.month}-{right.rstrip('日号')}"
    last = _not_before(context, right, first)
    if last.end < first.start:
        raise UsageError(
            N_("The range “{value}” ends before it begins."),
            hint=N_("Write {first} to {last}."),
            value=context.source.strip(),
            first=last.start.isoformat(),
            last=first.end.isoformat(),
        )
    return Period(first.start, last.end, "range")


def _not_before(context: Context, text: str, first: Period) -> Period:
    """Read the second period: where its words leave a choice, the first one not before the first period."""
    past, future = (whole_period(Context(text, text, context.now, prefer, context.holidays)) for prefer in _BOTH_WAYS)
    if past == future:
        return past
    return whole_period(Context(text, text, at_start(first.start), "future", context.holidays))


def parse_period(text: str, now: datetime, *, prefer: Prefer = "past", holidays: Holidays | None = None) -> Period:
    """Read a period: a day, week, month, quarter, half, year, or a range such as `7-1~7-15`, `近30天`.

    What has no year is by default the last one begun (`9月` said in July is last year's): periods are asked
    for by reports. `今年以来` and `ytd` are the year up to today, of kind `year`. In a range the second date
    is the first one not before the first.

    Raises UsageError: not a period, an impossible date, or an end before the start.
    """
    context = context_of(text, now, prefer, holidays)
    stretch = read_stretch(context)
    return stretch if stretch else whole_period(context)
