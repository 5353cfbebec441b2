"""Date phrases inside free text, found with caution: a unit, a count or a name must never become a date.

What is not recognised stays in the text where it can be seen; what is wrongly recognised is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from butlercli.base.dates.numerals import flatten
from butlercli.base.errors import UsageError

if TYPE_CHECKING:
    from butlercli.base.dates.model import Clock, Context, Holidays, Match, Prefer, Reading
    from butlercli.base.dates.phrases import Phrase

LONGEST_TEXT = 2000
_NUMERALS = "零〇一二两三四五六七八九十廿百半几"
_LEADS = ("答应", "承诺", "约", "到", "截止", "至", "在", "于", "自", "从", "定", "改", "改为", "是", "前")
_AFTER_WEEKDAY = "起次直定样些共般致月个边常期手分五"
_AFTER_NUMBER = "楼栋幢座门岗单机梯电泵表线桩车库位井房室层铺店院区地内游均租间码哨"

_SIGNS = frozenset("今昨明周月日号点时年天前后午晨早晚夜末:/")
_FESTIVALS = (
    "春节",
    "国庆",
    "中秋",
    "元旦",
    "除夕",
    "元宵",
    "清明",
    "端午",
    "七夕",
    "重阳",
    "腊八",
    "五一",
    "劳动",
)
_ENGLISH = ("day", "week", "night", "tomorrow", "month", "year", "ago", "am", "pm", "in ", "+")
_WORDS = ("星期", "礼拜", *_FESTIVALS, *_ENGLISH)


@cache
def _dashed() -> re.Pattern[str]:
    return re.compile("(?<![0-9-])[0-9]{1,4}-[0-9]{1,2}(?![0-9])(?!-[0-9]{3})")


def _may_name_a_date(folded: str) -> bool:
    """Tell whether a text holds anything a date phrase cannot do without; else the grammar is not loaded."""
    if not _SIGNS.isdisjoint(folded) or any(word in folded for word in _WORDS):
        return True
    return "-" in folded and _dashed().search(folded) is not None


@cache
def _start() -> re.Pattern[str]:
    return re.compile(
        r"(?<![0-9])[0-9]|(?<![a-z0-9_])[a-z]|(?<![^ ])\+(?=[0-9])"
        f"|(?<![{_NUMERALS}])[{_NUMERALS}]|[今昨明大前后上下本这当周星礼月年去凌清早中正午傍晚夜深春国元除端劳重腊]"
    )


def find_moments(
    text: str,
    now: datetime,
    *,
    end: bool = False,
    prefer: Prefer = None,
    holidays: Holidays | None = None,
) -> list[Match]:
    """Return the days and times named in a text, from left to right, read as `parse_moment` reads them.

    Found: 明天下午3点, 周五, 11月30日前, 2026-12-01 09:30, 21:35, 3天后, 月底, tomorrow, and as words
    of their own 12-1, 下午, 周末, 国庆 (also after 答应, 到, 截止 ...). Passed over: units (3-2-501),
    houses and counts (12栋, 1号楼, 5次, 30元), phone numbers, figures with a point (12.1), whole weeks,
    months and years (上周, 9月), recurring days (每周五), impossible dates. Past phrases (2小时前) are
    found too: what to do with them is the caller's to say. Only the first 2,000 characters are read.
    """
    folded = flatten(text[:LONGEST_TEXT])
    if not _may_name_a_date(folded):
        return []
    from butlercli.base.dates.model import Context

    context = Context(text[:LONGEST_TEXT], folded, now, prefer, holidays)
    return list(_matches(context, end=end))


def _matches(context: Context, *, end: bool) -> Iterator[Match]:
    """Try every place where a phrase may begin, longest reading first."""
    from butlercli.base.dates.model import Match
    from butlercli.base.dates.phrases import moment_of, read_phrase

    position, text = 0, context.text
    while found := _start().search(text, position):
        start = found.start()
        position = start + 1
        try:
            phrase = read_phrase(context, start)
            phrase = _trimmed(text, phrase) if phrase else None
            if phrase is None or not _believable(text, start, phrase):
                continue
            moment = moment_of(context, phrase, end=end)
        except UsageError:
            continue
        position = phrase.end
        has_time = phrase.clock is not None or (phrase.day is not None and phrase.day.moment is not None)
        yield Match(start, phrase.end, moment, has_time, context.source[start : phrase.end])


def _trimmed(text: str, phrase: Phrase) -> Phrase | None:
    """Give back what a phrase took too much of: 明天早|点来, and a day behind a time that may be a unit."""
    day, clock = phrase.day, phrase.clock
    if day is None or clock is None:
        return phrase
    if day.end > clock.end:
        known = day.form in ("word", "weekday")
        return phrase if known else phrase._replace(end=clock.end, day=None, deadline=False, offset="")
    if clock.form == "spoken" and text.endswith("一点", 0, clock.end) and _is_letter(text[clock.end : clock.end + 1]):
        return phrase._replace(end=day.end, clock=None, deadline=False)
    single = clock.form == "part" and text[clock.end - 1] in "早晚夜晨" and clock.end - day.end == 1
    short = text[day.end - 1] in "今昨明"
    if single and (not short or text[clock.end : clock.end + 1] in tuple("点些期饭餐会")):
        return None if short else phrase._replace(end=day.end, clock=None, deadline=False)
    return phrase


def _believable(text: str, start: int, phrase: Phrase) -> bool:
    """Tell whether a phrase at this place is meant as a date."""
    before, after = text[start - 1 : start] if start else "", text[phrase.end : phrase.end + 1]
    first, last = text[start], text[phrase.end - 1]
    if first.isascii() and _joins(before):
        return False
    decimal = after == "." and text[phrase.end + 1 : phrase.end + 2].isdigit()
    if last.isascii() and (_joins(after) or decimal):
        return False
    if first in _NUMERALS and before and before in "第每" + _NUMERALS:
        return False
    opened = not _is_letter(before) or text.endswith(_LEADS, 0, start)
    closed = phrase.deadline or not _is_letter(after)
    if phrase.day is None:
        return phrase.clock is not None and _believable_clock(text, start, phrase.clock, opened, closed)
    if phrase.clock and phrase.day.end <= phrase.clock.end:
        closed = True
    return _believable_day(text, start, phrase, phrase.day, opened, closed)


def _joins(char: str) -> bool:
    """Tell whether a character beside a figure makes it part of something longer."""
    return bool(char) and char.isascii() and (char.isalnum() or char in "-/:_#%@&*=+" or char == "\\")


def _is_letter(char: str) -> bool:
    return bool(char) and (char.isalnum() or char in "-/_#.")


def _believable_clock(text: str, start: int, clock: Clock, opened: bool, closed: bool) -> bool:
    """Judge a time without a day."""
    before = text[start - 1 : start] if start else ""
    if before == "每" or (before in tuple("-~至到") and start > 1 and text[start - 2].isdigit()):
        return False
    if clock.form == "part":
        return opened and closed and clock.end - start == 2 and not text[start].isascii()
    if clock.form.startswith("part-"):
        return True
    if clock.form == "colon":
        return before not in tuple(".,") or start == 1
    if clock.form == "unpadded":
        return False
    rest = text[clock.end : clock.end + 2]
    exact = text[clock.end - 1] not in "点时"
    return opened and (closed or rest == "左右" or exact) and (exact or text[start].isdigit())


def _believable_day(text: str, start: int, phrase: Phrase, day: Reading, opened: bool, closed: bool) -> bool:
    """Judge a day by the rule of the grammar that read it."""
    before, after = text[start - 1 : start] if start else "", text[day.end : day.end + 1]
    said = text[start : day.end]
    if day.form in ("iso", "offset"):
        return before != "第" if day.form == "iso" else not said.startswith("+") or (opened and closed)
    if day.form == "word":
        return not (said in ("前天", "后天") and after in tuple("天花井台然"))
    if day.form == "weekend" and said == "周末" and not (opened and closed):
        return False
    if day.form in ("weekday", "weekend"):
        return _believable_weekday(text, start, said, before, "" if phrase.clock else after, day)
    if day.form == "month-day":
        return opened and closed
    if day.form == "festival":
        return opened and closed and not said.startswith("十一")
    if day.form == "month-word":
        return (said[-1] in "日号" or closed) and (said[-1] != "号" or after not in tuple(_AFTER_NUMBER))
    if day.form == "edge":
        return before not in tuple("个每几半单双" + _NUMERALS)
    if day.form == "number":
        last_word = not text[phrase.end :].strip()
        sure = phrase.deadline or phrase.clock is not None or (closed and last_word)
        strong = said[-1] == "日" and after not in tuple(_AFTER_NUMBER)
        return said[0].isdigit() and opened and (sure or strong)
    return False


def _believable_weekday(text: str, start: int, said: str, before: str, after: str, day: Reading) -> bool:
    """Refuse 每周五, 两周六次, 周一起, and both ends of 周一至周五."""
    if said[0] in "上下" and before in tuple("楼以地路早晚身车"):
        return False  # 楼上周末施工
    if before in tuple("每各逢单双" + _NUMERALS) and not said[0].isascii():
        return False
    if said[-1] in "一二三四五六日天" and after in tuple(_AFTER_WEEKDAY):
        return False
    ahead = text[day.end : day.end + 2]
    if len(ahead) == 2 and ahead[0] in "至到~-" and ahead[1] in "周星礼":
        return False
    return not (before in tuple("至到~-") and start >= 3 and text[start - 3] in "周期拜")
