"""Calendar periods: the one a day lies in, the one before, and moments moved back by whole periods."""

from datetime import date, datetime, timedelta

from butlercli.base.dates.civil import add_days, add_months, month_end
from butlercli.base.dates.model import Kind, Period

MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def period_of(kind: Kind, day: date) -> Period:
    """Return the calendar day, week (Monday to Sunday), month, quarter, half or year that `day` lies in.

    Raises ValueError for `range`, which no single day names.
    """
    if kind == "day":
        return Period(day, day, kind)
    if kind == "week":
        monday = add_days(day, -day.weekday())
        return Period(monday, monday + timedelta(days=6), kind)
    if kind not in MONTHS:
        raise ValueError(kind)
    months = MONTHS[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(first, month_end(add_months(first, months - 1)), kind)


def neighbour(period: Period, count: int) -> Period:
    """Return the calendar period `count` places on (back when negative)."""
    kind = period.kind
    if kind in MONTHS:
        return period_of(kind, add_months(period.start, MONTHS[kind] * count))
    length = (period.end - period.start).days + 1
    return Period(add_days(period.start, length * count), add_days(period.end, length * count), kind)


def previous_period(period: Period, kind: Kind | None = None) -> Period:
    """Return the same stretch one `kind` earlier (by default the period's own kind).

    Month, quarter, half and year move both ends by calendar months, clamped to the month's end: whole
    months stay whole (February before March is 1-28), a part of a year meets the same part of the year
    before (1 January-15 July 2026: the same in 2025). A day and a week move by 1 and 7 days, a range by
    its own length: the equal number of days just before.
    """
    kind = kind or period.kind
    if kind in MONTHS:
        months = MONTHS[kind]
        start, end = add_months(period.start, -months), add_months(period.end, -months)
        if period.start.day == 1 and period.end == month_end(period.end):
            end = month_end(end)
        return Period(start, end, period.kind)
    days = {"day": 1, "week": 7}.get(kind) or (period.end - period.start).days + 1
    return Period(add_days(period.start, -days), add_days(period.end, -days), period.kind)


def shift_back(moment: datetime, kind: Kind, count: int = 1) -> datetime:
    """Move an as-of moment back by `count` periods, so that earlier figures are equally ripe.

    Months, quarters, halves and years are calendar ones, clamped to the month's end. The very end of a
    month (23:59:59 of its last day) stays the end of a month, or January read from the end of February
    would lack three days. For a range pass `day` and its number of days.

    Raises ValueError for `range`.
    """
    if kind in MONTHS:
        day = add_months(moment.date(), -MONTHS[kind] * count)
        closing = (moment.hour, moment.minute, moment.second) == (23, 59, 59)
        if closing and moment.date() == month_end(moment.date()):
            day = month_end(day)
    elif kind in ("day", "week"):
        day = add_days(moment.date(), -count * (7 if kind == "week" else 1))
    else:
        raise ValueError(kind)
    return datetime.combine(day, moment.time())
