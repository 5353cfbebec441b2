"""Tickets as they stood at a moment: one temporary table, made from the event log in one pass.

Nothing after the as-of moment exists: links come from `ticket_event`, never from the ticket's current columns.
A reopening clears the links after the response: only steps recorded after the last reopening count, in the order
they were recorded (`id`), which is the order in which the state table let them happen.
"""

from typing import Any

from butlercli.store.database import Database

# What a ticket is, whatever happened to it; `reopened` is the id of the last reopening's event, 0 without one.
_BASE = """CREATE TEMP TABLE {name}_base (id INTEGER PRIMARY KEY, kind TEXT, category_id INTEGER, unit_id INTEGER,
  department_id INTEGER, party TEXT, created_at TEXT, entered_at TEXT, imported INTEGER, due_base TEXT, response_base TEXT,
  answerable INTEGER, day_end TEXT, cause TEXT, reopened INTEGER)"""
_FILL = """INSERT INTO {name}_base
SELECT t.id, t.kind, t.category_id, t.unit_id, t.department_id, t.party, t.created_at, t.entered_at, t.imported, t.due_base,
  t.response_base,
  t.source NOT IN ('patrol', 'incident') OR coalesce(t.reporter, '') <> '' OR coalesce(t.phone, '') <> '',
  -- The end of 事不过夜: allowances are `response|night_from|night_until|...`, the times HH:MM.
  CASE WHEN substr(t.created_at, 12, 5) >= substr(t.allowances, instr(t.allowances, '|') + 1, 5)
    THEN date(t.created_at, '+1 day') || 'T' || substr(t.allowances, instr(t.allowances, '|') + 7, 5) || ':00'
    ELSE substr(t.created_at, 1, 10) || 'T23:59:59' END,
  t.cause,
  coalesce((SELECT max(r.id) FROM ticket_event r WHERE r.ticket_id = t.id AND r.reopens = 1 AND r.at <= :as_of), 0)
FROM ticket t WHERE {where} AND t.created_at <= :as_of"""
# `at || entered` in one text keeps the time a step was typed (nothing: at once) beside its own; `id || value` finds the latest value.
_STEPS = """SELECT b.*,
  min(CASE WHEN e.responds = 1 THEN e.at || coalesce(e.entered_at, '') END) AS response,
  max(CASE WHEN e.verb = 'resolve' AND e.id > b.reopened THEN e.at || coalesce(e.entered_at, '') END) AS handling,
  coalesce(max(e.verb = 'resolve'), 0) AS ever_resolved,
  coalesce(max(CASE WHEN e.owed IS NOT NULL AND e.id > b.reopened THEN e.id * 2 + e.owed END), 0) & 1 AS owed,
  max(CASE WHEN e.reached = 1 AND e.id > b.reopened THEN e.at || coalesce(e.entered_at, '') END) AS reached,
  count(CASE WHEN e.reached = 0 AND e.id > b.reopened THEN 1 END) AS unreached,
  max(CASE WHEN e.score IS NOT NULL AND e.id > b.reopened THEN e.id * 8 + e.score END) & 7 AS score,
  max(e.reached = 1 AND e.id > b.reopened AND (e.score IS NOT NULL OR coalesce(e.note, '') <> '')) AS answered,
  max(CASE WHEN e.verb = 'verify' AND e.id > b.reopened THEN e.at || coalesce(e.entered_at, '') END) AS verified,
  coalesce(max(CASE WHEN e.verb = 'cancel' THEN e.id END), 0) > b.reopened AS cancelled,
  coalesce(max(CASE WHEN e.verb = 'close' THEN e.id END), 0) > b.reopened AS closed,
  coalesce(max(e.verb = 'escalate'), 0) AS escalated,
  coalesce(max(e.verb = 'dispatch'), 0) AS dispatched,
  count(CASE WHEN e.verb = 'defer' THEN 1 END) AS deferrals,
  coalesce(max(CASE WHEN e.verb IN ('defer', 'resume', 'cancel') THEN e.id * 2 + (e.verb = 'defer') END), 0) & 1 AS deferring,
  max(CASE WHEN e.verb = 'defer' THEN printf('%015d', e.id) || e.until END) AS deferral,
  max(CASE WHEN e.verb = 'arrive' THEN e.id END) AS arrival,
  max(CASE WHEN e.due IS NOT NULL THEN printf('%015d', e.id) || e.due END) AS due,
  max(CASE WHEN e.response_due IS NOT NULL THEN printf('%015d', e.id) || e.response_due END) AS response_due
FROM temp.{name}_base b LEFT JOIN ticket_event e ON e.ticket_id = b.id AND e.at <= :as_of GROUP BY b.id"""
_LINKS = """SELECT s.*,
  coalesce(reached, CASE WHEN unreached >= 3 THEN (SELECT x.at || coalesce(x.entered_at, '') FROM ticket_event x
    WHERE x.ticket_id = s.id AND x.reached = 0 AND x.id > s.reopened AND x.at <= :as_of ORDER BY x.id LIMIT 1 OFFSET 2) END) AS called
FROM ({steps}) s"""
_TABLE = """CREATE TEMP TABLE {name} AS SELECT id, kind, category_id, unit_id, department_id, party, created_at, imported, answerable,
  reopened, ever_resolved, owed, score, cancelled, escalated, deferrals, arrival, cause, unreached,
  substr(response, 1, 19) AS responded_at, substr(handling, 1, 19) AS resolved_at,
  substr(called, 1, 19) AS called_at,
  substr(coalesce(called, verified), 1, 19) AS callback_at,
  substr(coalesce(CASE WHEN answered OR unreached >= 3 THEN called END, verified), 1, 19) AS feedback_at,
  coalesce(substr(due, 16), due_base) AS due_at, coalesce(substr(response_due, 16), response_base) AS response_due_at,
  substr(response, 1, 19) <= day_end AS same_day,
  deferring AND substr(deferral, 16) > :as_of AS deferred,
  CASE WHEN deferring THEN substr(deferral, 16) END AS deferred_until,
  CASE WHEN cancelled THEN 'cancelled' WHEN closed THEN 'closed' WHEN handling IS NOT NULL THEN 'resolved'
    WHEN deferring AND substr(deferral, 16) > :as_of THEN 'deferred'
    WHEN response IS NOT NULL OR dispatched OR reopened THEN 'active' ELSE 'new' END AS state,
  1 + (response IS NOT NULL) + (handling IS NOT NULL) + (coalesce(called, verified) IS NOT NULL)
    + (coalesce(CASE WHEN answered OR unreached >= 3 THEN called END, verified) IS NOT NULL) AS links,
  {late_record} + {late_response} + {late_handling} + {late_callback} + {late_feedback} AS late_links
FROM ({links})"""


