"""The SQL of money: what is open, what is prepaid, allocations, and whether the books still balance."""

from collections.abc import Iterable
from typing import Any

from butlercli.base.result import Row
from butlercli.kit.select import listed
from butlercli.nouns.fee.owed.store.formula import LIVE, OWED, PAID, REFUNDED, REST, WAIVED, paid
from butlercli.store import bulk
from butlercli.store.database import Database


def open_bills(db: Database, unit_ids: Iterable[int]) -> list[tuple[Any, ...]]:
    """Return the bills of units that owe something, periods that have not begun included; the oldest due first.

    Each is (id, unit, debtor's kind, debtor's id, period_start, due_date, owed, whether anything was ever refunded).
    """
    return db.execute(
        f"""SELECT b.id, b.unit_id, b.debtor_kind, b.debtor_id, b.period_start, b.due_date,
          {OWED} AS owed,
          EXISTS (SELECT 1 FROM fee_allocation a WHERE a.bill_id = b.id AND a.refund_id IS NOT NULL)
        FROM fee_bill b WHERE b.unit_id IN (SELECT value FROM json_each(?)) AND {LIVE} AND owed > 0
        ORDER BY b.due_date, b.period_start, b.id""",
        (listed(unit_ids),),
    ).fetchall()


def movements(db: Database, bill_ids: Iterable[int]) -> dict[int, list[tuple[str, int]]]:
    """Return what was waived and allocated (refunds negative), by bill: when and how much."""
    found: dict[int, list[tuple[str, int]]] = {}
    rows = db.execute(
        """SELECT bill_id, at, amount FROM fee_allocation WHERE bill_id IN (SELECT value FROM json_each(:ids))
        UNION ALL SELECT bill_id, at, amount FROM fee_waiver WHERE bill_id IN (SELECT value FROM json_each(:ids))""",
        {"ids": listed(bill_ids)},
    )
    for bill_id, at, amount in rows:
        found.setdefault(bill_id, []).append((at, amount))
    return found


def paid_moves(db: Database, bill_id: int) -> list[tuple[str, int]]:
    """Return what was allocated to a bill, refunds negative: when and how much."""
    return db.execute("SELECT at, amount FROM fee_allocation WHERE bill_id = ?", (bill_id,)).fetchall()


def undelivered(db: Database, unit_ids: Iterable[int]) -> set[int]:
    """Return those of some units that the developer has not handed over."""
    sql = "SELECT id FROM unit WHERE id IN (SELECT value FROM json_each(?)) AND state = 'undelivered'"
    return set(db.column(sql, (listed(unit_ids),)))


def prepayments(db: Database, unit_ids: Iterable[int]) -> list[tuple[int, int, str, int]]:
    """Return the payments of units that are not used up, as (id, unit, paid_at, rest), in order of paid_at and id."""
    return db.execute(
        f"""SELECT p.id, p.unit_id, p.paid_at, {REST} AS rest FROM fee_payment p
        WHERE p.unit_id IN (SELECT value FROM json_each(?)) AND rest > 0 ORDER BY p.paid_at, p.id""",
        (listed(unit_ids),),
    ).fetchall()


def kept_back(db: Database, unit_id: int) -> int:
    """Return what is prepaid at a unit and settles no bill yet, not even one whose period is to come (fen)."""
    return sum(rest for *_payment, rest in prepayments(db, [unit_id]))


def first_period_made(db: Database, unit_ids: Iterable[int]) -> dict[int, str]:
    """Return the first day of the earliest period among the bills made in the open operation, by unit."""
    rows = db.execute(
        """SELECT b.unit_id, min(b.period_start) FROM journal j JOIN fee_bill b ON b.id = j.row
        WHERE j.op = ? AND j.tbl = 'fee_bill' AND j.act = 'I' AND b.unit_id IN (SELECT value FROM json_each(?)) GROUP BY b.unit_id""",
        (db.operation_id, listed(unit_ids)),
    )
    return dict(rows.fetchall())


