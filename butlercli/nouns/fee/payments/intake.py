"""`fee import payments`: what was paid, in the order it was paid."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from butlercli.base.dates.iso import NOT_YET, day_or_minute, format_iso
from butlercli.base.i18n import N_
from butlercli.base.money import format_fen
from butlercli.base.result import Message, Row
from butlercli.kit.intake import engine, values
from butlercli.kit.intake.engine import Account, Options
from butlercli.nouns.fee import model
from butlercli.nouns.fee.bills.verbs import settle
from butlercli.nouns.fee.intake import fields as intake_fields
from butlercli.nouns.fee.intake import rows as intake_rows
from butlercli.nouns.fee.intake.rows import FeeImporter, Given
from butlercli.nouns.fee.owed.verbs import records
from butlercli.nouns.fee.payments import store as payment_store
from butlercli.store import bulk

if TYPE_CHECKING:
    from butlercli.base.dates import DayOrder
    from butlercli.store.database import Database

_TWICE = N_(
    "stands in row {first} already; a reference is one payment's. Where one receipt covers several rows, leave its column out."
)
# What a file may change of a known payment; money, its unit and its day never.
_CHANGING = ("method", "channel", "note")
_MONEY = ("unit_id", "amount", "paid_at")


class Payment:
    """A payment to be: its row, what it gave, and its columns."""

    __slots__ = ("given", "number", "unit", "values")

    def __init__(self, one: Given, values: Row) -> None:
        """`values` lack the unit's id."""
        assert one.unit is not None
        self.number = one.number
        self.given = one.values
        self.unit = one.unit.code
        self.values = values


class Payments(FeeImporter):
    """The import of payments: entered in the order of their days, then of the file, each settles bills as one of its day does."""

    noun = intake_fields.PAYMENT
    verb = "fee import payments"
    title = "FeePayment"
    days = ("paid_at",)

    def readers(self, orders: "Mapping[str, DayOrder | None]") -> Mapping[str, values.Read]:
        """Return the reader of every field but those of the unit."""
        return intake_fields.payment_readers(orders)

    def make_of(self, rows: list[Given]) -> list[Payment]:
        """Turn rows into payments; what lacks something, or has not come yet, becomes a problem."""
        identities = intake_rows.Identities(self, _TWICE)
        now = format_iso(self.db.now)
        lacks = (("amount", N_("has no amount.")), ("paid_at", N_("does not tell when it was paid.")))
        found = []
        for one in rows:
            if self.lacks(one, lacks):
                continue
            given = one.values
            if given["paid_at"] > now:
                paid_at = day_or_minute(given["paid_at"])
                self.problem(one.number, "paid_at", paid_at, NOT_YET, at=paid_at)
                continue
            uid = identities.of(one)
            if uid is None:
                continue
            columns = {name: given.get(name) or None for name in ("ref", "method", "channel", "note")}
            columns |= {"uid": uid or self.db.uid(), "amount": given["amount"], "paid_at": given["paid_at"]}
            found.append(Payment(one, {**columns, "entered_at": now, "imported": 1}))
        return found

    def store(self, made: list[Payment]) -> None:
        """Write the new payments and let each settle what it may; bring the known ones up to date."""
        bad = self.account.bad_rows()
        ids = self.register(one.unit for one in self.given if one.number not in bad)
        for one in made:
            one.values["unit_id"] = ids[one.unit]
        fresh, known = _sorted_out(self.db, made)
        changed = self._update(known)
        _store(self.db, self.account, fresh, changed, self.options)
        left = self.account.extra["prepaid_fen"]
        if left and self.account.added:
            text = N_("{amount} yuan of it settle no bill yet and stay as prepayment.")
            self.notices.append(Message(text, amount=format_fen(left)))

    def _update(self, known: list[tuple[int, Payment]]) -> list[int]:
        """Bring known payments to what the file says, but for their money and what was changed here."""
        rows = bulk.rows_of(self.db, "fee_payment", [id for id, _one in known])
        changed = []
        for id, one in known:
            row = rows[id]
            label = {"row": one.number, "code": f"{model.PAYMENT_LETTER}{id}", "unit": one.unit}
            money = [name for name in _MONEY if one.values[name] != row[name]]
            if money:
                texts = [_shown(name, row, one) for name in money]
                self.account.extra.setdefault("differs", []).append({**label, "fields": texts})
            told = [name for name in _CHANGING if one.given.get(name)]
            wanted = {name: one.values[name] for name in told if one.values[name] != row[name]}
            if changes := self.bring_up("fee_payment", row, wanted, label):
                self.db.update("fee_payment", id, changes)
                changed.append(id)
        return changed


def _sorted_out(db: "Database", payments: list[Payment]) -> tuple[list[Payment], list[tuple[int, Payment]]]:
    """Tell new payments from known ones; the new in the order they were paid."""
    by_uid = bulk.known_ids(db, "fee_payment", "uid", [one.values["uid"] for one in payments])
    refs = [one.values["ref"] for one in payments if one.values["ref"]]
    by_ref = bulk.known_ids(db, "fee_payment", "ref", refs)
    fresh: list[Payment] = []
    known: list[tuple[int, Payment]] = []
    for one in payments:
        id = by_uid.get(one.values["uid"]) or by_ref.get(one.values["ref"] or "")
        if id is None:
            fresh.append(one)
        else:
            known.append((id, one))
    fresh.sort(key=lambda one: (one.values["paid_at"], one.number))
    return fresh, known


def _store(db: "Database", account: Account, fresh: list[Payment], changed: list[int], options: Options) -> None:
    """Write the new payments and let each settle what it may."""
    bulk.roomy(db)
    first = bulk.next_id(db, "fee_payment")
    for index, one in enumerate(fresh):
        one.values["id"] = first + index
    columns = payment_store.COLUMNS
    payment_store.insert(db, [tuple(one.values[name] for name in columns) for one in fresh])
    book = settle.Book(db, {one.values["unit_id"] for one in fresh})
    left = 0
    for index, one in enumerate(fresh):
        if not index % 1000:
            options.tick("store", index, len(fresh))
        values = one.values
        left += book.settle(values["id"], values["unit_id"], values["paid_at"], values["amount"])
    book.write()
    account.added = len(fresh)
    account.extra["amount_fen"] = sum(one.values["amount"] for one in fresh)
    account.extra["prepaid_fen"] = left
    account.refs = intake_rows.refs(model.PAYMENT_LETTER, first, len(fresh), changed)
    if db.dry:
        account.preview = records.payment_records(db, range(first, first + min(len(fresh), engine.PREVIEW)))


def _shown(name: str, row: Row, one: Payment) -> str:
    if name == "unit_id":
        return "unit"
    return intake_fields.shown(name, row[name], one.values[name])
