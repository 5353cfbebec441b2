"""The import of records that a code tells apart: new ones are added, known ones brought up to date, but for what was changed here."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from butlercli.base.errors import UsageError
from butlercli.base.fields import Field, Reference
from butlercli.base.i18n import N_
from butlercli.base.money import parse_fen
from butlercli.base.phones import mask_phone, normalise_phone
from butlercli.base.result import Row
from butlercli.base.vocabulary import Vocabulary
from butlercli.kit import fields as kit
from butlercli.kit import texts
from butlercli.kit.intake import engine, values
from butlercli.kit.intake.engine import Noun
from butlercli.kit.intake.headers import FieldSpec, spec
from butlercli.kit.intake.importer import REFS, Checked, Importer, some
from butlercli.kit.intake.seen import Seen
from butlercli.kit.records import Records

if TYPE_CHECKING:
    from butlercli.base.dates import DayOrder
    from butlercli.kit.intake.engine import Options
    from butlercli.kit.intake.grid import Cell
    from butlercli.kit.intake.table import SourceRow
    from butlercli.store.database import Database

_BLANK = frozenset(("", "/", "-", "—", "无"))


def noun(
    table: str, fields: Sequence[Field], computed: Mapping[str, tuple[str, ...]], further: Sequence[str] = ()
) -> Noun:
    """Return what an import needs to know of records with a table of fields.

    computed: fields that follow from the others, with their headers, known and never read, as are `further` ones of the
    JSON.
    """
    specs = {field.name: spec(field) for field in fields}
    specs |= {name: FieldSpec(headers, repeat=False) for name, headers in computed.items()}
    return Noun(table, specs, [field.name for field in fields if field.wanted], ("id", "uid", *computed, *further))


class Given(NamedTuple):
    """A row that makes a record: its number, and the columns it tells."""

    number: int
    values: Row


class Keyed(Importer):
    """An import by a table of fields. A room says where its records are.

    table: of the records; fields: theirs; twice: the msgid for a key that stands in the file
    twice, with `{first}`; words: readers of fields whose cells say more than people type.
    """

    title = "Record"
    piece = 2000
    table: ClassVar[str]
    fields: ClassVar[Sequence[Field]]
    twice: ClassVar[str]
    words: ClassVar[Mapping[str, Callable[[str], Any]]] = {}

    def __init__(self, db: "Database", options: "Options") -> None:
        """Prepare an import into a file."""
        super().__init__(db, options)
        self._registered: dict[str, int] = {}

    def key(self) -> str:
        """Return the field that tells records apart."""
        return self.fields[0].name

    def known(self) -> dict[str, Row]:
        """Return the rows of the records here, as they are stored, by their keys in small letters."""
        raise NotImplementedError

    def record(self, id: int) -> Row:
        """Return a record as JSON, for the preview."""
        raise NotImplementedError

    def check(self, row: Row) -> None:
        """Raise UsageError where a record, as it would stand, may not be."""

    def readers(self, orders: "Mapping[str, DayOrder | None]") -> dict[str, values.Read]:
        """Return the reader of every field."""
        return {field.name: self._reader(field, orders.get(field.name)) for field in self.fields}

    def _reader(self, field: Field, order: "DayOrder | None") -> values.Read:
        kind = self.words.get(field.name, field.kind)
        if isinstance(kind, Vocabulary):
            return values.word(kind)
        if isinstance(kind, Reference):
            to = kind.to
            return values.remembered(lambda text: self._referred(to, text))
        if callable(kind):
            return values.remembered(kind)
        if kind == "phone":
            return values.remembered(normalise_phone)
        if kind in ("words", "tags"):
            return lambda cell: texts.listed(values.words(cell), tags=kind == "tags")
        if kind == "money":
            return values.remembered(parse_fen)
        if kind in ("text", "note"):
            return values.text(texts.LONGEST_TEXT if kind == "note" else field.most or texts.LONGEST_NAME)
        return values.day(order)

    def _referred(self, to: str, text: str) -> int:
        """Return the id of another record; where its room registers what files name, it is registered and counted."""
        finder = kit.finder(to)
        if not hasattr(finder, "named"):
            return int(kit.find(self.db, to, text)["id"])
        row, made = finder.named(self.db, text, new=True)
        self._registered[to] = self._registered.get(to, 0) + made
        return int(row["id"])

    @property
    def days(self) -> list[str]:  # type: ignore[override]
        """Return the fields that hold a day."""
        return [field.name for field in self.fields if field.kind in ("day", "past")]

    def is_blank(self, _key: str, cell: "Cell") -> bool:
        """Say whether a cell tells nothing."""
        return cell is None or (isinstance(cell, str) and cell.strip() in _BLANK)

    def begin(self) -> None:
        """Look up the known records."""
        self._key = self.key()
        self._here = self.known()
        self._seen = Seen()
        self._added: list[str] = []

    def tidy(self, _rows: "Sequence[SourceRow]", cells: list[Row]) -> None:
        """Leave out masked numbers that are the known record's own, as our own files show them."""
        phones = [field.name for field in self.fields if field.kind == "phone"]
        for item in cells:
            for name in phones:
                number = values.plain(item.get(name))
                row = self._here.get(values.plain(item.get(self._key)).strip().lower()) if "*" in number else None
                if row is not None and mask_phone(row[name] or "") == number:
                    del item[name]

    def make(self, rows: Checked) -> list[Given]:
        """Return the rows that make a record; a key twice, what a new one lacks, or a day to come is a problem."""
        bad, found = self.account.bad_rows(), []
        for row, given in rows:
            if row.number in bad or not given:
                continue
            key = given.get(self._key)
            if key is None:
                wanted = next(field.wanted for field in self.fields if field.name == self._key)
                self.refuse(row.number, self._key, None, UsageError(wanted or N_("It has no number.")))
                continue
            first = self._seen.first(key.lower(), row.number)
            if first != row.number:
                self.problem(row.number, self._key, key, self.twice, first=first)
                continue
            for field in self.fields:
                if field.wanted and field.name not in given and key.lower() not in self._here:
                    self.refuse(row.number, field.name, None, UsageError(field.wanted))
                if field.kind == "past" and field.name in given:
                    try:
                        kit.refuse_to_come(self.db, given[field.name])
                    except UsageError as error:
                        self.refuse(row.number, field.name, given[field.name], error)
            columns = {field.column: given[field.name] for field in self.fields if field.name in given}
            known = self._here.get(key.lower()) or dict.fromkeys(field.column for field in self.fields)
            try:
                self.check({**known, **columns})
            except UsageError as error:
                self.refuse(row.number, self._key, key, error)
            found.append(Given(row.number, columns))
        return found

    def store(self, made: list[Given]) -> None:
        """Write the new records; bring the known ones to what the file says where nobody changed them here."""
        for number, told in made:
            row = self._here.get(told[self._key].lower())
            if row is not None:
                self._update(number, row, told)
                continue
            id = kit.insert(self.db, self.table, told)
            self.account.added += 1
            if len(self._added) <= REFS:
                self._added.append(told[self._key])
            if self.db.dry and len(self.account.preview) < engine.PREVIEW:
                self.account.preview.append(self.record(id))

    def _update(self, number: int, row: Row, told: Row) -> None:
        wanted = {
            name: value
            for name, value in told.items()
            if name != self._key and value != row[name] and not values.only_masked(value, row[name])
        }
        label = {"row": number, **{name: row[name] for name in (self._key, "name") if name in row}}
        changes = self.bring_up(self.table, row, wanted, label, names=self._names)
        self.db.update(self.table, row["id"], changes)

    def _names(self, columns: Row) -> list[str]:
        return [field.name for field in self.fields if field.column in columns]

    def finish(self) -> None:
        """Say which records were written, and what was registered for them."""
        self.account.extra.update({f"{kind}s_registered": number for kind, number in self._registered.items()})
        self.account.refs = some([*self._added, *(one[self._key] for one in self.account.updated)])


class KeyedRecords(Keyed):
    """The import of records that are little more than their fields (kit/records.py), by their name."""

    records: ClassVar[Records]
    twice = N_("stands in row {first} already; a number is one record's.")

    def key(self) -> str:
        """Return the field that names one."""
        return self.records.known.names[0]

    def known(self) -> dict[str, Row]:
        """Return the records here that have a name, by it in small letters."""
        return {row[self._key].lower(): row for row in self.records.rows(self.db) if row[self._key]}

    def record(self, id: int) -> Row:
        """Return a record as JSON."""
        return self.records.record(self.db, self.records.row(self.db, id))

    def check(self, row: Row) -> None:
        """Raise UsageError where a record, as it would stand, may not be."""
        self.records.check_row(row)
