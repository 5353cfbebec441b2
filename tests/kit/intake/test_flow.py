"""Text flows through an import in pieces: what is told across them is the same as in one."""

import io
import json
from pathlib import Path

import pytest

from butlercli.kit.intake import grid, seen
from butlercli.kit.intake.formats import read_source
from butlercli.nouns.ticket.intake.tickets import Tickets
from tests.conftest import Butler

HEAD = "标题,房号,登记时间\n"


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make pieces, and what is kept in memory, a few rows long."""
    monkeypatch.setattr(Tickets, "piece", 3)
    monkeypatch.setattr(grid, "_KEPT_CELLS", 12)
    monkeypatch.setattr(seen, "_IN_MEMORY", 2)


def rows(*titles: str) -> str:
    return HEAD + "".join(f"{title},1-1-10{n % 4 + 1},2026-06-0{n % 9 + 1} 09:00\n" for n, title in enumerate(titles))


def test_equal_rows_in_different_pieces_are_each_a_ticket_once(butler: Butler, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(HEAD + "漏水,1-1-101,2026-06-01 09:00\n" * 10)
    assert butler.json("ticket", "import", str(file))["added"] == 10
    again = butler.json("ticket", "import", str(file))
    assert (again["added"], again["unchanged"]) == (0, 10)
    assert len(butler.json("undo", "--list")) == 1


def test_a_bad_row_far_down_stores_nothing_and_with_skip_bad_only_itself_is_left(
    butler: Butler, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(rows(*(f"事{n}" for n in range(8))) + "坏,房子,2026-06-01 09:00\n" + "迟,1-1-101,昨天吧\n")
    outcome = butler("ticket", "import", str(file), "--json")
    assert (outcome.code, [one["row"] for one in outcome.error["details"]]) == (6, [10, 11])
    butler.ok("ticket", "add", "灯坏")
    assert [one["title"] for one in butler.json("ticket", "list")] == ["灯坏"]
    outcome = butler("ticket", "import", str(file), "--skip-bad", "--json")
    found = json.loads(outcome.out)
    assert (outcome.code, found["added"]) == (6, 8)
    told = Path(found["rejected_file"]).read_text("utf-8-sig")
    assert "坏,房子" in told and "迟,1-1-101" in told and "事1" not in told
    assert "事7" in butler.ok("search", "事7").out


def test_a_reference_twice_in_different_pieces_is_named_with_its_first_row(butler: Butler, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("工单号,标题\n" + "".join(f"G{n % 7},事\n" for n in range(8)))
    outcome = butler("ticket", "import", str(file), "--json")
    assert [(one["row"], one["value"]) for one in outcome.error["details"]] == [(9, "G0")]
    assert "2" in outcome.error["details"][0]["why"]


def test_the_order_of_days_is_decided_by_a_row_in_a_later_piece(butler: Butler, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("标题,登记时间\n" + "事,03/04/2026\n" * 7 + "事,25/04/2026\n")
    butler.ok("ticket", "import", str(file))
    assert {one["created_at"][:10] for one in butler.json("ticket", "list")} == {"2026-04-03", "2026-04-25"}


def test_a_pipe_is_read_as_often_as_is_needed_in_its_encoding() -> None:
    for encoding in ("gb18030", "utf-8-sig", "utf-16"):
        source = read_source("-", io.BytesIO(rows(*(f"漏水{n}" for n in range(40))).encode(encoding)))
        sheet = source.sheets[0]
        assert [len(list(sheet.rows())) for _time in range(2)] == [41, 41]
        assert [row[0] for row in sheet.rows(39)] == ["漏水38", "漏水39"]


def test_lines_of_json_flow_under_any_name() -> None:
    text = b'{"title": "a", "ref": "1"}\n\n{"title": "b"}\r{"title": "c", "tags": ["x"]}\n'
    for format in ("jsonl", None):
        sheet = read_source("-", io.BytesIO(text), format=format).sheets[0]
        assert list(sheet.rows()) == [
            ["title", "ref", "tags"], ["a", "1", None], [], ["b", None, None], ["c", None, '["x"]'],
        ]  # fmt: skip
