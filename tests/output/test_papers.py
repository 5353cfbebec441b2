"""Documents as pages and Word files: what people typed comes out as the characters it is."""

from io import BytesIO
from pathlib import Path

import docx as reader
import pytest

from butlercli.base.document import Chapter, Document, Table, Yuan
from butlercli.base.errors import ButlerError
from butlercli.base.text import visible
from butlercli.output import bundle, docx, html
from tests.contracts.test_hostile import HOSTILE, IDS


def _document(text: str) -> Document:
    table = Table("t", "表", ["名称", text], [[text, Yuan.of(100_800)], [None, 3]], "lr")
    return Document(text, "2026", [Chapter("s", text, [text], [table])], {})


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_a_word_file_holds_every_text_as_typed(text: str) -> None:
    made = reader.Document(BytesIO(docx.document(_document(text))))
    shown = visible(text, keep_newlines=True)
    assert [paragraph.text for paragraph in made.paragraphs][:4] == [shown, "2026", shown, shown]
    grid = made.tables[0]
    assert [cell.text for cell in grid.rows[0].cells] == ["名称", shown]
    assert [cell.text for cell in grid.rows[1].cells] == [shown, "1,008.00"]
    assert [cell.text for cell in grid.rows[2].cells] == ["", "3"]


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_a_page_holds_every_text_as_typed(text: str) -> None:
    from html.parser import HTMLParser

    page = html.document(_document(text))
    assert "src=" not in page and "href=" not in page and "<script" not in page and "@import" not in page
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            found.append(data)

    Reader().feed(page)
    shown = visible(text, keep_newlines=True)
    assert found.count(shown) >= 5  # the title twice, the heading, a header, a cell, a paragraph
    assert "1,008.00" in found


def test_files_of_a_folder_are_all_written_or_none(tmp_path: Path) -> None:
    folder = tmp_path / "函"
    bundle.write(str(folder), {"a.docx": b"a", "b.docx": b"b"})
    assert sorted(path.name for path in folder.iterdir()) == ["a.docx", "b.docx"]
    with pytest.raises(ButlerError):
        bundle.write(str(folder), {"c.docx": b"c", "b.docx": b"x"})
    assert sorted(path.name for path in folder.iterdir()) == ["a.docx", "b.docx"]
    bundle.write(str(folder), {"b.docx": b"x"}, force=True)
    assert (folder / "b.docx").read_bytes() == b"x"
    with pytest.raises(ButlerError):
        bundle.write(str(tmp_path / "没有" / "函"), {"a.docx": b"a"})
    with pytest.raises(ButlerError):
        bundle.write(str(folder / "a.docx"), {"a.docx": b"a"})


def test_a_failure_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "函"
    with pytest.raises(ButlerError):
        bundle.write(str(folder), {"a.docx": b"a", "x" * 300 + ".docx": b"b"})
    assert not folder.exists()
