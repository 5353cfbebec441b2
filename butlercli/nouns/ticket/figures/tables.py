"""Tickets counted by month, category, building, department ...: the tables of reports and `ticket stats`."""

from typing import Any

from butlercli.base.figures import ratio
from butlercli.base.result import Row
from butlercli.kit.figures import stats
from butlercli.kit.figures.snapshot import medians
from butlercli.kit.figures.table import ROWS, TABLE, Measure
from butlercli.nouns.ticket.figures import snapshot as snapshots
from butlercli.nouns.ticket.figures.metrics import MEASURES, NEAR, REPEATS, TicketSnapshot
from butlercli.store.database import Database

# Tickets as they stand now, under the names of the snapshot's columns: the current columns say it without the log.
CURRENT = """(SELECT t.id, t.kind, t.category_id, t.unit_id, t.department_id, t.party, t.cause, t.created_at, t.due_at,
  t.responded_at, t.resolved_at, t.score, t.callback_owed AS owed, t.reopen_count AS reopened, t.state = 'cancelled' AS cancelled,
  CASE WHEN substr(t.created_at, 12, 5) >= substr(t.allowances, instr(t.allowances, '|') + 1, 5)
    THEN t.responded_at <= date(t.created_at, '+1 day') || 'T' || substr(t.allowances, instr(t.allowances, '|') + 7, 5) || ':00'
    ELSE substr(t.responded_at, 1, 10) = substr(t.created_at, 1, 10) END AS same_day
  FROM ticket t WHERE {where})"""
# What is counted of a group; satisfaction never stands without how many gave a score.
COUNTED = tuple(
    one
    for one in MEASURES
    if isinstance(one, Measure)
    and one.key.removeprefix("ticket.")
    in (
        "total", "complaint", "repair", "same_day_response_rate", "resolution_on_time_rate", "satisfaction_rate",
        "score_coverage",
    )
)  # fmt: skip
SPREADS = tuple(
    one
    for one in MEASURES
    if isinstance(one, Measure) and one.key in ("ticket.response_minutes_median", "ticket.resolution_hours_median")
)


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


def shared(row: Row, key: str) -> float | None:
    """Return a share of a group, by the key of its figure without the noun; None where there is nothing to share."""
    return ratio(row[f"ticket.{key}"], row[f"ticket.{key}/"])


class Tables:
    """Counts and lists over one table of tickets: a snapshot, or the tickets as they stand now."""

    __slots__ = ("db", "params", "table")

    def __init__(self, db: Database, table: str, params: Row) -> None:
        """table: the code's own SQL, a snapshot's name or a subquery with its columns; params['as_of'] its moment."""
        self.db = db
        self.table = table
        self.params = params

    @classmethod
    def of(cls, snapshot: TicketSnapshot) -> "Tables":
        """Return the counts and lists of a snapshot."""
        return cls(snapshot.db, snapshot.table, snapshot.params)

    def rows(self, sql: str) -> list[Row]:
        """Run a query of the code's own; `{table}` is the table."""
        return self.db.rows(
            sql.replace(ROWS, f"{self.table} WHERE NOT cancelled").replace(TABLE, self.table), self.params
        )

    def grouped(self, by: str, which: str = "all", limit: int | None = None) -> list[Row]:
        """Return what the figures of COUNTED are made of, by a dimension: see kit/figures/stats.groups.

        Each row has `grp` (None: nothing stated), names where the group is a record, and `count`, how many tickets.
        """
        found = stats.groups(self.rows, TicketSnapshot.dimensions[by], COUNTED, CONDITIONS[which])
        for row in found:
            row["count"] = row["ticket.total"]
        return found[:limit]

    def medians(self, by: str) -> list[dict[Any, float]]:
        """Return, by group, the median minutes to the response and the median hours to the handling."""
        return [medians(self.rows, one, TicketSnapshot.dimensions[by].group) for one in SPREADS]

    def repeats(self, limit: int | None = None) -> list[Row]:
        """Return units with two or more complaints of one category within 90 days: unit, category, how many, which."""
        sql = f"""SELECT u.code AS unit, g.code AS code, g.name AS name, g.english AS english, count(*) AS count,
            min(t.created_at) AS first, max(t.created_at) AS last, group_concat(t.id) AS ids
          FROM ({REPEATS.replace("{table}", self.table)}) r JOIN ticket t ON t.id = r.id JOIN unit u ON u.id = r.unit_id
          JOIN category g ON g.id = r.category_id WHERE r.since <= {NEAR} OR r.until <= {NEAR}
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
