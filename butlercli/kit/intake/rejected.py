"""The rows that were set aside: written beside their file, with the reasons, to be mended and imported again."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_, _
from butlercli.kit.intake.grid import Cell
from butlercli.kit.intake.problems import Problem

if TYPE_CHECKING:
    from butlercli.kit.intake.table import MappedTable


def write(file: str, table: "MappedTable", problems: Sequence[Problem]) -> str:
    """Write `FILE.rejected.csv` (for stdin `import.rejected.csv`) and return its name.

    It holds the columns that were read, under their own headers. Raises UsageError (exit 2) where it cannot
    be written; then nothing has been stored yet.
    """
    name = ("import" if file == "-" else file) + ".rejected.csv"
    reasons: dict[int, list[str]] = {}
    for problem in problems:
        column = f"{problem.column}: " if problem.column else ""
        reasons.setdefault(problem.row, []).append(column + problem.reason())
    partial = f"{name}.partial"
    try:
        with open(partial, "w", encoding="utf-8-sig", newline="") as stream:
            _rows(stream, table, reasons)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(partial, name)  # noqa: PTH105 - the name as it was typed
    except OSError as error:
        if os.path.exists(partial):  # noqa: PTH110
            os.unlink(partial)  # noqa: PTH108
        raise UsageError(
            N_("“{file}” cannot be written: {reason}. Nothing was stored."),
            hint=N_("Close it in Excel or WPS and try again."),
            code="not_written",
            file=name,
            reason=error.strerror or str(error),
        ) from error
    return name


def _rows(stream: object, table: "MappedTable", reasons: dict[int, list[str]]) -> None:
    import csv

    writer = csv.writer(stream)  # type: ignore[arg-type]
    headers: dict[str, str] = {}
    for column in table.columns:
        headers.setdefault(column.field, column.header or column.letter)
    writer.writerow([*map(_text, headers.values()), _("row in the file"), _("why rejected")])
    seen: set[int] = set()
    for row in table.rows:
        if row.number in reasons and row.number not in seen:
            cells = [_text(row.values.get(key)) for key in headers]
            writer.writerow([*cells, row.number, _text("; ".join(reasons[row.number]))])
            seen.add(row.number)


def _text(cell: Cell) -> str:
    from butlercli.base.text import formula_safe

    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return formula_safe(cell) if isinstance(cell, str) else str(cell)
