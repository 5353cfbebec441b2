import io
import time
from datetime import date
from typing import Any

import pytest

from butlercli.base.errors import UsageError
from butlercli.kit.intake.formats import read_source
from butlercli.kit.intake.headers import FieldSpec
from butlercli.kit.intake.table import MappedTable, map_source
from tests.kit.intake.made import REGISTER, TICKETS, UNIT, real, register, text_source, xlsx, xlsx_rows


def book(data: bytes, **options: Any) -> MappedTable:
    """Read a register given as a workbook."""
    return map_source(read_source("-", io.BytesIO(data)), REGISTER, required=UNIT, **options)


def values(table: MappedTable, field: str = "unit") -> list[object]:
    """Return one field of every row."""
    return [row.values.get(field) for row in table.rows]


def code(text: str, **options: Any) -> str:
    """Return the code of the refusal to read this register."""
    with pytest.raises(UsageError) as caught:
        register(text, **options)
    return caught.value.code


def test_rows_come_with_their_fields_and_numbers() -> None:
    table = register("业主一览\n\n房号,业主,宠物,身份证号\n3-2-501,王小明,狗,1101\n\n3-2-502,,,\n")
    assert [(row.number, row.values) for row in table.rows] == [
        (4, {"unit": "3-2-501", "name": "王小明"}),
        (6, {"unit": "3-2-502", "name": None}),
    ]
    assert [tuple(column) for column in table.columns] == [("房号", "unit", "A"), ("业主", "name", "B")]
    assert (table.unmapped, table.refused, table.passed) == (["宠物"], ["身份证号"], [])


def test_a_row_shorter_than_the_header_is_blank_at_its_end_and_a_longer_one_is_named() -> None:
    table = register("房号,业主,电话\n3-2-501\n3-2-502,王小明,13800000000,漏水,\n3-2-503,李四,1,,\n")
    assert values(table, "phone") == [None, "13800000000", "1"]
    assert table.overlong == [3]


def test_several_columns_of_one_field_are_all_kept() -> None:
    table = register("业主,房号,业主姓名,联系电话,手机,面积,建筑面积\n李四,3-2-501,王小明,,13800000000,1,2\n")
    row = table.rows[0]
    assert row.values["name"] == "王小明"  # the better name, though further to the right
    assert row.all("name") == ["王小明", "李四"]
    assert (row.first("phone"), row.all("phone")) == ("13800000000", ["13800000000"])
    assert row.first("state") is None
    assert row.values["area"] == "2"
    assert table.unmapped == ["面积"]


def test_map_wins_over_meaning_and_set_over_every_column() -> None:
    table = register("房号,住址,业主\na,3-2-501,王小明\n", mapping={"住址": "unit"}, constants={"name": "某人"})
    assert table.rows[0].values == {"unit": "3-2-501", "name": "某人"}
    assert table.unmapped == ["房号", "业主"]


def test_a_column_without_a_name_is_mapped_by_its_letter() -> None:
    table = register("房号,,业主\n501,B1,王小明\n")
    assert table.unmapped == ["B"]
    assert register("房号,,业主\n501,B1,王小明\n", mapping={"B": "building"}).rows[0].values["building"] == "B1"


def test_what_cannot_be_mapped_is_refused() -> None:
    text = "房号,业主,证件\n3-2-501,王小明,1\n"
    assert code(text, mapping={"住址": "unit"}) == "unknown_column"
    assert code(text, mapping={"业主": "owner"}) == "unknown_field"
    assert code(text, constants={"owner": "x"}) == "unknown_field"
    assert code(text, mapping={"证件": "name"}) == "private_column"
    assert code(text, mapping={"C": "phone"}) == "private_column"
    assert code(text, sheet="商铺") == "unknown_sheet"
    assert code(text, required=["unit", ("phone", "area")]) == "missing_column"
    assert code("a,b\n1,2\n") == "no_header"
    assert code("房号,业主\n") == "no_rows"
    assert code("房号,业主\n,\n\n") == "no_rows"


