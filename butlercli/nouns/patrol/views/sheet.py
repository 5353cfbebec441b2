"""A sheet of QR labels on A4, as SVG or as a page for the browser: one file, nothing loaded from elsewhere.

Twelve labels a page, two by six. SVG has its pages below each other; in HTML each page is a picture of its own, so that
a page never breaks through a label. Lengths are in millimetres.
"""

from collections.abc import Sequence
from html import escape
from typing import Any

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_, _, language
from butlercli.base.result import Record, Result
from butlercli.base.text import fit, visible, width, wrap

PAGE = (210, 297)
MARGIN = (10, 10)
COLUMNS, ROWS = 2, 6
LABEL = (95, 46)
QR = 36
TEXT_AT = 42
ROOM = LABEL[0] - TEXT_AT - 3
# How wide a cell of the terminal (half a Chinese character) is at most, in parts of the type size.
CELL = 0.62
QUIET = 4
"""Modules left white around a code (ISO/IEC 18004)."""
FONTS = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','SimHei',sans-serif"
MONO = "'Noto Sans Mono CJK SC',Consolas,Menlo,'DejaVu Sans Mono',monospace"

_HTML = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
@page {{ size: A4; margin: 0 }}
body {{ margin: 0; background: #ddd }}
svg {{ display: block; width: 210mm; height: 297mm; margin: 6mm auto; background: #fff; break-inside: avoid }}
@media print {{
  body {{ background: none }}
  svg {{ margin: 0; height: 296mm; break-after: page }}
  svg:last-of-type {{ break-after: auto }}
}}
</style>
</head>
<body>
{pages}
</body>
</html>
"""


def written(result: Result, data: Sequence[Record], format: str) -> str | None:
    """Return the sheet for a format in which labels are printed, None for one in which they are a list."""
    return sheet(data, format, result.extra["community"]) if format in ("html", "svg") else None


def sheet(records: Sequence[Record], format: str, community: str = "") -> str:
    """Return labels (code, name, place, line) as `svg` or `html`; the community's name stands on each.

    Raises UsageError (exit 2) where there is no label, and for a code that no QR code can hold.
    """
    if not records:
        raise UsageError(
            N_("There is no label to print."),
            hint=N_("There are no patrol points yet; {command} adds one."),
            command="butler patrol point add",
        )
    each = COLUMNS * ROWS
    pages = [_page(records[start : start + each], community) for start in range(0, len(records), each)]
    title = escape(visible(" ".join(filter(None, (community, _("Patrol labels"))))))
    if format == "svg":
        height = PAGE[1] * len(pages)
        body = "\n".join(
            f'<g transform="translate(0 {PAGE[1] * index})">{page}</g>' for index, page in enumerate(pages)
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n{_open(height, sized=True)}<title>{title}</title>\n'
            f'<rect width="{PAGE[0]}" height="{height}" fill="#fff"/>\n{body}\n</svg>\n'
        )
    drawn = "\n".join(f"{_open(PAGE[1])}{page}</svg>" for page in pages)
    lang = "zh-CN" if language() == "zh" else "en"
    return _HTML.format(lang=lang, title=title, pages=drawn)


def _open(height: int, *, sized: bool = False) -> str:
    size = f' width="{PAGE[0]}mm" height="{height}mm"' if sized else ""
    return f'<svg xmlns="http://www.w3.org/2000/svg"{size} viewBox="0 0 {PAGE[0]} {height}" font-family="{FONTS}">'


def _page(records: Sequence[Record], community: str) -> str:
    """Draw up to twelve labels."""
    drawn: list[str] = []
    for index, record in enumerate(records):
        x = MARGIN[0] + index % COLUMNS * LABEL[0]
        y = MARGIN[1] + index // COLUMNS * LABEL[1]
        drawn.append(f'<g transform="translate({x} {y})">{_label(record, community)}</g>')
    return "\n".join(drawn)


def _label(record: Record, community: str) -> str:
    """Draw a label: the code to scan, what it is in writing, and the line for whoever types it."""
    box = f'<rect width="{LABEL[0]}" height="{LABEL[1]}" fill="none" stroke="#bbb" stroke-width=".2" stroke-dasharray="2 1.5"/>'
    code = visible(record["code"])
    size = round(min(7.5, max(3.2, ROOM / (CELL * max(width(code), 1)))), 2)
    lines = [(text, size, ' font-weight="bold"') for text in _broken(code, size, 2)]
    lines += [(text, 5.2, "") for text in _broken(visible(record["name"]), 5.2, 2)]
    if record["place"] and record["place"] != record["name"]:
        lines += [(text, 3.6, ' fill="#444"') for text in _broken(visible(record["place"]), 3.6, 1)]
    texts, y = [], 4.0
    for text, high, more in lines:
        y += high * 1.25
        texts.append(_text(TEXT_AT, y, high, text, more))
    if community:
        texts.append(_text(TEXT_AT, 37.5, 2.8, fit(visible(community), int(ROOM / (2.8 * CELL))), ' fill="#777"'))
    mono = f' font-family="{MONO}" fill="#444"'
    below = _broken(visible(record["line"]), 2.7, 1, room=LABEL[0] - 8)
    texts.extend(_text(4, 43, 2.7, text, mono) for text in below)
    return box + qr(record["line"]) + "".join(texts)


def _broken(text: str, size: float, most: int, room: float = ROOM) -> list[str]:
    """Break a text into so many lines of its type size; what does not fit ends in an ellipsis."""
    cells = max(int(room / (size * CELL)), 2)
    if most == 1:
        return [fit(text, cells)]
    lines = wrap(fit(text, cells * most * 2), cells)
    return lines if len(lines) <= most else [*lines[: most - 1], fit(lines[most - 1] + "…", cells)]


def _text(x: float, y: float, size: float, text: str, more: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" xml:space="preserve"{more}>{escape(text)}</text>'


def matrix(content: str) -> Any:
    """Return the modules of a QR code, row by row; raises UsageError (exit 2) for more than one can hold."""
    import segno

    try:
        # Bytes in UTF-8 whatever the characters: the Kanji mode is read wrong by some scanners.
        code = segno.make_qr(content, error="m", mode="byte", encoding="utf-8")
    except segno.DataOverflowError:
        raise UsageError(
            N_("“{line}” is too long for a label."), hint=N_("Give the point a shorter code."), line=content
        ) from None
    return code.matrix


def qr(content: str) -> str:
    """Draw a QR code with the white around it that scanners want, in the upper left of a label."""
    rows = matrix(content)
    path: list[str] = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = 0
            while x + run < len(row) and row[x + run]:
                run += 1
            if run:
                path.append(f"M{x} {y}h{run}v1h-{run}z")
            x += run or 1
    size = len(rows) + 2 * QUIET
    return (
        f'<svg x="3" y="2" width="{QR}" height="{QR}" viewBox="{-QUIET} {-QUIET} {size} {size}" shape-rendering="crispEdges">'
        f'<path d="{"".join(path)}"/></svg>'
    )
