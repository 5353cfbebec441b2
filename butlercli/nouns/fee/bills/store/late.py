"""The SQL of late fees: which bills were late by a moment, what moved on them, and what was charged already."""

from collections.abc import Iterable

from butlercli.base.result import Row
from butlercli.kit.select import listed
from butlercli.nouns.fee.owed.store.asof import UNIT_ORDER
from butlercli.nouns.fee.owed.store.formula import LIVE, LIVE_THEN, OWED, owed, paid, waived
from butlercli.store.database import Database

# The first day that counts: the day after the due date and the days of grace.
_FIRST = "date(b.due_date, '+' || (coalesce(i.late_grace, 0) + 1) || ' days')"
_OWED_FIRST = owed(waived(f"w.at < {_FIRST}"), paid(f"a.at < {_FIRST}"), "b.amount")


def overdue(
    db: Database,
    at: str,
    unit_id: int | None = None,
    bill_ids: Iterable[int] | None = None,
    building: str | None = None,
) -> list[Row]:
    """Return the live bills of items with a late fee that may have been late, in the order of the units.

    They are those that still owed something on their first late day, and those of which a refund took money back. Each is id, unit_id, unit, item_id, item, item_name, debtor_kind, debtor_id, debtor, due_date, amount (fen), late_rate,
    late_grace, late_cap, from_date.
    """
    where = " AND b.unit_id = :unit" if unit_id is not None else ""
    where += " AND b.id IN (SELECT value FROM json_each(:bills))" if bill_ids is not None else ""
    where += " AND u.building = :building" if building is not None else ""
    params = {"at": at, "day": at[:10], "unit": unit_id, "building": building}
    params |= {"bills": listed(bill_ids) if bill_ids is not None else None}
    return db.rows(
        f"""SELECT b.id, b.unit_id, u.code AS unit, b.item_id, i.code AS item, i.name AS item_name, b.debtor_kind, b.debtor_id, b.debtor, b.due_date,
          b.amount, i.late_rate, coalesce(i.late_grace, 0) AS late_grace, i.late_cap, {_FIRST} AS from_date
        FROM fee_item i JOIN fee_bill b ON b.item_id = i.id JOIN unit u ON u.id = b.unit_id
        WHERE i.late_rate IS NOT NULL AND b.source <> 'late' AND {LIVE_THEN} AND b.period_start <= :day AND {_FIRST} <= :day{where}
          AND ({_OWED_FIRST} > 0
            OR b.id IN (SELECT bill_id FROM fee_allocation WHERE refund_id IS NOT NULL))
        ORDER BY {UNIT_ORDER}, b.due_date, b.id""",
        {name: value for name, value in params.items() if value is not None},
    )


def moves(db: Database, bill_ids: Iterable[int], at: str) -> dict[int, list[tuple[str, int, bool]]]:
    """Return what was waived and allocated by a moment, by bill: (at, fen, whether a change of owner moved it)."""
    found: dict[int, list[tuple[str, int, bool]]] = {}
    rows = db.execute(
        """SELECT bill_id, at, amount, 0 FROM fee_allocation WHERE at <= :at AND bill_id IN (SELECT value FROM json_each(:ids))
        UNION ALL SELECT bill_id, at, amount, moved_to IS NOT NULL FROM fee_waiver
          WHERE at <= :at AND bill_id IN (SELECT value FROM json_each(:ids))""",
        {"at": at, "ids": listed(bill_ids)},
    )
    for bill_id, moment, fen, moved in rows:
        found.setdefault(bill_id, []).append((moment, fen, bool(moved)))
    return found


def charged(db: Database, bill_ids: Iterable[int], at: str | None) -> dict[int, int]:
    """Return the late fees charged by a moment (None: ever) and not cancelled, by the bill they were charged on, in fen."""
    rows = db.execute(
        """SELECT late_of, sum(amount) FROM fee_bill WHERE late_of IN (SELECT value FROM json_each(:ids))
        AND CASE WHEN :at IS NULL THEN cancelled_at IS NULL
          ELSE period_start <= substr(:at, 1, 10) AND (cancelled_at IS NULL OR cancelled_at > :at) END GROUP BY late_of""",
        {"ids": listed(bill_ids), "at": at},
    )
    return dict(rows.fetchall())


def bills_of(db: Database, bill_ids: Iterable[int]) -> list[Row]:
    """Return the late-fee bills charged on some bills that still owe something: id and late_of, in order."""
    return db.rows(
        f"""SELECT b.id, b.late_of FROM fee_bill b WHERE b.late_of IN (SELECT value FROM json_each(?))
        AND {LIVE} AND {OWED} > 0 ORDER BY b.id""",
        (listed(bill_ids),),
    )


def item(db: Database, name: str) -> Row | None:
    """Return the item that late fees are charged by: the one made for them, else one called so."""
    return db.row(
        "SELECT * FROM fee_item WHERE source = 'late' OR code = ?1 OR name = ?1 ORDER BY source = 'late' DESC, id LIMIT 1",
        (name,),
    )


def terms(db: Database, bill_id: int) -> Row | None:
    """Return what decides whether a bill can be late: source, cancelled_at, due_date, and the item's name and late_rate."""
    return db.row(
        f"""SELECT b.source, b.cancelled_at, b.due_date, i.name AS item, i.code, i.late_rate, {_FIRST} AS from_date
        FROM fee_bill b JOIN fee_item i ON i.id = b.item_id WHERE b.id = ?""",
        (bill_id,),
    )
