"""Making bills: the run over items, units and service periods, and one-off charges."""

from datetime import date

from butlercli.base.errors import NotFoundError, RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Row
from butlercli.base.unitcode import sort_key
from butlercli.kit import naming, texts
from butlercli.nouns.fee.bills.store import bills as bill_store
from butlercli.nouns.fee.bills.verbs import unknown_debtors
from butlercli.nouns.fee.bills.verbs.biller import Biller
from butlercli.nouns.fee.bills.verbs.outcome import Outcome as Outcome
from butlercli.nouns.fee.bills.verbs.outcome import PendingBills
from butlercli.nouns.fee.items import store as item_store
from butlercli.nouns.fee.items.verbs import items
from butlercli.nouns.fee.owed.rules import debtors
from butlercli.nouns.fee.owed.rules.debtors import Ownership
from butlercli.nouns.fee.owed.rules.periods import Period
from butlercli.nouns.register.store import units
from butlercli.store.database import Database


def run(
    db: Database, first: date, last: date, item: str | None = None, unit: str | None = None, building: str | None = None
) -> Outcome:
    """Make the bills of the service periods that begin between two days, for all items or one, all units or some.

    Idempotent: what was billed before is counted and left alone, but that bills of nobody become their owner's once it is
    registered. Prepayments settle the new bills at once.
    Raises NotFoundError where item, unit or building are unknown or there is nothing to bill by, UsageError for a range
    that ends before it begins, RuleError for an item without a rate.
    """
    texts.check_range(first, last)
    rates = item_store.rates(db)
    chosen = _items(db, item, rates)
    unit_id = units.find(db, unit)["id"] if unit is not None else None
    place = units.require_building(db, building) if building is not None else None
    homes = sorted(bill_store.units(db, place, unit_id), key=lambda row: sort_key(row["code"]))
    owners = {id: Ownership(rows) for id, rows in bill_store.owners(db, unit_id).items()}
    pending = PendingBills(db)
    pending.notices += unknown_debtors.name_debtors(db, [home["id"] for home in homes])
    for row in chosen:
        biller = Biller(db, row, rates[row["id"]], homes, owners, pending, (first, last))
        biller.bill(named=unit is not None)
    return pending.close()


def _items(db: Database, text: str | None, rates: dict[int, list[Row]]) -> list[Row]:
    if text is None:
        found = [row for row in item_store.items(db) if row["id"] in rates]
        if not found:
            raise NotFoundError(
                N_("There is no fee item with a rate to bill by."),
                hint=N_("{command} adds one."),
                command="butler fee item add",
            )
        return found
    row = items.find(db, text)
    if row["id"] not in rates:
        raise RuleError(
            N_("The fee item {item} has no rate to bill by."),
            hint=N_("Give it one: {command}."),
            code="no_rate",
            item=row["name"],
            command=f"butler fee item edit {row['code']} --rate 2.80",
        )
    return [row]


def charge(
    db: Database,
    unit: str,
    item: str,
    amount: int,
    at: date,
    *,
    due: date | None = None,
    note: str | None = None,
    new_item: bool = False,
) -> Outcome:
    """Make the bill of a one-off charge (a repair, a card): `amount` fen for a day, due on that day unless `due` is given.

    Owed by the owner of that day; paid at once from a prepayment. An item that does not exist yet is registered and
    said, where no item is nearly called so, or with `new_item`. Raises NotFoundError for an unknown unit and for an item
    nearly called so, UsageError for a due day before the charge.
    """
    home = units.find(db, unit)
    if due is not None and due < at:
        raise UsageError(N_("It cannot be due on {due}, before the day it is for, {date}."), due=str(due), date=str(at))
    pending = PendingBills(db)
    row = _charged_item(db, item, pending, new_item=new_item)
    day = Period(at, at, at, at, 0)
    owners = Ownership(bill_store.owners(db, home["id"]).get(home["id"], ()))
    part = debtors.parts(owners, home["state"], day)[0]
    import json

    rule = json.dumps({"per": "once", "amount": amount})
    pending.add(row, home, part, due or at, amount, rule, "charge", texts.note(note))
    return pending.close()


def _charged_item(db: Database, text: str, pending: PendingBills, *, new_item: bool) -> Row:
    """Return the item of a charge, registered now where it does not exist."""
    from butlercli.base.fuzzy import nearest

    rows = item_store.items(db)
    exact = [row for row in rows if text.strip().lower() in (row["code"].lower(), row["name"].lower())]
    if exact or (naming.search(rows, text, naming.code_and_name) and not new_item):
        return items.find(db, text)
    words = [word for row in rows for word in naming.code_and_name(row)]
    near = [] if new_item else nearest(text, words)
    if near:
        raise NotFoundError(
            N_("There is no fee item “{value}”."),
            hint=N_("Nearest: {nearest}. To register it all the same, add {option}."),
            value=text,
            nearest=near[0],
            option="--new-item",
        )
    made = items.insert_plain(db, text, "charge")
    pending.notices.append(Message(N_("Fee item {item} was registered."), item=made["name"]))
    return made
