"""How counts of tickets look: by a dimension, and who complained of the same again."""

from typing import Any

from butlercli.base import sentences
from butlercli.base.i18n import N_, _, language
from butlercli.base.result import Record, Result
from butlercli.nouns.ticket import model
from butlercli.nouns.ticket.figures.metrics import TicketSnapshot
from butlercli.output.blocks import Block, Canvas, Column, Lines, Styled
from butlercli.output.views import columns
from butlercli.output.views.stats import Section, grid

RECORDS: frozenset[str] = frozenset()
# Groups that are words of the trade.
WORDS = {"kind": model.KINDS, "party": model.PARTIES}


def _group(record: Record) -> str:
    """Return the words for a group of tickets."""
    value, by = record["group"], record["by"]
    if value is None or value == "":
        return Styled(_("not stated"), "muted")
    if by == "weekday":
        return _(sentences.WEEKDAYS[int(value) - 1])
    if by == "hour":
        return f"{int(value):02d}:00"
    return WORDS[by].label(value) if by in WORDS else _name(record) or str(value)


def _name(record: Record) -> str:
    return str((record["name"] if language() == "zh" else record["english"]) or "")


def _group_in_file(record: Record) -> str:
    if record["by"] == "repeat_complaints":
        return f"{record['group']} {_name(record)}"
    return str(_group(record))


def _refs(record: Record) -> str:
    return " ".join(f"T{id}" for id in record["tickets"] or ())


def _median(header: str, key: str) -> Column:
    def get(record: Record) -> str:
        return "–" if record[key] is None else f"{record[key]:,.1f}".removesuffix(".0")

    return Column(header, get, raw=lambda record: record[key], align="r")


COUNTED = [
    columns.count(N_("Tickets"), "count"),
    columns.share(N_("Share"), "share"),
    columns.share(N_("Cumulated"), "cumulated_share"),
    columns.count(N_("Complaints"), "complaints", wide=True),
    _median(N_("Response (min)"), "response_minutes_median"),
    _median(N_("Handling (h)"), "resolution_hours_median"),
    columns.share(N_("On time"), "on_time_rate", wide=True),
    columns.share(N_("Satisfied"), "satisfaction_rate"),
    columns.share(N_("Scored"), "score_coverage"),
]
REPEATS = [
    columns.text(N_("Unit"), "group"),
    Column(N_("Category"), _name),
    columns.count(N_("Complaints"), "count"),
    Column(N_("Tickets"), _refs),
]


def page(result: Result, canvas: Canvas) -> list[Block]:
    """Draw counts with shares and medians; without a group asked for, also who complained again."""
    asked = result.extra["by"]
    by = asked or "category"
    rows = [record for record in result.data if record["by"] == by]
    if not rows:
        return [Lines(_("No tickets were found."))]
    shown = [Column(TicketSnapshot.dimensions[by].header, _group), *COUNTED]
    title = "" if asked else N_("Tickets by category, the most frequent first")
    blocks: list[Block] = [grid(Section(title, shown, rows), canvas)]
    if asked is None:
        title = N_("Units that complained of the same again within 90 days")
        again = [record for record in result.data if record["by"] == "repeat_complaints"]
        empty = N_("No unit complained of the same again within 90 days.")
        blocks.append(grid(Section(title, REPEATS, again, empty), canvas, flex=3))
    note = _("Satisfaction is from the butler's own callbacks, not a third party's.")
    return [*blocks, *columns.more(result), Lines(Styled(note, "muted"))]


LISTS: dict[str, list[Column]] = {
    "report.stats": [
        columns.text(N_("Counted by"), "by"),
        Column(N_("Group"), _group_in_file),
        *COUNTED,
        Column(N_("Ticket numbers"), _refs, file_only=True),
    ],
}
VIEWS: dict[str, Any] = {"report.stats": page}
