"""Dates in the cells of imported files: one order of day, month and year for a whole column."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Literal, TypeAlias

from butlercli.base.dates.civil import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_PHRASE,
    exists,
    impossible,
    make_day,
    out_of_range,
    shorten,
    unreadable,
)
from butlercli.base.dates.numerals import flatten
from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_

DayOrder: TypeAlias = Literal["ymd", "dmy", "mdy"]
_ORDERS: tuple[DayOrder, ...] = ("ymd", "dmy", "mdy")
_EPOCH = datetime(1899, 12, 30)  # Excel's day 0; its day 60 is a 29 February 1900 that never was
_FIRST_SERIAL = 61


@cache
def _figures() -> re.Pattern[str]:
    return re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})(?![0-9])")


@cache
def _chinese() -> re.Pattern[str]:
    return re.compile(r"([0-9]{4}) ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?[日号]?")


@cache
def _compact() -> re.Pattern[str]:
    return re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?![0-9])")


@cache
def _time() -> re.Pattern[str]:
    return re.compile(
        r"(?:t| *(?:星期.|周.)? *)(上午|下午|am|pm)? *([0-9]{1,2})(?::|时|点)([0-9]{1,2})?"
        r"(?:(?::|分)(?:([0-9]{1,2})(?:\.[0-9]{1,9})?秒?)?)?(?: *([ap])m)?(?: *(z|[+-][0-9]{2}:?[0-9]{2}))?"
    )


class DayOrderVotes:
    """What the cells of a column say of the order of day, month and year, cell by cell."""

    __slots__ = ("_dotted", "_fitting", "_seen")

    def __init__(self) -> None:
        """Begin with every order possible."""
        self._fitting: set[DayOrder] = set(_ORDERS)
        self._seen, self._dotted = False, True

    def add(self, value: object) -> None:
        """Count a cell.

        Cells that are no text of three numbers, that begin with the year, or that exist in no order decide nothing.
        """
        match = _figures().match(flatten(value[:LONGEST_PHRASE]).strip()) if isinstance(value, str) else None
        if match is None or len(match[1]) > 2:
            return
        possible = {order for order in _ORDERS if _in_order(match, order)}
        if not possible:
            return
        self._seen = True
        self._fitting &= possible
        self._dotted = self._dotted and match[2] == "." and len(match[4]) == 4

    def decided(self) -> DayOrder | None:
        """Return the one order in which all cells exist; `ymd` where none decides; None where it stays open.

        `05.03.2026` throughout is `dmy`, as points are only written in that order. None also where the cells
        contradict each other.
        """
        if not self._seen:
            return "ymd"
        if len(self._fitting) == 1:
            return next(iter(self._fitting))
        return "dmy" if self._dotted and "dmy" in self._fitting else None


def decide_day_order(values: Iterable[object]) -> DayOrder | None:
    """Decide in which order a column writes day, month and year, as its votes say; None where it stays ambiguous."""
    votes = DayOrderVotes()
    for value in values:
        votes.add(value)
    return votes.decided()


def _in_order(match: re.Match[str], order: DayOrder) -> date | None:
    """Return the day three numbers mean in an order, None where it does not exist.

    Two figures are a year from 1969 to 2068, as POSIX strptime reads them.
    """
    parts = dict(zip(order, (match[1], match[3], match[4]), strict=True))
    if len(parts["y"]) not in (2, 4) or len(parts["m"]) > 2 or len(parts["d"]) > 2:
        return None
    year = int(parts["y"])
    if len(parts["y"]) == 2:
        year += 1900 if year >= 69 else 2000
    month, day = int(parts["m"]), int(parts["d"])
    return date(year, month, day) if exists(year, month, day) else None


def parse_cell_moment(value: object, order: DayOrder | None, zone: tzinfo | None = None) -> datetime:
    """Read a cell as a moment in civil time; a day alone is 00:00:00.

    Understood: dates and datetimes, Excel's serial numbers (also as text) from 61 on, 20260305, ISO with or
    without an offset (which needs `zone`), `2026/3/5 9:5`, `05.03.2026` and `3/5/26` by the column's `order`
    (None: only where one order exists), `2017年8月5日 下午3:05`. Words such as 今天 are not.

    Raises UsageError: no date, an impossible or ambiguous one, years not kept.
    """
    if isinstance(value, datetime):
        return _kept(_civil(value, zone, str(value)), str(value))
    if isinstance(value, date):
        return _kept(datetime(value.year, value.month, value.day), str(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_PHRASE:
        raise unreadable(value if isinstance(value, str) else type(value).__name__)
    text = flatten(value).strip()
    if re.fullmatch(r"[0-9]{5}(\.[0-9]{1,12})?", text):
        return _from_number(float(text))
    day, position = _day_in(text, value, order)
    if position == len(text):
        return datetime(day.year, day.month, day.day)
    return _kept(_with_time(text, day, position, value, zone), value)


def _from_number(value: float) -> datetime:
    """Read an Excel serial number, or a whole number that writes a date as 20260305."""
    if value != value or not -1e9 < value < 1e9:
        raise unreadable(str(value))
    if value == int(value) and 10_000_000 <= value <= 99_999_999:
        whole = int(value)
        day = make_day(whole // 10000, whole // 100 % 100, whole % 100, str(whole))
        return datetime(day.year, day.month, day.day)
    if value < _FIRST_SERIAL or FIRST_YEAR <= value <= LAST_YEAR:
        # A year or a count in a date column must not turn into a day of 1905.
        raise unreadable(str(value))
    if value > 200_000:
        raise out_of_range(str(value))
    moment = _EPOCH + timedelta(seconds=round(value * 86400))
    return _kept(moment, str(value))


def _day_in(text: str, source: str, order: DayOrder | None) -> tuple[date, int]:
    """Return the day at the start of a cell, and where it ends."""
    match = _chinese().match(text) or _compact().match(text)
    if match:
        return make_day(int(match[1]), int(match[2]), int(match[3]), source), match.end()
    match = _figures().match(text)
    if not match:
        raise unreadable(source)
    if len(match[1]) == 4:
        if len(match[4]) > 2:
            raise unreadable(source)
        return make_day(int(match[1]), int(match[3]), int(match[4]), source), match.end()
    found = {name: day for name in _ORDERS if (day := _in_order(match, name))}
    if order in found:
        return found[order], match.end()
    if order is None and len(set(found.values())) == 1:
        return found.popitem()[1], match.end()
    if order is None and found:
        raise UsageError(
            N_("“{value}” can be read as several dates: {dates}."),
            hint=N_("Write the year first, such as {example}."),
            value=shorten(source),
            dates=", ".join(sorted({day.isoformat() for day in found.values()})),
            example="2026-03-05",
        )
    if order and found:
        raise impossible(source, next(iter(found.values())).isoformat())
    raise unreadable(source)


def _with_time(text: str, day: date, position: int, source: str, zone: tzinfo | None) -> datetime:
    """Join the time behind a day to it."""
    match = _time().fullmatch(text, position)
    if not match or (match[3] is None and ":" in match[0]):
        raise unreadable(source)
    hour, minute, second = int(match[2]), int(match[3] or 0), int(match[4] or 0)
    half = match[1] or (f"{match[5]}m" if match[5] else "")
    if half in ("pm", "下午") and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    shift = 1 if (hour, minute, second) == (24, 0, 0) else 0
    if not shift and (hour > 23 or minute > 59 or second > 59):
        raise impossible(source, f"{min(hour, 23):02d}:{min(minute, 59):02d}:{min(second, 59):02d}")
    moment = datetime(day.year, day.month, day.day, hour % 24, minute, second) + timedelta(days=shift)
    return _civil(_zoned(moment, match[6], source), zone, source) if match[6] else moment


def _zoned(moment: datetime, offset: str, source: str) -> datetime:
    """Attach a written offset to a moment."""
    if offset == "z":
        return moment.replace(tzinfo=UTC)
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if hours > 14 or minutes > 59:
        raise unreadable(source)
    shift = timedelta(hours=hours, minutes=minutes)
    return moment.replace(tzinfo=timezone(-shift if offset[0] == "-" else shift))


def _civil(moment: datetime, zone: tzinfo | None, source: str) -> datetime:
    """Return a moment in civil time, to the second; an aware one needs the zone."""
    if moment.tzinfo is not None:
        if zone is None:
            raise unreadable(source)
        moment = moment.astimezone(zone).replace(tzinfo=None)
    return moment.replace(microsecond=0)


def _kept(moment: datetime, source: str) -> datetime:
    """Refuse years that are not kept."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise out_of_range(source)
    return moment
