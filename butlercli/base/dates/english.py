"""The English grammar of days and periods: `tomorrow`, `last week`, `next friday`, `dec 1`."""

import re
from functools import cache

from butlercli.base.dates import choices
from butlercli.base.dates.civil import add_days
from butlercli.base.dates.model import Context, Kind, Reading

_WORDS = {
    "day before yesterday": -2,
    "yesterday": -1,
    "last": -1,
    "today": 0,
    "to": 0,
    "this": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
}
_STEPS = {"last": -1, "previous": -1, "this": 0, "next": 1}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_KINDS: dict[str, Kind] = {"week": "week", "month": "month", "quarter": "quarter", "year": "year"}
_WEEKDAY = "(mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday|s|rs|r)?(?![a-z])"


@cache
def _word() -> re.Pattern[str]:
    return re.compile(
        r"(?:the )?(day before yesterday|day after tomorrow)(?![a-z])|(yesterday|today|tomorrow|now)(?![a-z])"
        r"|(to(?=night)|this(?= (?:morning|afternoon|evening))|last(?= night))"
    )


@cache
def _stepped() -> re.Pattern[str]:
    return re.compile(
        f"(?:(last|previous|this|next) +)?(?:(week|month|quarter|year)(?![a-z])|(weekend)(?![a-z])|{_WEEKDAY})"
    )


@cache
def _edge() -> re.Pattern[str]:
    return re.compile(r"(end|start|beginning) of (?:the |this )?(?:(last|next) )?(week|month|quarter|year)(?![a-z])")


@cache
def _named() -> re.Pattern[str]:
    tails = "uary|ruary|ch|il|e|y|ust|tember|t|ober|ember"
    names = "(" + "|".join(_MONTHS) + f")(?:{tails})?" + r"\.?(?![a-z])"
    return re.compile(
        r"(?:([0-9]{1,2})(?:st|nd|rd|th)?[ -]+)?"
        + names
        + r"(?: +([0-9]{1,2})(?:st|nd|rd|th)?(?![0-9:]))?(?:,?[ -]+([0-9]{4})(?![0-9]))?"
    )


def read_english(context: Context, position: int) -> Reading | None:
    """Read an English day or period; None where there is none.

    `last friday` and `next friday` are the nearest Friday strictly before or after today, as GNU date
    reads them; `this friday` is this week's.
    """
    match = _word().match(context.text, position)
    if match:
        word = match[1] or match[2] or match[3]
        if word == "now":
            return Reading(match.end(), "now", (choices.one_day(context.today),), moment=context.now)
        return Reading(match.end(), "word", (choices.one_day(add_days(context.today, _WORDS[word])),))
    match = _edge().match(context.text, position)
    if match:
        step = _STEPS[match[2]] if match[2] else 0
        period = choices.shifted(context, _KINDS[match[3]], step, 0).choices[0]
        day = period.end if match[1] == "end" else period.start
        return Reading(match.end(), "edge", (choices.one_day(day),))
    return _read_stepped(context, position) or _read_named(context, position)


def _read_stepped(context: Context, position: int) -> Reading | None:
    """Read `last week`, `this weekend`, `friday`, `next monday`."""
    match = _stepped().match(context.text, position)
    if not match:
        return None
    step, kind, weekend, weekday = match.groups()
    end = match.end()
    if kind:
        return choices.shifted(context, _KINDS[kind], _STEPS[step], end) if step else None
    place = 5 if weekend else _WEEKDAYS.index(weekday)
    length = 2 if weekend else 1
    reading = choices.weekdays(context, place, end, "weekend" if weekend else "weekday", length)
    if not step:
        return reading
    fitting = {
        -1: [period for period in reading.choices if period.end < context.today][-1:],
        0: [reading.choices[1]],
        1: [period for period in reading.choices if period.start > context.today][:1],
    }[_STEPS[step]]
    return reading._replace(choices=tuple(fitting), usual=0)


def _read_named(context: Context, position: int) -> Reading | None:
    """Read `dec 1`, `1 december 2026`, `september`, `sep 2026`."""
    match = _named().match(context.text, position)
    if not match or (match[1] and match[3]):
        return None
    month = _MONTHS.index(match[2]) + 1
    year = int(match[4]) if match[4] else None
    day = match[1] or match[3]
    if day:
        return choices.month_days(context, year, month, int(day), match.end(), "named")
    return choices.in_years(context, "month", year, month, match.end())
