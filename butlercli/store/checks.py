"""What can be found wrong with a file: each check returns a list of findings, a code with its facts."""

import hashlib
import os
import re
import sqlite3
from datetime import date, datetime
from pathlib import Path
from typing import Any

from butlercli.store import backup, database, fulltext, journal, location
from butlercli.store.database import Database

Found = list[dict[str, Any]]
OLDEST_SQLITE = (3, 38, 0)  # JSON functions and STRICT tables without extensions
BACKUP_DAYS = 7
MOST = 20


def sqlite_version() -> Found:
    """Find an SQLite that lacks what the schema uses."""
    if sqlite3.sqlite_version_info >= OLDEST_SQLITE:
        return []
    wanted = ".".join(map(str, OLDEST_SQLITE))
    return [{"code": "old", "version": sqlite3.sqlite_version, "wanted": wanted}]


def integrity(db: Database) -> Found:
    """Find damage to the file's structure, to indexes, and values that break their constraints."""
    try:
        lines = db.column(f"PRAGMA integrity_check({MOST})")
    except sqlite3.DatabaseError as error:
        lines = [str(error)]
    return [{"code": "damaged", "why": line} for line in lines if line != "ok"]


def foreign_keys(db: Database) -> Found:
    """Find rows that refer to rows that do not exist."""
    counts: dict[tuple[str, str], int] = {}
    for table, _row, parent, _key in db.execute("PRAGMA foreign_key_check"):
        counts[table, parent] = counts.get((table, parent), 0) + 1
    return [
        {"code": "dangling", "count": count, "table": table, "parent": parent}
        for (table, parent), count in counts.items()
    ]


def schema(db: Database) -> Found:
    """Find tables, indexes and views that are missing, changed or not ours."""
    from butlercli.store.migrations import migrate

    fresh = database.connect(":memory:", write=True)
    try:
        migrate(fresh)
        wanted = _objects(fresh)
    finally:
        fresh.close()
    present = _objects(db.connection)
    found: Found = []
    for (kind, name), sql in wanted.items():
        if (kind, name) not in present:
            found.append({"code": "missing", "type": kind, "name": name})
        elif present[kind, name] != sql:
            found.append({"code": "different", "type": kind, "name": name})
    found.extend(
        {"code": "foreign", "type": kind, "name": name} for kind, name in present if (kind, name) not in wanted
    )
    return found[:MOST]


def _objects(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """Return what the schema is made of, without triggers and what SQLite and its extensions make themselves."""
    ours = {"search_mark", *(f"search_{source.kind}" for source in fulltext.sources())}
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE type <> 'trigger'")
    return {
        (kind, name): re.sub(r"\s+", " ", sql or "")
        for kind, name, sql in rows
        if not name.startswith(("sqlite_", "_sqlite_", "search_", "idx__sqlite_")) or name in ours
    }


def triggers(db: Database) -> Found:
    """Find triggers of the journal that are missing or changed, and an operation that was left open."""
    wanted, present = journal.triggers(db.connection), journal.present(db.connection)
    wrong = sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))
    found: Found = []
    if wrong:
        found.append({"code": "triggers", "count": len(wrong), "names": ", ".join(wrong[:6])})
    if db.value("SELECT 1 FROM operation WHERE open = 1"):
        found.append({"code": "open"})
    return found


def search(db: Database) -> Found:
    """Find out whether the search index has seen every change."""
    return [{"code": "stale"}] if fulltext.is_stale(db) else []


def attachments(db: Database) -> Found:
    """Find photos that are missing or no longer what was stored."""
    folder = location.attachment_folder(db.path)
    found: Found = []
    for row in db.rows("SELECT sha256, name, ticket_id FROM attachment ORDER BY id"):
        file = folder / row["sha256"]
        code = "" if file.is_file() else "missing"
        if not code:
            with file.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            code = "" if digest == row["sha256"] else "changed"
        if code:
            owner = f"T{row['ticket_id']}" if row["ticket_id"] else "–"
            found.append({"code": code, "name": row["name"], "owner": owner, "sha256": row["sha256"][:12]})
    return found


def place(path: Path) -> Found:
    """Find out whether the file lies on a network share or in a synced folder."""
    why = location.shared_or_synced(path)
    if why is None:
        return []
    if why == "network":
        return [{"code": "network", "path": str(path)}]
    return [{"code": "synced", "path": str(path), "folder": why}]


def last_backup(path: Path, now: datetime, switched_off: bool, begun: str | None) -> Found:
    """Find out whether there is a backup of the last days; `begun` is when the first record was made (UTC)."""
    found: Found = [{"code": "off"}] if switched_off else []
    days = [(day, file) for day, file in backup.daily_copies(path)]
    folder = location.backup_folder(path)
    for file in folder.glob("*.zip") if folder.is_dir() else ():
        days.append((datetime.fromtimestamp(file.stat().st_mtime).date(), file))
    if not days:
        old = begun is not None and (now.date() - date.fromisoformat(begun[:10])).days > BACKUP_DAYS
        return [*found, {"code": "none"}] if old else found
    day, file = max(days)
    age = (now.date() - day).days
    return [*found, {"code": "old", "days": age, "path": str(file)}] if age > BACKUP_DAYS else found


def begun(db: Database) -> str | None:
    """Return when the first operation was made (UTC), or None where there is none."""
    found: str | None = db.value("SELECT at FROM operation ORDER BY id LIMIT 1")
    return found


def permissions(path: Path) -> Found:
    """Find out whether others may read the file, and whether it may be written to."""
    found: Found = []
    mode = path.stat().st_mode & 0o777
    if os.name == "posix" and mode & 0o077:
        found.append({"code": "readable", "path": str(path), "mode": f"{mode:04o}"})
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        found.append({"code": "read_only", "path": str(path)})
    return found


def mend(db: Database) -> None:
    """Write the journal's triggers and the search index anew, each where it is needed."""
    if triggers(db):
        with database.translated_errors(db.path):
            journal.write_triggers(db.connection)
            db.execute("UPDATE operation SET open = 0 WHERE open = 1")
    if search(db):
        with database.translated_errors(db.path):
            db.execute("BEGIN IMMEDIATE")
            try:
                fulltext.rebuild(db.connection)
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")
