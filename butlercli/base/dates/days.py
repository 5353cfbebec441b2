"""The Chinese and numeric grammar of days, months, weeks, quarters and years."""

import re
from datetime import date, timedelta
from functools import cache

from butlercli.base.dates import choices
from butlercli.base.dates.civil import add_days, impossible, make_day, month_end
from butlercli.base.dates.model import Context, Period, Reading
from butlercli.base.dates.numerals import NUMBER, YEAR, number
from butlercli.base.dates.periods import period_of

_DAY_WORDS = {
    "大前天": -3,
    "前天": -2,
    "昨天": -1,
    "昨日": -1,
    "昨": -1,
    "今天": 0,
    "今日": 0,
    "今": 0,
    "明天": 1,
    "明日": 1,
    "明": 1,
    "大后天": 3,
    "后天": 2,
}
_YEAR_WORDS = {"今年": 0, "本年": 0, "当年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
_STEPS = {"上上": -2, "上": -1, "本": 0, "这": 0, "当": 0, "下": 1, "下下": 2}
_WEEKDAYS = {char: place % 7 for place, char in enumerate("一二三四五六日123456七")} | {
    "天": 6,
    "7": 6,
    "七": 6,
}


@cache
def _dated() -> re.Pattern[str]:
    return re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?(?![0-9])")


@cache
def _compact() -> re.Pattern[str]:
    return re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?![0-9])")


@cache
def _month_and_day() -> re.Pattern[str]:
    return re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])")


@cache
def _word() -> re.Pattern[str]:
    return re.compile("(大前天|大后天|[今昨明][天日]|前天|后天|[今昨明](?=[早晚夜晨]))|(现在|刚才|刚刚)")


@cache
def _week() -> re.Pattern[str]:
    steps = "上上|下下|[上下本这]"
    return re.compile(f"(?:({steps})个?)?(?:周|星期|礼拜)(?:([一二三四五六七日天]|[1-7](?![0-9]))|(末))?")


@cache
def _month() -> re.Pattern[str]:
    return re.compile(f"(?:(上上|下下|[上下本这当])个?月份?的? *(?:月?([底末初中])|({NUMBER})[日号])?)|月([底末初中])")


@cache
def _year() -> re.Pattern[str]:
    words = "|".join(_YEAR_WORDS)
    following = "q[0-9]|h[0-9]|w[0-9]|[上下]半年|第[一二三四1-4]季|[一二三四1-4]季"
    return re.compile(
        f"(?:({YEAR})年|([0-9]{{2}})年(?=[0-9]{{1,2}}月)|({words})|([0-9]{{4}})[- ]?(?={following}))的? *"
    )


@cache
def _month_named() -> re.Pattern[str]:
    return re.compile(f"({NUMBER})月份?(?:([底末初中])|({NUMBER})(?:[日号]|(?![0-9日号点时:])))?")


@cache
def _part_of_year() -> re.Pattern[str]:
    return re.compile(
        "第?([一二三四1-9])季度?|q([0-9])(?: ?([0-9]{4}))?(?![0-9])|([上下])半年|h([0-9])(?![0-9])"
        "|w([0-9]{1,2})(?![0-9])|第([0-9]{1,2})周|(上上|[上下本这])个?季度?"
    )


@cache
def _festival() -> re.Pattern[str]:
    return re.compile("(" + "|".join(choices.FESTIVALS) + ")(?:节假期|假期|节)?")


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(f"({NUMBER})[日号]")


def read_numeric(context: Context, position: int) -> Reading | None:
    """Read `2026-7-1`, `2026/7/1`, `2026.7.1`, `2026-07`, `20260701`, `12-1`, `12/1`, `12.1`."""
    match = _dated().match(context.text, position)
    source = context.source.strip()
    if match:
        year, month = int(match[1]), int(match[3])
        if match[4]:
            day = make_day(year, month, int(match[4]), source)
            return Reading(match.end(), "iso", (choices.one_day(day),))
        return Reading(match.end(), "period", (period_of("month", make_day(year, month, 1, source)),))
    match = _compact().match(context.text, position)
    if match:
        day = make_day(int(match[1]), int(match[2]), int(match[3]), source)
        return Reading(match.end(), "compact", (choices.one_day(day),))
    match = _month_and_day().match(context.text, position)
    if match:
        form = "dotted" if "." in match[0] else "month-day"
        return choices.month_days(context, None, int(match[1]), int(match[2]), match.end(), form)
    return None


def read_word(context: Context, position: int) -> Reading | None:
    """Read `今天`, `大后天`, `昨` before 早 or 晚, and `现在`."""
    match = _word().match(context.text, position)
    if not match:
        return None
    if match[2]:
        return Reading(match.end(), "now", (choices.one_day(context.today),), moment=context.now)
    day = add_days(context.today, _DAY_WORDS[match[1]])
    return Reading(match.end(), "word", (choices.one_day(day),))


def read_week(context: Context, position: int) -> Reading | None:
    """Read `周五`, `上周三`, `下周`, `周末`, `礼拜三`, `星期天`."""
    match = _week().match(context.text, position)
    if not match or not any(match.groups()):
        return None
    step, weekday, weekend = match.groups()
    length = 2 if weekend else 1
    place = 5 if weekend else _WEEKDAYS[weekday] if weekday else 0
    form = "weekend" if weekend else "weekday"
    if not step:
        return choices.weekdays(context, place, match.end(), form, length)
    week = choices.shifted(context, "week", _STEPS[step], match.end())
    if not weekday and not weekend:
        return week
    start = add_days(week.choices[0].start, place)
    kind = week.choices[0]._replace(kind="range" if weekend else "day").kind
    return Reading(match.end(), form, (Period(start, start + timedelta(days=length - 1), kind),))


