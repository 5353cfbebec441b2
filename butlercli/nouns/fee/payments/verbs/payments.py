"""The verbs of money: a payment, its refund, a waiver, the cancelling of a bill. Each runs inside one operation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from butlercli.base.dates.iso import format_iso, minute
from butlercli.base.errors import RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.money import format_fen
from butlercli.base.refs import references
from butlercli.base.result import Message, Result, Row
from butlercli.nouns.fee.bills.verbs import settle
from butlercli.nouns.fee.model import BILL_LETTER, PAYMENT_LETTER
from butlercli.nouns.fee.owed.rules.bills import outstanding
from butlercli.nouns.fee.owed.store import balance
from butlercli.nouns.fee.owed.verbs import find, moments, records
from butlercli.nouns.register.store import units
from butlercli.store.database import Database


def _moment(db: Database, at: datetime | None) -> str:
    """Return a business time as it is stored; raises UsageError for one to come."""
    return format_iso(moments.past(db, at))


def _not_before(at: str, first: str) -> str | None:
    """Return the time, or the first one possible where only its day was said (midnight); None where it is too early."""
    if at >= first:
        return at
    return first if at.endswith(settle.MIDNIGHT) and at[:10] == first[:10] else None


def _check_fen(fen: int) -> None:
    if fen <= 0:
        raise UsageError(
            N_("The amount must be more than zero."), hint=N_("Write it in yuan: {example}."), example="1008.50"
        )


def _required(text: str, msgid: str) -> str:
    if not text.strip():
        raise UsageError(msgid)
    return text


# --- a payment --------------------------------------------------------------------------------------


def pay(
    db: Database,
    unit_text: str,
    fen: int,
    bills: Sequence[int] = (),
    method: str | None = None,
    channel: str | None = None,
    at: datetime | None = None,
    ref: str | None = None,
    note: str | None = None,
    *,
    new_unit: bool = False,
) -> Result:
    """Record a payment of a unit and settle its bills, the oldest due first, or only the bills named.

    The rest is prepayment. method and channel are codes. Raises NotFoundError (exit 3) for an unknown unit or bill,
    RuleError (exit 4) for a reference already used, a bill of another unit and a cancelled one, UsageError (exit 2)
    for a time to come.
    """
    _check_fen(fen)
    unit, notices = units.taken(db, unit_text, new=new_unit)
    paid_at = _moment(db, at)
    reference = (ref or "").strip() or None
    _check_ref(db, reference)
    notices += _check_named(db, unit, bills)
    values = {"ref": reference, "unit_id": unit["id"], "amount": fen, "method": method, "channel": channel}
    values |= {"paid_at": paid_at, "entered_at": format_iso(db.now), "note": note or None}
    id = balance.add_payment(db, values)
    book = settle.Book(db, [unit["id"]])
    book.settle(id, unit["id"], paid_at, fen, bills)
    book.write()
    served = {bill.id for bill in book.payable(unit["id"], paid_at)}
    others = [bill.id for bill in book.open(unit["id"]) if bill.id not in served]
    if others and not bills:
        notices.append(_left_alone(db, others))
    return _payment_result(db, id, "pay", notices)


def _check_ref(db: Database, ref: str | None) -> None:
    known = balance.payment_by_ref(db, ref) if ref else None
    if known is not None:
        raise RuleError(
            N_("The reference “{ref}” is P{id} already: {unit}, {amount} yuan on {at}."),
            hint=N_("Nothing was recorded. Leave --ref out if this is another payment."),
            code="duplicate_ref",
            ref=ref,
            id=known["id"],
            unit=known["unit"],
            amount=format_fen(known["amount"]),
            at=minute(known["paid_at"]),
        )


def _check_named(db: Database, unit: Row, bills: Sequence[int]) -> list[Message]:
    """Refuse bills of other units and cancelled ones; return a remark for each that owes nothing any more."""
    notices = []
    for row in find.bill_rows(db, bills) if bills else ():
        if row["unit_id"] != unit["id"]:
            raise RuleError(
                N_("B{id} is a bill of {other}, not of {unit}."),
                hint=N_("Record a payment of its own for each unit."),
                code="other_unit",
                id=row["id"],
                other=row["unit"],
                unit=unit["code"],
            )
        if row["cancelled_at"] is not None:
            raise _cancelled(row)
        if row["amount"] == row["waived"] + row["paid"]:
            notices.append(Message(N_("B{id} owes nothing any more."), id=row["id"]))
    return notices


def _cancelled(row: Row) -> RuleError:
    return RuleError(
        N_("B{id} was cancelled on {date}: {reason}."),
        code="cancelled",
        id=row["id"],
        date=row["cancelled_at"][:10],
        reason=row["cancel_reason"],
    )


def _left_alone(db: Database, ids: Sequence[int]) -> Message:
    rows = balance.bill_rows(db, ids)
    names = list(dict.fromkeys(row["debtor"] for row in rows.values() if row["debtor"]))
    return Message(
        N_("Bills of {debtor} stay open: {refs}. To pay them, name them with --bill."),
        debtor=", ".join(names) or "—",
        refs=references(BILL_LETTER, ids),
    )


def _payment_result(db: Database, id: int, verb: str, notices: Sequence[Message] = (), **extra: Any) -> Result:
    row = balance.payment_rows(db, [id])[id]
    parts = balance.allocated(db, [id]).get(id, [])
    extra |= {
        "verb": verb,
        "row": row,
        "settled": records.bill_records(db, [bill_id for bill_id, _fen in parts]),
        "open": records.bill_records(db, balance.open_of_unit(db, row["unit_id"])),
        "prepaid_fen": balance.kept_back(db, row["unit_id"]),
        "refunded_fen": row["refunded"],
    }
    data = records.payment_record(row, parts)
    return Result("fee.payment", data, notices=notices, refs=f"{PAYMENT_LETTER}{id}", extra=extra)


# --- a refund ---------------------------------------------------------------------------------------


def refund(db: Database, payment: int, fen: int | None, reason: str, at: datetime | None = None) -> Result:
    """Give back a part of a payment, or (None) all that is left of it: first what settles no bill, then the newest bills.

    Raises NotFoundError (exit 3) for an unknown payment, RuleError (exit 4) for more than is left or a time before the
    payment, UsageError (exit 2) for a time to come or no reason. Nothing left and no amount asked for is no error.
    """
    _required(reason, N_("Say why it is refunded."))
    if fen is not None:
        _check_fen(fen)
    row = find.payment_row(db, payment)
    moment = _not_before(_moment(db, at), row["paid_at"])
    if moment is None:
        raise RuleError(
            N_("P{id} was only paid on {at}; it cannot have been refunded before."),
            code="before_previous",
            id=payment,
            at=minute(row["paid_at"]),
        )
    left = row["amount"] - row["refunded"]
    if fen is None and left == 0:
        done = Message(N_("P{id} is refunded in full already; nothing to do."), id=payment)
        result = _payment_result(db, payment, "refund", [done])
        result.changed = False
        return result
    amount = left if fen is None else fen
    if amount > left:
        raise RuleError(
            N_("Of P{id} only {left} of {amount} yuan are left to refund."),
            code="more_than_left",
            id=payment,
            left=format_fen(left),
            amount=format_fen(row["amount"]),
        )
    reopened = _take_back(db, row, amount, moment, reason)
    notices = []
    if reopened:
        # What was opened again takes up what other payments of the unit hold, as a new bill would.
        settled = settle.prepaid(db, [row["unit_id"]], moment)
        if settled:
            said = N_("Settled at once from what else was prepaid: {refs}.")
            notices.append(Message(said, refs=references(BILL_LETTER, settled)))
    again = records.bill_records(db, reopened)
    return _payment_result(db, payment, "refund", notices, reopened=again, refund_fen=amount)


def _take_back(db: Database, row: Row, amount: int, at: str, reason: str) -> list[int]:
    """Write a refund with the allocations it takes back, and return the bills that are open again."""
    id = balance.add_refund(db, row["id"], amount, at, format_iso(db.now), reason)
    from_bills = amount - min(amount, row["unallocated"])
    if not from_bills:
        return []
    taken = settle.take_back(from_bills, balance.allocations_of(db, row["id"]), at)
    balance.add_allocations(db, [(row["id"], one.bill_id, id, -one.amount, one.at) for one in taken])
    return list(dict.fromkeys(one.bill_id for one in taken))


# --- a waiver, a cancelled bill -----------------------------------------------------------------------


def waive(
    db: Database, bill: int, fen: int | None, reason: str, approved_by: str, at: datetime | None = None
) -> Result:
    """Forgive a part of a bill, or (None) all it still owes.

    Raises NotFoundError (exit 3) for an unknown bill, RuleError (exit 4) for a cancelled one or more than it owes (now,
    or from the time given on), UsageError (exit 2) for a time to come or where reason or approval are missing.
    """
    _required(reason, N_("Say why it is waived."))
    _required(approved_by, N_("Say who approved it."))
    if fen is not None:
        _check_fen(fen)
    row = find.bill_row(db, bill)
    moment = _moment(db, at)
    if row["cancelled_at"] is not None:
        raise _cancelled(row)
    owed = outstanding(row)
    if fen is None and owed == 0:
        done = Message(N_("B{id} owes nothing any more; nothing to do."), id=bill)
        return _bill_result(db, bill, "waive", [done], changed=False)
    amount = owed if fen is None else fen
    if owed == 0:
        raise RuleError(N_("B{id} owes nothing any more."), code="more_than_owed", id=bill)
    if amount > owed:
        raise RuleError(N_("B{id} owes only {owed} yuan."), code="more_than_owed", id=bill, owed=format_fen(owed))
    first = settle.room_from(row["amount"], balance.movements(db, [bill]).get(bill, ()), amount, moment)
    moment = _in_time(row, moment, first or moment)
    values = {"bill_id": bill, "amount": amount, "at": moment, "entered_at": format_iso(db.now)}
    balance.add_waiver(db, values | {"reason": reason, "approved_by": approved_by})
    return _bill_result(db, bill, "waive", _late(db, bill), waive_fen=amount)


def _late(db: Database, bill: int) -> list[Message]:
    from butlercli.nouns.fee.bills.verbs import late

    return late.remarks(db, [bill])


def _in_time(row: Row, at: str, first: str) -> str:
    """Return a time not before the first possible one; raises RuleError (exit 4) naming that."""
    moment = _not_before(at, first)
    if moment is None:
        raise RuleError(
            N_("B{id} was settled until {first}; give a time from then on with --at."),
            code="before_previous",
            id=row["id"],
            first=minute(first),
        )
    return moment


def cancel(db: Database, bill: int, reason: str, at: datetime | None = None) -> Result:
    """Cancel a bill on which nothing is paid; it counts no more from then on.

    Raises NotFoundError (exit 3) for an unknown bill, RuleError (exit 4) for one that is paid, wholly or in part (now,
    or at the time given), UsageError (exit 2) for a time to come or no reason. Cancelling it again is no error.
    """
    _required(reason, N_("Say why it is cancelled."))
    row = find.bill_row(db, bill)
    moment = _moment(db, at)
    if row["cancelled_at"] is not None:
        done = Message(N_("B{id} is cancelled already; nothing to do."), id=bill)
        return _bill_result(db, bill, "cancel", [done], changed=False)
    payers = balance.payers_of(db, bill)
    if payers:
        raise RuleError(
            N_("B{id} is paid with {paid} yuan ({payments}); only a bill on which nothing is paid can be cancelled."),
            hint=N_("Refund it first ({command}), or waive what is left."),
            code="paid",
            id=bill,
            paid=format_fen(row["paid"]),
            payments=references(PAYMENT_LETTER, payers),
            command=f"butler fee refund {PAYMENT_LETTER}{payers[-1]}",
        )
    first = settle.room_from(row["amount"], balance.paid_moves(db, bill), row["amount"], moment)
    moment = _in_time(row, moment, first or moment)
    balance.cancel_bill(db, bill, moment, reason)
    return _bill_result(db, bill, "cancel", _late(db, bill))


def _bill_result(
    db: Database, id: int, verb: str, notices: Sequence[Message] = (), *, changed: bool = True, **extra: Any
) -> Result:
    row = balance.bill_rows(db, [id])[id]
    extra |= {"verb": verb, "row": row}
    data = records.bill_record(row)
    return Result("fee.bill", data, notices=notices, refs=f"{BILL_LETTER}{id}", extra=extra, changed=changed)
