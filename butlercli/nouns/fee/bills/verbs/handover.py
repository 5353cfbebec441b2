"""What a change of owner does to bills that were made before it was told.

A bill whose period begins on the day of the change or later becomes the new owner's. One whose period spans the day is
cut by days, as billing would have cut it: the new owner's part is a bill of its own from that day on, and the old bill
is less by as much from that day on (a waiver with `moved_to`), so what was said of the days before stays true. What
is paid stays where it is: the two owners settle that among themselves.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date

from butlercli.base.dates.iso import format_iso
from butlercli.base.i18n import N_, _
from butlercli.base.money import format_fen
from butlercli.base.refs import references
from butlercli.base.result import Message, Row
from butlercli.nouns.fee.bills.rules import amounts
from butlercli.nouns.fee.bills.store import bills as bill_store
from butlercli.nouns.fee.bills.verbs import late, settle
from butlercli.nouns.fee.model import BILL_LETTER
from butlercli.nouns.fee.owed.rules.debtors import Debtor, Ownership
from butlercli.nouns.fee.owed.store import balance
from butlercli.store.database import Database


class Owners:
    """Who owned a unit on a day: as one debtor, and each of them."""

    __slots__ = ("debtor", "ids")

    def __init__(self, db: Database, unit_id: int, day: date) -> None:
        """Read it as it is told now; asked before and after a change of owner, the two tell who left."""
        owners = Ownership(bill_store.owners(db, unit_id).get(unit_id, ()))
        self.debtor = owners.on(day)
        self.ids = owners.ids_on(day)


def hand_over(db: Database, unit_id: int, day: date, before: Owners) -> list[Message]:
    """Make the unit's new owner the debtor of what is owed from a day on; return remarks on what was moved.

    To be called in the operation that told of the change, after it; `before`: the owners of that day as they were told
    until then. Bills of the developer, of unknown debtors and of other owners stay as they are.
    """
    after = Owners(db, unit_id, day)
    left = before.ids - after.ids
    if not left or after.debtor.kind != "owner":
        return []
    found = [
        bill
        for bill in bill_store.of_owners(db, unit_id, str(day), before.ids)
        if bill["debtor_id"] in left or bill["debtor"] == before.debtor.name
    ]
    moved, cut, paid = _sorted(found, str(day))
    for bill in moved:
        bill_store.set_debtor(db, bill["id"], *after.debtor)
    pairs = [(bill, new) for bill in cut if (new := _cut(db, bill, day, after.debtor)) is not None]
    if moved or pairs:
        settle.prepaid(db, [unit_id])
    return _remarks(db, day, after.debtor, moved, pairs, paid)


def owner_changing(db: Database, unit_id: int, day: date) -> Callable[[], list[Message]]:
    """Read who owns a unit before it changes hands; return what hands the bills over once it has."""
    before = Owners(db, unit_id, day)
    return lambda: hand_over(db, unit_id, day, before)


def _sorted(bills: Sequence[Row], day: str) -> tuple[list[Row], list[Row], list[Row]]:
    """Return the bills that become the new owner's, those to be cut, and those paid that stay.

    A late fee goes with the bill it is charged on, and else stays with who was late.
    """
    own = [bill for bill in bills if bill["source"] != "late"]
    paid = [bill for bill in own if bill["owed"] <= 0]
    moved = {bill["id"]: bill for bill in own if bill["owed"] > 0 and bill["period_start"] >= day}
    late = [bill for bill in bills if bill["late_of"] in moved and bill["owed"] > 0]
    cut = [bill for bill in own if bill["owed"] > 0 and bill["period_start"] < day]
    return [*moved.values(), *late], cut, paid


def _cut(db: Database, bill: Row, day: date, debtor: Debtor) -> tuple[int, int] | None:
    """Move the part of a bill from a day on to a new bill; returns its id and fen, None where it rounds to nothing."""
    start, last, end = (date.fromisoformat(bill[name]) for name in ("period_start", "served_to", "period_end"))
    days = [(day - start).days, (last - day).days + 1]
    if last < end:  # an earlier change of owner has moved the days after it
        days.append((end - last).days)
    share = amounts.share_out(bill["amount"], days, bill["rounding"])[1]
    fen = min(share, bill["owed"])
    if fen <= 0:
        return None
    rule = {"per": "moved", "of": bill["id"], "whole": bill["amount"], "share": share, "amount": fen}
    rule |= {"days": days[1], "days_of_period": sum(days), "rounding": bill["rounding"]}
    values = {"item_id": bill["item_id"], "unit_id": bill["unit_id"], "source": bill["source"], "amount": fen}
    values |= {"debtor_kind": debtor.kind, "debtor_id": debtor.id, "debtor": debtor.name}
    values |= {"period_start": str(day), "period_end": str(last), "due_date": max(bill["due_date"], str(day))}
    new = bill_store.add(db, values | {"rule": json.dumps(rule)})
    midnight = f"{day}{settle.MIDNIGHT}"
    moves = balance.movements(db, [bill["id"]]).get(bill["id"], ())
    at = settle.room_from(bill["amount"], moves, fen, midnight) or midnight
    reason = _("Change of owner on {date}: from then on {name} owes it.").format(date=day, name=debtor.name)
    waiver = {"bill_id": bill["id"], "amount": fen, "at": at, "reason": reason, "moved_to": new}
    balance.add_waiver(db, waiver | {"entered_at": format_iso(db.now)})
    return new, fen


def _remarks(
    db: Database, day: date, debtor: Debtor, moved: list[Row], cut: list[tuple[Row, tuple[int, int]]], paid: list[Row]
) -> list[Message]:
    found = []
    if moved:
        said = N_("Now owed by {name}: {refs}, of periods from {date} on.")
        found.append(
            Message(said, name=debtor.name, refs=references(BILL_LETTER, [bill["id"] for bill in moved]), date=str(day))
        )
    for bill, (new, fen) in cut:
        said = N_(
            "{ref} is cut on {date}: {amount} yuan are now {new}, owed by {name}; {left} yuan stay with {former}."
        )
        left = format_fen(bill["owed"] - fen)
        names = {"ref": f"{BILL_LETTER}{bill['id']}", "new": f"{BILL_LETTER}{new}", "former": bill["debtor"]}
        found.append(Message(said, date=str(day), amount=format_fen(fen), name=debtor.name, left=left, **names))
    if paid:
        said = N_("Paid until {date} or longer by the former owner, so left as they are: {refs}.")
        found.append(Message(said, date=str(day), refs=references(BILL_LETTER, [bill["id"] for bill in paid])))
    return [*found, *late.remarks(db, [bill["id"] for bill, _new in cut])]