def _late(link: str) -> str:
    """Return the condition that a link (`at || entered`) was typed more than 24 hours after its own time."""
    gap = f"strftime('%s', substr({link}, 20)) - strftime('%s', substr({link}, 1, 19)) > 86400"
    return f"coalesce(CASE WHEN length({link}) > 19 THEN {gap} END, 0)"


_TABLE = _TABLE.replace("{late_record}", _late("(created_at || entered_at)"))
_TABLE = _TABLE.replace("{late_response}", _late("response")).replace("{late_handling}", _late("handling"))
_TABLE = _TABLE.replace("{late_callback}", _late("coalesce(called, verified)"))
_TABLE = _TABLE.replace(
    "{late_feedback}", _late("coalesce(CASE WHEN answered OR unreached >= 3 THEN called END, verified)")
)

IN_PERIOD = "t.created_at BETWEEN :first AND :last"
# Candidates for what was open then: what is open now, and what was closed or cancelled since.
OPEN_THEN = """(t.id IN (SELECT id FROM ticket WHERE state NOT IN ('closed', 'cancelled')) OR t.closed_at > :as_of
  OR (t.state = 'cancelled' AND EXISTS (SELECT 1 FROM ticket_event x WHERE x.ticket_id = t.id AND x.at > :as_of)))"""
OPEN_NOW = "t.state NOT IN ('closed', 'cancelled')"


def take(db: Database, name: str, where: str, params: dict[str, Any]) -> str:
    """Make the temporary table `name` of the tickets that meet a condition, as they stood at params['as_of'].

    name and where are the code's own. Returns the table's name with its schema. The tables lie in memory and are
    gone with the connection.
    """
    db.execute("PRAGMA temp_store = MEMORY")
    for table in (name, f"{name}_base"):
        db.execute(f"DROP TABLE IF EXISTS temp.{table}")
    db.execute(_BASE.replace("{name}", name))
    db.execute(_FILL.replace("{name}", name).replace("{where}", where), params)
    steps = _STEPS.replace("{name}", name)
    sql = _TABLE.replace("{links}", _LINKS.replace("{steps}", steps)).replace("{name}", name)
    db.execute(sql, params)
    db.execute(f"DROP TABLE temp.{name}_base")
    return f"temp.{name}"
