"""Lists of residents: by unit, role, tag, words or pinyin; and the households nobody spoke to for long."""

from datetime import datetime
from typing import Any

from butlercli.base.result import Result
from butlercli.base.unitcode import sort_key
from butlercli.nouns.register.store import residents, units
from butlercli.nouns.register.verbs import unit as unit_verbs
from butlercli.store.database import Database

Row = dict[str, Any]

_TAGGED = "EXISTS (SELECT 1 FROM json_each(r.tags) t WHERE t.value = :tag)"
_CURRENT = "s.role <> 'former' AND (s.until IS NULL OR s.until >= :today)"


class Wanted:
    """What a list of residents is filtered by; role is a code, the others are as typed. `former`: those who left too."""

    __slots__ = ("building", "former", "role", "tag", "text", "unit")
    building: str | None
    former: bool | None
    role: str | None
    tag: str | None
    text: str | None
    unit: str | None

    def __init__(self, **values: Any) -> None:
        """Keep the values given; all others are None."""
        for name in self.__slots__:
            setattr(self, name, values.get(name))

    def where(self, db: Database) -> tuple[str, Row]:
        """Return the condition on residents `r`, residencies `s` and units `u`, with its parameters."""
        conditions: list[str] = []
        params: Row = {"today": db.now.date().isoformat()}
        if self.unit:
            conditions.append("s.unit_id = :unit")
            params["unit"] = units.find(db, self.unit)["id"]
        if self.building:
            conditions.append("u.building = :building")
            params["building"] = units.require_building(db, self.building)
        if self.role:
            conditions.append("s.role = :role")
            params["role"] = self.role
        if not self.former and self.role != "former":
            conditions.append(f"(s.id IS NULL OR {_CURRENT})")
        if self.tag:
            conditions.append(_TAGGED)
            params["tag"] = self.tag.strip().lstrip("+#＋＃")
        if self.text and self.text.strip():
            conditions.append(_text(self.text, params))
        return " AND ".join(conditions) or "1", params


def _text(text: str, params: Row) -> str:
    """Return the condition that a name, its pinyin or a number holds a text, and fill its parameters."""
    params["text"] = "".join(text.lower().split())
    digits = "".join(character for character in text if character.isdigit())
    found = ["instr(replace(lower(r.name), ' ', ''), :text)", "instr(' ' || r.spelling, ' ' || :text)"]
    if len(digits) >= 3 and not any(character.isalpha() for character in text):
        params["digits"] = digits
        found.append("EXISTS (SELECT 1 FROM resident_phone p WHERE p.resident_id = r.id AND instr(p.phone, :digits))")
    return "(" + " OR ".join(found) + ")"


def list_residents(db: Database, wanted: Wanted, limit: int | None) -> Result:
    """List residents, each once, in the order of their units; those who left only with `former`."""
    where, params = wanted.where(db)
    rows = db.rows(
        "SELECT r.id, s.unit_id, u.code, s.role FROM resident r LEFT JOIN residency s ON s.resident_id = r.id "
        f"LEFT JOIN unit u ON u.id = s.unit_id WHERE {where}",
        params,
    )
    rows.sort(key=_order)
    chosen: dict[int, int | None] = {}
    for row in rows:
        chosen.setdefault(row["id"], row["unit_id"])
    ids = list(chosen)[:limit]
    meant = {id: unit for id in ids if (unit := chosen[id]) is not None}
    return Result("resident.list", residents.records(db, ids, meant), total=len(chosen))


def _order(row: Row) -> tuple[Any, ...]:
    place = sort_key(row["code"]) if row["code"] else ()
    return (not row["code"], place, residents.ROLE_ORDER.get(row["role"], 9), row["id"])


def silent(db: Database, wanted: Wanted, before: datetime, limit: int | None) -> Result:
    """List the units with residents that nobody spoke to since a moment: those never spoken to first, then the longest.

    A contact is an entry of the contact log up to now. Parking spaces are no households.
    """
    where, params = wanted.where(db)
    params.update(before=before.isoformat(timespec="seconds"), now=db.now.isoformat(timespec="seconds"))
    rows = db.rows(
        f"""SELECT u.id, u.code, (SELECT max(c.at) FROM contact c WHERE c.unit_id = u.id AND c.at <= :now) AS last
            FROM unit u WHERE u.kind <> 'parking' AND u.id IN (
              SELECT s.unit_id FROM residency s JOIN resident r ON r.id = s.resident_id JOIN unit u ON u.id = s.unit_id
              WHERE {_CURRENT} AND {where})""",
        params,
    )
    rows = [row for row in rows if row["last"] is None or row["last"] < params["before"]]
    rows.sort(key=lambda row: (row["last"] or "", sort_key(row["code"])))
    shown = rows[:limit]
    found = unit_verbs.records(db, [row["id"] for row in shown])
    for record, row in zip(found, shown, strict=True):
        record["last_contact_at"] = row["last"]
        record["silent_days"] = (db.now - datetime.fromisoformat(row["last"])).days if row["last"] else None
    return Result("unit.silent", found, total=len(rows))
