"""The SQL of letters: the bills they ask for."""

from butlercli.base.result import Row
from butlercli.nouns.fee.owed.store.formula import COUNTS_THEN, PAID_THEN, WAIVED_THEN, owed
from butlercli.store.database import Database


def overdue(db: Database, at: str, unit_id: int) -> list[Row]:
    """Return the bills of a unit that are past due at a moment and still owe, the oldest due first, with what was paid and waived."""
    return db.rows(
        f"""WITH b AS MATERIALIZED (SELECT b.*, {WAIVED_THEN} AS waived, {PAID_THEN} AS paid FROM fee_bill b
          WHERE {COUNTS_THEN} AND b.due_date < :day AND b.unit_id = :unit)
        SELECT b.id, b.debtor_kind, b.debtor_id, b.debtor, i.name AS item, b.period_start, b.period_end, b.due_date, b.amount,
          b.waived, b.paid, {owed()} AS outstanding
        FROM b JOIN fee_item i ON i.id = b.item_id WHERE outstanding > 0 ORDER BY b.due_date, b.period_start, b.id""",
        {"at": at, "day": at[:10], "unit": unit_id},
    )
