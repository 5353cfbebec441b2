"""Moments and days as a butler types them."""

from datetime import date, datetime, timedelta, timezone
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.base.dates import Prefer, format_iso, parse_day, parse_iso, parse_moment
from butlercli.base.errors import UsageError

NOW = datetime(2026, 7, 1, 9, 30)  # a Wednesday
SHANGHAI = timezone(timedelta(hours=8))
FESTIVALS = {
    ("春节", 2026): date(2026, 2, 17),
    ("春节", 2027): date(2027, 2, 6),
    ("中秋", 2025): date(2025, 10, 6),
    ("中秋", 2026): date(2026, 9, 25),
}


def festival(name: str, year: int) -> date | None:
    return FESTIVALS.get((name, year))


def read(text: str, *, end: bool = False, prefer: Prefer = None, now: datetime = NOW) -> str:
    moment = parse_moment(text, now, end=end, prefer=prefer, holidays=festival)
    return moment.isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天", "2026-07-01"),
        ("昨天", "2026-06-30"),
        ("前天", "2026-06-29"),
        ("大前天", "2026-06-28"),
        ("明天", "2026-07-02"),
        ("后天", "2026-07-03"),
        ("大后天", "2026-07-04"),
        ("上周三", "2026-06-24"),
        ("本周五", "2026-07-03"),
        ("下周一", "2026-07-06"),
        ("周五", "2026-07-03"),
        ("星期天", "2026-07-05"),
        ("礼拜三", "2026-07-01"),
        ("上月底", "2026-06-30"),
        ("月底", "2026-07-31"),
        ("月初", "2026-07-01"),
        ("年底", "2026-12-31"),
        ("去年底", "2025-12-31"),
        ("9月底", "2026-09-30"),
        ("3天后", "2026-07-04"),
        ("两周前", "2026-06-17"),
        ("一个月前", "2026-06-01"),
        ("半年后", "2027-01-01"),
        ("国庆", "2026-10-01"),
        ("春节", "2026-02-17"),
        ("中秋节", "2026-09-25"),
        ("元旦", "2026-01-01"),
        ("明年春节", "2027-02-06"),
        ("12-1", "2026-12-01"),
        ("12/1", "2026-12-01"),
        ("12.1", "2026-12-01"),
        ("12月1日", "2026-12-01"),
        ("12月1号", "2026-12-01"),
        ("十二月二十五日", "2026-12-25"),
        ("８月１５日", "2026-08-15"),
        ("去年12月1日", "2025-12-01"),
        ("1号", "2026-07-01"),
        ("15日", "2026-07-15"),
        ("上个月15日", "2026-06-15"),
        ("2026-07", "2026-07-01"),
        ("2026-7-1", "2026-07-01"),
        ("2026/7/1", "2026-07-01"),
        ("2026.7.1", "2026-07-01"),
        ("20260701", "2026-07-01"),
        ("二〇二六年七月一日", "2026-07-01"),
        ("26年7月1日", "2026-07-01"),
        ("2026-W30", "2026-07-20"),
        ("today", "2026-07-01"),
        ("Yesterday", "2026-06-30"),
        ("tomorrow", "2026-07-02"),
        ("day after tomorrow", "2026-07-03"),
        ("monday", "2026-06-29"),
        ("next friday", "2026-07-03"),
        ("last friday", "2026-06-26"),
        ("last month", "2026-06-01"),
        ("end of month", "2026-07-31"),
        ("+3d", "2026-07-04"),
        ("3d", "2026-07-04"),
        ("3 days ago", "2026-06-28"),
        ("dec 1", "2026-12-01"),
        ("1 december 2026", "2026-12-01"),
        ("  明天  ", "2026-07-02"),
    ],
)
def test_a_day_begins_at_midnight_and_ends_a_second_before_the_next(text: str, expected: str) -> None:
    assert read(text) == f"{expected}T00:00"
    assert parse_day(text, NOW, holidays=festival) == date.fromisoformat(expected)
    assert parse_moment(text, NOW, end=True, holidays=festival).time().isoformat() == "23:59:59"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今早", "2026-07-01T08:00"),
        ("今晚", "2026-07-01T20:00"),
        ("昨晚", "2026-06-30T20:00"),
        ("明早", "2026-07-02T08:00"),
        ("上午", "2026-07-01T09:00"),
        ("中午", "2026-07-01T12:00"),
        ("下午", "2026-07-01T15:00"),
        ("傍晚", "2026-07-01T18:00"),
        ("晚上", "2026-07-01T20:00"),
        ("凌晨", "2026-07-01T03:00"),
        ("凌晨2点", "2026-07-01T02:00"),
        ("凌晨12点", "2026-07-01T00:00"),
        ("明天上午", "2026-07-02T09:00"),
        ("明天下午3点半", "2026-07-02T15:30"),
        ("明天 下午 3点", "2026-07-02T15:00"),
        ("周五3点", "2026-07-03T15:00"),
        ("3点", "2026-07-01T15:00"),
        ("三点一刻", "2026-07-01T15:15"),
        ("3:00", "2026-07-01T03:00"),
        ("8点", "2026-07-01T08:00"),
        ("15：30", "2026-07-01T15:30"),
        ("下午3:30", "2026-07-01T15:30"),
        ("下午三点零五分", "2026-07-01T15:05"),
        ("二十三点五十九分", "2026-07-01T23:59"),
        ("中午1点", "2026-07-01T13:00"),
        ("今晚12点", "2026-07-02T00:00"),
        ("昨晚1点", "2026-07-01T01:00"),
        ("24:00", "2026-07-02T00:00"),
        ("11月30日3点半", "2026-11-30T15:30"),
        ("2小时前", "2026-07-01T07:30"),
        ("半小时前", "2026-07-01T09:00"),
        ("一个半小时后", "2026-07-01T11:00"),
        ("10分钟后", "2026-07-01T09:40"),
        ("-2h", "2026-07-01T07:30"),
        ("in 2 hours", "2026-07-01T11:30"),
        ("an hour ago", "2026-07-01T08:30"),
        ("now", "2026-07-01T09:30"),
        ("tonight", "2026-07-01T20:00"),
        ("last night", "2026-06-30T20:00"),
        ("tomorrow at 3pm", "2026-07-02T15:00"),
        ("3pm tomorrow", "2026-07-02T15:00"),
        ("2026-07-01T09:30", "2026-07-01T09:30"),
        ("2026-07-01 9:30:15", "2026-07-01T09:30"),
        ("2026年7月1日 15时30分", "2026-07-01T15:30"),
    ],
)
def test_a_time_is_kept_whatever_edge_is_asked_for(text: str, expected: str) -> None:
    assert read(text) == expected
    assert read(text, end=True) == expected


