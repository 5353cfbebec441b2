"""Text: which encoding, which delimiter, then rows. Nothing is guessed that could silently spoil a value."""

import codecs
from collections.abc import Iterator
from itertools import islice

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.kit.intake.grid import Cell, Flow
from butlercli.kit.intake.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS, cell_too_long, too_many_cells
from butlercli.kit.intake.raw import Raw

DELIMITERS = (",", "\t", ";", "，", "；", "|")
SAMPLE = 65_536
"""Characters of a text by which it is judged."""
_PART = 1 << 20
_SAMPLE_ROWS = 60


class Text:
    """What a text is: its encoding, how it begins, and whether it says anything."""

    __slots__ = ("blank", "encoding", "quotes", "raw", "start")

    def __init__(self, raw: Raw, name: str) -> None:
        """Read all of it once: UTF-8 with or without BOM, UTF-16 with BOM, or GB18030.

        A UTF-8 file with a few broken bytes would pass as GB18030 and become nonsense, so it is refused and
        the line named. Raises `UsageError` also for binary content.
        """
        self.raw = raw
        self.encoding = _encoding(raw, name)
        self.start = raw.text(self.encoding).read(SAMPLE + 1)
        self.blank, self.quotes = True, False
        binary = False
        for part in _decoded(raw, self.encoding):
            binary = binary or "\0" in part
            self.blank = self.blank and not part.strip()
            self.quotes = self.quotes or "'" in part
        if binary:
            raise UsageError(
                N_("“{file}” is not a spreadsheet, CSV or JSON file."),
                hint=N_("If it is text, save it as UTF-8."),
                code="not_a_table",
                file=name,
            )


def _decoded(raw: Raw, encoding: str, errors: str = "strict") -> Iterator[str]:
    """Yield a text part by part; raises UnicodeDecodeError."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    stream = raw.data()
    while data := stream.read(_PART):
        yield decoder.decode(data)
    yield decoder.decode(b"", final=True)


def _encoding(raw: Raw, name: str) -> str:
    if raw.data().read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if _broken_line(raw, "utf-16"):
            raise _undecodable(name, 1)
        return "utf-16"
    line = _broken_line(raw, "utf-8-sig")
    if not line:
        return "utf-8-sig"
    broken = good = looked = 0
    for part in _decoded(raw, "utf-8", "replace"):
        broken += part.count("\ufffd")
        good += sum(1 for char in part[: max(1_000_000 - looked, 0)] if char > "\x7f" and char != "\ufffd")
        looked += len(part)
    if good > 10 * broken:
        raise _undecodable(name, line)
    line = _broken_line(raw, "gb18030")
    if line:
        raise _undecodable(name, line)
    return "gb18030"


def _broken_line(raw: Raw, encoding: str) -> int:
    """Return the number of the first line that is not text of an encoding, 0 where all are."""
    lines = 1
    try:
        for part in _decoded(raw, encoding):
            lines += part.count("\n")
    except UnicodeDecodeError as error:
        return lines + error.object.count(b"\n", 0, error.start)
    return 0


def _undecodable(name: str, line: int) -> UsageError:
    return UsageError(
        N_("Line {line} of “{file}” is neither UTF-8 nor GB18030 text."),
        hint=N_("Save the file again as UTF-8, or as .xlsx."),
        code="bad_encoding",
        file=name,
        line=line,
    )


def sniff_delimiter(text: str, preferred: str = ",") -> str:
    """Return the delimiter that splits the first rows most evenly; the one that makes more columns on a tie.

    Title lines above the table and commas inside long texts are outvoted. `preferred` is returned for a
    text with a single column.
    """
    import csv
    from collections import Counter
    from io import StringIO

    sample = text[:SAMPLE]
    best, score = preferred, (0.0, 0)
    for delimiter in sorted(DELIMITERS, key=lambda mark: mark != preferred):
        if delimiter not in sample:
            continue
        try:
            rows = list(islice(csv.reader(StringIO(sample, newline=""), delimiter=delimiter), _SAMPLE_ROWS))
        except csv.Error:
            continue
        if len(text) > SAMPLE and len(rows) > 1:
            rows.pop()
        widths = Counter(len(row) for row in rows if any(row))
        if not widths:
            continue
        width, votes = max(((w, n) for w, n in widths.items() if w > 1), key=lambda p: p[::-1], default=(0, 0))
        candidate = (votes / widths.total(), width)
        if candidate > score:
            best, score = delimiter, candidate
    return best


def read_delimited(text: Text, name: str, *, delimiter: str = "") -> Flow:
    """Read delimited text into a sheet; blank cells are `None`, other cells exactly as written.

    A first line `sep=;` (Excel's own mark) names the delimiter. A leading `'` that our export put before
    a formula character is taken off again. Raises `UsageError` naming the row for an open quotation
    mark, a cell over the limit or a row with too many columns.
    """
    head = text.start[:8].splitlines()[:1]
    skip = 0
    if head and len(head[0]) == 5 and head[0].lower().startswith("sep="):
        delimiter, skip = head[0][4], 5
    chosen = delimiter or sniff_delimiter(text.start[skip:])
    return Flow("1", lambda: _parsed(text, name, chosen, skip))


def _parsed(text: Text, name: str, delimiter: str, skip: int) -> Iterator[list[Cell]]:
    import csv

    stream = text.raw.text(text.encoding)
    stream.read(skip)
    csv.field_size_limit(MAX_CELL)
    number = 0
    try:
        for number, row in enumerate(csv.reader(stream, delimiter=delimiter, strict=True), 1):
            if len(row) > MAX_COLUMNS or number > MAX_ROWS:
                raise too_many_cells(name)
            cells: list[Cell] = [cell if cell and not cell.isspace() else None for cell in row]
            if text.quotes:
                _take_quotes_off(cells)
            yield cells
    except csv.Error as error:
        raise _bad_row(error, name, number + 1) from error


def _bad_row(error: Exception, name: str, row: int) -> UsageError:
    if "field larger" in str(error):
        return cell_too_long(name, row)
    return UsageError(
        N_("Row {row} of “{file}” has a quotation mark that is not closed or is followed by more text."),
        hint=N_("A quotation mark inside a quoted cell is written twice."),
        code="bad_row",
        file=name,
        row=row,
    )


def _take_quotes_off(row: list[Cell]) -> None:
    for index, cell in enumerate(row):
        if type(cell) is str and cell[0] == "'":
            from butlercli.base.text import formula_unsafe

            row[index] = formula_unsafe(cell)
