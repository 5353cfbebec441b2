"""Reading tickets: lists, the whole of one, and the slip for the department's chat."""

from collections.abc import Sequence
from typing import Any

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.kit import attachments
from butlercli.nouns.ticket.store import tickets as store
from butlercli.nouns.ticket.verbs.filters import WantedTickets
from butlercli.store.database import Database


def list_tickets(db: Database, wanted: WantedTickets, sort: str, limit: int | None) -> Result:
    """List the tickets that are wanted; raises UsageError for an unknown order."""
    if sort not in store.SORTS:
        raise UsageError(
            N_("“{value}” is not an order."),
            hint=N_("One of: {choices}."),
            value=sort,
            choices=", ".join(store.SORTS),
        )
    rows, total = store.page(db, wanted.filter(db), sort, limit)
    return Result("ticket.list", store.records(db, rows), total=total, extra={"rows": {row["id"]: row for row in rows}})


def show(db: Database, refs: Sequence[int]) -> Result:
    """Return tickets with their logs; what is linked and attached goes beside the JSON."""
    from butlercli.nouns.register.store import residents
    from butlercli.nouns.ticket.verbs import handling as verbs

    rows = verbs.load(db, refs)
    records = store.records(db, rows)
    extra: dict[str, Any] = {
        "owes": {row["id"]: verbs.callback_owed(db, row) for row in rows if row["callback_owed"] is None},
        "linked": {row["id"]: store.linked(db, row["id"]) for row in rows},
        "photos": {row["id"]: attachments.of(db, "ticket_id", row["id"]) for row in rows},
        "events": store.events(db, [row["id"] for row in rows]),
        "rows": {row["id"]: row for row in rows},
        "wishes": {row["id"]: residents.wishes(db, row["unit_id"]) for row in rows if row["unit_id"]},
    }
    for record, row in zip(records, rows, strict=True):
        record["linked"] = [
            {
                "id": other["id"],
                "title": other["title"],
                "state": other["state"],
                "reporter": other["reporter"],
                "phone": other["phone"],
                "relation": other["relation"],
            }
            for other in extra["linked"][row["id"]]
        ]
        record["photos"] = extra["photos"][row["id"]]
    data: Any = records[0] if len(records) == 1 else records
    return Result("ticket.show", data, refs=",".join(f"T{ref}" for ref in refs), extra=extra)
