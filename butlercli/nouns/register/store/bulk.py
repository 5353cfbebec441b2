"""Many units and residents at once: households as a file tells them, compared with the register and written."""

from collections.abc import Mapping

from butlercli.base.areas import area_number
from butlercli.base.result import Row
from butlercli.base.unitcode import UnitCode
from butlercli.kit import texts
from butlercli.nouns.register.store import units
from butlercli.store.database import Database


class Person:
    """Somebody in a household. `masked` are masked numbers with row and column: right where the register knows them."""

    __slots__ = ("masked", "name", "note", "phones", "preferences", "role", "row", "since", "tags", "uid", "until")

    def __init__(self, name: str, role: str, row: int, uid: str | None = None) -> None:
        """Begin with a name and a role."""
        self.name = name
        self.role = role
        self.row = row
        self.uid = uid
        self.phones: list[str] = []
        self.masked: list[tuple[str, int, str]] = []
        self.since: str | None = None
        self.until: str | None = None
        self.note: str | None = None
        self.tags: list[str] = []
        self.preferences: list[str] = []

    def add_phone(self, phone: str) -> None:
        """Add a number once."""
        if phone not in self.phones:
            self.phones.append(phone)

    def add_phones(self, phones: list[str]) -> None:
        """Add numbers, each once."""
        for phone in phones:
            self.add_phone(phone)


class Household:
    """A unit as a file tells it: facts by column, notes, and the people in it."""

    __slots__ = ("facts", "notes", "people", "row", "unit")

    def __init__(self, row: int, unit: UnitCode) -> None:
        """`row` is the first row that names the unit."""
        self.row = row
        self.unit = unit
        self.facts: Row = {}
        self.notes: list[str] = []
        self.people: list[Person] = []

    def note(self, text: str) -> None:
        """Add a line to the unit's note, once."""
        if text and text not in self.notes:
            self.notes.append(text)

    def person(self, name: str, role: str, *, row: int, uid: str | None = None) -> Person:
        """Return the person of that name here, added where there is none; with a uid the person of that uid and role."""
        for person in self.people:
            if (uid and (person.uid, person.role) == (uid, role)) or (not uid and person.name == name):
                return person
        person = Person(name, role, row, uid)
        self.people.append(person)
        return person


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