def test_headers_again_totals_and_rows_without_a_key_are_passed_over_and_named() -> None:
    head = "房号,业主,面积\n"
    text = f"{head}3-2-501,王小明,87\n{head}3-2-502,李四,90\n,,177\n合 计,,177\n制表人：张三,,\n"
    table = register(text)
    assert values(table) == ["3-2-501", "3-2-502"]
    assert [tuple(row) for row in table.passed] == [(3, "header"), (5, "no_key"), (6, "total"), (7, "note")]


def test_a_total_beside_the_number_column_is_passed_over_but_not_a_text_that_holds_the_word() -> None:
    table = register("序号,房号,业主,面积\n1,3-2-501,合计,1\n,合计,,2\n")
    assert values(table) == ["3-2-501"]


def test_words_of_the_header_in_data_do_not_make_a_header() -> None:
    text = "标题,来源,电话,业主\n漏水,电话,业主,业主\n电话,电话,1,王小明\n"
    table = map_source(text_source(text), TICKETS, required=["title"])
    assert values(table, "title") == ["漏水", "电话"]


def test_blocks_side_by_side_are_read_one_after_the_other() -> None:
    text = "序号,房号,业主,序号,房号,业主\n1,3-2-501,王小明,3,3-2-503,赵六\n2,3-2-502,李四,,,小计\n"
    table = register(text)
    assert [(row.number, row.values["unit"]) for row in table.rows] == [
        (2, "3-2-501"),
        (3, "3-2-502"),
        (2, "3-2-503"),
    ]
    assert [column.letter for column in table.columns] == ["B", "C", "E", "F"]
    left_blank = register("房号,业主,房号,业主\n,无,3-2-502,李四\n3-2-503,王五,,\n")
    assert values(left_blank) == ["3-2-503", "3-2-502"]


def test_a_second_table_below_has_its_own_columns() -> None:
    text = "房号,业主\n3-2-501,王小明\n\n八月收楼汇总,\n\n楼栋,房号,收楼日期\n3,2-502,2026-08-01\n"
    table = register(text)
    assert [row.values for row in table.rows] == [
        {"unit": "3-2-501", "name": "王小明"},
        {"building": "3", "unit": "2-502", "handover_date": "2026-08-01"},
    ]
    assert [tuple(row) for row in table.passed] == [(4, "title"), (6, "header")]


def test_the_first_sheet_that_has_what_is_needed_is_read() -> None:
    def fill(workbook: Any) -> None:
        workbook.add_worksheet("封面").write_row(0, 0, ["示例花园", "2026"])
        workbook.add_worksheet("业主").write_row(0, 0, ["业主", "电话"])
        for name in ("住宅", "商铺"):
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, ["房号", "业主"])
            sheet.write_row(1, 0, [name, "王小明"])

    data = xlsx(fill)
    table = book(data)
    assert (table.sheet, table.other_sheets) == ("住宅", ["封面", "业主", "商铺"])
    assert values(book(data, sheet="商铺")) == values(book(data, sheet="4")) == ["商铺"]
    with pytest.raises(UsageError) as missing:
        book(data, sheet="业主")
    assert missing.value.code == "missing_column"


def test_cells_merged_downwards_count_for_each_row_and_merged_titles_for_none() -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        sheet.merge_range("A1:D1", "示例花园业主一览")
        sheet.merge_range("A2:A3", "楼栋")
        sheet.merge_range("B2:B3", "房号")
        sheet.merge_range("C2:D2", "业主")
        sheet.write_row("C3", ["姓名", "电话"])
        sheet.merge_range("A4:A5", "3")
        sheet.write_row("B4", ["2-501", "王小明", 13800000000])
        sheet.write_row("B5", ["2-502", "李四", 13800000001])
        sheet.merge_range("A6:D6", "以下为空置")
        sheet.write_row("A7", ["4", "1-101"])

    table = book(xlsx(fill))
    assert [list(row.values.values()) for row in table.rows] == [
        ["3", "2-501", "王小明", 13800000000],
        ["3", "2-502", "李四", 13800000001],
        ["4", "1-101", None, None],
    ]
    assert [tuple(row) for row in table.passed] == [(6, "title")]


