"""The rounds of a period as they stood at a moment: temporary tables, made in one pass over the results.

What is expected comes from the plans, what was done from the lines at or before the as-of moment; later lines do not
exist. A round belongs to its day. Extra rounds (none was expected, or none is since a pause) are kept beside the
expected ones: only their faults count.
"""

from collections.abc import Iterable
from typing import Any

from butlercli.nouns.patrol import model
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.store.expect import Expected
from butlercli.store.database import Database

# A line typed more than 24 hours after its time (DESIGN §8); the days are compared first, which is cheap.
LATE = f"""CASE WHEN s.entered_at IS NOT NULL AND substr(s.entered_at, 1, 10) > substr(s.at, 1, 10)
  THEN strftime('%s', s.entered_at) - strftime('%s', s.at) > {model.LATE_HOURS * 3600} ELSE 0 END"""

_DUE = """CREATE TEMP TABLE {name}_due (id INTEGER PRIMARY KEY, route_id INTEGER, plan_id INTEGER, date TEXT, window_start TEXT,
  window_end TEXT, expected INTEGER, round_id INTEGER)"""
_EXPECT = """INSERT INTO temp.{name}_due (route_id, plan_id, date, window_start, window_end, expected) VALUES (?, ?, ?, ?, ?, 1)"""
_MATCH = """UPDATE temp.{name}_due SET round_id = (SELECT o.id FROM patrol_round o WHERE o.route_id = {name}_due.route_id
  AND o.date = {name}_due.date AND coalesce(o.window_start, '') = {name}_due.window_start)"""
_EXTRA = """INSERT INTO temp.{name}_due (route_id, plan_id, date, window_start, window_end, expected, round_id)
SELECT o.route_id, o.plan_id, o.date, o.window_start, o.window_end, 0, o.id FROM patrol_round o
WHERE o.date BETWEEN :first_day AND :last_day
  AND NOT EXISTS (SELECT 1 FROM temp.{name}_due d WHERE d.round_id = o.id)"""
_SEEN = """CREATE TEMP TABLE {name}_seen (id INTEGER PRIMARY KEY, lines INTEGER, answered INTEGER, skipped INTEGER, faults INTEGER,
  all_ok INTEGER, late_lines INTEGER, first_at TEXT, last_at TEXT)"""
_LOOK = f"""INSERT INTO temp.{{name}}_seen
SELECT d.id, count(*), count(DISTINCT s.point_id), count(*) FILTER (WHERE s.result = 'skipped'),
  count(*) FILTER (WHERE s.result = 'fault'), count(*) FILTER (WHERE s.entry = 'all-ok'), sum({LATE}), min(s.at), max(s.at)
FROM temp.{{name}}_due d CROSS JOIN patrol_result s ON s.round_id = d.round_id WHERE s.at <= :as_of GROUP BY d.id"""
# Where points were looked at more than once the latest line counts: with one max() SQLite takes the other columns
# from its row, and (round, point, at) is unique. Kept apart, for a group of groups wants a sort.
_AGAIN = """UPDATE temp.{name}_seen SET skipped = (SELECT count(*) FROM (SELECT s.result AS result, max(s.at) FROM temp.{name}_due d
  JOIN patrol_result s ON s.round_id = d.round_id WHERE d.id = {name}_seen.id AND s.at <= :as_of GROUP BY s.point_id)
  WHERE result = 'skipped') WHERE lines > answered AND skipped > 0"""
_TABLE = """CREATE TEMP TABLE {name} AS SELECT *, expected AND window_end <= :as_of AS ended,
  CASE WHEN NOT expected THEN NULL
    WHEN points > 0 AND covered >= points THEN CASE WHEN last_at > window_end THEN 'late' ELSE 'done' END
    WHEN window_end > :as_of THEN 'open' WHEN answered > 0 THEN 'partial' ELSE 'missed' END AS state,
  coalesce(first_at >= window_start AND last_at <= window_end, 0) AS inside
FROM (SELECT d.*, coalesce(n.points, 0) AS points, coalesce(s.lines, 0) AS lines, coalesce(s.answered, 0) AS answered,
    coalesce(s.answered - s.skipped, 0) AS covered, coalesce(s.faults, 0) AS faults, coalesce(s.all_ok, 0) AS all_ok,
    coalesce(s.late_lines, 0) AS late_lines, s.first_at, s.last_at
  FROM temp.{name}_due d LEFT JOIN temp.{name}_seen s ON s.id = d.id
  LEFT JOIN (SELECT plan_id, count(*) AS points FROM patrol_plan_point GROUP BY plan_id) n ON n.plan_id = d.plan_id)"""
