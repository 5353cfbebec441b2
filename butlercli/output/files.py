"""Results as files: CSV, JSON, spreadsheets and Markdown, written whole or not at all.

A file is written beside its place, flushed to the disk and then renamed, so that a full disk or a power cut
leaves what was there before.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from butlercli.base import rooms
from butlercli.base.document import Cell, Document
from butlercli.base.errors import ButlerError, DatabaseError, NotFoundError, UsageError
from butlercli.base.i18n import N_, _
from butlercli.base.result import Result
from butlercli.base.text import formula_safe, visible

BOM = "\ufeff"
LIST_FORMATS = ("csv", "json", "md", "xlsx")
DOCUMENT_FORMATS = ("md", "text", "json", "xlsx", "html", "docx")
ENDINGS = {"htm": "html", "markdown": "md", "txt": "text", "journal": "hledger", "ledger": "hledger"}
_SQLITE = b"SQLite format 3\x00"
_BINARY = {"xlsx": N_("A spreadsheet goes into a file."), "docx": N_("A Word document goes into a file.")}


class Sheet:
    """A list as plain values: header texts and rows of cells; `aligns` has `l` or `r` for each column.

    `money` are the columns of yuan, shown with two decimals; `total` is a row below the others.
    """

    __slots__ = ("aligns", "headers", "money", "name", "rows", "total")

    def __init__(
        self,
        name: str,
        headers: list[str],
        rows: list[list[Cell]],
        aligns: str,
        *,
        money: frozenset[int] = frozenset(),
        total: list[Cell] | None = None,
    ) -> None:
        """Keep the parts."""
        self.name = name
        self.headers = headers
        self.rows = rows
        self.aligns = aligns
        self.money = money
        self.total = total


def write(result: Result, output: str | None, format: str | None, *, force: bool = False, reveal: bool = False) -> None:
    """Write a result to a file, or print it where only a format was named.

    The file's ending picks the format, `format` wins. Raises UsageError (exit 2) for a format that is not written, a
    file that exists (without `force`), a folder, or a file that another program holds; NotFoundError (exit 3) for a
    missing folder; DatabaseError (exit 5) for a full disk. Then nothing has changed.
    """
    chosen = _format(result, output, format)
    if output is None or output == "-":
        if chosen in _BINARY:
            raise UsageError(_BINARY[chosen], hint=N_("Name one: {example}."), example=f"-o FILE.{chosen}")
        sys.stdout.write(_text(result, chosen, reveal))
        return
    target = target_of(output, force)
    if chosen == "xlsx":
        from butlercli.output.xlsx import save

        sheets = _sheets(result, reveal)
        _replace(target, lambda path: save(path, sheets))
    elif chosen == "docx":
        from butlercli.output import docx

        content = docx.document(result.extra["document"])
        _replace(target, lambda path: path.write_bytes(content))
    else:
        text = _text(result, chosen, reveal)
        if chosen == "csv" or (sys.platform == "win32" and chosen == "text"):
            text = text.replace("\n", "\r\n")
        _replace(target, lambda path: path.write_bytes(text.encode("utf-8", "backslashreplace")))
    result.notice(N_("Written: {path}"), path=output)


def csv_text(result: Result, *, reveal: bool = False) -> str:
    """Return a list as CSV with a byte order mark; text that could be a formula is guarded, numbers are not."""
    import csv
    import io

    sheet = _sheet(result, reveal)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([formula_safe(visible(header)) for header in sheet.headers])
    for row in sheet.rows:
        writer.writerow([_guarded(cell) for cell in row])
    return BOM + stream.getvalue()


def _guarded(cell: Cell) -> Any:
    """Return a cell as CSV holds it; control characters are visible, line ends inside a cell stay."""
    if isinstance(cell, str):
        return formula_safe(visible(cell.replace("\r\n", "\n"), keep_newlines=True))
    return "" if cell is None else cell


def _format(result: Result, output: str | None, format: str | None) -> str:
    word = (format or "").strip().lower().lstrip(".")
    if not word and output and output != "-":
        word = Path(output).suffix.lower().lstrip(".")
    chosen = ENDINGS.get(word, word)
    writer = rooms.lookup("WRITERS", result.kind)
    known = DOCUMENT_FORMATS if _document(result) is not None else LIST_FORMATS
    if writer is not None:
        known = writer[1][1]
    if chosen in known:
        return chosen
    choices = list(known)
    if not word:
        raise UsageError(
            N_("“{path}” has no ending that names a format."),
            hint=N_("One of: {choices}; or say it with --format."),
            path=output or "",
            choices=choices,
        )
    raise UsageError(
        N_("“{value}” is not a format that can be written here."),
        hint=N_("One of: {choices}."),
        value=word,
        choices=choices,
    )


def _document(result: Result) -> Document | None:
    found: Document | None = result.extra.get("document")
    return found


def _text(result: Result, format: str, reveal: bool) -> str:
    from butlercli.output.render import json_text, masked

    document = _document(result)
    if format == "json":
        return json_text(masked(result.data, reveal)) + "\n"
    if format == "text" and document is not None:
        return "".join(f"{visible(line)}\n" for line in document.chat)
    if format == "csv":
        return csv_text(result, reveal=reveal)
    own = _written(result, format, reveal)
    if own is not None:
        return str(own)
    if format == "html" and document is not None:
        from butlercli.output import html

        return html.document(document)
    from butlercli.output import markdown

    if document is not None:
        return markdown.document(document)
    sheet = _sheet(result, reveal)
    if isinstance(result.data, dict) and "sections" not in result.extra:
        pairs = list(zip(sheet.headers, sheet.rows[0], strict=True))
        return markdown.table([_("Field"), _("Value")], pairs, "ll")
    return markdown.table(sheet.headers, sheet.rows, sheet.aligns)


def _written(result: Result, format: str, reveal: bool) -> Any:
    """Return what the room of a result puts into a file of a format, None where it is written as all others are.

    A text, or the sheets of a spreadsheet; the room gets the result, and its data masked.
    """
    from butlercli.output.render import masked

    found = rooms.lookup("WRITERS", result.kind)
    if found is None:
        return None
    room, (module, _formats) = found
    return rooms.module_of(room, module).written(result, masked(result.data, reveal), format)


def _sheets(result: Result, reveal: bool) -> list[Sheet]:
    """Return what goes into a spreadsheet: a list is one sheet; a document has its text, then a sheet a table."""
    own: list[Sheet] | None = _written(result, "xlsx", reveal)
    if own is not None:
        return own
    document = _document(result)
    if document is None:
        return [_sheet(result, reveal)]
    lines: list[list[Cell]] = [[document.title], [document.subtitle]]
    sheets: list[Sheet] = []
    for section in document.chapters:
        lines.extend([[None], [section.title]])
        lines.extend([paragraph] for paragraph in section.paragraphs)
        sheets.extend(Sheet(table.title, table.headers, table.rows, table.aligns) for table in section.tables)
    return [Sheet(_("Text"), [], lines, "l"), *sheets]


def _sheet(result: Result, reveal: bool) -> Sheet:
    """Lay a result out as rows of plain values; without columns of its own, a record's keys are the columns."""
    from butlercli.output import views
    from butlercli.output.blocks import Seen
    from butlercli.output.render import masked

    data = masked(result.data, reveal)
    if "sections" in result.extra and isinstance(data, dict):
        result.data = data
        headers, cells, aligns = views.table(result)
        return Sheet(result.kind, headers, [[plain(cell) for cell in row] for row in cells], aligns)
    records: list[dict[str, Any]] = data if isinstance(data, list) else [data] if data else []
    if not (isinstance(data, list) and views.is_list(result.kind)):
        return _by_keys(result, records)
    result.data = records
    columns, seen = views.file_columns(result), Seen.of(result)
    rows = [[plain(column.value(record, seen)) for column in columns] for record in records]
    headers = [_(column.header) for column in columns]
    return Sheet(result.kind, headers, rows, "".join(column.align for column in columns))


