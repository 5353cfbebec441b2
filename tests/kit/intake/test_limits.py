import contextlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from butlercli.base.errors import UsageError
from butlercli.kit.intake import limits
from butlercli.kit.intake.formats import read_source
from tests.kit.intake.made import lying_entry, ods, ods_row, real, replaced, text_source, with_entry, xlsx, xlsx_rows

BOOK = xlsx_rows(["房号", "业主"], ["3-2-501", "王小明"])


def refusal(data: bytes) -> str:
    """Return the code of the refusal to read these bytes."""
    with pytest.raises(UsageError) as caught:
        _ = [sheet.grid for sheet in text_source(data).sheets]
    return caught.value.code


def test_counted_bytes_are_what_is_parsed() -> None:
    entries = limits.inflate(BOOK, "a.xlsx")
    assert entries == limits.inflate(limits.repack(entries), "a.xlsx")


def test_an_entry_that_inflates_too_far_is_not_read() -> None:
    assert refusal(with_entry(BOOK, "xl/media/bomb.bin", bytes(2_000_000))) == "too_big"


def test_sizes_in_the_directory_are_not_believed() -> None:
    assert refusal(lying_entry(bytes(3_000_000), claimed=10)) == "too_big"


def test_all_entries_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BYTES", 20_000)
    data = BOOK
    for number in range(3):
        data = with_entry(data, f"xl/media/{number}.bin", bytes(range(256)) * 30)
    assert refusal(data) == "too_big"


def test_too_many_entries() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(limits.MAX_ENTRIES + 1):
            archive.writestr(f"{number}.xml", b"")
    assert refusal(buffer.getvalue()) == "too_big"


def test_a_file_over_the_limit_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("butlercli.kit.intake.raw.MAX_BYTES", 100)
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" * 50)
    with pytest.raises(UsageError) as caught:
        read_source(str(path), None)
    assert caught.value.code == "too_big"


@pytest.mark.parametrize("damage", ["crc", "data", "method", "header"])
def test_a_damaged_archive_is_said_to_be_so(damage: str) -> None:
    data = bytearray(BOOK)
    central = data.index(b"PK\x01\x02")
    if damage == "crc":
        data[central + 16] ^= 0xFF
    elif damage == "data":
        start = 30 + int.from_bytes(data[26:28], "little") + int.from_bytes(data[28:30], "little")
        data[start : start + 20] = b"\xff" * 20
    elif damage == "method":
        data[central + 10] = 99
    else:
        data[0:4] = b"PK\x03\x05"
        data = bytearray(b"PK\x03\x04") + data
    assert refusal(bytes(data)) == "damaged"


def test_an_entry_under_a_password() -> None:
    data = bytearray(BOOK)
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)) == "encrypted"


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl", "xlsx"])
def test_a_cell_has_a_limit_and_its_row_is_named(kind: str) -> None:
    def book(text: str) -> bytes:
        marked = xlsx_rows(["a", "b"], ["x", "MARK"])
        return replaced(marked, lambda _name, content: content.replace(b"MARK", text.encode()))

    def data(length: int) -> bytes:
        # Words of different lengths, so that the archive is not refused for its ratio instead.
        text = "".join(f"{number:x}" for number in range(length))[:length]
        texts = {
            "csv": f'a,b\nx,"{text}"\n',
            "json": f'[{{"b": "{text}"}}]',
            "jsonl": f'{{"b": "{text}"}}\n{{"b": 1}}',
        }
        return book(text) if kind == "xlsx" else texts[kind].encode()

    assert text_source(data(limits.MAX_CELL)).sheets[0].grid
    assert refusal(data(limits.MAX_CELL + 1)) == "cell_too_long"


def test_a_cell_far_out_does_not_end_the_process() -> None:
    """The parser reserves the whole rectangle and aborts: each way to make it large is tried in a process."""

    def far(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "房号")
        sheet.write(1_048_575, 16_383, "x")

    book = xlsx(far)
    one = ods_row("x")
    files = [
        book,
        replaced(book, lambda _name, content: content.replace(b'<row r="1048576"', b'<row r="2"')),
        replaced(book, lambda _name, content: content.replace(b'r="XFD1048576"', b"r='XFD1048576'")),
        replaced(book, lambda _name, content: content.replace(b'r="XFD1048576"', b"")),
        replaced(
            book,
            lambda _name, content: (
                content.replace(b'r="XFD1048576"', b'r="A99999999"') if b"sheetData" in content else content
            ),
        ),
        ods(ods_row("x", row='table:number-rows-repeated="1048576"', cell='table:number-columns-repeated="16384"')),
        ods(one + '<table:table-row table:number-rows-repeated="1048000"/>' + ods_row(*"x" * 200)),
    ]
    code = (
        "import io, sys; from butlercli.base.errors import UsageError;"
        "from butlercli.kit.intake.formats import read_source\n"
        "data = io.BytesIO(sys.stdin.buffer.read())\n"
        "try: print([len(sheet.grid) for sheet in read_source('-', data).sheets])\n"
        "except UsageError as error: print(error.code)"
    )
    for number, data in enumerate(files):
        run = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, timeout=60)
        assert run.returncode == 0, (number, run.stderr[-300:])
        if number != 3:
            assert run.stdout.strip() in (b"too_big", b"damaged"), number


def test_blank_repeated_rows_of_an_ods_are_harmless() -> None:
    cells = '<table:table-cell table:number-columns-repeated="16384"/>'
    blank = f'<table:table-row table:number-rows-repeated="1048000">{cells}</table:table-row>'
    assert len(text_source(ods(ods_row("房号") + blank)).sheets[0].grid) == 1


def test_too_many_columns() -> None:
    assert refusal(b"a,b\n" + b"," * 20_000) == "too_big"


def test_a_damaged_xls_ends_neither_the_process_nor_in_noise(capfd: pytest.CaptureFixture[str]) -> None:
    """Bytes changed at random; before reading was moved to a process of its own, some of these aborted."""
    import random

    whole = Path(real("B区.xls")).read_bytes()
    dice = random.Random(2)
    for _ in range(20):
        data = bytearray(whole)
        for _ in range(30):
            data[dice.randrange(8, len(data))] = dice.randrange(256)
        with contextlib.suppress(UsageError):
            assert text_source(bytes(data)).sheets
    assert capfd.readouterr() == ("", "")
