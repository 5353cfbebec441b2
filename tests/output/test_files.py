"""Files: formats, formulas, atomic replacement, and one clear sentence where a file cannot be written."""

import csv
import io
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.base.document import Chapter, Document, Table
from butlercli.base.errors import DatabaseError, NotFoundError, UsageError
from butlercli.base.result import Result
from butlercli.base.text import formula_unsafe, visible
from butlercli.output import files, markdown


def result(*titles: str, **extra: Any) -> Result:
    """A list of tickets as far as their columns look."""
    records = [
        {"id": n, "title": title, "unit": None, "place": None, "kind": "repair", "state": "new", "overdue": False,
         "priority": "normal", "escalated_at": None, "callback_owed": None, "due_at": "2026-07-03T09:30:00",
         "created_at": "2026-07-01T09:30:00", "score": None}
        for n, title in enumerate(titles, start=1)
    ]  # fmt: skip
    return Result("ticket.list", records, extra={"now": datetime(2026, 7, 1), **extra})


def document() -> Result:
    table = Table("t", "表 [一]", ["名称", "数"], [["=1+1", 3], ["b", 2.5]])
    made = Document("标题", "副题", [Chapter("s", "一 成就", ["第一段 | *粗*"], [table])], {"kind": "x"}, ["【群】"])
    return Result("report.document", made.as_json(), extra={"document": made})


