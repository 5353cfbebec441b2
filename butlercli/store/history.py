"""The journal read for one record: what is called so, what belongs to it, and how each field came to be."""

import json
from typing import Any

from butlercli.base import rooms
from butlercli.base.refs import parse_ref, reads_as_refs
from butlercli.base.result import Row
from butlercli.store import journal, undo
from butlercli.store.database import Database

Place = tuple[str, int]

# What only the program needs; rooms add their own.
HIDDEN = ("id", "uid", "entered_at")
# What a new record has where nothing was said.
EMPTY = (0, "", "[]")


def kinds() -> dict[str, rooms.Kind]:
    """Return what may be named, of every room."""
    return rooms.merged("KINDS")


def order() -> list[str]:
    """Return the kinds that a word may mean, the first that knows it to be taken."""
    found = {name: kind.place for name, kind in kinds().items() if kind.place is not None}
    return sorted(found, key=lambda name: found[name])


def letters() -> dict[str, str]:
    """Return the kinds with serial numbers of a letter."""
    return {name: kind.letter for name, kind in kinds().items() if kind.letter}


def money() -> frozenset[tuple[str, str]]:
    """Return what is money, in fen, as (table, field)."""
    return frozenset(_said("MONEY"))


def _said(table: str) -> list[Any]:
    return [one for module in rooms.all_facts() for one in getattr(module, table, ())]


def named(db: Database, kind: str, text: str) -> list[Place]:
    """Return the rows of a kind that a text names by number, code or name; also those deleted since."""
    known = kinds()[kind]
    table, columns = known.table, known.names
    if known.letter and reads_as_refs(text, known.letter):
        return _known(db, table, [parse_ref(text, known.letter)])
    if text.isascii() and text.isdigit() and len(text) < 16 and known.numbered:
        found = _known(db, table, [int(text)])
        if found:
            return found
    name = text if known.canonical is None else known.canonical(text)
    for column in columns:
        ids = db.column(f"SELECT id FROM {table} WHERE {column} = ?", (name,)) or db.column(
            "SELECT DISTINCT row FROM journal WHERE tbl = ? AND old IS NOT NULL AND json_extract(old, ?) = ?",
            (table, f"$.{column}", name),
        )
        if ids:
            return [(table, int(id)) for id in ids]
    return []


def _known(db: Database, table: str, ids: list[int]) -> list[Place]:
    return [
        (table, id)
        for id in ids
        if db.value(f"SELECT 1 FROM {table} WHERE id = ?", (id,))
        or db.value("SELECT 1 FROM journal WHERE tbl = ? AND row = ? LIMIT 1", (table, id))
    ]


def belonging(db: Database, place: Place) -> list[Place]:
    """Return the rows that belong to a record (events, phones, residencies ...), also those deleted since.

    They are found by foreign keys: rows without an identity of their own, whose reference must not be empty.
    """
    table, id = place
    found: dict[Place, None] = {}
    for child, column, parent in undo.references(db.connection):
        if parent != table or not _owns(db, child, column):
            continue
        ids = db.column(
            f"SELECT id FROM {child} WHERE {column} = :id "
            "UNION SELECT row FROM journal WHERE tbl = :child AND json_extract(old, :path) = :id",
            {"id": id, "child": child, "path": f"$.{column}"},
        )
        for row in ids:
            found[child, int(row)] = None
            found.update(dict.fromkeys(belonging(db, (child, int(row)))))
    return list(found)


def _owns(db: Database, child: str, column: str) -> bool:
    if (child, column) in _said("OWNED"):
        return True
    if (child, column) in _said("NAMING"):
        return False
    if "uid" in journal.columns(db.connection, child):
        return False
    required = {row[1] for row in db.execute(f"PRAGMA table_info({child})") if row[3]}
    return column in required


# --- what changed -----------------------------------------------------------------------------------


def changes(db: Database, table: str, id: int) -> list[Row]:
    """Return the changes of one row: each field with its old and new value, the last entry first."""
    state = db.row(f"SELECT * FROM {table} WHERE id = ?", (id,))
    found: list[Row] = []
    entries = db.rows(
        "SELECT j.id, j.op, j.act, j.old, o.verb, o.at FROM journal j LEFT JOIN operation o ON o.id = j.op "
        "WHERE j.tbl = ? AND j.row = ? ORDER BY j.id DESC",
        (table, id),
    )
    for entry in entries:
        image: Row = json.loads(entry["old"]) if entry["old"] else {}
        after = state or {}
        if entry["act"] == "I":
            fields = [(name, None, value) for name, value in after.items() if value is not None]
            state = None
        elif entry["act"] == "D":
            fields = [(name, value, None) for name, value in image.items() if value is not None]
            state = image
        else:
            fields = [(name, value, after.get(name)) for name, value in image.items()]
            state = {**after, **image}
        found.extend(_change(entry, table, id, *field) for field in fields)
    return found


_ACTIONS = {"I": "insert", "U": "update", "D": "delete"}


def _change(entry: Row, table: str, id: int, field: str, old: Any, new: Any) -> Row:
    return {
        "_id": entry["id"],
        "at": entry["at"],
        "operation": entry["op"],
        "verb": entry["verb"],
        "table": table,
        "row": id,
        "action": _ACTIONS[entry["act"]],
        "field": field,
        "old": old,
        "new": new,
    }


def for_reading(changes: list[Row]) -> list[Row]:
    """Leave out what only the program needs, and what was empty when a record was made.

    A row taken back or brought back whole is one line.
    """
    found: list[Row] = []
    hidden = {*HIDDEN, *_said("HIDDEN")}
    for change in changes:
        if change["field"] in hidden or (change["action"] == "insert" and change["new"] in EMPTY):
            continue
        if change["verb"] in ("undo", "redo") and change["action"] != "update":
            change = {**change, "field": None, "old": None, "new": None}
            if found and found[-1] == change:
                continue
        found.append(change)
    return found


def labels(db: Database, changes: list[Row]) -> dict[tuple[str, Any], str]:
    """Return how the records are called that changed fields refer to: (field, id) to name."""
    parents = {(child, column): parent for child, column, parent in undo.references(db.connection)}
    tables: dict[str, rooms.Table] = rooms.merged("TABLES")
    found: dict[tuple[str, Any], str] = {}
    for change in changes:
        parent = parents.get((change["table"], change["field"]))
        label_of = tables[parent].label if parent in tables else ""
        if not label_of:
            continue
        for id in (change["old"], change["new"]):
            key = (change["field"], id)
            if id is not None and key not in found:
                label = db.value(f"SELECT {label_of} FROM {parent} WHERE id = ?", (id,))
                if label is not None:
                    found[key] = str(label)
    return found
