"""When a facility is next inspected (检验) and tested (检测): two schedules, each a list of years, an interval, or both.

A list counts the years from the day a facility was put into use (`1,4,7`); an interval (`every:1y`, `every:6m`,
`every:90d`) counts from the last time it was done; an interval behind a list goes on from the list's last year.
A facility without a schedule of its own goes by the settings `inspect.KIND` and `test.KIND`.
"""

import re
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.base.text import chinese_number, fold

NONE = "none"
EARLY_DAYS = 60
"""What was done so many days before a scheduled date, or less, counts for that date."""
LONGEST_YEARS = 99
# Each schedule: the column of its own, the column of when it was last done.
CHECKS = {"inspect": "inspected", "test": "tested"}
_MOST = {"d": 366 * LONGEST_YEARS, "m": 12 * LONGEST_YEARS, "y": LONGEST_YEARS}
_UNITS = {
    "y": "y", "yr": "y", "yrs": "y", "year": "y", "years": "y", "年": "y",
    "m": "m", "mo": "m", "mos": "m", "month": "m", "months": "m", "月": "m", "个月": "m",
    "d": "d", "day": "d", "days": "d", "天": "d", "日": "d",
    "w": "w", "week": "w", "weeks": "w", "周": "w", "星期": "w",
    "q": "q", "quarter": "q", "quarters": "q", "季": "q", "季度": "q", "个季度": "q",
}  # fmt: skip
_WORDS = {
    "yearly": (1, "y"), "annually": (1, "y"), "half-yearly": (6, "m"), "quarterly": (3, "m"), "monthly": (1, "m"),
    "weekly": (7, "d"), "一年一次": (1, "y"), "半年一次": (6, "m"), "每半年": (6, "m"), "半年": (6, "m"),
    "一季一次": (3, "m"), "一月一次": (1, "m"),
}  # fmt: skip
_NO_WORDS = frozenset(("none", "never", "无", "不检", "免检", "-"))


class Interval(NamedTuple):
    """So many days (`d`), months (`m`) or years (`y`)."""

    number: int
    unit: str

    @property
    def text(self) -> str:
        """Return the canonical form."""
        return f"every:{self.number}{self.unit}"


class Schedule(NamedTuple):
    """Years after a facility was put into use, ascending, and the interval that goes on after them; either may be missing."""

    years: tuple[int, ...]
    every: Interval | None

    @property
    def text(self) -> str:
        """Return the canonical form; `none` for what is never due."""
        return ",".join([*map(str, self.years), *([self.every.text] if self.every else [])]) or NONE


class Next(NamedTuple):
    """The next date of a schedule.

    overdue: it has passed. unrecorded: scheduled dates have passed and nothing says when it was last done, so that
    the date is the next one from today on. undated: the schedule counts from the day the facility was put into use,
    which is not known.
    """

    date: date | None
    overdue: bool = False
    unrecorded: bool = False
    undated: bool = False


class Check:
    """One schedule in force for a facility: its text (empty for none), the setting it comes from (None: its own), the next date."""

    def __init__(self, schedule: str, setting: str | None, next: Next) -> None:
        self.schedule = schedule
        self.setting = setting
        self.next = next


# --- reading ----------------------------------------------------------------------------------------


def canonical(text: str) -> str:
    """Return a schedule as it is stored, an empty text for an empty one; raises UsageError (exit 2)."""
    return parse(text).text if text.strip() else ""


def parse(text: str) -> Schedule:
    """Read a schedule, in figures and words of both languages; raises UsageError (exit 2) for anything else."""
    plain = fold(text).strip().lower()
    if plain in _NO_WORDS:
        return Schedule((), None)
    pieces = _pieces(plain) if len(plain) <= 400 else None
    if not pieces:
        raise _unreadable(text)
    if len(pieces) == 1 and isinstance(pieces[0], tuple):
        return Schedule((), pieces[0][0])
    years: list[int] = []
    every: Interval | None = None
    for piece in pieces:
        if every is not None:
            raise _unreadable(text)
        if isinstance(piece, int):
            years.append(piece)
        elif piece[1] is not None:  # 第1年,第4年: in a list a length in years is a year
            years.append(piece[1])
        else:
            every = piece[0]
    if any(year < 1 for year in years) or years != sorted(set(years)):
        raise _unreadable(text)
    return Schedule(tuple(years), every)


def _unreadable(text: str) -> UsageError:
    return UsageError(
        N_("“{value}” is not a schedule: years after it was put into use, ascending, or an interval, or both."),
        hint=N_("Try {example}."),
        value=text if len(text) <= 60 else text[:59] + "…",
        example="1,4,7,9,11,13,15,every:1y · every:6m · every:90d",
    )