def allocations_of(db: Database, payment_id: int) -> list[tuple[int, str, int]]:
    """Return the allocations of a payment in the order they were made: (bill, at, amount), refunds negative."""
    sql = "SELECT bill_id, at, amount FROM fee_allocation WHERE payment_id = ? ORDER BY id"
    return db.execute(sql, (payment_id,)).fetchall()


def add_allocations(db: Database, rows: Iterable[tuple[int, int, int | None, int, str]]) -> None:
    """Write allocations: (payment, bill, refund or None, amount, at)."""
    bulk.insert_rows(db, "fee_allocation", ("payment_id", "bill_id", "refund_id", "amount", "at"), rows)


def payment_by_ref(db: Database, ref: str) -> Row | None:
    """Return the payment with a reference of finance (流水号), or None."""
    return db.row(
        "SELECT p.*, u.code AS unit FROM fee_payment p JOIN unit u ON u.id = p.unit_id WHERE p.ref = ?", (ref,)
    )


def newest(db: Database, table: str) -> int | None:
    """Return the highest id of a table (a name of the code's own)."""
    found: int | None = db.value(f"SELECT max(id) FROM {table}")
    return found


def bill_rows(db: Database, ids: Iterable[int]) -> dict[int, Row]:
    """Return bills by id with all that was waived and allocated, and the codes of unit and item."""
    rows = db.rows(
        f"""SELECT b.*, u.code AS unit, i.code AS item, i.name AS item_name, {WAIVED} AS waived, {PAID} AS paid
        FROM fee_bill b JOIN unit u ON u.id = b.unit_id JOIN fee_item i ON i.id = b.item_id
        WHERE b.id IN (SELECT value FROM json_each(?))""",
        (listed(ids),),
    )
    return {row["id"]: row for row in rows}


def payment_rows(db: Database, ids: Iterable[int]) -> dict[int, Row]:
    """Return payments by id with what was refunded and what is left as prepayment, and the code of the unit."""
    rows = db.rows(
        f"""SELECT p.*, u.code AS unit, {REFUNDED} AS refunded, {REST} AS unallocated
        FROM fee_payment p JOIN unit u ON u.id = p.unit_id WHERE p.id IN (SELECT value FROM json_each(?))""",
        (listed(ids),),
    )
    return {row["id"]: row for row in rows}


