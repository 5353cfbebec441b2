"""What a billing run puts down: the bills to be written, and what was not billed and why."""

from datetime import date
from typing import Any, NamedTuple

from butlercli.base.dates.iso import format_iso
from butlercli.base.result import Message, Row
from butlercli.nouns.fee.bills.store import bills as bill_store
from butlercli.nouns.fee.owed.rules.debtors import Debtor
from butlercli.nouns.fee.owed.rules.periods import Period
from butlercli.store import bulk
from butlercli.store.database import Database


class Outcome(NamedTuple):
    """What a run did.

    created: ids of the bills made; fen: their sum; known: service periods that were billed before; unbilled: units for
    which nothing could be billed (unit, item, period_start, period_end, periods, reason: a code of `model.UNBILLED`,
    params: the fields of its sentence); notices: remarks.
    """

    created: list[int]
    fen: int
    known: int
    unbilled: list[Row]
    notices: list[Message]


class PendingBills:
    """The bills to be written, and what was not billed."""

    __slots__ = ("_at", "_bills", "_db", "_first_id", "_unbilled", "fen", "known", "notices")

    def __init__(self, db: Database) -> None:
        self._db = db
        self._at = format_iso(db.now)
        self._first_id = bulk.next_id(db, "fee_bill")
        self._bills: list[tuple[Any, ...]] = []
        self._unbilled: dict[tuple[Any, ...], Row] = {}
        self.fen = 0
        self.known = 0
        self.notices: list[Message] = []

    def add(
        self, item: Row, unit: Row, part: tuple[Period, Debtor], due: date, fen: int, rule: str, source: str, note: str | None = None
    ) -> None:  # fmt: skip
        """Put down a bill."""
        period, debtor = part
        id = self._first_id + len(self._bills)
        self._bills.append(
            (id, self._db.uid(), None, item["id"], unit["id"], *debtor, str(period.start), str(period.end), str(due),
             fen, source, rule, self._at, note)
        )  # fmt: skip
        self.fen += fen

    def refuse(self, item: Row, unit: Row, start: date, end: date, reason: str, params: Row) -> None:
        """Put down what is not billed; the same reason in several periods of a unit is one line."""
        key = (item["id"], unit["id"], reason, *(params.items() if reason != "overlap" else ()))
        line = self._unbilled.get(key)
        if line is None:
            self._unbilled[key] = {
                "unit": unit["code"],
                "item": item["code"],
                "period_start": str(start),
                "period_end": str(end),
                "periods": 1,
                "reason": reason,
                "params": dict(params),
            }
            return
        line["period_end"] = str(end)
        line["periods"] += 1
        if reason == "overlap":
            bills = dict.fromkeys((*line["params"]["bills"].split(", "), *params["bills"].split(", ")))
            line["params"]["bills"] = ", ".join(bills)

    def close(self) -> Outcome:
        """Write the bills, let prepayments settle them, and say what was done."""
        bill_store.insert(self._db, self._bills)
        billed = list(dict.fromkeys(bill[bill_store.COLUMNS.index("unit_id")] for bill in self._bills))
        if billed and bill_store.any_payment(self._db, billed):
            from butlercli.nouns.fee.bills.verbs import settle

            settle.prepaid(self._db, billed)
        created = [bill[0] for bill in self._bills]
        return Outcome(created, self.fen, self.known, list(self._unbilled.values()), self.notices)
