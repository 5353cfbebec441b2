"""The patrol counted by route, month, point, facility and person; repeated faults; where rounds are missed."""

from datetime import datetime, time, timedelta

from butlercli.base.figures import Span
from butlercli.base.result import Row
from butlercli.nouns.patrol.figures import snapshot as snapshots
from butlercli.nouns.patrol.figures.metrics import DUE, ON_TIME, RoundSnapshot
from butlercli.nouns.patrol.figures.snapshot import LATE
from butlercli.store.database import Database

REPEAT_DAYS = 90
REPEAT_FAULTS = 3

# --- groups -----------------------------------------------------------------------------------------

# The table has columns called expected and lines as well: HAVING would read those, not what is counted.
_ROUNDS = f"""SELECT * FROM (SELECT {{group}} AS grp, {{name}} AS name, {{code}} AS code, NULL AS kind, count(*) FILTER (WHERE {DUE}) AS expected,
    count(*) FILTER (WHERE {DUE} AND state = 'done') AS done, count(*) FILTER (WHERE {DUE} AND state = 'late') AS late,
    count(*) FILTER (WHERE {DUE} AND state = 'partial') AS partial, count(*) FILTER (WHERE {DUE} AND state = 'missed') AS missed,
    count(*) FILTER (WHERE NOT expected AND lines > 0) AS extra,
    coalesce(sum(min(covered, points)) FILTER (WHERE {DUE}), 0) AS covered, coalesce(sum(points) FILTER (WHERE {DUE}), 0) AS points,
    count(*) FILTER (WHERE {ON_TIME}) AS on_time, coalesce(sum(lines) FILTER (WHERE expected), 0) AS lines,
    coalesce(sum(all_ok) FILTER (WHERE expected), 0) AS all_ok, coalesce(sum(late_lines) FILTER (WHERE expected), 0) AS late_lines
  FROM {{table}} p JOIN patrol_route r ON r.id = p.route_id GROUP BY grp)
  WHERE expected > 0 OR extra > 0 OR lines > 0 ORDER BY grp"""
_BY_ROUNDS = {
    "route": ("p.route_id", "r.name", "r.name"),
    "month": ("substr(p.date, 1, 7)", "NULL", "substr(p.date, 1, 7)"),
}
# A point is expected as often as the rounds of its plans; what it was found to be is its latest line in each.
_POINTS = f"""WITH due AS (SELECT x.point_id, sum(d.n) AS expected FROM (SELECT plan_id, count(*) AS n FROM {{table}} WHERE {DUE} GROUP BY plan_id) d
    JOIN patrol_plan_point x ON x.plan_id = d.plan_id GROUP BY x.point_id),
  latest AS (SELECT s.point_id, s.result, d.ended, max(s.at), count(*) AS lines, sum(s.entry = 'all-ok') AS all_ok, sum({LATE}) AS late_lines
    FROM {{table}} d CROSS JOIN patrol_result s ON s.round_id = d.round_id WHERE d.expected AND s.at <= :as_of GROUP BY d.id, s.point_id),
  seen AS (SELECT point_id, count(*) FILTER (WHERE ended AND result <> 'skipped') AS done,
      count(*) FILTER (WHERE ended AND result = 'skipped') AS skipped, sum(lines) AS lines, sum(all_ok) AS all_ok,
      sum(late_lines) AS late_lines FROM latest GROUP BY point_id)
SELECT {{group}} AS grp, {{code}} AS code, {{name}} AS name, f.kind, sum(coalesce(u.expected, 0)) AS expected,
    sum(coalesce(s.done, 0)) AS done, sum(coalesce(s.skipped, 0)) AS skipped, sum(coalesce(s.lines, 0)) AS lines,
    sum(coalesce(s.all_ok, 0)) AS all_ok, sum(coalesce(s.late_lines, 0)) AS late_lines
  FROM patrol_point q LEFT JOIN due u ON u.point_id = q.id LEFT JOIN seen s ON s.point_id = q.id LEFT JOIN facility f ON f.id = q.facility_id
  WHERE u.point_id IS NOT NULL OR s.point_id IS NOT NULL OR q.id IN (SELECT point_id FROM {{faults}})
  GROUP BY grp ORDER BY grp IS NULL, code"""
_BY_POINTS = {"point": ("q.id", "q.code", "q.name"), "facility": ("q.facility_id", "f.code", "f.name")}
_PEOPLE = f"""SELECT s.person AS grp, s.person AS code, s.person AS name, count(DISTINCT d.id) AS rounds, count(*) AS lines,
    sum(s.entry = 'all-ok') AS all_ok, sum({LATE}) AS late_lines
  FROM {{table}} d CROSS JOIN patrol_result s ON s.round_id = d.round_id WHERE d.expected AND s.at <= :as_of
  GROUP BY s.person ORDER BY s.person IS NULL, lines DESC, s.person"""


def grouped(snapshot: RoundSnapshot, by: str) -> list[Row]:
    """Return counts by group: grp, code, name, kind (of a facility), and what can be counted of such a group.

    Of routes and months rounds are expected, of points and facilities points (those with the most faults first); of a
    person only what was entered.
    """
    found = snapshot.rows(_grouping(by))
    faults = {
        row["grp"]: row
        for row in snapshot.rows(
            f"SELECT {RoundSnapshot.dimensions[by].group} AS grp, count(*) AS faults, sum(rectified) AS rectified FROM {{faults}} GROUP BY 1"
        )
    }
    if by == "facility":
        found += _without_points(snapshot, {row["grp"] for row in found})
    for row in found:
        own = faults.get(row["grp"], {"faults": 0, "rectified": 0})
        row.update(faults=own["faults"], rectified=own["rectified"])
    return sorted(found, key=lambda row: (row["grp"] is None, -row["faults"])) if by in _BY_POINTS else found


