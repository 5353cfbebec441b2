"""Lists of bills and payments: chosen by what the command line says, the newest first, with their sums."""

from datetime import date

from butlercli.base.result import Result
from butlercli.kit import select
from butlercli.nouns.fee import model
from butlercli.nouns.fee.items.verbs import items
from butlercli.nouns.fee.owed.store import balance
from butlercli.nouns.fee.owed.verbs import records
from butlercli.nouns.fee.page.store import day as day_store
from butlercli.nouns.fee.page.store import listing as listing_store
from butlercli.nouns.register.store import units
from butlercli.store.database import Database


class WantedBills(select.Wanted):
    """What a list of bills is filtered by, in the words of the command line; `first` and `last` are days."""

    unit: str | None
    item: str | None
    state: str | None
    overdue: bool | None
    building: str | None
    first: str | None
    last: str | None
    debtor: str | None
    source: str | None
    as_of: date | None

    def filter(self, db: Database) -> listing_store.Chosen:
        """Turn the words into conditions; raises UsageError or NotFoundError for words that name nothing."""
        found = listing_store.Chosen(None if self.as_of is None else f"{self.as_of}T23:59:59")
        states = dict.fromkeys(model.STATES.parse(word) for word in select.several(self.state))
        found.equal("b.source", None if self.source is None else model.SOURCES.parse(self.source))
        if self.as_of is not None:
            found.where("b.period_start <= :day", day=str(self.as_of))
        _of_place(db, found, self.unit, self.building, "b")
        if self.item is not None:
            found.equal("b.item_id", items.find(db, self.item)["id"])
        found.between("b.period_start", self.first or None, self.last or None).holding(self.debtor, "b.debtor")
        if states:
            found.sums.where(" OR ".join(listing_store.STATES[state] for state in states))
        if self.overdue:
            found.sums.where(listing_store.OVERDUE, today=str(self.as_of or db.now.date()))
        return found


def _of_place(db: Database, found: listing_store.Chosen, unit: str | None, building: str | None, table: str) -> None:
    if unit is not None:
        found.equal(f"{table}.unit_id", units.find(db, unit)["id"])
    if building is not None:
        found.equal("u.building", units.require_building(db, building))


def list_bills(db: Database, wanted: WantedBills, limit: int | None) -> Result:
    """List the bills that are wanted, the newest service period first; as of a day, as they stood at its end.

    `extra["sums"]` adds all of them up, those not shown as well, those cancelled not.
    """
    chosen = wanted.filter(db)
    then = listing_store.bill_ids(db, chosen, limit)
    rows = balance.bill_rows(db, then)
    for id, standing in then.items():
        rows[id] |= standing
    sums = listing_store.bill_sums(db, chosen)
    extra = {
        "rows": rows,
        "sums": sums,
        "any": bool(then) or day_store.any_bill(db),
        "today": str(wanted.as_of or db.now.date()),
    }
    shown = [records.bill_record(rows[id]) for id in then]
    return Result("fee.bill_list", shown, total=sums["bills"], extra=extra, refs=wanted.unit or "")


class WantedPayments(select.Wanted):
    """What a list of payments is filtered by, in the words of the command line; `first` and `last` are moments.

    left: with prepayment only.
    """

    unit: str | None
    building: str | None
    first: str | None
    last: str | None
    method: str | None
    channel: str | None
    ref: str | None
    left: bool | None

    def filter(self, db: Database) -> listing_store.Chosen:
        """Turn the words into conditions; raises UsageError or NotFoundError for words that name nothing."""
        from butlercli.nouns.register.model import CHANNELS

        found = listing_store.Chosen().between("p.paid_at", self.first, self.last).holding(self.ref, "p.ref")
        found.equal("p.method", None if self.method is None else model.METHODS.parse(self.method))
        found.equal("p.channel", None if self.channel is None else CHANNELS.parse(self.channel))
        _of_place(db, found, self.unit, self.building, "p")
        if self.left:
            found.where(listing_store.LEFT)
        return found


def list_payments(db: Database, wanted: WantedPayments, limit: int | None) -> Result:
    """List the payments that are wanted, the newest first; `extra["sums"]` adds all of them up."""
    chosen = wanted.filter(db)
    ids = listing_store.payment_ids(db, chosen, limit)
    rows = balance.payment_rows(db, ids)
    parts = balance.allocated(db, ids)
    sums = listing_store.payment_sums(db, chosen)
    extra = {"rows": rows, "sums": sums, "any": bool(ids) or listing_store.any_payment(db)}
    shown = [records.payment_record(rows[id], parts.get(id, ())) for id in ids]
    return Result("fee.payment_list", shown, total=sums["payments"], extra=extra, refs=wanted.unit or "")
