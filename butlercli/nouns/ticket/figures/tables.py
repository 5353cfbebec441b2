"""Tickets counted by month, category, building, department ...: the tables of reports and `ticket stats`."""

from typing import Any

from butlercli.base.result import Row
from butlercli.nouns.ticket.figures import snapshot as snapshots
from butlercli.nouns.ticket.figures.metrics import REPEAT_DAYS, REPEATS
from butlercli.store.database import Database

# What a table is counted by: the expression that groups, and one that names the group (a row's `code`, `name`, `english`).
GROUPS: dict[str, tuple[str, str]] = {
    "month": ("substr(p.created_at, 1, 7)", ""),
    # Monday is 1: SQLite's own %u is not known before 3.46.
    "weekday": ("(CAST(strftime('%w', p.created_at) AS INTEGER) + 6) % 7 + 1", ""),
    "hour": ("CAST(substr(p.created_at, 12, 2) AS INTEGER)", ""),
    "kind": ("p.kind", ""),
    "party": ("p.party", ""),
    "cause": ("nullif(trim(coalesce(p.cause, '')), '')", ""),
    "category": ("p.category_id", "LEFT JOIN category g ON g.id = p.category_id"),
    "department": ("p.department_id", "LEFT JOIN department g ON g.id = p.department_id"),
    "unit": ("p.unit_id", "LEFT JOIN unit g ON g.id = p.unit_id"),
    "building": ("g.building", "LEFT JOIN unit g ON g.id = p.unit_id"),
}
_NAMES = {
    "category": "g.code AS code, g.name AS name, g.english AS english",
    "department": "g.code AS code, g.name AS name, g.name AS english",
    "unit": "g.code AS code, g.code AS name, g.code AS english",
}
CHRONOLOGICAL = ("month", "weekday", "hour")

# Tickets as they stand now, under the names of the snapshot's columns: the current columns say it without the log.
CURRENT = """(SELECT t.id, t.kind, t.category_id, t.unit_id, t.department_id, t.party, t.cause, t.created_at, t.due_at,
  t.responded_at, t.resolved_at, t.score, t.callback_owed AS owed, t.reopen_count AS reopened, t.state = 'cancelled' AS cancelled,
  CASE WHEN substr(t.created_at, 12, 5) >= substr(t.allowances, instr(t.allowances, '|') + 1, 5)
    THEN t.responded_at <= date(t.created_at, '+1 day') || 'T' || substr(t.allowances, instr(t.allowances, '|') + 7, 5) || ':00'
    ELSE substr(t.responded_at, 1, 10) = substr(t.created_at, 1, 10) END AS same_day
  FROM ticket t WHERE {where})"""
_COUNTS = """count(*) AS count, count(*) FILTER (WHERE p.kind = 'complaint') AS complaints,
  count(*) FILTER (WHERE p.kind = 'repair') AS repairs, count(*) FILTER (WHERE p.same_day) AS same_day,
  count(*) FILTER (WHERE p.resolved_at IS NOT NULL) AS resolved,
  count(*) FILTER (WHERE p.resolved_at <= p.due_at) AS on_time,
  count(*) FILTER (WHERE p.resolved_at IS NOT NULL OR p.due_at <= :as_of) AS due,
  count(p.score) AS scored, count(*) FILTER (WHERE p.score >= 4) AS satisfied,
  count(*) FILTER (WHERE p.resolved_at IS NOT NULL AND p.owed) AS owed,
  count(*) FILTER (WHERE p.resolved_at IS NOT NULL AND p.owed AND p.score IS NOT NULL) AS owed_scored,
  count(*) FILTER (WHERE p.reopened > 0) AS reopened"""
_MINUTES = "(strftime('%s', p.responded_at) - strftime('%s', p.created_at)) / 60.0"
_HOURS = "(strftime('%s', p.resolved_at) - strftime('%s', p.created_at)) / 3600.0"


# Which tickets a list or a table is about; cancelled ones are left out of all of them.
CONDITIONS = {
    "all": "1",
    # Repairs and what concerns the buildings and grounds, whatever kind of ticket it came as.
    "facilities": """(p.kind = 'repair' OR p.category_id IN (SELECT id FROM category WHERE code IN ('plumbing', 'leak', 'electric',
      'elevator', 'fire', 'access', 'cleaning', 'greening', 'heating', 'gas', 'facility', 'charging')))""",
    "open": "p.state IN ('new', 'active', 'deferred')",
    "overdue": "p.state IN ('new', 'active') AND p.due_at < :as_of",
    "escalated": "p.escalated AND p.state IN ('new', 'active', 'resolved', 'deferred')",
    "callbacks": "p.resolved_at IS NOT NULL AND p.owed AND p.callback_at IS NULL",
    "third_party": "p.party <> 'property' AND p.resolved_at IS NULL",
    "reopened": "p.reopened > 0 AND p.ever_resolved",
    "next": """((p.state IN ('new', 'active') AND p.due_at BETWEEN :next_first AND :next_last)
      OR (p.state = 'deferred' AND p.deferred_until BETWEEN :next_first AND :next_last))""",
}
ORDERS = {"due": "p.due_at, p.id", "created": "p.created_at, p.id"}


