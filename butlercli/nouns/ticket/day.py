"""What tickets add to the day, the evening, the pages of others and the search (see butlercli/base/rooms.py)."""

from datetime import timedelta
from typing import Any

from butlercli.base import rooms
from butlercli.base.i18n import N_
from butlercli.base.sections import Section, section
from butlercli.kit import select
from butlercli.nouns.ticket.store import tickets as store
from butlercli.nouns.ticket.store.tickets import CALLBACK, COMING_BACK, CONFIRM, DUE_TODAY, ESCALATED, OPEN, UNANSWERED
from butlercli.store import fulltext
from butlercli.store.database import Database


def _section(
    db: Database, id: str, title: str, conditions: list[str], sort: str, limit: int | None, next: str
) -> Section:
    chosen = store.Filter(db)
    today = db.now.date()
    chosen.params["day_end"] = f"{today}T23:59:59"
    chosen.params["day_start"] = f"{today}T00:00:00"
    chosen.params["tomorrow_end"] = f"{today + timedelta(days=1)}T23:59:59"
    for condition in conditions:
        chosen.where(condition)
    rows, total = store.page(db, chosen, sort, limit)
    first = rows[0]["id"] if rows else "REF"
    return {
        "id": id,
        "title": title,
        "kind": "ticket.list",
        "total": total,
        "next": next.format(id=first),
        "records": store.records(db, rows),
        "rows": {row["id"]: row for row in rows},
    }


def today(db: Database, limit: int | None) -> list[Section]:
    """Return the day's tickets; each stands once, under the most pressing of its headings."""
    steps = (
        ("escalated", N_("Escalated"), ESCALATED, "due", "butler ticket show {id}"),
        ("overdue", N_("Overdue"), store.OVERDUE, "due", "butler ticket resolve {id} TEXT"),
        ("response_owed", N_("Response owed"), UNANSWERED, "response", "butler ticket respond {id} TEXT"),
        ("due_today", N_("Due today"), DUE_TODAY, "due", "butler ticket resolve {id} TEXT"),
        ("callback_owed", N_("Callback owed"), CALLBACK, "due", "butler ticket callback {id} --score 5"),
        ("to_close", N_("Complete, to be closed"), CONFIRM, "due", "butler ticket close {id}"),
        ("coming_back", N_("Deferred, coming back"), COMING_BACK, "due", "butler ticket resume {id}"),
    )
    sections: list[Section] = []
    shown: list[str] = []
    for id, title, condition, sort, next in steps:
        sections.append(_section(db, id, title, [OPEN, condition, *shown], sort, limit, next))
        shown.append(f"NOT ({condition})")
    return sections


def evening(db: Database, limit: int | None) -> list[Section]:
    """Return what must not wait overnight: what came in today and has no response, and all that is overdue."""
    came_today = "t.created_at >= :day_start"
    overdue_response = f"{UNANSWERED} AND ({came_today} OR t.response_due_at <= :day_end)"
    return [
        _section(
            db,
            "no_response",
            N_("Without a response"),
            [OPEN, overdue_response],
            "response",
            limit,
            "butler ticket respond {id} TEXT",
        ),
        _section(
            db,
            "overdue",
            N_("Overdue"),
            [OPEN, store.OVERDUE, f"NOT ({overdue_response})"],
            "due",
            limit,
            "butler ticket resolve {id} TEXT",
        ),
    ]


def unit_sections(db: Database, unit_id: int, limit: int | None) -> list[Section]:
    """Return a unit's open and past tickets."""
    of_unit = f"t.unit_id = {int(unit_id)}"
    past = "t.state IN ('closed', 'cancelled')"
    return [
        _section(db, "tickets_open", N_("Open tickets"), [of_unit, OPEN], "due", limit, "butler ticket show {id}"),
        _section(db, "tickets_past", N_("Past tickets"), [of_unit, past], "created", limit, "butler ticket show {id}"),
    ]


def resident_sections(db: Database, resident_id: int, limit: int | None) -> list[Section]:
    """Return the tickets a resident reported, wherever he or she lived."""
    own = f"t.resident_id = {int(resident_id)}"
    return [
        _section(db, "tickets", N_("Tickets"), [own], "created", limit, "butler ticket show {id}"),
    ]


def facility_sections(db: Database, facility_id: int, limit: int | None) -> list[Section]:
    """Return the tickets of a facility."""
    records = facility_tickets(db, facility_id)
    return [section("repairs", N_("Tickets"), "butler ticket show REF", records, limit, "ticket.repairs")]


def facility_tickets(db: Database, facility_id: int) -> list[dict[str, Any]]:
    """Return the tickets that name a facility, and those that rooms above know to be of it, the newest first."""
    return store.of_facility(db, facility_id, rooms.gather("facility_fault_tickets", db, facility_id))


def search(db: Database, text: str, limit: int | None) -> list[Section]:
    """Return the tickets that hold every word, the newest first."""
    ids = fulltext.find(db, text, "ticket", limit or 10_000)
    total = select.total(ids, limit, lambda: fulltext.count(db, text, "ticket"))
    rows = store.by_ids(db, ids)
    return [
        {
            "id": "tickets",
            "title": N_("Tickets"),
            "kind": "ticket.list",
            "total": total,
            "next": "butler ticket show REF",
            "records": store.records(db, rows),
            "rows": {row["id"]: row for row in rows},
        }
    ]
