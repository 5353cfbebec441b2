"""The figures of the patrol for a period, as things stood at a moment (DESIGN §8), computed in SQL.

A round is expected once its window has ended.
"""

from typing import ClassVar

from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.kit.figures.snapshot import Snapshot
from butlercli.kit.figures.table import Dimension, Records, Split, count, rate, share
from butlercli.nouns.facility.model import FACILITY_KINDS
from butlercli.nouns.patrol.figures import snapshot as snapshots
from butlercli.nouns.patrol.figures.snapshot import LATE
from butlercli.nouns.patrol.store.expect import Planner
from butlercli.store.database import Database

DUE = "expected AND ended"
DONE = f"{DUE} AND state IN ('done', 'late')"
ON_TIME = f"{DONE} AND inside"


FAULTS = "patrol.faults"
RECTIFIED = "patrol.rectification_rate"
_FOUND = N_("faults found in the rounds of the period, extra rounds included")
_RECTIFIED = N_("faults whose ticket stands handled ÷ faults; a duplicate counts by the ticket it stands for")
OF_FAULTS = {"source": "{faults}", "records": "faults"}

# --- the records behind a figure: those of rounds have no number where one was expected and never logged -----

_ROUND = """d.round_id AS id, r.name AS route, d.date,
  substr(d.window_start, 12, 5) || '-' || substr(d.window_end, 12, 5) AS window"""
_ROUND_ROWS = f"""SELECT {_ROUND}, d.state, min(d.covered, d.points) AS covered, d.points, d.first_at, d.last_at, d.part AS in_numerator
  FROM {{behind}} d JOIN patrol_route r ON r.id = d.route_id ORDER BY d.window_start, d.id"""
# Every point of every round expected, also of those that nobody logged: its latest line, or none.
_POINT_ROWS = f"""SELECT {_ROUND}, q.code AS point, q.name AS point_name, f.code AS facility, coalesce(s.result, 'missed') AS result, s.entry,
    s.at, s.entered_at, s.note, s.person AS by, s.ticket_id, coalesce(s.result IN ('ok', 'fault'), 0) AS in_numerator
  FROM (SELECT * FROM {{table}} WHERE {DUE}) d JOIN patrol_route r ON r.id = d.route_id
  JOIN patrol_plan_point x ON x.plan_id = d.plan_id JOIN patrol_point q ON q.id = x.point_id
  LEFT JOIN facility f ON f.id = q.facility_id
  LEFT JOIN patrol_result s ON s.id = (SELECT z.id FROM patrol_result z WHERE z.round_id = d.round_id AND z.point_id = x.point_id
    AND z.at <= :as_of ORDER BY z.at DESC LIMIT 1)
  ORDER BY d.window_start, d.id, x.position"""
_LINE_ROWS = f"""SELECT {_ROUND}, q.code AS point, q.name AS point_name, f.code AS facility, s.result, s.entry, s.at, s.entered_at, s.note,
    s.person AS by, s.ticket_id, {{value}} AS in_numerator
  FROM {{table}} d CROSS JOIN patrol_result s ON s.round_id = d.round_id AND s.at <= :as_of JOIN patrol_route r ON r.id = d.route_id
  JOIN patrol_point q ON q.id = s.point_id LEFT JOIN facility f ON f.id = q.facility_id WHERE d.expected ORDER BY s.at, s.id"""
_FAULT_ROWS = f"""SELECT {_ROUND}, q.code AS point, q.name AS point_name, f.code AS facility, f.kind AS facility_kind, s.result, s.entry, s.at,
    s.entered_at, s.note, s.person AS by, s.ticket_id, nullif(p.stands_id, p.ticket_id) AS stands_for, p.resolved_at, p.part AS in_numerator
  FROM {{behind}} p JOIN {{table}} d ON d.id = p.due_id JOIN patrol_result s ON s.id = p.id JOIN patrol_route r ON r.id = d.route_id
  JOIN patrol_point q ON q.id = s.point_id LEFT JOIN facility f ON f.id = p.facility_id ORDER BY s.at, s.id"""


