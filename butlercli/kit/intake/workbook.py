"""Spreadsheets (xlsx, xls, ods): checked first, then read by calamine, then made plain cells."""

from typing import TYPE_CHECKING

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.kit.intake.grid import Cell, Grid, Merge, Sheet
from butlercli.kit.intake.limits import MAX_CELL, cell_too_long, damaged, encrypted, inflate, repack
from butlercli.kit.intake.reach import check_reach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from python_calamine import CalamineWorkbook

_EXACT_INTEGER = 1e15
_Ranges = list[tuple[tuple[int, int], tuple[int, int]]]


def no_spreadsheet(name: str) -> UsageError:
    """Return the error for content that is no table at all (a picture, a PDF, a Word file)."""
    return UsageError(
        N_("“{file}” is not a spreadsheet, CSV or JSON file."),
        hint=N_("Export the table as .xlsx or .csv."),
        code="not_a_table",
        file=name,
    )


def read_zip(data: bytes, name: str) -> tuple[str, list[Sheet]]:
    """Read an xlsx or ods file; returns its format and sheets.

    Raises `UsageError` over a limit, under a password, when damaged, or for another kind of archive.
    """
    entries = inflate(data, name)
    if "xl/workbook.xml" in entries or any(key.lower().endswith("workbook.xml") for key in entries):
        kind = "xlsx"
    elif b"opendocument.spreadsheet" in entries.get("mimetype", b"") or "content.xml" in entries:
        kind = "ods"
    else:
        raise no_spreadsheet(name)
    check_reach(entries, name)
    return kind, _sheets(repack(entries), name)


def read_ole(data: bytes, name: str) -> list[Sheet]:
    """Read an xls file; an xlsx under a password looks the same from outside and is told apart here."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise encrypted(name)
    if not any(stream.encode("utf-16-le") in data for stream in ("Workbook", "WORKBOOK", "Book", "BOOK")):
        if "WordDocument".encode("utf-16-le") in data or "PowerPoint".encode("utf-16-le") in data:
            raise no_spreadsheet(name)
        raise damaged(name)
    tables = _read_apart(data, name)
    tables.sort(key=lambda table: not table[1])
    return [Sheet(title, _loader(rows, ranges, name)) for title, _visible, rows, ranges in tables]


def _read_apart(data: bytes, name: str) -> list[tuple[str, bool, Grid, _Ranges]]:
    """Read an xls file in a process of its own, because a damaged one can end the process that reads it."""
    import os
    import pickle
    import subprocess
    import sys

    child = os.path.join(os.path.dirname(__file__), "xls_child.py")  # noqa: PTH118, PTH120
    try:
        run = subprocess.run([sys.executable, "-P", child], input=data, capture_output=True, timeout=300)
        answer = pickle.loads(run.stdout) if run.returncode == 0 else "damaged"
    except (OSError, subprocess.TimeoutExpired, EOFError, pickle.UnpicklingError) as error:
        raise damaged(name) from error
    if answer == "password":
        raise encrypted(name)
    if not isinstance(answer, list):
        raise damaged(name)
    return answer


def _sheets(data: bytes, name: str) -> list[Sheet]:
    """Return the worksheets, visible ones first; each is read when its grid is asked for."""
    from io import BytesIO

    import python_calamine as calamine

    try:
        book = calamine.load_workbook(BytesIO(data))
        metadata = book.sheets_metadata
    except BaseException as error:
        raise _translated(error, name) from error
    visible = calamine.SheetVisibleEnum.Visible
    tables = [sheet for sheet in metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
    tables.sort(key=lambda sheet: sheet.visible != visible)
    return [Sheet(sheet.name, _lazy(book, sheet.name, name)) for sheet in tables]


def _translated(error: BaseException, name: str) -> BaseException:
    """Turn what calamine raises into a sentence; a panic of its Rust code is no `Exception`."""
    import python_calamine as calamine

    if isinstance(error, calamine.PasswordError):
        return encrypted(name)
    if isinstance(error, Exception) or type(error).__name__ == "PanicException":
        return damaged(name)
    return error


def _loader(raw: "Iterable[Iterable[Cell]]", ranges: _Ranges, file: str) -> "Callable[[], tuple[Grid, list[Merge]]]":
    """Return what makes plain cells of a sheet that was read, when they are asked for."""
    return lambda: _finished(raw, ranges, file)


def _lazy(book: "CalamineWorkbook", sheet: str, file: str) -> "Callable[[], tuple[Grid, list[Merge]]]":
    """Return what reads one sheet of an open workbook."""

    def load() -> tuple[Grid, list[Merge]]:
        try:
            found = book.get_sheet_by_name(sheet)
            raw = found.to_python(skip_empty_area=False)
            ranges = found.merged_cell_ranges or []
        except BaseException as error:
            raise _translated(error, file) from error
        return _finished(raw, ranges, file)

    return load


def _finished(raw: "Iterable[Iterable[Cell]]", ranges: _Ranges, file: str) -> tuple[Grid, list[Merge]]:
    merges = [Merge(top, left, bottom, right) for (top, left), (bottom, right) in ranges]
    grid = [_cells(row) for row in raw]
    _check_lengths(grid, file)
    fill_down(grid, merges)
    return grid, merges


def _cells(row: "Iterable[Cell]") -> list[Cell]:
    """Make whole floats integers and blank text `None`; text is otherwise kept as it is."""
    return [
        (int(cell) if cell.is_integer() and -_EXACT_INTEGER < cell < _EXACT_INTEGER else cell)
        if type(cell) is float
        else (None if not cell or cell.isspace() else cell)
        if type(cell) is str
        else cell
        for cell in row
    ]


def _check_lengths(grid: Grid, name: str) -> None:
    for number, row in enumerate(grid, 1):
        if [cell for cell in row if type(cell) is str and len(cell) > MAX_CELL]:
            raise cell_too_long(name, number)


def fill_down(grid: Grid, merges: list[Merge]) -> None:
    """Give every row of a cell merged downwards the value of its first: the person sees it beside each.

    Only the first column of the range is filled, so a merged title does not become a row of titles.
    """
    for merge in merges:
        if merge.bottom > merge.top < len(grid) and merge.left < len(grid[merge.top]):
            value = grid[merge.top][merge.left]
            for row in grid[merge.top + 1 : merge.bottom + 1]:
                if merge.left < len(row):
                    row[merge.left] = value
