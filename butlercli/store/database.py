"""One connection to the one file: opening it, reading from it, and writing in operations.

Every write is one operation: one SQLite transaction, one step of `butler undo` (DESIGN §3).
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from butlercli.base import clock
from butlercli.base.errors import DatabaseError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.ids import uuid7
from butlercli.store import failures
from butlercli.store.failures import translated_errors as translated_errors
from butlercli.store.location import check_readable, prepare_new
from butlercli.store.migrations import SCHEMA_VERSION as SCHEMA_VERSION

APPLICATION_ID = 0x62746C72  # "btlr"

Params = Sequence[Any] | dict[str, Any]


class Database:
    """The open file. `now` is the moment of this run, in the community's zone."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, dry: bool = False) -> None:
        """Wrap a connection; `dry` makes every operation end in a rollback."""
        self.connection = connection
        self.path = path
        self.dry = dry
        self.created = False
        self.remarks: list[tuple[str, dict[str, Any]]] = []
        self.group: str | None = None
        self.operation_id: int | None = None
        self._settings: dict[str, str] | None = None
        self.uids: Iterator[str] | None = None
        self._use_zone()
        self.now: datetime = clock.now()

    def _use_zone(self) -> None:
        try:
            clock.use_zone(self.settings.get("timezone") or clock.DEFAULT_ZONE)
        except UsageError:
            # Another program wrote nonsense: the setting must stay mendable, and `doctor` reports it.
            clock.use_zone(clock.DEFAULT_ZONE)

    @property
    def settings(self) -> dict[str, str]:
        """The settings stored in the file as they are stored (text); those never set are absent."""
        if self._settings is None:
            self._settings = dict(self.connection.execute("SELECT key, value FROM setting"))
        return self._settings

    def forget_settings(self) -> None:
        """Read the settings anew at the next use (after one was changed)."""
        self._settings = None

    def uid(self) -> str:
        """Return a new identity: a UUIDv7, or the next of a seeded row (the demo)."""
        return next(self.uids) if self.uids is not None else uuid7(clock.milliseconds())

    def rows(self, sql: str, params: Params = ()) -> list[dict[str, Any]]:
        """Run a query and return its rows as dictionaries."""
        cursor = self.connection.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def holds(self, table: str) -> bool:
        """Say whether a table, named by the code, has any row."""
        return bool(self.value(f"SELECT EXISTS (SELECT 1 FROM {table})"))

    def row(self, sql: str, params: Params = ()) -> dict[str, Any] | None:
        """Run a query and return its first row, or None."""
        cursor = self.connection.execute(sql, params)
        found = cursor.fetchone()
        if found is None:
            return None
        return dict(zip([column[0] for column in cursor.description], found, strict=True))

    def value(self, sql: str, params: Params = ()) -> Any:
        """Run a query and return the first column of its first row, or None."""
        found = self.connection.execute(sql, params).fetchone()
        return found[0] if found is not None else None

    def column(self, sql: str, params: Params = ()) -> list[Any]:
        """Run a query and return its first column."""
        return [row[0] for row in self.connection.execute(sql, params)]

    def execute(self, sql: str, params: Params = ()) -> sqlite3.Cursor:
        """Run one statement."""
        return self.connection.execute(sql, params)

    def executemany(self, sql: str, params: Iterable[Params]) -> None:
        """Run one statement for many rows."""
        self.connection.executemany(sql, params)

    def insert(self, table: str, values: dict[str, Any]) -> int:
        """Insert one row and return its id. Table and column names come from the code, never from input."""
        names = ", ".join(values)
        marks = ", ".join(["?"] * len(values))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
        cursor = self.connection.execute(sql, tuple(values.values()))
        return int(cursor.lastrowid or 0)

    def update(self, table: str, id: int, values: dict[str, Any]) -> None:
        """Update columns of one row. Table and column names come from the code, never from input."""
        if not values:
            return
        sets = ", ".join(f"{name} = ?" for name in values)
        sql = f"UPDATE {table} SET {sets} WHERE id = ?"
        self.connection.execute(sql, (*values.values(), id))

    def delete(self, table: str, id: int) -> None:
        """Delete one row by id."""
        self.connection.execute(f"DELETE FROM {table} WHERE id = ?", (id,))

    @contextmanager
    def operation(self, verb: str) -> Iterator["Operation"]:
        """Run a block as one operation: all of it is committed together, or nothing at all.

        Raises DatabaseError (exit 5) where the file is locked too long, read-only, full or damaged.
        """
        connection = self.connection
        with translated_errors(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                operation = Operation(self, verb)
                yield operation
                operation.finish()
                if not self.dry:
                    connection.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise
            if self.dry:
                self._roll_back()
            self.operation_id = None

    def _roll_back(self) -> None:
        self.operation_id = None
        self._settings = None
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    @property
    def untouched(self) -> bool:
        """Say whether no operation was ever committed to the file."""
        return self.value("SELECT 1 FROM operation LIMIT 1") is None

    def note_access(self, command: str, refs: str) -> None:
        """Note in the access log that whole telephone numbers were shown (DESIGN §5)."""
        self.execute("INSERT INTO access_log (at, command, refs) VALUES (?, ?, ?)", (clock.utc_text(), command, refs))

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


class Operation:
    """The write that is under way. The journal's triggers read its row, which is marked open."""

    __slots__ = ("db", "id", "refs")

    def __init__(self, db: Database, verb: str) -> None:
        """Insert the row; it is open until `finish`."""
        self.db = db
        self.refs = ""
        self.id = db.insert(
            "operation",
            {
                "uid": db.uid(),
                "verb": verb,
                "at": clock.utc_text(),
                "open": 1,
                "group_uid": db.group,
                "schema_version": SCHEMA_VERSION,
            },
        )
        db.operation_id = self.id

    def finish(self) -> None:
        """Index what changed for search, and close the operation; one that changed nothing leaves no trace."""
        from butlercli.store.fulltext import index_changes

        db = self.db
        if index_changes(db, self.id):
            db.execute("UPDATE operation SET open = 0, refs = ? WHERE id = ?", (self.refs, self.id))
        else:
            db.execute("DELETE FROM operation WHERE id = ?", (self.id,))


def connect(path: Path | str, *, write: bool) -> sqlite3.Connection:
    """Open a connection with the house's settings: foreign keys, a patient lock, nothing implicit."""
    if isinstance(path, str):
        connection = sqlite3.connect(path, isolation_level=None)
    else:
        mode = "rw" if write else "ro"
        uri = "file:" + quoted(str(path.resolve())) + f"?mode={mode}"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=failures.LOCK_WAIT_MS / 1000)
    connection.execute("PRAGMA foreign_keys = ON")
    if write:
        connection.execute("PRAGMA synchronous = FULL")
        # Each insert with triggers has a journal of its own, which would go to a file; read at BEGIN, so set here.
        connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def quoted(path: str) -> str:
    """Quote a path for an SQLite URI; a Windows path gets its leading slash."""
    from urllib.parse import quote

    forward = path.replace(os.sep, "/")
    return quote(forward if forward.startswith("/") else "/" + forward, safe="/:")


