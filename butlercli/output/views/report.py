"""How reports look on a screen: headings, sentences, tables; the records behind a figure."""

from typing import Any

from butlercli.base.dates.iso import minute
from butlercli.base.document import Cell, Document, Table
from butlercli.base.figures import Figure
from butlercli.base.i18n import N_
from butlercli.base.money import format_fen
from butlercli.base.result import Record, Result
from butlercli.base.sentences import yuan
from butlercli.base.text import width
from butlercli.output import views
from butlercli.output.blocks import Block, Canvas, Column, Grid, Lines, Styled
from butlercli.output.views import columns, common

RECORDS: frozenset[str] = frozenset()


def document(result: Result, canvas: Canvas) -> list[Block]:
    """Draw a document as it will be read: title, sections, tables."""
    made: Document = result.extra["document"]
    blocks: list[Block] = [Lines(Styled(made.title, "head"), Styled(made.subtitle, "muted"))]
    for section in made.chapters:
        style = "head" if section.level == 1 else "name"
        gap = [""] if canvas.terminal or isinstance(blocks[-1], Lines) else []
        blocks.append(Lines(*gap, Styled(section.title, style), *section.paragraphs))
        for table in section.tables:
            if canvas.terminal:
                blocks.append(Lines(""))
            blocks.append(_grid(table, table.title if table.title != section.title else ""))
    return blocks


def _grid(table: Table, title: str) -> Grid:
    rows = [[_cell(value) for value in row] for row in table.rows]
    texts = [index for index, align in enumerate(table.aligns) if align == "l"]
    longest = {index: max((width(row[index]) for row in rows), default=0) for index in texts}
    flex = sorted(texts, key=lambda index: -longest[index])[:1]
    return Grid(table.headers, rows, aligns=table.aligns, flex=flex, title=title)


def _cell(value: Cell) -> str:
    return (
        ""
        if value is None
        else value
        if isinstance(value, str)
        else f"{value:,.2f}"
        if isinstance(value, float)
        else f"{value:,}"
    )


# --- the records behind a figure -------------------------------------------------------------------


def explain(result: Result, canvas: Canvas) -> list[Block]:
    """List the records of a figure's denominator; a tick marks those of its numerator."""
    figure: Figure = result.extra["figure"]
    head = f"{figure.said(figure.label)}  {_amount(figure)}"
    lines = Lines(
        Styled(head, "head"),
        Styled(figure.said(figure.definition), "muted"),
        Styled(f"{figure.key} · {result.extra['subtitle']}", "muted"),
    )
    how = columns.Listing(*views.columns_of(result), empty=N_("No records are behind this figure."))
    return [lines, *columns.listing(result, canvas, how)]


def _amount(figure: Figure) -> str:
    value = amount(figure, figure.value)
    if figure.numerator is not None and figure.denominator is not None:
        parts = [part(figure, one) for one in (figure.numerator, figure.denominator)]
        return f"{value} = {parts[0]}/{parts[1]}"
    return value if figure.denominator is None else f"{value} (n={figure.denominator})"


def amount(figure: Figure, value: Any) -> str:
    """Return a value of a figure in its unit, such as its own or the one before."""
    if figure.unit == "share":
        return common.percent(value)
    if figure.unit == "fen" and value is not None:
        return yuan(value)
    return _number(value)


def part(figure: Figure, value: Any) -> str:
    """Return a figure's numerator or denominator: money as in an account, a plain number else."""
    return format_fen(value) if figure.of == "fen" and value is not None else _number(value)


def _number(value: Any) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else f"{value:,.2f}".rstrip("0").rstrip(".")


def _counted(record: Record) -> str:
    return Styled("✓", "good") if record["in_numerator"] else Styled("·", "muted")


TICK = Column("✓", _counted, raw=lambda record: 1 if record["in_numerator"] else 0)
"""Whether a record is in the numerator of the figure that it is behind."""


def time(header: str, key: str, *, wide: bool = False, file_only: bool = False) -> Column:
    """Return a column of stored moments, to the minute."""
    return Column(
        header,
        lambda record: minute(record.get(key) or ""),
        raw=lambda record: record.get(key),
        wide=wide,
        file_only=file_only,
    )


LISTS: dict[str, list[Column]] = {
    "report.explain": [
        TICK,
        Column(N_("Ref"), lambda r: str(r["id"]), raw=lambda r: r["id"], align="r"),
        Column(N_("Unit"), lambda r: r["unit"] or r.get("place") or "", raw=lambda r: r["unit"]),
        Column(N_("Title"), lambda r: r["title"] or "", flex=True),
        Column(
            N_("Value"), lambda r: _number(r.get("value")).replace("–", ""), raw=lambda r: r.get("value"), align="r"
        ),
        time(N_("Recorded"), "created_at"),
        time(N_("Responded"), "responded_at", wide=True),
        time(N_("Handled at"), "resolved_at", wide=True),
        time(N_("Due"), "due_at", file_only=True),
        time(N_("Called back at"), "called_back_at", file_only=True),
        Column(N_("Score"), lambda r: str(r.get("score") or ""), raw=lambda r: r.get("score"), wide=True, align="r"),
    ],
}
VIEWS: dict[str, Any] = {"report.document": document, "report.explain": explain}
