"""Letters filled in: what people typed comes out as the characters it is, and a template reaches nothing but its fields."""

from io import BytesIO

import docx
import pytest

from butlercli.base.errors import UsageError
from butlercli.output import letters
from tests.contracts.test_hostile import HOSTILE


def _template(*paragraphs: str) -> bytes:
    file, stream = docx.Document(), BytesIO()
    for text in paragraphs:
        file.add_paragraph(text)
    file.save(stream)
    return stream.getvalue()


def _texts(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs]


def test_fields_are_filled_in_and_blocks_stand_only_where_they_are_meant() -> None:
    template = _template("致 {{ debtor }}", "{%p if final %}", "最后一次", "{%p endif %}", "{{ bills[0].item }}")
    fields = {"debtor": "安居 & <王芳>", "final": False, "bills": [{"item": "物业费"}]}
    assert _texts(letters.fill(template, fields)) == ["致 安居 & <王芳>", "物业费"]
    assert _texts(letters.fill(template, fields | {"final": True}))[1] == "最后一次"


@pytest.mark.parametrize("text", [one for one in HOSTILE if one.isprintable()])
def test_what_people_typed_is_never_markup_nor_a_field(text: str) -> None:
    assert _texts(letters.fill(_template("{{ debtor }}。"), {"debtor": text})) == [f"{text}。"]


@pytest.mark.parametrize(
    "text",
    ["{{ secret }}", "{{ ().__class__.__base__.__subclasses__() }}", "{% if x %}", "{{ debtor", "{{ debtor.a.b }}"],
)
def test_a_template_that_asks_for_more_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        letters.fill(_template(text), {"debtor": "王芳"})
    assert caught.value.code == "bad_template"
