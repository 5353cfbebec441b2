"""Taking operations back, and back again: the journal read from its end, each change reversed.

An operation that stands by itself is a base. Undoing it, bringing it back, undoing it again are events of its chain:
an undo's `undoes` names the base, a redo's names the undo. The last event of a chain is what is reversed next, and
an event is in the way only where its chain as a whole changed something since (an undo and its redo cancel out).
"""

import sqlite3
from collections.abc import Iterator
from typing import Any

from butlercli.base.errors import NotFoundError, RuleError
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.store import database, journal
from butlercli.store.database import Database

CHUNK = 5_000

# The base of an operation `o`: itself, what it undoes, or what the undo it takes back had undone.
BASE = "coalesce((SELECT u.undoes FROM operation u WHERE u.id = o.undoes), o.undoes, o.id)"
_EFFECTIVE = "j.id > :cut AND (j.op IS NULL OR j.op IN (SELECT op FROM temp.undo_later))"
# What only refers to the rows is in the way where the operation itself came later, not where an earlier one was taken back.
_EFFECTIVE_LATER = "j.id > :cut AND (j.op IS NULL OR j.op IN (SELECT op FROM temp.undo_later WHERE base > :base))"


class Chain:
    """An operation and the last event of its chain: what is reversed next."""

    __slots__ = ("base", "event")

    def __init__(self, base: Row, event: Row) -> None:
        """Keep the rows of the base and of the last event."""
        self.base = base
        self.event = event

    @property
    def live(self) -> bool:
        """Say whether the base's changes stand now."""
        return not self.base["undone"]


def chain(db: Database, number: int) -> Chain:
    """Return the chain that an operation belongs to; raises NotFoundError (exit 3) for an unknown number."""
    base = db.value(f"SELECT {BASE} FROM operation o WHERE o.id = ? AND o.open = 0", (number,))
    if base is None:
        newest = db.value("SELECT max(id) FROM operation WHERE open = 0")
        raise NotFoundError(
            N_("There is no operation {number}."),
            hint=N_("The newest is {newest}; see {command}.") if newest else N_("There are none yet."),
            number=number,
            newest=newest,
            command="butler undo --list",
        )
    event = db.value(f"SELECT max(o.id) FROM operation o WHERE {BASE} = ? AND o.open = 0", (base,))
    return Chain(_operation(db, base), _operation(db, event))


def _operation(db: Database, id: int) -> Row:
    row = db.row("SELECT * FROM operation WHERE id = ?", (id,))
    assert row is not None
    return row


def latest(db: Database, *, live: bool) -> Chain | None:
    """Return the chain that was changed last and whose base stands (or, for a redo, is undone); None where there is none."""
    rows = db.execute(f"SELECT o.id, {BASE} AS base FROM operation o WHERE o.open = 0 ORDER BY o.id DESC")
    seen: set[int] = set()
    for id, base in rows:
        if base in seen:
            continue
        seen.add(base)
        found = Chain(_operation(db, base), _operation(db, id))
        if found.live == live:
            return found
    return None


def reverse(db: Database, found: Chain) -> int:
    """Reverse the last event of a chain within the open operation; returns the number of changes reversed.

    Raises RuleError (exit 4) naming the later operation that is in the way, or where a migration lies between.
    """
    assert db.operation_id is not None
    event, base = found.event, found.base
    if event["schema_version"] != database.SCHEMA_VERSION:
        raise RuleError(
            N_("Operation {number} was made before butler brought the database up to date; it cannot be taken back."),
            hint=N_("The state before is in the backup made then; see {command}."),
            code="migrated",
            number=base["id"],
            command="butler restore",
        )
    _check(db, found)
    db.execute("PRAGMA defer_foreign_keys = ON")
    count = 0
    for table, act, entries in _runs(db, event["id"]):
        _apply(db, table, act, entries, base["id"])
        count += len(entries)
    undoing = found.live
    db.update("operation", base["id"], {"undone": int(undoing)})
    if event["id"] != base["id"]:
        db.update("operation", event["id"], {"undone": 1})
    db.update("operation", db.operation_id, {"undoes": base["id"] if undoing else event["id"]})
    db.forget_settings()
    return count


def tables(db: Database, found: Chain) -> list[str]:
    """Return the tables whose rows the last event of a chain changed."""
    return db.column("SELECT DISTINCT tbl FROM journal WHERE op = ?", (found.event["id"],))


def _runs(db: Database, event: int) -> Iterator[tuple[str, str, list[tuple[int, str]]]]:
    """Yield an event's entries from the last to the first, neighbours of one table and act together."""
    before = (1 << 62,)
    while True:
        rows = db.execute(
            "SELECT id, tbl, act, row, old FROM journal WHERE op = ? AND id < ? ORDER BY id DESC LIMIT ?",
            (event, before[0], CHUNK),
        ).fetchall()
        if not rows:
            return
        before = (rows[-1][0],)
        run: list[tuple[int, str]] = []
        current = (rows[0][1], rows[0][2])
        for _id, table, act, row, old in rows:
            if (table, act) != current:
                yield *current, run
                run, current = [], (table, act)
            run.append((row, old))
        yield *current, run


