"""Calendar arithmetic on civil time, and the refusals that name the nearest real date."""

from datetime import date, datetime, timedelta

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_

FIRST_YEAR = 1900
LAST_YEAR = 2200
LONGEST_PHRASE = 100
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def shorten(text: str) -> str:
    """Cut a text to what fits in a message."""
    return text if len(text) <= 40 else text[:39] + "…"


def unreadable(text: str) -> UsageError:
    """Return the refusal for a text that is no date at all."""
    return UsageError(
        N_("“{value}” is not a date or time."),
        hint=N_("Try {example}."),
        value=shorten(text),
        example="2026-07-01, 2026-07-01T09:30, 明天下午3点, 12-1, -3d",
    )


def impossible(text: str, nearest: str) -> UsageError:
    """Return the refusal for a date or time that does not exist, naming the nearest one that does."""
    return UsageError(
        N_("“{value}” does not exist in the calendar or on the clock."),
        hint=N_("The nearest is {nearest}."),
        value=shorten(text),
        nearest=nearest,
    )


def out_of_range(text: str) -> UsageError:
    """Return the refusal for years this program does not keep."""
    return UsageError(
        N_("“{value}” lies outside the years {first} to {last}."),
        hint=N_("Check the year."),
        value=shorten(text),
        first=FIRST_YEAR,
        last=LAST_YEAR,
    )


def days_in_month(year: int, month: int) -> int:
    """Return the number of days of a month (1-12) in the Gregorian calendar."""
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _MONTH_DAYS[month - 1]


def exists(year: int, month: int, day: int) -> bool:
    """Tell whether a day exists and lies in the years this program keeps."""
    return FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)


def make_day(year: int, month: int, day: int, text: str) -> date:
    """Build a date.

    Raises UsageError: a year out of range, or an impossible day with the nearest one in the hint.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise out_of_range(text)
    near_month = min(max(month, 1), 12)
    near_day = min(max(day, 1), days_in_month(year, near_month))
    if (near_month, near_day) != (month, day):
        raise impossible(text, date(year, near_month, near_day).isoformat())
    return date(year, month, day)


def month_end(day: date) -> date:
    """Return the last day of the month of `day`."""
    return day.replace(day=days_in_month(day.year, day.month))


def add_months(day: date, months: int) -> date:
    """Move a date by calendar months, clamped to the month's end: 31 March back one is 28 or 29 February.

    Raises UsageError where the result lies outside the years this program keeps.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise out_of_range(str(year))
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def add_days(day: date, days: int) -> date:
    """Move a date by days; raises UsageError where it leaves the years this program keeps."""
    try:
        moved = day + timedelta(days=days)
    except OverflowError:
        raise out_of_range(f"{days:+d}d") from None
    if not FIRST_YEAR <= moved.year <= LAST_YEAR:
        raise out_of_range(moved.isoformat())
    return moved


def at_start(day: date) -> datetime:
    """Return 00:00:00 of a day."""
    return datetime(day.year, day.month, day.day)


def end_of_day(day: date) -> datetime:
    """Return 23:59:59 of a day: a date's end."""
    return datetime(day.year, day.month, day.day, 23, 59, 59)
