"""The whole of a bill, of a payment, or of all the fees of a unit."""

import re
from collections.abc import Sequence
from typing import Any

from butlercli.base.errors import ButlerError
from butlercli.base.refs import parse_refs, reads_as_refs
from butlercli.base.result import Result, Row
from butlercli.nouns.fee.bills.rules import amounts
from butlercli.nouns.fee.items import store as item_store
from butlercli.nouns.fee.items.verbs import items, readings
from butlercli.nouns.fee.items.verbs import records as item_records
from butlercli.nouns.fee.model import BILL_LETTER, PAYMENT_LETTER
from butlercli.nouns.fee.owed.rules.bills import outstanding
from butlercli.nouns.fee.owed.store import balance
from butlercli.nouns.fee.owed.verbs import asof, find, records
from butlercli.nouns.fee.page.store import listing as listing_store
from butlercli.nouns.register.store import units
from butlercli.store.database import Database

LAST = 10  # so many payments, reminders and readings stand on the page of a unit


def show(db: Database, text: str) -> Result:
    """Return bills (B3, B3,B5, 3), payments (P7) or the fees of a unit, whichever a text names.

    Where a unit is called so, the unit is meant, and `#B3` the bill. Raises NotFoundError (exit 3), UsageError (exit 2).
    """
    letter = next((one for one in (BILL_LETTER, PAYMENT_LETTER) if reads_as_refs(text, one)), None)
    if letter is None:
        return of_unit(db, units.find(db, text))
    unit = None if re.search("[#＃]", text) else _unit(db, text)
    if unit is not None:
        return of_unit(db, unit)
    ids = parse_refs(text, letter)
    made = [bill(db, id) for id in ids] if letter == BILL_LETTER else [payment(db, id) for id in ids]
    kind = "fee.bill_show" if letter == BILL_LETTER else "fee.payment_show"
    refs = ",".join(f"{letter}{id}" for id in ids)
    extra = {"items": items.names(db)}
    return Result(kind, made[0] if len(made) == 1 else made, refs=refs, extra=extra)


def _unit(db: Database, text: str) -> Row | None:
    try:
        return units.find(db, text)
    except ButlerError:
        return None


# --- a bill -----------------------------------------------------------------------------------------


def bill(db: Database, id: int) -> Row:
    """Return a bill as JSON with all that hangs on it.

    Beside the bill's own: item_name, source, note, formula, debtor_kind, cancelled_at, cancel_reason, waivers,
    allocations, reminders, moved_from (the former owner's bill), late_of, late_bills, and late (the late fee so far).
    """
    from butlercli.nouns.fee.dunning.verbs import reminders

    row = find.bill_row(db, id)
    made = records.bill_record(row)
    made |= {
        "item_name": row["item_name"],
        "debtor_kind": row["debtor_kind"],
        "source": row["source"],
        "note": row["note"],
        "formula": amounts.formula(made["rule"]) if made["rule"].get("per") else None,
        "cancelled_at": row["cancelled_at"],
        "cancel_reason": row["cancel_reason"],
        "moved_from": listing_store.moved_from(db, id),
        "waivers": listing_store.waivers(db, id),
        "allocations": listing_store.allocations(db, id),
        "reminders": reminders.records(db, listing_store.reminder_ids(db, id)),
        "late_of": row["late_of"],
        "late_bills": listing_store.late_bills(db, id),
        "late": _late(db, row),
        "entered_at": row["entered_at"],
    }
    return made


def _late(db: Database, row: Row) -> Row | None:
    """Return the late fee of a bill so far, less what was charged of it; None where there is none."""
    from butlercli.nouns.fee.bills.verbs import late

    return next(iter(late.compute(db, db.now, row["unit_id"], [row["id"]])), None)


# --- a payment --------------------------------------------------------------------------------------


def payment(db: Database, id: int) -> Row:
    """Return a payment as JSON with what it settled (`settled`, refunds negative), its refunds and its note."""
    row = find.payment_row(db, id)
    made = records.payment_record(row, balance.allocated(db, [id]).get(id, ()))
    return made | {
        "refunded_fen": row["refunded"],
        "imported": bool(row["imported"]),
        "entered_at": row["entered_at"],
        "note": row["note"],
        "settled": listing_store.settled(db, id),
        "refunds": listing_store.refunds(db, id),
    }


# --- a unit -----------------------------------------------------------------------------------------


def of_unit(db: Database, unit: Row) -> Result:
    """Return all the fees of a unit.

    JSON: unit, outstanding (a row a debtor: debtor, bills, outstanding_fen, overdue_fen, oldest_due), outstanding_fen,
    overdue_fen, prepaid_fen, settled_ahead_fen (of bills whose period has not begun), open_bills, payments, reminders,
    discounts, readings (the last ten of each).
    """
    from butlercli.nouns.fee.dunning.verbs import reminders

    today = db.now.date().isoformat()
    rows = balance.bill_rows(db, balance.open_of_unit(db, unit["id"]))
    opened = [records.bill_record(row) | {"debtor_kind": row["debtor_kind"]} for row in rows.values()]
    opened.sort(key=lambda one: (one["due_date"], one["id"]))
    paid = listing_store.Chosen()
    paid.where("p.unit_id = :unit", unit=unit["id"])
    own = item_store.discounts(db, unit_id=unit["id"])
    own += [row for row in item_store.discounts(db) if row["state"] is not None and row["state"] == unit["state"]]
    free = balance.kept_back(db, unit["id"])
    data = {
        "unit": unit["code"],
        "area": None if unit["area"] is None else amounts.square_metres(unit["area"]),
        "outstanding_fen": sum(one["outstanding_fen"] for one in opened),
        "overdue_fen": sum(one["outstanding_fen"] for one in opened if one["due_date"] < today),
        "prepaid_fen": free,
        "settled_ahead_fen": asof.prepaid(db, db.now, unit["id"]).get(unit["id"], 0) - free,
        "outstanding": _by_debtor(list(rows.values()), today),
        "open_bills": opened,
        "payments": records.payment_records(db, listing_store.payment_ids(db, paid, LAST)),
        "reminders": reminders.of_unit(db, unit["id"], LAST),
        "discounts": [item_records.discount(row) for row in own if row["until"] is None or row["until"] >= today],
        "readings": readings.list_readings(db, unit["code"], limit=LAST).data,
    }
    sums = listing_store.bill_sums(db, _bills_of(unit["id"]))
    sums["amount_fen"] -= listing_store.moved(db, unit["id"])
    extra = {"items": items.names(db), "sums": sums}
    return Result("fee.unit_show", data, refs=unit["code"], extra=extra)


def _bills_of(unit_id: int) -> listing_store.Chosen:
    chosen = listing_store.Chosen()
    chosen.where("b.unit_id = :unit", unit=unit_id)
    return chosen


def _by_debtor(rows: Sequence[Row], today: str) -> list[Row]:
    """Add up open bills by whoever owes them, the oldest debt first."""
    found: dict[tuple[Any, ...], Row] = {}
    for row in sorted(rows, key=lambda one: (one["due_date"], one["id"])):
        owed = outstanding(row)
        who = (row["debtor_kind"], row["debtor_id"] or row["debtor"])
        sums = found.setdefault(
            who,
            {
                "debtor": row["debtor"] or None,
                "debtor_kind": row["debtor_kind"],
                "bills": 0,
                "outstanding_fen": 0,
                "overdue_fen": 0,
                "oldest_due": row["due_date"],
            },
        )
        sums["bills"] += 1
        sums["outstanding_fen"] += owed
        sums["overdue_fen"] += owed if row["due_date"] < today else 0
    return list(found.values())
