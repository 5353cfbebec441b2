"""The one small interface through which a noun adds its lines to today, evening, search and unit show.

A noun's room holds a module `desk` that may define any of

- `today(db, limit) -> list[Lot]`: what is to be done today, the most pressing first
- `evening(db, limit) -> list[Lot]`: what must not wait overnight
- `unit_sections(db, unit_id, limit) -> list[Lot]`: what a unit's page shows
- `resident_sections(db, resident_id, limit) -> list[Lot]`: what a resident's page shows
- `ticket_sections(db, ticket_id, limit) -> list[Lot]`: what a ticket's page shows beside the ticket
- `search(db, text, limit) -> list[Lot]`: what was found

A Lot is a dictionary: `id`, `title` (a msgid), `kind` (the list view that shows its records), `records` (as JSON),
`total` (how many there are, where fewer are given), `next` (the command to type) and, where it is not the list of
tickets, `more` (the command that shows all). A lot with `aside` tells something and asks nothing: it counts neither
among what is to do nor for the exit code of the evening; one that is `summed` holds a sum, and is not counted out.
The noun's view lays a record of a kind on one line of the day (`DAY_CELLS[kind]`).
"""

import importlib
from typing import Any

from butlercli.base.lots import Lot
from butlercli.store.database import Database

NOUNS = ("butlercli.nouns.ticket.day", "butlercli.nouns.patrol.day", "butlercli.nouns.fee.day")


def gather(question: str, db: Database, *arguments: Any) -> list[Lot]:
    """Ask every noun that answers a question, in order, and return all lots."""
    found: list[Lot] = []
    for name in NOUNS:
        answer = getattr(importlib.import_module(name), question, None)
        if answer is not None:
            found.extend(answer(db, *arguments))
    return found
