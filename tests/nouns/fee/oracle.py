"""A second oracle in plain Python, written without looking at the first: slow, obvious, and never rounded."""

from copy import deepcopy
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from tests.nouns.fee.purse import NEW, OLD, OTHER, SALE


class RefusedError(Exception):
    """The rules refuse it."""


class Bill(NamedTuple):
    unit: int
    kind: str
    debtor: int | None
    start: str
    due: str
    amount: int
    end: str = ""


class Payment(NamedTuple):
    unit: int
    amount: int
    at: str


class Oracle:
    """Bills, payments and everything that moved, each with the moment it counts from."""

    def __init__(self) -> None:
        self.bills: dict[int, Bill] = {}
        self.cancelled: dict[int, str] = {}
        self.payments: dict[int, Payment] = {}
        self.waivers: list[tuple[int, int, str]] = []  # bill, fen, at
        self.refunds: list[tuple[int, int, str]] = []  # payment, fen, at
        self.allocations: list[tuple[int, int, int, str]] = []  # payment, bill, fen, at
        # Who owns a unit from a day on; the last of a day counts.
        self.sales: dict[int, list[tuple[str, int]]] = {1: [("", OLD), (SALE, NEW)], 4: [("", OTHER)]}

    def owner(self, unit: int, day: str) -> int:
        """Who owns a unit on a day."""
        return [person for since, person in self.sales[unit] if since <= day][-1]

    # --- what stands at a moment ---

    def paid(self, bill: int, at: str = "9") -> int:
        return sum(fen for _p, b, fen, when in self.allocations if b == bill and when <= at)

    def waived(self, bill: int, at: str = "9") -> int:
        return sum(fen for b, fen, when in self.waivers if b == bill and when <= at)

    def rest(self, payment: int, at: str = "9") -> int:
        """What a payment holds that settles nothing."""
        if self.payments[payment].at > at:
            return 0
        used = sum(fen for p, _b, fen, when in self.allocations if p == payment and when <= at)
        back = sum(fen for p, fen, when in self.refunds if p == payment and when <= at)
        return self.payments[payment].amount - used - back

    def owed(self, bill: int, at: str = "9") -> int:
        return self.bills[bill].amount - self.waived(bill, at) - self.paid(bill, at)

    def moments(self) -> list[str]:
        """Every moment at which anything changes."""
        found = {p.at for p in self.payments.values()} | set(self.cancelled.values())
        found |= {at for _bill, _fen, at in self.waivers} | {at for _payment, _fen, at in self.refunds}
        found |= {at for _payment, _bill, _fen, at in self.allocations}
        found |= {b.start + "T00:00:00" for b in self.bills.values()}
        return sorted(found)

    def counted(self, at: str) -> list[int]:
        """The bills that exist at a moment."""
        return [
            id
            for id, bill in self.bills.items()
            if bill.start <= at[:10] and not (id in self.cancelled and self.cancelled[id] <= at)
        ]

    def stands(self, at: str) -> dict[str, Any]:
        """The whole picture at a moment: bills, arrears by unit and debtor, prepayments by unit."""
        bills = {id: (self.waived(id, at), self.paid(id, at), self.owed(id, at)) for id in self.counted(at)}
        arrears: dict[tuple[int, str, int | None], tuple[int, int, str]] = {}
        for id, (_waived, _paid, owed) in bills.items():
            bill = self.bills[id]
            if owed and bill.due < at[:10]:
                key = (bill.unit, bill.kind, bill.debtor)
                fen, count, oldest = arrears.get(key, (0, 0, "9"))
                arrears[key] = (fen + owed, count + 1, min(oldest, bill.due))
        prepaid: dict[int, int] = {}
        for id, payment in self.payments.items():
            if self.rest(id, at):
                prepaid[payment.unit] = prepaid.get(payment.unit, 0) + self.rest(id, at)
        return {"bills": bills, "arrears": arrears, "prepaid": prepaid}

    # --- what happens ---

    def bill(self, id: int, bill: Bill, now: str) -> None:
        """Made ahead of its period, a bill brings older ones to be settled at once; made late, from its period on."""
        self.bills[id] = bill
        self._use_up(bill.unit, min(bill.start + "T00:00:00", now))

    def _use_up(self, unit: int, since: str) -> None:
        """What is prepaid at a unit settles what it may."""
        for payment in sorted(self.payments, key=lambda one: (self.payments[one].at, one)):
            if self.payments[payment].unit == unit:
                self._settle(payment, self.rest(payment), None, since)

    def pay(self, id: int, payment: Payment, named: tuple[int, ...] = ()) -> None:
        self.payments[id] = payment
        self._settle(id, payment.amount, named or None)

    def _settle(self, id: int, fen: int, named: tuple[int, ...] | None, since: str = "") -> None:
        payment = self.payments[id]
        chosen = [
            bill
            for bill in self.bills
            if self.bills[bill].unit == payment.unit and bill not in self.cancelled and self.owed(bill) > 0
            and (bill in named if named else self._may_pay(payment, self.bills[bill]))
        ]  # fmt: skip
        for bill in sorted(chosen, key=lambda one: (self.bills[one].due, self.bills[one].start, one)):
            part = min(fen, self.owed(bill))
            if part:
                at = self.room(bill, part, max(payment.at, since, self.bills[bill].start + "T00:00:00"))
                self.allocations.append((id, bill, part, at))
                fen -= part

    def _may_pay(self, payment: Payment, bill: Bill) -> bool:
        if bill.kind == "unknown" or payment.unit == 2:
            return True
        if payment.unit == 3:
            return bill.kind == "developer"
        return bill.debtor == self.owner(payment.unit, payment.at[:10])

    def room(self, bill: int, fen: int, since: str) -> str:
        """The first moment from which a bill has room for a sum and keeps it."""
        times = [since, *(at for at in self.moments() if at > since)]
        return next(m for m in times if all(self.owed(bill, t) >= fen for t in times if t >= m))

    def waive(self, bill: int, fen: int, at: str) -> None:
        if bill in self.cancelled or fen > self.owed(bill):
            raise RefusedError
        if self.room(bill, fen, at) != at:
            raise RefusedError
        self.waivers.append((bill, fen, at))

    def refund(self, payment: int, fen: int, at: str) -> None:
        given_back = sum(part for p, part, _at in self.refunds if p == payment)
        if at < self.payments[payment].at or fen > self.payments[payment].amount - given_back:
            raise RefusedError
        wanted = fen - min(fen, self.rest(payment))
        self.refunds.append((payment, fen, at))
        for _id, bill, made_at in self._standing(payment)[::-1][:wanted]:
            self.allocations.append((payment, bill, -1, max(at, made_at)))
        if wanted:
            self._use_up(self.payments[payment].unit, at)

    def _standing(self, payment: int) -> list[tuple[int, int, str]]:
        """Every single fen that a payment still settles, in the order it was allocated."""
        coins: list[tuple[int, int, str]] = []
        for number, (p, bill, fen, at) in enumerate(self.allocations):
            if p == payment and fen > 0:
                coins += [(number, bill, at)] * fen
            elif p == payment:
                for _coin in range(-fen):
                    last = max(n for n, coin in enumerate(coins) if coin[1] == bill)
                    del coins[last]
        return coins

    def cancel(self, bill: int, at: str) -> None:
        if bill in self.cancelled:
            return
        if any(self.paid(bill, t) for t in [at, "9", *(m for m in self.moments() if m > at)]):
            raise RefusedError
        if any(sum(r[2] for r in self.allocations if r[:2] == (p, bill)) for p in self.payments):
            raise RefusedError
        self.cancelled[bill] = at

    def transfer(self, unit: int, person: int, day: str, next_bill: int, now: str) -> None:
        """The unit is a new person's from a day on, and what is still owed from then on goes with it."""
        if day < self.sales[unit][-1][0]:
            raise RefusedError
        former = self.owner(unit, day)
        self.sales[unit].append((day, person))
        theirs = [
            id
            for id, bill in self.bills.items()
            if bill.unit == unit and bill.debtor == former and bill.end >= day and id not in self.cancelled and self.owed(id) > 0
        ]  # fmt: skip
        cut = False
        for id in theirs:
            bill = self.bills[id]
            if bill.start >= day:
                self.bills[id] = bill._replace(debtor=person)
                continue
            served, gone = count(bill.start, bill.end), count(bill.start, day) - 1
            stays = min(bill.amount, int(Fraction(bill.amount * gone, served) + Fraction(1, 2)))
            part = min(bill.amount - stays, self.owed(id))
            if not part:
                continue
            at = self.room(id, part, day + "T00:00:00")
            new = bill._replace(debtor=person, start=day, due=max(bill.due, day), amount=part)
            self.bills[next_bill] = new
            self.waivers.append((id, part, at))
            next_bill, cut = next_bill + 1, True
        if theirs:
            self._use_up(unit, day + "T00:00:00" if cut else now)

    def copy(self) -> "Oracle":
        return deepcopy(self)


def count(first: str, last: str) -> int:
    """Return how many days there are from the first to the last."""
    day, days = date.fromisoformat(first), 0
    while day <= date.fromisoformat(last):
        day, days = day + timedelta(days=1), days + 1
    return days
