"""The import of records that a code tells apart: new ones are added, known ones brought up to date, but for what was changed here."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from butlercli.base.errors import ButlerError, UsageError
from butlercli.base.fields import Field
from butlercli.base.phones import mask_phone, normalise_phone
from butlercli.base.result import Result, Row
from butlercli.base.vocabulary import Vocabulary
from butlercli.kit import fields as kit
from butlercli.kit import texts
from butlercli.kit.intake import engine, values
from butlercli.kit.intake.engine import Account, Noun, Options, swift
from butlercli.kit.intake.headers import FieldSpec, spec
from butlercli.kit.intake.problems import Problem

if TYPE_CHECKING:
    from butlercli.base.dates import DayOrder
    from butlercli.kit.intake.grid import Cell
    from butlercli.store.database import Database

_BLANK = frozenset(("", "/", "-", "—", "无"))
_DAYS = ("day", "past")
REFS = 20


class Keyed:
    """What such an import needs to know: its table, the fields, and where the known records are."""

    def __init__(
        self,
        table: str,
        fields: Sequence[Field],
        *,
        known: "Callable[[Database], dict[str, Row]]",
        record: "Callable[[Database, int], Row]",
        twice: str,
        computed: Mapping[str, tuple[str, ...]] | None = None,
        further: Sequence[str] = (),
        words: Mapping[str, Callable[[str], Any]] | None = None,
    ) -> None:
        """The first field is the key.

        known: the rows by their keys in small letters; record: one as JSON, for the preview; twice: the msgid for a
        key that stands in the file twice, with `{first}`; computed: fields that follow from the others, with their
        headers, known and never read, as are `further` ones of the JSON; words: readers of fields whose cells say more
        than people type.
        """
        self.table = table
        self.fields = {field.name: field for field in fields}
        self.key = fields[0]
        self.known = known
        self.record = record
        self.twice = twice
        self.words = words or {}
        specs = {field.name: spec(field) for field in fields}
        specs |= {name: FieldSpec(headers, repeat=False) for name, headers in (computed or {}).items()}
        required = [field.name for field in fields if field.wanted]
        self.noun = Noun(table, specs, required, ("id", "uid", *(computed or {}), *further))

    def of_kind(self, *kinds: str) -> list[str]:
        """Return the names of the fields of some kinds."""
        return [name for name, field in self.fields.items() if field.kind in kinds]

    def readers(self, orders: "Mapping[str, DayOrder | None]") -> dict[str, values.Read]:
        """Return the reader of every field; orders: of day, month and year, by field."""
        return {name: self._reader(field, orders.get(name)) for name, field in self.fields.items()}

    def _reader(self, field: Field, order: "DayOrder | None") -> values.Read:
        kind = self.words.get(field.name, field.kind)
        if kind in _DAYS:
            return values.day(order)
        if kind == "text":
            return values.text(field.most or texts.LONGEST_NAME)
        if kind == "note":
            return values.text(texts.LONGEST_TEXT)
        if kind == "phone":
            return values.remembered(normalise_phone)
        if isinstance(kind, Vocabulary):
            return values.word(kind)
        assert callable(kind)
        return values.remembered(kind)


def take_in(db: "Database", options: Options, what: Keyed, verb: str) -> Result:
    """Import records as an operation of a verb.

    Raises UsageError (exit 2) for the file, CheckError (exit 6) for its rows.
    """
    with swift():
        plain = what.readers({})
        engine.constants_checked(what.noun, options, lambda f, v: plain[f](v) if f in plain else v)
        account = Account(engine.read(options, what.noun))
        account.overlong()
        headers = {column.field: column.header for column in reversed(account.table.columns)}
        known = what.known(db)
        rows = _checked(db, account, what, known, _validated(account, what, known, headers, options), headers)
        engine.settle(account, options, dry=db.dry)
        bad = account.bad_rows()
        _store(
            db, account, what, known, [(number, given) for number, given in rows if number not in bad], options, verb
        )
        return engine.outcome(what.noun, account, options, dry=db.dry)


def _validated(
    account: Account, what: Keyed, known: dict[str, Row], headers: dict[str, str], options: Options
) -> list[tuple[int, Row]]:
    """Return the rows' numbers and values, checked cell by cell; what was refused becomes a problem."""
    rows = account.table.rows
    orders = {
        name: values.column_order(rows, name, options.date_format, headers[name])
        for name in what.of_kind(*_DAYS)
        if name in headers
    }
    readers = what.readers(orders)
    cells = [{key: cell for key, cell in row.values.items() if key in readers and not _is_blank(cell)} for row in rows]
    for item in cells:
        _drop_known_masks(item, what, known)
    options.tick("check", 0, len(rows))
    checked = values.check(what.table.title(), readers, cells)
    for index, field, error in checked.refused:
        row = rows[index]
        account.problems.append(Problem.of(row.number, headers.get(field, field), row.values.get(field), error))
    return [(row.number, given) for row, given in zip(rows, checked.values, strict=True)]


