"""What a billing run and a one-off charge answer: how many bills, their sum, and what could not be billed."""

from datetime import date

from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result
from butlercli.nouns.fee.bills.store import bills as bill_store
from butlercli.nouns.fee.bills.verbs import billing
from butlercli.nouns.fee.items.verbs import items
from butlercli.nouns.fee.model import BILL_LETTER, UNBILLED
from butlercli.nouns.fee.owed.store import balance
from butlercli.nouns.fee.owed.verbs import records
from butlercli.store.database import Database


def run(
    db: Database, first: date, last: date, item: str | None = None, unit: str | None = None, building: str | None = None
) -> Result:
    """Make the bills of the service periods that begin between two days, and say what was made and what was not.

    JSON: period_start, period_end, created (how many), amount_fen, settled_fen (by prepayments), items (item, name,
    bills, amount_fen), bills (their ids), known (periods billed before), unbilled (unit, item, period_start,
    period_end, periods, reason). Raises as `billing.run`.
    """
    outcome = billing.run(db, first, last, item, unit, building)
    nobody = bill_store.count_of_nobody(db, outcome.created)
    if nobody:
        said = N_("Of {n} of these bills no owner is known; register them, and the same command names their debtors.")
        outcome.notices.append(Message(said, n=nobody))
    by_item = bill_store.sums_by_item(db, outcome.created)
    data = {
        "period_start": str(first),
        "period_end": str(last),
        "created": len(outcome.created),
        "amount_fen": outcome.fen,
        "settled_fen": sum(row["paid_fen"] for row in by_item),
        "items": by_item,
        "known": outcome.known,
        "unbilled": [{name: value for name, value in line.items() if name != "params"} for line in outcome.unbilled],
        "bills": outcome.created,
    }
    result = Result(
        "fee.run", data, notices=outcome.notices, refs=_span(outcome.created), changed=bool(outcome.created)
    )
    # The sentence of a reason and its fields stand beside the JSON, which has its code.
    result.extra["why"] = [Message(UNBILLED[line["reason"]], **line["params"]) for line in outcome.unbilled]
    result.extra["items"] = items.names(db)
    if not outcome.created and not outcome.known and not outcome.unbilled:
        result.notice(N_("No service period of these fee items begins in these days."))
    return result


def charge(
    db: Database, unit: str, item: str, fen: int, at: date, *, due: date | None, note: str | None, new_item: bool
) -> Result:
    """Bill a one-off charge and return its bill; raises as `billing.charge`."""
    outcome = billing.charge(db, unit, item, fen, at, due=due, note=note, new_item=new_item)
    id = outcome.created[0]
    row = balance.bill_rows(db, [id])[id]
    extra = {"verb": "charge", "row": row}
    return Result("fee.bill", records.bill_record(row), notices=outcome.notices, refs=f"{BILL_LETTER}{id}", extra=extra)


def _span(ids: list[int]) -> str:
    """Return the bills of a run as a reference: their ids follow each other."""
    if not ids:
        return ""
    return f"{BILL_LETTER}{ids[0]}" if len(ids) == 1 else f"{BILL_LETTER}{ids[0]}-{ids[-1]}"
