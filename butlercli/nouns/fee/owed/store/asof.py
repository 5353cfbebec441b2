"""The SQL of a past moment: what every bill owed then, by bill, by debtor, by age, and what was prepaid.

A bill counts from the first day of its period until it is cancelled; waivers, allocations and refunds from their own
times.
"""

from typing import Any

from butlercli.base.result import Row
from butlercli.nouns.fee.owed.store.formula import COUNTS_THEN, OWED_THEN, PAID_THEN, REST_THEN, WAIVED_THEN, owed
from butlercli.store.database import Database

# Whom a bill is owed by: people of the register by their number, all others by what they are called.
_DEBTOR = "b.unit_id, b.debtor_kind, b.debtor_id, CASE WHEN b.debtor_id IS NULL THEN b.debtor END"
UNIT_ORDER = "length(u.building), u.building, u.entrance, length(u.room), u.room"
# Each sum is evaluated once, which a plain subquery would not guarantee; of bills that are paid in full, only one.
_STANDING = f"""WITH standing AS MATERIALIZED (
  SELECT b.id, b.unit_id, b.item_id, b.debtor_kind, b.debtor_id, b.debtor, b.period_start, b.period_end, b.due_date, b.amount,
    {WAIVED_THEN} AS waived, {PAID_THEN} AS paid FROM fee_bill b WHERE {COUNTS_THEN} {{units}})"""
_OVERDUE = f"""WITH b AS MATERIALIZED (
  SELECT b.unit_id, b.debtor_kind, b.debtor_id, b.debtor, b.due_date, {OWED_THEN} AS outstanding
  FROM fee_bill b WHERE {COUNTS_THEN} AND b.due_date < :day {{units}} AND b.amount > {PAID_THEN})"""


def _only(unit_id: int | None) -> str:
    return "" if unit_id is None else "AND b.unit_id = :unit"


def _standing(unit_id: int | None) -> str:
    return _STANDING.format(units=_only(unit_id))


def _params(at: str, **more: Any) -> Row:
    return {"at": at, "day": at[:10], **{name: value for name, value in more.items() if value is not None}}


def bills(db: Database, at: str, unit_id: int | None = None) -> list[Row]:
    """Return the bills that count at a moment (of one unit, or all): amount, waived, paid and outstanding, in fen."""
    sql = f"{_standing(unit_id)} SELECT b.*, {owed()} AS outstanding FROM standing b ORDER BY b.id"
    return db.rows(sql, _params(at, unit=unit_id))


def debtors(db: Database, at: str, unit_id: int | None = None) -> list[Row]:
    """Return the sums at a moment by unit and debtor: bills, amount, waived, paid, outstanding (fen)."""
    sql = f"""{_standing(unit_id)} SELECT u.code AS unit, u.building, b.unit_id, b.debtor_kind, b.debtor_id, b.debtor,
      count(*) AS bills, sum(b.amount) AS amount, sum(b.waived) AS waived, sum(b.paid) AS paid,
      sum({owed()}) AS outstanding, max(b.period_start) AS newest
      FROM standing b JOIN unit u ON u.id = b.unit_id GROUP BY {_DEBTOR} ORDER BY {UNIT_ORDER}, newest DESC"""
    return db.rows(sql, _params(at, unit=unit_id))


def totals(db: Database, at: str) -> Row:
    """Return the sums of all bills that count at a moment: bills, amount, waived, paid, outstanding (fen)."""
    row = db.row(
        f"""{_standing(None)} SELECT count(*) AS bills, coalesce(sum(amount), 0) AS amount, coalesce(sum(waived), 0) AS waived,
        coalesce(sum(paid), 0) AS paid, coalesce(sum({owed()}), 0) AS outstanding FROM standing""",
        _params(at),
    )
    assert row is not None
    return row


def _overdue(unit_id: int | None = None) -> str:
    return _OVERDUE.format(units=_only(unit_id))


def arrears(db: Database, at: str, building: str | None = None, unit_id: int | None = None) -> list[Row]:
    """Return what is past due at a moment by unit and debtor: outstanding (fen), bills, oldest_due; in the order of the units."""
    where = "" if building is None else "AND u.building = :building"
    sql = f"""{_overdue(unit_id)} SELECT u.code AS unit, u.building, b.unit_id, b.debtor_kind, b.debtor_id, b.debtor,
      sum(b.outstanding) AS outstanding, count(*) AS bills, min(b.due_date) AS oldest_due
      FROM b JOIN unit u ON u.id = b.unit_id WHERE b.outstanding > 0 {where}
      GROUP BY {_DEBTOR} ORDER BY {UNIT_ORDER}, oldest_due"""
    return db.rows(sql, _params(at, building=building, unit=unit_id))


def aging(db: Database, at: str, edges: list[str], building: str | None = None) -> list[Row]:
    """Return what is past due at a moment by building: outstanding, units, and b0, b1 … by age (fen).

    edges: the earliest due date of each bucket but the last, the youngest bucket first.
    """
    where = "" if building is None else "AND u.building = :building"
    names = [f"e{n}" for n in range(len(edges))]
    bucket = "CASE " + " ".join(f"WHEN b.due_date >= :{name} THEN {n}" for n, name in enumerate(names))
    sums = ", ".join(f"sum(CASE WHEN bucket = {n} THEN outstanding ELSE 0 END) AS b{n}" for n in range(len(edges) + 1))
    sql = f"""{_overdue()}, aged AS (SELECT b.unit_id, b.outstanding, {bucket} ELSE {len(edges)} END AS bucket FROM b WHERE b.outstanding > 0)
      SELECT u.building, sum(outstanding) AS outstanding, count(DISTINCT unit_id) AS units, {sums}
      FROM aged JOIN unit u ON u.id = aged.unit_id WHERE 1 {where} GROUP BY u.building ORDER BY length(u.building), u.building"""
    return db.rows(sql, _params(at, building=building) | dict(zip(names, edges, strict=True)))


def prepaid(db: Database, at: str, unit_id: int | None = None) -> dict[int, int]:
    """Return what was prepaid at a moment, by unit, in fen; units without are left out."""
    where = "" if unit_id is None else "AND p.unit_id = :unit"
    rows = db.execute(
        f"""WITH p AS MATERIALIZED (SELECT p.unit_id, {REST_THEN} AS rest
          FROM fee_payment p WHERE p.paid_at <= :at {where})
        SELECT unit_id, sum(rest) FROM p WHERE rest > 0 GROUP BY unit_id""",
        {name: value for name, value in _params(at, unit=unit_id).items() if name != "day"},
    )
    return dict(rows.fetchall())
