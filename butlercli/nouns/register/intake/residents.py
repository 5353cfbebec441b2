"""`resident import`: the owner register of an office, out of the file it is kept in; and the register as rows."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from butlercli.base.errors import ButlerError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.kit import texts
from butlercli.kit.intake import engine, unit_cells, values
from butlercli.kit.intake.engine import Account
from butlercli.kit.intake.importer import Checked, Importer, some
from butlercli.kit.intake.problems import Problem
from butlercli.nouns.register.intake import fields as register_fields
from butlercli.nouns.register.intake.households import Builder
from butlercli.nouns.register.store import bulk, units
from butlercli.nouns.register.store.bulk import Household, Person, Register

if TYPE_CHECKING:
    from butlercli.base.dates import DayOrder
    from butlercli.kit.intake.grid import Cell
    from butlercli.store.database import Database

_DATES = ("handover_date", "since", "until")
# Real registers have slips in these; a slip must not keep the people of the unit out.
_SOFT = ("area", "kind", "handover_date")
_BLANK = frozenset((None, "", "/", "-", "无"))


class Home(NamedTuple):
    """A household to be: the number of its first row, and what is told of it."""

    number: int
    household: Household


class Residents(Importer):
    """The import of a register: rows become households, each written as one."""

    noun = register_fields.NOUN
    verb = "resident import"
    title = "Register"

    @property
    def days(self) -> list[str]:  # type: ignore[override]
        """Return the columns that hold a day: a field may have several."""
        return [key for key in self.headers if key.partition("#")[0] in _DATES]

    def readers(self, orders: "Mapping[str, DayOrder | None]") -> dict[str, values.Read]:
        """Return the reader of every column, of a field that has several with the order of its last one."""
        plain = register_fields.readers({key.partition("#")[0]: order for key, order in orders.items()})
        further = {key: plain[key.partition("#")[0]] for key in self.headers if key.partition("#")[0] in plain}
        return {**plain, **further}

    def is_blank(self, _key: str, cell: "Cell") -> bool:
        """Say whether a cell tells nothing."""
        return (cell.strip() if isinstance(cell, str) else cell) in _BLANK

    def soften(self, number: int, key: str, value: Any, error: ButlerError) -> bool:
        """Name and leave out an area, a kind or a handover date that cannot be read; all else stops the row."""
        if key.partition("#")[0] not in _SOFT:
            return False
        self.account.warnings.append(Problem.of(number, self.headers.get(key, key), value, error))
        return True

    def begin(self) -> None:
        """Look at the columns that tell units."""
        self._units = unit_cells.UnitReader(self.account.table.rows)

    def make(self, rows: Checked) -> list[Home]:
        """Read the rows into households; a row whose unit cannot be read, and a masked number, becomes a problem."""
        bad = set(self.account.bad_rows())
        builder = Builder(self.account, self.headers)
        for row, given in rows:
            if row.number in bad:
                continue
            try:
                unit = self._units.read(row)
            except ButlerError as error:
                column = next((name for name in ("unit", "room") if self.headers.get(name)), "unit")
                self.refuse(row.number, column, unit_cells.shown(row), error)
                continue
            if unit is not None:
                builder.add(row, unit, given)
        self._homes = list(builder.found.values())
        self._register = Register(self.db, self.verb)
        _compare_masked(self.account, self._register, self._homes)
        return [Home(home.row, home) for home in self._homes]

    def store(self, made: list[Home]) -> None:
        """Write the households."""
        bad = self.account.bad_rows()
        writer = _Writer(self.account, self._register)
        for index, (_number, home) in enumerate(made):
            if not index % 100:
                self.options.tick("store", index, len(made))
            writer.write(home, bad)
        self.account.refs = some(writer.touched)
        units.close_register(self.db)
        self.account.extra = {**self.account.extra, **writer.counts(len(self._homes))}
        if self.db.dry:
            self.account.preview = [_as_stored(home) for home in self._homes[: engine.PREVIEW]]


def export(db: "Database", limit: int | None) -> Result:
    """Return the register as the rows of a file our own import takes back."""
    rows = bulk.rows_for_export(db)
    return Result("import.register_rows", rows if limit is None else rows[:limit], total=len(rows))


def _compare_masked(account: Account, register: Register, homes: list[Household]) -> None:
    """Refuse masked numbers, but for those the register knows whole of the same person."""
    from butlercli.base.phones import mask_phone

    for home in homes:
        row = register.homes.get(home.unit.code)
        for person in home.people:
            for masked, number, header in person.masked:
                id = register.find(row["id"] if row else None, person)
                known = register.phones[id] if id is not None else set()
                if not any(mask_phone(phone) == masked for phone in known):
                    error = UsageError(N_("“{value}” is a masked phone number."), value=masked)
                    account.problems.append(Problem.of(number, header, masked, error))


def _as_stored(home: Household) -> Row:
    """Return a household as a dry run shows it."""
    facts = dict(home.facts)
    if "area" in facts:
        from butlercli.base.areas import area_number

        facts["area"] = area_number(facts["area"])
    people = [{"name": person.name, "role": person.role, "phones": person.phones} for person in home.people]
    note = "\n".join(home.notes) or None
    return {
        "unit": home.unit.code,
        "kind": facts.pop("kind", units.kind_of(home.unit)),
        **facts,
        "note": note,
        "residents": people,
    }


class _Writer:
    """Writes households into the register: what is new is added, what differs updated where nobody edited it here."""

    __slots__ = ("_account", "_missing", "_people", "_phones", "_register", "_units", "touched")

    def __init__(self, account: Account, register: Register) -> None:
        """Begin to count."""
        self._account = account
        self._register = register
        self._units = self._people = self._phones = 0
        self._missing: list[Row] = []
        self.touched: list[str] = []

    def counts(self, homes: int) -> Row:
        """Return what was counted."""
        return {
            "units": homes,
            "units_registered": self._units,
            "residents_added": self._people,
            "phones_added": self._phones,
            "not_in_file": self._missing,
        }

    def write(self, home: Household, bad: set[int]) -> None:
        """Write one household."""
        facts = {**home.facts, "note": "\n".join(home.notes) or None}
        row = self._register.homes.get(home.unit.code)
        new = row is None
        changed: list[str] = []
        if row is None:
            row = self._register.add_unit(home.unit, facts)
            self._units += 1
        else:
            changed = self._update("unit", row, facts, home, "")
        known = {place["resident_id"] for place in self._register.places.get(row["id"], ())}
        people = [person for person in home.people if person.row not in bad]
        found = {self._person(home, row["id"], person, changed) for person in people}
        if known and people:
            self._name_missing(home, row["id"], found)
        if new:
            self._account.added += 1
        elif changed:
            self._account.updated.append(
                {"row": home.row, "unit": home.unit.code, "fields": list(dict.fromkeys(changed))}
            )
        else:
            self._account.unchanged += 1
        if new or changed:
            self.touched.append(home.unit.code)

    def _update(self, table: str, row: Row, told: Row, home: Household, name: str) -> list[str]:
        """Write what the file says anew, but for columns edited here, which are listed."""
        wanted = {
            key: value
            for key, value in told.items()
            if value is not None and row[key] != value and not values.only_masked(value, row[key])
        }
        edited = self._register.edited(table, row["id"])
        kept = [key for key in wanted if key in edited]
        if kept:
            self._account.kept.append({"row": home.row, "unit": home.unit.code, "name": name or None, "fields": kept})
        return self._register.update(table, row, {k: v for k, v in wanted.items() if k not in edited})

    def _person(self, home: Household, unit_id: int, person: Person, changed: list[str]) -> int:
        register = self._register
        id = register.find(unit_id, person)
        if id is None:
            id = register.add_person(person)
            self._people += 1
            changed.append("name")
        else:
            changed.extend(self._update("resident", register.people[id], self._told(id, person), home, person.name))
        for phone in person.phones:
            if register.add_phone(id, phone):
                self._phones += 1
                changed.append("phones")
        place = register.place(unit_id, id, person.role)
        if place is None or (person.uid and place["role"] != person.role):
            register.reside(unit_id, id, person)
            changed.append("role")
        else:
            told = {"role": person.role, "since": person.since, "until": person.until}
            if place["role"] == "former" and place["role"] != person.role:
                # Left since the file was made: what happened here is the later news.
                self._account.kept.append(
                    {"row": person.row, "unit": home.unit.code, "name": person.name, "fields": ["role"]}
                )
            else:
                changed.extend(self._update("residency", place, told, home, person.name))
        return id

    def _told(self, id: int, person: Person) -> Row:
        """Return what the file says of somebody known; a name only counts where a uid says who it is."""
        told: Row = {"note": person.note}
        if person.tags:
            told["tags"] = texts.listed(person.tags, tags=True)
        if person.preferences:
            told["preferences"] = texts.listed(person.preferences)
        if person.uid and person.name != self._register.people[id]["name"]:
            from butlercli.kit.spelling import spell

            told.update(name=person.name, spelling=spell(person.name))
        return told

    def _name_missing(self, home: Household, unit_id: int, found: set[int]) -> None:
        """Name the owners of a unit who are registered, but no longer in the file."""
        for place in self._register.places.get(unit_id, ()):
            if place["role"] == "owner" and place["until"] is None and place["resident_id"] not in found:
                person = self._register.people[place["resident_id"]]
                self._missing.append({"unit": home.unit.code, "id": person["id"], "name": person["name"]})
