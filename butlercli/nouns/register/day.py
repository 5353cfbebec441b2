"""What the register adds to the search: residents, units and contacts."""

from typing import Any

from butlercli.base.i18n import N_
from butlercli.base.sections import Section, section
from butlercli.nouns.register.store import search as store_search
from butlercli.store import fulltext
from butlercli.store.database import Database


def search(db: Database, text: str, limit: int | None) -> list[Section]:
    """Return the residents, units and contacts that hold every word of a text."""
    found = store_search.found(db, text, limit or 10_000)
    return [
        _section(db, "residents", N_("Residents"), found["resident"], text, "resident", "butler resident show NAME"),
        _section(db, "units", N_("Units"), found["unit"], text, "unit", "butler unit show UNIT"),
        _section(db, "contacts", N_("Contacts"), found["contact"], text, "contact", "butler unit show UNIT"),
    ]


def _section(
    db: Database, id: str, title: str, records: list[dict[str, Any]], text: str, kind: str, next: str
) -> Section:
    return {**section(id, title, next, records, None, f"search.{id}"), "total": fulltext.count(db, text, kind)}
