"""What the shell may offer while a line is typed: short lists of live values, read quickly or not at all.

The queries are the rooms' own (`CANDIDATES` in their facts); here is the file they are asked of, and how what was found
is chosen by what is begun.
"""

import sqlite3
from pathlib import Path

MOST = 200
PATIENCE_MS = 200

Candidate = tuple[str, str]


class Candidates:
    """An open file that is only looked at; no file is ever created, and a busy one is not waited for."""

    def __init__(self, path: Path) -> None:
        """Open the file; raises sqlite3.Error or DatabaseError where it is not a database of this version."""
        from butlercli.store import database

        self._connection = database.connect(path, write=False)
        self._connection.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        if database.checked_version(self._connection, path) != database.SCHEMA_VERSION:
            raise sqlite3.DatabaseError("another schema")

    def pairs(self, sql: str, *params: object) -> list[Candidate]:
        """Return the first values of a query of two columns: what may be typed, and what it is."""
        return [
            (str(value), str(text or "")) for value, text in self._connection.execute(f"{sql} LIMIT {MOST}", params)
        ]

    def operations(self) -> list[Candidate]:
        """Return the operations that stand and are no undo, the newest first."""
        return self.pairs(
            "SELECT id, verb || ' ' || refs FROM operation WHERE open = 0 AND undone = 0 AND undoes IS NULL ORDER BY id DESC"
        )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def begun_so(pairs: list[Candidate], begun: str) -> list[Candidate]:
    """Return the pairs whose value begins so, whatever its case."""
    return [pair for pair in pairs if pair[0].lower().startswith(begun.lower())]


def coded(pairs: list[Candidate], begun: str) -> list[Candidate]:
    """Return codes with names, whatever their case; once a name is begun that no code begins with, the names."""
    return begun_so(pairs, begun) or [(name, code) for code, name in pairs if name.startswith(begun)]


def named_so(pairs: list[Candidate], begun: str) -> list[Candidate]:
    """Return codes with names; once a Chinese name is begun, the names themselves."""
    if begun.isascii():
        return [pair for pair in pairs if pair[0].startswith(begun)]
    return [(name, code) for code, name in pairs if name.startswith(begun)]