def allocated(db: Database, payment_ids: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """Return what payments settle, refunds taken off, by payment: (bill, amount) in the order first allocated."""
    found: dict[int, list[tuple[int, int]]] = {}
    rows = db.execute(
        """SELECT payment_id, bill_id, sum(amount) AS net FROM fee_allocation
        WHERE payment_id IN (SELECT value FROM json_each(?)) GROUP BY payment_id, bill_id HAVING net <> 0
        ORDER BY payment_id, min(id)""",
        (listed(payment_ids),),
    )
    for payment_id, bill_id, net in rows:
        found.setdefault(payment_id, []).append((bill_id, net))
    return found


def payers_of(db: Database, bill_id: int) -> list[int]:
    """Return the payments that settle a part of a bill."""
    sql = "SELECT payment_id FROM fee_allocation WHERE bill_id = ? GROUP BY payment_id HAVING sum(amount) <> 0"
    return [int(id) for id in db.column(sql, (bill_id,))]


_TOUCHED = """WITH
  touched_bill (id) AS MATERIALIZED (
    SELECT a.bill_id FROM journal j JOIN fee_allocation a ON a.id = j.row WHERE j.op = :op AND j.tbl = 'fee_allocation'
    UNION SELECT w.bill_id FROM journal j JOIN fee_waiver w ON w.id = j.row WHERE j.op = :op AND j.tbl = 'fee_waiver'
    UNION SELECT json_extract(j.old, '$.bill_id') FROM journal j
      WHERE j.op = :op AND j.tbl IN ('fee_allocation', 'fee_waiver') AND j.act = 'D'
    UNION SELECT j.row FROM journal j WHERE j.op = :op AND j.tbl = 'fee_bill'),
  touched_payment (id) AS MATERIALIZED (
    SELECT a.payment_id FROM journal j JOIN fee_allocation a ON a.id = j.row WHERE j.op = :op AND j.tbl = 'fee_allocation'
    UNION SELECT r.payment_id FROM journal j JOIN fee_refund r ON r.id = j.row WHERE j.op = :op AND j.tbl = 'fee_refund'
    UNION SELECT json_extract(j.old, '$.payment_id') FROM journal j
      WHERE j.op = :op AND j.tbl IN ('fee_allocation', 'fee_refund') AND j.act = 'D')"""
_BILLS = f"""{_TOUCHED},
  move (bill_id, at, amount, paid) AS (
    SELECT bill_id, at, amount, amount FROM fee_allocation WHERE bill_id IN (SELECT id FROM touched_bill)
    UNION ALL SELECT bill_id, at, amount, 0 FROM fee_waiver WHERE bill_id IN (SELECT id FROM touched_bill)),
  run (bill_id, at, amount, paid) AS (
    SELECT bill_id, at, sum(sum(amount)) OVER w, sum(sum(paid)) OVER w FROM move GROUP BY bill_id, at
    WINDOW w AS (PARTITION BY bill_id ORDER BY at))
  SELECT b.id FROM fee_bill b LEFT JOIN run ON run.bill_id = b.id WHERE b.id IN (SELECT id FROM touched_bill)
  GROUP BY b.id HAVING max(run.amount) > b.amount OR (b.cancelled_at IS NOT NULL AND (
    max(CASE WHEN run.at >= b.cancelled_at THEN run.paid END) > 0 OR
    {paid("a.at <= b.cancelled_at")} <> 0))
  ORDER BY b.id DESC LIMIT 1"""
_PAYMENTS = f"""{_TOUCHED}
  SELECT p.id FROM fee_payment p WHERE p.id IN (SELECT id FROM touched_payment) AND ({REST} < 0 OR {REFUNDED} > p.amount
    OR EXISTS (SELECT 1 FROM fee_allocation a WHERE a.payment_id = p.id GROUP BY a.bill_id HAVING sum(a.amount) < 0))
  ORDER BY p.id DESC LIMIT 1"""


def out_of_balance(db: Database, operation: int) -> str | None:
    """Return a bill or payment that the changes of an operation have put out of balance (`B3`, `P7`), or None.

    Out of balance: at some moment more was waived and allocated than a bill's amount, a cancelled bill is paid, or a
    payment was used or refunded beyond what it holds.
    """
    bill = db.value(_BILLS, {"op": operation})
    if bill is not None:
        return f"B{bill}"
    payment = db.value(_PAYMENTS, {"op": operation})
    return None if payment is None else f"P{payment}"


def add_payment(db: Database, values: Row) -> int:
    """Write a payment and return its id; absent values are left out."""
    filled = {name: value for name, value in values.items() if value is not None}
    return db.insert("fee_payment", {"uid": db.uid(), **filled})


def add_refund(db: Database, payment_id: int, amount: int, at: str, entered_at: str, reason: str) -> int:
    """Write a refund and return its id."""
    values = {"payment_id": payment_id, "amount": amount, "at": at, "entered_at": entered_at, "reason": reason}
    return db.insert("fee_refund", values)


def add_waiver(db: Database, values: Row) -> int:
    """Write a waiver and return its id."""
    return db.insert("fee_waiver", values)


def cancel_bill(db: Database, id: int, at: str, reason: str) -> None:
    """Mark a bill as cancelled."""
    db.update("fee_bill", id, {"cancelled_at": at, "cancel_reason": reason})


def open_of_unit(db: Database, unit_id: int) -> list[int]:
    """Return the ids of a unit's bills that owe something, the oldest due first."""
    return [row[0] for row in open_bills(db, [unit_id])]
