"""What the year-end summary says of tickets: communication and satisfaction, facilities and environment."""

from collections.abc import Callable

from butlercli.base.document import Cell, Table
from butlercli.base.figures import Figure
from butlercli.base.i18n import N_, _
from butlercli.base.result import Row
from butlercli.kit.report import wording
from butlercli.kit.report.parts import Part, Report
from butlercli.nouns.ticket.figures.metrics import KIND_LABELS
from butlercli.nouns.ticket.figures.tables import Tables, shared

MOST_GROUPS = 30


def achievements(report: Report) -> Part:
    """Open the chapter with the year in two sentences."""
    figures = report.figures
    text = _(
        "{total:ticket|tickets} came in; {handled} of them were handled, {same_day} were answered the same day, and "
        "the loop of {closed} of the complaints was closed."
    )
    line = text.format(
        total=wording.number(figures["ticket.total"].value),
        handled=wording.value(figures["ticket.resolution_rate"]),
        same_day=wording.value(figures["ticket.same_day_response_rate"]),
        closed=wording.value(figures["ticket.closed_loop_rate"]),
    )
    return Part("achievements", [line], [], _chat(figures))


def _chat(figures: dict[str, Figure]) -> list[str]:
    lines = [_("Tickets: {total}").format(total=wording.number(figures["ticket.total"].value)) + _kinds(figures)]
    for key in (
        "ticket.same_day_response_rate",
        "ticket.answered_rate",
        "ticket.resolution_on_time_rate",
        "ticket.closed_loop_rate",
    ):
        figure = figures[key]
        if figure.value is not None:
            lines.append(wording.labelled(figure.said(figure.label), wording.value(figure)))
    if figures["ticket.satisfaction_rate"].value is not None:
        lines.append(satisfaction(figures))
    return lines


def _kinds(figures: dict[str, Figure]) -> str:
    said = [
        f"{_(label)} {figures[f'ticket.{kind}'].value}"
        for kind, label in KIND_LABELS.items()
        if figures[f"ticket.{kind}"].value
    ]
    return wording.bracketed(wording.listed(said)) if said else ""


def satisfaction(figures: dict[str, Figure]) -> str:
    """Return satisfaction with its coverage and whose callbacks they were: never without."""
    rate, coverage = figures["ticket.satisfaction_rate"], figures["ticket.score_coverage"]
    if rate.value is None:
        return _("Satisfaction: nobody has given a score yet (score coverage {coverage}).").format(
            coverage=wording.value(coverage)
        )
    text = _(
        "Satisfaction {rate} (mean score {mean}), score coverage {coverage}; the butler's own callbacks, not a third party's."
    )
    return text.format(
        rate=wording.value(rate),
        mean=wording.value(figures["ticket.score_mean"]),
        coverage=wording.value(coverage),
    )


def communication(tables: Tables, report: Report) -> Part:
    """Return 沟通与满意度: how much came in, how it was answered, what people said of it."""
    figures = report.figures
    came_in = _(
        "{total:ticket|tickets} came in{kinds}, {before} in the period before; {cancelled:more was|more were} "
        "cancelled."
    )
    answered = _("Answered the same day: {same_day}; every matter answered: {answered}; median response {minutes}.")
    loop = _("Called back: {callback}; complaints with a closed loop: {closed}.")
    paragraphs = [
        came_in.format(
            total=wording.number(figures["ticket.total"].value),
            kinds=_kinds(figures),
            before=wording.number(figures["ticket.total"].previous),
            cancelled=wording.number(figures["ticket.cancelled"].value),
        ),
        answered.format(
            same_day=wording.compared(figures["ticket.same_day_response_rate"]),
            answered=wording.compared(figures["ticket.answered_rate"]),
            minutes=wording.compared(figures["ticket.response_minutes_median"]),
        ),
        loop.format(
            callback=wording.compared(figures["ticket.callback_rate"]),
            closed=wording.compared(figures["ticket.closed_loop_rate"]),
        ),
        satisfaction(figures),
    ]
    key_figures = wording.key_figures(figures.values())
    grids = [key_figures, _by_month(tables), _by_kind(tables)]
    return Part("communication", paragraphs, [grid for grid in grids if grid.rows])


