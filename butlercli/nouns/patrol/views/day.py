"""How patrol looks on the pages of others: a line of the day, a ticket's rounds, the facilities of a unit's building."""

from datetime import date
from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.result import Record
from butlercli.base.text import fit, visible
from butlercli.nouns.patrol import model
from butlercli.output.blocks import Column, Styled
from butlercli.output.views import common

RECORDS = frozenset[str]()
# So many points are named on a line; of more it is said how many.
NAMED = 4


def round_cells(record: Record, lot: str) -> tuple[str, ...]:
    """Lay a round on one line: its reference, what presses, the window, the route, and the points without a result."""
    now = record["_now"]
    day = date.fromisoformat(record["date"])
    near = now is None or day == now.date()
    when = common.joined("" if near else f"{day:%m-%d}", record["window"] or _(N_("extra round")), by=" ")
    missed = lot == "patrol_missed"
    mark = Styled("!", "bad") if record["state"] in ("missed", "partial") else ""  # its window has ended
    points = [*record["missed_points"], *record["open_points"]]
    text = N_("missed: {points}") if missed else N_("to come: {points}")
    said = _(text).format(points=_points(points)) if points else ""
    skipped = record["skipped_points"]
    more = _(N_("skipped: {points}")).format(points=_points(skipped)) if skipped and lot != "patrol_due" else ""
    ref = f"R{record['round_id']}" if record["round_id"] else ""
    return ref, mark, when, fit(visible(record["route"]), 12), common.joined(said, more), ""


def _points(codes: list[str]) -> str:
    shown = common.listed(codes[:NAMED])
    return shown if len(codes) <= NAMED else f"{shown} … {len(codes)}"


def facility_cells(record: Record, lot: str) -> tuple[str, ...]:
    """Lay a facility on one line: its code, the next inspection or test, where it stands, what it is."""
    del lot
    dates = {"inspect": record["next_inspect"], "test": record["next_test"]}
    name = min((name for name in dates if dates[name]), key=lambda name: str(dates[name]))
    label = _(N_("inspection")) if name == "inspect" else _(N_("test"))
    overdue = record["schedules"][name]["overdue"]
    when = _(N_("{when} past due")).format(when=dates[name]) if overdue else dates[name]
    place = fit(visible(record["place"] or ""), 12)
    mark = Styled("!", "bad") if overdue else ""
    return record["code"], mark, when, place, common.joined(record["name"], label), record["vendor"] or ""


DAY_CELLS = {"patrol.due": round_cells, "facility.list": facility_cells}


def _result(record: Record) -> str:
    return Styled(model.RESULTS.label(record["result"]), "bad" if record["result"] == "fault" else "")


def _faults(record: Record) -> str:
    text = common.joined(*(f"T{one['id']} {one['title']}" for one in record["open_tickets"]))
    return Styled(text, "bad") if text else ""


def _kind(record: Record) -> str:
    from butlercli.nouns.facility.model import FACILITY_KINDS

    return FACILITY_KINDS.label(record["kind"])


def _optional(key: str) -> Any:
    return lambda record: record[key] or ""


LISTS: dict[str, list[Column]] = {
    "patrol.ticket_rounds": [
        Column(N_("Round"), lambda r: f"R{r['id']}", raw=lambda r: r["id"], align="r"),
        Column(N_("Route"), lambda r: r["route"], flex=True),
        Column(N_("Date"), lambda r: r["date"]),
        Column(N_("Window"), _optional("window"), wide=True),
        Column(N_("Point"), lambda r: f"{r['point']} {r['point_name']}", raw=lambda r: r["point"], flex=True),
        Column(N_("Result"), _result),
        Column(N_("What was found"), _optional("note"), flex=True),
        Column(N_("When"), lambda r: common.moment(r["at"], r.get("_now")), raw=lambda r: r["at"]),
        Column(N_("By"), _optional("by"), wide=True),
    ],
    "patrol.unit_facilities": [
        Column(N_("Code"), lambda r: Styled(r["code"], "name"), raw=lambda r: r["code"]),
        Column(N_("Facility"), lambda r: r["name"], flex=True),
        Column(N_("Kind"), _kind),
        Column(N_("Where"), _optional("place"), flex=True),
        Column(N_("Open faults"), _faults, flex=True),
    ],
}
VIEWS: dict[str, Any] = {}
