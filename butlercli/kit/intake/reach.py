"""How far a sheet's cells reach, read off its XML before the parser reserves that rectangle.

The parser allocates rows x columns at once and ends the whole process when that fails, so one stray cell
at XFD1048576 must be seen first.
"""

import re

from butlercli.kit.intake.grid import column_index
from butlercli.kit.intake.limits import MAX_GRID, damaged, too_many_cells


def check_reach(entries: dict[str, bytes], name: str) -> None:
    """Raise `UsageError` when a sheet of the archive reaches over `MAX_GRID` cells."""
    for content in entries.values():
        head = content[:2]
        if head in (b"\xff\xfe", b"\xfe\xff"):
            # XML in UTF-16 would hide its marks from the search below; no spreadsheet program writes it.
            raise damaged(name)
        if b"sheetData" in content:
            rows, columns = _sheet_reach(content)
        elif b"<table:table-row" in content:
            rows, columns = _ods_reach(content)
        else:
            continue
        if rows * columns > MAX_GRID:
            raise too_many_cells(name)


def _sheet_reach(xml: bytes) -> tuple[int, int]:
    """Return rows and columns of an OOXML sheet, never too few.

    Neither the stated dimension nor the row's own number binds the parser: it believes each cell's
    reference, and counts where there is none. So both are looked at: first by the length of the
    references, which one pass settles for honest files, then exactly where that is not enough.
    """
    found = re.search(rb"<([A-Za-z0-9]+:)?sheetData", xml)
    prefix = (found.group(1) or b"") if found else b""
    pieces = xml.split(b"<" + prefix + b"row")[1:]
    counted = max((piece.count(b"<" + prefix + b"c") for piece in pieces), default=0)
    numbered = re.compile(rb"[^>]*?\sr\s*=\s*[\"'](\d{1,9})").match
    rows = max([len(pieces), *(int(hit.group(1)) for piece in pieces if (hit := numbered(piece)))])
    digits = len(str(rows))
    further = re.search(rb"r\s?=\s?[\"'][A-Za-z](?:[A-Za-z]+\d|\d{%d})" % (digits + 1), xml)
    if not further and 10**digits * max(counted, 26) <= MAX_GRID:
        return 10**digits, max(counted, 26)
    names = set(re.findall(rb"r\s?=\s?[\"']([A-Za-z]{1,9})([0-9]{1,9})[\"']", xml))
    width = max((column_index(letters.decode().upper()) + 1 for letters, _row in names), default=0)
    return max([rows, *(int(row) for _letters, row in names)]), max(counted, width)


def _ods_reach(xml: bytes) -> tuple[int, int]:
    """Return rows and columns of the widest table of an OpenDocument sheet, repeated cells counted."""
    rows = columns = 0
    for table in xml.split(b"<table:table ")[1:]:
        seen = used = 0
        for piece in table.split(b"<table:table-row")[1:]:
            seen += _repeated(piece[: piece.find(b">") + 1], b"rows")
            width = _ods_width(piece)
            if width:
                used = seen
                columns = max(columns, width)
        rows = max(rows, used)
    return rows, columns


def _ods_width(row: bytes) -> int:
    """Return the cells of a row up to the last one that holds something."""
    if b"office:value" not in row and b"<text:p" not in row:
        return 0
    seen = width = 0
    for cell in re.split(rb"<table:(?:covered-)?table-cell", row)[1:]:
        seen += _repeated(cell[: cell.find(b">") + 1], b"columns")
        if b"office:value" in cell or b"<text:p" in cell:
            width = seen
    return width


def _repeated(tag: bytes, what: bytes) -> int:
    found = re.search(rb"number-" + what + rb"-repeated\s*=\s*[\"'](\d{1,9})", tag)
    return int(found.group(1)) if found else 1