def test_json_rows_have_the_number_of_their_object_and_are_never_notes() -> None:
    table = map_source(text_source('[{"title": "说明：漏水"}, {"Title": "合计"}]'), TICKETS, required=["title"])
    assert [(row.number, row.all("title")) for row in table.rows] == [(1, ["说明：漏水"]), (2, ["合计"])]
    lines = '{"unit": "a", "idCard": 1}\n\n{"unit": "b"}'
    table = register(lines)
    assert [row.number for row in table.rows] == [1, 3]
    assert table.refused == ["idCard"]


def test_fifty_thousand_rows_take_well_under_two_seconds() -> None:
    columns = [f"列{number}" for number in range(15)]
    line = ",".join(["3-2-501", *(f"值{number}" for number in range(14))])
    fields = {f"f{number}": FieldSpec((name,)) for number, name in enumerate(columns)}
    text = ",".join(columns) + "\n" + "\n".join([line] * 50_000)
    start = time.process_time()
    table = map_source(text_source(text), fields, required=["f0"])
    assert len(table.rows) == 50_000
    assert time.process_time() - start < 2  # about 0.3 s of work, however busy the machine is


# --- the real files -------------------------------------------------------------------------------


def open_real(name: str, **options: Any) -> MappedTable:
    """Read a real register."""
    return map_source(read_source(real(name), None), REGISTER, required=UNIT, **options)


def test_the_owner_register() -> None:
    flats = open_real("示例花园一期整理后.xls")
    assert (flats.sheet, len(flats.rows), flats.rows[0].number) == ("住宅", 405, 4)
    assert flats.rows[0].values["floor"] == "B1-3"
    assert flats.rows[0].values["unit"] == 301
    assert flats.rows[0].values["handover_date"] == date(2006, 3, 7)
    assert flats.refused == ["备注3业主身份证号码"]
    assert "B" in flats.unmapped
    assert [tuple(row) for row in flats.passed] == [(409, "no_key")]
    assert open_real("示例花园一期整理后.xls", mapping={"B": "building"}).rows[0].values["building"] == "B1"
    shops = open_real("示例花园一期整理后.xls", sheet="商铺")
    assert values(shops)[:2] == ["A01", "A02"]
    assert shops.rows[0].first("handover_date") == date(2006, 12, 4)


def test_the_sheet_of_vacant_units_holds_three_tables_two_of_them_in_two_blocks() -> None:
    vacant = open_real("示例花园一期整理后.xls", sheet="Sheet3")
    assert len(vacant.rows) == 36 + 22 + 2
    assert vacant.rows[18].values == {"entrance": "B6-1E", "unit": 102, "state": "精装"}
    assert vacant.rows[-1].values["name"] == "开发商"
    assert {row.reason for row in vacant.passed} == {"header", "title", "note"}


def test_the_handover_register() -> None:
    table = open_real("E1栋收楼母表.xls")
    assert len(table.rows) == 154
    first = table.rows[0].values
    assert (first["building"], first["floor"], first["room"]) == ("E1", 3, "01")
    assert table.refused == ["身份证号码", "租户身份证号码"]
    assert "phone#3" in first


def test_templates_keep_their_explanations_out_of_the_rows() -> None:
    table = open_real("hc-importRoom.xlsx")
    assert [row.number for row in table.rows] == [2]
    assert table.rows[0].values["phone"] == 13800000001
    assert len(open_real("hc-importFeeDetail.xlsx", mapping={"收费项目": "state"}).rows) == 3
    assert len(open_real("B区.xls").rows) == 50


def test_complaints_and_requests() -> None:
    table = map_source(read_source(real("留言与答复-前300行.xlsx"), None), TICKETS, required=["title"])
    assert len(table.rows) == 300
    assert str(table.rows[0].values["detail"]).startswith("\n\t")
    assert table.rows[0].values["created_at"] == "2019/4/25 9:32:09"
    assert table.unmapped == ["留言用户", "答复意见", "答复时间"]
    requests = map_source(read_source(real("sf-311-sample.csv"), None), TICKETS, required=["title"])
    assert (len(requests.rows), requests.overlong) == (10, [])


def test_a_workbook_reads_as_its_csv_does() -> None:
    rows: list[list[Any]] = [["房号", "业主"], ["3-2-501", "王小明"], ["3-2-502", None]]
    text = "\n".join(",".join(cell or "" for cell in row) for row in rows)
    assert book(xlsx_rows(*rows)).rows == register(text).rows
