"""Times of day: `21:35`, `3点半`, `下午3点`, `晚上`, `3pm`, `tomorrow morning`."""

import re
from functools import cache

from butlercli.base.dates.civil import impossible
from butlercli.base.dates.model import Clock, Context
from butlercli.base.dates.numerals import NUMBER, number

# Part of the day -> the hour it means alone, and how an hour said with it is read.
PARTS = {
    "凌晨": (3, "small"),
    "清晨": (6, "morning"),
    "早晨": (8, "morning"),
    "早上": (8, "morning"),
    "上午": (9, "morning"),
    "早": (8, "morning"),
    "晨": (6, "morning"),
    "中午": (12, "noon"),
    "正午": (12, "noon"),
    "下午": (15, "afternoon"),
    "午后": (15, "afternoon"),
    "傍晚": (18, "afternoon"),
    "晚上": (20, "night"),
    "晚间": (20, "night"),
    "夜里": (23, "night"),
    "半夜": (23, "night"),
    "深夜": (23, "night"),
    "晚": (20, "night"),
    "夜": (23, "night"),
    "morning": (9, "morning"),
    "noon": (12, "noon"),
    "afternoon": (15, "afternoon"),
    "evening": (20, "night"),
    "night": (20, "night"),
}
_FIRSTS = "".join(sorted({name[0] for name in PARTS}))


@cache
def _part() -> re.Pattern[str]:
    # 今晚上门 is tonight and a visit, not the evening and a door.
    names = "|".join(PARTS).replace("早上", "早上(?![门班课学])").replace("晚上", "晚上(?![门班课学])")
    return re.compile(f"({names})的? *(?:at )?")


@cache
def _colon() -> re.Pattern[str]:
    return re.compile(r"([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:\.[0-9]{1,9})?)?(?: ?([ap])m(?![a-z]))?")


@cache
def _spoken() -> re.Pattern[str]:
    return re.compile(
        f"({NUMBER}|零)(?: ?([ap])m(?![a-z])|(?:点钟|点|时)"
        f"(?:(半)|([一三])刻|整|({NUMBER}|零[一二三四五六七八九])分?)?)"
    )


def read_clock(context: Context, position: int) -> Clock | None:
    """Read a time of day at a place in the text; None where there is none.

    A part of the day alone has its usual hour: 早上 8, 上午 9, 中午 12, 下午 15, 傍晚 18, 晚上 20, 深夜 23,
    凌晨 3 o'clock. 晚上12点 and 24:00 are 00:00 of the next day, 晚上1点 its 01:00.

    Raises UsageError: an impossible time (25:00, 上午15点) with the nearest one.
    """
    char = context.text[position : position + 1]
    part = _part().match(context.text, position) if char and char in _FIRSTS else None
    at = part.end() if part else position
    clock = _read_figures(context, at)
    if part is None:
        return clock and _checked(context, clock)
    hour, kind = PARTS[part[1]]
    if clock is None:
        return Clock(part.end(1), "part", hour)
    said = _hour_in_part(kind, clock.hour)
    if said is None:
        raise impossible(context.text[position : clock.end], f"{clock.hour % 24:02d}:{clock.minute:02d}")
    form = "part-" + clock.form
    return _checked(context, clock._replace(form=form, hour=said[0], shift=said[1], loose=False))


def _read_figures(context: Context, position: int) -> Clock | None:
    """Read hour, minute and second in figures or numerals, as they stand."""
    char = context.text[position : position + 1]
    if not char or char not in "0123456789零一二三四五六七八九十廿":
        return None
    match = _colon().match(context.text, position) if char.isascii() else None
    if match:
        second = int(match[3] or 0)
        hour = _half_day_hour(match, match[4])
        return Clock(match.end(), "colon" if len(match[2]) == 2 else "unpadded", hour, int(match[2]), second)
    match = _spoken().match(context.text, position)
    if not match:
        return None
    if match[2]:
        return Clock(match.end(), "colon", _half_day_hour(match, match[2]))
    hour_said = number(match[1])
    if hour_said is None:
        return None
    minute = 30 if match[3] else {"一": 15, "三": 45}.get(match[4] or "", 0)
    if match[5]:
        minute = number(match[5].removeprefix("零")) or 0
    return Clock(match.end(), "spoken", hour_said, minute, loose=1 <= hour_said <= 6)


def _half_day_hour(match: re.Match[str], half: str | None) -> int:
    """Return the hour of a 24-hour clock for a 12-hour one with am or pm."""
    hour = number(match[1])
    if hour is None:
        hour = 99
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise impossible(match[0], f"{min(hour, 23):02d}:00")
    return hour % 12 + (12 if half == "p" else 0)


def _hour_in_part(kind: str, hour: int) -> tuple[int, int] | None:
    """Return the hour and the days to move on for an hour said with a part of the day; None if they clash."""
    if kind == "small":
        return (hour % 12, 0) if hour <= 6 or hour == 12 else None
    if kind == "morning":
        return (hour, 0) if hour <= 12 else None
    if kind == "noon":
        return (hour + 12 if hour <= 2 else hour, 0) if hour in (1, 2) or 10 <= hour <= 14 else None
    if kind == "afternoon":
        return (hour + 12 if hour < 12 else hour, 0) if hour >= 1 else None
    if hour in (0, 12, 24):
        return 0, 1
    if hour <= 4:
        return hour, 1
    return (hour + 12 if hour < 12 else hour, 0) if hour < 12 or hour >= 17 else None


def _checked(context: Context, clock: Clock) -> Clock:
    """Refuse what no clock shows; 24:00 is the next day's 00:00."""
    hour, minute, second = clock.hour, clock.minute, clock.second
    if (hour, minute, second) == (24, 0, 0):
        return clock._replace(hour=0, shift=1)
    near = (min(hour, 23), min(minute, 59), min(second, 59))
    if hour > 23:
        near = (23, 59, 59)
    if near != (hour, minute, second):
        raise impossible(context.source.strip(), f"{near[0]:02d}:{near[1]:02d}")
    return clock
