"""The SQL of the books: what finance may compare, and all that moved by a moment."""

from collections.abc import Iterator, Sequence

from butlercli.base.result import Row
from butlercli.nouns.fee.owed.store.formula import COUNTS_THEN, REFUNDED, waived
from butlercli.store.database import Database

# --- finance's view -----------------------------------------------------------------------------------


def payments_between(db: Database, first: str, last: str, refs: Sequence[str]) -> list[Row]:
    """Return the payments of a span of moments, and those of any time that have one of some references.

    Each is id, ref, unit, amount, method, paid_at, refunded (all of it) and inside (whether it lies in the span).
    """
    import json

    return db.rows(
        f"""SELECT p.id, p.ref, u.code AS unit, p.amount, p.method, p.paid_at, p.paid_at BETWEEN :first AND :last AS inside,
          {REFUNDED} AS refunded
        FROM fee_payment p JOIN unit u ON u.id = p.unit_id
        WHERE p.paid_at BETWEEN :first AND :last OR p.ref IN (SELECT value FROM json_each(:refs)) ORDER BY p.paid_at, p.id""",
        {"first": first, "last": last, "refs": json.dumps(list(refs))},
    )


# --- the books ----------------------------------------------------------------------------------------

_BILL = "b.id, u.code AS unit, i.code AS item, i.name AS item_name, b.period_start, b.period_end, b.due_date, b.amount"


def bills(db: Database, at: str) -> Iterator[Row]:
    """Return the bills whose period has begun by a moment, those cancelled before it began left out, in order."""
    return _each(
        db,
        f"""SELECT {_BILL}, b.debtor, b.source, b.cancelled_at,
          (SELECT group_concat(w.amount || ' ' || (w.moved_to IS NOT NULL), ',') FROM fee_waiver w
            WHERE w.bill_id = b.id AND w.at <= b.cancelled_at) AS waived_then
        FROM fee_bill b JOIN unit u ON u.id = b.unit_id JOIN fee_item i ON i.id = b.item_id
        WHERE b.period_start <= substr(:at, 1, 10) AND (b.cancelled_at IS NULL OR b.cancelled_at >= b.period_start)
        ORDER BY b.period_start, b.id""",
        at,
    )


def waivers(db: Database, at: str) -> Iterator[Row]:
    """Return the waivers of those bills by a moment; one counts from its bill's period on, and never after its cancelling."""
    return _each(
        db,
        """SELECT w.id, w.bill_id, u.code AS unit, i.code AS item, i.name AS item_name, w.amount, w.moved_to, w.reason, w.approved_by,
          max(w.at, b.period_start || 'T00:00:00') AS at, b.cancelled_at
        FROM fee_waiver w JOIN fee_bill b ON b.id = w.bill_id JOIN unit u ON u.id = b.unit_id JOIN fee_item i ON i.id = b.item_id
        WHERE w.at <= :at AND b.period_start <= substr(:at, 1, 10) AND (b.cancelled_at IS NULL OR b.cancelled_at >= b.period_start)
          AND (b.cancelled_at IS NULL OR w.at <= b.cancelled_at)
        ORDER BY 10, w.id""",
        at,
    )


def payments(db: Database, at: str) -> Iterator[Row]:
    """Return the payments made by a moment, in order."""
    return _each(
        db,
        """SELECT p.id, u.code AS unit, p.amount, p.method, p.channel, p.ref, p.paid_at AS at FROM fee_payment p
        JOIN unit u ON u.id = p.unit_id WHERE p.paid_at <= :at ORDER BY p.paid_at, p.id""",
        at,
    )


def refunds(db: Database, at: str) -> Iterator[Row]:
    """Return the refunds made by a moment, in order."""
    return _each(
        db,
        """SELECT r.id, r.payment_id, u.code AS unit, r.amount, r.at, r.reason FROM fee_refund r
        JOIN fee_payment p ON p.id = r.payment_id JOIN unit u ON u.id = p.unit_id WHERE r.at <= :at ORDER BY r.at, r.id""",
        at,
    )


def allocations(db: Database, at: str) -> Iterator[Row]:
    """Return the allocations that count by a moment, refunds negative, in order."""
    return _each(
        db,
        """SELECT a.id, a.payment_id, a.bill_id, a.refund_id, a.amount, a.at, pu.code AS unit, bu.code AS bill_unit
        FROM fee_allocation a JOIN fee_payment p ON p.id = a.payment_id JOIN unit pu ON pu.id = p.unit_id
        JOIN fee_bill b ON b.id = a.bill_id JOIN unit bu ON bu.id = b.unit_id WHERE a.at <= :at ORDER BY a.at, a.id""",
        at,
    )


def _each(db: Database, sql: str, at: str) -> Iterator[Row]:
    cursor = db.execute(sql, {"at": at})
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def bank(db: Database, at: str) -> int:
    """Return what was received less what was given back by a moment, in fen."""
    return int(
        db.value(
            """SELECT (SELECT coalesce(sum(amount), 0) FROM fee_payment WHERE paid_at <= :at)
            - (SELECT coalesce(sum(amount), 0) FROM fee_refund WHERE at <= :at)""",
            {"at": at},
        )
    )


def earned(db: Database, at: str) -> tuple[dict[str, int], int]:
    """Return what bills come to by item, less what was moved to other bills, and what was waived, by a moment (fen)."""
    moved, forgiven = (waived(f"w.moved_to IS {null} AND w.at <= :at") for null in ("NOT NULL", "NULL"))
    rows = db.execute(
        f"""SELECT i.name, sum(b.amount) - sum({moved}), sum({forgiven})
        FROM fee_bill b JOIN fee_item i ON i.id = b.item_id WHERE {COUNTS_THEN} GROUP BY i.id""",
        {"at": at, "day": at[:10]},
    ).fetchall()
    items: dict[str, int] = {}
    for name, fen, _waived in rows:
        items[name] = items.get(name, 0) + fen
    return items, sum(row[2] for row in rows)


def unit_codes(db: Database) -> dict[int, str]:
    """Return the codes of all units by id."""
    return dict(db.execute("SELECT id, code FROM unit").fetchall())