def _is_blank(cell: "Cell") -> bool:
    return cell is None or (isinstance(cell, str) and cell.strip() in _BLANK)


def _drop_known_masks(item: Row, what: Keyed, known: dict[str, Row]) -> None:
    """Leave out masked numbers that are the known record's own, as our own files show them."""
    row = known.get(values.plain(item.get(what.key.name)).strip().lower())
    for name in what.of_kind("phone"):
        number = values.plain(item.get(name))
        if "*" in number and row is not None and mask_phone(row[name] or "") == number:
            del item[name]


def _checked(
    db: "Database",
    account: Account,
    what: Keyed,
    known: dict[str, Row],
    rows: list[tuple[int, Row]],
    headers: dict[str, str],
) -> list[tuple[int, Row]]:
    """Return the rows that make a record; a key twice, what a new one lacks, or a day to come is a problem."""
    bad = account.bad_rows()
    seen: dict[str, int] = {}
    found = []
    for number, given in rows:
        if number in bad or not given:
            continue

        def refuse(field: Field, error: ButlerError, number: int = number, given: Row = given) -> None:
            header = headers.get(field.name, field.name)
            account.problems.append(Problem.of(number, header, given.get(field.name), error))

        key = given.get(what.key.name)
        if key is None:
            refuse(what.key, UsageError(what.key.wanted))
            continue
        first = seen.setdefault(key.lower(), number)
        if first != number:
            header = headers.get(what.key.name, what.key.name)
            account.problems.append(Problem(number, header, key, what.twice, first=first))
            continue
        for field in what.fields.values():
            if field.wanted and field.name not in given and key.lower() not in known:
                refuse(field, UsageError(field.wanted))
            if field.kind == "past" and field.name in given:
                try:
                    kit.refuse_to_come(db, given[field.name])
                except UsageError as error:
                    refuse(field, error)
        found.append((number, given))
    return found


def _store(
    db: "Database",
    account: Account,
    what: Keyed,
    known: dict[str, Row],
    rows: list[tuple[int, Row]],
    options: Options,
    verb: str,
) -> None:
    """Write the new records; bring the known ones to what the file says where nobody changed them here."""
    touched: list[str] = []
    updates: list[tuple[int, Row, Row]] = []
    for index, (number, given) in enumerate(rows):
        if not index % 100:
            options.tick("store", index, len(rows))
        row = known.get(given[what.key.name].lower())
        if row is not None:
            updates.append((number, row, given))
            continue
        id = kit.insert(db, what.table, given)
        account.added += 1
        touched.append(given[what.key.name])
        if db.dry and len(account.preview) < engine.PREVIEW:
            account.preview.append(what.record(db, id))
    touched.extend(_update(db, account, what, updates, verb))
    account.refs = ",".join(touched[:REFS]) + (" …" if len(touched) > REFS else "")


def _update(db: "Database", account: Account, what: Keyed, updates: list[tuple[int, Row, Row]], verb: str) -> list[str]:
    """Bring known records to what the file says, but for fields changed here; return the keys of those changed."""
    edited: dict[int, set[str]] | None = None
    touched: list[str] = []
    for number, row, given in updates:
        wanted = {
            name: value
            for name, value in given.items()
            if name != what.key.name and value != row[name] and not values.only_masked(value, row[name])
        }
        if wanted and edited is None:
            edited = engine.journal_edits(db, what.table, verb)
        own = (edited or {}).get(row["id"], set())
        changes = {name: value for name, value in wanted.items() if name not in own}
        label = {"row": number, what.key.name: row[what.key.name], "name": row["name"]}
        if len(changes) < len(wanted):
            account.kept.append({**label, "fields": [name for name in wanted if name in own]})
        if changes:
            db.update(what.table, row["id"], changes)
            account.updated.append({**label, "fields": list(changes)})
            touched.append(row[what.key.name])
        else:
            account.unchanged += 1
    return touched
