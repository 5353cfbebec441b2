"""Spreadsheets: texts are texts and never formulas, numbers are numbers, the header stays in sight."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from butlercli.base.document import Cell
from butlercli.base.i18n import _
from butlercli.base.text import formula_safe, visible, width

if TYPE_CHECKING:
    from butlercli.output.files import Sheet

LONGEST_CELL = 32_767  # what a cell can hold in the file format
MANY_ROWS = 20_000
NARROWEST, WIDEST = 6, 60
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


def save(path: Path, sheets: Sequence["Sheet"]) -> None:
    """Write a workbook with one worksheet a sheet; raises OSError where the file cannot be written."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": sum(len(sheet.rows) for sheet in sheets) > MANY_ROWS,
    }
    workbook = Workbook(str(path), options)
    formats = {
        "head": workbook.add_format({"bold": True, "bottom": 1}),
        # Excel keeps such a text a text even when the cell is edited.
        "guarded": workbook.add_format({"quote_prefix": True}),
        "prose": workbook.add_format({"text_wrap": True, "valign": "top"}),
        "money": workbook.add_format({"num_format": "#,##0.00"}),
        "sum": workbook.add_format({"num_format": "#,##0.00", "bold": True, "top": 1}),
    }
    taken: set[str] = set()
    for sheet in sheets:
        _fill(workbook.add_worksheet(_name(sheet.name, taken)), sheet, formats)
    try:
        workbook.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else None
        raise cause or OSError(str(error)) from error


def _name(title: str, taken: set[str]) -> str:
    """Return a name that a worksheet may have: at most 31 characters, none forbidden, each once."""
    base = visible(title).translate(_FORBIDDEN).strip("' ")[:31] or _("Table")
    name, number = base, 1
    while name.lower() in taken or name.lower() == "history":
        number += 1
        suffix = f" {number}"
        name = base[: 31 - len(suffix)] + suffix
    taken.add(name.lower())
    return name


def _fill(worksheet: Any, sheet: "Sheet", formats: dict[str, Any]) -> None:
    if not sheet.headers:
        worksheet.set_column(0, 0, 100, formats["prose"])
        for index, row in enumerate(sheet.rows):
            _write(worksheet, index, 0, row[0], formats, formats["prose"])
        return
    for column, cells in enumerate(_widths(sheet)):
        worksheet.set_column(column, column, cells)
    for column, header in enumerate(sheet.headers):
        worksheet.write_string(0, column, visible(header), formats["head"])
    for index, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write(worksheet, index, column, value, formats, formats["money"] if column in sheet.money else None)
    for column, value in enumerate(sheet.total or ()):
        _write(worksheet, len(sheet.rows) + 1, column, value, formats, formats["sum"])
    worksheet.freeze_panes(1, 0)
    worksheet.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.headers) - 1)


def _write(worksheet: Any, row: int, column: int, value: Cell, formats: dict[str, Any], style: Any = None) -> None:
    if value is None:
        return
    if isinstance(value, str):
        text = visible(value.replace("\r\n", "\n"), keep_newlines=True)[:LONGEST_CELL]
        guarded = formats["guarded"] if formula_safe(text) != text else style
        worksheet.write_string(row, column, text, guarded)
    else:
        worksheet.write_number(row, column, value, style)


def _widths(sheet: "Sheet") -> list[int]:
    """Return the width of each column in characters of a digit's width; the longest lines are left to overflow."""
    widths = []
    for column, header in enumerate(sheet.headers):
        cells = (_cell_width(row[column]) for row in sheet.rows[:1000])
        # Two more for the filter's button.
        widths.append(min(max(width(header) + 3, max(cells, default=0) + 1, NARROWEST), WIDEST))
    return widths


def _cell_width(value: Cell) -> int:
    if value is None:
        return 0
    return max((width(line) for line in str(value).split("\n")), default=0)
