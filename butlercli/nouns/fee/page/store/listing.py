"""The SQL of lists and pages: bills and payments chosen by conditions, their sums, and what hangs on one of them."""

from butlercli.base.result import Row
from butlercli.kit.select import Filter, listed
from butlercli.nouns.fee.owed.store.formula import PAID, PAID_THEN, REFUNDED, REST, WAIVED, WAIVED_THEN, owed
from butlercli.store.database import Database

_OWED = f"(CASE WHEN cancelled_at IS NULL THEN {owed()} ELSE 0 END)"
# What a bill's state is, told from its sums; the words of `owed.rules.bills.state_of`.
STATES = {
    "cancelled": "cancelled_at IS NOT NULL",
    "open": f"{_OWED} > 0 AND paid = 0",
    "part": f"{_OWED} > 0 AND paid <> 0",
    "paid": f"cancelled_at IS NULL AND {_OWED} = 0 AND paid <> 0",
    "waived": f"cancelled_at IS NULL AND {_OWED} = 0 AND paid = 0",
}
OVERDUE = f"{_OWED} > 0 AND due_date < :today"


class Chosen(Filter):
    """Conditions on bills `b` or payments `p` and their units `u`, and on what is paid, waived or owed of them.

    at: the moment as of which sums are taken, None for all that is known.
    """

    __slots__ = ("at", "sums")

    def __init__(self, at: str | None = None) -> None:
        """`sums` are conditions on what is paid, waived or owed."""
        super().__init__(**({} if at is None else {"at": at}))
        self.at = at
        self.sums = Filter()

    @property
    def both(self) -> Row:
        """The values of all conditions."""
        return {**self.params, **self.sums.params}


# --- bills ------------------------------------------------------------------------------------------


def _bills(chosen: Chosen) -> str:
    waived, paid = (WAIVED, PAID) if chosen.at is None else (WAIVED_THEN, PAID_THEN)
    cancelled = "b.cancelled_at" if chosen.at is None else "CASE WHEN b.cancelled_at <= :at THEN b.cancelled_at END"
    return f"""WITH bill AS MATERIALIZED (SELECT b.id, b.amount, b.period_start, b.due_date, {cancelled} AS cancelled_at,
      {waived} AS waived, {paid} AS paid
      FROM fee_bill b JOIN unit u ON u.id = b.unit_id WHERE {chosen.sql})"""


def bill_sums(db: Database, chosen: Chosen) -> Row:
    """Return how many bills are chosen, and the sums of those not cancelled: amount, waived, paid, outstanding (fen)."""
    row = db.row(
        f"""{_bills(chosen)} SELECT count(*) AS bills, sum(cancelled_at IS NULL) AS standing,
        coalesce(sum(amount) FILTER (WHERE cancelled_at IS NULL), 0) AS amount_fen,
        coalesce(sum(waived) FILTER (WHERE cancelled_at IS NULL), 0) AS waived_fen,
        coalesce(sum(paid), 0) AS paid_fen, coalesce(sum({_OWED}), 0) AS outstanding_fen
        FROM bill WHERE {chosen.sums.sql}""",
        chosen.both,
    )
    assert row is not None
    return row


def moved(db: Database, unit_id: int) -> int:
    """Return what changes of owner moved from bills of a unit to others that stand (fen): it is billed there."""
    sql = """SELECT coalesce(sum(w.amount), 0) FROM fee_waiver w JOIN fee_bill b ON b.id = w.bill_id
      JOIN fee_bill n ON n.id = w.moved_to WHERE b.unit_id = ? AND b.cancelled_at IS NULL AND n.cancelled_at IS NULL"""
    return int(db.value(sql, (unit_id,)))


def bill_ids(db: Database, chosen: Chosen, limit: int | None) -> dict[int, Row]:
    """Return the bills chosen, by id, the newest service period first: cancelled_at, waived and paid as of the moment."""
    if limit is not None and chosen.sums.bare:  # only the page has its sums taken
        order = f"""SELECT b.id FROM fee_bill b JOIN unit u ON u.id = b.unit_id WHERE {chosen.sql}
          ORDER BY b.period_start DESC, b.id LIMIT {int(limit)}"""
        params = {name: value for name, value in chosen.params.items() if name != "at" or ":at" in order}
        page = db.column(order, params)
        narrow = Chosen(chosen.at)
        narrow.where("b.id IN (SELECT value FROM json_each(:page))", page=listed(page))
        chosen = narrow
    rows = db.rows(
        f"""{_bills(chosen)} SELECT id, cancelled_at, waived, paid FROM bill WHERE {chosen.sums.sql}
        ORDER BY period_start DESC, id{"" if limit is None else f" LIMIT {int(limit)}"}""",
        chosen.both,
    )
    return {row["id"]: row for row in rows}