class Register:
    """The register in memory: who lives where, under which names and numbers, and what was edited here."""

    __slots__ = ("_db", "_edited", "_names", "_numbers", "homes", "people", "phones", "places", "uids")

    def __init__(self, db: Database, verb: str) -> None:
        """Read the whole register: a few thousand rows. Edits by `verb`, an import, are not edits here."""
        from butlercli.store import bulk

        self._db = db
        self.homes: dict[str, Row] = {row["code"]: row for row in db.rows("SELECT * FROM unit")}
        self.people: dict[int, Row] = {row["id"]: row for row in db.rows("SELECT * FROM resident")}
        self.uids = {row["uid"]: id for id, row in self.people.items()}
        self.phones: dict[int, set[str]] = {id: set() for id in self.people}
        for id, phone in db.connection.execute("SELECT resident_id, phone FROM resident_phone").fetchall():
            self.phones[id].add(phone)
        self.places: dict[int, list[Row]] = {}
        for row in db.rows("SELECT * FROM residency ORDER BY role = 'former', id"):
            self.places.setdefault(row["unit_id"], []).append(row)
        self._numbers: dict[tuple[str, str], int] = {}
        self._names: dict[tuple[int, str], int] = {}
        self._edited = {table: bulk.edited_columns(db, table, verb) for table in ("unit", "resident", "residency")}
        for id, person in self.people.items():
            self._know(id, person["name"])
        for unit_id, rows in self.places.items():
            for row in rows:
                self._names.setdefault((unit_id, self.people[row["resident_id"]]["name"]), row["resident_id"])
        self._former_names(bulk.former_values(db, "resident", "name"))

    def _former_names(self, former: list[tuple[int, str]]) -> None:
        """Somebody renamed here is still found by the name the file has."""
        homes: dict[int, list[int]] = {}
        for unit_id, rows in self.places.items():
            for row in rows:
                homes.setdefault(row["resident_id"], []).append(unit_id)
        for id, name in former:
            for unit_id in homes.get(id, ()):
                self._names.setdefault((unit_id, name), id)

    def _know(self, id: int, name: str) -> None:
        for phone in self.phones[id]:
            self._numbers.setdefault((name, phone), id)

    def edited(self, table: str, id: int) -> set[str]:
        """Return the columns of a row that were changed here."""
        return self._edited[table].get(id, set())

    def find(self, unit_id: int | None, person: Person) -> int | None:
        """Return who it is: by uid, by name in the unit, or by name and a number in common."""
        if person.uid is not None:
            return self.uids.get(person.uid)
        if unit_id is not None and (unit_id, person.name) in self._names:
            return self._names[unit_id, person.name]
        for phone in person.phones:
            if (person.name, phone) in self._numbers:
                return self._numbers[person.name, phone]
        return None

    def place(self, unit_id: int, id: int, role: str) -> Row | None:
        """Return the residency of somebody in a unit, one of that role first."""
        rows = [row for row in self.places.get(unit_id, ()) if row["resident_id"] == id]
        return next((row for row in rows if row["role"] == role), rows[0] if rows else None)

    def add_unit(self, unit: UnitCode, facts: Row) -> Row:
        """Register a unit and return its row."""
        id = units.insert(self._db, unit, **facts)
        row = self._db.row("SELECT * FROM unit WHERE id = ?", (id,))
        assert row is not None
        self.homes[unit.code] = row
        return row

    def add_person(self, person: Person) -> int:
        """Write a new resident and return the id."""
        from butlercli.kit.spelling import spell

        row = {
            "uid": person.uid or self._db.uid(),
            "name": person.name,
            "spelling": spell(person.name),
            "tags": texts.listed(person.tags, tags=True),
            "preferences": texts.listed(person.preferences),
            "note": person.note,
        }
        id = self._db.insert("resident", row)
        self.people[id] = {"id": id, **row}
        self.uids[row["uid"]] = id
        self.phones[id] = set()
        return id

    def add_phone(self, id: int, phone: str) -> bool:
        """Write a number of somebody; say whether it was new."""
        if phone in self.phones[id]:
            return False
        self._db.insert("resident_phone", {"resident_id": id, "phone": phone})
        self.phones[id].add(phone)
        self._numbers.setdefault((self.people[id]["name"], phone), id)
        return True

    def reside(self, unit_id: int, id: int, person: Person) -> None:
        """Write that somebody lives in or owns a unit."""
        row = {
            "resident_id": id,
            "unit_id": unit_id,
            "role": person.role,
            "since": person.since,
            "until": person.until,
        }
        row["id"] = self._db.insert("residency", row)
        self.places.setdefault(unit_id, []).append(row)
        self._names.setdefault((unit_id, person.name), id)

    def update(self, table: str, row: Row, values: Row) -> list[str]:
        """Write columns of a row and return the names of those that changed."""
        changed = {name: value for name, value in values.items() if row[name] != value}
        self._db.update(table, row["id"], changed)
        row.update(changed)
        return list(changed)


def rows_for_export(db: Database) -> list[Row]:
    """Return one row for each unit and resident of it, units without residents once, in the order of the units."""
    from butlercli.base.unitcode import sort_key

    phones: dict[int, list[str]] = {}
    for id, phone in db.connection.execute("SELECT resident_id, phone FROM resident_phone ORDER BY id").fetchall():
        phones.setdefault(id, []).append(phone)
    found = db.rows(
        """SELECT u.code AS unit, u.kind, u.area, u.state, u.handover_date, u.note AS unit_note, r.id AS resident_id, r.uid, r.name,
             s.role, s.since, s.until, r.tags, r.preferences, r.note
           FROM unit u LEFT JOIN residency s ON s.unit_id = u.id LEFT JOIN resident r ON r.id = s.resident_id
           ORDER BY u.id, s.role = 'former', s.id"""
    )
    found.sort(key=lambda row: sort_key(row["unit"]))
    for row in found:
        id = row.pop("resident_id")
        row["area"] = area_number(row["area"])
        row["phones"] = phones.get(id, [])
        row["tags"] = texts.unlisted(row["tags"] or "[]")
        row["preferences"] = texts.unlisted(row["preferences"] or "[]")
    return found
