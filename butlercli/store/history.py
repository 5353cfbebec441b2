"""The journal read for one record: what is called so, what belongs to it, and how each field came to be."""

import json
from typing import Any

from butlercli.base.errors import UsageError
from butlercli.base.refs import parse_ref, reads_as_refs
from butlercli.store import journal, undo
from butlercli.store.database import Database

Row = dict[str, Any]
Place = tuple[str, int]

# What may be named: kind to its table, and the columns that name it beside its number.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "ticket": ("ticket", ("ref",)),
    "unit": ("unit", ("code",)),
    "resident": ("resident", ("name",)),
    "department": ("department", ("code",)),
    "category": ("category", ("code",)),
    "facility": ("facility", ("code", "name")),
    "route": ("patrol_route", ("name",)),
    "point": ("patrol_point", ("code", "name")),
    "round": ("patrol_round", ()),
    "item": ("fee_item", ("code", "name")),
    "bill": ("fee_bill", ("ref",)),
    "payment": ("fee_payment", ("ref",)),
    "discount": ("fee_discount", ()),
    "reminder": ("fee_reminder", ()),
    "reading": ("meter_reading", ()),
    "setting": ("setting", ("key",)),
}
# Kinds with serial numbers of a letter.
LETTERS = {"ticket": "T", "round": "R", "bill": "B", "payment": "P"}
NUMBERED = ("resident", "unit", "department", "category", "discount", "reminder", "reading")
# Rows with an identity of their own that nevertheless belong to another record.
OWNED = {("attachment", "ticket_id"), ("attachment", "reminder_id")}
# Rows that belong to their round or plan, and only name the point.
NAMING = {("patrol_result", "point_id"), ("patrol_plan_point", "point_id")}
# What a reader has no use for.
# What a new record has where nothing was said.
EMPTY = (0, "", "[]")
HIDDEN = frozenset(
    (
        "id",
        "uid",
        "entered_at",
        "allowances",
        "response_base",
        "due_base",
        "due_fixed",
        "imported",
        "spelling",
        "rule",
    )
)
# What is money, in fen: (table, field).
MONEY = frozenset(
    (
        *((table, "amount") for table in ("fee_bill", "fee_waiver", "fee_payment", "fee_refund", "fee_allocation")),
        ("fee_reminder", "promise_amount"),
        ("fee_reminder", "outstanding"),
    )
)
# How a row that another refers to is called: an expression over its table.
LABELS = {
    "unit": "code",
    "department": "name",
    "category": "name",
    "facility": "code",
    "resident": "name",
    "ticket": "title",
    "patrol_route": "name",
    "patrol_point": "code",
    "patrol_plan": "since",
    "fee_item": "name",
    "fee_bill": "'B' || id",
    "fee_payment": "'P' || id",
    "fee_refund": "at",
    "fee_reminder": "substr(at, 1, 10)",
}


def named(db: Database, kind: str, text: str) -> list[Place]:
    """Return the rows of a kind that a text names by number, code or name; also those deleted since."""
    table, columns = KINDS[kind]
    letter = LETTERS.get(kind)
    if letter is not None and reads_as_refs(text, letter):
        return _known(db, table, [parse_ref(text, letter)])
    if text.isascii() and text.isdigit() and len(text) < 16 and kind in NUMBERED:
        found = _known(db, table, [int(text)])
        if found and kind != "unit":
            return found
    name = _canonical(text) if kind == "unit" else text
    for column in columns:
        ids = db.column(f"SELECT id FROM {table} WHERE {column} = ?", (name,)) or db.column(
            "SELECT DISTINCT row FROM journal WHERE tbl = ? AND old IS NOT NULL AND json_extract(old, ?) = ?",
            (table, f"$.{column}", name),
        )
        if ids:
            return [(table, int(id)) for id in ids]
    return []


def _canonical(text: str) -> str:
    from butlercli.base.unitcode import parse_unit

    try:
        return parse_unit(text).code
    except UsageError:
        return text


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
    if (child, column) in OWNED:
        return True
    if (child, column) in NAMING:
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
    for change in changes:
        if change["field"] in HIDDEN or (change["action"] == "insert" and change["new"] in EMPTY):
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
    found: dict[tuple[str, Any], str] = {}
    for change in changes:
        parent = parents.get((change["table"], change["field"]))
        if parent not in LABELS:
            continue
        for id in (change["old"], change["new"]):
            key = (change["field"], id)
            if id is not None and key not in found:
                label = db.value(f"SELECT {LABELS[parent]} FROM {parent} WHERE id = ?", (id,))
                if label is not None:
                    found[key] = str(label)
    return found
