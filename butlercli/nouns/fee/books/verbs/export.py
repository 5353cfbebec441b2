"""`fee export`: the books as double entries, with balances that a second ledger can check against ours.

Each event stands on the day from which it counts here: a bill on the first day of its period (and back on the day it was
cancelled), waivers, payments and refunds on their own, an allocation on the day it counts from. What is waived is an
expense; what was moved to a new owner's bill leaves the income it came from. Allocations of a payment's own day are
netted with it: only what stays is prepayment.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from butlercli.base.dates.iso import format_iso
from butlercli.base.result import Result, Row
from butlercli.kit import texts
from butlercli.nouns.fee import model
from butlercli.nouns.fee.books import rules as accounts
from butlercli.nouns.fee.books import store as books_store
from butlercli.nouns.fee.owed.rules.bills import outstanding
from butlercli.nouns.fee.owed.store import asof as asof_store

if TYPE_CHECKING:
    from butlercli.store.database import Database

CURRENCY = "CNY"


def export(db: "Database", first: date | None, as_of: datetime) -> Result:
    """Return the entries from a day (the beginning, unless told) to a moment, with the balances then.

    Raises UsageError (exit 2) where the first day lies after the moment.
    """
    texts.check_range(first, as_of.date())
    at = format_iso(as_of)
    before = f"{first - timedelta(days=1)}T23:59:59" if first is not None else None
    opening = balances(db, before) if before is not None else {}
    begin = str(first) if first is not None else ""
    entries = [entry for entry in _entries(db, at) if entry["date"] >= begin]
    entries.sort(key=lambda entry: entry["date"])
    if any(opening.get(name) for name in opening):
        entries.insert(0, _opening(begin, opening))
    closing = balances(db, at, opening)
    names = {posting["account"] for entry in entries for posting in entry["postings"]}
    closing = {name: fen for name, fen in closing.items() if fen or name in names}
    closing.update({name: 0 for name in sorted(names) if name not in closing and name != accounts.OPENING})
    data = {
        "from": begin or None,
        "to": at[:10],
        "as_of": at,
        "currency": CURRENCY,
        "accounts": sorted(names | closing.keys()),
        "transactions": entries,
        "balances": [{"account": name, "amount_fen": closing[name]} for name in sorted(closing)],
    }
    return Result("fee.export", data, extra={"sheets": lambda: sheets(db, begin, at)})


def balances(db: "Database", at: str, opening: dict[str, int] | None = None) -> dict[str, int]:
    """Return the balances of all accounts at a moment, from the figures that arrears and statements show (fen).

    Receivables, prepayments and the bank stand since ever; income and waivers count from the `opening` on.
    """
    found: dict[str, int] = {accounts.BANK: books_store.bank(db, at)}
    for row in asof_store.debtors(db, at):
        name = accounts.receivable(row["unit"])
        found[name] = found.get(name, 0) + row["outstanding"]
    codes = books_store.unit_codes(db)
    for unit_id, fen in asof_store.prepaid(db, at).items():
        found[accounts.prepaid(codes[unit_id])] = -fen
    items, waived = books_store.earned(db, at)
    found.update({accounts.income(name): -fen for name, fen in items.items()})
    found[accounts.WAIVED] = waived
    for name, fen in (opening or {}).items():
        if _is_flow(name):
            found[name] = found.get(name, 0) - fen
    return found


def _is_flow(account: str) -> bool:
    return account == accounts.WAIVED or account.startswith(f"{accounts.INCOME}:")


def _opening(day: str, opening: dict[str, int]) -> Row:
    """Return the entry that brings in what stood before the first day."""
    stands = {name: fen for name, fen in opening.items() if fen and not _is_flow(name)}
    return _entry(day, "opening", None, {**stands, accounts.OPENING: -sum(stands.values())})


def _entry(day: str, kind: str, ref: str | None, postings: dict[str, int], **facts: Any) -> Row:
    found = [{"account": name, "amount_fen": fen} for name, fen in postings.items() if fen]
    return {"date": day[:10], "kind": kind, "ref": ref, **facts, "postings": found}


def _entries(db: "Database", at: str) -> Iterator[Row]:
    """Yield the entries of all that counts by a moment, by kind, each kind in order; empty ones left out."""
    for source in (_bills(db, at), _waivers(db, at), _money(db, at)):
        for entry in source:
            if entry["postings"]:
                yield entry


def _bills(db: "Database", at: str) -> Iterator[Row]:
    for row in books_store.bills(db, at):
        owed, earned = accounts.receivable(row["unit"]), accounts.income(row["item_name"])
        facts = {"unit": row["unit"], "item": row["item_name"], "period_start": row["period_start"]}
        facts["period_end"] = row["period_end"]
        ref = f"{model.BILL_LETTER}{row['id']}"
        amount = row["amount"]
        yield _entry(row["period_start"], "bill", ref, {owed: amount, earned: -amount}, **facts)
        gone = row["cancelled_at"]
        if gone is not None and gone <= at:
            waived, moved = _then(row["waived_then"])
            postings = {earned: amount - moved, accounts.WAIVED: -waived, owed: waived + moved - amount}
            yield _entry(gone, "cancel", ref, postings, **facts)


def _then(text: str | None) -> tuple[int, int]:
    """Return what was waived and what was moved of a bill by the time it was cancelled."""
    waived = moved = 0
    for part in text.split(",") if text else ():
        fen, is_moved = part.split()
        waived, moved = (waived, moved + int(fen)) if is_moved == "1" else (waived + int(fen), moved)
    return waived, moved


def _waivers(db: "Database", at: str) -> Iterator[Row]:
    for row in books_store.waivers(db, at):
        moved = row["moved_to"] is not None
        against = accounts.income(row["item_name"]) if moved else accounts.WAIVED
        postings = {against: row["amount"], accounts.receivable(row["unit"]): -row["amount"]}
        facts = {"unit": row["unit"], "item": row["item_name"]}
        if moved:
            facts["moved_to"] = f"{model.BILL_LETTER}{row['moved_to']}"
        ref = f"{model.BILL_LETTER}{row['bill_id']}"
        yield _entry(row["at"], "move" if moved else "waive", ref, postings, **facts)


def _money(db: "Database", at: str) -> Iterator[Row]:
    """Yield payments, refunds, and allocations of other days than the money that they belong to."""
    moves: dict[tuple[str, int, str], dict[str, int]] = {}
    units: dict[tuple[str, int, str], Row] = {}
    for row in books_store.allocations(db, at):
        source = ("P", row["payment_id"]) if row["refund_id"] is None else ("R", row["refund_id"])
        key = (*source, row["at"][:10])
        postings = moves.setdefault(key, {})
        units[key] = row
        for name, fen in ((accounts.prepaid(row["unit"]), 1), (accounts.receivable(row["bill_unit"]), -1)):
            postings[name] = postings.get(name, 0) + fen * row["amount"]
    for row in books_store.payments(db, at):
        postings = {accounts.BANK: row["amount"], accounts.prepaid(row["unit"]): -row["amount"]}
        _add(postings, moves.pop(("P", row["id"], row["at"][:10]), {}))
        facts = {"unit": row["unit"], "method": row["method"], "reference": row["ref"]}
        yield _entry(row["at"], "payment", f"{model.PAYMENT_LETTER}{row['id']}", postings, **facts)
    for row in books_store.refunds(db, at):
        postings = {accounts.prepaid(row["unit"]): row["amount"], accounts.BANK: -row["amount"]}
        _add(postings, moves.pop(("R", row["id"], row["at"][:10]), {}))
        ref = f"{model.PAYMENT_LETTER}{row['payment_id']}"
        yield _entry(row["at"], "refund", ref, postings, unit=row["unit"])
    for key, postings in moves.items():
        row = units[key]
        yield _entry(key[2], "settle", f"{model.PAYMENT_LETTER}{row['payment_id']}", postings, unit=row["unit"])


def _add(postings: dict[str, int], further: dict[str, int]) -> None:
    for name, fen in further.items():
        postings[name] = postings.get(name, 0) + fen


# --- sheets --------------------------------------------------------------------------------------------


def sheets(db: "Database", begin: str, at: str) -> dict[str, list[Row]]:
    """Return the rows of the spreadsheet: bills, payments, allocations, waivers and refunds from a day to a moment."""
    allocations = list(books_store.allocations(db, at))
    waivers = list(books_store.waivers(db, at))
    refunds = list(books_store.refunds(db, at))
    paid, used = _sums(allocations, "bill_id"), _sums(allocations, "payment_id")
    waived, given_back = _sums(waivers, "bill_id"), _sums(refunds, "payment_id")
    bills = []
    for row in books_store.bills(db, at):
        gone = row["cancelled_at"] is not None and row["cancelled_at"] <= at
        row |= {"waived": waived.get(row["id"], 0), "paid": paid.get(row["id"], 0)}
        bills.append({**row, "outstanding": 0 if gone else outstanding(row), "gone": gone})
    payments = []
    for row in books_store.payments(db, at):
        back = given_back.get(row["id"], 0)
        settled = used.get(row["id"], 0)
        payments.append({**row, "settled": settled, "refunded": back, "rest": row["amount"] - settled - back})
    found = {"bills": bills, "payments": payments, "allocations": allocations, "waivers": waivers, "refunds": refunds}
    return {name: [row for row in rows if _day(row) >= begin] for name, rows in found.items()}


def _day(row: Row) -> str:
    """Return the day from which a row counts."""
    return str(row["at"] if "at" in row else row["period_start"])[:10]


def _sums(rows: list[Row], key: str) -> dict[int, int]:
    found: dict[int, int] = {}
    for row in rows:
        found[row[key]] = found.get(row[key], 0) + row["amount"]
    return found
