"""The built-in template of the letter of demand."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.shared import Mm

from butlercli.base.i18n import set_language
from butlercli.nouns.fee.dunning.rules import forbidden
from butlercli.nouns.fee.dunning.views import template as letter_template


@pytest.fixture(params=["zh", "en"])
def built(request: pytest.FixtureRequest) -> Iterator[bytes]:
    """Return the template in a language."""
    set_language(request.param)
    yield letter_template.build()


def test_it_holds_nothing_that_no_letter_may_hold(built: bytes) -> None:
    with ZipFile(BytesIO(built)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert forbidden.in_file(parts) is None
    assert len(forbidden.paragraphs(parts)) > 20


def test_its_table_of_bills_fits_the_page_and_keeps_its_rows_whole(built: bytes) -> None:
    file = docx.Document(BytesIO(built))
    page, (grid,) = file.sections[0], file.tables
    room = (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)
    assert 0 < sum(column.width or 0 for column in grid.columns) <= room + Mm(0.1)
    head, bill = grid.rows[0]._tr.xml, grid.rows[2]._tr.xml
    assert "w:tblHeader" in head and "w:cantSplit" in head and "w:shd" in head
    assert "w:cantSplit" in bill and "w:tblHeader" not in bill
    assert "w:tblBorders" in grid._tbl.xml


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 bill of 3-2-501 is past its due date as of 2026-01-01; perhaps it slipped your mind. We list it below,"),
        (
            2,
            "2 bills of 3-2-501 are past their due date as of 2026-01-01; perhaps they slipped your mind. We list them",
        ),
    ],
)
def test_its_sentences_follow_the_number_of_bills(count: int, said: str) -> None:
    from docxtpl import DocxTemplate

    set_language("en")
    letter = DocxTemplate(BytesIO(letter_template.build()))
    letter.render({"gentle": True, "count": count, "unit": "3-2-501", "date": "2026-01-01", "days": 1, "bills": []})
    text = "\n".join(paragraph.text for paragraph in letter.docx.paragraphs)
    assert said in text
    assert "within 1 day of this letter" in text
