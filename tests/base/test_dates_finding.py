"""Dates inside the line a butler types while the phone still rings."""

import time
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.base.dates import find_moments

NOW = datetime(2026, 7, 1, 9, 30)


def found(text: str) -> list[tuple[str, str, bool]]:
    matches = find_moments(text, NOW, prefer="future")
    return [(match.text, match.moment.isoformat(timespec="minutes"), match.has_time) for match in matches]


@pytest.mark.parametrize(
    ("text", "phrase", "moment", "has_time"),
    [
        ("3-2-501 王女士 厨房漏水 急 明天上午", "明天上午", "2026-07-02T09:00", True),
        ("明天下午3点上门", "明天下午3点", "2026-07-02T15:00", True),
        ("周五五点来", "周五五点", "2026-07-03T17:00", True),
        ("周五修好", "周五", "2026-07-03T00:00", False),
        ("11月30日前交费", "11月30日前", "2026-11-30T23:59", False),
        ("2026-12-01 09:30 停水", "2026-12-01 09:30", "2026-12-01T09:30", True),
        ("21:35 噪音", "21:35", "2026-07-01T21:35", True),
        ("催 3-2-501 电话 答应12-1", "12-1", "2026-12-01T00:00", False),
        ("12-1 交清", "12-1", "2026-12-01T00:00", False),
        ("3天后恢复", "3天后", "2026-07-04T00:00", False),
        ("今晚上门维修", "今晚", "2026-07-01T20:00", True),
        ("明天早点来", "明天", "2026-07-02T00:00", False),
        ("明天前台值班", "明天", "2026-07-02T00:00", False),
        ("明天一点漏水", "明天", "2026-07-02T00:00", False),
        ("国庆前修好", "国庆前", "2026-10-01T23:59", False),
        ("月底前", "月底前", "2026-07-31T23:59", False),
        ("15号前", "15号前", "2026-07-15T23:59", False),
        ("急 15号", "15号", "2026-07-15T00:00", False),
        ("下午 来", "下午", "2026-07-01T15:00", True),
        ("３点半来", "３点半", "2026-07-01T15:30", True),
        ("tomorrow 3pm leak", "tomorrow 3pm", "2026-07-02T15:00", True),
        ("+3d +水", "+3d", "2026-07-04T00:00", False),
        ("21:35 3-2-501 噪音", "21:35", "2026-07-01T21:35", True),
    ],
)
def test_a_date_in_a_line_is_found(text: str, phrase: str, moment: str, has_time: bool) -> None:
    assert found(text) == [(phrase, moment, has_time)]


@pytest.mark.parametrize(
    "text",
    [
        "3-2-501 厨房漏水 急",
        "12栋10楼 电梯 5次 30元",
        "1号楼 门禁",
        "1号楼3单元",
        "电梯 1号 故障",
        "12-1栋",
        "13800138000 0755-88886666 138-0013-8000",
        "400-12-1",
        "B1-301 漏水",
        "T12 3-501",
        "每周五保洁",
        "两周六次",
        "周一至周五 噪音",
        "本周一起去",
        "李国庆 3-2-501",
        "以后天天漏水",
        "几天前天花板漏",
        "3点建议",
        "提三点要求",
        "快一点",
        "晚上噪音扰民",
        "欠费 12.1",
        "2026年 物业费",
        "9月 物业费",
        "上周漏过",
        "合同 20260701",
        "2026-02-30 停水",
        "24小时",
        "楼上周末施工",
        "",
    ],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert found(text) == []


@given(st.text(alphabet="今明后天周五下午3点半12月-/: 号楼栋前急漏水abcT+.", max_size=60))
def test_matches_lie_in_order_and_quote_the_text(text: str) -> None:
    position = 0
    for match in find_moments(text, NOW):
        assert position <= match.start < match.end <= len(text)
        assert text[match.start : match.end] == match.text
        position = match.end


@given(st.text(max_size=200))
def test_any_text_may_be_searched(text: str) -> None:
    find_moments(text, NOW, prefer="future", end=True)


@pytest.mark.parametrize("piece", ["1", "明天", "2小时", "12:", "1-", "一"])
def test_a_megabyte_is_searched_at_once(piece: str) -> None:
    begun = time.perf_counter()
    find_moments(piece * 1_000_000, NOW)
    assert time.perf_counter() - begun < 2
