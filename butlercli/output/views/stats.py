"""Pages of statistics: what they are about, the figures of a span, counts by group; all of it as one table in a file."""

import functools
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from butlercli.base.dates.iso import minute
from butlercli.base.figures import Figure
from butlercli.base.i18n import N_, _
from butlercli.base.money import format_fen
from butlercli.base.result import Record
from butlercli.base.text import width
from butlercli.output.blocks import Block, Canvas, Column, Grid, Lines, Seen, Styled
from butlercli.output.views import columns, common, report

# Columns of statistics: what cannot be said is a dash.
count = functools.partial(columns.count, none="–")
money = functools.partial(columns.money, none="–")


class Section(NamedTuple):
    """A table of a page: title, columns, records, and what stands there without any; title and empty are msgids.

    filed: its title in a file, where it is another one.
    """

    title: str
    columns: list[Column]
    records: Sequence[Record]
    empty: str = ""
    filed: str = ""


def head(noun: str, data: Record) -> Lines:
    """Return the line that heads a page: the noun (a msgid), the days, and the moment they are read at."""
    days = data["from"] if data["from"] == data["to"] else f"{data['from']} – {data['to']}"
    line = _("{days}, as of {moment}").format(days=days, moment=minute(data["as_of"]))
    return Lines(Styled(common.joined(_(noun), line, by="  "), "head"))


def grid(section: Section, canvas: Canvas, style: str = "", flex: int = 0) -> Grid:
    """Draw a section; style: of the line that stands there without records; flex: the column that gives way."""
    shown = columns.shown(section.columns, canvas)
    empty = _(section.empty) if section.empty else ""
    made = columns.grid(
        shown,
        section.records,
        Seen(canvas.now),
        title=_(section.title) if section.title else "",
        empty=Styled(empty, style) if style else empty,
    )
    made.flex = (flex,)
    return made


def figures(made: Sequence[Figure], canvas: Canvas, title: str, *, of_nothing: bool = False) -> Block:
    """Draw figures; the period before gives way where the screen is too narrow for the whole of their names.

    of_nothing: whether a share of nothing shows that it is one.
    """
    rows = []
    for figure in made:
        known = figure.denominator is not None and (figure.denominator or of_nothing)
        parts = "/".join(report.part(figure, one) for one in (figure.numerator, figure.denominator)) if known else ""
        rows.append([figure.said(figure.label), _value(figure, figure.value), parts, _value(figure, figure.previous)])
    headers = [_("Figure"), _("Value"), _("Made of"), _("Before")]
    natural = [max(map(width, cells)) for cells in zip(headers, *rows, strict=True)]
    if canvas.terminal and sum(natural) + 2 * (len(natural) - 1) > canvas.width:
        headers, rows = headers[:-1], [row[:-1] for row in rows]
    return Grid(headers, rows, aligns="lrrr"[: len(headers)], flex=[0], title=_(title))


def _value(figure: Figure, value: Any) -> str:
    if figure.unit == "fen":
        return "–" if value is None else format_fen(value)
    return report.amount(figure, value)


def of_figures(made: Sequence[Figure], metrics: dict[str, Record]) -> Section:
    """Return figures as a section of a file, by their JSON; money in yuan."""
    by_key = {figure.key: figure for figure in made}
    shown = [
        columns.text(N_("Figure"), "label"),
        *(
            Column(header, str, raw=_raw(by_key, name), align="r")
            for header, name in (
                (N_("Value"), "value"), (N_("Numerator"), "numerator"), (N_("Denominator"), "denominator"),
                (N_("Before"), "previous"),
            )
        ),
    ]  # fmt: skip
    return Section(N_("Key figures"), shown, [{"key": key, **record} for key, record in metrics.items()])


def _raw(by_key: dict[str, Figure], name: str) -> Callable[[Record], Any]:
    def get(record: Record) -> Any:
        figure = by_key[record["key"]]
        unit = figure.of if name in ("numerator", "denominator") else figure.unit
        return columns.yuan(record[name]) if unit == "fen" else record[name]

    return get


def table(sections: Sequence[Section]) -> tuple[list[str], list[list[Any]], str]:
    """Return headers, rows and alignments for a file: all sections in one table, each row under its heading."""
    parts = (
        columns.Part(_(section.filed or section.title), section.columns, section.records, Seen())
        for section in sections
    )
    return columns.together(list(parts))
