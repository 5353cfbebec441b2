"""The SQL of files and books: bills, payments and readings written in bulk or known already, and all that moved."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from butlercli.nouns.fee.owed.store.open import listed
from butlercli.store.bulk import insert_rows
from butlercli.store.database import Database

Row = dict[str, Any]
PAYMENT_COLUMNS = (
    "id", "uid", "ref", "unit_id", "amount", "method", "channel", "paid_at", "entered_at", "imported", "note",
)  # fmt: skip
READING_COLUMNS = ("id", "uid", "unit_id", "meter", "at", "entered_at", "value", "replaced", "final")
_TABLES = ("fee_bill", "fee_payment", "meter_reading")


def next_id(db: Database, table: str) -> int:
    """Return the id the next row of a table will have: never one that was used before."""
    return int(db.value("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)) or 0) + 1


def known(db: Database, table: str, column: str, values: Iterable[str]) -> dict[str, int]:
    """Return the ids of bills or payments by their `uid` or `ref`, of those asked for."""
    import json

    assert table in _TABLES
    assert column in ("uid", "ref")
    wanted = json.dumps(list(values))
    sql = f"SELECT {column}, id FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))"
    return dict(db.execute(sql, (wanted,)).fetchall())


def rows(db: Database, table: str, ids: Iterable[int]) -> dict[int, Row]:
    """Return whole rows of bills or payments by id."""
    assert table in _TABLES
    sql = f"SELECT * FROM {table} WHERE id IN (SELECT value FROM json_each(?))"
    return {row["id"]: row for row in db.rows(sql, (listed(ids),))}


def standing(db: Database, item_ids: Iterable[int]) -> list[Row]:
    """Return the bills of items from runs and imports that stand: id, item (its name), unit (its code), days, amount, moved.

    moved: whether it took a part of another over, at a change of owner.
    """
    return db.rows(
        """SELECT b.id, i.name AS item, u.code AS unit, b.period_start, b.period_end, b.amount,
          EXISTS (SELECT 1 FROM fee_waiver w WHERE w.moved_to = b.id) AS moved FROM fee_bill b
        JOIN fee_item i ON i.id = b.item_id JOIN unit u ON u.id = b.unit_id WHERE b.item_id IN (SELECT value FROM json_each(?))
        AND b.cancelled_at IS NULL AND b.source IN ('run', 'import')""",
        (listed(item_ids),),
    )


def settled(db: Database, bill_ids: Iterable[int]) -> set[int]:
    """Return those of some bills of which anything was ever paid or waived, or that are cancelled."""
    return set(
        db.column(
            """SELECT b.id FROM fee_bill b WHERE b.id IN (SELECT value FROM json_each(?)) AND (b.cancelled_at IS NOT NULL
            OR EXISTS (SELECT 1 FROM fee_allocation a WHERE a.bill_id = b.id)
            OR EXISTS (SELECT 1 FROM fee_waiver w WHERE w.bill_id = b.id OR w.moved_to = b.id)
            OR EXISTS (SELECT 1 FROM fee_bill l WHERE l.late_of = b.id))""",
            (listed(bill_ids),),
        )
    )


def states(db: Database, unit_ids: Iterable[int]) -> dict[int, str | None]:
    """Return the states of units by id."""
    sql = "SELECT id, state FROM unit WHERE id IN (SELECT value FROM json_each(?))"
    return dict(db.execute(sql, (listed(unit_ids),)).fetchall())


def insert_payments(db: Database, payments: Iterable[tuple[Any, ...]]) -> None:
    """Write payments: tuples of PAYMENT_COLUMNS."""
    insert_rows(db, "fee_payment", PAYMENT_COLUMNS, payments)


def insert_readings(db: Database, readings: Iterable[tuple[Any, ...]]) -> None:
    """Write readings: tuples of READING_COLUMNS."""
    insert_rows(db, "meter_reading", READING_COLUMNS, readings)


def readings(db: Database, units: Iterable[str]) -> list[Row]:
    """Return the readings of units (their codes) in the order of their times, with the code as `unit`."""
    import json

    sql = """SELECT r.*, u.code AS unit FROM meter_reading r JOIN unit u ON u.id = r.unit_id
      WHERE u.code IN (SELECT value FROM json_each(?)) ORDER BY r.at"""
    return db.rows(sql, (json.dumps(list(units)),))


# --- finance's view -----------------------------------------------------------------------------------


def payments_between(db: Database, first: str, last: str, refs: Sequence[str]) -> list[Row]:
    """Return the payments of a span of moments, and those of any time that have one of some references.

    Each is id, ref, unit, amount, method, paid_at, refunded (all of it) and inside (whether it lies in the span).
    """
    import json

    return db.rows(
        """SELECT p.id, p.ref, u.code AS unit, p.amount, p.method, p.paid_at, p.paid_at BETWEEN :first AND :last AS inside,
          coalesce((SELECT sum(r.amount) FROM fee_refund r WHERE r.payment_id = p.id), 0) AS refunded
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
    counts = "b.period_start <= :day AND (b.cancelled_at IS NULL OR b.cancelled_at > :at)"
    rows = db.execute(
        f"""SELECT i.name, sum(b.amount) - coalesce(sum((SELECT sum(w.amount) FROM fee_waiver w
          WHERE w.bill_id = b.id AND w.moved_to IS NOT NULL AND w.at <= :at)), 0),
          coalesce(sum((SELECT sum(w.amount) FROM fee_waiver w WHERE w.bill_id = b.id AND w.moved_to IS NULL AND w.at <= :at)), 0)
        FROM fee_bill b JOIN fee_item i ON i.id = b.item_id WHERE {counts} GROUP BY i.id""",
        {"at": at, "day": at[:10]},
    ).fetchall()
    items: dict[str, int] = {}
    for name, fen, _waived in rows:
        items[name] = items.get(name, 0) + fen
    return items, sum(row[2] for row in rows)


def unit_codes(db: Database) -> dict[int, str]:
    """Return the codes of all units by id."""
    return dict(db.execute("SELECT id, code FROM unit").fetchall())
