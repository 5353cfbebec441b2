"""Bills and payments by their numbers; one that does not exist is said with the newest there is."""

from collections.abc import Sequence

from butlercli.base.errors import NotFoundError
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.nouns.fee.model import BILL_LETTER, PAYMENT_LETTER
from butlercli.nouns.fee.owed.store import balance
from butlercli.store.database import Database


def bill_row(db: Database, id: int) -> Row:
    """Return a bill's row; raises NotFoundError (exit 3) naming the newest."""
    return bill_rows(db, [id])[0]


def bill_rows(db: Database, ids: Sequence[int]) -> list[Row]:
    """Return the rows of bills in the order asked for; raises NotFoundError (exit 3) naming those that do not exist."""
    found = balance.bill_rows(db, ids)
    missing = [f"{BILL_LETTER}{id}" for id in ids if id not in found]
    if missing:
        newest = balance.newest(db, "fee_bill")
        raise NotFoundError(
            N_("There is no bill {refs}."),
            hint=N_("The newest is B{newest}.") if newest else N_("There are no bills yet; {command} makes them."),
            refs=", ".join(missing[:10]),
            newest=newest,
            command="butler fee bill",
        )
    return [found[id] for id in ids]


def payment_row(db: Database, id: int) -> Row:
    """Return a payment's row; raises NotFoundError (exit 3) naming the newest."""
    found = balance.payment_rows(db, [id]).get(id)
    if found is None:
        newest = balance.newest(db, "fee_payment")
        raise NotFoundError(
            N_("There is no payment {refs}."),
            hint=N_("The newest is P{newest}.") if newest else N_("There are no payments yet; {command} records one."),
            refs=f"{PAYMENT_LETTER}{id}",
            newest=newest,
            command="butler fee pay",
        )
    return found
