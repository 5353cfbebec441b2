"""Backups: consistent copies made by SQLite itself while others may write, verified after they are made."""

import gzip
import os
import re
import shutil
import sqlite3
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from butlercli.base.errors import DatabaseError, NotFoundError, UsageError
from butlercli.base.i18n import N_
from butlercli.store.location import attachment_folder, backup_folder, daily_backup_path

if TYPE_CHECKING:
    from butlercli.store.database import Database

DAILY_KEPT = 7
WEEKLY_KEPT = 8
INSIDE = "butler.db"


def snapshot(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the open database to a new file and verify the copy; raises DatabaseError where it is not sound."""
    copy = sqlite3.connect(target, isolation_level=None)
    try:
        connection.backup(copy)
        verdict = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    finally:
        copy.close()
    if verdict != "ok":
        target.unlink(missing_ok=True)
        raise DatabaseError(N_("The backup did not come out sound: {why}."), code="corrupt", why=str(verdict))


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
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)


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


def write(database: "Database", target: Path | None, *, force: bool) -> dict[str, object]:
    """Write one file with the database and every photo; returns its path, size and contents.

    Without a target it goes into the backup folder under the moment's name. Raises UsageError where the file exists.
    """
    if target is None:
        target = backup_folder(database.path) / f"{database.path.stem}-{database.now:%Y-%m-%d-%H%M%S}.zip"
    if target.is_dir():
        raise UsageError(N_("“{path}” is a folder; name a file."), path=str(target))
    if target.exists() and not force:
        raise UsageError(
            N_("“{path}” exists."),
            hint=N_("Name another file, or replace it with --force."),
            path=str(target),
        )
    plain, partial = _scratch(target.parent), _scratch(target.parent)
    try:
        snapshot(database.connection, plain)
        photos = _pack(plain, partial, attachment_folder(database.path))
        _verify(partial)
        os.replace(partial, target)
    finally:
        plain.unlink(missing_ok=True)
        partial.unlink(missing_ok=True)
    return {"path": str(target), "bytes": target.stat().st_size, "photos": photos, "verified": True}


def _pack(plain: Path, target: Path, folder: Path) -> int:
    photos = sorted(file for file in folder.iterdir() if len(file.name) == 64) if folder.is_dir() else []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.write(plain, INSIDE)
        for photo in photos:
            archive.write(photo, f"attachments/{photo.name}", compress_type=zipfile.ZIP_STORED)
    return len(photos)


def _verify(archive_path: Path) -> None:
    with zipfile.ZipFile(archive_path) as archive:
        broken = archive.testzip()
    if broken is not None:
        raise DatabaseError(N_("The backup did not come out sound: {why}."), code="corrupt", why=broken)


def unpack(source: Path, folder: Path) -> tuple[Path, Path | None]:
    """Unpack a backup (.zip, .db.gz or .db) into a folder; returns the database's copy and the photos' folder.

    Raises NotFoundError (exit 3) without the file, UsageError (exit 2) where it is no backup of ours.
    """
    if source.is_dir():
        raise UsageError(N_("“{path}” is a folder, not a backup."), path=str(source))
    if not source.exists():
        raise NotFoundError(N_("There is no file “{path}”."), path=str(source))
    target = folder / INSIDE
    try:
        head = source.open("rb").read(16)
        if head.startswith(b"PK"):
            return target, _unzip(source, folder)
        if head.startswith(b"\x1f\x8b"):
            with gzip.open(source) as packed, target.open("wb") as plain:
                shutil.copyfileobj(packed, plain, 1 << 20)
            return target, None
        if head.startswith(b"SQLite format 3"):
            shutil.copyfile(source, target)
            return target, None
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, KeyError, OSError) as error:
        raise UsageError(
            N_("“{path}” is not a whole backup: {why}."), path=str(source), why=str(error)
        ) from None
    raise UsageError(N_("“{path}” is not a backup of butler."), path=str(source))


def _unzip(source: Path, folder: Path) -> Path | None:
    with zipfile.ZipFile(source) as archive:
        with archive.open(INSIDE) as packed, (folder / INSIDE).open("wb") as plain:
            shutil.copyfileobj(packed, plain, 1 << 20)
        photos = [name for name in archive.namelist() if re.fullmatch(r"attachments/[0-9a-f]{64}", name)]
        if not photos:
            return None
        target = folder / "attachments"
        target.mkdir()
        for name in photos:
            with archive.open(name) as packed, (target / name.rpartition("/")[2]).open("wb") as plain:
                shutil.copyfileobj(packed, plain, 1 << 20)
    return target
