"""Late fees (违约金): computed from what was outstanding day by day, stored only where they are charged.

A bill is late from the day after its due date and the days of grace. Each late day costs the rate on what was
outstanding when it began: a payment lowers the days after its own. The sum is at most the cap's share of the bill (less
what a change of owner took off it) and is rounded once, half up to the fen. Late fees bear none themselves.
What was charged is a bill of its own, of the day it was charged on, so that figures of earlier days stay as they were;
charging again later charges what came since.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from butlercli.base.dates.civil import end_of_day
from butlercli.base.dates.iso import format_iso, not_yet
from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.refs import parse_refs, reads_as_refs, references
from butlercli.base.result import Message, Result, Row
from butlercli.nouns.fee.bills.store import late as late_store
from butlercli.nouns.fee.model import BILL_LETTER
from butlercli.nouns.fee.owed.rules.periods import DAY
from butlercli.store.database import Database

ITEM = "违约金"


# --- computing ----------------------------------------------------------------------------------------


def compute(
    db: Database,
    as_of: datetime,
    unit_id: int | None = None,
    bill_ids: Iterable[int] | None = None,
    *,
    building: str | None = None,
    ever: bool = False,
) -> list[Row]:
    """Return the late fees that came up by a moment and were not charged by then, a row a bill, in the order of the units.

    Rows: bill_id, unit, item, item_name, debtor, debtor_kind, due_date, grace (days), from_date (the first late day), to_date, days (late days on
    which something was outstanding), rate, cap (decimal text), capped, total_fen, charged_fen, amount_fen (total less
    charged), formula. With `ever`, what was charged later than `as_of` counts as charged too.
    """
    return [_told(row) for row in _computed(db, as_of, unit_id, bill_ids, building, ever=ever)]


def _computed(
    db: Database, as_of: datetime, unit_id: int | None, bill_ids: Iterable[int] | None, building: str | None = None,
    *, ever: bool = False,
) -> list[Row]:  # fmt: skip
    """Return what `compute` does, but for the formulas: of ten thousands of late bills only some are shown."""
    at = format_iso(as_of)
    bills = late_store.overdue(db, at, unit_id, list(bill_ids) if bill_ids is not None else None, building)
    ids = [bill["id"] for bill in bills]
    moves, charged = late_store.moves(db, ids, at), late_store.charged(db, ids, None if ever else at)
    found = (_fee(bill, moves.get(bill["id"], ()), charged.get(bill["id"], 0), as_of.date()) for bill in bills)
    return [row for row in found if row is not None]


def _fee(bill: Row, moves: Sequence[tuple[str, int, bool]], charged: int, last: date) -> Row | None:
    """Return what is to be said of one bill, or None where nothing is left to charge."""
    spans = spans_of(bill["amount"], moves, date.fromisoformat(bill["from_date"]), last)
    whole = bill["amount"] - sum(fen for _at, fen, moved in moves if moved)
    total, capped = total_of(spans, bill["late_rate"], bill["late_cap"], whole)
    if total <= charged:
        return None
    rule = {
        "per": "late", "of": bill["id"], "rate": bill["late_rate"], "grace": bill["late_grace"], "cap": bill["late_cap"],
        "from": bill["from_date"], "to": str(last), "spans": [list(span) for span in spans], "whole": whole,
        "capped": capped, "charged": charged, "amount": total - charged,
    }  # fmt: skip
    return {
        "bill_id": bill["id"],
        "unit": bill["unit"],
        "item": bill["item"],
        "item_name": bill["item_name"],
        "debtor": bill["debtor"] or None,
        "debtor_kind": bill["debtor_kind"],
        "due_date": bill["due_date"],
        "grace": bill["late_grace"],
        "from_date": bill["from_date"],
        "to_date": str(last),
        "days": sum(days for _fen, days in spans),
        "rate": bill["late_rate"],
        "cap": bill["late_cap"],
        "capped": capped,
        "total_fen": total,
        "charged_fen": charged,
        "amount_fen": total - charged,
        "_rule": rule,
        "_bill": bill,
    }


def _told(row: Row) -> Row:
    """Return a row as it is handed out: with its formula, without what only charging needs."""
    from butlercli.nouns.fee.bills.rules import amounts

    formula = amounts.late_formula(row["_rule"])
    return {**{name: value for name, value in row.items() if not name.startswith("_")}, "formula": formula}


def spans_of(amount: int, moves: Iterable[tuple[str, int, bool]], first: date, last: date) -> list[tuple[int, int]]:
    """Return what was outstanding on the days from `first` to `last`, as (fen, days), days on which nothing was left out.

    moves: (at, fen, whether a change of owner moved it). What is paid or waived lowers the days after; what was moved
    lowers its own day as well, for that is the new owner's first.
    """
    lowered: dict[date, int] = {}
    for at, fen, moved in moves:
        day = date.fromisoformat(at[:10])
        day = max(first, day if moved else day + DAY)
        lowered[day] = lowered.get(day, 0) + fen
    owed, begin, found = amount, first, list[tuple[int, int]]()
    for day in [*sorted(day for day in lowered if day <= last), last + DAY]:
        days = (day - begin).days
        if days and owed > 0:
            if found and found[-1][0] == owed:
                days += found.pop()[1]
            found.append((owed, days))
        owed -= lowered.get(day, 0)
        begin = day
    return found


def total_of(spans: Iterable[tuple[int, int]], rate: str, cap: str | None, whole: int) -> tuple[int, bool]:
    """Return the late fee of some spans in fen, rounded once, and whether the cap holds it down."""
    from decimal import Decimal

    from butlercli.base.money import round_fen

    total: Decimal = sum((Decimal(fen * days) for fen, days in spans), Decimal(0)) * Decimal(rate)
    if cap is not None and total > Decimal(cap) * whole:
        return round_fen(Decimal(cap) * whole), True
    return round_fen(total), False


# --- listing and charging -----------------------------------------------------------------------------


def scope(db: Database, text: str) -> tuple[Row | None, list[int] | None]:
    """Return the unit or the bills that a reference names; a unit that is registered comes before a bill of that number.

    Raises NotFoundError (exit 3) where there is none.
    """
    from butlercli.nouns.fee.owed.verbs import find
    from butlercli.nouns.register.store import units

    if not reads_as_refs(text, BILL_LETTER):
        return units.find(db, text), None
    if "#" not in text and "＃" not in text:
        home = _home(db, text)
        if home is not None:
            return home, None
    ids = parse_refs(text, BILL_LETTER)
    find.bill_rows(db, ids)
    return None, ids


def _home(db: Database, text: str) -> Row | None:
    from butlercli.base.unitcode import parse_unit
    from butlercli.nouns.register.store import units

    try:
        return units.by_code(db, parse_unit(text).code)
    except UsageError:
        return None


def list_late(
    db: Database,
    ref: str | None = None,
    building: str | None = None,
    as_of: date | None = None,
    limit: int | None = None,
) -> Result:
    """List late fees that came up and are not charged, of a unit, of bills, of a building or of all."""
    from butlercli.nouns.register.store import units

    moment = end_of_day(as_of) if as_of is not None else db.now
    home, ids = scope(db, ref) if ref is not None else (None, None)
    place = units.require_building(db, building) if building is not None else None
    rows = _computed(db, moment, home["id"] if home else None, ids, place)
    notices = _reasons(db, ids, {row["bill_id"] for row in rows}, moment) if ids else []
    if not rows and not ids and not _bear(db):
        said = N_("No fee item has a late fee; {command} gives it one.")
        notices.append(Message(said, command="butler fee item edit ITEM --late-rate 0.0003"))
    extra = {"amount_fen": sum(row["amount_fen"] for row in rows), "as_of": str(moment.date())}
    shown = [_told(row) for row in rows[:limit]]
    return Result("late.list", shown, notices=notices, total=len(rows), extra=extra)


def _bear(db: Database) -> bool:
    from butlercli.nouns.fee.items import store as item_store

    return any(row["late_rate"] is not None for row in item_store.items(db))


def _reasons(db: Database, ids: Sequence[int], found: set[int], moment: datetime) -> list[Message]:
    """Say of every bill that was named why no late fee is to be charged on it."""
    return [_reason(db, id, moment) for id in ids if id not in found]


def _reason(db: Database, id: int, moment: datetime) -> Message:
    terms = late_store.terms(db, id)
    assert terms is not None
    ref = f"{BILL_LETTER}{id}"
    if terms["source"] == "late":
        return Message(N_("{ref} is a late fee itself; it bears none."), ref=ref)
    if terms["cancelled_at"] is not None and terms["cancelled_at"] <= format_iso(moment):
        return Message(N_("{ref} is cancelled; it bears no late fee."), ref=ref)
    if terms["late_rate"] is None or not terms["late_rate"].strip("0."):
        said = N_("The fee item {item} has no late fee; {command} gives it one.")
        return Message(said, item=terms["item"], command=f"butler fee item edit {terms['code']} --late-rate 0.0003")
    if terms["from_date"] > str(moment.date()):
        return Message(N_("{ref} is late only from {date} on."), ref=ref, date=terms["from_date"])
    return Message(N_("On {ref} there is no late fee to charge (any more)."), ref=ref)


def charge(db: Database, ref: str, at: date | None = None, due: date | None = None) -> Result:
    """Charge the late fees of a unit or of bills: one bill of its own on each bill that was late.

    It is owed by the debtor of that bill, for the day it is charged on (today, or `at`), and due then unless `due` is
    given. Charging again charges only what came since. Raises NotFoundError (exit 3) for an unknown unit or bill,
    UsageError (exit 2) for a day to come or a due date before it. Nothing to charge is no error.
    """
    from butlercli.nouns.fee.bills.store import bills as bill_store
    from butlercli.nouns.fee.bills.verbs import settle
    from butlercli.nouns.fee.owed.verbs import records

    day = at or db.now.date()
    _check_days(db, day, due)
    home, ids = scope(db, ref)
    rows = _computed(db, end_of_day(day), home["id"] if home else None, ids, ever=True)
    notices = _reasons(db, ids, {row["bill_id"] for row in rows}, end_of_day(day)) if ids else []
    made: list[int] = []
    for row in rows:
        item = _item(db, notices)
        made.append(_add(db, row, item["id"], day, due or day))
    unit_ids = sorted({row["_bill"]["unit_id"] for row in rows})
    if made and bill_store.any_payment(db, unit_ids):
        settled = [id for id in settle.prepaid(db, unit_ids) if id in made]
        if settled:
            said = N_("Settled at once from what else was prepaid: {refs}.")
            notices.append(Message(said, refs=references(BILL_LETTER, settled)))
    if not made and not notices:
        assert home is not None
        notices.append(Message(N_("There is no late fee to charge at {unit}."), unit=home["code"]))
    bills = records.bill_records(db, made)
    data = bills if home is not None or len(ids or ()) != 1 else next(iter(bills), None)
    refs = ",".join(f"{BILL_LETTER}{id}" for id in made)
    extra = {
        "bills": bills,
        "formulas": [_told(row)["formula"] for row in rows],
        "of": [row["bill_id"] for row in rows],
    }
    return Result("late.charge", data, notices=notices, refs=refs, extra=extra, changed=bool(made))


def _check_days(db: Database, day: date, due: date | None) -> None:
    if day > db.now.date():
        raise not_yet(day)
    if due is not None and due < day:
        raise UsageError(
            N_("It cannot be due on {due}, before the day it is for, {date}."), due=str(due), date=str(day)
        )


def _item(db: Database, notices: list[Message]) -> Row:
    """Return the item of late fees, registered and said on first use."""
    found = late_store.item(db, ITEM)
    if found is None:
        from butlercli.nouns.fee.items.verbs import items

        found = items.insert_plain(db, ITEM, "late")
        notices.append(Message(N_("Fee item {item} was registered."), item=found["name"]))
    return found


def _add(db: Database, row: Row, item_id: int, day: date, due: date) -> int:
    """Write the bill of a late fee and return its id."""
    from butlercli.nouns.fee.bills.store import bills as bill_store

    bill = row["_bill"]
    values = {name: bill[name] for name in ("unit_id", "debtor_kind", "debtor_id", "debtor")}
    values |= {"item_id": item_id, "period_start": str(day), "period_end": str(day), "due_date": str(due)}
    values |= {"amount": row["amount_fen"], "source": "late", "late_of": bill["id"], "rule": json.dumps(row["_rule"])}
    return bill_store.add(db, values)


def remarks(db: Database, bill_ids: Sequence[int]) -> list[Message]:
    """Return a remark for each late fee that was charged on some bills and is still open, after these became less."""
    said = N_("{late} is a late fee charged on {ref} and still open; waive or cancel it too where it should not stand.")
    return [
        Message(said, late=f"{BILL_LETTER}{row['id']}", ref=f"{BILL_LETTER}{row['late_of']}")
        for row in late_store.bills_of(db, bill_ids)
    ]
