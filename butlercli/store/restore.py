"""Bringing a backup back: verified before anything is touched, with the present state saved first."""

import gzip
import hashlib
import re
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from butlercli.base.errors import DatabaseError, NotFoundError, UsageError
from butlercli.base.i18n import N_
from butlercli.store import backup, database, journal
from butlercli.store.failures import translated_errors
from butlercli.store.location import attachment_folder, backup_folder, side_files


@contextmanager
def opened(source: Path, path: Path) -> Iterator["Backup"]:
    """Unpack a backup beside the database and verify it; the unpacked copy is cleared away afterwards.

    Raises NotFoundError (exit 3), UsageError (exit 2) for a file that is no whole backup of ours, DatabaseError (exit 5)
    for a damaged or newer one.
    """
    if path.exists() and source.exists() and source.samefile(path):
        raise UsageError(N_("“{path}” is the database itself, not a backup."), path=str(source))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.stem}-restore-", dir=path.parent) as name:
        copy, photos = unpack(source, Path(name))
        yield Backup(source, copy, photos)


class Backup:
    """An unpacked, verified backup: where it is, and what it holds."""

    __slots__ = ("copy", "facts", "photos", "source")

    def __init__(self, source: Path, copy: Path, photos: Path | None) -> None:
        """Verify the copy; `photos` is the unpacked folder, or None for a backup without any."""
        self.source = source
        self.copy = copy
        self.photos = photos
        with translated_errors(source):
            self.facts = _verified(copy, source)
        names = sorted(photos.iterdir()) if photos is not None else []
        for file in names:
            with file.open("rb") as stream:
                if hashlib.file_digest(stream, "sha256").hexdigest() != file.name:
                    raise UsageError(N_("“{path}” is not a whole backup: {why}."), path=str(source), why=file.name)
        self.facts["photos"] = len(names)


def _verified(copy: Path, source: Path) -> dict[str, Any]:
    """Check a copy with a schema that is not trusted, and return what it holds."""
    connection = database.connect(copy, write=True)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        # Our own CHECKs use json_valid, which SQLite before 3.41 does not run for a schema it may not trust.
        connection.execute("PRAGMA ignore_check_constraints = ON")
        version = database.checked_version(connection, source)
        verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if verdict != "ok":
            raise DatabaseError(
                N_("The backup “{path}” is damaged: {why}."), code="corrupt", path=str(source), why=verdict
            )
        if version == database.SCHEMA_VERSION:
            # Triggers run with every write: only those that butler makes itself are let in.
            journal.write_triggers(connection)
        count = "SELECT (SELECT count(*) FROM ticket), (SELECT count(*) FROM unit), (SELECT count(*) FROM resident)"
        tickets, units, residents = connection.execute(count).fetchone()
        last = connection.execute("SELECT max(at) FROM operation").fetchone()[0]
    finally:
        connection.close()
    return {
        "schema_version": version,
        "tickets": tickets,
        "units": units,
        "residents": residents,
        "last_operation_at": last,
    }


def bring_back(chosen: Backup, path: Path, now: datetime) -> Path | None:
    """Save the present state, then put the backup in its place; returns where the former state is, or None.

    Raises DatabaseError (exit 5) where another program holds the database; then nothing was touched.
    """
    saved = save(path, now) if path.exists() else None
    chosen.copy.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o600)
    folder = attachment_folder(path)
    if chosen.photos is not None:
        for photo in chosen.photos.iterdir():
            folder.mkdir(mode=0o700, exist_ok=True)
            backup.settle(photo, folder / photo.name)
    _remove_side_files(path)
    backup.settle(chosen.copy, path)
    return saved


def save(path: Path, now: datetime) -> Path:
    """Pack the present database and photos as they are; a damaged file is kept as it is, with its side files."""
    target = backup.unused(backup_folder(path) / f"{path.stem}-before-restore-{now:%Y-%m-%d-%H%M%S}.zip")
    with tempfile.TemporaryDirectory(prefix=f".{path.stem}-save-", dir=path.parent) as name:
        plain = Path(name) / backup.INSIDE
        with translated_errors(path):
            _copy_present(path, plain)
        backup.pack(plain, target, attachment_folder(path))
    return target


def _copy_present(path: Path, plain: Path) -> None:
    """Copy the present file while nobody else may write to it; raises where another program holds it."""
    connection = None
    try:
        connection = database.connect(path, write=True)
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
            connection = None
        if (getattr(error, "sqlite_errorcode", 0) & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
    try:
        shutil.copyfile(path, plain)
        if connection is None:
            folder = backup_folder(path)
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for file in side_files(path):
                if file.exists():
                    shutil.copyfile(file, backup.unused(folder / f"{file.name}.damaged"))
    finally:
        if connection is not None:
            connection.execute("ROLLBACK")
            connection.close()


def _remove_side_files(path: Path) -> None:
    """Remove what a former database left beside itself: SQLite would play a stale journal into the new file."""
    for file in side_files(path):
        file.unlink(missing_ok=True)


def unpack(source: Path, folder: Path) -> tuple[Path, Path | None]:
    """Unpack a backup (.zip, .db.gz or .db) into a folder; returns the database's copy and the photos' folder.

    Only a .zip has photos. Raises NotFoundError (exit 3) without the file, UsageError (exit 2) where it is no backup of ours.
    """
    if source.is_dir():
        raise UsageError(N_("“{path}” is a folder, not a backup."), path=str(source))
    if not source.exists():
        raise NotFoundError(N_("There is no file “{path}”."), path=str(source))
    target = folder / backup.INSIDE
    try:
        with source.open("rb") as stream:
            head = stream.read(16)
        if head.startswith(b"PK"):
            return target, _unzip(source, folder)
        if head.startswith(b"\x1f\x8b"):
            with gzip.open(source) as packed, target.open("wb") as plain:
                shutil.copyfileobj(packed, plain, 1 << 20)
            return target, None
        if head.startswith(b"SQLite format 3"):
            _copy_database(source, target)
            return target, None
    except (
        zipfile.BadZipFile,
        gzip.BadGzipFile,
        zlib.error,
        EOFError,
        KeyError,
        RuntimeError,
        sqlite3.Error,
    ) as error:
        raise UsageError(N_("“{path}” is not a whole backup: {why}."), path=str(source), why=str(error)) from None
    raise UsageError(N_("“{path}” is not a backup of butler."), path=str(source))


def _copy_database(source: Path, target: Path) -> None:
    """Copy a bare database file as SQLite sees it, also while another program writes to it."""
    reader = database.connect(source, write=False)
    try:
        reader.execute("PRAGMA trusted_schema = OFF")
        backup.snapshot(reader, target)
    finally:
        reader.close()


def _unzip(source: Path, folder: Path) -> Path:
    target = folder / "attachments"
    target.mkdir()
    with zipfile.ZipFile(source) as archive:
        with archive.open(backup.INSIDE) as packed, (folder / backup.INSIDE).open("wb") as plain:
            shutil.copyfileobj(packed, plain, 1 << 20)
        for name in archive.namelist():
            if re.fullmatch(r"attachments/[0-9a-f]{64}", name):
                with archive.open(name) as packed, (target / name.rpartition("/")[2]).open("wb") as plain:
                    shutil.copyfileobj(packed, plain, 1 << 20)
    return target