class RoundSnapshot(Snapshot):
    """The rounds of a period as they stood, expected and extra, and their faults with where the tickets stood."""

    __slots__ = ("unknown_years",)
    name = "patrol"
    begins = "SELECT EXISTS (SELECT 1 FROM patrol_round WHERE date <= :day AND started_at <= :as_of)"
    places: ClassVar = {
        "faults": """(SELECT f.*, t.stands_id, t.rectified, t.cancelled, t.resolved_at FROM {table}_fault f
          JOIN {table}_ticket t ON t.ticket_id = f.ticket_id)"""
    }
    measures = (
        rate(
            "patrol.round_completion_rate",
            N_("Rounds completed"),
            N_("rounds expected with every point in order or a fault ÷ rounds expected (their window has ended)"),
            "state IN ('done', 'late')",
            DUE,
        ),
        share(
            "patrol.point_coverage",
            N_("Points looked at"),
            N_("points in order or with a fault ÷ points of the rounds expected"),
            f"CASE WHEN {DUE} THEN min(covered, points) END",
            f"CASE WHEN {DUE} THEN points END",
            records="points",
        ),
        rate(
            "patrol.on_time_rate",
            N_("Rounds on time"),
            N_("rounds done with all of it within their window ÷ rounds expected that were done"),
            "inside",
            DONE,
        ),
        share(
            "patrol.all_ok_share",
            N_("Entered all in order at once"),
            N_("results entered as all in order at once ÷ results entered, of the rounds expected"),
            "expected * all_ok",
            "expected * lines",
            records="lines",
            value="s.entry = 'all-ok'",
        ),
        share(
            "patrol.late_entry_rate",
            N_("Patrol results entered late"),
            N_("results typed more than 24 hours after their own time ÷ results entered, of the rounds expected"),
            "expected * late_lines",
            "expected * lines",
            records="lines",
            value=LATE,
        ),
        count(FAULTS, N_("Faults found"), _FOUND, **OF_FAULTS),
        rate(RECTIFIED, N_("Faults rectified"), _RECTIFIED, "rectified", **OF_FAULTS),
        Split(
            "kind",
            FACILITY_KINDS,
            "kind",
            (
                count(f"{FAULTS}.{{code}}", N_("{kind}: faults found"), _FOUND, **OF_FAULTS),
                rate(f"{RECTIFIED}.{{code}}", N_("{kind}: faults rectified"), _RECTIFIED, "rectified", **OF_FAULTS),
            ),
        ),
    )
    records: ClassVar = {
        "": Records("patrolstats.rounds", _ROUND_ROWS),
        "points": Records("patrolstats.results", _POINT_ROWS),
        "lines": Records("patrolstats.results", _LINE_ROWS),
        "faults": Records("patrolstats.results", _FAULT_ROWS),
    }
    dimensions: ClassVar = {
        "route": Dimension(N_("Route"), "route_id", ("routes", "路线", "线路")),
        "month": Dimension(N_("Month"), "substr(date, 1, 7)", ("月", "月份")),
        "point": Dimension(N_("Point"), "point_id", ("points", "点位", "点")),
        "facility": Dimension(N_("Facility"), "facility_id", ("设备", "设施")),
        "person": Dimension(N_("Person"), "person", ("by", "人", "人员", "巡检人")),
    }

    def take(self, name: str) -> str:
        """Make the tables; `unknown_years` are those of which no holidays are known."""
        planner = Planner(self.db)
        # A round of a day to come has no line yet, and its window has not ended.
        expected = planner.between(self.span.start, min(self.span.end, self.span.as_of.date()))
        self.unknown_years = planner.unknown_years
        return snapshots.take(self.db, name, expected, self.params)


def planned(db: Database) -> bool:
    """Say whether there is any route: without one a house says nothing of patrol."""
    return bool(db.value("SELECT EXISTS (SELECT 1 FROM patrol_route)"))


def by_facility_kind(snapshot: RoundSnapshot) -> list[Row]:
    """Return faults and how many of them are rectified by kind of facility, the most first; last None: no facility."""
    return snapshot.rows(
        """SELECT kind, count(*) AS faults, sum(rectified) AS rectified FROM {faults} GROUP BY kind
        ORDER BY kind IS NULL, count(*) DESC, kind"""
    )
