"""Which units, residents and households a list names, by what it is filtered by."""

from typing import Any

from butlercli.base.result import Row
from butlercli.base.unitcode import sort_key
from butlercli.kit import select
from butlercli.nouns.register.store import residents, units
from butlercli.store.database import Database

_CURRENT = "s.role <> 'former' AND (s.until IS NULL OR s.until >= :today)"
_HOME_OF_TAGGED = f"""EXISTS (SELECT 1 FROM residency s JOIN resident r ON r.id = s.resident_id, json_each(r.tags) t
  WHERE s.unit_id = u.id AND {_CURRENT} AND t.value = :tag)"""


class WantedUnits(select.Wanted):
    """What a list of units is filtered by; kind and state are codes."""

    building: str | None
    kind: str | None
    state: str | None
    tag: str | None
    text: str | None

    def filter(self, db: Database) -> select.Filter:
        """Return the conditions on units `u`."""
        chosen = select.Filter(today=db.now.date().isoformat())
        if self.building:
            chosen.equal("u.building", units.require_building(db, self.building))
        chosen.equal("u.kind", self.kind).equal("u.state", self.state)
        if self.tag:
            chosen.where(_HOME_OF_TAGGED, tag=self.tag.strip().lstrip("+#＋＃"))
        if self.text:
            chosen.where("instr(upper(u.code || ' ' || coalesce(u.note, '')), upper(:text))", text=self.text.strip())
        return chosen


def units_wanted(db: Database, wanted: WantedUnits) -> list[int]:
    """Return the ids of the units wanted, in the order people expect: 3-2-501 before 3-10-101."""
    chosen = wanted.filter(db)
    found = db.rows(f"SELECT u.id, u.code FROM unit u WHERE {chosen.sql}", chosen.params)
    found.sort(key=lambda row: sort_key(row["code"]))
    return [row["id"] for row in found]


class WantedResidents(select.Wanted):
    """What a list of residents is filtered by; role is a code, the others are as typed. `former`: those who left too."""

    building: str | None
    former: bool | None
    role: str | None
    tag: str | None
    text: str | None
    unit: str | None

    def filter(self, db: Database) -> select.Filter:
        """Return the conditions on residents `r`, residencies `s` and units `u`."""
        chosen = select.Filter(today=db.now.date().isoformat()).equal("s.role", self.role)
        if self.unit:
            chosen.equal("s.unit_id", units.find(db, self.unit)["id"])
        if self.building:
            chosen.equal("u.building", units.require_building(db, self.building))
        if not self.former and self.role != "former":
            chosen.where(f"s.id IS NULL OR {_CURRENT}")
        if self.tag:
            chosen.tagged("r.tags", self.tag)
        if self.text and self.text.strip():
            _text(self.text, chosen)
        return chosen


def _text(text: str, chosen: select.Filter) -> None:
    """Add the condition that a name, its pinyin or a number holds a text."""
    params: Row = {"text": "".join(text.lower().split())}
    digits = "".join(character for character in text if character.isdigit())
    found = ["instr(replace(lower(r.name), ' ', ''), :text)", "instr(' ' || r.spelling, ' ' || :text)"]
    if len(digits) >= 3 and not any(character.isalpha() for character in text):
        params["digits"] = digits
        found.append("EXISTS (SELECT 1 FROM resident_phone p WHERE p.resident_id = r.id AND instr(p.phone, :digits))")
    chosen.where(" OR ".join(found), **params)


def residents_wanted(db: Database, wanted: WantedResidents) -> dict[int, int | None]:
    """Return the ids of the residents wanted, each once, in the order of their units, to the unit meant or None."""
    chosen = wanted.filter(db)
    rows = db.rows(
        "SELECT r.id, s.unit_id, u.code, s.role FROM resident r LEFT JOIN residency s ON s.resident_id = r.id "
        f"LEFT JOIN unit u ON u.id = s.unit_id WHERE {chosen.sql}",
        chosen.params,
    )
    rows.sort(key=_order)
    found: dict[int, int | None] = {}
    for row in rows:
        found.setdefault(row["id"], row["unit_id"])
    return found


def _order(row: Row) -> tuple[Any, ...]:
    place = sort_key(row["code"]) if row["code"] else ()
    return (not row["code"], place, residents.ROLE_ORDER.get(row["role"], 9), row["id"])


def silent_units(db: Database, wanted: WantedResidents, before: str) -> list[Row]:
    """Return the units with residents wanted that nobody spoke to since a moment: id, code and the `last` contact.

    Those never spoken to come first, then the longest. Parking spaces are no households.
    """
    chosen = wanted.filter(db)
    chosen.params["now"] = db.now.isoformat(timespec="seconds")
    rows = db.rows(
        f"""SELECT u.id, u.code, (SELECT max(c.at) FROM contact c WHERE c.unit_id = u.id AND c.at <= :now) AS last
            FROM unit u WHERE u.kind <> 'parking' AND u.id IN (
              SELECT s.unit_id FROM residency s JOIN resident r ON r.id = s.resident_id JOIN unit u ON u.id = s.unit_id
              WHERE {_CURRENT} AND {chosen.sql})""",
        chosen.params,
    )
    rows = [row for row in rows if row["last"] is None or row["last"] < before]
    rows.sort(key=lambda row: (row["last"] or "", sort_key(row["code"])))
    return rows
