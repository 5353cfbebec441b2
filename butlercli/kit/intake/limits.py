"""How much a file may be, measured on the bytes it really inflates to, before any parser sees it.

A directory inside an archive can lie about sizes, so every entry is inflated and counted here, and the
parser is handed a new archive made of exactly the counted bytes: nothing can be read that was not counted.
"""

from typing import TYPE_CHECKING

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_

if TYPE_CHECKING:
    from zipfile import ZipInfo

MAX_BYTES = 200_000_000
"""Bytes of a file, and of all entries of an archive together once inflated."""
MAX_RATIO = 100
"""How many times its packed size an entry may inflate to."""
RATIO_FLOOR = 65_536
"""Bytes up to which an entry's ratio does not matter: short entries of nothing but blanks are harmless."""
MAX_ENTRIES = 10_000
MAX_CELL = 100_000
"""Characters in one cell."""
MAX_COLUMNS = 16_384
MAX_ROWS = 2_000_000
MAX_GRID = 20_000_000
"""Cells of a sheet's rectangle. The parser reserves all of it, so one cell far out is enough to end it."""

_SLICE = 65_536
_STEP = 1 << 20
_PARSED_ENDINGS = (".xml", ".rels", ".bin")


def too_big(name: str) -> UsageError:
    """Return the error for a file over `MAX_BYTES`."""
    return UsageError(
        N_("“{file}” holds more than {limit} MB."),
        hint=N_("Split it into smaller files."),
        code="too_big",
        file=name,
        limit=MAX_BYTES // 1_000_000,
    )


def cell_too_long(name: str, row: int) -> UsageError:
    """Return the error for a cell over `MAX_CELL` characters in row `row` (1-based)."""
    return UsageError(
        N_("A cell in row {row} of “{file}” has more than {limit} characters."),
        hint=N_("Is a quotation mark left open, or a whole document pasted into one cell?"),
        code="cell_too_long",
        file=name,
        row=row,
        limit=MAX_CELL,
    )


def too_many_cells(name: str) -> UsageError:
    """Return the error for a sheet that reaches too far to be held."""
    return UsageError(
        N_("A sheet of “{file}” reaches too far to be read: more than {limit} million cells."),
        hint=N_("Delete the empty rows and columns around the table and save it again."),
        code="too_big",
        file=name,
        limit=MAX_GRID // 1_000_000,
    )


def damaged(name: str) -> UsageError:
    """Return the error for a spreadsheet that is cut off or broken."""
    return UsageError(
        N_("“{file}” is damaged or incomplete."),
        hint=N_("Copy or export it again; if Excel or WPS still opens it, save it there as a new .xlsx."),
        code="damaged",
        file=name,
    )


def encrypted(name: str) -> UsageError:
    """Return the error for a file under a password."""
    return UsageError(
        N_("“{file}” is protected by a password."),
        hint=N_("Open it in Excel or WPS, take the password off and save it."),
        code="encrypted",
        file=name,
    )


def _bomb(name: str) -> UsageError:
    return UsageError(
        N_("“{file}” inflates to more than {limit} times its size, so it was not read."),
        hint=N_("Save it again in Excel or WPS as .xlsx or .csv."),
        code="too_big",
        file=name,
        limit=MAX_RATIO,
    )


def inflate(data: bytes, name: str) -> dict[str, bytes]:
    """Return the entries of a zip archive by name, every byte counted.

    Sizes in the archive's directory are not believed. Raises `UsageError` over any limit, and for an
    archive that is broken, cut off or encrypted.
    """
    import zipfile
    from io import BytesIO

    # The directory is counted before it is parsed: a directory of millions would itself fill the memory.
    if data.count(b"PK\x01\x02") > MAX_ENTRIES:
        raise UsageError(N_("“{file}” packs more than {limit} entries."), code="too_big", file=name, limit=MAX_ENTRIES)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise damaged(name) from error
    entries: dict[str, bytes] = {}
    total = 0
    for info in infos:
        content = _inflate_entry(data, info, MAX_BYTES - total, name)
        total += len(content)
        if info.filename.endswith(_PARSED_ENDINGS) or info.filename == "mimetype":
            entries[info.filename] = content
    return entries


def _inflate_entry(data: bytes, info: "ZipInfo", room: int, name: str) -> bytes:
    """Inflate one entry, at most `room` bytes, from where its local header really puts it."""
    import struct
    import zlib

    if info.flag_bits & 0x1:
        raise encrypted(name)
    start = info.header_offset
    if start < 0 or data[start : start + 4] != b"PK\x03\x04" or start + 30 > len(data):
        raise damaged(name)
    name_length, extra_length = struct.unpack_from("<HH", data, start + 26)
    start += 30 + name_length + extra_length
    packed = memoryview(data)[start : start + info.compress_size]
    if info.compress_type == 0:
        if len(packed) > room:
            raise too_big(name)
        content = bytes(packed)
    elif info.compress_type == 8:
        content = _inflate_stream(packed, room, name)
    else:
        raise damaged(name)
    if zlib.crc32(content) != info.CRC:
        raise damaged(name)
    return content


def _inflate_stream(packed: memoryview, room: int, name: str) -> bytes:
    """Inflate a raw deflate stream step by step, stopping at the first byte too many."""
    import zlib

    stream = zlib.decompressobj(-15)
    pieces: list[bytes] = []
    size = fed = 0
    piece: bytes | memoryview = b""
    while not stream.eof:
        if not piece:
            piece = packed[fed : fed + _SLICE]
            fed += len(piece)
        try:
            out = stream.decompress(piece, _STEP)
        except zlib.error as error:
            raise damaged(name) from error
        if not out and not piece:
            break
        pieces.append(out)
        size += len(out)
        _check_inflated(size, fed, room, name)
        piece = stream.unconsumed_tail
    if not stream.eof:
        raise damaged(name)
    _check_inflated(size, fed - len(stream.unused_data), room, name)
    return b"".join(pieces)


def _check_inflated(size: int, fed: int, room: int, name: str) -> None:
    if size > room:
        raise too_big(name)
    if size > RATIO_FLOOR and size > MAX_RATIO * fed:
        raise _bomb(name)


def repack(entries: dict[str, bytes]) -> bytes:
    """Return a plain archive of entries that were counted, for the parser."""
    import zipfile
    from io import BytesIO

    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for entry, content in entries.items():
            archive.writestr(entry, content)
    return buffer.getvalue()
