"""The verbs on units: add, list, edit, remove; and a unit as JSON."""

from collections.abc import Sequence

from butlercli.base.areas import area_number
from butlercli.base.errors import RuleError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.base.unitcode import parse_unit
from butlercli.kit import fields, references
from butlercli.nouns.register.store import listing, residents, units
from butlercli.store.database import Database


def record(row: Row, people: Sequence[Row]) -> Row:
    """Return a unit's row and its residents as JSON."""
    return {
        "id": row["id"],
        "uid": row["uid"],
        "code": row["code"],
        "building": row["building"],
        "entrance": row["entrance"],
        "room": row["room"],
        "kind": row["kind"],
        "area": area_number(row["area"]),
        "state": row["state"],
        "handover_date": row["handover_date"],
        "note": row["note"],
        "residents": list(people),
    }


def records(db: Database, ids: Sequence[int]) -> list[Row]:
    """Return units as JSON with their residents, in the order of their ids given."""
    rows = units.with_ids(db, ids)
    people = residents.of_units(db, ids)
    return [record(rows[id], people.get(id, ())) for id in ids if id in rows]


def echo(db: Database, id: int, verb: str, notices: Sequence[Message] = ()) -> Result:
    """Return a unit as it now stands."""
    made = records(db, [id])[0]
    return Result("unit.echo", made, refs=made["code"], notices=notices, extra={"verb": verb})


def add(db: Database, text: str, values: Row) -> Result:
    """Register a unit and close the register: from now on unknown units are refused.

    Raises UsageError for what is no code, RuleError (exit 4) where the unit is registered already.
    """
    code = parse_unit(text)
    if units.by_code(db, code.code) is not None:
        raise RuleError(
            N_("Unit {unit} is registered already."),
            hint=N_("{command} changes it."),
            code="duplicate",
            unit=code.code,
            command=f"butler unit edit {code.code}",
        )
    id = units.insert(db, code, **values)
    units.close_register(db)
    return echo(db, id, "add")


def edit(db: Database, text: str, changes: Row) -> Result:
    """Change a unit; a value of None clears it, `code` renames it.

    Raises UsageError where nothing is to be changed, RuleError where the new code is another unit's.
    """
    row = units.find(db, text)
    values = dict(changes)
    if "code" in values:
        values.update(_renamed(db, row, str(values.pop("code"))))
    return fields.edit(db, "unit", row, values, row["code"], lambda remarks: echo(db, row["id"], "edit", remarks))


def _renamed(db: Database, row: Row, text: str) -> Row:
    code = parse_unit(text)
    other = units.by_code(db, code.code)
    if other is not None and other["id"] != row["id"]:
        raise RuleError(N_("Unit {unit} is registered already."), code="duplicate", unit=code.code)
    return {"code": code.code, "building": code.building, "entrance": code.entrance, "room": code.room}


def remove(db: Database, text: str) -> Result:
    """Remove a unit that nothing refers to; raises RuleError (exit 4) naming what does."""
    row = units.find(db, text)
    found = references.counted(db, "unit", row["id"])
    if found:
        raise RuleError(
            N_("Unit {unit} cannot be removed; it is referred to by {what}."),
            code="referred_to",
            unit=row["code"],
            what=references.worded(found),
        )
    last = record(row, ())
    db.delete("unit", row["id"])
    return Result("unit.removed", last, refs=row["code"])


def list_units(db: Database, wanted: listing.WantedUnits, limit: int | None) -> Result:
    """List units in the order people expect: 3-2-501 before 3-10-101."""
    ids = listing.units_wanted(db, wanted)
    return Result("unit.list", records(db, ids[:limit]), total=len(ids))
