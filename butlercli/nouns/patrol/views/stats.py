"""How the figures of the patrol look: repeated faults first, figures, counts by group; the records behind a figure."""

from collections.abc import Callable
from typing import Any

from butlercli.base.dates.iso import minute
from butlercli.base.figures import Figure
from butlercli.base.i18n import N_, _
from butlercli.base.result import Record, Result
from butlercli.nouns.facility.model import FACILITY_KINDS
from butlercli.nouns.patrol import model
from butlercli.output.blocks import Block, Canvas, Column, Grid, Lines, Seen, Styled
from butlercli.output.views import common, report

RECORDS: frozenset[str] = frozenset()


def page(result: Result, canvas: Canvas) -> list[Block]:
    """Draw repeated faults, the figures, and the table by group; without a route only how one begins."""
    data = result.data
    head = Lines(Styled(_title(data), "head"))
    if not result.extra["planned"]:
        text = _("There are no routes yet; {command} adds one.").format(command="butler patrol route add")
        return [head, Lines(text)]
    columns = [column for column in _GROUPS[data["by"]] if canvas.wide or not column.wide]
    groups = Grid(
        [_(column.header) for column in columns],
        [[column.cell(record, Seen()) for column in columns] for record in data["groups"]],
        aligns="".join(column.align for column in columns),
        flex=[0],
        title=_(_TITLES[data["by"]]),
        empty=_("Nothing was expected and nothing was entered."),
    )
    return [head, _repeated(result, canvas), _figures(result.extra["figures"]), groups]


def _title(data: Record) -> str:
    days = data["from"] if data["from"] == data["to"] else f"{data['from']} – {data['to']}"
    line = _("{days}, as of {moment}").format(days=days, moment=minute(data["as_of"]))
    return common.joined(_("Patrol"), line, by="  ")


def _repeated(result: Result, canvas: Canvas) -> Block:
    columns = [column for column in _REPEATED if canvas.wide or not column.wide]
    return Grid(
        [_(column.header) for column in columns],
        [[column.cell(record, Seen()) for column in columns] for record in result.data["repeated"]],
        aligns="".join(column.align for column in columns),
        flex=[0],
        title=_("Facilities with 3 or more faults within 90 days"),
        empty=Styled(_("No facility had 3 faults within 90 days."), "good"),
    )


def _figures(figures: list[Figure]) -> Block:
    rows = [
        [figure.said(figure.label), _value(figure, figure.value), _made_of(figure), _value(figure, figure.previous)]
        for figure in figures
    ]
    headers = [_("Figure"), _("Value"), _("Made of"), _("Before")]
    return Grid(headers, rows, aligns="lrrr", flex=[0], title=_("Key figures"))


def _value(figure: Figure, value: Any) -> str:
    if figure.unit == "share":
        return common.percent(value)
    return "–" if value is None else f"{value:,}"


def _made_of(figure: Figure) -> str:
    return "" if figure.denominator is None else f"{figure.numerator:,}/{figure.denominator:,}"


# --- columns ------------------------------------------------------------------------------------------


def _number(key: str) -> Callable[[Record], str]:
    return lambda record: "–" if record[key] is None else f"{record[key]:,}"


def _count(header: str, key: str, *, wide: bool = False, style: str = "") -> Column:
    """Return a column of numbers; those that are not nothing stand out where they are no good news."""

    def get(record: Record) -> str:
        text = _number(key)(record)
        return Styled(text, style) if style and record[key] else text

    return Column(header, get, raw=lambda record: record[key], align="r", wide=wide)


def _share(header: str, key: str, *, wide: bool = False) -> Column:
    return Column(
        header, lambda record: common.percent(record[key]), raw=lambda record: record[key], align="r", wide=wide
    )


def _tickets(key: str) -> Callable[[Record], str]:
    return lambda record: " ".join(f"T{id}" for id in record[key])


def _kind(record: Record) -> str:
    return FACILITY_KINDS.label(record["kind"])


def _named(record: Record) -> str:
    if record["group"] is None:
        words = {"facility": N_("no facility"), "person": N_("not stated")}
        return Styled(_(words[record["by"]]), "muted")
    if record["by"] in ("point", "facility"):
        return f"{record['group']} {record['name']}"
    return str(record["group"])


