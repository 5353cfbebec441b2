"""What dates are made of: periods, matches in a text, and the words of the signatures."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["day", "week", "month", "quarter", "half", "year", "range"]
Prefer: TypeAlias = Literal["past", "future"] | None
# A festival's short name (国庆, 春节, 中秋 ...) and a year -> its day, or None where it is not known.
Holidays: TypeAlias = Callable[[str, int], date | None]


class Period(NamedTuple):
    """Days from `start` to `end`, both included; `kind` says which calendar shape it was asked for in."""

    start: date
    end: date
    kind: Kind


class Match(NamedTuple):
    """A date phrase inside a text: `text[start:end]`; without `has_time` the moment is a day's edge."""

    start: int
    end: int
    moment: datetime
    has_time: bool
    text: str


class Reading(NamedTuple):
    """A day phrase as far as it could be read from its words alone.

    `choices` are the days (or longer periods) it may mean, in calendar order, `usual` the one in the
    current year, month or week; `moment` is set instead where the phrase names an exact time (2小时前).
    `form` names the grammar rule, for the finder's caution.
    """

    end: int
    form: str
    choices: tuple[Period, ...]
    usual: int = 0
    moment: datetime | None = None


class Clock(NamedTuple):
    """A time of day: `shift` days on (晚上12点 is tomorrow's 00:00).

    `loose` marks `3点` without 上午 or 下午, hours 1-6, which people mean as the afternoon.
    """

    end: int
    form: str
    hour: int
    minute: int = 0
    second: int = 0
    shift: int = 0
    loose: bool = False


class Context:
    """One text being read: folded to half width and lower case, character for character."""

    __slots__ = ("holidays", "now", "prefer", "source", "text", "today")

    def __init__(self, source: str, text: str, now: datetime, prefer: Prefer, holidays: Holidays | None) -> None:
        """`source` is the text as typed, for messages; `text` its folded form, of the same length."""
        self.source = source
        self.text = text
        self.now = now.replace(microsecond=0)
        self.today = now.date()
        self.prefer = prefer
        self.holidays = holidays
