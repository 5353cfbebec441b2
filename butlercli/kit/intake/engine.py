"""What every import shares: the file read and checked, bad rows named or set aside, and the account of it all.

All or nothing by default: one bad row and nothing is stored (exit 6). With `skip_bad` the good rows are stored
and the others written beside the file, with their reasons.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from butlercli.base.errors import ButlerError, CheckError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.kit.intake.headers import FieldSpec, Required
from butlercli.kit.intake.problems import Problem

if TYPE_CHECKING:
    from butlercli.base.dates import DayOrder
    from butlercli.kit.intake.table import MappedTable
    from butlercli.store.database import Database

Tick = Callable[[str, int, int], None]
"""Called while an import runs: what is being done (`check` or `store`), how much is done, of how much."""

PREVIEW = 5
"""Rows shown by a dry run."""
_LISTED = 1000


class Options:
    """How a file is to be read: what the command line says beside its name."""

    __slots__ = (
        "constants",
        "date_format",
        "file",
        "format",
        "mapping",
        "sheet",
        "skip_bad",
        "stdin",
        "tick",
    )

    def __init__(
        self,
        file: str,
        *,
        sheet: str | None = None,
        mapping: Sequence[str] = (),
        constants: Sequence[str] = (),
        skip_bad: bool = False,
        date_format: str | None = None,
        format: str | None = None,
        stdin: BinaryIO | None = None,
        tick: Tick | None = None,
    ) -> None:
        """`mapping` and `constants` are `COLUMN=FIELD` and `FIELD=VALUE`; raises UsageError where one is not."""
        self.file = file
        self.sheet = sheet
        self.mapping = _pairs(mapping, "--map", "房号=unit")
        self.constants = _pairs(constants, "--set", "kind=complaint")
        self.skip_bad = skip_bad
        self.date_format = day_order(date_format)
        self.format = format
        self.stdin = stdin
        self.tick = tick or (lambda _what, _done, _total: None)


def _pairs(texts: Sequence[str], option: str, example: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        # A column's name may itself hold an equals sign, a field's never does.
        left, mark, right = text.rpartition("=") if option == "--map" else text.partition("=")
        if not mark or not left.strip():
            raise UsageError(
                N_("“{value}” is not what {option} takes."),
                hint=N_("Write it as {example}."),
                value=text,
                option=option,
                example=f"{option} {example}",
            )
        found[left.strip()] = right.strip()
    return found


def day_order(text: str | None) -> "DayOrder | None":
    """Read `--date-format`: ymd, dmy or mdy, also written as dd/mm/yyyy; raises UsageError (exit 2)."""
    if text is None:
        return None
    letters = "".join(dict.fromkeys(c for c in text.lower() if c in "ymd年月日"))
    letters = letters.translate(str.maketrans("年月日", "ymd"))
    if letters in ("ymd", "dmy", "mdy"):
        return letters  # type: ignore[return-value]
    raise UsageError(
        N_("“{value}” is not an order of day, month and year."),
        hint=N_("One of: {choices}."),
        value=text,
        choices="ymd, dmy, mdy",
    )


class Noun:
    """What an import needs to know of the records: fields by name, those a row needs, those that are computed."""

    __slots__ = ("computed", "fields", "name", "required")

    def __init__(
        self, name: str, fields: Mapping[str, FieldSpec], required: Required, computed: Iterable[str] = ()
    ) -> None:
        """`computed` are fields of the JSON that follow from the others: known as headers, never read."""
        self.name = name
        self.computed = frozenset(computed)
        self.fields = {**fields, **{field: FieldSpec() for field in self.computed if field not in fields}}
        self.required = required


def read(options: Options, noun: Noun, *, flow: bool = False) -> "MappedTable":
    """Read the file into rows by field; raises UsageError or NotFoundError (exit 2, 3) where that fails.

    flow: rows are read anew each time they are gone through, so that a text of any length takes little memory.
    """
    from butlercli.kit.intake.formats import read_source
    from butlercli.kit.intake.table import map_source

    source = read_source(options.file, options.stdin, format=options.format)
    return map_source(
        source,
        noun.fields,
        sheet=options.sheet,
        mapping=options.mapping,
        constants=options.constants,
        required=noun.required,
        flow=flow,
    )


@contextmanager
def swift() -> Iterator[None]:
    """Run a block without the cycle collector, which finds nothing in rows and costs a third of the time."""
    import gc

    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Account:
    """What an import did, line by line: the facts its view shows and `--json` prints."""

    __slots__ = (
        "_bad",
        "_counted",
        "added",
        "extra",
        "kept",
        "preview",
        "problems",
        "refs",
        "table",
        "unchanged",
        "updated",
        "warnings",
    )

    def __init__(self, table: "MappedTable") -> None:
        """Begin with nothing done."""
        self.table = table
        self.added = 0
        self.unchanged = 0
        self.updated: list[Row] = []
        self.kept: list[Row] = []
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.preview: list[Row] = []
        self.refs = ""
        self.extra: Row = {}
        self._bad: set[int] = set()
        self._counted = 0

    def overlong(self) -> None:
        """Name the rows of delimited text with more cells than the header: their values may have slipped."""
        for number in self.table.overlong:
            self.problems.append(
                Problem(number, "", None, N_("has more cells than the header: a comma without quotes?"))
            )

    def bad_rows(self) -> set[int]:
        """Return the numbers of the rows that are not to be stored."""
        self._bad.update(problem.row for problem in self.problems[self._counted :])
        self._counted = len(self.problems)
        return self._bad


def settle(account: Account, options: Options, *, dry: bool) -> None:
    """Stop at bad rows, or set them aside with `skip_bad`; raises CheckError (exit 6) naming each."""
    count = len(account.bad_rows())
    problems = sorted(account.problems, key=lambda problem: problem.row)
    account.problems = problems
    if not problems:
        return
    if not options.skip_bad:
        error = CheckError(
            N_("{count} of {rows:row|rows} of “{file}” cannot be taken; nothing was stored."),
            hint=N_("Mend the file, or add --skip-bad to store the others."),
            code="bad_rows",
            count=count,
            rows=len(account.table.rows),
            file=options.file,
        )
        error.details = listed(problems)
        raise error
    if not dry:
        from butlercli.kit.intake.rejected import write

        account.extra["rejected_file"] = write(options.file, account.table, problems)


def listed(problems: Sequence[Problem]) -> list[Message]:
    """Return the lines that name problems, the first thousand and how many more there are."""
    lines = [problem.message() for problem in problems[:_LISTED]]
    if len(problems) > _LISTED:
        lines.append(Message(N_("… and {count} more"), count=len(problems) - _LISTED))
    return lines


def outcome(noun: Noun, account: Account, options: Options, *, dry: bool) -> Result:
    """Return the account as a Result; exit 6 where rows were rejected."""
    table = account.table
    passed: dict[str, int] = {}
    for item in table.passed:
        passed[item.reason] = passed.get(item.reason, 0) + 1
    data = {
        "file": options.file,
        "sheet": table.sheet,
        "rows": len(table.rows),
        "added": account.added,
        "updated": account.updated,
        "unchanged": account.unchanged,
        "kept": account.kept,
        "rejected": [problem.record() for problem in account.problems],
        "warnings": [problem.record() for problem in account.warnings],
        **account.extra,
        "columns": [
            {"column": column.header, "field": column.field, "letter": column.letter}
            for column in table.columns
            if column.field.partition("#")[0] not in noun.computed
        ],
        "computed": [c.header for c in table.columns if c.field.partition("#")[0] in noun.computed],
        "unmapped": table.unmapped,
        "never_imported": table.refused,
        "passed_over": passed,
        "other_sheets": table.other_sheets,
    }
    if dry:
        data["preview"] = account.preview
    extra = {"dry": dry, "warnings": account.warnings, "problems": account.problems}
    exit_code = 6 if account.problems else 0
    return Result(
        f"import.{noun.name}",
        data,
        refs=account.refs,
        extra=extra,
        exit_code=exit_code,
        changed=bool(account.added or account.updated),
    )


def constants_checked(noun: Noun, options: Options, check: Callable[[str, str], object]) -> None:
    """Check the values of `--set` once, before any row; raises UsageError (exit 2) as the parser does."""
    for field, value in options.constants.items():
        if field not in noun.fields:
            continue  # the reader names an unknown field with the nearest one
        try:
            check(field, value)
        except ButlerError as error:
            raise UsageError(error.message, hint=error.hint, code=error.code, **error.params) from error


def journal_edits(db: "Database", table: str, verb: str) -> dict[int, set[str]]:
    """Return the columns of each row of a table that were changed here since: by any verb but this import."""
    from butlercli.store.bulk import edited_columns

    return edited_columns(db, table, verb)


def searchable(db: "Database") -> None:
    """Bring the search index up to what is stored so far, so that its share of memory is that of a piece."""
    from butlercli.store.fulltext import index_changes

    if db.operation_id is not None:
        index_changes(db, db.operation_id)