_REPEATED = [
    Column(N_("Facility"), lambda r: f"{r['facility']} {r['name']}", flex=True),
    Column(N_("Kind"), _kind, raw=lambda r: r["kind"], wide=True),
    Column(N_("Where"), lambda r: r["place"] or "", wide=True),
    _count(N_("Faults"), "count", style="bad"),
    Column(N_("First"), lambda r: common.day(r["first"]), raw=lambda r: r["first"]),
    Column(N_("Last"), lambda r: common.day(r["last"]), raw=lambda r: r["last"]),
    Column(N_("Not handled yet"), _tickets("open_tickets")),
]
_FAULTS = [
    _count(N_("Faults"), "faults", style="warn"),
    _share(N_("Put right"), "rectification_rate", wide=True),
]
_ENTRY = [
    _share(N_("All OK"), "all_ok_share", wide=True),
    _share(N_("Late entry"), "late_entry_rate", wide=True),
]
_OF_ROUNDS = [
    _count(N_("Expected"), "expected"),
    _count(N_("Done"), "done"),
    _count(N_("Late"), "late", style="warn"),
    _count(N_("Partial"), "partial", style="bad"),
    _count(N_("Missed"), "missed", style="bad"),
    _share(N_("Coverage"), "point_coverage"),
    _share(N_("Punctual"), "on_time_rate"),
    *_FAULTS,
    *_ENTRY,
]
_OF_POINTS = [
    _count(N_("Expected"), "expected"),
    _count(N_("Looked at"), "done"),
    _count(N_("Skipped"), "skipped", style="warn"),
    _count(N_("Missed"), "missed", style="bad"),
    _share(N_("Coverage"), "point_coverage"),
    *_FAULTS,
    *_ENTRY,
]
_GROUPS = {
    "route": [Column(N_("Route"), _named, flex=True), *_OF_ROUNDS],
    "month": [Column(N_("Month"), _named), *_OF_ROUNDS],
    "point": [Column(N_("Point"), _named, flex=True), *_OF_POINTS],
    "facility": [Column(N_("Facility"), _named, flex=True), *_OF_POINTS],
    "person": [
        Column(N_("Person"), _named, flex=True),
        _count(N_("Rounds"), "rounds"),
        _count(N_("Results"), "results"),
        _share(N_("All OK"), "all_ok_share"),
        _share(N_("Late entry"), "late_entry_rate"),
        *_FAULTS,
    ],
}
_TITLES = {
    "route": N_("By route"),
    "month": N_("By month"),
    "point": N_("By point"),
    "facility": N_("By facility"),
    "person": N_("By person"),
}


_FIGURE = {
    N_("Value"): "value",
    N_("Numerator"): "numerator",
    N_("Denominator"): "denominator",
    N_("Before"): "previous",
}


def _raw(key: str) -> Callable[[Record], Any]:
    return lambda record: record[key]


def table(result: Result) -> tuple[list[str], list[list[Any]], str]:
    """Return headers, rows and alignments for a file: repeated faults, figures and groups in one table."""
    data = result.data
    figures = [
        Column(N_("Figure"), lambda r: r["label"]),
        *(Column(header, str, raw=_raw(key), align="r") for header, key in _FIGURE.items()),
    ]
    sections: list[tuple[str, list[Column], list[Any]]] = [
        (_("Repeated faults"), _REPEATED, data["repeated"]),
        (_("Key figures"), figures, list(data["metrics"].values())),
        (_(_TITLES[data["by"]]), _GROUPS[data["by"]], data["groups"]),
    ]
    headers: dict[str, str] = {_("Heading"): "l"}
    for _title, columns, _rows in sections:
        headers.update({_(column.header): column.align for column in columns})
    rows: list[list[Any]] = []
    for title, columns, records in sections:
        for record in records:
            cells = {_(column.header): column.value(record, Seen()) for column in columns}
            rows.append([title, *(cells.get(header) for header in list(headers)[1:])])
    return list(headers), rows, "".join(headers.values())


# --- the records behind a figure ----------------------------------------------------------------------


def _ticked(record: Record) -> str:
    return Styled("✓", "good") if record["in_numerator"] else Styled("·", "muted")


def _time(key: str) -> Callable[[Record], str]:
    return lambda record: minute(record[key] or "")


def _result(record: Record) -> str:
    styles = {"ok": "good", "fault": "bad", "skipped": "warn", "missed": "bad"}
    return Styled(model.RESULTS.label(record["result"]), styles[record["result"]])


_ROUND = [
    Column("✓", _ticked, raw=lambda r: 1 if r["in_numerator"] else 0),
    Column(N_("Round"), lambda r: "" if r["id"] is None else f"R{r['id']}", raw=lambda r: r["id"], align="r"),
    Column(N_("Route"), lambda r: r["route"], flex=True),
    Column(N_("Date"), lambda r: r["date"]),
    Column(N_("Window"), lambda r: r["window"] or _("extra round"), raw=lambda r: r["window"]),
]
LISTS: dict[str, list[Column]] = {
    "patrolstats.rounds": [
        *_ROUND,
        Column(N_("State"), lambda r: model.DUE_STATES.label(r["state"])),
        Column(N_("Points"), lambda r: f"{r['covered']}/{r['points']}", align="r"),
        Column(N_("First"), _time("first_at"), raw=lambda r: r["first_at"]),
        Column(N_("Last"), _time("last_at"), raw=lambda r: r["last_at"]),
    ],
    "patrolstats.results": [
        *_ROUND,
        Column(N_("Point"), lambda r: f"{r['point']} {r['point_name']}", flex=True),
        Column(N_("Facility"), lambda r: r["facility"] or "", wide=True),
        Column(N_("Result"), _result, raw=lambda r: r["result"]),
        Column(N_("Way of entry"), lambda r: model.ENTRIES.label(r["entry"]), wide=True),
        Column(N_("At"), _time("at"), raw=lambda r: r["at"]),
        Column(N_("Entered at"), _time("entered_at"), raw=lambda r: r["entered_at"], file_only=True),
        Column(N_("Note"), lambda r: r["note"] or "", flex=True, wide=True),
        Column(N_("By"), lambda r: r["by"] or "", file_only=True),
        Column(N_("Ticket"), lambda r: f"T{r['ticket_id']}" if r["ticket_id"] else "", raw=lambda r: r["ticket_id"]),
    ],
}
VIEWS: dict[str, Any] = {
    "patrolstats.page": page,
    "patrolstats.rounds": report.explain,
    "patrolstats.results": report.explain,
}
