"""What stood in a file before: counted and numbered with little memory, however long the file is."""

from typing import Any

_IN_MEMORY = 100_000
_PAGES = "PRAGMA cache_size = -8192"


class Seen:
    """Keys that came before, each with a number; the first hundred thousand in memory, the others in a temporary file."""

    __slots__ = ("_file", "_known")

    def __init__(self) -> None:
        """Begin with none."""
        self._known: dict[Any, int] = {}
        self._file: Any = None

    def first(self, key: str, number: int) -> int:
        """Return the number a key first came with, which is this one where it is new."""
        found = self._get(key)
        if found is None:
            self._put(key, number)
        return number if found is None else found

    def ordinal(self, key: bytes) -> int:
        """Return how often a key came, this time among them."""
        count = (self._get(key) or 0) + 1
        self._put(key, count)
        return count

    def _get(self, key: str | bytes) -> int | None:
        found = self._known.get(key)
        if found is None and self._file is not None:
            row = self._file.execute("SELECT number FROM seen WHERE key = ?", (key,)).fetchone()
            return row[0] if row else None
        return found

    def _put(self, key: str | bytes, number: int) -> None:
        if key in self._known or len(self._known) < _IN_MEMORY:
            self._known[key] = number
            return
        if self._file is None:
            import sqlite3

            self._file = sqlite3.connect("", isolation_level=None)  # a file of its own, gone when it is closed
            for sql in (_PAGES, "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "BEGIN"):
                self._file.execute(sql)
            self._file.execute("CREATE TABLE seen (key BLOB PRIMARY KEY, number INTEGER) WITHOUT ROWID")
        self._file.execute("INSERT OR REPLACE INTO seen VALUES (?, ?)", (key, number))