# --- payments ---------------------------------------------------------------------------------------

_PAYMENTS = "FROM fee_payment p JOIN unit u ON u.id = p.unit_id WHERE"
LEFT = f"{REST} > 0"


def payment_sums(db: Database, chosen: Chosen) -> Row:
    """Return how many payments are chosen and their sums: amount, refunded, unallocated (fen)."""
    row = db.row(
        f"""SELECT count(*) AS payments, coalesce(sum(p.amount), 0) AS amount_fen, coalesce(sum({REFUNDED}), 0) AS refunded_fen,
        coalesce(sum({REST}), 0) AS unallocated_fen {_PAYMENTS} {chosen.sql}""",
        chosen.params,
    )
    assert row is not None
    return row


def payment_ids(db: Database, chosen: Chosen, limit: int | None) -> list[int]:
    """Return the payments chosen, the newest first."""
    end = "" if limit is None else f" LIMIT {int(limit)}"
    sql = f"SELECT p.id {_PAYMENTS} {chosen.sql} ORDER BY p.paid_at DESC, p.id DESC{end}"
    return [int(id) for id in db.column(sql, chosen.params)]


def any_payment(db: Database) -> bool:
    """Say whether any payment was ever recorded."""
    return bool(db.value("SELECT EXISTS (SELECT 1 FROM fee_payment)"))


# --- pages ------------------------------------------------------------------------------------------


def waivers(db: Database, bill_id: int) -> list[Row]:
    """Return what was waived of a bill, or moved to a new owner's: amount_fen, at, reason, approved_by, moved_to."""
    return db.rows(
        "SELECT amount AS amount_fen, at, reason, approved_by, moved_to FROM fee_waiver WHERE bill_id = ? ORDER BY at, id",
        (bill_id,),
    )


def moved_from(db: Database, bill_id: int) -> int | None:
    """Return the bill of the former owner of which this one takes over a part, or None."""
    found: int | None = db.value("SELECT bill_id FROM fee_waiver WHERE moved_to = ?", (bill_id,))
    return found


def allocations(db: Database, bill_id: int) -> list[Row]:
    """Return what payments settled of a bill, refunds negative: payment_id, amount_fen, at, paid_at, method, refunded_at."""
    return db.rows(
        """SELECT a.payment_id, a.amount AS amount_fen, a.at, p.paid_at, p.method, r.at AS refunded_at
        FROM fee_allocation a JOIN fee_payment p ON p.id = a.payment_id LEFT JOIN fee_refund r ON r.id = a.refund_id
        WHERE a.bill_id = ? ORDER BY a.id""",
        (bill_id,),
    )


def reminder_ids(db: Database, bill_id: int) -> list[int]:
    """Return the reminders that spoke of a bill, the newest first."""
    sql = """SELECT m.id FROM fee_reminder m JOIN fee_reminder_bill x ON x.reminder_id = m.id WHERE x.bill_id = ?
        ORDER BY m.at DESC, m.id DESC"""
    return [int(id) for id in db.column(sql, (bill_id,))]


def late_bills(db: Database, bill_id: int) -> list[int]:
    """Return the late fees that were charged for a bill."""
    sql = "SELECT id FROM fee_bill WHERE late_of = ? AND cancelled_at IS NULL ORDER BY id"
    return [int(id) for id in db.column(sql, (bill_id,))]


def settled(db: Database, payment_id: int) -> list[Row]:
    """Return what a payment settled, refunds negative: bill_id, amount_fen, at, refunded_at, item, period, debtor."""
    return db.rows(
        """SELECT a.bill_id, a.amount AS amount_fen, a.at, r.at AS refunded_at, i.code AS item, i.name AS item_name,
        b.period_start, b.period_end, b.debtor
        FROM fee_allocation a JOIN fee_bill b ON b.id = a.bill_id JOIN fee_item i ON i.id = b.item_id
        LEFT JOIN fee_refund r ON r.id = a.refund_id WHERE a.payment_id = ? ORDER BY a.id""",
        (payment_id,),
    )


def refunds(db: Database, payment_id: int) -> list[Row]:
    """Return the refunds of a payment in the order they were entered: amount_fen, at, reason."""
    return db.rows(
        "SELECT amount AS amount_fen, at, reason FROM fee_refund WHERE payment_id = ? ORDER BY id", (payment_id,)
    )
