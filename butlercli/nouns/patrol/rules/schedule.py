"""On which days a plan expects rounds, and in which windows. Pure; rules are RFC 5545, evaluated by dateutil."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise, takewhile

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.text import fold

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RFC_DAYS = dict(zip(WEEKDAYS, ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))
_CHINESE_DAYS = {
    "一": "mon",
    "二": "tue",
    "三": "wed",
    "四": "thu",
    "五": "fri",
    "六": "sat",
    "日": "sun",
    "天": "sun",
    "末": "sun",
}
_WORDS = {
    "daily": "daily", "每天": "daily", "每日": "daily", "天天": "daily", "every day": "daily",
    "workdays": "workdays", "weekdays": "workdays", "工作日": "workdays", "每个工作日": "workdays", "workday": "workdays",
}  # fmt: skip
_PARTS = {
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYWEEKNO", "BYYEARDAY",
}  # fmt: skip
_EXAMPLE = "daily · workdays · weekly:mon,thu · monthly:1,15 · FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"
LONGEST_RULE = 300
IsWorkday = Callable[[date], bool]


def parse_every(text: str) -> str:
    """Return a schedule in its one form; raises UsageError (exit 2) for what is none.

    `daily`, `workdays`, `weekly:mon,thu`, `monthly:1,15,-1` (-1: the last day) or an RFC 5545 rule of whole days.
    Chinese words (每天, 工作日, 每周一四, 每月1,15) are understood.
    """
    word = fold(text).strip().lower().replace("：", ":").replace("，", ",").replace("、", ",")
    if word in _WORDS:
        return _WORDS[word]
    if "freq=" in word:
        return _rule(word.removeprefix("rrule:").upper().replace(" ", ""), text)
    kind, days = _listed(word)
    if kind == "weekly" and days:
        return "weekly:" + ",".join(_weekdays(days, text))
    if kind == "monthly" and days:
        return "monthly:" + ",".join(_monthdays(days, text))
    raise _no_schedule(text)


def _no_schedule(text: str) -> UsageError:
    return UsageError(
        N_("“{value}” is no schedule of rounds."), hint=N_("One of: {choices}."), value=text, choices=_EXAMPLE
    )


def _listed(word: str) -> tuple[str, str]:
    for kind, starts in (("weekly", ("weekly", "每周", "每星期")), ("monthly", ("monthly", "每月", "每个月"))):
        for start in starts:
            if word.startswith(start):
                return kind, word.removeprefix(start).lstrip(": ")
    return "", ""


def _weekdays(days: str, text: str) -> list[str]:
    found: set[str] = set()
    for piece in filter(None, re.split(r"[,\s和及]+", days.replace("周", ",").replace("星期", ","))):
        if piece[:3] in WEEKDAYS and "monday tuesday wednesday thursday friday saturday sunday".find(piece) >= 0:
            found.add(piece[:3])
        elif piece.isdecimal() and all(digit in "1234567" for digit in piece):
            found.update(WEEKDAYS[int(digit) - 1] for digit in piece)
        elif all(character in _CHINESE_DAYS and character != "末" for character in piece):
            found.update(_CHINESE_DAYS[character] for character in piece)
        else:
            raise _no_schedule(text)
    return [day for day in WEEKDAYS if day in found]


def _monthdays(days: str, text: str) -> list[str]:
    found: set[int] = set()
    for piece in filter(None, re.split(r"[,\s和及]+", days.replace("号", ",").replace("日", ","))):
        if piece in ("last", "末", "月末", "最后一天"):
            found.add(-1)
        elif re.fullmatch(r"-?\d{1,2}", piece) and 1 <= abs(int(piece)) <= 31:
            found.add(int(piece))
        else:
            raise _no_schedule(text)
    return [str(day) for day in (*sorted(day for day in found if day > 0), *sorted(day for day in found if day < 0))]


def _rule(rule: str, text: str) -> str:
    """Check a rule: parts of whole days only, each once, and one that dateutil reads."""
    names = [part.partition("=")[0] for part in rule.split(";")]
    frequency = dict(part.partition("=")[::2] for part in rule.split(";")).get("FREQ")
    if len(rule) > LONGEST_RULE or len(set(names)) < len(names) or not set(names) <= _PARTS:
        raise _no_schedule(text)
    if frequency not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY") or _interval(rule) > 1000:
        raise _no_schedule(text)
    # RFC 5545 has no day 0, and a rule ends by COUNT or by UNTIL; dateutil would read both in ways of its own.
    if {"COUNT", "UNTIL"} <= set(names) or re.search(r"(?:DAY|NO|POS)=(?:[^;]*,)?[+-]?0+(?:[,;]|$)", rule):
        raise _no_schedule(text)
    if "COUNT" in names and not re.search(r"(?:^|;)COUNT=[1-9]\d{0,5}(?:;|$)", rule):
        raise _no_schedule(text)
    from dateutil.rrule import rrulestr

    try:
        rrulestr(rule, dtstart=datetime(2026, 1, 1), ignoretz=True)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError):
        raise _no_schedule(text) from None
    return rule


def _interval(rule: str) -> int:
    match = re.search(r"INTERVAL=(\d+)(?:;|$)", rule)
    if "INTERVAL" not in rule:
        return 1
    return int(match[1]) if match and int(match[1]) > 0 else 10**9


def check_some_day(every: str, anchor: date) -> None:
    """Raise UsageError (exit 2) for a rule that names no day at all, counted from `anchor`."""
    if rule_of(every) is not every:
        return
    from dateutil.rrule import rrulestr

    if _has_some_monthday(every):
        rule = re.sub(r";(?:COUNT|UNTIL)=\w+|(?:COUNT|UNTIL)=\w+;", "", every)
        if next(iter(rrulestr(rule, dtstart=datetime.combine(anchor, time()), ignoretz=True)), None) is not None:
            return
    raise UsageError(
        N_("The schedule “{value}” names no day at all."), hint=N_("One of: {choices}."), value=every, choices=_EXAMPLE
    )


def _has_some_monthday(rule: str) -> bool:
    """Say whether a day of the month that a rule names exists in a month it names: found at once, tried for seconds."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    if "BYMONTHDAY" not in parts:
        return True
    months = [int(text) for text in parts.get("BYMONTH", "1").split(",")]
    longest = max(29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31 for month in months)
    return any(abs(int(text)) <= longest for text in parts["BYMONTHDAY"].split(","))


