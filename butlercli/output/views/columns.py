"""Columns by type, and how lists are laid out of them: which columns stand where, what is empty, how many there are.

A room says in its `LISTS` what the columns of a list are, mostly by their type and the key of its record; the rest, from
the alignment and the plain value in files to the sentence under a list that is not shown whole, stands here once.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from butlercli.base.i18n import N_, _
from butlercli.base.result import Record, Result
from butlercli.output.blocks import Block, Canvas, Column, Grid, Lines, Seen, Styled
from butlercli.output.views import common

if TYPE_CHECKING:
    from typing import TypedDict, Unpack

    from butlercli.base.fields import Field
    from butlercli.base.vocabulary import Vocabulary

    class Look(TypedDict, total=False):
        """Where a column stands: cut to fit, left out of narrow screens, in files only."""

        flex: bool
        wide: bool
        file_only: bool


# --- types --------------------------------------------------------------------------------------------


def ref(
    letter: str, key: str = "id", header: str = N_("Ref"), *, lettered: bool = False, **look: "Unpack[Look]"
) -> Column:
    """Return the column of serial numbers, T12; a file has the bare number, unless it is to be `lettered` there too."""

    def get(record: Record) -> str:
        return "" if record[key] is None else f"{letter}{record[key]}"

    if lettered:
        return Column(header, get, **look)
    return Column(header, get, raw=lambda record: record[key], align="r", **look)


def name(header: str, key: str, **look: "Unpack[Look]") -> Column:
    """Return the column of what a record is called by: a unit, a code."""
    return Column(header, lambda record: Styled(record[key] or "", "name"), raw=lambda record: record[key], **look)


def text(header: str, key: str, *, align: str = "l", **look: "Unpack[Look]") -> Column:
    """Return the column of a text, a day or a number that is kept as text; nothing where there is none."""
    return Column(header, lambda record: record.get(key) or "", align=align, **look)


def word(header: str, key: str, words: "Vocabulary", **look: "Unpack[Look]") -> Column:
    """Return the column of a code of a vocabulary, by its word; nothing where there is none."""
    return Column(header, lambda record: words.label(record[key]) if record[key] else "", **look)


def words(header: str, key: str, by: str = " ", **look: "Unpack[Look]") -> Column:
    """Return the column of a list of words."""
    return Column(header, lambda record: by.join(record[key]), **look)


def listed(header: str, key: str, **look: "Unpack[Look]") -> Column:
    """Return the column of a list of words, as a list in the language in force."""
    return Column(header, lambda record: common.listed(record[key]), **look)


def moment(header: str, key: str, **look: "Unpack[Look]") -> Column:
    """Return the column of moments as a person would say them; files have them as they are stored."""

    def get(record: Record, seen: Seen) -> str:
        return common.moment(record[key], seen.now)

    return Column(header, get, raw=lambda record, _seen: record[key], seen=True, **look)


def count(header: str, key: str, *, none: str = "", style: str = "", **look: "Unpack[Look]") -> Column:
    """Return the column of whole numbers.

    none: what stands where there is none; style: of what is not nothing, where it is no good news.
    """

    def get(record: Record) -> str:
        number = record[key]
        if number is None:
            return none
        return Styled(f"{number:,}", style) if style and number else f"{number:,}"

    return Column(header, get, raw=lambda record: record[key], align="r", **look)


def share(header: str, key: str, **look: "Unpack[Look]") -> Column:
    """Return the column of shares, as percentages; a dash where there is none."""
    return Column(header, lambda record: common.percent(record[key]), raw=lambda record: record[key], align="r", **look)


def money(
    header: str, key: str, *, none: str = "", zero: str | None = None, style: str = "", **look: "Unpack[Look]"
) -> Column:
    """Return the column of amounts of fen, in yuan.

    none: what stands where there is none; zero: for nothing at all, else 0.00; style: of what is not nothing, where it is
    no good news.
    """

    def get(record: Record) -> str:
        fen = record[key]
        if fen is None or (zero is not None and not fen):
            return none if fen is None else zero or ""
        from butlercli.base.money import format_fen

        return Styled(format_fen(fen), style) if style and fen else format_fen(fen)

    return Column(header, get, raw=lambda record: yuan(record[key]), align="r", **look)


def yuan(fen: int | None) -> float | None:
    """Return an amount of fen in yuan as a number for a spreadsheet."""
    return None if fen is None else fen / 100


def field(declared: "Field") -> Column:
    """Return the column of a field of a record (base/fields.py) that only files have."""

    def get(record: Record) -> str:
        return common.field_value(declared, record[declared.name])

    return Column(declared.label, get, raw=lambda record: get(record) or None, file_only=True)


# --- lists --------------------------------------------------------------------------------------------


class Listing:
    """How a list looks.

    columns: all of them. empty: the sentence where there is no record, with `{command}` for what makes the first; other:
    the sentence where the result says that there are others (`any` in its extra). kept: a column that is empty throughout
    is left out on a terminal, but for the first so many; None keeps all. files: makes the columns that only files have.
    """

    __slots__ = ("columns", "command", "empty", "files", "kept", "other")

    def __init__(
        self,
        *columns: Column,
        empty: str = N_("Nothing found."),
        other: str = "",
        command: str = "",
        kept: int | None = None,
        files: Callable[[], list[Column]] = list,
    ) -> None:
        """Keep the parts."""
        self.columns = columns
        self.empty = empty
        self.other = other
        self.command = command
        self.kept = kept
        self.files = files


def shown(columns: Sequence[Column], canvas: Canvas) -> list[Column]:
    """Return the columns that a canvas has room for."""
    return [column for column in columns if not column.file_only and (canvas.wide or not column.wide)]


def grid(
    columns: Sequence[Column],
    records: Sequence[Record],
    seen: Seen,
    *,
    title: str = "",
    empty: str = "",
    kept: int | None = None,
) -> Grid:
    """Lay records out by columns; `title` and `empty` are final texts, `kept` as in Listing."""
    cells = [[column.cell(record, seen) for column in columns] for record in records]
    made = Grid(
        [_(column.header) for column in columns],
        cells,
        aligns="".join(column.align for column in columns),
        flex=[index for index, column in enumerate(columns) if column.flex],
        title=title,
        empty=empty,
    )
    return made if kept is None else without_empty(made, kept)


def without_empty(grid: Grid, kept: int = 0) -> Grid:
    """Leave the columns of a table out that are empty throughout, but for the first so many."""
    wanted = [i for i in range(len(grid.headers)) if i < kept or any(row[i] for row in grid.rows)]
    if grid.rows and len(wanted) < len(grid.headers):
        grid.flex = tuple(place for place, i in enumerate(wanted) if i in grid.flex)
        grid.aligns = "".join(grid.aligns[i] for i in wanted)
        grid.headers = [grid.headers[i] for i in wanted]
        grid.rows = [[row[i] for i in wanted] for row in grid.rows]
    return grid


def listing(
    result: Result, canvas: Canvas, how: Listing | None = None, *, lent: Iterable[Record] | None = None
) -> list[Block]:
    """Lay out a list, with a line that says how many there are where not all are shown.

    how: unless it is the one of the result's kind. lent: what each record was made of, where records have no ids.
    """
    from butlercli.output import views

    how = how or views.how(result.kind)
    seen = Seen.of(result, canvas)
    if lent is not None:
        seen.lend(result.data, lent)
    empty = how.other if how.other and result.extra.get("any") else how.empty
    made = grid(
        shown(how.columns, canvas),
        result.data,
        seen,
        empty=_(empty).format(command=how.command),
        kept=how.kept if canvas.terminal else None,
    )
    return [made, *more(result)]


def more(result: Result) -> list[Block]:
    """Say how many of the records are shown, where not all are."""
    if result.total is None or result.total <= len(result.data):
        return []
    return [rest(len(result.data), result.total)]


def rest(number: int, total: int, command: str = "") -> Block:
    """Say that so many of all are shown, and what shows all of them."""
    said = _("{shown} of {total}; all of them: {command}") if command else _("{shown} of {total}; --limit 0 shows all.")
    return Lines(Styled(said.format(shown=number, total=total, command=command), "muted"))


class Part:
    """One list among several that stand in one table: what is said of it in the first column, columns, records."""

    __slots__ = ("columns", "records", "seen", "title")

    def __init__(self, title: str, columns: Sequence[Column], records: Sequence[Record], seen: Seen) -> None:
        """Keep the parts."""
        self.title = title
        self.columns = columns
        self.records = records
        self.seen = seen


def together(parts: Sequence[Part]) -> tuple[list[str], list[list[Any]], str]:
    """Return headers, rows and alignments of several lists as one table for a file: columns of one name are one column."""
    headers: dict[str, str] = {_("Heading"): "l"}
    for part in parts:
        headers.update({_(column.header): column.align for column in part.columns})
    rows: list[list[Any]] = []
    for part in parts:
        for record in part.records:
            cells = {_(column.header): column.value(record, part.seen) for column in part.columns}
            rows.append([part.title, *(cells.get(header) for header in list(headers)[1:])])
    return list(headers), rows, "".join(headers.values())
