"""The bills of a period as they stood at a moment: one temporary table, made in one pass over the history.

It holds the bills whose service begins in the period (`place` 0), of those before (-1) what the period's beginning or
the as-of moment still saw open, and of those after (1) what is open at the as-of moment. A bill counts from the first day
of its period until it is cancelled; waivers and allocations from their own times. What a change of owner moved to a bill
of the new owner's (`moved_to`) is kept apart from what was waived.
"""

from typing import Any

from butlercli.nouns.fee.owed.store.formula import live, owed, paid, waived
from butlercli.store.database import Database

# Nearly all bills of the past were paid before the period began, and are passed over after one look into an index that
# holds the amounts. One that was paid counts again where a refund opened it since.
WANTED = f"""CREATE TEMP TABLE {{name}}_wanted AS
SELECT b.id, -1 AS place FROM fee_bill b WHERE +b.period_start < :first_day AND b.amount <> {paid("a.at < :first")}
UNION SELECT a.bill_id, -1 FROM fee_allocation a CROSS JOIN fee_bill b ON b.id = a.bill_id
  WHERE a.refund_id IS NOT NULL AND a.at >= :first AND b.period_start < :first_day
UNION ALL SELECT b.id, 0 FROM fee_bill b WHERE b.period_start BETWEEN :first_day AND min(:last_day, :day)
UNION ALL SELECT b.id, 1 FROM fee_bill b WHERE b.period_start > :last_day AND b.period_start <= :day
  AND b.amount <> {paid("a.at <= :as_of")}"""
# Materialized, so that each sum is looked up once.
_BILLS = f"""CREATE TEMP TABLE {{name}} AS WITH standing AS MATERIALIZED (
  SELECT b.id, n.place, b.unit_id, b.item_id, b.period_start, b.period_end, b.due_date, b.amount,
    {live(":as_of")} AS stands,
    CASE WHEN n.place < 0 THEN {paid("a.at < :first")} END AS paid_before,
    CASE WHEN n.place < 0 THEN {waived("w.at < :first")} END AS lowered_before,
    CASE WHEN n.place < 0 THEN {waived("w.moved_to IS NOT NULL AND w.at BETWEEN :first AND :last_at")} END AS moved_in,
    CASE WHEN n.place < 0 THEN {paid("a.at BETWEEN :first AND :last_at")} END AS paid_in, {paid("a.at <= :as_of")} AS paid,
    {waived("w.moved_to IS NULL AND w.at <= :as_of")} AS forgiven, {waived("w.moved_to IS NOT NULL AND w.at <= :as_of")} AS moved
  FROM temp.{{name}}_wanted n JOIN fee_bill b ON b.id = n.id
  WHERE n.place >= 0 OR b.cancelled_at IS NULL OR b.cancelled_at >= :first)
SELECT *,
  CASE WHEN place < 0 THEN max(0, amount - paid_before - lowered_before - moved_in) ELSE 0 END AS opening,
  CASE WHEN place < 0 AND amount > paid_before + lowered_before THEN paid_in ELSE 0 END AS recovered,
  CASE WHEN stands AND place = 0 THEN amount - moved ELSE 0 END AS billed,
  CASE WHEN stands AND place = 0 THEN forgiven ELSE 0 END AS waived,
  CASE WHEN stands AND place = 0 THEN paid ELSE 0 END AS received,
  CASE WHEN stands THEN {owed("moved - forgiven")} ELSE 0 END AS outstanding
FROM standing WHERE place = 0 AND stands OR opening > 0 OR recovered <> 0 OR outstanding > 0"""


def take(db: Database, name: str, params: dict[str, Any]) -> str:
    """Make the temporary table `name`, a row a bill, and return its name with its schema.

    name is the code's own; params are those of a span. Columns in fen: amount, billed, waived, received (of bills of the
    period, without what was moved), opening and recovered (of earlier ones), outstanding (of all, at the as-of moment).
    The table lies in memory and is gone with the connection.
    """
    db.execute("PRAGMA temp_store = MEMORY")
    for table in (name, f"{name}_wanted"):
        db.execute(f"DROP TABLE IF EXISTS temp.{table}")
    for sql in (WANTED, _BILLS):
        db.execute(sql.replace("{name}", name), params)
    db.execute(f"DROP TABLE temp.{name}_wanted")
    return f"temp.{name}"
