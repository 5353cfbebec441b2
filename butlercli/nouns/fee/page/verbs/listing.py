"""Lists of bills and payments: chosen by what the command line says, the newest first, with their sums."""

from datetime import date

from butlercli.base.result import Result
from butlercli.nouns.fee import model
from butlercli.nouns.fee.items.verbs import items
from butlercli.nouns.fee.owed.store import balance
from butlercli.nouns.fee.owed.verbs import records
from butlercli.nouns.fee.page.store import day as day_store
from butlercli.nouns.fee.page.store import listing as listing_store
from butlercli.nouns.register.store import units
from butlercli.store.database import Database


def _like(text: str) -> str:
    """Return a pattern for LIKE ... ESCAPE '~' that finds a text anywhere."""
    for mark in "~%_":
        text = text.replace(mark, "~" + mark)
    return f"%{text}%"


class BillFilter:
    """What a list of bills is filtered by, in the words of the command line; `first` and `last` are days."""

    __slots__ = ("as_of", "building", "debtor", "first", "item", "last", "overdue", "source", "states", "unit")

    def __init__(
        self,
        *,
        unit: str | None = None,
        item: str | None = None,
        state: str | None = None,
        overdue: bool = False,
        building: str | None = None,
        first: str | None = None,
        last: str | None = None,
        debtor: str | None = None,
        source: str | None = None,
        as_of: date | None = None,
    ) -> None:
        """Keep the words; raises UsageError (exit 2) for what is no state or source of a bill."""
        self.unit = unit
        self.item = item
        words = [] if state is None else state.replace("，", ",").replace("、", ",").split(",")
        self.states = list(dict.fromkeys(model.STATES.parse(word) for word in words))
        self.overdue = overdue
        self.building = building
        self.first = first
        self.last = last
        self.debtor = debtor
        self.source = None if source is None else model.SOURCES.parse(source)
        self.as_of = as_of

    def chosen(self, db: Database) -> listing_store.Chosen:
        """Turn the words into conditions; raises UsageError or NotFoundError for words that name nothing."""
        found = listing_store.Chosen(None if self.as_of is None else f"{self.as_of}T23:59:59")
        if self.as_of is not None:
            found.where("b.period_start <= :day", day=str(self.as_of))
        _of_place(db, found, self.unit, self.building, "b")
        if self.item is not None:
            found.where("b.item_id = :item", item=items.find(db, self.item)["id"])
        if self.first:
            found.where("b.period_start >= :first", first=self.first)
        if self.last:
            found.where("b.period_start <= :last", last=self.last)
        if self.debtor is not None:
            found.where("b.debtor LIKE :debtor ESCAPE '~'", debtor=_like(self.debtor))
        if self.source is not None:
            found.where("b.source = :source", source=self.source)
        if self.states:
            found.having(" OR ".join(listing_store.STATES[state] for state in self.states))
        if self.overdue:
            found.having(listing_store.OVERDUE, today=str(self.as_of or db.now.date()))
        return found


def _of_place(db: Database, found: listing_store.Chosen, unit: str | None, building: str | None, table: str) -> None:
    if unit is not None:
        found.where(f"{table}.unit_id = :unit", unit=units.find(db, unit)["id"])
    if building is not None:
        found.where("u.building = :building", building=units.require_building(db, building))


def list_bills(db: Database, wanted: BillFilter, limit: int | None) -> Result:
    """List the bills that are wanted, the newest service period first; as of a day, as they stood at its end.

    `extra["sums"]` adds all of them up, those not shown as well, those cancelled not.
    """
    chosen = wanted.chosen(db)
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


class PaymentFilter:
    """What a list of payments is filtered by, in the words of the command line; `first` and `last` are moments."""

    __slots__ = ("building", "channel", "first", "last", "left", "method", "ref", "unit")

    def __init__(
        self,
        *,
        unit: str | None = None,
        building: str | None = None,
        first: str | None = None,
        last: str | None = None,
        method: str | None = None,
        channel: str | None = None,
        ref: str | None = None,
        left: bool = False,
    ) -> None:
        """Keep the words; raises UsageError (exit 2) for what is no method or channel. left: with prepayment only."""
        from butlercli.nouns.register.model import CHANNELS

        self.unit = unit
        self.building = building
        self.first = first
        self.last = last
        self.method = None if method is None else model.METHODS.parse(method)
        self.channel = None if channel is None else CHANNELS.parse(channel)
        self.ref = ref
        self.left = left

    def chosen(self, db: Database) -> listing_store.Chosen:
        """Turn the words into conditions; raises UsageError or NotFoundError for words that name nothing."""
        found = listing_store.Chosen()
        _of_place(db, found, self.unit, self.building, "p")
        for name, condition in (
            ("first", "p.paid_at >= :first"),
            ("last", "p.paid_at <= :last"),
            ("method", "p.method = :method"),
            ("channel", "p.channel = :channel"),
        ):
            value = getattr(self, name)
            if value is not None:
                found.where(condition, **{name: value})
        if self.ref is not None:
            found.where("p.ref LIKE :ref ESCAPE '~'", ref=_like(self.ref.strip()))
        if self.left:
            found.where(listing_store.LEFT)
        return found


def list_payments(db: Database, wanted: PaymentFilter, limit: int | None) -> Result:
    """List the payments that are wanted, the newest first; `extra["sums"]` adds all of them up."""
    chosen = wanted.chosen(db)
    ids = listing_store.payment_ids(db, chosen, limit)
    rows = balance.payment_rows(db, ids)
    parts = balance.allocated(db, ids)
    sums = listing_store.payment_sums(db, chosen)
    extra = {"rows": rows, "sums": sums, "any": bool(ids) or listing_store.any_payment(db)}
    shown = [records.payment_record(rows[id], parts.get(id, ())) for id in ids]
    return Result("fee.payment_list", shown, total=sums["payments"], extra=extra, refs=wanted.unit or "")
