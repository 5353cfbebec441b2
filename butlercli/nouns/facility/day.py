"""What facilities add to the day, a unit's page and the search (see butlercli/base/rooms.py)."""

from butlercli.base import rooms
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.base.sections import Section, section
from butlercli.base.text import quoted
from butlercli.kit import select
from butlercli.nouns.facility import store as facilities
from butlercli.store.database import Database

WITHIN_DAYS = 30
"""An inspection or a test is a matter of the day so many days before it is due."""


def today(db: Database, limit: int | None) -> list[Section]:
    """Return the inspections and tests that are due."""
    records = facilities.due(db, db.now.date(), WITHIN_DAYS) if db.holds("facility") else []
    next = f"butler patrol facility show {quoted(records[0]['code']) if records else 'CODE'}"
    more = f"butler patrol facility list --due {WITHIN_DAYS}d"
    return [section("facility_due", N_("Inspections due"), next, records, limit, "facility.list", more)]


def unit_sections(db: Database, unit_id: int, limit: int | None) -> list[Section]:
    """Return the facilities of a unit's building, each with the tickets of its open faults."""
    records: list[Row] = []
    if db.holds("facility") and (building := facilities.unit_building(db, unit_id)):
        rows = [row for row in facilities.chosen(db) if building_of(row["place"] or row["name"]) == building]
        records = [_with_faults(db, row) for row in rows]
    next, more = "butler patrol facility show CODE", "butler patrol facility list"
    return [section("facilities", N_("Facilities of the building"), next, records, limit, "facility.unit", more)]


def _with_faults(db: Database, row: Row) -> Row:
    """Return a facility in short, with its tickets that are neither resolved nor closed."""
    tickets = rooms.gather("facility_tickets", db, row["id"])
    return {
        **{name: row[name] for name in ("id", "code", "name", "kind", "place")},
        "open_tickets": [
            {name: one[name] for name in ("id", "title", "state")}
            for one in tickets
            if one["state"] in ("new", "active", "deferred")
        ],
    }


def building_of(place: str) -> str | None:
    """Return the building a place begins with (3栋…, 3号楼…, 3#…, B1…) as units carry it, or None."""
    import re

    from butlercli.base.text import fold
    from butlercli.base.unitcode import canonical_segment

    word = fold(place).strip()
    match = re.match(
        r"([A-Z]?\d{1,3}|[A-Z]|[一二三四五六七八九十百]{1,4})\s*(?:栋|幢|座|号楼|楼(?!层)|#|号院)", word, re.I
    )
    if match is None:
        match = re.match(r"(\d{1,3})-\d{1,2}(?!\d)|([A-Z]\d{1,2})(?![A-Z0-9])", word, re.I | re.ASCII)
    return canonical_segment(next(filter(None, match.groups()))) if match else None


def search(db: Database, text: str, limit: int | None) -> list[Section]:
    """Return the facilities that hold every word, the newest first."""
    from butlercli.store import fulltext

    ids = fulltext.find(db, text, "facility", limit or 10_000)
    total = select.total(ids, limit, lambda: fulltext.count(db, text, "facility"))
    records = facilities.records(db, ids)
    next = "butler patrol facility show CODE"
    return [{**section("facilities", N_("Facilities"), next, records, None, "search.facilities"), "total": total}]
