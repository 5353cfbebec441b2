"""Open a file or stdin, see what it really is whatever its name says, and read it into sheets of cells."""

from typing import BinaryIO

from butlercli.base.errors import ButlerError, NotFoundError, UsageError
from butlercli.base.i18n import N_
from butlercli.kit.intake.grid import Source
from butlercli.kit.intake.raw import Raw

FORMATS = ("xlsx", "xls", "ods", "csv", "tsv", "json", "jsonl")
_ENDINGS = {**{name: name for name in FORMATS}, "xlsm": "xlsx", "txt": "csv", "ndjson": "jsonl"}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (
    "<!doctype",
    "<html",
    "<?xml",
    "<table",
    "<head",
    "<meta",
    "<style",
    "<body",
    "<div",
    "mime-version:",
)
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def read_source(path: str, stdin: BinaryIO | None, *, format: str | None = None) -> Source:
    """Read the file at `path` (`-` is `stdin`) into sheets.

    What the bytes are decides over the file's ending; the ending, or `format`, only settles what bytes
    cannot say. Raises `NotFoundError` for a missing file and `UsageError` for everything that is not a
    readable table: a folder, an empty, locked, damaged, encrypted or oversized file, an unknown ending.
    """
    if format is not None and format.lower() not in FORMATS:
        raise UsageError(
            N_("“{format}” is not a format that can be read."),
            hint=N_("Choose one of: {formats}."),
            format=format,
            formats=", ".join(FORMATS),
        )
    raw = _opened(path, stdin)
    begin = raw.data().read(16)
    if _is_blank(raw):
        raise UsageError(N_("“{file}” is empty."), code="empty", file=path)
    if begin.startswith(_ZIP):
        from butlercli.kit.intake.workbook import read_zip

        kind, sheets = read_zip(raw.whole(), path)
        return Source(path, sheets, kind)
    if begin.startswith(_OLE):
        from butlercli.kit.intake.workbook import read_ole

        return Source(path, read_ole(raw.whole(), path), "xls")
    if begin.startswith(_BINARY):
        from butlercli.kit.intake.workbook import no_spreadsheet

        raise no_spreadsheet(path)
    return _read_text(raw, path, format.lower() if format else _declared(path))


def _is_blank(raw: Raw) -> bool:
    stream = raw.data()
    while part := stream.read(1 << 16):
        if part.strip(b"\xef\xbb\xbf\xff\xfe\xfe\xff \t\r\n\0"):
            return False
    return True


def _declared(path: str) -> str:
    """Return the format the ending stands for; "" for stdin and names without an ending."""
    import os

    ending = os.path.splitext(path)[1][1:].lower()  # noqa: PTH122 - a pipe such as /dev/fd/3 is a path too
    if path == "-" or not ending:
        return ""
    if ending not in _ENDINGS:
        raise UsageError(
            N_("“{file}” has an ending that says nothing about its format: .{ending}."),
            hint=N_("Save it as .xlsx or .csv, or name the format: {formats}."),
            code="unknown_format",
            file=path,
            ending=ending,
            formats=", ".join(FORMATS),
        )
    return _ENDINGS[ending]


def _read_text(raw: Raw, name: str, declared: str) -> Source:
    from butlercli.kit.intake.delimited import Text, read_delimited, sniff_delimiter

    text = Text(raw, name)
    start = text.start[:4096].lstrip().lower()
    if text.blank:
        raise UsageError(N_("“{file}” is empty."), code="empty", file=name)
    if start.startswith(_MARKUP):
        raise UsageError(
            N_("“{file}” is a web page or XML under the name of a table."),
            hint=N_("Open it in Excel or WPS and save it as .xlsx."),
            code="not_a_table",
            file=name,
        )
    if declared in ("json", "jsonl") or _looks_like_json(start):
        from butlercli.kit.intake.records import read_json

        kind = "jsonl" if declared == "jsonl" else "json"
        return Source(name, read_json(text, name, lines=kind == "jsonl"), kind)
    delimiter = sniff_delimiter(text.start, "\t" if declared == "tsv" else ",")
    return Source(name, [read_delimited(text, name, delimiter=delimiter)], "tsv" if delimiter == "\t" else "csv")


def _looks_like_json(start: str) -> bool:
    """Tell JSON by its first two marks; a CSV header in square brackets does not have them."""
    head = "".join(start[:256].split())
    return head.startswith(("[{", '{"', "[]"))


def _opened(path: str, stdin: BinaryIO | None) -> Raw:
    """Return the bytes of a file or of standard input; raises as `read_source` does."""
    import os

    if path == "-":
        if stdin is None:
            raise UsageError(N_("There is nothing on standard input to read."), code="empty")
        return Raw(stdin, path)
    if os.path.basename(path).startswith("~$"):  # noqa: PTH119 - works on the text as typed
        raise UsageError(
            N_("“{file}” is only the mark Excel leaves beside an open file."),
            hint=N_("Name the file itself, without ~$ in front."),
            code="locked",
            file=path,
        )
    if os.path.isdir(path):  # noqa: PTH112 - Windows reports a folder as a permission error
        raise UsageError(N_("“{file}” is a folder."), hint=N_("Name a file in it."), code="folder", file=path)
    try:
        return Raw(open(path, "rb"), path)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: str, error: Exception) -> ButlerError:
    """Say why a file could not be opened; a missing one with the nearest name beside it."""
    import os

    folder, base = os.path.split(path)
    if isinstance(error, FileNotFoundError):
        from butlercli.base.fuzzy import nearest

        try:
            near = nearest(base, os.listdir(folder or "."), 1)  # noqa: PTH208
        except OSError:
            near = []
        hint = N_("Did you mean “{nearest}”?") if near else N_("Check the name and the folder.")
        return NotFoundError(N_("There is no file “{file}”."), hint=hint, file=path, nearest=near[0] if near else "")
    if isinstance(error, PermissionError):
        locked = os.path.exists(os.path.join(folder, "~$" + base))  # noqa: PTH110, PTH118
        hint = N_("Close it in Excel or WPS and try again.")
        if locked:
            return UsageError(N_("“{file}” is open in Excel."), hint=hint, code="locked", file=path)
        return UsageError(
            N_("“{file}” cannot be read: another program holds it, or it is not yours."),
            hint=hint,
            code="locked",
            file=path,
        )
    reason = getattr(error, "strerror", None) or str(error)
    return UsageError(N_("“{file}” cannot be read: {reason}."), code="unreadable", file=path, reason=reason)