def _apply(db: Database, table: str, act: str, entries: list[tuple[int, str]], number: int) -> None:
    """Reverse neighbouring entries: an insert is deleted, a deleted row inserted whole, an update set back."""
    before = db.connection.total_changes
    if act == "I":
        _run_many(db, f"DELETE FROM {table} WHERE id = ?", [(row,) for row, _old in entries], table, number)
    else:
        import json

        groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
        for row, old in entries:
            image = json.loads(old)
            values = tuple(image.values())
            groups.setdefault(tuple(image), []).append(values if act == "D" else (*values, row))
        for names, rows in groups.items():
            _run_many(db, _statement(table, act, names), rows, table, number)
    if db.connection.total_changes - before < len(entries):
        raise _changed(number)


def _statement(table: str, act: str, names: tuple[str, ...]) -> str:
    if act == "D":
        marks = ", ".join("?" * len(names))
        return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
    sets = ", ".join(f"{name} = ?" for name in names)
    return f"UPDATE {table} SET {sets} WHERE id = ?"


def _run_many(db: Database, sql: str, rows: list[tuple[Any, ...]], table: str, number: int) -> None:
    try:
        db.executemany(sql, rows)
    except sqlite3.IntegrityError as error:
        raise _collision(db, str(error), sql, rows, table, number) from error


def _collision(db: Database, why: str, sql: str, rows: list[tuple[Any, ...]], table: str, number: int) -> RuleError:
    """Name the operation whose row took the place of one that is to come back (the same unit code, say)."""
    names = [name.strip() for name in sql.partition("(")[2].partition(")")[0].split(",")]
    prefix = "UNIQUE constraint failed: "
    if sql.startswith("INSERT") and why.startswith(prefix):
        unique = _unique(db, why.removeprefix(prefix))
        image = ", ".join(f"? AS {name}" for name in names)
        for row in rows:
            taken = db.value(
                f"SELECT id FROM {table} WHERE ({unique}) = (SELECT {unique} FROM (SELECT {image})) AND id <> ?",
                (*row, row[names.index("id")]),
            )
            if taken is not None:
                entry = db.row(
                    "SELECT op FROM journal WHERE tbl = ? AND row = ? ORDER BY id DESC LIMIT 1",
                    (table, taken),
                )
                return _in_the_way(db, number, entry["op"] if entry else None)
    return _changed(number)


def _unique(db: Database, why: str) -> str:
    """Return the columns that must be unique, from SQLite's message; an index over expressions is named instead of them."""
    if not why.startswith("index "):
        return ", ".join(name.rpartition(".")[2] for name in why.split(", "))
    sql = str(db.value("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?", (why[len("index '") : -1],)))
    return sql.partition(" WHERE ")[0].partition("(")[2].rpartition(")")[0]


def _changed(number: int) -> RuleError:
    return RuleError(
        N_("Operation {number} cannot be taken back: its records were changed since."),
        code="changed_since",
        number=number,
    )


# --- what is in the way -----------------------------------------------------------------------------


def _check(db: Database, found: Chain) -> None:
    """Raise RuleError where something later changed the rows of an event, rows that refer to them, or deleted what they refer to."""
    event = found.event["id"]
    cut = db.value("SELECT max(id) FROM journal WHERE op = ?", (event,))
    if cut is None or db.value("SELECT 1 FROM journal WHERE id > ? LIMIT 1", (cut,)) is None:
        return
    db.execute("CREATE TEMP TABLE undo_row (tbl TEXT, row INTEGER, PRIMARY KEY (tbl, row)) WITHOUT ROWID")
    db.execute("CREATE TEMP TABLE undo_later (op INTEGER PRIMARY KEY, base INTEGER)")
    try:
        db.execute("INSERT INTO temp.undo_row SELECT DISTINCT tbl, row FROM journal WHERE op = ?", (event,))
        _collect_later(db, event, found.base["id"])
        blocking = _blocking(db, event, cut, found.base["id"])
    finally:
        db.execute("DROP TABLE temp.undo_row")
        db.execute("DROP TABLE temp.undo_later")
    if blocking is not None:
        raise _in_the_way(db, found.base["id"], blocking[1])


def _collect_later(db: Database, event: int, base: int) -> None:
    """Note the later events whose chains stand otherwise now than they did then: those with an odd number of events since."""
    db.execute(
        f"""INSERT INTO temp.undo_later
            WITH later AS (SELECT o.id, {BASE} AS base FROM operation o WHERE o.id > :event AND o.open = 0)
            SELECT id, base FROM later WHERE base <> :base
            AND base IN (SELECT base FROM later GROUP BY base HAVING count(*) % 2 = 1)""",
        {"event": event, "base": base},
    )


