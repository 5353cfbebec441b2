"""The records behind a figure of fees: bills, units, payments, reminders or promises, with what each adds to it.

The expressions are those the figure is summed by, so the amounts listed add up to numerator and denominator.
"""

from typing import Any

from butlercli.base.result import Row
from butlercli.kit.select import listed
from butlercli.nouns.fee.figures import metrics
from butlercli.nouns.fee.figures.metrics import BILLS, CURRENT, PAST_DUE, BillRate, BillSnapshot
from butlercli.nouns.fee.owed.store.asof import UNIT_ORDER
from butlercli.nouns.fee.owed.store.formula import rest

_BILL = """SELECT s.id, u.code AS unit, i.code AS item, i.name AS item_name, s.period_start, s.period_end, s.due_date,
    s.amount AS amount_fen, s.numerator_fen, s.denominator_fen, s.outstanding AS outstanding_fen, s.numerator_fen <> 0 AS in_numerator
  FROM (SELECT *, {part} AS numerator_fen, {whole} AS denominator_fen FROM {table}) s
  JOIN fee_item i ON i.id = s.item_id JOIN unit u ON u.id = s.unit_id
  WHERE (s.numerator_fen <> 0 OR coalesce(s.denominator_fen, 0) <> 0) {only} ORDER BY s.period_start, s.id"""
_UNIT = f"""SELECT u.code AS unit, count(*) AS bills, min(s.due_date) AS oldest_due, sum(s.amount - s.moved - s.forgiven) AS billed_fen,
    sum(s.outstanding) AS outstanding_fen, {{part}} AS in_numerator
  FROM {{table}} s JOIN unit u ON u.id = s.unit_id WHERE s.stands AND {{whole}} GROUP BY s.unit_id ORDER BY {UNIT_ORDER}"""
_MONEY = """SELECT p.id, u.code AS unit, m.at, m.fen AS amount_fen, p.amount AS payment_fen, p.method, p.channel, m.fen AS numerator_fen,
    1 AS in_numerator
  FROM (SELECT id, paid_at AS at, amount AS fen FROM fee_payment WHERE paid_at BETWEEN :first AND :last_at
    UNION ALL SELECT payment_id, at, -amount FROM fee_refund WHERE at BETWEEN :first AND :last_at) m
  JOIN fee_payment p ON p.id = m.id JOIN unit u ON u.id = p.unit_id ORDER BY m.at, p.id"""
_KEPT = f"""WITH kept AS MATERIALIZED (SELECT p.id, {rest("a.at <= :as_of", "r.at <= :as_of")} AS fen
  FROM fee_payment p WHERE p.paid_at <= :as_of)
SELECT p.id, u.code AS unit, p.paid_at AS at, k.fen AS amount_fen, p.amount AS payment_fen, p.method, p.channel, k.fen AS numerator_fen,
  1 AS in_numerator FROM kept k JOIN fee_payment p ON p.id = k.id JOIN unit u ON u.id = p.unit_id WHERE k.fen > 0 ORDER BY p.paid_at, p.id"""
_REMINDED = """SELECT m.id, u.code AS unit, m.at, m.channel, m.result, m.why, m.promise_date, m.outstanding AS outstanding_fen,
    1 AS in_numerator FROM fee_reminder m JOIN unit u ON u.id = m.unit_id WHERE m.at BETWEEN :first AND :last_at"""
KINDS = {
    metrics.HOUSEHOLDS: "fee.explain_units",
    metrics.ARREARS_HOUSEHOLDS: "fee.explain_units",
    metrics.PAID_IN: "fee.explain_payments",
    metrics.PREPAID: "fee.explain_payments",
    metrics.REMINDERS: "fee.explain_reminders",
    metrics.REFUSALS: "fee.explain_reminders",
    metrics.PROMISES: "fee.explain_promises",
}


def kind(key: str) -> str:
    """Return which list shows the records behind a figure."""
    return KINDS.get(key, "fee.explain_bills")


def explain(snapshot: BillSnapshot, key: str) -> list[Row] | None:
    """Return the records behind a figure, oldest first, units by their codes; None for a key that is none of fees."""
    rows = _rows(snapshot, key)
    for row in rows or ():
        row["in_numerator"] = bool(row["in_numerator"])
    return rows


def _rows(snapshot: BillSnapshot, key: str) -> list[Row] | None:
    for one in BILLS:
        if one.key == key:
            return _bills(snapshot, one.part, one.whole if isinstance(one, BillRate) else "NULL")
    if key.startswith(f"{CURRENT}."):
        return _of_item(snapshot, key.removeprefix(f"{CURRENT}."))
    if key == metrics.HOUSEHOLDS:
        return _units(snapshot, "s.place = 0", "sum(s.outstanding) = 0")
    if key == metrics.ARREARS_HOUSEHOLDS:
        return _units(snapshot, PAST_DUE, "1")
    if key == metrics.PROMISES:
        return _promises(snapshot)
    if key == metrics.REFUSALS:
        sql = f"{_REMINDED} AND m.id IN (SELECT value FROM json_each(:ids)) ORDER BY m.at, m.id"
        return snapshot.rows(sql, ids=listed(row["id"] for row in metrics.refusals(snapshot)))
    lists = {metrics.PAID_IN: _MONEY, metrics.PREPAID: _KEPT, metrics.REMINDERS: f"{_REMINDED} ORDER BY m.at, m.id"}
    return snapshot.rows(lists[key]) if key in lists else None


def _bills(snapshot: BillSnapshot, part: str, whole: str, only: str = "", **more: Any) -> list[Row]:
    sql = _BILL.replace("{part}", part).replace("{whole}", whole).replace("{only}", only)
    return snapshot.rows(sql, **more)


def _of_item(snapshot: BillSnapshot, code: str) -> list[Row] | None:
    """Return the bills of an item by its code as the figure's key has it; None where the period has none of it."""
    found = snapshot.db.value("SELECT id FROM fee_item WHERE code = ? COLLATE BINARY", (code,))
    if found is None:
        return None
    return _bills(snapshot, "received", "billed - waived", "AND s.item_id = :item", item=found) or None


def _units(snapshot: BillSnapshot, whole: str, part: str) -> list[Row]:
    return snapshot.rows(_UNIT.replace("{part}", part).replace("{whole}", whole))


def _promises(snapshot: BillSnapshot) -> list[Row]:
    return [
        {
            "reminder_id": row["reminder_id"],
            "unit": row["unit"],
            "at": row["at"],
            "promise_date": row["promise_date"],
            "promise_fen": row["promise_fen"],
            "paid_fen": row["paid_fen"],
            "state": row["state"],
            "in_numerator": row["state"] == "kept",
        }
        for row in metrics.promises_due(snapshot)
    ]