def read_month(context: Context, position: int) -> Reading | None:
    """Read `本月`, `上个月`, `上月底`, `下月15日`, `月底`."""
    match = _month().match(context.text, position)
    if not match:
        return None
    step, edge, day, bare_edge = match.groups()
    month = choices.shifted(context, "month", _STEPS[step] if step else 0, match.end())
    first = month.choices[0].start
    if edge or bare_edge:
        return _edge(first, edge or bare_edge, match.end())
    if not day:
        return month
    return choices.month_days(context, first.year, first.month, number(day) or 0, match.end(), "month-word")


def _edge(first: date, edge: str, end: int) -> Reading:
    """Return the first, the fifteenth or the last day of a month."""
    day = {"初": first, "中": first.replace(day=15)}.get(edge) or month_end(first)
    return Reading(end, "edge", (choices.one_day(day),))


def read_calendar(context: Context, position: int) -> Reading | None:
    """Read what may follow a year, with or without one: `2026年7月1日`, `9月底`, `Q3`, `去年国庆`, `年底`."""
    match = _year().match(context.text, position)
    year = _year_said(context, match) if match else None
    at = match.end() if match else position
    reading = (
        _read_month_named(context, at, year)
        or _read_part(context, at, year)
        or _read_festival(context, at, year)
        or _read_year_edge(context, at, year)
    )
    if reading or match is None or year is None:
        return reading
    numeric = _month_and_day().match(context.text, at)
    if numeric and match[3]:
        month, day = int(numeric[1]), int(numeric[2])
        return choices.month_days(context, year, month, day, numeric.end(), "month-word")
    if match[4]:
        return None
    first = make_day(year, 1, 1, context.source.strip())
    return Reading(match.end(), "period", (period_of("year", first),))


def _year_said(context: Context, match: re.Match[str]) -> int | None:
    """Return the year of a matched prefix; two figures (26年7月) are this century's."""
    if match[3]:
        return context.today.year + _YEAR_WORDS[match[3]]
    if match[2]:
        return 2000 + int(match[2])
    return number(match[1] or match[4])


def _read_month_named(context: Context, position: int, year: int | None) -> Reading | None:
    match = _month_named().match(context.text, position)
    if not match:
        return None
    month = number(match[1]) or 0
    if match[3]:
        return choices.month_days(context, year, month, number(match[3]) or 0, match.end(), "month-word")
    months = choices.in_years(context, "month", year, month, match.end())
    if not match[2]:
        return months
    edges = [_edge(period.start, match[2], match.end()).choices[0] for period in months.choices]
    return months._replace(form="edge", choices=tuple(edges))


def _read_part(context: Context, position: int, year: int | None) -> Reading | None:
    """Read a quarter, a half year or a numbered week (weeks by ISO 8601)."""
    match = _part_of_year().match(context.text, position)
    if not match:
        return None
    source = context.source.strip()
    quarter, half, week = match[1] or match[2], match[4] or match[5], match[6] or match[7]
    if match[8]:
        return choices.shifted(context, "quarter", _STEPS[match[8]], match.end()) if year is None else None
    if week:
        return _numbered_week(context, year or context.today.year, int(week), match.end())
    if quarter:
        place = number(quarter) or 0
        if not 1 <= place <= 4:
            raise impossible(source, f"Q{min(max(place, 1), 4)}")
        year = int(match[3]) if match[3] and year is None else year
        return choices.in_years(context, "quarter", year, place * 3 - 2, match.end())
    if half not in "上下12":
        raise impossible(source, "H1" if half == "0" else "H2")
    return choices.in_years(context, "half", year, 1 if half in "上1" else 7, match.end())


def _numbered_week(context: Context, year: int, week: int, end: int) -> Reading:
    source = context.source.strip()
    last = make_day(year, 12, 28, source).isocalendar().week
    if not 1 <= week <= last:
        raise impossible(source, f"{year}-W{min(max(week, 1), last):02d}")
    monday = date.fromisocalendar(year, week, 1)
    return Reading(end, "period", (Period(monday, monday + timedelta(days=6), "week"),))


def _read_festival(context: Context, position: int, year: int | None) -> Reading | None:
    match = _festival().match(context.text, position)
    return choices.festival(context, match[1], year, match.end()) if match else None


def _read_year_edge(context: Context, position: int, year: int | None) -> Reading | None:
    """Read `年底` and `年初`, after a year also `底`, `末` and `初` alone."""
    text = context.text
    at = position + 1 if text[position : position + 1] == "年" else position
    edge = text[at : at + 1]
    if not edge or edge not in "底末初" or (at == position and year is None):
        return None
    this = context.today.year if year is None else year
    month = (1, 1) if edge == "初" else (12, 31)
    day = make_day(this, *month, context.source.strip())
    return Reading(at + 1, "edge", (choices.one_day(day),))


def read_numbered(context: Context, position: int) -> Reading | None:
    """Read a day of the month alone: `15日`, `1号`, `十五号`."""
    match = _numbered().match(context.text, position)
    return choices.days_of_month(context, number(match[1]) or 0, match.end()) if match else None
