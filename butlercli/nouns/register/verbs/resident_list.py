"""Lists of residents: by unit, role, tag, words or pinyin; and the households nobody spoke to for long."""

from datetime import datetime

from butlercli.base.result import Result
from butlercli.nouns.register.store import listing, residents
from butlercli.nouns.register.verbs import unit as unit_verbs
from butlercli.store.database import Database


def list_residents(db: Database, wanted: listing.WantedResidents, limit: int | None) -> Result:
    """List residents, each once, in the order of their units; those who left only with `former`."""
    chosen = listing.residents_wanted(db, wanted)
    ids = list(chosen)[:limit]
    meant = {id: unit for id in ids if (unit := chosen[id]) is not None}
    return Result("resident.list", residents.records(db, ids, meant), total=len(chosen))


def silent(db: Database, wanted: listing.WantedResidents, before: datetime, limit: int | None) -> Result:
    """List the units with residents that nobody spoke to since a moment: those never spoken to first, then the longest.

    A contact is an entry of the contact log up to now.
    """
    rows = listing.silent_units(db, wanted, before.isoformat(timespec="seconds"))
    shown = rows[:limit]
    found = unit_verbs.records(db, [row["id"] for row in shown])
    for record, row in zip(found, shown, strict=True):
        record["last_contact_at"] = row["last"]
        record["silent_days"] = (db.now - datetime.fromisoformat(row["last"])).days if row["last"] else None
    return Result("unit.silent", found, total=len(rows))
