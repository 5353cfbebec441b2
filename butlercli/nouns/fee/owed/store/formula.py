"""What a bill owes and what is left of a payment, in SQL: the one formula, as things stand now and as they stood.

A bill owes its amount less what was waived and less what was allocated to it; refunds are negative allocations. The
fragments are for queries whose bills are `b` and whose payments are `p`. Those of a moment (`_THEN`) want its
parameters: `:at`, and where they count bills `:day`, its date. The sums are read bill by bill from indexes that hold the
amounts as well (`fee_allocation_bill`, `fee_waiver_bill`): quicker than joining grouped tables (measured).
"""


def _sum(table: str, alias: str, of: str, when: str) -> str:
    condition = f" AND {when}" if when else ""
    return f"coalesce((SELECT sum({alias}.amount) FROM {table} {alias} WHERE {alias}.{of}{condition}), 0)"


def waived(when: str = "") -> str:
    """Return what was waived of a bill: ever, or by the waivers `w` for which a condition holds."""
    return _sum("fee_waiver", "w", "bill_id = b.id", when)


def paid(when: str = "") -> str:
    """Return what was settled of a bill, refunds taken off: ever, or by the allocations `a` for which a condition holds."""
    return _sum("fee_allocation", "a", "bill_id = b.id", when)


def owed(waived: str = "waived", paid: str = "paid", amount: str = "amount") -> str:
    """Return what a bill owes; without arguments, of rows that hold its sums as columns."""
    return f"{amount} - {waived} - {paid}"


def live(at: str = "") -> str:
    """Return the condition that a bill is not cancelled: now, or at a moment (a parameter)."""
    return f"(b.cancelled_at IS NULL OR b.cancelled_at > {at})" if at else "b.cancelled_at IS NULL"


def refunded(when: str = "") -> str:
    """Return what was given back of a payment: ever, or by the refunds `r` for which a condition holds."""
    return _sum("fee_refund", "r", "payment_id = p.id", when)


def rest(used: str = "", back: str = "") -> str:
    """Return what of a payment settles no bill and was not given back: now, or under conditions on `a` and on `r`."""
    return f"p.amount - {_sum('fee_allocation', 'a', 'payment_id = p.id', used)} - {refunded(back)}"


LIVE = live()
WAIVED, PAID = waived(), paid()
OWED = owed(WAIVED, PAID, "b.amount")
REFUNDED, REST = refunded(), rest()

LIVE_THEN = live(":at")
# A bill counts from the first day of its period on.
COUNTS_THEN = f"b.period_start <= :day AND {LIVE_THEN}"
WAIVED_THEN, PAID_THEN = waived("w.at <= :at"), paid("a.at <= :at")
OWED_THEN = owed(WAIVED_THEN, PAID_THEN, "b.amount")
REST_THEN = rest("a.at <= :at", "r.at <= :at")