def _by_keys(result: Result, records: list[dict[str, Any]]) -> Sheet:
    keys = list(dict.fromkeys(key for record in records for key in record if not key.startswith("_")))
    rows = [[plain(record.get(key)) for key in keys] for record in records]
    return Sheet(result.kind, keys, rows, "l" * len(keys))


def plain(value: Any) -> Cell:
    """Return a value as a cell holds it: texts and numbers as they are, lists of texts joined, all else as JSON."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    if isinstance(value, str):
        return str(value)  # a styled text is only its characters here
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    import json

    return json.dumps(value, ensure_ascii=False)


def target_of(output: str, force: bool) -> Path:
    """Return where the file goes, links followed; refuses what must not be replaced."""
    path = Path(output).expanduser()
    if path.is_dir():
        raise UsageError(N_("“{path}” is a folder."), hint=N_("Name a file in it."), code="is_folder", path=output)
    if not path.parent.is_dir():
        raise NotFoundError(
            N_("There is no folder “{path}”."), hint=N_("Make it first, or name another."), path=str(path.parent)
        )
    if path.exists():
        if not force:
            raise UsageError(
                N_("“{path}” exists already."),
                hint=N_("Add --force to replace it, or name another."),
                code="exists",
                path=output,
            )
        _refuse_database(path, output)
    return path.resolve()


def _refuse_database(path: Path, output: str) -> None:
    """Never let --force replace a database: that is everything the butler has."""
    try:
        with path.open("rb") as stream:
            beginning = stream.read(16)
    except OSError:
        return
    if beginning == _SQLITE:
        raise UsageError(N_("“{path}” is a database and is not replaced."), hint=N_("Name another file."), path=output)


def _replace(target: Path, fill: Callable[[Path], Any]) -> None:
    """Fill a new file beside the target, bring it to the disk, then put it in the target's place."""
    import tempfile

    partial: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".partial", dir=target.parent)
        os.close(handle)
        partial = Path(name)
        fill(partial)
        with partial.open("rb+") as stream:
            os.fsync(stream.fileno())
        if os.name == "posix":
            _usual_mode(partial, target)
        partial.replace(target)
        partial = None
    except OSError as error:
        raise refused(error, target) from error
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)


def _usual_mode(partial: Path, target: Path) -> None:
    """Give the file the rights of the one it replaces, else those the person's umask allows."""
    if target.exists():
        partial.chmod(target.stat().st_mode & 0o7777)
        return
    mask = os.umask(0)
    os.umask(mask)
    partial.chmod(0o666 & ~mask)


def put(target: Path, content: bytes) -> None:
    """Write one file whole or not at all; raises as `write` does."""
    _replace(target, lambda path: path.write_bytes(content))


def refused(error: OSError, target: Path) -> ButlerError:
    """Return the error for a file or folder that could not be written, in words."""
    import errno

    if error.errno == errno.ENOSPC:
        return DatabaseError(N_("The disk is full; nothing was written."), code="disk_full")
    if isinstance(error, PermissionError):
        return UsageError(
            N_("“{path}” cannot be written: it is protected, or open in another program such as Excel."),
            hint=N_("Close it there, or name another file."),
            code="not_writable",
            path=str(target),
        )
    return UsageError(
        N_("“{path}” cannot be written: {why}."),
        code="not_writable",
        path=str(target),
        why=error.strerror or str(error),
    )
