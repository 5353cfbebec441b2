"""The doctor: every check on the file and its surroundings, also where the file cannot be opened any more."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from butlercli.base.errors import DatabaseError, UsageError
from butlercli.base.i18n import _
from butlercli.base.result import Result
from butlercli.kit import settings
from butlercli.store import checks
from butlercli.store.database import Database

PROBLEMS = 6


def unopened(path: Path, error: DatabaseError) -> Result:
    """Return the findings on a file that cannot be opened at all."""
    params = {name: str(value) for name, value in error.params.items()}
    sentence = " ".join(_(text).format(**params) for text in (error.message, error.hint) if text)
    found = [
        _check("file", [{"code": "unreadable", "why": sentence}]),
        _check("place", checks.place(path)),
    ]
    return _result(path, found)


def examine(db: Database) -> Result:
    """Run every check; the exit code is 6 where anything was found."""
    found = [_check("file", []), _check("sqlite", checks.sqlite_version())]
    integrity = _check("integrity", checks.integrity(db))
    found.append(integrity)
    looks: list[tuple[str, Callable[[], checks.Found]]] = [
        ("foreign_keys", lambda: checks.foreign_keys(db)),
        ("schema", lambda: checks.schema(db)),
        ("triggers", lambda: checks.triggers(db)),
        ("search", lambda: checks.search(db)),
        ("attachments", lambda: checks.attachments(db)),
        ("settings", lambda: _settings(db)),
    ]
    for name, look in looks:
        if integrity["ok"]:
            found.append(_check(name, look()))
    switched_off = integrity["ok"] and settings.get(db, "backup_daily") == "false"
    begun = checks.begun(db) if integrity["ok"] else None
    found.append(_check("backup", checks.last_backup(db.path, db.now, switched_off, begun)))
    found.append(_check("place", checks.place(db.path)))
    found.append(_check("permissions", checks.permissions(db.path)))
    return _result(db.path, found)


def _settings(db: Database) -> checks.Found:
    found: checks.Found = []
    for key, value in db.settings.items():
        try:
            settings.check(db, key, value)
        except UsageError:
            found.append({"code": "bad", "key": key, "value": value})
    return found


def _check(name: str, found: checks.Found) -> dict[str, Any]:
    return {"name": name, "ok": not found, "found": found}


def _result(path: Path, found: list[dict[str, Any]]) -> Result:
    good = all(check["ok"] for check in found)
    data = {"ok": good, "path": str(path), "checks": found}
    return Result("file.doctor", data, exit_code=0 if good else PROBLEMS)
