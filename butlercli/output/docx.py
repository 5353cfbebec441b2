"""Documents as Word files: A4, a heading a section, tables whose first row comes again on each page."""

from io import BytesIO
from typing import Any

from butlercli.base.document import Chapter, Document, Table
from butlercli.base.text import visible, width
from butlercli.output.html import said

LATIN, CJK = "Calibri", "Microsoft YaHei"
ACCENT, GREY = "2B5C8A", "5A6572"
SHADE, LINE = "EAF0F6", "B9C4CF"
# Millimetres: A4 and its margins.
PAGE, MARGIN = (210, 297), (16, 18)
PADDING = 5.5


def document(made: Document) -> bytes:
    """Return a document as a Word file; what people typed comes out as the characters it is."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    file = docx.Document()
    _prepare(file, made.title)
    title = file.add_paragraph(style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run(_text(made.title))
    if made.subtitle:
        subtitle = file.add_paragraph(style="Subtitle")
        subtitle.alignment = WD_ALIGN_PARAGRAPH.CENTER
        subtitle.add_run(_text(made.subtitle))
    for section in made.chapters:
        _section(file, section)
    stream = BytesIO()
    file.save(stream)
    return stream.getvalue()


def _text(value: str) -> str:
    return visible(value.replace("\r\n", "\n"), keep_newlines=True)


def _prepare(file: Any, title: str) -> None:
    """Set the page, the typefaces, and what the file says of itself (python-docx names itself else)."""
    from docx.shared import Mm, Pt, RGBColor

    page = file.sections[0]
    page.page_width, page.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    page.left_margin = page.right_margin = Mm(MARGIN[0])
    page.top_margin = page.bottom_margin = Mm(MARGIN[1])
    looks = {
        "Normal": (10.5, None, False),
        "Title": (19, None, True),
        "Subtitle": (10.5, GREY, False),
        "Heading 1": (13, ACCENT, True),
        "Heading 2": (11, None, True),
    }
    for name, (size, colour, bold) in looks.items():
        style = file.styles[name]
        typeface(style)
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.font.color.rgb = RGBColor.from_string(colour or "1D2733")
    file.styles["Normal"].paragraph_format.space_after = Pt(4)
    file.styles["Title"].paragraph_format.space_after = Pt(2)
    _unlined(file.styles["Title"])
    properties = file.core_properties
    properties.title, properties.author, properties.comments = _text(title)[:200], "", ""


def typeface(style: Any) -> None:
    """Give a style its typefaces, for Latin and for Chinese letters; a theme's would win over them."""
    from docx.oxml.ns import qn

    style.font.name = LATIN
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), CJK)


def _unlined(style: Any) -> None:
    """Take off the line that Word's own title has below it."""
    from docx.oxml.ns import qn

    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _section(file: Any, section: Chapter) -> None:
    file.add_heading(_text(section.title), level=min(section.level, 2))
    for paragraph in section.paragraphs:
        file.add_paragraph(_text(paragraph))
    for table in section.tables:
        if table.title != section.title:
            line = file.add_paragraph()
            line.add_run(_text(table.title)).bold = True
            line.paragraph_format.keep_with_next = True
        _table(file, table)


def _table(file: Any, table: Table) -> None:
    from docx.shared import Mm, Pt

    cells = [
        [_text(header) for header in table.headers],
        *([_text(said(value)) for value in row] for row in table.rows),
    ]
    grid = file.add_table(rows=len(cells), cols=len(table.headers))
    grid.style = "Table Grid"
    grid.autofit = False
    points = 9 if len(table.headers) <= 8 else 7.5
    widths = shares(cells, PAGE[0] - 2 * MARGIN[0], points)
    for column, share in zip(grid.columns, widths, strict=True):
        column.width = Mm(share)
    size = Pt(points)
    # Rows are taken once: python-docx looks the whole table up for each cell asked for by its place.
    for number, (row, texts) in enumerate(zip(grid.rows, cells, strict=True)):
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = Mm(widths[column])
            _fill(cell, text, size, right=table.aligns[column] == "r", head=number == 0)
        together(row, repeated=number == 0)
    borders(grid)
    file.add_paragraph().paragraph_format.space_after = Pt(2)


def shares(rows: list[list[str]], room: int, points: float = 9) -> list[float]:
    """Divide the room (millimetres) among columns: each has what it needs, the widest give way where that is too much."""
    cell = points * 0.2  # half a Chinese character of that size
    needed = [
        max(max(width(line) for line in row[column].split("\n")) for row in rows[:200]) * cell + PADDING
        for column in range(len(rows[0]))
    ]
    if sum(needed) <= room:
        return [one * room / sum(needed) for one in needed]
    left, most = float(room), 0.0
    for number, one in enumerate(sorted(needed)):
        most = left / (len(needed) - number)
        if one > most:
            break
        left -= one
    return [min(one, most) for one in needed]


def _fill(cell: Any, text: str, size: Any, *, right: bool, head: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(text)
    run.font.size, run.bold = size, head or None
    if head:
        shade(cell)


def shade(cell: Any, colour: str = SHADE) -> None:
    """Give a cell of a header its ground; colour: six hexadecimal digits."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    ground = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        ground.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(ground)


def together(row: Any, *, repeated: bool) -> None:
    """Keep a row on one page; the header comes again on each."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))


def borders(grid: Any, colour: str = LINE) -> None:
    """Draw thin lines around the cells of a table, and leave some air inside them; colour: six hexadecimal digits."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    lines = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        lines.append(line)
    grid._tbl.tblPr.append(lines)
    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", 40), ("left", 90), ("bottom", 40), ("right", 90)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    grid._tbl.tblPr.append(margins)
