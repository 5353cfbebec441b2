"""The daily and the weekly report: what is pressing first, then what came in, and what comes next."""

from collections.abc import Callable
from datetime import timedelta

from butlercli.base.dates.iso import minute
from butlercli.base.document import Cell, Table
from butlercli.base.i18n import N_, _
from butlercli.base.result import Row
from butlercli.kit.report import wording
from butlercli.kit.report.parts import Part, Report
from butlercli.nouns.ticket.figures.metrics import KIND_LABELS
from butlercli.nouns.ticket.figures.tables import Tables, open_then
from butlercli.nouns.ticket.model import CONFIRMING, KINDS, STATES
from butlercli.nouns.ticket.report import summary as ticket_summary

MOST_LISTED = 10


class Board:
    """Everything that was open at the as-of moment, whenever it came in."""

    __slots__ = ("first", "last", "report", "tables", "weekly")

    def __init__(self, tables: Tables, report: Report) -> None:
        """Take the snapshot of what was open then; what comes next is the next day, or the next seven."""
        self.report = report
        self.weekly = report.asked.report == "weekly"
        span = report.asked.span
        day = min(span.end, span.as_of.date())
        self.first = day + timedelta(days=1)
        self.last = day + timedelta(days=7 if self.weekly else 1)
        params: Row = {
            **tables.params,
            "next_first": f"{self.first}T00:00:00",
            "next_last": f"{self.last}T23:59:59",
        }
        self.tables = open_then(tables.db, params)

    def listed(self, id: str) -> tuple[int, list[Row]]:
        """Return how many tickets a section has, and the first of them."""
        return self.tables.listed(id, MOST_LISTED)


def parts(tables: Tables, report: Report) -> list[Part]:
    """Return the sections, escalated first."""
    board = Board(tables, report)
    days = f"{board.first} – {board.last}" if board.weekly else str(board.first)
    return [
        _section(board, "escalated", N_("Nothing is passed up."), N_("Passed up and open: {n}")),
        _received(tables, report),
        _open(board),
        _section(board, "overdue", N_("Nothing is overdue."), N_("Overdue: {n}")),
        _section(board, "callbacks", N_("No callback is owed."), N_("Callbacks owed: {n}")),
        _section(board, "next", N_("Nothing is due on {days}."), N_("Due on {days}: {n}"), days),
        *([_figures(report)] if board.weekly else []),
    ]


def _section(board: Board, id: str, none: str, some: str, days: str = "") -> Part:
    count, rows = board.listed(id)
    if not count:
        return Part(id, [_(none).format(days=days)])
    line = _(some).format(n=count, days=days)
    paragraphs = [line]
    if count > len(rows):
        paragraphs.append(_("The first {shown} of them:").format(shown=len(rows)))
    return Part(id, paragraphs, [_table(board.report, id, rows)], [line])


def _table(report: Report, id: str, rows: list[Row]) -> Table:
    """List tickets for others' eyes: names and numbers in titles are masked."""
    further = FURTHER[id]
    cells: list[list[Cell]] = [
        [
            f"T{row['id']}",
            row["unit"] or report.mask(row["place"]),
            report.mask(row["title"], row["reporter"]),
            *(COLUMNS[name](row) for name in further),
        ]
        for row in rows
    ]
    headers = [_("Ref"), _("Where"), _("Title"), *(_(name) for name in further)]
    return Table(id, _(TITLES[id]), headers, cells, "l" * len(headers))


def _state(row: Row) -> str:
    """Return the word for a state; 待确认 where no callback is owed."""
    if row["state"] == "resolved" and not row["owed"]:
        return CONFIRMING.label("resolved")
    return STATES.label(row["state"])


def _minute(stored: str | None) -> str:
    return minute(stored) if stored else wording.DASH


# What a list shows behind reference, place and title: only what tells its tickets apart.
COLUMNS: dict[str, Callable[[Row], str]] = {
    N_("Kind"): lambda row: KINDS.label(row["kind"]),
    N_("State"): _state,
    N_("Due"): lambda row: _minute(row["deferred_until"] if row["state"] == "deferred" else row["due_at"]),
    N_("Handled at"): lambda row: _minute(row["resolved_at"]),
    N_("Department"): lambda row: row["department_name"] or wording.DASH,
}
FURTHER = {
    "escalated": ("State", "Due"),
    "received": ("Kind", "State"),
    "overdue": ("Due", "Department"),
    "callbacks": ("Handled at", "Department"),
    "next": ("Due", "Department"),
}
TITLES = {
    "escalated": N_("Passed up"),
    "received": N_("Came in"),
    "overdue": N_("Overdue"),
    "callbacks": N_("Callbacks owed"),
    "next": N_("Coming due"),
}


def _received(tables: Tables, report: Report) -> Part:
    """Return what came in: by kind in a sentence, each ticket of a day, the categories of a week."""
    figures = report.figures
    total = figures["ticket.total"].value
    if not total:
        return Part("received", [_("No tickets came in.")], [], [_("Came in: nothing")])
    kinds = wording.listed(
        [
            f"{_(label)} {figures[f'ticket.{kind}'].value}"
            for kind, label in KIND_LABELS.items()
            if figures[f"ticket.{kind}"].value
        ]
    )
    came_in = _("Came in: {total} ({kinds})").format(total=total, kinds=kinds)
    same_day = _("Answered the same day: {same_day}; handled: {handled}").format(
        same_day=wording.of(figures["ticket.same_day_response_rate"]),
        handled=wording.of(figures["ticket.resolution_rate"]),
    )
    if report.asked.report == "weekly":
        rows = tables.grouped("category", limit=10)
        headers = [_("Category"), _("Tickets"), _("Complaints"), _("Repairs")]
        none = _("no category")
        cells: list[list[Cell]] = [
            [wording.name(row, none), row["count"], row["ticket.complaint"], row["ticket.repair"]] for row in rows
        ]
        table = Table("tickets_by_category", _("Tickets by category"), headers, cells)
    else:
        _count, listed = tables.listed("all", MOST_LISTED, "created")
        table = _table(report, "received", listed)
    return Part("received", [came_in, same_day], [table], [came_in, same_day])


def _open(board: Board) -> Part:
    rows = board.tables.states("open")
    count = sum(row["n"] for row in rows)
    line = _("Open: {n}").format(n=count)
    said = wording.listed([f"{STATES.label(row['state'])} {row['n']}" for row in rows])
    text = _("Open: {n} ({states})").format(n=count, states=said)
    return Part("open", [text if count else _("Nothing is open.")], [], [line])


def _figures(report: Report) -> Part:
    figures = report.figures
    table = wording.key_figures(figures.values())
    return Part("figures", [ticket_summary.satisfaction(figures)], [table] if table.rows else [])
