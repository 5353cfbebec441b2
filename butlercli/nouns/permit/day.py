"""What permits add to the day, a unit's page and the search (see butlercli/base/rooms.py)."""

from butlercli.base.i18n import N_
from butlercli.base.sections import Section
from butlercli.nouns.permit import store
from butlercli.nouns.permit.fields import PERMITS
from butlercli.store.database import Database


def today(db: Database, limit: int | None) -> list[Section]:
    """Return the permits that end, and the deposits that are still here."""
    rows = store.due(db)
    verb = "close {}" if not rows or rows[0]["state"] == "open" else "edit {} --returned today"
    return [PERMITS.section(db, "permits_due", N_("Permits that end, deposits still here"), rows, limit, verb)]


def unit_sections(db: Database, unit_id: int, limit: int | None) -> list[Section]:
    """Return the permits of a unit."""
    return [PERMITS.section(db, "permits", N_("Permits"), PERMITS.of(db, "unit_id", unit_id), limit)]


def search(db: Database, text: str, limit: int | None) -> list[Section]:
    """Return the permits that hold every word."""
    return [PERMITS.found(db, N_("Permits"), text, limit)]
