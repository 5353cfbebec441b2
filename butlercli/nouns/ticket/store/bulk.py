"""The SQL of many tickets at once: writing them, and finding those that are known."""

from collections.abc import Iterable, Sequence
from typing import Any

from butlercli.base.result import Row
from butlercli.kit import select
from butlercli.store.bulk import insert_rows
from butlercli.store.database import Database

COLUMNS = (
    "uid", "ref", "kind", "category_id", "title", "detail", "unit_id", "place", "facility_id", "reporter", "resident_id", "phone", "source",
    "priority", "party", "department_id", "assignee", "tags", "state", "created_at", "entered_at", "imported", "allowances",
    "response_base", "due_base", "due_fixed", "response_due_at", "due_at", "defer_until", "defer_reason", "responded_at",
    "dispatched_at", "arrived_at", "resolved_at", "called_back_at", "verified_at", "closed_at", "escalated_at", "score",
    "feedback", "cause", "reopen_count", "unreached", "callback_owed",
)  # fmt: skip
EVENT_COLUMNS = (
    "ticket_id", "verb", "at", "note", "responds", "reopens", "reached", "score", "owed", "until", "department_id", "person",
)  # fmt: skip


def next_id(db: Database) -> int:
    """Return the id the next ticket will have: never one that was used before."""
    used = db.value("SELECT seq FROM sqlite_sequence WHERE name = 'ticket'") or 0
    return int(used) + 1


def insert(db: Database, tickets: Iterable[tuple[Any, ...]]) -> None:
    """Write tickets: tuples of an id and COLUMNS."""
    insert_rows(db, "ticket", ("id", *COLUMNS), tickets)


def insert_events(db: Database, events: Iterable[tuple[Any, ...]]) -> None:
    """Write events: tuples of EVENT_COLUMNS. When they were typed is not known."""
    insert_rows(db, "ticket_event", EVENT_COLUMNS, events)


def known(db: Database, column: str, values: Sequence[str]) -> dict[str, int]:
    """Return the ids of tickets by their `uid` or `ref`, of those asked for."""
    found: dict[str, int] = {}
    if not db.value("SELECT 1 FROM ticket LIMIT 1"):
        return found
    for start in range(0, len(values), 500):
        part = list(values[start : start + 500])
        marks = ", ".join("?" * len(part))
        sql = f"SELECT {column}, id FROM ticket WHERE {column} IN ({marks})"
        found.update(db.connection.execute(sql, part).fetchall())
    return found


def rows(db: Database, ids: Sequence[int]) -> dict[int, Row]:
    """Return whole rows of tickets by id."""
    sql = "SELECT * FROM ticket WHERE id IN (SELECT value FROM json_each(:ids))"
    return {row["id"]: row for row in select.by_ids(db, sql, ids)}


def move_event(db: Database, ticket: int, event: Row, former: str | None) -> None:
    """Bring the imported event of a step to what the file now says, or write it where there was none."""
    id = db.value(
        "SELECT id FROM ticket_event WHERE ticket_id = ? AND verb = ? AND entered_at IS NULL AND at = ? ORDER BY id LIMIT 1",
        (ticket, event["verb"], former),
    )
    values = {name: event.get(name) for name in EVENT_COLUMNS if name not in ("ticket_id", "verb")}
    if id is None:
        given = {name: value for name, value in values.items() if value is not None}
        db.insert("ticket_event", {"ticket_id": ticket, "verb": event["verb"], **given})
        return
    row = db.row("SELECT * FROM ticket_event WHERE id = ?", (id,)) or {}
    db.update("ticket_event", id, {name: value for name, value in values.items() if row[name] != value and value})
