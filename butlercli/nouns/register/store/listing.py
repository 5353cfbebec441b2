"""Which units, residents and households a list names, by what it is filtered by."""

from typing import Any

from butlercli.base.result import Row
from butlercli.base.unitcode import sort_key
from butlercli.nouns.register.store import residents, units
from butlercli.store.database import Database

_CURRENT = "s.role <> 'former' AND (s.until IS NULL OR s.until >= :today)"
_TAGGED = "EXISTS (SELECT 1 FROM json_each(r.tags) t WHERE t.value = :tag)"
_HOME_OF_TAGGED = f"""EXISTS (SELECT 1 FROM residency s JOIN resident r ON r.id = s.resident_id, json_each(r.tags) t
  WHERE s.unit_id = u.id AND {_CURRENT} AND t.value = :tag)"""


class WantedUnits:
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

    def where(self, db: Database) -> tuple[str, Row]:
        """Return the condition on units `u`, with its parameters."""
        conditions = ["1"]
        params: Row = {}
        if self.building:
            conditions.append("u.building = :building")
            params["building"] = units.require_building(db, self.building)
        for name in ("kind", "state"):
            if getattr(self, name):
                conditions.append(f"u.{name} = :{name}")
                params[name] = getattr(self, name)
        if self.tag:
            conditions.append(_HOME_OF_TAGGED)
            params["tag"] = self.tag.strip().lstrip("+#＋＃")
            params["today"] = db.now.date().isoformat()
        if self.text:
            conditions.append("instr(upper(u.code || ' ' || coalesce(u.note, '')), upper(:text))")
            params["text"] = self.text.strip()
        return " AND ".join(conditions), params


def units_wanted(db: Database, wanted: WantedUnits) -> list[int]:
    """Return the ids of the units wanted, in the order people expect: 3-2-501 before 3-10-101."""
    where, params = wanted.where(db)
    found = db.rows(f"SELECT u.id, u.code FROM unit u WHERE {where}", params)
    found.sort(key=lambda row: sort_key(row["code"]))
    return [row["id"] for row in found]


class WantedResidents:
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


def residents_wanted(db: Database, wanted: WantedResidents) -> dict[int, int | None]:
    """Return the ids of the residents wanted, each once, in the order of their units, to the unit meant or None."""
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
    return chosen


def _order(row: Row) -> tuple[Any, ...]:
    place = sort_key(row["code"]) if row["code"] else ()
    return (not row["code"], place, residents.ROLE_ORDER.get(row["role"], 9), row["id"])


def silent_units(db: Database, wanted: WantedResidents, before: str) -> list[Row]:
    """Return the units with residents wanted that nobody spoke to since a moment: id, code and the `last` contact.

    Those never spoken to come first, then the longest. Parking spaces are no households.
    """
    where, params = wanted.where(db)
    params["now"] = db.now.isoformat(timespec="seconds")
    rows = db.rows(
        f"""SELECT u.id, u.code, (SELECT max(c.at) FROM contact c WHERE c.unit_id = u.id AND c.at <= :now) AS last
            FROM unit u WHERE u.kind <> 'parking' AND u.id IN (
              SELECT s.unit_id FROM residency s JOIN resident r ON r.id = s.resident_id JOIN unit u ON u.id = s.unit_id
              WHERE {_CURRENT} AND {where})""",
        params,
    )
    rows = [row for row in rows if row["last"] is None or row["last"] < before]
    rows.sort(key=lambda row: (row["last"] or "", sort_key(row["code"])))
    return rows
