"""The verbs on units: add, list, edit, remove; and a unit as JSON."""

from collections.abc import Sequence
from typing import Any

from butlercli.base.errors import RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result
from butlercli.base.unitcode import parse_unit, sort_key
from butlercli.kit import references
from butlercli.kit.texts import note as checked_note
from butlercli.nouns.register.store import residents, units
from butlercli.store.database import Database

Row = dict[str, Any]
SCALE = 10_000


def area_number(area: int | None) -> int | float | None:
    """Return an area in m² as JSON shows it: up to four decimals, exact; whole metres without a point."""
    if area is None:
        return None
    return area // SCALE if area % SCALE == 0 else area / SCALE


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
    rows: dict[int, Row] = {}
    for start in range(0, len(ids), 500):
        part = list(ids[start : start + 500])
        marks = ", ".join("?" * len(part))
        for row in db.rows(f"SELECT * FROM unit WHERE id IN ({marks})", part):
            rows[row["id"]] = row
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
    id = units.insert(db, code, **_checked(values))
    units.close_register(db)
    return echo(db, id, "add")


def _checked(values: Row) -> Row:
    return {**values, "note": checked_note(values["note"])} if "note" in values else dict(values)


def edit(db: Database, text: str, changes: Row) -> Result:
    """Change a unit; a value of None clears it, `code` renames it.

    Raises UsageError where nothing is to be changed, RuleError where the new code is another unit's.
    """
    row = units.find(db, text)
    if not changes:
        raise UsageError(N_("Nothing to change: name at least one field."))
    values = _checked(changes)
    if "code" in values:
        values.update(_renamed(db, row, str(values.pop("code"))))
    changed = {name: value for name, value in values.items() if row[name] != value}
    db.update("unit", row["id"], changed)
    notices = [] if changed else [Message(N_("{unit} is as you say already; nothing changed."), unit=row["code"])]
    return echo(db, row["id"], "edit", notices)


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


class Wanted:
    """What a list of units is filtered by."""

    __slots__ = ("building", "kind", "state", "tag", "text")
    building: str | None
    kind: str | None
    state: str | None
    tag: str | None
    text: str | None

    def __init__(self, **values: Any) -> None:
        """Keep the values given; all others are None. Kind and state are codes."""
        for name in self.__slots__:
            setattr(self, name, values.get(name))


def list_units(db: Database, wanted: Wanted, limit: int | None) -> Result:
    """List units in the order people expect: 3-2-501 before 3-10-101."""
    conditions = ["1"]
    params: Row = {}
    if wanted.building:
        conditions.append("u.building = :building")
        params["building"] = units.require_building(db, wanted.building)
    for name in ("kind", "state"):
        if getattr(wanted, name):
            conditions.append(f"u.{name} = :{name}")
            params[name] = getattr(wanted, name)
    if wanted.tag:
        conditions.append(_TAGGED)
        params["tag"] = wanted.tag.strip().lstrip("+#＋＃")
        params["today"] = db.now.date().isoformat()
    if wanted.text:
        conditions.append("instr(upper(u.code || ' ' || coalesce(u.note, '')), upper(:text))")
        params["text"] = wanted.text.strip()
    where = " AND ".join(conditions)
    found = db.rows(f"SELECT u.id, u.code FROM unit u WHERE {where}", params)
    found.sort(key=lambda row: sort_key(row["code"]))
    ids = [row["id"] for row in found[:limit]]
    return Result("unit.list", records(db, ids), total=len(found))


_TAGGED = """EXISTS (SELECT 1 FROM residency s JOIN resident r ON r.id = s.resident_id, json_each(r.tags) t
  WHERE s.unit_id = u.id AND s.role <> 'former' AND (s.until IS NULL OR s.until >= :today) AND t.value = :tag)"""
