"""Where the file is, and what may be done with it."""

import os
import stat
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from butlercli.base.errors import DatabaseError, NotFoundError, UsageError
from butlercli.base.i18n import N_


def locate(option: str | None, environ: Mapping[str, str]) -> tuple[Path, bool]:
    """Return the database's path and whether somebody named it: `--db`, `BUTLER_DB`, the user data folder."""
    named = option or environ.get("BUTLER_DB")
    if named:
        return Path(os.path.expanduser(named)), True  # noqa: PTH111 - pathlib raises for an unknown ~name
    from platformdirs import user_data_path

    return user_data_path("butler", appauthor=False) / "butler.db", False


def check_readable(path: Path, named: bool) -> None:
    """Refuse a path that holds no file: exit 3, with a word on how to begin where no path was named."""
    if size(path) is not None:
        return
    if named:
        raise NotFoundError(
            N_("There is no database at “{path}”."),
            hint=N_("Begin with {command}, or check --db and BUTLER_DB."),
            path=str(path),
            command="butler init",
        )
    raise NotFoundError(
        N_("There is no database yet."),
        hint=N_("Begin with {command}, or look around in a made-up community with {demo}."),
        code="no_database",
        command="butler init",
        demo="butler demo",
    )


def size(path: Path) -> int | None:
    """Return the size of a file in bytes, or None where there is none.

    Raises UsageError (exit 2) for a folder or device, DatabaseError (exit 5) where it may not be looked at.
    """
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise DatabaseError(
            N_("“{path}” cannot be opened: {why}."),
            code="cannot_open",
            path=str(path),
            why=error.strerror or str(error),
        ) from None
    if stat.S_ISDIR(status.st_mode):
        raise UsageError(N_("“{path}” is a folder, not a database file."), path=str(path))
    if not stat.S_ISREG(status.st_mode):
        raise UsageError(N_("“{path}” is not a file."), path=str(path))
    return status.st_size


def prepare_new(path: Path) -> None:
    """Create the file (mode 0600) and a folder of its own (0700); raises DatabaseError where that fails."""
    try:
        folder = path.parent
        if not folder.exists():
            folder.mkdir(parents=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR))
    except OSError as error:
        raise DatabaseError(
            N_("“{path}” cannot be created: {why}."),
            hint=N_("Choose another place with --db or BUTLER_DB."),
            path=str(path),
            why=error.strerror or str(error),
        ) from None


def shared_or_synced(path: Path) -> str | None:
    """Name why a folder is a poor place for a database: a network share, or a folder that is synced.

    Returns `network`, the name of the syncing service, or None. SQLite's locks do not hold on many network
    file systems, and a syncing client may upload half a transaction.
    """
    full = path.resolve()
    services = (
        "onedrive",
        "dropbox",
        "nutstore",
        "坚果云",
        "icloud",
        "google drive",
        "baidunetdisk",
        "wpsdrive",
        "wps云盘",
        "mobile documents",
        "cloudstorage",
        "syncthing",
        "alipan",
        "阿里云盘",
        "微云",
    )
    for part in full.parts:
        for service in services:
            if service in part.lower():
                return part
    if str(full).startswith(("\\\\", "//")):
        return "network"
    return "network" if _mounted_from_network(full) else None


def _mounted_from_network(full: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        remote = 4  # DRIVE_REMOTE
        return bool(ctypes.windll.kernel32.GetDriveTypeW(full.anchor) == remote)
    if not sys.platform.startswith("linux"):
        return False
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    best, kind = "", ""
    for line in lines:
        fields = line.split(" ")
        if len(fields) > 2 and str(full).startswith(fields[1].rstrip("/") + "/") and len(fields[1]) >= len(best):
            best, kind = fields[1], fields[2]
    return kind.startswith(("nfs", "cifs", "smb", "fuse.sshfs", "9p"))


def backup_folder(path: Path) -> Path:
    """Return the folder beside a database where its backups are kept."""
    return path.with_name(f"{path.stem}-backups")


def attachment_folder(path: Path) -> Path:
    """Return the folder beside a database where photos are kept under their SHA-256."""
    return path.with_name(f"{path.stem}-attachments")


def daily_backup_path(path: Path, now: datetime) -> Path:
    """Return the file of a day's automatic backup."""
    return backup_folder(path) / f"{path.stem}-{now:%Y-%m-%d}.db.gz"


def side_files(path: Path) -> list[Path]:
    """Return the files that SQLite may keep beside a database."""
    return [path.with_name(path.name + ending) for ending in ("-journal", "-wal", "-shm")]