def _without_points(snapshot: RoundSnapshot, known: set[int | None]) -> list[Row]:
    """Return the facilities with faults at points that look at another facility by now."""
    rows = snapshot.rows(
        """SELECT f.id AS grp, f.code, f.name, f.kind, 0 AS expected, 0 AS done, 0 AS skipped, 0 AS lines, 0 AS all_ok,
          0 AS late_lines FROM facility f WHERE f.id IN (SELECT facility_id FROM {faults}) ORDER BY f.code"""
    )
    return [row for row in rows if row["grp"] not in known]


def _grouping(by: str) -> str:
    if by in _BY_ROUNDS:
        group, name, code = _BY_ROUNDS[by]
        return _ROUNDS.replace("{group}", group).replace("{name}", name).replace("{code}", code)
    if by in _BY_POINTS:
        group, code, name = _BY_POINTS[by]
        return _POINTS.replace("{group}", group).replace("{code}", code).replace("{name}", name)
    return _PEOPLE


def rounds(snapshot: RoundSnapshot, states: tuple[str, ...] = (), limit: int | None = None) -> list[Row]:
    """Return the rounds expected in the period: round_id, route, date, window, state, points; only of the states named.

    Also those whose window has not ended, but not those of days to come.
    """
    only = f"AND state IN ({', '.join(repr(state) for state in states)})" if states else ""
    return snapshot.rows(
        f"""SELECT p.round_id, r.name AS route, p.date, p.state, p.covered, p.points, p.ended,
          substr(p.window_start, 12, 5) || '-' || substr(p.window_end, 12, 5) AS window
        FROM {{table}} p JOIN patrol_route r ON r.id = p.route_id WHERE p.expected {only} ORDER BY p.window_start, p.id
        LIMIT {-1 if limit is None else int(limit)}"""
    )


def found(snapshot: RoundSnapshot, limit: int | None = None) -> list[Row]:
    """Return the faults of the period, the newest first: point, note, ticket, and whether it is rectified."""
    return snapshot.rows(
        f"""SELECT p.at, p.round_id, q.code, q.name, s.note, p.ticket_id, p.rectified FROM {{faults}} p
        JOIN patrol_result s ON s.id = p.id JOIN patrol_point q ON q.id = p.point_id ORDER BY p.at DESC, p.id DESC
        LIMIT {-1 if limit is None else int(limit)}"""
    )


def missed_at(snapshot: RoundSnapshot) -> list[Row]:
    """Return how many rounds were expected and missed by weekday (Monday is 1) and beginning of the window, worst first."""
    return snapshot.rows(
        f"""SELECT (CAST(strftime('%w', date) AS INTEGER) + 6) % 7 + 1 AS weekday, substr(window_start, 12, 5) AS hour, count(*) AS expected,
          count(*) FILTER (WHERE state = 'missed') AS missed FROM {{table}} WHERE {DUE} GROUP BY weekday, hour
        HAVING missed > 0 ORDER BY missed DESC, expected, weekday, hour"""
    )


# --- repeated faults --------------------------------------------------------------------------------


def repeated(db: Database, span: Span) -> list[Row]:
    """Return the facilities with three or more faults in the 90 days up to the as-of moment or the span's end.

    Each with facility, name, kind, place, count, first, last, open_tickets and tickets (ids); the most faults first.
    The tickets are open as of the as-of moment.
    """
    end = min(span.as_of, datetime.combine(span.end, time(23, 59, 59)))
    params = {**span.params, "since": _stamp(end - timedelta(days=REPEAT_DAYS)), "until": _stamp(end)}
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute("DROP TABLE IF EXISTS temp.patrol_repeated")
    db.execute(
        """CREATE TEMP TABLE patrol_repeated AS SELECT f.id AS facility_id, s.at, s.ticket_id FROM patrol_point q
        CROSS JOIN patrol_result s ON s.point_id = q.id JOIN ticket t ON t.id = s.ticket_id
        JOIN facility f ON f.id = coalesce(t.facility_id, q.facility_id)
        WHERE s.result = 'fault' AND s.at BETWEEN :since AND :until""",
        params,
    )
    few = f"SELECT facility_id FROM temp.patrol_repeated GROUP BY 1 HAVING count(*) < {REPEAT_FAULTS}"
    db.execute(f"DELETE FROM temp.patrol_repeated WHERE facility_id IN ({few})")
    stands = snapshots.standing(db, "patrol_repeated_ticket", "temp.patrol_repeated", params)
    rows = db.rows(
        f"""SELECT f.code AS facility, f.name, f.kind, f.place, count(*) AS count, min(p.at) AS first, max(p.at) AS last,
          group_concat(DISTINCT CASE WHEN NOT t.rectified AND NOT t.cancelled THEN t.stands_id END) AS open_tickets,
          group_concat(DISTINCT p.ticket_id) AS tickets
        FROM temp.patrol_repeated p JOIN facility f ON f.id = p.facility_id JOIN {stands} t ON t.ticket_id = p.ticket_id
        GROUP BY p.facility_id ORDER BY count DESC, last DESC, f.code"""
    )
    for row in rows:
        for name in ("open_tickets", "tickets"):
            row[name] = sorted(int(id) for id in (row[name] or "").split(",") if id)
    return rows


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