@pytest.mark.parametrize(
    ("text", "prefer", "expected"),
    [
        ("12-1", "past", "2025-12-01T00:00"),
        ("12-1", "future", "2026-12-01T00:00"),
        ("3-1", "future", "2027-03-01T00:00"),
        ("7-1", "past", "2026-07-01T00:00"),
        ("7-1", "future", "2026-07-01T00:00"),
        ("周五", "past", "2026-06-26T00:00"),
        ("周五", "future", "2026-07-03T00:00"),
        ("周三 9点", "future", "2026-07-08T09:00"),
        ("15日", "past", "2026-06-15T00:00"),
        ("31号", "past", "2026-05-31T00:00"),
        ("21:35", "past", "2026-06-30T21:35"),
        ("21:35", "future", "2026-07-01T21:35"),
        ("9:00", "future", "2026-07-02T09:00"),
        ("9:00", "past", "2026-07-01T09:00"),
        ("3点", "past", "2026-07-01T03:00"),
        ("9月", "past", "2025-09-01T00:00"),
        ("中秋", "past", "2025-10-06T00:00"),
        ("3d", "past", "2026-06-28T00:00"),
    ],
)
def test_what_has_no_year_or_day_follows_the_preference(
    text: str, prefer: Literal["past", "future"], expected: str
) -> None:
    assert read(text, prefer=prefer) == expected


def test_a_time_of_this_evening_is_today_once_it_is_past() -> None:
    assert read("21:35", prefer="past", now=datetime(2026, 7, 1, 22, 0)) == "2026-07-01T21:35"