def open_read(path: Path, named: bool) -> Database:
    """Open an existing file for reading; never creates one.

    Raises NotFoundError (exit 3) without a file, DatabaseError (exit 5) for a newer, damaged or foreign one.
    """
    check_readable(path, named)
    with translated_errors(path):
        connection = _connect_recovered(path)
        version = checked_version(connection, path)
        if version < SCHEMA_VERSION:
            connection.close()
            return _open_behind(path)
        return Database(connection, path)


def _connect_recovered(path: Path) -> sqlite3.Connection:
    """Connect for reading; a write that a crash left half done is rolled back first, which a reader may not do."""
    connection = connect(path, write=False)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        if (getattr(error, "sqlite_errorcode", 0) & 0xFF) not in (
            sqlite3.SQLITE_READONLY,
            sqlite3.SQLITE_CANTOPEN,
        ):
            raise
        connection.close()
        writer = connect(path, write=True)
        try:
            writer.execute("SELECT 1 FROM sqlite_master").fetchone()
        finally:
            writer.close()
        connection = connect(path, write=False)
    return connection


def _open_behind(path: Path) -> Database:
    """Read an older file: bring it up to date, or, where it may not be written, a copy in memory."""
    from butlercli.store.migrations import migrate

    if _writable(path):
        writer = open_write(path)
        writer.close()
        reader = Database(connect(path, write=False), path)
        reader.remarks.extend(writer.remarks)
        return reader
    memory = _copy_in_memory(path)
    migrate(memory)
    return Database(memory, path)


