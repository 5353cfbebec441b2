"""Bills and payments as JSON."""

from collections.abc import Iterable

from butlercli.base.result import Row
from butlercli.nouns.fee.owed.rules.bills import outstanding, state_of
from butlercli.nouns.fee.owed.store import balance
from butlercli.store.database import Database


def bill_record(row: Row) -> Row:
    """Return a bill as JSON; row: one of `balance.bill_rows`."""
    import json

    cancelled = row["cancelled_at"] is not None
    return {
        "id": row["id"],
        "uid": row["uid"],
        "unit": row["unit"],
        "debtor": row["debtor"] or None,
        "item": row["item"],
        "period_start": row["period_start"],
        "period_end": row["period_end"],
        "due_date": row["due_date"],
        "amount_fen": row["amount"],
        "waived_fen": row["waived"],
        "paid_fen": row["paid"],
        "outstanding_fen": 0 if cancelled else outstanding(row),
        "state": state_of(row, cancelled=cancelled),
        "rule": json.loads(row["rule"]),
    }


def payment_record(row: Row, allocated: Iterable[tuple[int, int]]) -> Row:
    """Return a payment as JSON; row: one of `balance.payment_rows`; allocated: (bill, fen), refunds taken off."""
    return {
        "id": row["id"],
        "uid": row["uid"],
        "unit": row["unit"],
        "amount_fen": row["amount"],
        "method": row["method"],
        "channel": row["channel"],
        "ref": row["ref"],
        "paid_at": row["paid_at"],
        "allocated": [{"bill_id": bill_id, "amount_fen": fen} for bill_id, fen in allocated],
        "unallocated_fen": row["unallocated"],
    }


def bill_records(db: Database, ids: Iterable[int]) -> list[Row]:
    """Return bills as JSON as they stand now, in the order of the ids; those that do not exist are left out."""
    wanted = list(ids)
    rows = balance.bill_rows(db, wanted)
    return [bill_record(rows[id]) for id in wanted if id in rows]


def payment_records(db: Database, ids: Iterable[int]) -> list[Row]:
    """Return payments as JSON as they stand now, in the order of the ids; those that do not exist are left out."""
    wanted = list(ids)
    rows = balance.payment_rows(db, wanted)
    parts = balance.allocated(db, wanted)
    return [payment_record(rows[id], parts.get(id, ())) for id in wanted if id in rows]
