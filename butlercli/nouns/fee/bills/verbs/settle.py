"""How money meets bills: which bills an amount settles, from when it counts, and what a refund takes back.

Allocations are made in the order things are entered and never move. One counts from the latest of the payment, the
beginning of the bill's period, and what brought it about: money kept back as prepayment while an older bill stood open
settles that one only from the moment a new bill brought it about (from its period on, where that is entered late), so
what was said of the time between stays true. Where the bill had no room for it then (it was paid, and opened again by a
refund later), it counts from the moment it had. So at no moment is a bill settled beyond its amount.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from butlercli.base.dates.iso import format_iso
from butlercli.nouns.fee.bills.store import bills as bill_store
from butlercli.nouns.fee.owed.rules.debtors import Ownership
from butlercli.nouns.fee.owed.store import balance
from butlercli.store.database import Database

Move = tuple[str, int]
MIDNIGHT = "T00:00:00"


class OpenBill:
    """A bill that owes something. owed: fen; moves: what was waived and allocated, kept where a refund opened it again."""

    __slots__ = ("debtor_id", "debtor_kind", "due", "id", "moves", "owed", "start")

    def __init__(
        self,
        id: int,
        owed: int,
        due: str,
        start: str,
        debtor_kind: str = "unknown",
        debtor_id: int | None = None,
        moves: list[Move] | None = None,
    ) -> None:
        """start: first day of the service period; due: the day it is due (both ISO dates)."""
        self.id = id
        self.owed = owed
        self.due = due
        self.start = start
        self.debtor_kind = debtor_kind
        self.debtor_id = debtor_id
        self.moves = moves

    @property
    def order(self) -> tuple[str, str, int]:
        """Return its place among bills to settle: the oldest due first."""
        return (self.due, self.start, self.id)


def allocate(amount: int, bills: Iterable[OpenBill]) -> list[tuple[int, int]]:
    """Return which bills an amount of fen settles and by how much, the oldest due first; the rest is left over."""
    found: list[tuple[int, int]] = []
    for bill in sorted(bills, key=lambda one: one.order):
        part = min(amount, bill.owed)
        if part > 0:
            found.append((bill.id, part))
            amount -= part
    return found


def room_from(owed_at_first: int, moves: Iterable[Move], wanted: int, since: str) -> str | None:
    """Return the first moment from `since` on from which a bill keeps room for a sum; None where it never does.

    owed_at_first: the bill's amount in fen; moves: what was waived and allocated, refunds negative.
    """
    by_time: dict[str, int] = {}
    for at, amount in moves:
        by_time[at] = by_time.get(at, 0) + amount
    owed, found = owed_at_first, since if owed_at_first >= wanted else None
    for at in sorted(by_time):
        owed -= by_time[at]
        if owed < wanted:
            found = None
        elif found is None:
            found = max(at, since)
    return found


class Taken(NamedTuple):
    """A part of a refund taken from an allocation: bill, fen (positive), and from when it counts."""

    bill_id: int
    amount: int
    at: str


def take_back(amount: int, allocations: Sequence[tuple[int, str, int]], at: str) -> list[Taken]:
    """Return from which allocations of a payment a refund of `amount` fen is taken, the newest first.

    allocations: (bill, at, amount) in the order made, earlier refunds negative. What counts only later than the refund
    (the bill's period had not begun) is taken back when it would have counted. Raises ValueError where there is not
    as much.
    """
    standing: list[tuple[int, str, int]] = []
    for bill_id, made_at, part in allocations:
        if part > 0:
            standing.append((bill_id, made_at, part))
        else:
            _unstack(standing, -part, bill_id)
    taken = [Taken(bill_id, part, max(at, made_at)) for bill_id, made_at, part in _unstack(standing, amount, None)]
    if sum(one.amount for one in taken) < amount:
        raise ValueError("a refund of more than was allocated")
    return taken


def _unstack(standing: list[tuple[int, str, int]], amount: int, only: int | None) -> list[tuple[int, str, int]]:
    """Take an amount off the newest allocations (of one bill, or of all) and return what was taken."""
    taken = []
    for place in range(len(standing) - 1, -1, -1):
        bill_id, at, held = standing[place]
        part = min(amount, held)
        if part <= 0 or only not in (None, bill_id):
            continue
        taken.append((bill_id, at, part))
        standing[place] = (bill_id, at, held - part)
        amount -= part
    return taken


class Book:
    """The open bills of some units and who pays there, in memory: for one payment, a billing run, or a file of payments.

    `settle` only collects; `write` writes what was collected, in that order.
    """

    def __init__(self, db: Database, unit_ids: Iterable[int]) -> None:
        """Read what is open; call it within the operation that will write, so that nobody else pays meanwhile."""
        self._db = db
        ids = sorted(set(unit_ids))
        self._bills: dict[int, list[OpenBill]] = {}
        self._owners = {id: Ownership(rows) for id, rows in bill_store.owners_of(db, ids).items()}
        self._undelivered = balance.undelivered(db, ids)
        self._rows: list[tuple[int, int, int | None, int, str]] = []
        rows = balance.open_bills(db, ids)
        moves = balance.movements(db, [row[0] for row in rows if row[7]])
        for id, unit_id, kind, debtor_id, start, due, owed, _refunded in rows:
            bill = OpenBill(id, owed, due, start, kind, debtor_id, moves.get(id))
            self._bills.setdefault(unit_id, []).append(bill)

    def open(self, unit_id: int) -> list[OpenBill]:
        """Return the bills of a unit that still owe something, the oldest due first."""
        return [bill for bill in self._bills.get(unit_id, ()) if bill.owed > 0]

    def payable(self, unit_id: int, paid_at: str) -> list[OpenBill]:
        """Return the open bills that a payment of that moment settles by itself.

        They are those of the unit's owner then, of unknown debtors, and of the developer while the unit is not
        delivered. Where no owner is known of that day, nobody's bills are left out.
        """
        owned = self._owners.get(unit_id)
        owners = owned.ids_on(date.fromisoformat(paid_at[:10])) if owned else set()
        undelivered = unit_id in self._undelivered
        anybody = not owners and not undelivered

        def serves(bill: OpenBill) -> bool:
            if bill.debtor_kind == "unknown" or anybody:
                return True
            return undelivered if bill.debtor_kind == "developer" else bill.debtor_id in owners

        return [bill for bill in self.open(unit_id) if serves(bill)]

    def settle(
        self,
        payment_id: int,
        unit_id: int,
        paid_at: str,
        fen: int,
        named: Sequence[int] | None = None,
        since: str = "",
    ) -> int:
        """Settle bills by a payment, or by what is left of it; returns the fen left over (prepayment).

        named: ids of the only bills it is for; without, those it settles by itself. since: the moment of what brings
        it about, where that is not the payment.
        """
        if named:
            chosen = [bill for bill in self.open(unit_id) if bill.id in named]
        else:
            chosen = self.payable(unit_id, paid_at)
        by_id = {bill.id: bill for bill in chosen}
        for bill_id, part in allocate(fen, chosen):
            bill = by_id[bill_id]
            at = max(paid_at, since, bill.start + MIDNIGHT)
            if bill.moves is not None:
                whole = bill.owed + sum(amount for _at, amount in bill.moves)
                at = room_from(whole, bill.moves, part, at) or at
                bill.moves.append((at, part))
            bill.owed -= part
            fen -= part
            self._rows.append((payment_id, bill_id, None, part, at))
        return fen

    def write(self) -> int:
        """Write the allocations collected and return how many there were."""
        count = len(self._rows)
        balance.add_allocations(self._db, self._rows)
        self._rows = []
        return count

    def settled(self) -> list[int]:
        """Return the bills that what was collected settles, wholly or in part."""
        return list(dict.fromkeys(bill_id for _payment, bill_id, _refund, _fen, _at in self._rows))


def prepaid(db: Database, unit_ids: Iterable[int], since: str | None = None) -> list[int]:
    """Settle the open bills of units from their prepayments: in order of paid_at and entry, the oldest due first.

    To be called once after bills were made or opened again, within the same operation. `since`: the moment of what opened
    them; without it the bills made tell from when older ones are settled: from the first of their periods where that has
    begun, so that what is entered late stands as it would have then; else from now. A prepayment settles what its payer
    may pay (`Book.payable`). Returns the bills settled.
    """
    waiting = balance.prepayments(db, unit_ids)
    if not waiting:
        return []
    units = {unit_id for _id, unit_id, _at, _rest in waiting}
    begun = balance.first_period_made(db, units) if since is None else {}
    book, now = Book(db, units), format_iso(db.now)
    for id, unit_id, paid_at, rest in waiting:
        moment = since or min(begun.get(unit_id, "9999") + MIDNIGHT, now)
        book.settle(id, unit_id, paid_at, rest, since=moment)
    found = book.settled()
    book.write()
    return found