# A fault is one of the facility its ticket names: the point may look at another one by now.
_FAULTS = """CREATE TEMP TABLE {name}_fault AS SELECT s.id, d.id AS due_id, d.route_id, d.date, d.round_id, s.point_id, f.id AS facility_id,
  f.kind, s.at, s.person, s.ticket_id
FROM temp.{name} d CROSS JOIN patrol_result s ON s.round_id = d.round_id JOIN patrol_point q ON q.id = s.point_id
JOIN ticket t ON t.id = s.ticket_id LEFT JOIN facility f ON f.id = coalesce(t.facility_id, q.facility_id)
WHERE d.faults > 0 AND s.result = 'fault' AND s.at <= :as_of"""

# The last of what settles a ticket or opens it again, in the order it was recorded.
_LAST = """(SELECT max(z.id) FROM ticket_event z WHERE z.ticket_id = {ticket} AND z.at <= :as_of
  AND (z.verb IN ('resolve', 'cancel') OR z.reopens = 1))"""
# From each ticket to the one it stands for: a duplicate cancelled by then is followed to the end of its chain. A link
# is demoted when the duplicate is opened again; that it was one then, the cancellation itself says. One that was cancelled
# first and linked later is a duplicate from the link on.
_STANDING = f"""CREATE TEMP TABLE {{name}} AS
WITH RECURSIVE chain (ticket_id, id, step, event) AS (
  SELECT x.ticket_id, x.ticket_id, 0, {_LAST.replace("{ticket}", "x.ticket_id")} FROM (SELECT DISTINCT ticket_id FROM {{source}}) x
  UNION ALL
  SELECT c.ticket_id, l.other_id, c.step + 1, {_LAST.replace("{ticket}", "l.other_id")} FROM chain c
  JOIN ticket_event e ON e.id = c.event AND e.verb = 'cancel'
  JOIN ticket_link l ON l.ticket_id = c.id AND (e.note = '= T' || l.other_id
    OR (l.relation = 'duplicate' AND e.note NOT GLOB '= T[0-9]*' AND EXISTS (SELECT 1 FROM ticket_event k
      WHERE k.ticket_id = c.id AND k.id > e.id AND k.verb = 'link' AND k.note = 'T' || l.other_id AND k.at <= :as_of)))
  WHERE c.step < 20)
SELECT c.ticket_id, c.id AS stands_id, max(c.step) AS step, coalesce(e.verb = 'resolve', 0) AS rectified,
  coalesce(e.verb = 'cancel', 0) AS cancelled, CASE WHEN e.verb = 'resolve' THEN e.at END AS resolved_at
FROM chain c LEFT JOIN ticket_event e ON e.id = c.event GROUP BY c.ticket_id"""


def take(db: Database, name: str, expected: Iterable[Expected], params: dict[str, Any]) -> str:
    """Make the temporary table `name` of a period's rounds, `name`_fault of their faults and `name`_ticket of those's tickets.

    name is the code's own; params are those of a span. Returns the table's name with its schema. The tables lie in
    memory and are gone with the connection.
    """
    db.execute("PRAGMA temp_store = MEMORY")
    for table in (name, f"{name}_due", f"{name}_seen", f"{name}_fault", f"{name}_ticket"):
        db.execute(f"DROP TABLE IF EXISTS temp.{table}")
    db.execute(_DUE.replace("{name}", name))
    stamp = rules.stamp
    rows = ((one.route_id, one.plan_id, one.date.isoformat(), stamp(one.start), stamp(one.end)) for one in expected)
    db.executemany(_EXPECT.replace("{name}", name), rows)
    db.execute(_MATCH.replace("{name}", name))
    db.execute(f"CREATE INDEX temp.{name}_due_round ON {name}_due (round_id)")
    db.execute(_EXTRA.replace("{name}", name), params)
    db.execute(_SEEN.replace("{name}", name))
    for sql in (_LOOK, _AGAIN, _TABLE, _FAULTS):
        db.execute(sql.replace("{name}", name), params)
    for table in (f"{name}_due", f"{name}_seen"):
        db.execute(f"DROP TABLE temp.{table}")
    standing(db, f"{name}_ticket", f"temp.{name}_fault", params)
    return f"temp.{name}"


def standing(db: Database, name: str, source: str, params: dict[str, Any]) -> str:
    """Make the temporary table `name`: where the tickets of `source` (its ticket_id) stood at params['as_of'].

    stands_id is the ticket itself or the one it is a duplicate of; rectified: what settled it last is its handling.
    """
    db.execute(f"DROP TABLE IF EXISTS temp.{name}")
    db.execute(_STANDING.replace("{name}", name).replace("{source}", source), params)
    return f"temp.{name}"
