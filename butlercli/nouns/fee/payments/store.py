"""The SQL of payments: written in bulk; and of papers: what moved the account of a unit, in fen, each with the moment it counts from."""

from collections.abc import Iterable
from typing import Any

from butlercli.base.result import Row
from butlercli.kit.select import listed
from butlercli.nouns.fee.owed.store.formula import waived
from butlercli.store.bulk import insert_rows
from butlercli.store.database import Database

COLUMNS = (
    "id", "uid", "ref", "unit_id", "amount", "method", "channel", "paid_at", "entered_at", "imported", "note",
)  # fmt: skip

# A bill counts from the first day of its period until it is cancelled; what was waived before it began, from then on.
_BEGUN = "b.period_start || 'T00:00:00'"
_LIVE = "(b.cancelled_at IS NULL OR b.cancelled_at > b.period_start || 'T00:00:00')"
_BILLS = f"""
  SELECT {_BEGUN} AS at, 0 AS rank, 'bill' AS kind, b.id, NULL AS bill_id, b.amount, i.name AS item, b.period_start, b.period_end,
    b.due_date, b.debtor, NULL AS reason, NULL AS moved_to, NULL AS method, NULL AS ref
  FROM fee_bill b JOIN fee_item i ON i.id = b.item_id WHERE {{bills}} AND {_LIVE}
  UNION ALL SELECT max(w.at, {_BEGUN}), 1, 'waiver', w.id, b.id, -w.amount, i.name, b.period_start, b.period_end, b.due_date, b.debtor,
    w.reason, w.moved_to, NULL, NULL
  FROM fee_waiver w JOIN fee_bill b ON b.id = w.bill_id JOIN fee_item i ON i.id = b.item_id
  WHERE {{bills}} AND {_LIVE} AND (b.cancelled_at IS NULL OR w.at < b.cancelled_at)
  UNION ALL SELECT b.cancelled_at, 2, 'cancelled', b.id, b.id, -b.amount + {waived("w.at < b.cancelled_at")}, i.name, b.period_start, b.period_end, b.due_date, b.debtor, b.cancel_reason,
    NULL, NULL, NULL
  FROM fee_bill b JOIN fee_item i ON i.id = b.item_id WHERE {{bills}} AND {_LIVE} AND b.cancelled_at IS NOT NULL"""
_PAYMENTS = """
  UNION ALL SELECT p.paid_at, 3, 'payment', p.id, NULL, -p.amount, NULL, NULL, NULL, NULL, NULL, NULL, NULL, p.method, p.ref
  FROM fee_payment p WHERE p.unit_id = :unit
  UNION ALL SELECT max(r.at, p.paid_at), 4, 'refund', p.id, NULL, r.amount, NULL, NULL, NULL, NULL, NULL, r.reason, NULL, p.method, p.ref
  FROM fee_refund r JOIN fee_payment p ON p.id = r.payment_id WHERE p.unit_id = :unit"""
# What of the payments settled the bills of one debtor; the unit's prepayment is nobody's debt.
_SETTLED = """
  UNION ALL SELECT a.at, CASE WHEN a.amount > 0 THEN 3 ELSE 4 END, CASE WHEN a.amount > 0 THEN 'payment' ELSE 'refund' END,
    p.id, b.id, -a.amount, i.name, b.period_start, b.period_end, b.due_date, b.debtor, r.reason, NULL, p.method, p.ref
  FROM fee_allocation a JOIN fee_bill b ON b.id = a.bill_id JOIN fee_item i ON i.id = b.item_id
  JOIN fee_payment p ON p.id = a.payment_id LEFT JOIN fee_refund r ON r.id = a.refund_id WHERE {bills}"""


def insert(db: Database, payments: Iterable[tuple[Any, ...]]) -> None:
    """Write payments: tuples of COLUMNS."""
    insert_rows(db, "fee_payment", COLUMNS, payments)


def movements(db: Database, unit_id: int, at: str, bill_ids: list[int] | None = None) -> list[Row]:
    """Return what moved the balance of a unit until a moment, in order of time: the sum of `amount` is the balance.

    With `bill_ids` only what concerns these bills: the sum is what they owe.
    """
    bills = "b.unit_id = :unit" if bill_ids is None else "b.id IN (SELECT value FROM json_each(:ids))"
    sql = _BILLS + (_PAYMENTS if bill_ids is None else _SETTLED)
    return db.rows(
        f"SELECT * FROM ({sql.format(bills=bills)}) WHERE at <= :at ORDER BY at, rank, id, bill_id",
        {"unit": unit_id, "at": at, "ids": listed(bill_ids or ())},
    )


def debtors(db: Database, unit_id: int) -> list[Row]:
    """Return whom the bills of a unit were made out to: debtor_kind, debtor_id, debtor, bills (ids), names (all that stand on
    them: joint owners changed, or two entries of a person were merged), the newest first.
    """
    import json

    rows = db.rows(
        """SELECT debtor_kind, debtor_id, max(debtor) AS debtor, json_group_array(id) AS bills,
          json_group_array(DISTINCT debtor) AS names FROM fee_bill WHERE unit_id = ?
        GROUP BY debtor_kind, debtor_id, CASE WHEN debtor_id IS NULL THEN debtor END ORDER BY max(period_start) DESC""",
        (unit_id,),
    )
    return [{**row, "bills": json.loads(row["bills"]), "names": json.loads(row["names"])} for row in rows]
