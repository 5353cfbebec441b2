"""The tickets behind a figure: those of its denominator, each with whether it is in the numerator."""

from butlercli.base.result import Row
from butlercli.nouns.ticket.figures.metrics import (
    ARRIVALS,
    COUNTS,
    DEFERRALS,
    LIVE,
    RATES,
    REPEAT_DAYS,
    REPEATS,
    SPREADS,
    TicketSnapshot,
)

_FACTS = """SELECT t.id, t.title, u.code AS unit, t.place, t.kind, p.state, p.created_at, p.response_due_at, p.responded_at, p.due_at,
  p.resolved_at, p.callback_at AS called_back_at, p.feedback_at, p.score, {value} AS value, {part} AS in_numerator
  FROM {table} p JOIN ticket t ON t.id = p.id LEFT JOIN unit u ON u.id = t.unit_id {join} WHERE {where} ORDER BY p.created_at, p.id"""


def explain(snapshot: TicketSnapshot, key: str) -> list[Row] | None:
    """Return the tickets behind a figure, oldest first, or None for a key that is no figure of tickets.

    `value` is what the ticket adds to a sum, a mean or a percentile (hours, minutes, a score, late links).
    """
    parts = _parts(snapshot, key)
    if parts is None:
        return None
    part, where, value, join = parts
    # Aliased, so that the ticket's own columns of the same names are never read: they are not as of then.
    table = f"(SELECT * FROM {snapshot.table})"
    chosen = f"p.id IN (SELECT id FROM {snapshot.table} WHERE {where})"
    counted = f"p.id IN (SELECT id FROM {snapshot.table} WHERE {where} AND ({part}))"
    sql = _FACTS.replace("{join}", join).replace("{table}", table).replace("{value}", value)
    rows = snapshot.db.rows(sql.replace("{part}", counted).replace("{where}", chosen), snapshot.params)
    for row in rows:
        row["in_numerator"] = bool(row["in_numerator"])
    return rows


def _parts(snapshot: TicketSnapshot, key: str) -> tuple[str, str, str, str] | None:
    """Return numerator, denominator, value and join of a key, as SQL of the code's own."""
    for count in COUNTS:
        if count.key == key:
            return "1", count.condition, "NULL", ""
    for rate in RATES:
        if rate.key == key:
            return rate.condition, f"{LIVE} AND {rate.among}", "NULL", ""
    for spread in SPREADS:
        if spread.key == key:
            value = spread.value.replace("responded_at", "p.responded_at").replace("created_at", "p.created_at")
            return "1", f"{LIVE} AND {spread.condition}", value.replace("resolved_at", "p.resolved_at"), ""
    return _special(snapshot, key)


def _special(snapshot: TicketSnapshot, key: str) -> tuple[str, str, str, str] | None:
    if key == "ticket.score_mean":
        return "1", f"{LIVE} AND score IS NOT NULL", "p.score", ""
    if key == "ticket.late_entry_rate":
        return "late_links > 0", f"{LIVE} AND NOT imported", "p.late_links || '/' || p.links", ""
    if key in ("ticket.deferred", "ticket.deferred_hours"):
        hours = DEFERRALS.replace("{table}", snapshot.table)
        join = f"LEFT JOIN (SELECT id, sum(seconds) / 3600.0 AS hours FROM ({hours}) GROUP BY id) h ON h.id = p.id"
        return (
            "1",
            f"{LIVE} AND deferrals > 0",
            "p.deferrals" if key == "ticket.deferred" else "h.hours",
            join,
        )
    if key == "ticket.repeat_complaint_units":
        near = f"{REPEAT_DAYS} * 86400"
        repeats = REPEATS.replace("{table}", snapshot.table)
        where = f"id IN (SELECT id FROM ({repeats}) WHERE since <= {near} OR until <= {near})"
        return "1", where, "NULL", ""
    if key.startswith("department.") and key.endswith(".arrive_minutes_median"):
        code = key.removeprefix("department.").removesuffix(".arrive_minutes_median")
        id = snapshot.db.value("SELECT id FROM department WHERE code = ?", (code,))
        if id is None:
            return None
        pairs = ARRIVALS.replace("{table}", snapshot.table)
        chosen = f"SELECT id, minutes FROM ({pairs}) WHERE department_id = {int(id)}"
        return "1", f"id IN (SELECT id FROM ({chosen}))", "m.minutes", f"JOIN ({chosen}) m ON m.id = p.id"
    return None
