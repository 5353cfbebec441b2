"""Undo and redo as a person asks for them, and the list of what was done."""

from datetime import UTC, datetime
from typing import Any

from butlercli.base import clock, rooms
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.store import undo as store
from butlercli.store.database import Database, rehearsal


def undo(db: Database, number: int | None = None) -> Result:
    """Take the last operation back, or the one with this number; taking an undo back is a redo.

    Raises NotFoundError (exit 3) for an unknown number, RuleError (exit 4) naming what is in the way.
    """
    if number is None:
        found = store.latest(db, live=True)
        if found is None:
            return _nothing(N_("There is nothing to undo."))
        return _reversed(db, found)
    found = store.chain(db, number)
    if not found.live and number != found.event["id"]:
        return _nothing(N_("Operation {number} is undone already; nothing to do."), number=number)
    return _reversed(db, found)


def undo_walk(db: Database, number: int | None = None) -> Result:
    """Take all answers of a walk back, the last first, each as an operation of its own; all of them or none.

    The walk is the one that the operation belongs to (the last unless given); one that belongs to none is taken back
    by itself. Raises as `undo` does.
    """
    if number is None:
        found = store.latest(db, live=True)
        if found is None:
            return _nothing(N_("There is nothing to undo."))
        number = int(found.base["id"])
    numbers = store.walk_of(db, store.chain(db, number).base["id"]) or [number]
    _take_back(rehearsal(db), numbers)  # refused there, nothing is touched here
    records = _take_back(rehearsal(db) if db.dry else db, numbers)
    done = Message(N_("Taken back: {n:operation|operations} of one walk."), n=len(records))
    return Result("operation.list", records, notices=[done], total=len(records))


def _take_back(db: Database, numbers: list[int]) -> list[Row]:
    records: list[Row] = []
    db.group = db.uid()
    for number in numbers:
        with db.operation("undo") as operation:
            result = undo(db, number)
            operation.refs = result.refs
            if result.data is not None:
                records.append(result.data)
    return records


def redo(db: Database) -> Result:
    """Take the last undo back; raises RuleError (exit 4) naming what is in the way."""
    found = store.latest(db, live=False)
    if found is None:
        return _nothing(N_("There is nothing to redo."))
    return _reversed(db, found)


def _reversed(db: Database, found: store.Chain) -> Result:
    undoing = found.live
    touched = store.tables(db, found)
    changes = store.reverse(db, found)
    for module in dict.fromkeys(owner for table in touched if (owner := rooms.lookup("INVARIANTS", table))):
        rooms.module_of(*module).check_undone(db, found.base["id"])
    base = store.chain(db, found.base["id"]).base
    record = {**as_record(base), "changes": changes}
    return Result("operation.echo", record, refs=base["refs"], extra={"undoing": undoing})


def _nothing(msgid: str, **params: Any) -> Result:
    return Result("operation.echo", None, notices=[Message(msgid, **params)], changed=False)


def civil(utc: str) -> str:
    """Return a moment of the journal (UTC) in the community's zone."""
    moment = datetime.strptime(utc, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return moment.astimezone(clock.zone()).strftime("%Y-%m-%dT%H:%M:%S")


def as_record(row: Row) -> Row:
    """Return an operation as JSON."""
    return {
        "number": row["id"],
        "at": civil(row["at"]),
        "verb": row["verb"],
        "refs": row["refs"] or None,
        "changes": row.get("changes"),
        "undone": bool(row["undone"]),
        "undoes": row["undoes"],
        "group": row["group_uid"],
        "outside": False,
    }


def listing(db: Database, limit: int | None) -> Result:
    """List the operations, the newest first, with changes made outside butler in their places."""
    rows = store.operations(db, limit)
    total = store.count(db)
    oldest = rows[-1]["id"] if rows and len(rows) < total else -1
    strange = [item for item in store.outside(db) if item["after"] >= oldest]
    records: list[Row] = []
    for row in rows:
        while strange and strange[0]["after"] >= row["id"]:
            records.append(_outside(strange.pop(0)))
        records.append(as_record(row))
    records.extend(_outside(item) for item in strange)
    return Result("operation.list", records, total=total + sum(1 for record in records if record["outside"]))


def _outside(item: Row) -> Row:
    return {
        "number": None,
        "at": None,
        "verb": None,
        "refs": ", ".join(item["tables"]),
        "changes": item["changes"],
        "undone": False,
        "undoes": None,
        "group": None,
        "outside": True,
    }
