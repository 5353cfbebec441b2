"""What a phrase without a year, month or week may mean: its candidates, and the choice among them."""

from datetime import date, datetime, timedelta

from butlercli.base.dates.civil import (
    add_days,
    add_months,
    days_in_month,
    exists,
    make_day,
)
from butlercli.base.dates.model import Clock, Context, Kind, Period, Reading
from butlercli.base.dates.periods import MONTHS, period_of
from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_

# The festivals a lookup is asked for, as typed -> its short name.
FESTIVALS = {
    "元旦": "元旦",
    "除夕": "除夕",
    "春节": "春节",
    "元宵": "元宵",
    "清明": "清明",
    "劳动": "劳动节",
    "五一": "劳动节",
    "端午": "端午",
    "七夕": "七夕",
    "中秋": "中秋",
    "重阳": "重阳",
    "腊八": "腊八",
    "国庆": "国庆",
    "十一": "国庆",
}
_FIXED = {"元旦": (1, 1), "劳动节": (5, 1), "国庆": (10, 1)}


def one_day(day: date) -> Period:
    """Return the period of one day."""
    return Period(day, day, "day")


def month_days(context: Context, year: int | None, month: int, day: int, end: int, form: str) -> Reading:
    """Read month and day, in a given year or in the last, this and the next one.

    Raises UsageError for a day that does not exist (2-29 in a common year as well) with the nearest one.
    """
    if year is not None:
        return Reading(end, form, (one_day(make_day(year, month, day, context.source.strip())),))
    this = context.today.year
    found = [date(y, month, day) for y in (this - 1, this, this + 1) if exists(y, month, day)]
    return _around(context, end, form, found, (this, month, day))


def days_of_month(context: Context, day: int, end: int) -> Reading:
    """Read a day of a month left out: the last months, this one and the next ones."""
    found = []
    for offset in (-2, -1, 0, 1, 2):
        first = add_months(context.today.replace(day=1), offset)
        if 1 <= day <= days_in_month(first.year, first.month):
            found.append(first.replace(day=day))
    return _around(context, end, "number", found, (context.today.year, context.today.month, day))


def _around(context: Context, end: int, form: str, found: list[date], usual: tuple[int, int, int]) -> Reading:
    """Return candidates around the usual one; where that does not exist, those on the preferred side."""
    periods = tuple(one_day(day) for day in found)
    if exists(*usual):
        return Reading(end, form, periods, found.index(date(*usual)))
    if context.prefer == "past":
        periods = tuple(period for period in periods if period.start <= context.today)
    elif context.prefer == "future":
        periods = tuple(period for period in periods if period.start >= context.today)
    if context.prefer is None or not periods:
        make_day(*usual, context.source.strip())
    return Reading(end, form, periods)


def in_years(context: Context, kind: Kind, year: int | None, first_month: int, end: int) -> Reading:
    """Read a month, quarter or half year, in a given year or in the last, this and the next one."""
    years = [year] if year is not None else [context.today.year + step for step in (-1, 0, 1)]
    text = context.source.strip()
    periods = [period_of(kind, make_day(y, first_month, 1, text)) for y in years]
    return Reading(end, "period", tuple(periods), len(periods) // 2)


def festival(context: Context, word: str, year: int | None, end: int) -> Reading:
    """Read a festival through the lookup handed in; 元旦, 五一 and 国庆 need none.

    Raises UsageError where the lookup does not know the year.
    """
    name = FESTIVALS[word]
    years = [year] if year is not None else [context.today.year + step for step in (-1, 0, 1)]
    days = [day for day in (_festival_day(context, name, y) for y in years) if day is not None]
    if not days:
        raise UsageError(
            N_("The day of {name} is not known for that year."),
            hint=N_("Give the date itself, such as {example}."),
            name=name,
            example=context.today.isoformat(),
        )
    usual = next((place for place, day in enumerate(days) if day.year >= context.today.year), len(days) - 1)
    return Reading(end, "festival", tuple(one_day(day) for day in days), usual)


def _festival_day(context: Context, name: str, year: int) -> date | None:
    """Return the day of a festival: from the lookup, else by law where it never moves."""
    day = context.holidays(name, year) if context.holidays else None
    if day is None and name in _FIXED:
        return make_day(year, *_FIXED[name], context.source.strip())
    return day


def shifted(context: Context, kind: Kind, count: int, end: int) -> Reading:
    """Read the week, month, quarter, half or year `count` away from the current one."""
    if kind in MONTHS:
        day = add_months(context.today.replace(day=1), MONTHS[kind] * count)
    else:
        day = add_days(context.today, (7 if kind == "week" else 1) * count)
    return Reading(end, "period", (period_of(kind, day),))


def weekdays(context: Context, weekday: int, end: int, form: str, length: int = 1) -> Reading:
    """Read a weekday (0 is Monday) without a week: last, this and next week's; a weekend is two days long."""
    monday = add_days(context.today, -context.today.weekday())
    starts = [add_days(monday, weekday + 7 * step) for step in (-1, 0, 1)]
    kind: Kind = "day" if length == 1 else "range"
    periods = tuple(Period(day, add_days(day, length - 1), kind) for day in starts)
    return Reading(end, form, periods, 1)


def settle(context: Context, reading: Reading, clock: Clock | None) -> Period:
    """Choose among the candidates: without a preference the usual one.

    The past is the last one begun by now, the future the first not over yet; today counts as both unless
    a time says otherwise.
    """
    periods = reading.choices
    if context.prefer is None or len(periods) == 1:
        return periods[reading.usual]
    if context.prefer == "past":
        fitting = [period for period in periods if _begun(context, period, clock)]
        return fitting[-1] if fitting else periods[0]
    fitting = [period for period in periods if _ahead(context, period, clock)]
    return fitting[0] if fitting else periods[-1]


def _begun(context: Context, period: Period, clock: Clock | None) -> bool:
    if clock:
        return moment_on(period.start, clock) <= context.now
    return period.start <= context.today


def _ahead(context: Context, period: Period, clock: Clock | None) -> bool:
    if clock:
        return moment_on(period.start, clock) >= context.now
    return period.end >= context.today


def moment_on(day: date, clock: Clock) -> datetime:
    """Return a time of day on a day; `3点` without a part of the day is the afternoon's."""
    hour = clock.hour + 12 if clock.loose else clock.hour
    day = add_days(day, clock.shift)
    return datetime(day.year, day.month, day.day, hour, clock.minute, clock.second)


def clock_alone(context: Context, clock: Clock) -> datetime:
    """Return the moment of a time without a day.

    Today; with the past preferred yesterday's where today's is still ahead, with the future preferred
    tomorrow's where today's is over. A loose `3点` said of the past is the small hours while the
    afternoon is still ahead.
    """
    moment = moment_on(context.today, clock)
    if context.prefer == "past" and moment > context.now:
        if clock.loose and moment - timedelta(hours=12) <= context.now:
            return moment - timedelta(hours=12)
        return moment_on(add_days(context.today, -1), clock)
    if context.prefer == "future" and moment < context.now:
        return moment_on(add_days(context.today, 1), clock)
    return moment
