"""Festivals by name, and working days by the official calendar."""

from datetime import date

# Festivals with a fixed day in the sun's calendar.
SOLAR = {
    "元旦": (1, 1), "new year": (1, 1), "妇女节": (3, 8), "植树节": (3, 12), "劳动节": (5, 1), "五一": (5, 1), "may day": (5, 1),
    "青年节": (5, 4), "儿童节": (6, 1), "六一": (6, 1), "建军节": (8, 1), "教师节": (9, 10), "国庆": (10, 1), "国庆节": (10, 1),
    "十一": (10, 1), "national day": (10, 1), "平安夜": (12, 24), "圣诞": (12, 25), "圣诞节": (12, 25), "christmas": (12, 25),
}  # fmt: skip
# Festivals of the moon's calendar: month and day of the lunar year that begins in the year asked for.
LUNAR = {
    "春节": (1, 1), "大年初一": (1, 1), "spring festival": (1, 1), "元宵": (1, 15), "元宵节": (1, 15), "lantern festival": (1, 15),
    "端午": (5, 5), "端午节": (5, 5), "dragon boat": (5, 5), "七夕": (7, 7), "中元": (7, 15), "中秋": (8, 15), "中秋节": (8, 15),
    "mid-autumn": (8, 15), "重阳": (9, 9), "重阳节": (9, 9), "腊八": (12, 8), "小年": (12, 23),
}  # fmt: skip


def festival(name: str, year: int) -> date | None:
    """Return the day of a festival in a year, or None for an unknown name; the moon's calendar is looked up lazily."""
    word = name.strip().lower()
    if word in SOLAR:
        return date(year, *SOLAR[word])
    if word in ("清明", "清明节", "冬至") or word in LUNAR or word == "除夕":
        return _by_the_moon(word, year)
    return None


def _by_the_moon(word: str, year: int) -> date | None:
    from borax.calendars.lunardate import LunarDate, TermUtils

    if word in ("清明", "清明节", "冬至"):
        term: date = TermUtils.nth_term_day(year, term_name=word.removesuffix("节"))
        return term
    if word == "除夕":
        eve: date = LunarDate(year, 1, 1).to_solar_date()
        return date.fromordinal(eve.toordinal() - 1)
    solar: date = LunarDate(year, *LUNAR[word]).to_solar_date()
    return solar


def is_working_day(day: date) -> tuple[bool, bool]:
    """Say whether a day is a working day, and whether the official calendar knows its year.

    Without the calendar of that year Monday to Friday count.
    """
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day)), True
    except NotImplementedError:
        return day.weekday() < 5, False
