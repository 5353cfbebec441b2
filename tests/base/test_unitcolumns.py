"""Unit numbers in the columns of registers, made-up ones and real ones."""

from pathlib import Path

import pytest

from butlercli.base.errors import UsageError
from butlercli.base.unitcode import try_parse_unit
from butlercli.base.unitcolumns import from_columns, repeats_floor

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
real = pytest.mark.skipif(not DATA.is_dir(), reason="the real registers are not here")


def sheet(file: str, name: str) -> list[list[str]]:
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(DATA / file).get_sheet_by_name(name).to_python()
    return [[str(cell) for cell in row] for row in rows]


@pytest.mark.parametrize(
    ("building", "floor", "entrance", "room", "code"),
    [
        ("E1", "3", "", "01", "E1-301"),
        ("E1", "3.0", "", "1.0", "E1-301"),
        ("E1", "24", "", "07", "E1-2407"),
        ("E1", "3", "", "A", "E1-3A"),
        ("E1", "三层", "", "01", "E1-301"),
        ("1.0", "1.0", "1.0", "1001.0", "1-1-1001"),
        ("B1", "", "B1-3", "301", "B1-301"),
        ("B1", "B1-3", "", "301", "B1-301"),
        ("B1", "", "B1-10", "1001", "B1-1001"),
        ("3", "", "3-2", "501", "3-2-501"),
        ("", "", "B1-3C", "303", "B1-303"),
        ("B1", "", "708", "", "B1-708"),
        ("B1", "", "0301", "0301", "B1-0301"),
        ("3栋", "", "2单元", "501室", "3-2-501"),
        ("三号楼", "5", "二单元", "501", "3-2-501"),
        ("03", "", "02", "0501", "3-2-0501"),
        ("3栋2单元", "", "", "501", "3-2-501"),
        ("", "", "", "3-2-501", "3-2-501"),
        ("3", "5", "2", "3-2-501", "3-2-501"),
        ("3", "", "2", "3-501", "3-2-501"),
        ("3", "", "", "2-501", "3-2-501"),
        ("3", "", "2", "2单元501", "3-2-501"),
        ("", "", "3-2-501", "", "3-2-501"),
        ("", "", "", "A01", "A01"),
        ("A", "", "", "A01", "A01"),
        ("商铺", "", "", "A01", "A01"),
        ("1", "", "0", "101", "1-0-101"),
    ],
)
def test_columns_make_the_unit_people_say(building: str, floor: str, entrance: str, room: str, code: str) -> None:
    unit = from_columns(building, floor, entrance, room)
    assert unit.code == code
    assert try_parse_unit(code) == unit


@pytest.mark.parametrize(
    ("building", "floor", "entrance", "room"),
    [
        ("", "", "", ""),
        ("3", "", "", ""),
        ("", "", "", "501"),
        ("", "", "2", "501"),
        ("3", "", "2", ""),
        ("3", "", "501", "602"),
        ("3", "地下", "", "01"),
        ("3", "", "", "A"),
        ("合计", "", "", "501"),
        ("3", "", "东", "501"),
        ("3", "", "1", "2-501"),
    ],
)
def test_columns_that_make_no_unit_are_refused(building: str, floor: str, entrance: str, room: str) -> None:
    with pytest.raises(UsageError):
        from_columns(building, floor, entrance, room)


def test_only_the_whole_column_tells_a_floor_from_an_entrance() -> None:
    assert repeats_floor([("B1", "B1-3", "301"), ("B1", "B1-10", "1001")])
    assert not repeats_floor([("3", "3-1", "101"), ("3", "3-2", "101")])
    assert not repeats_floor([("3", "2", "501")])
    assert not repeats_floor([])


@real
def test_the_owner_register_of_a_garden_estate() -> None:
    rows = [row for row in sheet("示例花园一期整理后.xls", "住宅") if row[3].isdigit()]
    codes = [from_columns(row[1], "", row[2], row[3]).code for row in rows]
    assert len(set(codes)) == len(codes) == 405
    assert codes[0] == "B1-301"
    assert repeats_floor((row[1], row[2], row[3]) for row in rows)
    shops = [row[1] for row in sheet("示例花园一期整理后.xls", "商铺") if row[1][1:].isdigit()]
    assert [from_columns("", "", "", shop).code for shop in shops] == shops


@real
def test_the_fee_file_names_the_same_flats_as_the_register() -> None:
    register = {
        from_columns(row[1], "", row[2], row[3]).code
        for row in sheet("示例花园一期整理后.xls", "住宅")
        if row[3].isdigit()
    }
    bills = {from_columns(row[1], "", row[2], "").code for row in sheet("B区.xls", "Sheet1")[1:]}
    assert len(bills) == 50
    assert bills <= register


@real
def test_the_handover_register_of_one_building() -> None:
    rows = [row for row in sheet("E1栋收楼母表.xls", "E1") if row[1] == "E1"]
    codes = {from_columns(row[1], row[2], "", row[3]).code for row in rows}
    assert len(codes) == len(rows) > 150
    assert {"E1-301", "E1-2407"} <= codes


@real
def test_the_import_template_of_another_system() -> None:
    row = sheet("hc-importRoom.xlsx", "资产信息")[1]
    assert from_columns(row[0], row[3], row[1], row[2]).code == "1-1-1001"
