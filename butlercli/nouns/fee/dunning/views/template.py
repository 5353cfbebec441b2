"""The built-in template of the letter of demand (催缴函), made in code; what a user may change is saved from here.

Its fields are those of `desk.fee.letters.fields`. A tone is a block of its own (`{%p if gentle %}`), a bill a row of the table.
"""

from io import BytesIO
from typing import Any

from butlercli.base.i18n import FORM, N_, _
from butlercli.output.docx import borders, shade, together, typeface

GREY, ACCENT, SHADE, LINE = "6B7580", "2B3A4A", "EEF1F4", "9AA5B1"
# Columns of the table: header, field, width in millimetres, whether it stands to the right.
COLUMNS = (
    (N_("Fee item"), "item", 30, False),
    (N_("Service period"), "period", 43, False),
    (N_("Due date"), "due", 23, False),
    (N_("Billed (yuan)"), "amount", 24, True),
    (N_("Paid or waived (yuan)"), "settled", 26, True),
    (N_("Still owed (yuan)"), "owed", 24, True),
)
DRAFT = N_("Draft: it takes effect only when the company has approved, issued and sealed it.")
OPENING = {
    "gentle": N_(
        "Thank you for supporting our work at {community}. Our books show that {count:bill|bills} of {unit} "
        "{count:|is past its|are past their} due date as of {date}; perhaps {count:|it|they} slipped your mind. We "
        "list {count:|it|them} below, so that you can compare {count:|it|them}."
    ),
    "formal": N_(
        "Our books show that, as of {date}, {count:bill|bills} for which you are liable at {unit}, {community}, "
        "{count:|is past its|are past their} due date and not paid in full. {count:|It is|They are} listed below."
    ),
    "final": N_(
        "As of {date}, {count:bill|bills} for which you are liable at {unit}, {community}, "
        "{count:|remains|remain} unpaid after {count:|its|their} due date. We hereby formally demand payment. "
        "{count:|It is|They are} listed below."
    ),
}
REQUEST = {
    "gentle": N_(
        "We ask you to pay by {pay_by}, within {days:day|days} of this letter. If you have paid meanwhile, please "
        "pass this letter over and tell us, so that we can set our books right; if it is difficult now, talk to us."
    ),
    "formal": N_(
        "Under article 944 of the Civil Code (民法典), owners pay the fee where the service was rendered as agreed. "
        "Please pay by {pay_by}, within {days:day|days} of this letter. If you have paid meanwhile, please show us "
        "the record of it."
    ),
    "final": N_(
        "Under article 944 of the Civil Code (民法典) you are given until {pay_by}, {days:day|days} from this letter, "
        "as a reasonable period. If nothing is paid by then, the company may bring an action or apply for arbitration "
        "by law."
    ),
}
TOTAL = N_("Total owed: {total} yuan (in capitals: {capitals}).")
LATE = N_(
    "Late fee (违约金) under the contract, computed up to {date}: {late} yuan (in capitals: {late_capitals}); it is not part "
    "of the total above. Together {together} yuan."
)
PAYING = N_("How to pay: {pay}")
OBJECTIONS = N_(
    "If you disagree with a bill, or are not content with the service, you may object or complain to us in writing or by word "
    "of mouth; we will look into it and answer."
)
CONTACT = N_("Contact: {contact}")
SLIP = N_("Receipt slip (cut off here and return)")
RECEIVED = N_("I have received this letter of {date} about {unit}. Signing confirms the receipt only.")
PROMISE = N_("□ I will pay ____________ yuan by ______ (year) ____ (month) ____ (day).")
SIGNATURE = N_("Signature: ________________    Telephone: ________________    Date: ________________")