def rule_of(every: str) -> str:
    """Return a schedule as an RFC 5545 rule; working days are every day, of which the calendar picks."""
    kind, _mark, days = every.partition(":")
    if kind in ("daily", "workdays"):
        return "FREQ=DAILY"
    if kind == "weekly":
        return "FREQ=WEEKLY;BYDAY=" + ",".join(_RFC_DAYS[day] for day in days.split(","))
    if kind == "monthly":
        return f"FREQ=MONTHLY;BYMONTHDAY={days}"
    return every


def dates(every: str, anchor: date, first: date, last: date, is_workday: IsWorkday) -> list[date]:
    """Return the days from `first` to `last` (both included) on which a schedule expects rounds.

    anchor: where the rule begins to count (RFC 5545 DTSTART). A month without the day named has none.
    """
    if last < first or last < anchor:
        return []
    if every in ("daily", "workdays"):
        # Every day is every day: what most routes expect does not load the library for each point that is logged.
        begin = max(anchor, first)
        found = [begin + timedelta(days=number) for number in range((last - begin).days + 1)]
        return [day for day in found if is_workday(day)] if every == "workdays" else found
    from dateutil.rrule import rrulestr

    rule = rule_of(every)
    # The named schedules count nothing and may begin where it is asked for: ten years are not walked through for a day.
    begin = anchor if rule is every else max(anchor, first)
    start, end = datetime.combine(begin, time()), datetime.combine(last, time())
    # A rule that never matches would be tried up to the year 9999: `check_some_day` refuses it.
    schedule = rrulestr(rule, dtstart=start, ignoretz=True)
    return [moment.date() for moment in takewhile(lambda moment: moment <= end, schedule) if moment.date() >= first]


def parse_window(text: str) -> str:
    """Return a window as `HH:MM-HH:MM`; an end before the beginning is on the next day. Raises UsageError."""
    word = fold(text).strip().replace("：", ":").replace(" ", "").replace("点半", ":30").replace("点", ":00")
    match = re.fullmatch(r"(\d{1,2})(?::(\d{2}))?(?:-|–|—|~|～|至|到|to)(\d{1,2})(?::(\d{2}))?", word)
    if match is not None:
        hours, minutes = (int(match[1]), int(match[3])), (int(match[2] or 0), int(match[4] or 0))
        begin, end = hours[0] * 60 + minutes[0], hours[1] * 60 + minutes[1]
        if (max(minutes) < 60 and begin < 1440 and end <= 1440 and begin != end % 1440) or (begin, end) == (0, 1440):
            return _written(f"{hours[0]:02d}:{minutes[0]:02d}", f"{hours[1]:02d}:{minutes[1]:02d}")
    raise UsageError(
        N_("“{value}” is no window of time."),
        hint=N_("Write it as {example}; one past midnight as {night}."),
        value=text,
        example="08:00-10:00",
        night="22:00-02:00",
    )


def _written(begin: str, end: str) -> str:
    """Return a window in its one form: the end of the day is 24:00."""
    return f"{begin}-{'24:00' if end == '00:00' else end}"


def window_of(start: str, end: str) -> str:
    """Return the window between two stored moments as it is written."""
    return _written(start[11:16], end[11:16])


def parse_windows(texts: Sequence[str]) -> list[str]:
    """Return windows in the order of the day; raises UsageError where two of them overlap or none is given."""
    found = sorted(dict.fromkeys(parse_window(text) for text in texts))
    if not found:
        raise UsageError(
            N_("A route wants a window of time."), hint=N_("For example: {example}."), example="--window 08:00-10:00"
        )
    day = date(2026, 1, 1)
    spans = [bounds(day, window) for window in found]
    spans.append(bounds(day + timedelta(days=1), found[0]))
    for index, (one, other) in enumerate(pairwise(spans)):
        if other[0] < one[1]:
            raise UsageError(
                N_("The windows {one} and {other} overlap."), one=found[index], other=found[(index + 1) % len(found)]
            )
    return found


def bounds(day: date, window: str) -> tuple[datetime, datetime]:
    """Return the moments between which a window of a day lies, both included."""
    begin, _mark, end = window.partition("-")
    start, finish = _at(day, begin), _at(day, end)
    return start, finish if finish > start else finish + timedelta(days=1)


def _at(day: date, clock: str) -> datetime:
    hours, _mark, minutes = clock.partition(":")
    return datetime.combine(day, time()) + timedelta(hours=int(hours), minutes=int(minutes))