def _writable(path: Path) -> bool:
    """Say whether a transaction may be begun: SQLite wants to write beside the file as well."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _copy_in_memory(path: Path) -> sqlite3.Connection:
    memory = connect(":memory:", write=True)
    if path.exists() and path.stat().st_size > 0:
        source = connect(path, write=False)
        source.backup(memory)
        source.close()
    return memory


def open_write(path: Path, *, dry: bool = False) -> Database:
    """Open the file for writing, creating it where there is none, with a backup on the day's first write.

    With `dry` nothing on the disk is touched: a missing or older file is played through in memory.
    """
    from butlercli.store import location

    if not location.size(path):
        return _create(path, dry)
    with translated_errors(path):
        connection = _connect_recovered(path) if dry else connect(path, write=True)
        version = checked_version(connection, path)
        if version < SCHEMA_VERSION:
            return _bring_up_to_date(connection, path, dry)
        if dry:
            connection.close()
            connection = connect(path, write=True) if _writable(path) else _copy_in_memory(path)
            return Database(connection, path, dry=True)
        database = Database(connection, path)
        _daily_backup(database)
        return database


def rehearsal(database: Database) -> Database:
    """Return a copy of the file in memory, in which a dialogue may commit step by step though nothing is to be kept."""
    memory = connect(":memory:", write=True)
    database.connection.backup(memory)
    return Database(memory, database.path)


def _bring_up_to_date(connection: sqlite3.Connection, path: Path, dry: bool) -> Database:
    from butlercli.store.backup import before_migration
    from butlercli.store.migrations import migrate

    if dry:
        connection.close()
        memory = _copy_in_memory(path)
        migrate(memory)
        return Database(memory, path, dry=True)
    copy = before_migration(connection, path)
    migrate(connection)
    database = Database(connection, path)
    database.remarks.append(
        (N_("The database was brought up to date; its former state is in “{copy}”."), {"copy": str(copy)})
    )
    return database


def _create(path: Path, dry: bool) -> Database:
    from butlercli.store.migrations import migrate

    if dry:
        memory = connect(":memory:", write=True)
        migrate(memory)
        return Database(memory, path, dry=True)
    new = not path.exists()
    prepare_new(path)
    with translated_errors(path):
        connection = connect(path, write=True)
        try:
            migrate(connection)
            database = Database(connection, path)
        except BaseException:
            connection.close()
            if new and path.stat().st_size == 0:
                path.unlink()
            raise
    database.created = True
    database.remarks.append((N_("A new database was created: {path}"), {"path": str(path)}))
    return database


def checked_version(connection: sqlite3.Connection, path: Path) -> int:
    """Return the schema version; raises DatabaseError for a newer one and for a file that is not ours."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > SCHEMA_VERSION:
        raise DatabaseError(
            N_(
                "“{path}” was written by a newer butler (schema {found}, this one knows {known}); it was left untouched."
            ),
            hint=N_("Bring butler up to date with {command}."),
            code="newer_schema",
            path=str(path),
            found=version,
            known=SCHEMA_VERSION,
            command="pip install --upgrade butlercli",
        )
    if int(connection.execute("PRAGMA application_id").fetchone()[0]) != APPLICATION_ID:
        raise DatabaseError(N_("“{path}” is not a butler database."), code="not_a_database", path=str(path))
    return version


def _daily_backup(database: Database) -> None:
    from butlercli.store.location import daily_backup_path

    if database.settings.get("backup_daily") == "false" or daily_backup_path(database.path, database.now).exists():
        return
    from butlercli.store.backup import daily_backup

    copy = daily_backup(database)
    if copy is not None:
        database.remarks.append((N_("The day's backup is in “{copy}”."), {"copy": str(copy)}))