def facilities(tables: Tables, report: Report) -> Part:
    """Return 设施与环境: repairs and what concerns buildings and grounds."""
    figures = report.figures
    repairs = figures["ticket.repair"].value or 0
    if not figures["ticket.total"].value:
        return Part("facilities", [_("No tickets came in in this period.")])
    rows = tables.grouped("category", "facilities")
    total = sum(row["count"] for row in rows)
    text = _("{total:ticket|tickets} concerned facilities and environment, {repairs:of them a repair|of them repairs}.")
    paragraphs = [text.format(total=total, repairs=repairs)]
    handled = _(
        "Handled on time: {rate}, {own} where the property office is responsible; half were handled within {median}, nine in ten within {p90}."
    )
    paragraphs.append(
        handled.format(
            rate=wording.compared(figures["ticket.resolution_on_time_rate"]),
            own=wording.value(figures["ticket.resolution_on_time_rate.own"]),
            median=wording.value(figures["ticket.resolution_hours_median"]),
            p90=wording.value(figures["ticket.resolution_hours_p90"]),
        )
    )
    rework = _("Repairs done again: {rework}; reopened in all: {reopened}.")
    paragraphs.append(
        rework.format(
            rework=wording.compared(figures["ticket.rework_rate"]),
            reopened=wording.compared(figures["ticket.reopen_rate"]),
        )
    )
    grids = [_by_category(tables), _by_building(tables), _by_department(tables, figures)]
    return Part("facilities", paragraphs, [grid for grid in grids if grid.rows])


# The columns of a table of groups; satisfaction never stands without how many gave a score.
COUNTS: dict[str, Callable[[Row], Cell]] = {
    N_("Tickets"): lambda row: row["count"],
    N_("Complaints"): lambda row: row["ticket.complaint"],
    N_("Repairs"): lambda row: row["ticket.repair"],
    N_("Same day"): lambda row: wording.percent(shared(row, "same_day_response_rate")),
    N_("On time"): lambda row: wording.percent(shared(row, "resolution_on_time_rate")),
    N_("Satisfied"): lambda row: wording.percent(shared(row, "satisfaction_rate")),
    N_("Scored"): lambda row: wording.percent(shared(row, "score_coverage")),
}
ALL = tuple(COUNTS)
WITHOUT_KINDS = ("Tickets", "Same day", "On time", "Satisfied", "Scored")


def _grouped(tables: Tables, by: str) -> list[Row]:
    return tables.grouped(by, limit=MOST_GROUPS)


def _table(id: str, title: str, first: str, rows: list[tuple[str, Row]], columns: tuple[str, ...] = ALL) -> Table:
    headers = [_(first), *(_(header) for header in columns)]
    cells = [[label, *(COUNTS[name](row) for name in columns)] for label, row in rows]
    return Table(id, _(title), headers, cells)


def _by_month(tables: Tables) -> Table:
    rows = [(str(row["grp"]), row) for row in _grouped(tables, "month")]
    return _table("tickets_by_month", N_("Tickets by month"), N_("Month"), rows)


def _by_kind(tables: Tables) -> Table:
    from butlercli.nouns.ticket.model import KINDS

    rows = [(KINDS.label(row["grp"]), row) for row in _grouped(tables, "kind")]
    return _table("tickets_by_kind", N_("Tickets by kind"), N_("Kind"), rows, WITHOUT_KINDS)


def _by_category(tables: Tables) -> Table:
    none = _("no category")
    rows = [(wording.name(row, none), row) for row in _grouped(tables, "category")]
    return _table("tickets_by_category", N_("Tickets by category"), N_("Category"), rows)


def _by_building(tables: Tables) -> Table:
    none = _("no unit named")
    rows = [(str(row["grp"]) if row["grp"] else none, row) for row in _grouped(tables, "building")]
    return _table("tickets_by_building", N_("Tickets by building"), N_("Building"), rows)


def _by_department(tables: Tables, figures: dict[str, Figure]) -> Table:
    """Return the tickets of each department with its median way from dispatch to arrival."""
    none = _("no department")
    found = _grouped(tables, "department")
    table = _table(
        "tickets_by_department",
        N_("Tickets by department"),
        N_("Department"),
        [(wording.name(row, none), row) for row in found],
        WITHOUT_KINDS,
    )
    table.headers.append(_("To arrival"))
    table.aligns += "r"
    for cells, row in zip(table.rows, found, strict=True):
        figure = figures.get(f"department.{row['code']}.arrive_minutes_median")
        cells.append(wording.value(figure) if figure else wording.DASH)
    return table
