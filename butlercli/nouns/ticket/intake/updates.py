"""Tickets the file names that are known already: new values go where nobody changed anything here."""

from typing import TYPE_CHECKING

from butlercli.base.result import Row
from butlercli.kit.intake.values import only_masked
from butlercli.nouns.ticket.rules import past
from butlercli.nouns.ticket.store import bulk as bulk_store

if TYPE_CHECKING:
    from butlercli.kit.intake.importer import Importer
    from butlercli.nouns.ticket.intake.rows import Made
    from butlercli.store.database import Database

VERB = "ticket import"
# Columns that stand for one field of the file, each by itself.
_SINGLE = {
    "title": "title", "detail": "detail", "place": "place", "facility": "facility_id", "reporter": "reporter", "phone": "phone", "kind": "kind",
    "category": "category_id", "source": "source", "priority": "priority", "party": "party", "department": "department_id",
    "assignee": "assignee", "tags": "tags", "cause": "cause", "due_at": "due_at", "unit": "unit_id", "ref": "ref",
}  # fmt: skip
# The course of a ticket is one thing: where any of it went on here, the file no longer tells it.
_COURSE = (*past.TIMES, "score", "feedback", "unreached", "state", "defer_until", "defer_reason")
_COURSE_FIELDS = frozenset((*_COURSE, "answered_at", "answer"))


def update(run: "Importer", known: "list[tuple[int, Made]]") -> None:
    """Compare known tickets with the file; update, keep and list what differs."""
    rows = bulk_store.rows(run.db, [id for id, _made in known])
    for id, made in known:
        row = rows[id]
        label = {"row": made.number, "id": id, "ref": row["ref"]}
        changes = run.bring_up("ticket", row, _differences(row, made), label, is_own=_touched, names=_names)
        if changes:
            _apply(run.db, row, made, changes)


def _differences(row: Row, made: "Made") -> Row:
    """Return the columns in which the file says something else; a blank cell says nothing."""
    given, values = made.given, made.values
    wanted: Row = {}
    for field, column in _SINGLE.items():
        told = made.unit is not None if field == "unit" else given.get(field) not in (None, "")
        differs = told and values.get(column) is not None and values[column] != row[column]
        if differs and not only_masked(values[column], row[column]):
            wanted[column] = values[column]
    if _COURSE_FIELDS & {name for name, value in given.items() if value not in (None, "")}:
        for column in _COURSE:
            value = values.get(column)
            if value is not None and value != row[column] and not only_masked(value, row[column]):
                wanted[column] = value
        if set(wanted) & set(_COURSE) == {"state"} and not given.get("state"):
            del wanted["state"]
    return wanted


def _touched(column: str, touched: set[str]) -> bool:
    if column in _COURSE:
        return not touched.isdisjoint(_COURSE)
    return column in touched


def _names(columns: Row) -> list[str]:
    return [name.removesuffix("_id") if name.endswith("_id") else name for name in columns]


def _apply(db: "Database", row: Row, made: "Made", changes: Row) -> None:
    """Write the changes, move or add the events behind them, and the deadlines that follow."""
    values = dict(changes)
    if "due_at" in changes:
        values["due_fixed"] = made.values["due_fixed"]
    elif {"kind", "priority"} & set(changes) and not row["due_fixed"]:
        for name in ("response_base", "response_due_at", "due_base", "due_at"):
            values[name] = made.values[name]
    if "resolved_at" in changes:
        values["callback_owed"] = made.values.get("callback_owed")
    db.update("ticket", row["id"], {name: value for name, value in values.items() if value != row[name]})
    if not set(changes) & set(_COURSE):
        return
    former = {
        "respond": row["responded_at"], "dispatch": row["dispatched_at"], "arrive": row["arrived_at"],
        "resolve": row["resolved_at"], "callback": row["called_back_at"], "verify": row["verified_at"],
        "close": row["closed_at"], "escalate": row["escalated_at"],
    }  # fmt: skip
    for event in made.events:
        bulk_store.move_event(db, row["id"], event, former.get(event["verb"]))
