"""Many units at once: finding and registering those a file names."""

from collections.abc import Mapping
from typing import Any

from butlercli.base.unitcode import UnitCode
from butlercli.register import units
from butlercli.store.database import Database

Row = dict[str, Any]


def units_for(db: Database, codes: Mapping[str, UnitCode]) -> tuple[dict[str, int], list[str]]:
    """Return the ids of units by code, registering those that are not known, and the codes of the new ones."""
    known: dict[str, int] = dict(db.connection.execute("SELECT code, id FROM unit").fetchall())
    new = [code for code in codes if code not in known]
    for code in new:
        known[code] = units.insert(db, codes[code])
    return known, new


def lived_in(db: Database) -> set[int]:
    """Return the ids of the units that have residents."""
    return set(db.column("SELECT DISTINCT unit_id FROM residency"))
