"""Imports of files as they come: damaged, odd, interrupted."""

from pathlib import Path
from typing import Any

import pytest

from butlercli.kit.intake import engine
from tests.conftest import Butler

ROWS = "标题,登记时间\n" + "".join(f"漏水{n},2026-06-01\n" for n in range(3000))


def test_what_is_no_table_is_one_sentence(butler: Butler, tmp_path: Path) -> None:
    html = tmp_path / "a.xls"
    html.write_text("<html><table></table></html>")
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    header = tmp_path / "header.csv"
    header.write_text("标题,登记时间\n")
    half = tmp_path / "half.xlsx"
    half.write_bytes(b"PK\x03\x04" + b"x" * 500)
    for path in (html, empty, header, half, tmp_path):
        outcome = butler("ticket", "import", str(path))
        assert outcome.code == 2 and outcome.err.count("\n") == 1
    assert butler("ticket", "import", str(tmp_path / "none.csv")).code == 3
    assert not butler.path.exists()


def test_other_encodings_and_line_ends(butler: Butler, tmp_path: Path) -> None:
    file = tmp_path / "gb.csv"
    file.write_bytes("房号,姓名,电话\r3-2-501,王芳,13800138001\r".encode("gb18030"))
    assert butler.json("resident", "import", str(file))["residents_added"] == 1


def test_standard_input(butler: Butler) -> None:
    butler.ok("ticket", "import", "-", stdin="标题\n电梯坏了\n")
    assert butler.json("ticket", "list")[0]["category"] == "elevator"


def test_formulas_come_as_their_values(butler: Butler, tmp_path: Path) -> None:
    import xlsxwriter

    file = str(tmp_path / "f.xlsx")
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["标题", "登记时间"])
        sheet.write_formula(1, 0, '="漏"&"水"', None, "漏水")
        sheet.write_number(1, 1, 46174.5)
    butler.ok("ticket", "import", file)
    (row,) = butler.json("ticket", "list")
    assert (row["title"], row["created_at"]) == ("漏水", "2026-06-01T12:00:00")


def test_a_row_with_more_cells_than_the_header_is_refused(butler: Butler, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("标题,登记时间\n漏水,很急,2026-06-01\n灯坏,2026-06-01\n")
    outcome = butler("ticket", "import", str(file), "--json")
    assert outcome.code == 6 and outcome.error["details"][0]["row"] == 2


def test_days_and_months_that_cannot_be_told_apart_are_asked_for(butler: Butler, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("标题,登记时间\n漏水,03/04/2026\n灯坏,05/06/2026\n")
    outcome = butler("ticket", "import", str(file), "--json")
    assert outcome.code == 2 and outcome.error["code"] == "date_order"
    butler.ok("ticket", "import", str(file), "--date-format", "dmy")
    assert {row["created_at"][:10] for row in butler.json("ticket", "list")} == {"2026-04-03", "2026-06-05"}
    assert butler("ticket", "import", str(file), "--date-format", "xyz").code == 2


def test_identity_numbers_and_passwords_are_never_imported(butler: Butler, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("房号,姓名,身份证号,密码\n3-2-501,王芳,110101199001011237,secret\n")
    assert butler.json("resident", "import", str(file))["never_imported"] == ["身份证号", "密码"]
    content = butler.path.read_bytes()
    assert b"110101199001011237" not in content and b"secret" not in content


@pytest.mark.parametrize("what", ["check", "store"])
def test_an_interruption_leaves_nothing(
    butler: Butler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    butler.ok("ticket", "add", "灯坏")
    file = tmp_path / "t.csv"
    file.write_text(ROWS)
    made = engine.Options.__init__

    def interrupted(self: engine.Options, *words: Any, **named: Any) -> None:
        def tick(step: str, done: int, total: int) -> None:
            if step == what and done:
                raise KeyboardInterrupt

        made(self, *words, **{**named, "tick": tick})

    monkeypatch.setattr(engine.Options, "__init__", interrupted)
    assert butler("ticket", "import", str(file)).code == 130
    monkeypatch.undo()
    assert [row["title"] for row in butler.json("ticket", "list")] == ["灯坏"]


def test_the_rejected_file_that_cannot_be_written_stops_the_import(butler: Butler, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("标题,评分\n漏水,9\n灯坏,\n")
    (tmp_path / "t.csv.rejected.csv").mkdir()
    assert butler("ticket", "import", str(file), "--skip-bad").code == 2
    assert not butler.path.exists()


def test_the_account_on_a_screen(butler: Butler, tmp_path: Path) -> None:
    file = tmp_path / "[red]名册.csv"
    file.write_text("房号,业主姓名,联系电话,备用\n3-2-501,王芳、李雷,13800138001,x\n")
    out = butler.ok("resident", "import", str(file)).out
    assert "[red]名册.csv: 1 row: 1 new" in out and "row 2 · 联系电话" in out and "备用" in out