def build() -> bytes:
    """Return the template as a Word file in the language in force."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    file = docx.Document()
    _page(file)
    header = file.sections[0].header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(header, _(DRAFT), 9, GREY)
    title = file.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = _points(10)
    _run(title, _("Letter of demand (催缴函)"), 20, ACCENT, bold=True)
    _line(file, _("To: {debtor} (unit {unit})"), bold=True)
    _tones(file, OPENING)
    _bills(file)
    _line(file, _(TOTAL), bold=True, before=8)
    _block(file, "late", LATE)
    _tones(file, REQUEST)
    _block(file, "pay", PAYING)
    _line(file, _(OBJECTIONS))
    _block(file, "contact", CONTACT)
    for text in ("{company}" + _(" (seal)"), "{date}"):
        _line(file, text, right=True)
    _slip(file)
    stream = BytesIO()
    file.save(stream)
    return stream.getvalue()


def _fielded(text: str) -> str:
    """Return a sentence with its fields as the template's; a counted noun follows the number of the letter."""
    import re

    names = (
        "community", "company", "contact", "pay", "unit", "debtor", "date", "pay_by", "days", "count", "total", "capitals",
        "late", "late_capitals", "together",
    )  # fmt: skip
    choice = r'{{{{ "\3" if \1 == 1 else "\4" }}}}'
    text = re.sub(FORM, lambda form: ("" if form[2] else f"{{{form[1]}}} ") + form.expand(choice), text)
    return text.format(**{name: "{{ " + name + " }}" for name in names})


def _points(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)


def _page(file: Any) -> None:
    from docx.shared import Mm, Pt

    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin, page.bottom_margin = Mm(22), Mm(18)
    normal = file.styles["Normal"]
    typeface(normal)
    normal.font.size = Pt(10.5)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.3
    properties = file.core_properties
    properties.author = properties.comments = ""
    properties.title = _("Letter of demand (催缴函)")


def _run(paragraph: Any, text: str, size: float | None = None, colour: str = "", *, bold: bool = False) -> None:
    from docx.shared import RGBColor

    run = paragraph.add_run(text)
    run.bold = bold or None
    if size is not None:
        run.font.size = _points(size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)


def _line(file: Any, text: str, *, bold: bool = False, right: bool = False, before: float = 0) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = file.add_paragraph()
    paragraph.paragraph_format.space_before = _points(before)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(paragraph, _fielded(text), bold=bold)


def _tag(file: Any, text: str) -> None:
    """Write a paragraph that only steers, and is gone from the letter."""
    file.add_paragraph("{%p " + text + " %}")


def _block(file: Any, field: str, sentence: str) -> None:
    """Write a sentence that stands only where its field says something."""
    _tag(file, f"if {field}")
    _line(file, _(sentence))
    _tag(file, "endif")


def _tones(file: Any, sentences: dict[str, str]) -> None:
    for tone, sentence in sentences.items():
        _block(file, tone, sentence)


def _bills(file: Any) -> None:
    """Write the table of bills: a header, and one row between the marks that repeat it."""
    from docx.shared import Mm

    grid = file.add_table(rows=4, cols=len(COLUMNS))
    grid.style = "Table Grid"
    grid.autofit = False
    borders(grid, LINE)
    for number, (header, field, share, right) in enumerate(COLUMNS):
        grid.columns[number].width = Mm(share)
        _cell(grid.rows[0].cells[number], _(header), share, right, head=True)
        _cell(grid.rows[1].cells[number], "{%tr for bill in bills %}" if number == 0 else "", share, False)
        _cell(grid.rows[2].cells[number], "{{ bill." + field + " }}", share, right)
        _cell(grid.rows[3].cells[number], "{%tr endfor %}" if number == 0 else "", share, False)
    for number in (0, 2):
        together(grid.rows[number], repeated=number == 0)


def _cell(cell: Any, text: str, share: int, right: bool, *, head: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    cell.width = Mm(share)
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = _points(0)
    paragraph.paragraph_format.line_spacing = 1.1
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(paragraph, text, 9, bold=head)
    if head:
        shade(cell, SHADE)


def _slip(file: Any) -> None:
    """Write the slip that comes back signed: what proves that the letter arrived."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    cut = file.add_paragraph()
    cut.alignment = WD_ALIGN_PARAGRAPH.CENTER
    cut.paragraph_format.space_before = _points(14)
    cut.paragraph_format.keep_with_next = True
    _run(cut, f"- - - - - - - - - - -  {_(SLIP)}  - - - - - - - - - - -", 9, GREY)
    for number, text in enumerate((RECEIVED, PROMISE, SIGNATURE)):
        _line(file, _(text))
        file.paragraphs[-1].paragraph_format.keep_with_next = number < 2
