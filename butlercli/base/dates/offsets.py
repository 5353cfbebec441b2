"""Moments counted from now: `3天后`, `2小时前`, `+3d`, `-2h`, `3 days ago`, `in 2 hours`."""

import re
from datetime import date
from functools import cache

from butlercli.base.dates.civil import FIRST_YEAR, LAST_YEAR, add_days, add_months, out_of_range
from butlercli.base.dates.durations import Length, read_length
from butlercli.base.dates.model import Context, Period, Reading


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(r"([+-])|in (?=[0-9a])")


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(r" *(?:(?:之|以)?(前|后)|(ago)(?![a-z])|(?:later|from now)(?![a-z]))")


def read_offset(context: Context, position: int, *, bare: bool) -> Reading | None:
    """Read a distance from now; None where there is none.

    Days, weeks, months and years lead to a day (3天后 is a day, not 72 hours); hours and less to an exact
    moment. With `bare` a length alone (`3d`) counts too: back when the past is preferred, else ahead.
    `3日前` is left alone: it is also "before the 3rd".
    """
    lead = _lead().match(context.text, position)
    start = lead.end() if lead else position
    read = read_length(context.text, start)
    if read is None:
        return None
    end, length = read
    if lead:
        return _reading(context, end, length, -1 if lead[1] == "-" else 1)
    tail = _tail().match(context.text, end)
    if tail is None:
        whole = bare and not context.text[end:].strip()
        return _reading(context, end, length, -1 if context.prefer == "past" else 1) if whole else None
    back = bool(tail[1] == "前" or tail[2])
    if back and context.text[end - 1] == "日":
        return None
    return _reading(context, tail.end(), length, -1 if back else 1)


def _reading(context: Context, end: int, length: Length, sign: int) -> Reading:
    """Return the day or the moment a length away from now. Raises UsageError out of the years kept."""
    day = add_months(context.today, sign * length.months)
    if not length.fine:
        day = add_days(day, sign * length.exact.days)
        return Reading(end, "offset", (Period(day, day, "day"),))
    try:
        moment = context.now.replace(year=day.year, month=day.month, day=day.day) + sign * length.exact
    except OverflowError:
        raise out_of_range(context.source) from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise out_of_range(context.source)
    reached = date(moment.year, moment.month, moment.day)
    return Reading(end, "offset", (Period(reached, reached, "day"),), moment=moment)
