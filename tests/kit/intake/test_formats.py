import io
import subprocess
import sys
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.base.errors import NotFoundError, UsageError
from butlercli.base.text import formula_safe
from butlercli.kit.intake.formats import read_source
from butlercli.kit.intake.grid import column_index, column_letter
from tests.kit.intake.made import ods, ods_row, real, text_source, xlsx, xlsx_rows

TABLE = "房号,业主\n3-2-501,王小明\n"


def refused(data: bytes, tmp_path: Path, name: str = "业主.xlsx") -> str:
    """Return the code of the refusal to read these bytes under this name."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UsageError) as caught:
        _ = [sheet.grid for sheet in read_source(str(path), None).sheets]
    assert caught.value.exit_code == 2
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_reads_the_same(encoding: str, end: str) -> None:
    source = text_source(TABLE.replace("\n", end).encode(encoding))
    assert source.sheets[0].grid == [["房号", "业主"], ["3-2-501", "王小明"]]


@pytest.mark.parametrize("mark", [",", "\t", ";", "，", "；", "|"])
def test_the_delimiter_is_found_under_a_title_and_beside_commas_in_texts(mark: str) -> None:
    body = '"急, 急; 漏水，快来\t谢谢|"'
    lines = ["留言一览", *(mark.join((f"A{n}", body, "电话")) for n in range(5))]
    assert [len(row) for row in text_source("\n".join(lines)).sheets[0].grid] == [1, 3, 3, 3, 3, 3]


def test_a_decimal_comma_does_not_beat_the_semicolon() -> None:
    assert text_source("房号;面积\n3-2-501;87,5\n3-2-502;90,1").sheets[0].grid[1] == ["3-2-501", "87,5"]


def test_excel_may_name_the_delimiter_in_the_first_line() -> None:
    grid = text_source("sep=|\r\n房号|备注\r\n3-2-501|a,b,c,d\r\n").sheets[0].grid
    assert grid == [[], ["房号", "备注"], ["3-2-501", "a,b,c,d"]]


def test_text_is_kept_exactly_and_blank_is_none() -> None:
    grid = text_source('a,b,c\n"\n\t\t你好 "," 　", x \n').sheets[0].grid
    assert grid[1] == ["\n\t\t你好 ", None, " x "]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: not text.isspace()))
def test_what_our_export_guards_comes_back_as_it_was(text: str) -> None:
    import csv

    buffer = io.StringIO()
    csv.writer(buffer).writerows([["a", "b"], [formula_safe(text), "x"]])
    assert text_source(buffer.getvalue(), format="csv").sheets[0].grid[1] == [text, "x"]


@pytest.mark.parametrize(("text", "row"), [('a,b\n1,"open\n2,3\n', 2), ('a,b\n1,2\n"水"管,3\n', 3)])
def test_an_open_quotation_mark_names_its_row(text: str, row: int) -> None:
    with pytest.raises(UsageError) as caught:
        text_source(text)
    assert caught.value.params["row"] == row


def test_utf8_with_a_broken_byte_is_not_taken_for_gb18030() -> None:
    data = ("房号,业主\n" + "3-2-501,王小明\n" * 20).encode()
    with pytest.raises(UsageError) as caught:
        text_source(data[:-40] + b"\xe7" + data[-40:])
    assert caught.value.code == "bad_encoding"
    assert caught.value.params["line"] > 15


def test_json_in_its_three_shapes() -> None:
    rows = [["unit", "tags"], ["3-2-501", '["水", "急"]'], ["3-2-502", None]]
    first, second = '{"unit": "3-2-501", "tags": ["水", "急"]}', '{"unit": "3-2-502", "tags": []}'
    assert text_source(f"[{first}, {second}]").sheets[0].grid == rows
    assert text_source(f"{first}\r\n\r\n{second}").sheets[0].grid == [*rows[:2], [], rows[2]]
    nested = text_source(f'{{"year": 2026, "units": [{first}], "others": [{second}]}}')
    assert [sheet.name for sheet in nested.sheets] == ["units", "others"]


@pytest.mark.parametrize(
    ("text", "line"),
    [('[\n{"a": 1},\n{"a": }]', 3), ('{"a": 1}\n{"a": 2}\n{"a"', 3), ('{"a": NaN}', 1), ("[" * 100_000, 1)],
)
def test_bad_json_names_the_line(text: str, line: int) -> None:
    with pytest.raises(UsageError) as caught:
        text_source(text, format="json")
    assert caught.value.params["line"] == line


@pytest.mark.parametrize("text", ["[1, 2]", '[{"a": 1}, 2]', "3", '{"a": 1}\n[2]', "[]", "[{}]"])
def test_json_without_objects_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        text_source(text, format="json")


def test_cells_of_a_workbook_are_plain_values(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("甲")
        sheet.write_row(1, 0, [501.0, 87.045, "\n 文字", "   ", True, 1e20])
        sheet.write_datetime(2, 0, date(2026, 7, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_datetime(2, 1, time(9, 30), book.add_format({"num_format": "hh:mm"}))
        sheet.merge_range("A4:A6", "3栋")
        sheet.write_column(3, 1, ["501", "502", "503"])
        book.add_worksheet("藏").hide()
        book.add_worksheet("乙")

    path = tmp_path / "甲.csv"  # the content decides, not the ending
    path.write_bytes(xlsx(fill))
    source = read_source(str(path), None)
    grid = source.sheets[0].grid
    assert source.kind == "xlsx"
    assert [sheet.name for sheet in source.sheets] == ["甲", "乙", "藏"]
    assert grid[0] == [None] * 6
    assert grid[1] == [501, 87.045, "\n 文字", None, True, 1e20]
    assert type(grid[1][0]) is int
    assert grid[2][:2] == [date(2026, 7, 1), time(9, 30)]
    assert [row[:2] for row in grid[3:]] == [["3栋", "501"], ["3栋", "502"], ["3栋", "503"]]


def test_ods_and_stdin() -> None:
    source = text_source(ods(ods_row("房号", "业主") + ods_row("3-2-501", "王小明")))
    assert source.kind == "ods"
    assert source.sheets[0].grid == [["房号", "业主"], ["3-2-501", "王小明"]]


def test_what_is_no_table_is_refused_with_its_reason(tmp_path: Path) -> None:
    book = xlsx_rows(["房号"], ["3-2-501"])
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert refused(b"", tmp_path) == "empty"
    assert refused(b"\xef\xbb\xbf \r\n", tmp_path, "a.csv") == "empty"
    assert refused(b"<html><table><tr><td>1</td></tr></table></html>", tmp_path, "a.xls") == "not_a_table"
    assert refused(b"\xef\xbb\xbf\n<?xml version='1.0'?><Workbook/>", tmp_path, "a.xls") == "not_a_table"
    assert refused(b"%PDF-1.7 ...", tmp_path, "a.csv") == "not_a_table"
    assert refused(b"a,b\n\0\0,1", tmp_path, "a.csv") == "not_a_table"
    assert refused(encrypted, tmp_path) == "encrypted"
    assert refused(encrypted[:-40], tmp_path) == "damaged"
    assert refused(TABLE.encode(), tmp_path, "a.dat") == "unknown_format"
    assert refused(TABLE.encode(), tmp_path, "~$业主.xlsx") == "locked"
    for length in (5, 300, len(book) // 2, len(book) - 10):
        assert refused(book[:length], tmp_path) == "damaged"


def test_text_under_the_name_of_an_old_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    path.write_bytes("房号\t业主\r\n3-2-501\t王小明\r\n".encode("gb18030"))
    source = read_source(str(path), None)
    assert (source.kind, source.sheets[0].grid[1]) == ("tsv", ["3-2-501", "王小明"])


def test_missing_folder_locked_and_unknown_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "业主.xlsx").write_bytes(b"x")
    with pytest.raises(NotFoundError) as missing:
        read_source(str(tmp_path / "业主.xls"), None)
    assert missing.value.params["nearest"] == "业主.xlsx"
    with pytest.raises(UsageError) as folder:
        read_source(str(tmp_path), None)
    assert folder.value.code == "folder"
    with pytest.raises(UsageError, match="not a format"):
        read_source("-", io.BytesIO(b"a"), format="docx")

    def held(*_args: object, **_options: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr("builtins.open", held)
    with pytest.raises(UsageError) as locked:
        read_source(str(tmp_path / "业主.xlsx"), None)
    assert locked.value.code == "locked"


def test_column_letters_are_those_of_the_spreadsheet() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]
    assert all(column_index(column_letter(index)) == index for index in range(2_000))


def test_heavy_modules_load_only_when_a_file_needs_them() -> None:
    code = (
        "import sys, io; import butlercli.kit.intake.table;"
        "from butlercli.kit.intake.formats import read_source;"
        "heavy = {'python_calamine', 'pydantic', 'csv', 'json', 'zipfile', 'rich'};"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules);"
        "read_source('-', io.BytesIO(b'a,b'));"
        "assert not {'python_calamine', 'pydantic', 'rich'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_real_files_open() -> None:
    assert read_source(real("E1栋收楼母表.xls"), None).kind == "xls"
    names = [sheet.name for sheet in read_source(real("示例花园一期整理后.xls"), None).sheets]
    assert names == ["住宅", "商铺", "Sheet3"]
    days = read_source(real("holiday-cn-2026.json"), None)
    assert [sheet.name for sheet in days.sheets] == ["days"]
