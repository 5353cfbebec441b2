"""Backups: consistent copies made by SQLite itself while others may write, verified after they are made."""

import gzip
import os
import re
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from butlercli.base.errors import DatabaseError, UsageError
from butlercli.base.i18n import N_
from butlercli.store.location import attachment_folder, backup_folder, daily_backup_path, side_files

if TYPE_CHECKING:
    from butlercli.store.database import Database

Tick = Callable[[str, int, int], None]
PAGES_AT_ONCE = 4096
DAILY_KEPT = 7
WEEKLY_KEPT = 8
INSIDE = "butler.db"


def snapshot(connection: sqlite3.Connection, target: Path, tick: Tick | None = None) -> None:
    """Copy the open database to a new file and verify the copy; raises DatabaseError where it is not sound.

    tick: told how far it has come: a step, what is done, of how much.
    """

    def told(_status: int, left: int, pages: int) -> None:
        if tick is not None:
            tick("copy", pages - left, pages)

    copy = sqlite3.connect(target, isolation_level=None)
    try:
        with _held(connection):
            connection.backup(copy, pages=PAGES_AT_ONCE, progress=told)
        verdict = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    finally:
        copy.close()
    if verdict != "ok":
        target.unlink(missing_ok=True)
        raise DatabaseError(N_("The backup did not come out sound: {why}."), code="corrupt", why=str(verdict))


@contextmanager
def _held(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold a read lock for the whole copy: it is of one moment, and a file held by others is waited for no longer than usual."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        yield
    finally:
        connection.execute("ROLLBACK")


def _scratch(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".partial", dir=folder)
    os.close(handle)
    return Path(name)


def _compress(source: Path, target: Path) -> None:
    """Write a gzip copy beside its place and move it there whole."""
    partial = _scratch(target.parent)
    try:
        with source.open("rb") as stream, gzip.open(partial, "wb", compresslevel=1) as packed:
            shutil.copyfileobj(stream, packed, 1 << 20)
        settle(partial, target)
    finally:
        partial.unlink(missing_ok=True)


def settle(partial: Path, target: Path) -> None:
    """Bring a finished file to the disk, then to its place: whatever happens, there is the old one or the new one."""
    with partial.open("rb+") as stream:
        os.fsync(stream.fileno())
    partial.replace(target)


def _compressed_snapshot(connection: sqlite3.Connection, target: Path) -> Path:
    plain = _scratch(target.parent)
    try:
        snapshot(connection, plain)
        _compress(plain, target)
    finally:
        plain.unlink(missing_ok=True)
    return target


def before_migration(connection: sqlite3.Connection, path: Path) -> Path:
    """Keep the database as it is before its schema is brought up to date; returns the copy's path."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    return _compressed_snapshot(connection, backup_folder(path) / f"{path.stem}-schema-{version}.db.gz")


def daily_backup(database: "Database") -> Path | None:
    """Make the day's copy and clear away old ones; returns its path, or None where the folder cannot be written.

    A backup that cannot be made must not keep the butler from recording; `doctor` reports the missing copies.
    """
    try:
        target = _compressed_snapshot(database.connection, daily_backup_path(database.path, database.now))
    except (OSError, sqlite3.Error):
        return None
    _clear_away(database.path)
    return target


def daily_copies(path: Path) -> list[tuple[date, Path]]:
    """Return the automatic daily copies with their days, the newest first."""
    pattern = re.compile(re.escape(path.stem) + r"-(\d{4}-\d{2}-\d{2})\.db\.gz")
    folder = backup_folder(path)
    found = []
    for file in folder.iterdir() if folder.is_dir() else ():
        match = pattern.fullmatch(file.name)
        if match:
            found.append((date.fromisoformat(match[1]), file))
    return sorted(found, reverse=True)


def kept(days: list[date]) -> set[date]:
    """Choose the days to keep: the newest seven, and the newest of each of the newest eight weeks."""
    ordered = sorted(days, reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    for day in ordered:
        weeks.setdefault(day.isocalendar()[:2], day)
    return set(ordered[:DAILY_KEPT]) | set(list(weeks.values())[:WEEKLY_KEPT])


def _clear_away(path: Path) -> None:
    copies = daily_copies(path)
    keep = kept([day for day, _file in copies])
    for day, file in copies:
        if day not in keep:
            file.unlink(missing_ok=True)


def write(database: "Database", target: Path | None, *, force: bool, tick: Tick | None = None) -> dict[str, object]:
    """Write one file with the database and every photo; returns its path, size and contents.

    tick: told how far it has come. Without a target it goes into the backup folder under the moment's name. Raises UsageError where the file exists.
    """
    if target is None:
        target = unused(backup_folder(database.path) / f"{database.path.stem}-{database.now:%Y-%m-%d-%H%M%S}.zip")
    _check_target(database.path, target, force=force)
    plain = _scratch(target.parent)
    try:
        snapshot(database.connection, plain, tick)
        photos = pack(plain, target, attachment_folder(database.path), tick)
    finally:
        plain.unlink(missing_ok=True)
    return {"path": str(target), "bytes": target.stat().st_size, "photos": photos, "verified": True}


def _check_target(path: Path, target: Path, *, force: bool) -> None:
    if target.is_dir():
        raise UsageError(N_("“{path}” is a folder; name a file."), path=str(target))
    if target.resolve() in (path.resolve(), *side_files(path.resolve())):
        raise UsageError(N_("“{path}” is the database itself; name another file."), path=str(target))
    if target.exists() and not force:
        raise UsageError(
            N_("“{path}” exists."),
            hint=N_("Name another file, or replace it with --force."),
            path=str(target),
        )


def unused(target: Path) -> Path:
    """Return a path that does not exist yet: the one given, or one with a number behind its name."""
    number, found = 1, target
    while found.exists():
        number += 1
        found = target.with_name(f"{target.stem}-{number}{target.suffix}")
    return found


def pack(plain: Path, target: Path, folder: Path, tick: Tick | None = None) -> int:
    """Pack a database file and the photos of a folder into one file, verify it, and return the number of photos."""
    photos = sorted(file for file in folder.iterdir() if len(file.name) == 64) if folder.is_dir() else []
    partial = _scratch(target.parent)
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            _pack_database(archive, plain, tick)
            for photo in photos:
                archive.write(photo, f"attachments/{photo.name}", compress_type=zipfile.ZIP_STORED)
        with zipfile.ZipFile(partial) as archive:
            broken = archive.testzip()
        if broken is not None:
            raise DatabaseError(N_("The backup did not come out sound: {why}."), code="corrupt", why=broken)
        settle(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return len(photos)


def _pack_database(archive: zipfile.ZipFile, plain: Path, tick: Tick | None) -> None:
    total = plain.stat().st_size
    done = 0
    entry = zipfile.ZipInfo.from_file(plain, INSIDE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with plain.open("rb") as stream, archive.open(entry, "w") as packed:
        while piece := stream.read(1 << 20):
            packed.write(piece)
            done += len(piece)
            if tick is not None:
                tick("pack", done, total)
