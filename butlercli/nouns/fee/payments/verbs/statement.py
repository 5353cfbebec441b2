"""The account of a unit, or of one debtor of it, over some days; and what a payment settled.

The balance of a unit is what it owes less what it has prepaid; of one debtor, what his bills owe. Both are what `asof`
says for the same moment.
"""

from collections.abc import Sequence
from datetime import datetime

from butlercli.base.dates.iso import format_iso
from butlercli.base.errors import NotFoundError
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.nouns.fee.owed.rules.debtors import Debtor, Ownership
from butlercli.nouns.fee.owed.store import balance
from butlercli.nouns.fee.owed.verbs import asof, find, records
from butlercli.nouns.fee.payments import store as payment_store
from butlercli.store.database import Database


def account(db: Database, unit: Row, start: str | None, end: datetime, debtor: str | None = None) -> Row:
    """Return the account of a unit as JSON: opening_fen, entries with a running balance_fen, closing_fen.

    start: the first moment shown (None: from the beginning); end: the last. Raises NotFoundError (exit 3) where no bill
    of the unit is made out to that debtor.
    """
    at = format_iso(end)
    chosen = None if debtor is None else find_debtor(db, unit, debtor)
    ids = None if chosen is None else chosen["bills"]
    running = opening = 0
    entries: list[Row] = []
    for move in payment_store.movements(db, unit["id"], at, ids):
        running += move["amount"]
        if start is not None and move["at"] < start:
            opening = running
        else:
            entries.append(_entry(move, running))
    outstanding, prepaid = _standing(db, unit["id"], end, chosen)
    return {
        "unit": unit["code"],
        "debtor": None if chosen is None else Debtor.of(chosen).called,
        "from": start[:10] if start else None,
        "to": at[:10],
        "opening_fen": opening,
        "entries": entries,
        "closing_fen": running,
        "outstanding_fen": outstanding,
        "prepaid_fen": prepaid,
    }


def _entry(move: Row, running: int) -> Row:
    kind, amount = move["kind"], move["amount"]
    if kind == "waiver" and move["moved_to"] is not None:
        kind = "moved"
    bill_id = move["id"] if kind == "bill" else move["bill_id"]
    return {
        "at": move["at"],
        "kind": kind,
        "bill_id": bill_id,
        "payment_id": move["id"] if kind in ("payment", "refund") else None,
        "item": move["item"],
        "period_start": move["period_start"],
        "period_end": move["period_end"],
        "due_date": move["due_date"],
        "method": move["method"],
        "ref": move["ref"],
        "reason": move["reason"],
        "debtor": move["debtor"] or None,
        "amount_fen": amount,
        "balance_fen": running,
    }


def _standing(db: Database, unit_id: int, end: datetime, chosen: Row | None) -> tuple[int, int]:
    """Return what is owed and what is prepaid at the end, read the way figures are."""
    rows = asof.debtors(db, end, unit_id)
    if chosen is None:
        return sum(row["outstanding"] for row in rows), asof.prepaid(db, end, unit_id).get(unit_id, 0)
    return sum(row["outstanding"] for row in rows if Debtor.of(row).same(Debtor.of(chosen))), 0


def find_debtor(db: Database, unit: Row, text: str) -> Row:
    """Return the debtor of a unit's bills by name, by sort (developer, unknown), or by one of joint owners' names.

    Raises NotFoundError (exit 3) naming those there are.
    """
    known = payment_store.debtors(db, unit["id"])
    wanted = text.strip()
    full = [row for row in known if wanted in (*row["names"], row["debtor_kind"], Debtor.of(row).called)]
    found = full or [row for row in known if any(wanted in name.split("、") for name in row["names"])]
    if wanted and found:
        return found[0]
    raise NotFoundError(
        N_("No bill of {unit} is made out to “{debtor}”."),
        hint=N_("There are: {names}.") if known else N_("There are no bills yet; {command} makes them."),
        unit=unit["code"],
        debtor=text,
        names=[Debtor.of(row).called for row in known],
        command="butler fee bill",
    )


def debtors(db: Database, unit_id: int) -> list[str]:
    """Return the names of all debtors of a unit's bills, the newest first."""
    return [Debtor.of(row).called for row in payment_store.debtors(db, unit_id)]


def payment(db: Database, id: int) -> Row:
    """Return a payment as JSON with the bills it settled (`settled`), `refunded_fen` and the names of their debtors.

    Raises NotFoundError (exit 3) for an unknown one.
    """
    row = find.payment_row(db, id)
    parts = balance.allocated(db, [id]).get(id, [])
    bills = balance.bill_rows(db, [bill_id for bill_id, _fen in parts])
    settled = [
        {**records.bill_record(bills[bill_id]), "item_name": bills[bill_id]["item_name"], "settled_fen": fen}
        for bill_id, fen in parts
    ]
    names = list(dict.fromkeys(Debtor.of(bills[bill_id]).called for bill_id, _fen in parts)) or owners(db, row)
    return {
        **records.payment_record(row, parts),
        "debtor": "、".join(names) or None,
        "refunded_fen": row["refunded"],
        "settled": settled,
    }


def owners(db: Database, row: Row) -> Sequence[str]:
    """Return who owned the unit of a payment on the day it was made, where it settled no bill that says so."""
    from datetime import date

    from butlercli.nouns.fee.bills.store import bills as bill_store

    found = Ownership(bill_store.owners(db, row["unit_id"]).get(row["unit_id"], [])).on(
        date.fromisoformat(row["paid_at"][:10])
    )
    return [found.name] if found.name else []
