"""How the figures of the patrol look: repeated faults first, figures, counts by group; the records behind a figure."""

from collections.abc import Callable
from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.result import Record, Result
from butlercli.nouns.facility.model import FACILITY_KINDS
from butlercli.nouns.patrol import model
from butlercli.output.blocks import Block, Canvas, Column, Lines, Styled
from butlercli.output.views import columns, common, report, stats
from butlercli.output.views.stats import Section, count

RECORDS: frozenset[str] = frozenset()


def page(result: Result, canvas: Canvas) -> list[Block]:
    """Draw repeated faults, the figures, and the table by group; without a route only how one begins."""
    data = result.data
    head = stats.head(N_("Patrol"), data)
    if not result.extra["planned"]:
        text = _("There are no routes yet; {command} adds one.").format(command="butler patrol route add")
        return [head, Lines(text)]
    figures = stats.figures(result.extra["figures"], canvas, N_("Key figures"), of_nothing=True)
    return [head, stats.grid(_repeated(data), canvas, "good"), figures, stats.grid(_groups(data), canvas)]


def _repeated(data: Record) -> Section:
    title, none = N_("Facilities with 3 or more faults within 90 days"), N_("No facility had 3 faults within 90 days.")
    return Section(title, _REPEATED, data["repeated"], none, filed=N_("Repeated faults"))


def _groups(data: Record) -> Section:
    by = data["by"]
    return Section(_TITLES[by], _GROUPS[by], data["groups"], N_("Nothing was expected and nothing was entered."))


def table(result: Result) -> tuple[list[str], list[list[Any]], str]:
    """Return headers, rows and alignments for a file: repeated faults, figures and groups in one table."""
    figures = stats.of_figures(result.extra["figures"], result.data["metrics"])
    return stats.table([_repeated(result.data), figures, _groups(result.data)])


# --- columns ------------------------------------------------------------------------------------------


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
    count(N_("Faults"), "count", style="bad"),
    Column(N_("First"), lambda r: common.day(r["first"]), raw=lambda r: r["first"]),
    Column(N_("Last"), lambda r: common.day(r["last"]), raw=lambda r: r["last"]),
    Column(N_("Not handled yet"), _tickets("open_tickets")),
]
_FAULTS = [
    count(N_("Faults"), "faults", style="warn"),
    columns.share(N_("Put right"), "rectification_rate", wide=True),
]
_ENTRY = [
    columns.share(N_("All OK"), "all_ok_share", wide=True),
    columns.share(N_("Late entry"), "late_entry_rate", wide=True),
]
_OF_ROUNDS = [
    count(N_("Expected"), "expected"),
    count(N_("Done"), "done"),
    count(N_("Late"), "late", style="warn"),
    count(N_("Partial"), "partial", style="bad"),
    count(N_("Missed"), "missed", style="bad"),
    columns.share(N_("Coverage"), "point_coverage"),
    columns.share(N_("Punctual"), "on_time_rate"),
    *_FAULTS,
    *_ENTRY,
]
_OF_POINTS = [
    count(N_("Expected"), "expected"),
    count(N_("Looked at"), "done"),
    count(N_("Skipped"), "skipped", style="warn"),
    count(N_("Missed"), "missed", style="bad"),
    columns.share(N_("Coverage"), "point_coverage"),
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
        count(N_("Rounds"), "rounds"),
        count(N_("Results"), "results"),
        columns.share(N_("All OK"), "all_ok_share"),
        columns.share(N_("Late entry"), "late_entry_rate"),
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


# --- the records behind a figure ----------------------------------------------------------------------


def _result(record: Record) -> str:
    styles = {"ok": "good", "fault": "bad", "skipped": "warn", "missed": "bad"}
    return Styled(model.RESULTS.label(record["result"]), styles[record["result"]])


_ROUND = [
    report.TICK,
    Column(N_("Round"), lambda r: "" if r["id"] is None else f"R{r['id']}", raw=lambda r: r["id"], align="r"),
    Column(N_("Route"), lambda r: r["route"], flex=True),
    columns.text(N_("Date"), "date"),
    Column(N_("Window"), lambda r: r["window"] or _("extra round"), raw=lambda r: r["window"]),
]
LISTS: dict[str, list[Column]] = {
    "patrolstats.rounds": [
        *_ROUND,
        Column(N_("State"), lambda r: model.DUE_STATES.label(r["state"])),
        Column(N_("Points"), lambda r: f"{r['covered']}/{r['points']}", align="r"),
        report.time(N_("First"), "first_at"),
        report.time(N_("Last"), "last_at"),
    ],
    "patrolstats.results": [
        *_ROUND,
        Column(N_("Point"), lambda r: f"{r['point']} {r['point_name']}", flex=True),
        Column(N_("Facility"), lambda r: r["facility"] or "", wide=True),
        Column(N_("Result"), _result, raw=lambda r: r["result"]),
        Column(N_("Way of entry"), lambda r: model.ENTRIES.label(r["entry"]), wide=True),
        report.time(N_("At"), "at"),
        report.time(N_("Entered at"), "entered_at", file_only=True),
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
