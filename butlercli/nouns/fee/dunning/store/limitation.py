"""The SQL of limitation: bills that still owe at a moment, and what was paid, asked and promised on them."""

from butlercli.base.result import Row
from butlercli.kit.select import listed
from butlercli.nouns.fee.owed.store.formula import COUNTS_THEN, OWED_THEN
from butlercli.store.database import Database


def owing(
    db: Database, at: str, unit_id: int | None = None, building: str | None = None, due_by: str | None = None
) -> list[Row]:
    """Return the bills that count at a moment and still owe, of a unit, a building or all; `due_by` leaves later ones out."""
    return db.rows(
        f"""WITH b AS MATERIALIZED (SELECT b.*, {OWED_THEN} AS outstanding FROM fee_bill b
          WHERE {COUNTS_THEN} AND (:unit IS NULL OR b.unit_id = :unit) AND (:due IS NULL OR b.due_date <= :due))
        SELECT b.id, b.unit_id, u.code AS unit, i.code AS item, i.name AS item_name, b.debtor_kind, b.debtor_id, b.debtor,
          b.period_start, b.period_end, b.due_date, b.outstanding
        FROM b JOIN unit u ON u.id = b.unit_id JOIN fee_item i ON i.id = b.item_id
        WHERE b.outstanding > 0 AND (:building IS NULL OR u.building = :building)""",
        {"at": at, "day": at[:10], "unit": unit_id, "building": building, "due": due_by},
    )


def paid(db: Database, at: str, ids: list[int]) -> dict[int, list[Row]]:
    """Return the payments that settle a part of bills at a moment, by bill: id, paid_at; those taken back are left out."""
    found: dict[int, list[Row]] = {}
    rows = db.rows(
        """SELECT a.bill_id, p.id, p.paid_at FROM fee_allocation a JOIN fee_payment p ON p.id = a.payment_id
        WHERE a.at <= ?1 AND a.bill_id IN (SELECT value FROM json_each(?2))
        GROUP BY a.bill_id, p.id HAVING sum(a.amount) > 0""",
        (at, listed(ids)),
    )
    for row in rows:
        found.setdefault(row.pop("bill_id"), []).append(row)
    return found


def asked(db: Database, at: str, ids: list[int]) -> dict[int, list[Row]]:
    """Return the reminders about bills until a moment, by bill, with whether a file is attached; of the bill's debtor only."""
    found: dict[int, list[Row]] = {}
    rows = db.rows(
        """SELECT l.bill_id, m.id, m.at, m.channel, m.result, m.evidence, m.evidence_number,
          EXISTS (SELECT 1 FROM attachment f WHERE f.reminder_id = m.id) AS filed
        FROM fee_reminder_bill l JOIN fee_reminder m ON m.id = l.reminder_id JOIN fee_bill b ON b.id = l.bill_id
        WHERE m.at <= ?1 AND l.bill_id IN (SELECT value FROM json_each(?2)) AND m.debtor_kind = b.debtor_kind
          AND m.debtor_id IS b.debtor_id AND (m.debtor_id IS NOT NULL OR m.debtor = b.debtor)""",
        (at, listed(ids)),
    )
    for row in rows:
        found.setdefault(row.pop("bill_id"), []).append(row)
    return found
