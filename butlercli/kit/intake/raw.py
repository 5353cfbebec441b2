"""The bytes of a file or of standard input, to be read again and again without being held in memory."""

import io
from typing import BinaryIO

from butlercli.kit.intake.limits import MAX_BYTES, too_big

_STEP = 1 << 20


class Raw:
    """Bytes that can be read from the beginning as often as is needed; what cannot be sought is put into a temporary file."""

    __slots__ = ("_stream",)

    def __init__(self, stream: BinaryIO, name: str) -> None:
        """Take over a stream; raises UsageError for more than MAX_BYTES."""
        self._stream = stream if _is_file(stream) else _spooled(stream)
        if self._stream.seek(0, io.SEEK_END) > MAX_BYTES:
            raise too_big(name)

    def data(self) -> io.BufferedReader:
        """Return a reader from the first byte on, with a place of its own."""
        return io.BufferedReader(_Place(self._stream), 1 << 16)

    def text(self, encoding: str, newline: str | None = "") -> io.TextIOWrapper:
        """Return a reader of the text from its first character on."""
        return io.TextIOWrapper(self.data(), encoding=encoding, newline=newline)

    def whole(self) -> bytes:
        """Return all of it."""
        return self.data().read()


class _Place(io.RawIOBase):
    """A place in a stream that others read as well."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        self._stream.seek(self._at)
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def _is_file(stream: BinaryIO) -> bool:
    """Say whether a stream is a file from whose first byte nothing was read yet; standard input may be one that was."""
    import os
    import stat

    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode) and stream.tell() == 0
    except (OSError, ValueError):
        return False


def _spooled(stream: BinaryIO) -> BinaryIO:
    """Copy a stream into a temporary file, at most the limit and one byte more to know that there is more."""
    import tempfile

    copy = tempfile.SpooledTemporaryFile(_STEP)  # noqa: SIM115 - it lives as long as what reads it
    left = MAX_BYTES + 1
    while left and (part := stream.read(min(_STEP, left))):
        copy.write(part)
        left -= len(part)
    return copy  # type: ignore[return-value]