def _blocking(db: Database, event: int, cut: int, base: int) -> tuple[int, int | None] | None:
    """Return the last later entry (its id and operation) that is in the way, or None."""
    params = {"cut": cut, "event": event, "base": base}
    queries = [
        "SELECT j.id, j.op FROM journal j JOIN temp.undo_row r ON r.tbl = j.tbl AND r.row = j.row "
        f"WHERE {_EFFECTIVE} ORDER BY j.id DESC LIMIT 1"
    ]
    touched = set(db.column("SELECT DISTINCT tbl FROM temp.undo_row"))
    later = set(db.column("SELECT DISTINCT tbl FROM journal WHERE id > ?", (cut,)))
    for child, column, parent in references(db.connection):
        if parent in touched and child in later:
            queries.append(
                f"SELECT j.id, j.op FROM journal j LEFT JOIN {child} c ON c.id = j.row WHERE {_EFFECTIVE_LATER} AND j.tbl = '{child}' "
                f"AND EXISTS (SELECT 1 FROM temp.undo_row r WHERE r.tbl = '{parent}' "
                f"AND r.row IN (c.{column}, json_extract(j.old, '$.{column}'))) ORDER BY j.id DESC LIMIT 1"
            )
        if child in touched and parent in later:
            queries.append(
                f"SELECT j.id, j.op FROM journal e JOIN journal j ON j.tbl = '{parent}' AND j.row = json_extract(e.old, '$.{column}') "
                f"WHERE e.op = :event AND e.tbl = '{child}' AND j.act = 'D' AND {_EFFECTIVE} ORDER BY j.id DESC LIMIT 1"
            )
    found = [row for sql in queries if (row := db.execute(sql, params).fetchone()) is not None]
    return max(found, key=lambda row: int(row[0])) if found else None


def references(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """Return every foreign key of the recorded tables as (table, column, table referred to)."""
    return [
        (table, row[3], row[2])
        for table in journal.recorded_tables(connection)
        for row in connection.execute(f"PRAGMA foreign_key_list({table})")
    ]


def _in_the_way(db: Database, number: int, blocking: int | None) -> RuleError:
    if blocking is None:
        return RuleError(
            N_("Operation {number} cannot be taken back: another program has changed its records since."),
            hint=N_("Changes made outside butler are never undone; see {command}."),
            code="changed_outside",
            number=number,
            command="butler undo --list",
        )
    later = chain(db, blocking)
    undone = not later.live
    return RuleError(
        N_("Operation {number} cannot be taken back: operation {later} ({verb}) was undone since.")
        if undone
        else N_("Operation {number} cannot be taken back: operation {later} ({verb}) changed its records since."),
        hint=N_("Bring that back first: {command}.") if undone else N_("Take that back first: {command}."),
        code="changed_since",
        number=number,
        later=later.base["id"],
        verb=f"{later.base['verb']} {later.base['refs']}".strip(),
        command=f"butler undo {later.event['id'] if undone else later.base['id']}",
    )


# --- what there is ----------------------------------------------------------------------------------


def operations(db: Database, limit: int | None) -> list[Row]:
    """Return the operations, the newest first, with the number of changes of each."""
    return db.rows(
        "SELECT o.*, (SELECT count(*) FROM journal j WHERE j.op = o.id) AS changes FROM operation o "
        "WHERE o.open = 0 ORDER BY o.id DESC LIMIT ?",
        (-1 if limit is None else limit,),
    )


def outside(db: Database) -> list[Row]:
    """Return the changes made by other programs, the newest first: after which operation, in which tables, how many.

    Changes without an operation between them are one entry; the time of such a change is not known.
    """
    found: list[Row] = []
    start = db.value("SELECT min(id) FROM journal WHERE op IS NULL")
    while start is not None:
        end = db.value("SELECT id FROM journal WHERE id > ? AND op IS NOT NULL ORDER BY id LIMIT 1", (start,))
        after = db.value("SELECT op FROM journal WHERE id < ? ORDER BY id DESC LIMIT 1", (start,))
        span = (start, end if end is not None else 1 << 62)
        tables = db.column("SELECT DISTINCT tbl FROM journal WHERE id >= ? AND id < ? ORDER BY tbl", span)
        changes = db.value("SELECT count(*) FROM journal WHERE id >= ? AND id < ?", span)
        found.append({"after": after or 0, "tables": tables, "changes": changes})
        start = None if end is None else db.value("SELECT min(id) FROM journal WHERE op IS NULL AND id > ?", (end,))
    return found[::-1]


def walk_of(db: Database, number: int) -> list[int]:
    """Return the operations of the walk that an operation belongs to and that stand, the last first; none without a walk."""
    return [
        int(id)
        for id in db.column(
            "SELECT id FROM operation WHERE undoes IS NULL AND undone = 0 AND open = 0 AND group_uid = "
            "(SELECT group_uid FROM operation WHERE id = ?) ORDER BY id DESC",
            (number,),
        )
    ]


def count(db: Database) -> int:
    """Return how many operations there are."""
    return int(db.value("SELECT count(*) FROM operation WHERE open = 0"))
