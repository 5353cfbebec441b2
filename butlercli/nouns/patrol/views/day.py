"""How patrol looks on the pages of others: a line of the day, a ticket's rounds."""

from datetime import date
from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.result import Record
from butlercli.base.text import fit, visible
from butlercli.nouns.patrol import model
from butlercli.output.blocks import Column, Seen, Styled
from butlercli.output.views import columns, common
from butlercli.output.views.columns import Listing

RECORDS = frozenset[str]()
# So many points are named on a line; of more it is said how many.
NAMED = 4


def round_cells(record: Record, section: str, seen: Seen) -> tuple[str, ...]:
    """Lay a round on one line: its reference, what presses, the window, the route, and the points without a result."""
    now = seen.now
    day = date.fromisoformat(record["date"])
    near = now is None or day == now.date()
    when = common.joined("" if near else f"{day:%m-%d}", record["window"] or _("extra round"), by=" ")
    missed = section == "patrol_missed"
    mark = Styled("!", "bad") if record["state"] in ("missed", "partial") else ""  # its window has ended
    points = [*record["missed_points"], *record["open_points"]]
    text = N_("missed: {points}") if missed else N_("to come: {points}")
    said = _(text).format(points=_points(points)) if points else ""
    skipped = record["skipped_points"]
    more = _("skipped: {points}").format(points=_points(skipped)) if skipped and section != "patrol_due" else ""
    ref = f"R{record['round_id']}" if record["round_id"] else ""
    return ref, mark, when, fit(visible(record["route"]), 12), common.joined(said, more), ""


def _points(codes: list[str]) -> str:
    shown = common.listed(codes[:NAMED])
    return shown if len(codes) <= NAMED else f"{shown} … {len(codes)}"


DAY_CELLS = {"patrol.due": round_cells}


def _result(record: Record) -> str:
    return Styled(model.RESULTS.label(record["result"]), "bad" if record["result"] == "fault" else "")


LISTS = {
    "patrol.ticket_rounds": Listing(
        columns.ref("R", header=N_("Round")),
        columns.text(N_("Route"), "route", flex=True),
        columns.text(N_("Date"), "date"),
        columns.text(N_("Window"), "window", wide=True),
        Column(N_("Point"), lambda r: f"{r['point']} {r['point_name']}", raw=lambda r: r["point"], flex=True),
        Column(N_("Result"), _result),
        columns.text(N_("What was found"), "note", flex=True),
        columns.moment(N_("When"), "at"),
        columns.text(N_("By"), "by", wide=True),
    ),
}
VIEWS: dict[str, Any] = {}
