"""The records behind a figure of the patrol: those of its denominator, each with whether it is in the numerator."""

from butlercli.base.result import Row
from butlercli.nouns.patrol.figures import metrics
from butlercli.nouns.patrol.figures.metrics import DONE, DUE, FAULTS, RECTIFIED, RoundSnapshot
from butlercli.nouns.patrol.figures.snapshot import LATE

_ROUND = """d.round_id AS id, r.name AS route, d.date,
  substr(d.window_start, 12, 5) || '-' || substr(d.window_end, 12, 5) AS window"""
_ROUNDS = f"""SELECT {_ROUND}, d.state, min(d.covered, d.points) AS covered, d.points, d.first_at, d.last_at, {{part}} AS in_numerator
  FROM (SELECT * FROM {{table}} WHERE {{whole}}) d JOIN patrol_route r ON r.id = d.route_id ORDER BY d.window_start, d.id"""
# Every point of every round expected, also of those that nobody logged: its latest line, or none.
_POINTS = f"""SELECT {_ROUND}, q.code AS point, q.name AS point_name, f.code AS facility, coalesce(s.result, 'missed') AS result, s.entry,
    s.at, s.entered_at, s.note, s.person AS by, s.ticket_id, coalesce(s.result IN ('ok', 'fault'), 0) AS in_numerator
  FROM (SELECT * FROM {{table}} WHERE {DUE}) d JOIN patrol_route r ON r.id = d.route_id
  JOIN patrol_plan_point x ON x.plan_id = d.plan_id JOIN patrol_point q ON q.id = x.point_id
  LEFT JOIN facility f ON f.id = q.facility_id
  LEFT JOIN patrol_result s ON s.id = (SELECT z.id FROM patrol_result z WHERE z.round_id = d.round_id AND z.point_id = x.point_id
    AND z.at <= :as_of ORDER BY z.at DESC LIMIT 1)
  ORDER BY d.window_start, d.id, x.position"""
_LINES = f"""SELECT {_ROUND}, q.code AS point, q.name AS point_name, f.code AS facility, s.result, s.entry, s.at, s.entered_at, s.note,
    s.person AS by, s.ticket_id, {{part}} AS in_numerator
  FROM {{table}} d CROSS JOIN patrol_result s ON s.round_id = d.round_id AND s.at <= :as_of JOIN patrol_route r ON r.id = d.route_id
  JOIN patrol_point q ON q.id = s.point_id LEFT JOIN facility f ON f.id = q.facility_id WHERE d.expected ORDER BY s.at, s.id"""
_FOUND = f"""SELECT {_ROUND}, q.code AS point, q.name AS point_name, f.code AS facility, f.kind AS facility_kind, s.result, s.entry, s.at,
    s.entered_at, s.note, s.person AS by, s.ticket_id, nullif(p.stands_id, p.ticket_id) AS stands_for, p.resolved_at, {{part}} AS in_numerator
  FROM {{faults}} p JOIN {{table}} d ON d.id = p.due_id JOIN patrol_result s ON s.id = p.id JOIN patrol_route r ON r.id = d.route_id
  JOIN patrol_point q ON q.id = s.point_id LEFT JOIN facility f ON f.id = p.facility_id WHERE {{whole}} ORDER BY s.at, s.id"""


def is_of_rounds(key: str) -> bool:
    """Say whether the records behind a figure are rounds; the others are single results."""
    return key in ("patrol.round_completion_rate", "patrol.on_time_rate")


def explain(snapshot: RoundSnapshot, key: str) -> list[Row] | None:
    """Return the rounds, points, results or faults behind a figure, oldest first; None for a key that is none of the patrol.

    `id` is the round's, None for one that was expected and never logged.
    """
    sql = _sql(snapshot, key)
    if sql is None:
        return None
    rows = snapshot.rows(sql)
    for row in rows:
        row["in_numerator"] = bool(row["in_numerator"])
    return rows


def _sql(snapshot: RoundSnapshot, key: str) -> str | None:
    if key == "patrol.round_completion_rate":
        return _ROUNDS.replace("{part}", "d.state IN ('done', 'late')").replace("{whole}", DUE)
    if key == "patrol.on_time_rate":
        return _ROUNDS.replace("{part}", "d.inside").replace("{whole}", DONE)
    if key == "patrol.point_coverage":
        return _POINTS
    if key == "patrol.all_ok_share":
        return _LINES.replace("{part}", "s.entry = 'all-ok'")
    if key == "patrol.late_entry_rate":
        return _LINES.replace("{part}", LATE)
    for figure, part in ((FAULTS, "1"), (RECTIFIED, "p.rectified")):
        if key == figure:
            return _FOUND.replace("{part}", part).replace("{whole}", "1")
        kind = key.removeprefix(f"{figure}.")
        if kind != key and kind in [row["kind"] for row in metrics.by_facility_kind(snapshot)]:
            return _FOUND.replace("{part}", part).replace("{whole}", f"f.kind = '{kind}'")
    return None
