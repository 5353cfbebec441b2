"""Documents as one HTML page: nothing loaded from elsewhere, made to be read on a screen and printed on A4."""

from html import escape

from butlercli.base.document import Cell, Chapter, Document, Table
from butlercli.base.i18n import language
from butlercli.base.text import visible, width

FONTS = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','SimHei',sans-serif"
SHORT = 12
_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
@page {{ size: A4; margin: 18mm 16mm }}
* {{ box-sizing: border-box }}
body {{ font: 10.5pt/1.65 {fonts}; color: #1d2733; background: #eef0f3; margin: 0 }}
main {{ max-width: 210mm; min-height: 297mm; margin: 8mm auto; padding: 18mm 16mm; background: #fff; box-shadow: 0 1px 8px #0003 }}
h1 {{ font-size: 19pt; text-align: center; margin: 0 0 2mm; letter-spacing: .04em }}
.sub {{ text-align: center; color: #5a6572; margin: 0 0 8mm }}
h2 {{ font-size: 13pt; margin: 8mm 0 2mm; border-bottom: 1.5px solid #2b5c8a; color: #2b5c8a; break-after: avoid }}
h3 {{ font-size: 11pt; margin: 5mm 0 1mm; break-after: avoid }}
p {{ margin: 1.5mm 0; overflow-wrap: anywhere; white-space: pre-line }}
table {{ border-collapse: collapse; width: 100%; margin: 2mm 0 4mm; font-size: 9pt; line-height: 1.4 }}
caption {{ text-align: left; font-weight: bold; padding: 2mm 0 1mm }}
thead {{ display: table-header-group }}
tr {{ break-inside: avoid }}
th {{ background: #eaf0f6; text-align: left; font-weight: 600 }}
th, td {{ border: .5px solid #b9c4cf; padding: 1.2mm 2mm; overflow-wrap: anywhere; white-space: pre-line; vertical-align: top }}
.n {{ white-space: nowrap }}
.r {{ text-align: right; overflow-wrap: normal; white-space: nowrap; font-variant-numeric: tabular-nums }}
@media print {{
  body {{ background: none }}
  main {{ margin: 0; padding: 0; box-shadow: none; max-width: none; min-height: 0 }}
  th {{ print-color-adjust: exact; -webkit-print-color-adjust: exact }}
}}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="sub">{subtitle}</p>
{body}
</main>
</body>
</html>
"""


def document(made: Document) -> str:
    """Return a document as a page; what people typed comes out as the characters it is."""
    return _PAGE.format(
        lang="zh-CN" if language() == "zh" else "en",
        fonts=FONTS,
        title=_text(made.title),
        subtitle=_text(made.subtitle),
        body="\n".join(_section(section) for section in made.chapters),
    )


def _text(value: str) -> str:
    return escape(visible(value.replace("\r\n", "\n"), keep_newlines=True))


def _section(section: Chapter) -> str:
    tag = "h2" if section.level == 1 else "h3"
    parts = [f"<section>\n<{tag}>{_text(section.title)}</{tag}>"]
    parts.extend(f"<p>{_text(paragraph)}</p>" for paragraph in section.paragraphs)
    parts.extend(_table(table, "" if table.title == section.title else table.title) for table in section.tables)
    return "\n".join([*parts, "</section>"])


def _table(table: Table, title: str) -> str:
    marks = [_mark(table, column) for column in range(len(table.headers))]
    head = "".join(f"<th{mark}>{_text(text)}</th>" for mark, text in zip(marks, table.headers, strict=True))
    rows = "\n".join(
        "<tr>" + "".join(f"<td{mark}>{_cell(value)}</td>" for mark, value in zip(marks, row, strict=True)) + "</tr>"
        for row in table.rows
    )
    caption = f"<caption>{_text(title)}</caption>" if title else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"


def _mark(table: Table, column: int) -> str:
    """Return how a column is set: numbers to the right; dates and references are never broken, longer texts may be."""
    if table.aligns[column] == "r":
        return ' class="r"'
    longest = max((width(said(row[column])) for row in table.rows), default=0)
    return ' class="n"' if longest <= SHORT else ""


def said(value: Cell) -> str:
    """Return a cell as it is read: numbers grouped by thousands, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    return f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"


def _cell(value: Cell) -> str:
    return _text(said(value))
