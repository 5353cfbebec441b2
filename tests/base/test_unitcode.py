"""Unit numbers: every spelling people use, one canonical text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.base.errors import UsageError
from butlercli.base.unitcode import (
    UnitCode,
    find_units,
    nearest_units,
    parse_unit,
    sort_key,
    try_parse_unit,
)

digits = st.integers(1, 99).map(str)
buildings = st.one_of(digits, st.from_regex(r"[A-Z]{1,2}[0-9]{0,2}", fullmatch=True))
rooms = st.from_regex(r"[0-9]{3,4}[A-Z]?", fullmatch=True)
units = st.builds(UnitCode, buildings, st.one_of(st.just(""), digits), rooms)


@pytest.mark.parametrize(
    "written",
    [
        "3-2-501",
        "3栋2单元501室",
        "3号楼2单元501",
        "3#2-501",
        "３－２－５０１",
        "三栋二单元501",
        "3幢2单元501户",
        "3座2门501",
        "3/2/501",
        "3－2－501房",
        "3—2—501",
        "03-02-501",
        " 3栋 2单元 501 ",
        "3 - 2 - 501",
        "3#楼2单元501",
        "三号楼二单元五〇一室",
        "3-2单元501",
        "3栋2单元5层501",
        "3栋2单元5楼01",
    ],
)
def test_every_spelling_of_one_flat_is_the_same_unit(written: str) -> None:
    assert parse_unit(written) == UnitCode("3", "2", "501")
    assert parse_unit(written).code == "3-2-501"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("B1-301", "B1-301"),
        ("b1栋301", "B1-301"),
        ("E1-0301", "E1-0301"),
        ("3幢501", "3-501"),
        ("A座301", "A-301"),
        ("3A栋501", "3A-501"),
        ("12-1", "12-1"),
        ("1-0-101", "1-0-101"),
        ("十二栋二十单元1203", "12-20-1203"),
        ("九十九栋101", "99-101"),
        ("B1-3c", "B1-3C"),
        ("3-2-501a", "3-2-501A"),
        ("1号楼1单元10101", "1-1-10101"),
    ],
)
def test_the_room_is_kept_and_the_rest_is_canonical(written: str, code: str) -> None:
    assert parse_unit(written).code == code


@pytest.mark.parametrize("written", ["A01", "ａ０１", "A01商铺", "商铺A01", "a01铺", "A-A01"])
def test_a_shop_is_one_segment_in_the_building_of_its_letter(written: str) -> None:
    shop = parse_unit(written)
    assert shop.code == "A01"
    assert shop.building == "A"
    assert shop.is_single


def test_a_villa_and_a_room_01_of_building_a_are_two_things() -> None:
    assert parse_unit("v12").code == "V12"
    assert parse_unit("A-01") == UnitCode("A", "", "01")
    assert parse_unit("A-01").code == "A-01"
    assert not parse_unit("A-301").is_single


@pytest.mark.parametrize(
    "written",
    ["", "501", "2单元501", "地下车位", "2026-07-01", "#B18", "3栋2单元", "3栋", "一二栋301", "二二十栋301",
     "13800000001", "3-2-501-1", "3 2 501", "王女士3-2-501", "3-2-501\n漏水", "1234-1-501", "3-222-501",
     "3-2-123456", "3-2-²", "٣-2-501", "3-2-501" + " " * 50],
)  # fmt: skip
def test_what_is_no_unit_is_refused_with_an_example(written: str) -> None:
    assert try_parse_unit(written) is None
    with pytest.raises(UsageError) as refused:
        parse_unit(written)
    assert refused.value.params == {"value": written, "example": "3-2-501"}


@given(units)
def test_the_canonical_text_reads_as_itself(unit: UnitCode) -> None:
    assert parse_unit(unit.code).code == unit.code
    if not unit.is_single:
        assert parse_unit(unit.code.lower()) == unit


@given(units)
def test_a_unit_can_be_rebuilt_from_its_three_parts(unit: UnitCode) -> None:
    parsed = parse_unit(unit.code)
    assert UnitCode(*parsed).code == unit.code


@given(st.text(max_size=60))
def test_any_text_is_a_canonical_unit_or_none(text: str) -> None:
    unit = try_parse_unit(text)
    if unit is not None:
        assert parse_unit(unit.code) == unit


def mentioned(text: str) -> list[tuple[str, str]]:
    return [(text[found.start : found.end], found.unit.code) for found in find_units(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3-2-501厨房漏水", [("3-2-501", "3-2-501")]),
        ("王女士3栋2单元501 漏水", [("3栋2单元501", "3-2-501")]),
        ("３－２－５０１漏水 急 ＠工程", [("３－２－５０１", "3-2-501")]),
        ("3-2-501/3-2-502 都停水", [("3-2-501", "3-2-501"), ("3-2-502", "3-2-502")]),
        ("B1-301、B1-302", [("B1-301", "B1-301"), ("B1-302", "B1-302")]),
        ("3-2-501室内漏水", [("3-2-501", "3-2-501")]),
        ("3-2-501室漏水", [("3-2-501室", "3-2-501")]),
        ("3-501户主来电", [("3-501", "3-501")]),
        ("第二十三栋1单元402", [("二十三栋1单元402", "23-1-402")]),
        ("房号:3-2-501，电话13800000001", [("3-2-501", "3-2-501")]),
    ],
)
def test_units_are_found_in_what_was_typed(text: str, expected: list[tuple[str, str]]) -> None:
    assert mentioned(text) == expected
    assert not any(found.date_like or found.bare for found in find_units(text))


@pytest.mark.parametrize(
    "text",
    ["2026-07-01 报修", "电话 13800000001", "138-0000-0001", "0755-8888", "010-1234", "400-810", "g08-g18",
     "15:00-16:30", "2-3天内", "3-5人", "100-200元", "20-30%", "10-12点", "9:30-10:30", "1/2", "7/1", "周1-5",
     "B1-B3 停电", "3栋5楼漏水", "3栋12户停水", "3栋2单元12层", "7号2100元", "一百二十三栋501", "A4纸",
     "DN50", "COVID-19", "粤B12345", "#B18", "3-2-501-2", "GB-50016", "v1.2-301", "2026/7/1", ""],
)  # fmt: skip
def test_ranges_amounts_times_and_phones_are_no_units(text: str) -> None:
    assert find_units(text) == []


@pytest.mark.parametrize("text", ["答应12-1", "12号501", "15-20号停水", "26-7-1", "7/1/26", "401-406号", "绩效200-400"])
def test_what_may_be_a_date_is_marked_as_such(text: str) -> None:
    assert [found.date_like for found in find_units(text)] == [True]


def test_one_segment_in_text_is_marked_as_bare() -> None:
    assert [(found.unit.code, found.bare) for found in find_units("A01漏水")] == [("A01", True)]


@given(st.text(alphabet="3-2/501栋单元号楼层A#一十 :.元", max_size=40))
def test_mentions_are_in_order_apart_and_well_formed(text: str) -> None:
    end = 0
    for found in find_units(text):
        assert end <= found.start < found.end <= len(text)
        assert parse_unit(found.unit.code).code == found.unit.code
        end = found.end


def test_codes_sort_as_people_count() -> None:
    codes = ["B1-301", "10-1-101", "3-10-101", "A02", "3-2-1001", "3-2-501", "3-501", "A01", "B10-1", "B2-1"]
    assert sorted(codes, key=sort_key) == [
        "3-501", "3-2-501", "3-2-1001", "3-10-101", "10-1-101", "A01", "A02", "B1-301", "B2-1", "B10-1",
    ]  # fmt: skip


@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_texts_can_be_sorted(codes: list[str]) -> None:
    assert len(sorted(codes, key=sort_key)) == len(codes)


def test_the_nearest_units_are_the_ones_meant() -> None:
    codes = [f"{b}-{e}-{floor}0{room}" for b in (1, 3) for e in (1, 2) for floor in (4, 5) for room in (1, 2)]
    assert nearest_units("3-501", codes, 2) == ["3-1-501", "3-2-501"]
    assert nearest_units("3-2-510", codes, 1) == ["3-2-501"]
    assert nearest_units("3-2-503", codes, 2) == ["3-2-501", "3-2-502"]
    assert nearest_units("3-2-0501", codes, 1) == ["3-2-501"]
    assert nearest_units("3-2-501", []) == []
