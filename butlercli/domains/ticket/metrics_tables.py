"""Tickets counted by month, category, building, department ...: the tables of reports and `ticket stats`."""

from typing import Any

from butlercli.store.database import Database

Row = dict[str, Any]

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


def grouped(db: Database, table: str, params: Row, by: str, where: str = "1", limit: int | None = None) -> list[Row]:
    """Return counts by group: the largest first, or in the order of time for months, weekdays and hours.

    table and where are the code's own SQL. Each row has `grp` (None: nothing stated), names where the group is a
    record, and the counts.
    """
    expression, join = GROUPS[by]
    names = _NAMES.get(by, "NULL AS code, NULL AS name, NULL AS english")
    order = "grp" if by in CHRONOLOGICAL else "count DESC, grp IS NULL, code, grp"
    sql = f"""SELECT {expression} AS grp, {names}, {_COUNTS} FROM {table} p {join}
      WHERE NOT p.cancelled AND {where} GROUP BY 1 ORDER BY {order}"""
    if limit is not None:
        sql += f" LIMIT {int(limit)}"
    return db.rows(sql, params)


def medians(db: Database, table: str, params: Row, by: str) -> dict[Any, tuple[float | None, float | None]]:
    """Return, by group, the median minutes to the response and the median hours to the handling."""
    found: dict[Any, tuple[float | None, float | None]] = {}
    for place, value in enumerate((_MINUTES, _HOURS)):
        expression, join = GROUPS[by]
        sql = f"""WITH v AS (SELECT {expression} AS grp, {value} AS x FROM {table} p {join} WHERE NOT p.cancelled),
          ranked AS (SELECT grp, x, row_number() OVER (PARTITION BY grp ORDER BY x) AS place,
            count(*) OVER (PARTITION BY grp) AS n FROM v WHERE x IS NOT NULL)
          SELECT grp, avg(x) AS median FROM ranked WHERE place IN ((n + 1) / 2, (n + 2) / 2) GROUP BY grp"""
        for row in db.rows(sql, params):
            former = found.get(row["grp"], (None, None))
            found[row["grp"]] = (row["median"], former[1]) if place == 0 else (former[0], row["median"])
    return found


def repeats(db: Database, table: str, params: Row, limit: int | None = None) -> list[Row]:
    """Return units with two or more complaints of one category within 90 days: unit, category, how many, which."""
    from butlercli.domains.ticket.metrics import REPEAT_DAYS, REPEATS

    near = REPEAT_DAYS * 86400
    sql = f"""SELECT u.code AS unit, g.code AS code, g.name AS name, g.english AS english, count(*) AS count,
        min(t.created_at) AS first, max(t.created_at) AS last, group_concat(t.id) AS ids
      FROM ({REPEATS.replace("{table}", table)}) r JOIN ticket t ON t.id = r.id JOIN unit u ON u.id = r.unit_id
      JOIN category g ON g.id = r.category_id WHERE r.since <= {near} OR r.until <= {near}
      GROUP BY r.unit_id, r.category_id ORDER BY count DESC, last DESC, unit"""
    if limit is not None:
        sql += f" LIMIT {int(limit)}"
    return db.rows(sql, params)


def listed(db: Database, table: str, params: Row, where: str, order: str, limit: int) -> tuple[int, list[Row]]:
    """Return how many tickets of a snapshot meet a condition, and the first of them with what names them."""
    total = int(db.value(f"SELECT count(*) FROM {table} p WHERE {where}", params))
    sql = f"""SELECT p.*, t.title, t.place, t.priority, t.reporter, u.code AS unit, g.name AS category_name,
        g.english AS category_english, d.name AS department_name
      FROM {table} p JOIN ticket t ON t.id = p.id LEFT JOIN unit u ON u.id = t.unit_id
      LEFT JOIN category g ON g.id = t.category_id LEFT JOIN department d ON d.id = t.department_id
      WHERE {where} ORDER BY {order} LIMIT {int(limit)}"""
    return total, db.rows(sql, params)