def test_a_deadline_is_the_end_of_its_day() -> None:
    assert read("11月30日前") == "2026-11-30T23:59"
    assert read("by friday") == "2026-07-03T23:59"
    assert read("明天3点前") == "2026-07-02T15:00"


def test_a_longer_phrase_has_two_edges() -> None:
    assert read("本月", end=True) == "2026-07-31T23:59"
    assert parse_day("上周", NOW, end=True) == date(2026, 6, 28)
    assert read("周末", end=True) == "2026-07-05T23:59"


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("2026-02-30", "2026-02-28"),
        ("2026-13-01", "2026-12-01"),
        ("2-29", "2026-02-28"),
        ("32号", "2026-07-31"),
        ("25:00", "23:59"),
        ("12:60", "12:59"),
        ("Q5", "Q4"),
        ("2026-W54", "2026-W53"),
        ("上午15点", "15:00"),
    ],
)
def test_what_does_not_exist_names_what_does(text: str, nearest: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_moment(text, NOW)
    assert caught.value.params["nearest"] == nearest


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "abc",
        "3-2-501",
        "5次",
        "10楼",
        "12栋",
        "周",
        "本月 3点",
        "1800-01-01",
        "2201-01-01",
        "明年端午",
        "+999999d",
        "99999999d",
        "2026-07-01 09:30 x",
        "9999-12-31",
        "0000-00-00",
        "٣月٣日",
        "1" * 1000000,
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_moment(text, NOW)


def test_the_leap_day_is_found_in_the_preferred_direction() -> None:
    assert read("2-29", prefer="past", now=datetime(2025, 3, 1)) == "2024-02-29T00:00"
    assert read("2-29", prefer="future", now=datetime(2027, 6, 1)) == "2028-02-29T00:00"


def test_an_offset_needs_the_zone() -> None:
    text = "2024-06-06T07:00:00.000Z"
    assert parse_moment(text, NOW, zone=SHANGHAI) == datetime(2024, 6, 6, 15, 0)
    assert parse_moment("2024-06-06 07:00+05:30", NOW, zone=SHANGHAI) == datetime(2024, 6, 6, 9, 30)
    with pytest.raises(UsageError):
        parse_moment(text, NOW)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 12, 31, 23, 59, 59)))
def test_what_is_stored_reads_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    stored = format_iso(moment)
    assert parse_iso(stored) == moment
    assert parse_moment(stored, NOW) == moment
    assert parse_moment(stored.replace("T", " "), NOW) == moment
    chinese = f"{moment.year}年{moment.month}月{moment.day}日 {moment.hour}:{moment.minute:02d}:{moment.second:02d}"
    assert parse_moment(chinese, NOW) == moment


@pytest.mark.parametrize("text", ["", "2026", "2026-07-01T00:00:00Z", "今天"])
def test_a_stored_form_is_nothing_else(text: str) -> None:
    with pytest.raises(UsageError):
        parse_iso(text)


PIECES = st.sampled_from(
    [
        "今",
        "明",
        "昨",
        "天",
        "后",
        "前",
        "年",
        "月",
        "日",
        "号",
        "周",
        "末",
        "底",
        "初",
        "点",
        "半",
        "刻",
        "分",
        "时",
        "上",
        "下",
        "本",
        "个",
        "季度",
        "小时",
        "凌晨",
        "晚",
        "早",
        "一",
        "十",
        "两",
        "百",
        "零",
        "0",
        "1",
        "9",
        "31",
        "2026",
        "-",
        "/",
        ".",
        ":",
        "T",
        "Z",
        "+",
        "q",
        "w",
        "h",
        "d",
        "am",
        "pm",
        "last",
        "next",
        "friday",
        "ago",
        "in",
        "of",
        "end",
        "国庆",
        "春节",
        "的",
        "之",
        " ",
    ]
)


@given(
    st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=12).map("".join)),
    st.sampled_from([None, "past", "future"]),
)
def test_any_text_is_read_or_refused(text: str, prefer: Prefer) -> None:
    try:
        moment = parse_moment(text, NOW, prefer=prefer, holidays=festival, zone=SHANGHAI)
    except UsageError:
        return
    assert 1900 <= moment.year <= 2201
    assert moment.tzinfo is None
    assert moment.microsecond == 0
