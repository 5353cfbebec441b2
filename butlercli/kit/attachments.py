"""Photos: copied into a folder beside the database under their SHA-256; the record keeps name, hash and size."""

from collections.abc import Sequence
from pathlib import Path

from butlercli.base.errors import NotFoundError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.store.database import Database
from butlercli.store.location import attachment_folder

LARGEST = 100 * 1024 * 1024


def store(db: Database, files: Sequence[str], **owner: int) -> None:
    """Copy files and record them for a ticket (`ticket_id`, `event_id`).

    Raises NotFoundError (exit 3) where a file does not exist, UsageError (exit 2) for a folder or a file over
    100 MB; then nothing is recorded.
    """
    for name in files:
        source = Path(name).expanduser()
        if source.is_dir():
            raise UsageError(N_("“{path}” is a folder, not a photo."), path=name)
        if not source.exists():
            raise NotFoundError(N_("There is no file “{path}”."), path=name)
        size = source.stat().st_size
        if size > LARGEST:
            raise UsageError(N_("“{path}” is larger than 100 MB."), path=name)
        digest = _digest(source)
        if not db.dry:
            _copy(source, attachment_folder(db.path) / digest)
        db.insert("attachment", {"uid": db.uid(), "sha256": digest, "name": source.name, "size": size, **owner})


def of(db: Database, owner: str, id: int) -> list[Row]:
    """Return the photos of a record, by the column that names it (`ticket_id`): sha256, name, size."""
    return db.rows(f"SELECT sha256, name, size FROM attachment WHERE {owner} = ? ORDER BY id", (id,))


def _digest(source: Path) -> str:
    import hashlib

    with source.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _copy(source: Path, target: Path) -> None:
    import shutil

    if target.exists():
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    shutil.copyfile(source, partial)
    partial.replace(target)
