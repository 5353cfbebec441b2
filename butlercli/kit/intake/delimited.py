"""Text: which encoding, which delimiter, then rows. Nothing is guessed that could silently spoil a value."""

from itertools import islice

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.kit.intake.grid import Grid
from butlercli.kit.intake.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS, cell_too_long, too_many_cells

DELIMITERS = (",", "\t", ";", "，", "；", "|")
_SAMPLE = 65_536
_SAMPLE_ROWS = 60


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8 with or without BOM, UTF-16 with BOM, or GB18030.

    A UTF-8 file with a few broken bytes would pass as GB18030 and become nonsense, so it is refused and
    the line named. Raises `UsageError` also for binary content.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise _undecodable(name, 1) from error
    else:
        text = _decode_bytes(data, name)
    if "\0" in text:
        raise UsageError(
            N_("“{file}” is not a spreadsheet, CSV or JSON file."),
            hint=N_("If it is text, save it as UTF-8."),
            code="not_a_table",
            file=name,
        )
    return text


def _decode_bytes(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    good = sum(1 for char in islice(lenient, 1_000_000) if char > "\x7f" and char != "\ufffd")
    if good > 10 * broken:
        raise _undecodable(name, line)
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _undecodable(name, line) from error


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

    sample = text[:_SAMPLE]
    best, score = preferred, (0.0, 0)
    for delimiter in sorted(DELIMITERS, key=lambda mark: mark != preferred):
        if delimiter not in sample:
            continue
        try:
            rows = list(islice(csv.reader(StringIO(sample, newline=""), delimiter=delimiter), _SAMPLE_ROWS))
        except csv.Error:
            continue
        if len(text) > _SAMPLE and len(rows) > 1:
            rows.pop()
        widths = Counter(len(row) for row in rows if any(row))
        if not widths:
            continue
        width, votes = max(((w, n) for w, n in widths.items() if w > 1), key=lambda p: p[::-1], default=(0, 0))
        candidate = (votes / widths.total(), width)
        if candidate > score:
            best, score = delimiter, candidate
    return best


def read_delimited(text: str, name: str, *, delimiter: str = "") -> Grid:
    """Read delimited text into rows; blank cells are `None`, other cells exactly as written.

    A first line `sep=;` (Excel's own mark) names the delimiter. A leading `'` that our export put before
    a formula character is taken off again. Raises `UsageError` naming the row for an open quotation
    mark, a cell over the limit or a row with too many columns.
    """
    head = text[:8].splitlines()[:1]
    if head and len(head[0]) == 5 and head[0].lower().startswith("sep="):
        delimiter = head[0][4]
        text = text[5:]
    grid = _parse(text, name, delimiter or sniff_delimiter(text))
    if "'" in text:
        _take_quotes_off(grid)
    return grid


def _parse(text: str, name: str, delimiter: str) -> Grid:
    import csv
    from io import StringIO

    grid: Grid = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    previous = csv.field_size_limit(MAX_CELL)
    try:
        for row in reader:
            grid.append([cell if cell and not cell.isspace() else None for cell in row])
            if len(row) > MAX_COLUMNS or len(grid) > MAX_ROWS:
                raise too_many_cells(name)
    except csv.Error as error:
        raise _bad_row(error, name, len(grid) + 1) from error
    finally:
        csv.field_size_limit(previous)
    return grid


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


def _take_quotes_off(grid: Grid) -> None:
    from butlercli.base.text import formula_unsafe

    for row in grid:
        for index, cell in enumerate(row):
            if type(cell) is str and cell[0] == "'":
                row[index] = formula_unsafe(cell)