class Tables:
    """Counts and lists over one table of tickets: a snapshot, or the tickets as they stand now."""

    __slots__ = ("db", "params", "table")

    def __init__(self, db: Database, table: str, params: Row) -> None:
        """table: the code's own SQL, a snapshot's name or a subquery with its columns; params['as_of'] its moment."""
        self.db = db
        self.table = table
        self.params = params

    def grouped(self, by: str, which: str = "all", limit: int | None = None) -> list[Row]:
        """Return counts by group: the largest first, or in the order of time for months, weekdays and hours.

        Each row has `grp` (None: nothing stated), names where the group is a record, and the counts.
        """
        expression, join = GROUPS[by]
        names = _NAMES.get(by, "NULL AS code, NULL AS name, NULL AS english")
        order = "grp" if by in CHRONOLOGICAL else "count DESC, grp IS NULL, code, grp"
        sql = f"""SELECT {expression} AS grp, {names}, {_COUNTS} FROM {self.table} p {join}
          WHERE NOT p.cancelled AND {CONDITIONS[which]} GROUP BY 1 ORDER BY {order}"""
        return self.db.rows(sql + _limited(limit), self.params)

    def medians(self, by: str) -> dict[Any, tuple[float | None, float | None]]:
        """Return, by group, the median minutes to the response and the median hours to the handling."""
        responses, handlings = self._median(by, _MINUTES), self._median(by, _HOURS)
        groups = responses.keys() | handlings.keys()
        return {group: (responses.get(group), handlings.get(group)) for group in groups}

    def _median(self, by: str, value: str) -> dict[Any, float]:
        expression, join = GROUPS[by]
        sql = f"""WITH v AS (SELECT {expression} AS grp, {value} AS x FROM {self.table} p {join} WHERE NOT p.cancelled),
          ranked AS (SELECT grp, x, row_number() OVER (PARTITION BY grp ORDER BY x) AS place,
            count(*) OVER (PARTITION BY grp) AS n FROM v WHERE x IS NOT NULL)
          SELECT grp, avg(x) AS median FROM ranked WHERE place IN ((n + 1) / 2, (n + 2) / 2) GROUP BY grp"""
        return {row["grp"]: row["median"] for row in self.db.rows(sql, self.params)}

    def repeats(self, limit: int | None = None) -> list[Row]:
        """Return units with two or more complaints of one category within 90 days: unit, category, how many, which."""
        near = REPEAT_DAYS * 86400
        sql = f"""SELECT u.code AS unit, g.code AS code, g.name AS name, g.english AS english, count(*) AS count,
            min(t.created_at) AS first, max(t.created_at) AS last, group_concat(t.id) AS ids
          FROM ({REPEATS.replace("{table}", self.table)}) r JOIN ticket t ON t.id = r.id JOIN unit u ON u.id = r.unit_id
          JOIN category g ON g.id = r.category_id WHERE r.since <= {near} OR r.until <= {near}
          GROUP BY r.unit_id, r.category_id ORDER BY count DESC, last DESC, unit"""
        return self.db.rows(sql + _limited(limit), self.params)

    def count(self, which: str = "all") -> int:
        """Return how many tickets meet a condition."""
        sql = f"SELECT count(*) FROM {self.table} p WHERE NOT p.cancelled AND {CONDITIONS[which]}"
        return int(self.db.value(sql, self.params))

    def states(self, which: str) -> list[Row]:
        """Return how many tickets that meet a condition are in which state, the most first: state, n."""
        return self.db.rows(
            f"""SELECT p.state AS state, count(*) AS n FROM {self.table} p
            WHERE NOT p.cancelled AND {CONDITIONS[which]} GROUP BY p.state ORDER BY n DESC, p.state""",
            self.params,
        )

    def listed(self, which: str, limit: int, order: str = "due") -> tuple[int, list[Row]]:
        """Return how many tickets meet a condition, and the first of them with what names them."""
        sql = f"""SELECT p.*, t.title, t.place, t.priority, t.reporter, u.code AS unit, g.name AS category_name,
            g.english AS category_english, d.name AS department_name
          FROM {self.table} p JOIN ticket t ON t.id = p.id LEFT JOIN unit u ON u.id = t.unit_id
          LEFT JOIN category g ON g.id = t.category_id LEFT JOIN department d ON d.id = t.department_id
          WHERE NOT p.cancelled AND {CONDITIONS[which]} ORDER BY {ORDERS[order]}"""
        return self.count(which), self.db.rows(sql + _limited(limit), self.params)


def _limited(limit: int | None) -> str:
    return "" if limit is None else f" LIMIT {int(limit)}"


def open_then(db: Database, params: Row) -> Tables:
    """Return everything that was open at params['as_of'], whenever it came in (also what was cancelled since)."""
    now = db.now.isoformat(timespec="seconds")
    which = snapshots.OPEN_NOW if params["as_of"] >= now else snapshots.OPEN_THEN
    return Tables(db, snapshots.take(db, "ticket_board", which, params), params)


def current(db: Database, start: str | None, end: str | None) -> Tables:
    """Return the tickets created from `start` to `end` (stored moments, None: without bound) as they stand now."""
    bounds = ["t.created_at >= :start"] if start else []
    bounds += ["t.created_at <= :end"] if end else []
    params = {"start": start, "end": end, "as_of": db.now.isoformat(timespec="seconds")}
    return Tables(db, CURRENT.replace("{where}", " AND ".join(bounds) or "1"), params)
