"""Everything about tickets on one page: the tickets with their logs, and what each other noun adds."""

from collections.abc import Sequence

from butlercli.base import rooms
from butlercli.base.result import Result
from butlercli.nouns.ticket.verbs import show as show_verbs
from butlercli.store.database import Database


def show(db: Database, refs: Sequence[int]) -> Result:
    """Return tickets with all their sections; in the JSON a section's records stand under its id.

    Raises NotFoundError (exit 3) naming the tickets that do not exist.
    """
    result = show_verbs.show(db, refs)
    records = result.data if isinstance(result.data, list) else [result.data]
    result.extra["sections"] = {}
    for record in records:
        sections = rooms.gather("ticket_sections", db, record["id"], None)
        for section in sections:
            record[section["id"]] = section["records"]
        result.extra["sections"][record["id"]] = sections
    return result