def read_csv(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_the_ending_picks_the_format_and_format_wins(tmp_path: Path) -> None:
    files.write(result("漏水"), str(tmp_path / "a.csv"), None)
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_csv(tmp_path / "a.csv")[1][3] == "漏水"
    files.write(result("漏水"), str(tmp_path / "a.txt"), "json")
    assert json.loads((tmp_path / "a.txt").read_text("utf-8"))[0]["title"] == "漏水"
    files.write(result("漏水"), str(tmp_path / "b.MD"), None)
    assert "| 漏水 |" in (tmp_path / "b.MD").read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.txt", "b.MD"]


@pytest.mark.parametrize(("name", "format"), [("a.doc", None), ("a", None), ("a.csv", "pdf")])
def test_a_format_that_is_not_written_is_refused(tmp_path: Path, name: str, format: str | None) -> None:
    with pytest.raises(UsageError):
        files.write(result("x"), str(tmp_path / name), format)
    assert list(tmp_path.iterdir()) == []


def test_cells_never_become_formulas(tmp_path: Path) -> None:
    hostile = ["=1+1", "+1", "-1", "@x", "＝1", "\t=1", "'=1", "=cmd|' /C calc'!A0"]
    files.write(result(*hostile), str(tmp_path / "a.csv"), None)
    cells = [row[3] for row in read_csv(tmp_path / "a.csv")[1:]]
    assert all(cell.startswith("'") for cell in cells if cell != "\\t=1")
    assert [formula_unsafe(cell) for cell in cells] == [visible(text) for text in hostile]
    files.write(result(*hostile), str(tmp_path / "a.xlsx"), None)
    import zipfile

    sheet = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    import python_calamine

    rows = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_index(0).to_python()
    assert [row[3] for row in rows[1:]] == [visible(text) for text in hostile]
    assert rows[1][0] == 1.0


@given(st.text(max_size=40))
def test_a_markdown_cell_is_one_cell_of_one_row(text: str) -> None:
    shown = markdown.table(["a", "b"], [[text, "x"]], "ll").splitlines()
    assert len(shown) == 3
    bars = shown[2].replace("\\\\", "").replace("\\|", "")
    assert bars.count("|") == 3


def test_markdown_openings_are_escaped() -> None:
    assert markdown.text("# x") == "\\# x"
    assert markdown.text("- x") == "\\- x"
    assert markdown.text("1. x") == "1\\. x"
    assert markdown.text("3-2-501 漏水") == "3-2-501 漏水"
    assert markdown.text("王** [x](y) <b>") == "王\\*\\* \\[x\\](y) \\<b\\>"


def test_an_existing_file_stays_unless_forced(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("mine", "utf-8")
    with pytest.raises(UsageError):
        files.write(result("x"), str(target), None)
    assert target.read_text("utf-8") == "mine"
    files.write(result("x"), str(target), None, force=True)
    assert read_csv(target)[1][3] == "x"


def test_a_database_is_never_replaced(tmp_path: Path) -> None:
    target = tmp_path / "butler.json"
    target.write_bytes(b"SQLite format 3\x00" + b"x" * 100)
    with pytest.raises(UsageError):
        files.write(result("x"), str(target), None, force=True)
    assert target.read_bytes().startswith(b"SQLite format 3")


def test_folders(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        files.write(result("x"), str(tmp_path), "csv")
    with pytest.raises(NotFoundError):
        files.write(result("x"), str(tmp_path / "none" / "a.csv"), None)


@pytest.mark.parametrize(
    ("error", "kind"), [(PermissionError(13, "in use"), UsageError), (OSError(28, "full"), DatabaseError)]
)
def test_a_file_held_by_another_program_and_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, kind: type[Exception]
) -> None:
    target = tmp_path / "a.csv"
    target.write_text("mine", "utf-8")

    def refuse(self: Path, to: Path) -> None:
        raise error

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(kind):
        files.write(result("x"), str(target), None, force=True)
    assert target.read_text("utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_link_is_followed_and_rights_are_kept(tmp_path: Path) -> None:
    if os.name != "posix":
        pytest.skip("rights and links are different here")
    target = tmp_path / "real.csv"
    target.write_text("mine", "utf-8")
    target.chmod(0o640)
    (tmp_path / "link.csv").symlink_to(target)
    files.write(result("x"), str(tmp_path / "link.csv"), None, force=True)
    assert (tmp_path / "link.csv").is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert read_csv(target)[1][3] == "x"


def test_numbers_in_free_text_are_masked_unless_revealed(tmp_path: Path) -> None:
    files.write(result("打13800138000"), str(tmp_path / "a.csv"), None)
    assert read_csv(tmp_path / "a.csv")[1][3] == "打138****8000"
    files.write(result("打13800138000"), str(tmp_path / "b.csv"), None, reveal=True)
    assert read_csv(tmp_path / "b.csv")[1][3] == "打13800138000"


def test_control_characters_show_and_line_ends_stay(tmp_path: Path) -> None:
    files.write(result("一\r\n二\x1b[31m"), str(tmp_path / "a.csv"), None)
    assert read_csv(tmp_path / "a.csv")[1][3].replace("\r\n", "\n") == "一\n二\\x1b[31m"
    files.write(result("一\n二|三"), str(tmp_path / "a.md"), None)
    assert "一<br>二\\|三" in (tmp_path / "a.md").read_text("utf-8")


def test_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files.write(document(), None, "text")
    assert capsys.readouterr().out == "【群】\n"
    files.write(document(), None, "md")
    assert "第一段 \\| \\*粗\\*" in capsys.readouterr().out
    files.write(document(), str(tmp_path / "d.xlsx"), None)
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "d.xlsx"))
    assert book.sheet_names[1] == "表 _一_"
    assert book.get_sheet_by_index(1).to_python() == [["名称", "数"], ["=1+1", 3.0], ["b", 2.5]]
    with pytest.raises(UsageError):
        files.write(document(), None, "xlsx")
    with pytest.raises(UsageError):
        files.write(document(), None, "csv")


def test_a_record_without_columns_is_written_by_its_keys(tmp_path: Path) -> None:
    record = {"id": 1, "tags": ["水", "急"], "log": [{"at": "x"}], "open": True, "area": 89.5}
    files.write(Result("ticket.show", record), str(tmp_path / "a.csv"), None)
    assert read_csv(tmp_path / "a.csv") == [
        ["id", "tags", "log", "open", "area"],
        ["1", "水, 急", '[{"at": "x"}]', "true", "89.5"],
    ]
