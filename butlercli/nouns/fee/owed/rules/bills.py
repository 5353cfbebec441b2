"""What a bill owes and what its state is, told from its sums. Pure."""

from butlercli.base.result import Row


def outstanding(row: Row) -> int:
    """Return what a bill owes in fen; row: amount, waived and paid. A cancelled one owes nothing, which is not asked here."""
    return int(row["amount"] - row["waived"] - row["paid"])


def state_of(row: Row, *, cancelled: bool) -> str:
    """Return the state of a bill: open, part (paid in part), paid, waived (in full, nothing paid) or cancelled.

    row: amount, waived and paid.
    """
    if cancelled:
        return "cancelled"
    if outstanding(row) > 0:
        return "part" if row["paid"] else "open"
    return "paid" if row["paid"] else "waived"
