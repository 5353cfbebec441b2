"""One phrase, read whole: as a moment, a day or a period, as the place asks."""

import re
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import NamedTuple

from butlercli.base.dates.choices import clock_alone, moment_on, settle
from butlercli.base.dates.civil import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_PHRASE,
    at_start,
    end_of_day,
    impossible,
    make_day,
    out_of_range,
    unreadable,
)
from butlercli.base.dates.clock import read_clock
from butlercli.base.dates.days import (
    read_calendar,
    read_month,
    read_numbered,
    read_numeric,
    read_week,
    read_word,
)
from butlercli.base.dates.english import read_english
from butlercli.base.dates.model import Clock, Context, Holidays, Period, Prefer, Reading
from butlercli.base.dates.numerals import flatten
from butlercli.base.dates.offsets import read_offset
from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_

_NUMBERED = "0123456789一二三四五六七八九十廿"
_OFFSET = _NUMBERED + "零〇两百半+-ia"
_CALENDAR = _NUMBERED + "零〇今本当去前明后上下第这qhw年元除春清劳端中重腊国"


class Phrase(NamedTuple):
    """A day, a time or both, read from one place of a text; `deadline` when 前 or `by` goes with it."""

    end: int
    day: Reading | None
    clock: Clock | None
    deadline: bool
    offset: str = ""


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(r" *(?:t(?=[0-9])|at |,|的)? *")


@cache
def _deadline() -> re.Pattern[str]:
    return re.compile(r" *[之以]?前(?![台门往面期后天几任])")


@cache
def _zone_offset() -> re.Pattern[str]:
    return re.compile(r" ?(z(?![a-z])|[+-][0-9]{2}:?[0-9]{2}(?![0-9]))")


def read_day(context: Context, position: int, *, bare: bool = False) -> Reading | None:
    """Read a day, a longer period or a distance from now at a place in the text."""
    char = context.text[position : position + 1]
    if not char:
        return None
    reading = None
    # Each rule is asked only where its first character stands: a pattern never used is never compiled.
    if char in _OFFSET:
        reading = read_offset(context, position, bare=bare)
    if reading is None and char in "0123456789":
        reading = read_numeric(context, position)
    if reading is None and char in "大今昨明前后现刚":
        reading = read_word(context, position)
    if reading is None and char in "上下本这周星礼":
        reading = read_week(context, position)
    if reading is None and char in "上下本这当月":
        reading = read_month(context, position)
    if reading is None and char in _CALENDAR:
        reading = read_calendar(context, position)
    if reading is None and char in _NUMBERED:
        reading = read_numbered(context, position)
    if reading is None and char.isascii():
        reading = read_english(context, position)
    return reading


def read_phrase(context: Context, position: int, *, bare: bool = False) -> Phrase | None:
    """Read a day with or without a time, or a time alone or before its day (`3pm tomorrow`)."""
    text = context.text
    by = text.startswith("by ", position)
    start = position + 3 if by else position
    clock = None
    day = read_day(context, start, bare=bare)
    if day is None:
        clock = read_clock(context, start)
        if clock is None:
            return None
        day = read_day(context, _after_blank(text, clock.end)) if text[clock.end : clock.end + 1] == " " else None
        end = day.end if day else clock.end
        if day and day.choices[0].kind != "day":
            day, end = None, clock.end
    else:
        end = day.end
        joint = _joint().match(text, end)
        clock = read_clock(context, joint.end()) if joint and day.moment is None else None
        end = clock.end if clock else end
    offset = ""
    if day and day.form == "iso" and clock and clock.form == "colon" and clock.end == end:
        zoned = _zone_offset().match(text, end)
        signed = zoned is not None and (zoned[1][0] != "-" or text[day.end] == "t")
        if zoned and signed:
            offset, end = zoned[1], zoned.end()
    before = _deadline().match(text, end)
    return Phrase(before.end() if before else end, day, clock, by or before is not None, offset)


def _after_blank(text: str, position: int) -> int:
    while text[position : position + 1] == " ":
        position += 1
    return position + 3 if text.startswith("on ", position) else position


def moment_of(context: Context, phrase: Phrase, *, end: bool) -> datetime:
    """Return the moment a phrase means; a day without a time is its first or, with `end`, last second.

    Raises UsageError for a time joined to more than a day (本月 3点).
    """
    day, clock = phrase.day, phrase.clock
    if day is None:
        if clock is None:
            raise unreadable(context.source)
        return clock_alone(context, clock)
    if day.moment is not None:
        return day.moment
    period = settle(context, day, clock)
    if clock:
        if period.kind not in ("day", "range"):
            raise unreadable(context.source)
        return moment_on(period.start, clock)
    return end_of_day(period.end) if end or phrase.deadline else at_start(period.start)


