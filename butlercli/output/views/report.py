"""How reports look on a screen: headings, sentences, tables; the records behind a figure; statistics."""

from typing import Any

from butlercli.base.dates.iso import minute
from butlercli.base.document import Cell, Document, Table
from butlercli.base.figures import Figure
from butlercli.base.i18n import N_, _, language
from butlercli.base.money import format_fen
from butlercli.base.result import Record, Result
from butlercli.base.sentences import WEEKDAYS, yuan
from butlercli.base.text import width
from butlercli.output import views
from butlercli.output.blocks import Block, Canvas, Column, Grid, Lines, Seen, Styled
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


# --- statistics ------------------------------------------------------------------------------------

_BY = {
    "category": N_("Category"),
    "building": N_("Building"),
    "unit": N_("Unit"),
    "department": N_("Department"),
    "cause": N_("Cause"),
    "party": N_("Responsible"),
    "month": N_("Month"),
    "weekday": N_("Weekday"),
    "hour": N_("Hour"),
    "kind": N_("Kind"),
}


def group(record: Record) -> str:
    """Return the words for a group of tickets."""
    value = record["group"]
    if value is None or value == "":
        return Styled(_("not stated"), "muted")
    by = record["by"]
    if by == "weekday":
        return _(WEEKDAYS[int(value) - 1])
    if by == "hour":
        return f"{int(value):02d}:00"
    word = common.label("report.stats", by, value)
    if word is not None:
        return word
    return str((record["name"] if language() == "zh" else record["english"]) or value)


def _group_in_file(record: Record) -> str:
    if record["by"] == "repeat_complaints":
        return f"{record['group']} {_category(record)}"
    return str(group(record))


def stats(result: Result, canvas: Canvas) -> list[Block]:
    """Draw counts with shares and medians; without a group asked for, also who complained again."""
    by = result.extra["by"] or "category"
    rows = [record for record in result.data if record["by"] == by]
    repeats = [record for record in result.data if record["by"] == "repeat_complaints"]
    if not rows:
        return [Lines(_("No tickets were found."))]
    shown = [column for column in _STATS if canvas.wide or not column.wide]
    headers = [_(_BY[by]), *(_(column.header) for column in shown)]
    cells = [[group(record), *(column.cell(record, Seen()) for column in shown)] for record in rows]
    title = _("Tickets by category, the most frequent first") if result.extra["by"] is None else ""
    blocks: list[Block] = [Grid(headers, cells, aligns="l" + "".join(c.align for c in shown), flex=[0], title=title)]
    if result.extra["by"] is None:
        blocks.append(_repeats(repeats))
    if result.total is not None and result.total > len(result.data):
        text = _("{shown} of {total}; --limit 0 shows all.")
        blocks.append(Lines(Styled(text.format(shown=len(result.data), total=result.total), "muted")))
    note = _("Satisfaction is from the butler's own callbacks, not a third party's.")
    return [*blocks, Lines(Styled(note, "muted"))]


def _repeats(records: list[Record]) -> Block:
    headers = [_("Unit"), _("Category"), _("Complaints"), _("Tickets")]
    cells = [[record["group"], _category(record), str(record["count"]), _refs(record)] for record in records]
    return Grid(
        headers,
        cells,
        aligns="llrl",
        flex=[3],
        title=_("Units that complained of the same again within 90 days"),
        empty=_("No unit complained of the same again within 90 days."),
    )


def _category(record: Record) -> str:
    return str((record["name"] if language() == "zh" else record["english"]) or "")


def _refs(record: Record) -> str:
    return " ".join(f"T{id}" for id in record["tickets"] or ())


def _minutes(record: Record) -> str:
    return _number_or_dash(record["response_minutes_median"])


def _number_or_dash(value: float | None) -> str:
    return "–" if value is None else f"{value:,.1f}".removesuffix(".0")


_STATS = [
    Column(N_("Tickets"), lambda r: str(r["count"]), raw=lambda r: r["count"], align="r"),
    Column(N_("Share"), lambda r: common.percent(r["share"]), raw=lambda r: r["share"], align="r"),
    Column(
        N_("Cumulated"),
        lambda r: common.percent(r["cumulated_share"]),
        raw=lambda r: r["cumulated_share"],
        align="r",
    ),
    Column(N_("Complaints"), lambda r: str(r["complaints"]), raw=lambda r: r["complaints"], align="r", wide=True),
    Column(N_("Response (min)"), _minutes, raw=lambda r: r["response_minutes_median"], align="r"),
    Column(
        N_("Handling (h)"),
        lambda r: _number_or_dash(r["resolution_hours_median"]),
        raw=lambda r: r["resolution_hours_median"],
        align="r",
    ),
    Column(
        N_("On time"),
        lambda r: common.percent(r["on_time_rate"]),
        raw=lambda r: r["on_time_rate"],
        align="r",
        wide=True,
    ),
    Column(
        N_("Satisfied"),
        lambda r: common.percent(r["satisfaction_rate"]),
        raw=lambda r: r["satisfaction_rate"],
        align="r",
    ),
    Column(
        N_("Scored"),
        lambda r: common.percent(r["score_coverage"]),
        raw=lambda r: r["score_coverage"],
        align="r",
    ),
]

LISTS: dict[str, list[Column]] = {
    "report.explain": [
        Column("✓", _counted, raw=lambda r: 1 if r["in_numerator"] else 0),
        Column(N_("Ref"), lambda r: str(r["id"]), raw=lambda r: r["id"], align="r"),
        Column(N_("Unit"), lambda r: r["unit"] or r.get("place") or "", raw=lambda r: r["unit"]),
        Column(N_("Title"), lambda r: r["title"] or "", flex=True),
        Column(
            N_("Value"), lambda r: _number(r.get("value")).replace("–", ""), raw=lambda r: r.get("value"), align="r"
        ),
        Column(N_("Recorded"), lambda r: _time(r["created_at"]), raw=lambda r: r["created_at"]),
        Column(
            N_("Responded"),
            lambda r: _time(r.get("responded_at")),
            raw=lambda r: r.get("responded_at"),
            wide=True,
        ),
        Column(
            N_("Handled at"),
            lambda r: _time(r.get("resolved_at")),
            raw=lambda r: r.get("resolved_at"),
            wide=True,
        ),
        Column(N_("Due"), lambda r: _time(r.get("due_at")), raw=lambda r: r.get("due_at"), file_only=True),
        Column(
            N_("Called back at"),
            lambda r: _time(r.get("called_back_at")),
            raw=lambda r: r.get("called_back_at"),
            file_only=True,
        ),
        Column(N_("Score"), lambda r: str(r.get("score") or ""), raw=lambda r: r.get("score"), wide=True, align="r"),
    ],
    "report.stats": [
        Column(N_("Counted by"), lambda r: r["by"]),
        Column(N_("Group"), _group_in_file),
        *_STATS,
        Column(N_("Ticket numbers"), _refs, file_only=True),
    ],
}
VIEWS: dict[str, Any] = {"report.document": document, "report.explain": explain, "report.stats": stats}


def _time(text: str | None) -> str:
    return minute(text) if text else ""
