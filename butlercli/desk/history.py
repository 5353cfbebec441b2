"""Who changed what in a record, as a person asks for it."""

from butlercli.base import rooms
from butlercli.base.errors import NotFoundError, UsageError
from butlercli.base.fields import Field
from butlercli.base.i18n import N_
from butlercli.base.refs import reads_as_refs
from butlercli.base.result import Result, Row
from butlercli.kit.undo import civil
from butlercli.store import history as store
from butlercli.store.database import Database


def history(db: Database, text: str, kind: str | None, limit: int | None) -> Result:
    """Return the changes of a record and of what belongs to it, from the first to the last.

    Raises NotFoundError (exit 3) where nothing is named so, UsageError (exit 2) for an unknown kind or several records.
    """
    if kind is not None and kind not in store.kinds():
        raise UsageError(
            N_("“{value}” is not a kind of record."),
            hint=N_("One of: {choices}."),
            value=kind,
            choices=", ".join(store.kinds()),
        )
    place = resolve(db, text, kind)
    places = [place, *store.belonging(db, place)]
    changes = [change for table, row in places for change in store.changes(db, table, row)]
    for change in changes:
        change["at"] = civil(change["at"]) if change["at"] else None
    changes.sort(key=lambda change: change.pop("_id"))
    if limit is not None:
        changes = store.for_reading(changes)
    shown = changes if limit is None else changes[-limit:]
    return Result(
        "history.list",
        shown,
        total=len(changes),
        refs=f"{place[0]} {place[1]}",
        extra={"labels": store.labels(db, shown), "money": store.money(), "fields": _fields(shown)},
    )


def _fields(changes: list[Row]) -> dict[tuple[str, str], Field]:
    """Return the fields that the rooms declare of the tables that changed, by table and column."""
    found: dict[tuple[str, str], Field] = {}
    for table in dict.fromkeys(change["table"] for change in changes):
        declared = rooms.lookup("FIELDS", table)
        if declared is not None:
            room, (module, name) = declared
            fields: tuple[Field, ...] = getattr(rooms.module_of(room, module), name)
            found.update({(table, field.column): field for field in fields})
    return found


# --- what is meant ----------------------------------------------------------------------------------


def resolve(db: Database, text: str, kind: str | None) -> store.Place:
    """Return the table and row a text names, also of a record that was deleted since."""
    if kind is not None:
        found = _named(db, kind, text)
    else:
        numbered = next((name for name, letter in store.letters().items() if reads_as_refs(text, letter)), None)
        if numbered is not None and ("#" in text or not _named(db, "unit", text)):
            found = _named(db, numbered, text)
        else:
            found = next((rows for name in store.order() if (rows := _named(db, name, text))), [])
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
        hint=N_(
            "Give a ticket (T12), a round (R12), a bill (B3), a payment (P7), or the code or name of a unit, a resident, a facility ..."
        ),
        value=text,
    )


def _named(db: Database, kind: str, text: str) -> list[store.Place]:
    found = store.named(db, kind, text)
    if kind == "department" and not found:
        from butlercli.nouns.register.store import departments

        found = [("department", row["id"]) for row in departments.search(db, text)]
    return found
