"""The import of records, built once: read, checked, made, stored, accounted for. A room says what is special about its own."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from butlercli.base.errors import ButlerError
from butlercli.base.result import Message, Result, Row
from butlercli.kit.intake import engine, values
from butlercli.kit.intake.engine import Account, Noun, Options, swift
from butlercli.kit.intake.problems import Problem

if TYPE_CHECKING:
    from butlercli.base.dates import DayOrder
    from butlercli.kit.intake.grid import Cell
    from butlercli.kit.intake.table import MappedTable, SourceRow
    from butlercli.store.database import Database

Checked = list[tuple["SourceRow", Row]]
REFS = 20
"""References of an import that are kept; further ones are only hinted at."""


class Importer:
    """One import of a file. A room makes a class of it; what it may say otherwise are the attributes and methods up to `run`.

    noun: what is known of the records; verb: of the operation, whose own changes are no edits here; title: how
    the model of a row is called; days: fields whose order of day, month and year is to be decided; piece: rows taken at a
    time, so that a text of any length takes little memory, 0 for all together.
    """

    noun: ClassVar[Noun]
    verb: ClassVar[str] = ""
    title: ClassVar[str]
    days: ClassVar[Sequence[str]] = ()
    piece: ClassVar[int] = 0

    def __init__(self, db: "Database", options: Options) -> None:
        """Prepare an import into a file; `account` and `headers` (of columns by key) are there once it was read."""
        self.db = db
        self.options = options
        self.notices: list[Message] = []
        self.headers: dict[str, str] = {}
        self.account: Account
        self._edited: dict[str, dict[int, set[str]]] = {}

    def readers(self, orders: "Mapping[str, DayOrder | None]") -> Mapping[str, values.Read]:
        """Return the reader of every field; orders: of day, month and year, by field."""
        raise NotImplementedError

    def constant(self, readers: Mapping[str, values.Read], field: str, text: str) -> object:
        """Read a value of `--set`."""
        return readers[field](text) if field in readers else text

    def read(self) -> "MappedTable":
        """Read the file."""
        return engine.read(self.options, self.noun, flow=bool(self.piece))

    def is_blank(self, _key: str, cell: "Cell") -> bool:
        """Say whether a cell tells nothing."""
        return cell is None

    def no_day(self, _cell: "Cell") -> bool:
        """Say whether a cell in a column of days is none."""
        return False

    def tidy(self, rows: "Sequence[SourceRow]", cells: list[Row]) -> None:
        """Mend the cells of rows before they are read."""

    def soften(self, _number: int, _key: str, _value: Any, _error: ButlerError) -> bool:
        """Say whether a cell that cannot be read is only left out, and not the row; called for each."""
        return False

    def begin(self) -> None:
        """Look up what every row needs."""

    def make(self, rows: Checked) -> Iterable[Any]:
        """Return what the rows come to, each with the `number` of its row; what breaks a rule becomes a problem."""
        raise NotImplementedError

    def store(self, made: list[Any]) -> None:
        """Write what was made; called again for each piece."""
        raise NotImplementedError

    def finish(self) -> None:
        """Put what was done into the account."""

    def run(self) -> Result:
        """Take the file in, all of it or nothing; raises UsageError (exit 2) for the file, CheckError (exit 6) for its rows."""
        account, options = self.open(), self.options
        with swift():
            for made in self.made():
                # Where the operation is taken back in the end, the rows are only looked at.
                if options.skip_bad or not account.problems:
                    bad = account.bad_rows()
                    if bad and not self.db.dry:
                        account.extra.setdefault("rejected_file", None)  # its place among the facts; named below
                    self.store([one for one in made if one.number not in bad])
            engine.settle(account, options, dry=self.db.dry)
            self.finish()
            result = engine.outcome(self.noun, account, options, dry=self.db.dry)
            result.notices.extend(self.notices)
            return result

    def open(self) -> Account:
        """Read the file into the account; raises UsageError (exit 2)."""
        with swift():
            plain = self.readers({})
            engine.constants_checked(self.noun, self.options, lambda field, text: self.constant(plain, field, text))
            self.account = Account(self.read())
            self.account.overlong()
            self.headers = {column.field: column.header for column in reversed(self.account.table.columns)}
            return self.account

    def made(self) -> Iterator[list[Any]]:
        """Yield what the rows of the file come to, piece by piece."""
        rows, tick = self.account.table.rows, self.options.tick
        columns = {field: self.headers[field] for field in self.days if field in self.headers}
        readers = self.readers(values.column_orders(rows, columns, self.options.date_format, self.no_day))
        checker = values.Checker(self.title, readers)
        self.begin()
        done = 0
        for piece in self._pieces(rows):
            tick("check", done, len(rows))
            yield list(self.make(self._validated(piece, readers, checker)))
            done += len(piece)
            tick("store", done, len(rows))

    def _pieces(self, rows: "Sequence[SourceRow]") -> "Iterator[Sequence[SourceRow]]":
        if not self.piece or isinstance(rows, list):
            yield rows
            return
        source = iter(rows)
        while piece := list(islice(source, self.piece)):
            yield piece
            engine.searchable(self.db)

    def _validated(
        self, rows: "Sequence[SourceRow]", readers: Mapping[str, values.Read], checker: values.Checker
    ) -> Checked:
        """Return rows with their values, checked cell by cell; what was refused becomes a problem."""
        is_blank = self.is_blank
        cells = [{k: c for k, c in row.values.items() if k in readers and not is_blank(k, c)} for row in rows]
        self.tidy(rows, cells)
        checked = checker.check(cells)
        again = False
        for index, field, error in checked.refused:
            row = rows[index]
            if self.soften(row.number, field, row.values.get(field), error):
                del cells[index][field]
                again = True
            else:
                self.refuse(row.number, field, row.values.get(field), error)
        if again:
            checked = checker.check(cells)
        return list(zip(rows, checked.values, strict=True))

    # --- for the rooms' own ---

    def refuse(self, number: int, field: str, value: Any, error: ButlerError) -> None:
        """Put down the problem that an error tells of."""
        self.account.problems.append(Problem.of(number, self.headers.get(field, field), value, error))

    def problem(self, number: int, field: str, value: Any, why: str, **params: Any) -> None:
        """Put down a problem of a row."""
        self.account.problems.append(Problem(number, self.headers.get(field, field), value, why, **params))

    def edited(self, table: str, id: int) -> set[str]:
        """Return the columns of a row that were changed here since: by any verb but this import."""
        if table not in self._edited:
            self._edited[table] = engine.journal_edits(self.db, table, self.verb)
        return self._edited[table].get(id, set())

    def bring_up(
        self,
        table: str,
        row: Row,
        wanted: Row,
        label: Row,
        *,
        is_own: Callable[[str, set[str]], bool] = lambda name, edited: name in edited,
        names: Callable[[Row], list[str]] = list,
        told: Callable[[Row], list[str]] | None = None,
    ) -> Row:
        """Sort out what a file says anew of a known row, and account for it; return what is to be written.

        What was edited here is kept and listed. wanted: the columns that differ; label: what names the row in the
        account; is_own: whether a column counts as edited; names: how columns are called there; told: how
        those are that are written, where that is otherwise.
        """
        edited = self.edited(table, row["id"]) if wanted else set()
        changes = {name: value for name, value in wanted.items() if not is_own(name, edited)}
        if len(changes) < len(wanted):
            kept = {name: value for name, value in wanted.items() if name not in changes}
            self.account.kept.append({**label, "fields": names(kept)})
        if changes:
            self.account.updated.append({**label, "fields": (told or names)(changes)})
        else:
            self.account.unchanged += 1
        return changes


def some(refs: Sequence[str]) -> str:
    """Return references as an operation keeps them: the first twenty, and that there are more."""
    return ",".join(refs[:REFS]) + (" …" if len(refs) > REFS else "")
