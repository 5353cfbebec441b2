"""What must hold of the books once an operation is taken back."""

from butlercli.base.errors import RuleError
from butlercli.base.i18n import N_
from butlercli.nouns.fee.owed.store import balance
from butlercli.store.database import Database


def check_undone(db: Database, number: int) -> None:
    """Raise RuleError (exit 4) where a bill would be settled beyond its amount, or a payment used beyond what it holds.

    Money that came later took the room: no row is shared, so the journal alone does not see it.
    """
    assert db.operation_id is not None
    record = balance.out_of_balance(db, db.operation_id)
    if record is not None:
        raise RuleError(
            N_("Operation {number} cannot be taken back: {record} was paid, waived, refunded or cancelled since."),
            hint=N_("What came later: {command}."),
            code="changed_since",
            number=number,
            record=record,
            command="butler undo --list",
        )