_Piece = int | tuple[Interval, int | None]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    units = "|".join(sorted(_UNITS, key=len, reverse=True))
    amount = r"\d{1,5}|[一二三四五六七八九十两]{1,3}"
    every = re.compile(rf"(?P<mark>every[: ]*|每隔?|第)?(?P<amount>{amount})? *(?P<unit>{units})(?:一次)?(?![a-z0-9])")
    return every, re.compile(r"\d{1,2}(?!\d)"), re.compile(r"[\s,、;+]+")


def _pieces(text: str) -> list[_Piece] | None:
    """Return years and intervals in the order they stand in; None where something else stands among them.

    A length in whole years without 每 or `every` comes with its number: in a list it is a year.
    """
    if text in _WORDS:
        return [(Interval(*_WORDS[text]), None)]
    every, year, between = _patterns()
    found: list[_Piece] = []
    position = 0
    while position < len(text):
        rest = text[position:]
        word = next((word for word in _WORDS if rest == word), None)
        match = every.match(text, position)
        if word is not None:
            found.append((Interval(*_WORDS[word]), None))
            return found
        if match:
            piece = _interval(match)
            if piece is None:
                return None
            found.append(piece)
        else:
            match = year.match(text, position)
            if match is None:
                return None
            found.append(int(match[0]))
        position = match.end()
        gap = between.match(text, position)
        if position < len(text) and gap is None:
            return None
        position = gap.end() if gap else position
    return found


def _interval(match: re.Match[str]) -> _Piece | None:
    """Return what a length says; None for one that is no length, such as nothing at all or two centuries."""
    mark, amount = (match["mark"] or "").strip(" :"), match["amount"]
    if amount is None and not mark:
        return None
    number = _number(amount) if amount else 1
    unit = _UNITS[match["unit"]]
    if mark == "第":
        return number if unit == "y" and number and number <= LONGEST_YEARS else None
    if number is None:
        return None
    year = number if unit == "y" and not mark else None
    if unit in ("w", "q"):
        number, unit = (number * 7, "d") if unit == "w" else (number * 3, "m")
    if not 1 <= number <= _MOST[unit]:
        return None
    if unit == "m" and number % 12 == 0:
        number, unit = number // 12, "y"
    return Interval(number, unit), year


def _number(text: str) -> int | None:
    if text.isascii():
        return int(text)
    return 2 if text == "两" else chinese_number(text)


# --- the next date ----------------------------------------------------------------------------------


def after(day: date, months: int) -> date:
    """Return the day so many months later, clamped to the month's end (29 February becomes the 28th)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _step(day: date, every: Interval, times: int) -> date:
    """Return the day so many intervals later, counted from the first day so that month ends do not wear off."""
    if every.unit == "d":
        return day + timedelta(days=every.number * times)
    return after(day, every.number * times * (12 if every.unit == "y" else 1))


def next_date(schedule: Schedule, installed: date | None, done: date | None, today: date) -> Next:
    """Return the next date of a schedule for a facility put into use on a day and last done on another."""
    if not schedule.years:
        if schedule.every is None:
            return Next(None)
        if done is not None:
            due = _step(done, schedule.every, 1)
            return Next(due, due < today)
    if installed is None:
        return Next(None, undated=True)
    if done is not None:
        coming = _first(schedule, installed, done, early=True)
        return Next(coming, coming is not None and coming < today)
    first = _first(schedule, installed, installed, early=False)
    if first is not None and first >= today:
        return Next(first)
    return Next(_first(schedule, installed, today - timedelta(days=1), early=False), unrecorded=True)


def _first(schedule: Schedule, installed: date, past: date, *, early: bool) -> date | None:
    """Return the first scheduled date after a day; with `early`, the first that what was done that day does not count for."""
    for year in schedule.years:
        due = after(installed, 12 * year)
        if due > past + timedelta(days=EARLY_DAYS if early else 0):
            return due
    every = schedule.every
    if every is None:
        return None
    start = after(installed, 12 * schedule.years[-1]) if schedule.years else installed
    length = (_step(start, every, 1) - start).days
    # Where dates follow one another closely, what was done counts for one of them, not for several.
    past += timedelta(days=min(EARLY_DAYS, length // 2) if early else 0)
    times = max((past - start).days // (length + 5) - 1, 1)
    while (due := _step(start, every, times)) <= past:
        times += 1
    return due


# --- of a facility ----------------------------------------------------------------------------------


def check(row: Row, name: str, text: str, setting: str | None, today: date) -> Check:
    """Return how a schedule (`inspect` or `test`) stands for a facility's row; `text` is the one in force, from `setting`.

    Nothing is due at a facility out of use.
    """
    if not text or (row["retired"] and row["retired"] <= today.isoformat()):
        return Check(text, setting, Next(None))
    installed, done = (date.fromisoformat(row[key]) if row[key] else None for key in ("installed", CHECKS[name]))
    return Check(text, setting, next_date(parse(text), installed, done, today))


def checked_setting(text: str) -> str:
    """Return the schedule of a kind of facility as the setting stores it, empty for none; raises UsageError (exit 2)."""
    found = canonical(text)
    return "" if found == NONE else found
