"""SQLite's errors as one sentence each, with exit 5."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from butlercli.base.errors import ButlerError, DatabaseError
from butlercli.base.i18n import N_

LOCK_WAIT_MS = 10_000


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into one sentence and exit 5."""
    try:
        yield
    except ButlerError:
        raise
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        if isinstance(error, sqlite3.IntegrityError):
            raise
        raise _translated(error, path) from error


def _translated(error: sqlite3.Error, path: Path) -> DatabaseError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    why = str(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DatabaseError(
            N_("Another program holds “{path}” and did not let go within {seconds} seconds; nothing was written."),
            hint=N_("Close the other program (a second butler, a database browser) and try again."),
            code="locked",
            path=str(path),
            seconds=LOCK_WAIT_MS // 1000,
        )
    if code == sqlite3.SQLITE_READONLY:
        return DatabaseError(N_("“{path}” is read-only; nothing was written."), code="read_only", path=str(path))
    if code == sqlite3.SQLITE_FULL:
        return DatabaseError(N_("The disk is full; nothing was written."), code="disk_full")
    if code == sqlite3.SQLITE_NOTADB:
        return DatabaseError(N_("“{path}” is not a butler database."), code="not_a_database", path=str(path))
    if code == sqlite3.SQLITE_CORRUPT:
        return DatabaseError(
            N_("“{path}” is damaged: {why}."),
            hint=N_("Restore the newest backup with {command}."),
            code="corrupt",
            path=str(path),
            why=why,
            command="butler restore",
        )
    if code == sqlite3.SQLITE_IOERR:
        return DatabaseError(
            N_("The disk refused “{path}”: {why}; nothing was written."),
            hint=N_("See that the disk is not full and the file not held by another program, and try again."),
            code="disk",
            path=str(path),
            why=why,
        )
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return DatabaseError(N_("“{path}” cannot be opened: {why}."), code="cannot_open", path=str(path), why=why)
    return DatabaseError(N_("The database refused: {why}."), why=why)
