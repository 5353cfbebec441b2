"""Lengths of time: `180d`, `2h`, `1h30m`, `30分钟`, `3天`, `1周`, `半小时`, `一个半小时`, `6个月`."""

import re
from datetime import timedelta
from functools import cache
from typing import NamedTuple

from butlercli.base.dates.civil import LONGEST_PHRASE, shorten
from butlercli.base.dates.numerals import AMOUNT, flatten, number
from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_

_MOST_DAYS = 366 * 100
_MOST_PIECES = 5
_SECONDS = {"s": 1, "n": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_MONTHS = {"m": 1, "q": 3, "y": 12}
# Written unit -> its letter; `m` alone is minutes, as everywhere else in a shell, and `mo` months.
_UNITS = {
    "小时": "h",
    "钟头": "h",
    "分钟": "n",
    "分": "n",
    "秒钟": "s",
    "秒": "s",
    "星期": "w",
    "礼拜": "w",
    "周": "w",
    "天": "d",
    "日": "d",
    "季度": "q",
    "月": "m",
    "年": "y",
} | {
    word: letter
    for letter, words in {
        "m": "months month mos mo",
        "n": "minutes minute mins min m",
        "h": "hours hour hrs hr h",
        "d": "days day d",
        "w": "weeks week wks wk w",
        "q": "quarters quarter",
        "y": "years year yrs yr y",
        "s": "seconds second secs sec s",
    }.items()
    for word in words.split()
}


class Length(NamedTuple):
    """Calendar months and an exact time, side by side; `fine` when hours or less are in it."""

    months: int
    exact: timedelta
    fine: bool


@cache
def _piece() -> re.Pattern[str]:
    chinese = "|".join(word for word in _UNITS if not word.isascii())
    english = "|".join(word for word in _UNITS if word.isascii())
    return re.compile(f" *({AMOUNT}|an?(?= )) *(个半|个)? *({chinese}|(?:{english})(?![a-z]))(半)?")


def read_length(text: str, position: int) -> tuple[int, Length] | None:
    """Read a length in a folded text; returns where it ends and the length, None where there is none.

    `2个月` and `半年` are calendar months, `半个月` is fifteen days, `3月` is no length but a month's name.
    """
    months, seconds, fine = 0, 0.0, False
    end = position
    for _ in range(_MOST_PIECES):
        match = _piece().match(text, end)
        if match is None:
            break
        amount = _amount(match)
        unit = _UNITS[match[3]]
        if amount is None or (match[3] == "月" and not match[2]):
            break
        if unit in _SECONDS:
            seconds += amount * _SECONDS[unit]
            fine = fine or unit in "snh" or amount % 1 != 0
        elif (amount * _MONTHS[unit]) % 1 == 0:
            months += int(amount * _MONTHS[unit])
        elif unit == "m" and (amount * 2) % 1 == 0:
            months += int(amount)
            seconds += 15 * 86400
        else:
            break
        end = match.end()
    if end == position or months > 1200 or seconds > _MOST_DAYS * 86400:
        return None
    return end, Length(months, timedelta(seconds=round(seconds)), fine)


def _amount(match: re.Match[str]) -> float | None:
    """Return the amount in front of a unit: `3`, `1.5`, `两`, `半`, `一个半`, `两天半`, `an`."""
    word = match[1]
    if word in ("a", "an"):
        return 1.0
    if word == "半":
        return None if match[4] or match[2] == "个半" else 0.5
    try:
        value = float(word)
    except ValueError:
        whole = number(word)
        if whole is None:
            return None
        value = float(whole)
    return value + (0.5 if match[4] or match[2] == "个半" else 0.0)


def parse_length(text: str) -> Length:
    """Read a length of time that may hold calendar months: `6个月`, `1年`, `2w`, `3天`, `90min`.

    Raises UsageError for anything else, for a bare number, a negative one, or more than a hundred years.
    """
    if len(text) <= LONGEST_PHRASE:
        folded = flatten(text).strip()
        read = read_length(folded, 0)
        if read and read[0] == len(folded):
            return read[1]
    raise UsageError(
        N_("“{value}” is not a length of time."),
        hint=N_("Write a number with a unit: {example}."),
        value=shorten(text),
        example="30分钟, 2h, 3天, 180d, 1周",
    )


def parse_duration(text: str) -> timedelta:
    """Read a length of time of a fixed number of seconds: `180d`, `2h`, `30分钟`, `1周`, `半小时`.

    Raises UsageError, also for months and years, which are no fixed number of days (`parse_length` takes
    them); the hint then names the days.
    """
    length = parse_length(text)
    if length.months:
        days = length.months * 365 // 12 + length.exact.days
        raise UsageError(
            N_("Months and years have no fixed length: “{value}”."),
            hint=N_("Write it in days: {example}."),
            value=shorten(text),
            example=f"{days}d",
        )
    return length.exact
