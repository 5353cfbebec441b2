"""Who changed what: a record's rows in the journal, read from their present state back to their first entry."""

import json
from typing import Any

from butlercli.base.errors import NotFoundError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.refs import parse_ref, reads_as_refs
from butlercli.base.result import Result
from butlercli.desk.undo import civil
from butlercli.store import journal, undo
from butlercli.store.database import Database

Row = dict[str, Any]
Place = tuple[str, int]

# What may be named, and the column that names it beside its number.
KINDS = {
    "ticket": "ref",
    "unit": "code",
    "resident": "name",
    "department": "code",
    "category": "code",
    "setting": "key",
}
# Rows with an identity of their own that nevertheless belong to another record.
OWNED = {("attachment", "ticket_id")}
# What a reader has no use for.
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
    )
)
# How a row that another refers to is called.
LABELS = {"unit": "code", "department": "name", "category": "name", "resident": "name", "ticket": "title"}


def history(db: Database, text: str, kind: str | None, limit: int | None) -> Result:
    """Return the changes of a record and of what belongs to it, from the first to the last.

    Raises NotFoundError (exit 3) where nothing is named so, UsageError (exit 2) for an unknown kind or several records.
    """
    if kind is not None and kind not in KINDS:
        raise UsageError(
            N_("“{value}” is not a kind of record."),
            hint=N_("One of: {choices}."),
            value=kind,
            choices=", ".join(KINDS),
        )
    place = resolve(db, text, kind)
    places = [place, *belonging(db, place)]
    changes = [change for table, row in places for change in _changes(db, table, row)]
    changes.sort(key=lambda change: change.pop("_id"))
    if limit is not None:
        changes = _for_reading(changes)
    shown = changes if limit is None else changes[-limit:]
    return Result(
        "history.list",
        shown,
        total=len(changes),
        refs=f"{place[0]} {place[1]}",
        extra={"labels": _labels(db, shown)},
    )


# --- what is meant ----------------------------------------------------------------------------------


def resolve(db: Database, text: str, kind: str | None) -> Place:
    """Return the table and row a text names, also of a record that was deleted since."""
    if kind is not None:
        found = _named(db, kind, text)
    elif reads_as_refs(text, "T") and not _is_unit(db, text):
        found = _named(db, "ticket", text)
    else:
        found = []
        for name in ("unit", "department", "resident", "category", "setting", "ticket"):
            found = _named(db, name, text)
            if found:
                break
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            N_("“{value}” may be several records: {choices}."),
            hint=N_("Give the number, with {option}."),
            value=text,
            choices=", ".join(f"{table} {row}" for table, row in found[:20]),
            option=f"--kind {found[0][0]}",
        )
    raise NotFoundError(
        N_("Nothing here is called “{value}”."),
        hint=N_("Give a ticket (T12), a unit's code, a resident's name or a department's code."),
        value=text,
    )


def _is_unit(db: Database, text: str) -> bool:
    return "#" not in text and bool(_named(db, "unit", text))


def _named(db: Database, kind: str, text: str) -> list[Place]:
    if kind == "ticket" and reads_as_refs(text, "T"):
        return _known(db, kind, [parse_ref(text, "T")])
    if (
        text.isascii()
        and text.isdigit()
        and len(text) < 16
        and kind in ("resident", "unit", "department", "category")
    ):
        found = _known(db, kind, [int(text)])
        if found and kind != "unit":
            return found
    name = _canonical(text) if kind == "unit" else text
    column = KINDS[kind]
    ids = db.column(f"SELECT id FROM {kind} WHERE {column} = ?", (name,))  # noqa: S608 - names from KINDS
    if kind == "department" and not ids:
        from butlercli.register import departments

        ids = [row["id"] for row in departments.search(db, text)]
    if not ids:
        ids = db.column(
            "SELECT DISTINCT row FROM journal WHERE tbl = ? AND old IS NOT NULL AND json_extract(old, ?) = ?",
            (kind, f"$.{column}", name),
        )
    return [(kind, int(id)) for id in ids]


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
        if db.value(f"SELECT 1 FROM {table} WHERE id = ?", (id,))  # noqa: S608 - names from KINDS
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
            f"SELECT id FROM {child} WHERE {column} = :id "  # noqa: S608 - names from the schema
            "UNION SELECT row FROM journal WHERE tbl = :child AND json_extract(old, :path) = :id",
            {"id": id, "child": child, "path": f"$.{column}"},
        )
        found.update(((child, int(row)), None) for row in ids)
    return list(found)


def _owns(db: Database, child: str, column: str) -> bool:
    if (child, column) in OWNED:
        return True
    if "uid" in journal.columns(db.connection, child):
        return False
    required = {row[1] for row in db.execute(f"PRAGMA table_info({child})") if row[3]}
    return column in required


# --- what changed -----------------------------------------------------------------------------------


def _changes(db: Database, table: str, id: int) -> list[Row]:
    """Return the changes of one row: each field with its old and new value, the last entry first."""
    state = db.row(f"SELECT * FROM {table} WHERE id = ?", (id,))  # noqa: S608 - names from the schema
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
        "at": civil(entry["at"]) if entry["at"] else None,
        "operation": entry["op"],
        "verb": entry["verb"],
        "table": table,
        "row": id,
        "action": _ACTIONS[entry["act"]],
        "field": field,
        "old": old,
        "new": new,
    }


def _for_reading(changes: list[Row]) -> list[Row]:
    """Leave out what only the program needs; a row taken back or brought back whole is one line."""
    found: list[Row] = []
    for change in changes:
        if change["field"] in HIDDEN:
            continue
        if change["verb"] in ("undo", "redo") and change["action"] != "update":
            change = {**change, "field": None, "old": None, "new": None}
            if found and found[-1] == change:
                continue
        found.append(change)
    return found


def _labels(db: Database, changes: list[Row]) -> dict[tuple[str, Any], str]:
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
                label = db.value(f"SELECT {LABELS[parent]} FROM {parent} WHERE id = ?", (id,))  # noqa: S608 - names from LABELS
                if label is not None:
                    found[key] = str(label)
    return found