def context_of(text: str, now: datetime, prefer: Prefer, holidays: Holidays | None) -> Context:
    """Prepare a typed phrase for reading; raises UsageError when it is empty or far too long for one."""
    if not text.strip() or len(text) > LONGEST_PHRASE:
        raise unreadable(text)
    return Context(text, flatten(text).rstrip(), now, prefer, holidays)


def _whole_phrase(context: Context) -> Phrase:
    """Read the whole text as one phrase; raises UsageError when anything is left over."""
    text = context.text
    start = len(text) - len(text.lstrip())
    phrase = read_phrase(context, start, bare=text.isascii())
    if phrase is None or phrase.end != len(text):
        raise unreadable(context.source)
    return phrase


def parse_moment(
    text: str,
    now: datetime,
    *,
    end: bool = False,
    prefer: Prefer = None,
    holidays: Holidays | None = None,
    zone: tzinfo | None = None,
) -> datetime:
    """Read a moment in civil time: a day, a time, or both.

    A day alone is 00:00:00, with `end` 23:59:59; so is a longer phrase (本月, 2026-07) at its edge, and
    `11月30日前` is that day's end in any case. `prefer` settles what has no year, month, week or day: the
    last one begun (`past`), the first one not over (`future`), or the current one (None). A time alone is
    today's, unless that is on the wrong side of now: then yesterday's or tomorrow's. `3点` (1 to 6, without
    上午 or 下午) is the afternoon; `3:00` is the small hours. `3d` is ahead, with `past` back.

    A moment with an offset or Z is turned into civil time of `zone`, and refused without one.

    Raises UsageError: not a date, an impossible one (the hint names the nearest), or years not kept.
    """
    stored = _from_stored_form(text)
    if stored is not None:
        return end_of_day(stored.date()) if end and len(text) == 10 else stored
    context = context_of(text, now, prefer, holidays)
    phrase = _whole_phrase(context)
    moment = moment_of(context, phrase, end=end)
    return _to_civil(moment, phrase.offset, zone, text) if phrase.offset else moment


def _from_stored_form(text: str) -> datetime | None:
    """Read `YYYY-MM-DD[THH:MM[:SS]]` without the grammar; None for any other text."""
    if len(text) not in (10, 16, 19) or not text.isascii() or text[4] != "-" or text[7] != "-":
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is None and FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _to_civil(moment: datetime, offset: str, zone: tzinfo | None, text: str) -> datetime:
    """Turn a moment with an offset into civil time of the zone."""
    if zone is None:
        raise UsageError(
            N_("“{value}” carries a time zone, which is not understood here."),
            hint=N_("Write local time: {example}."),
            value=text.strip(),
            example=moment.isoformat(timespec="seconds"),
        )
    shift = timedelta(0)
    if offset != "z":
        hours, minutes = int(offset[1:3]), int(offset[-2:])
        if hours > 14 or minutes > 59:
            raise impossible(text.strip(), f"{offset[0]}{min(hours, 14):02d}:{min(minutes, 59):02d}")
        shift = timedelta(hours=hours, minutes=minutes) * (-1 if offset[0] == "-" else 1)
    civil = moment.replace(tzinfo=timezone(shift)).astimezone(zone).replace(tzinfo=None)
    if not FIRST_YEAR <= civil.year <= LAST_YEAR:
        raise out_of_range(text.strip())
    return civil


def parse_day(
    text: str,
    now: datetime,
    *,
    end: bool = False,
    prefer: Prefer = None,
    holidays: Holidays | None = None,
) -> date:
    """Read the day of a moment, by the rules of `parse_moment`: 明天下午3点 is tomorrow.

    A longer phrase (本月) is its first or, with `end`, its last day. Raises UsageError
    as `parse_moment` does.
    """
    return parse_moment(text, now, end=end, prefer=prefer, holidays=holidays).date()


def whole_period(context: Context) -> Period:
    """Read the whole text as one calendar period."""
    text = context.text.strip()
    if len(text) == 4 and text.isascii() and text.isdigit():
        year = make_day(int(text), 1, 1, text)
        return Period(year, year.replace(month=12, day=31), "year")
    phrase = _whole_phrase(context)
    if phrase.day is None or phrase.clock or phrase.deadline:
        raise unreadable(context.source)
    return settle(context, phrase.day, None)
