"""Bills whose debtor was not known as they were made: whom they are owed by is told once the register knows it."""

from collections.abc import Iterable
from datetime import date

from butlercli.base.i18n import N_
from butlercli.base.refs import references
from butlercli.base.result import Message, Row
from butlercli.nouns.fee.bills.store import bills as bill_store
from butlercli.nouns.fee.model import BILL_LETTER
from butlercli.nouns.fee.owed.rules.debtors import Debtor, Ownership
from butlercli.store.database import Database

MOST_NAMED = 10


def name_debtors(db: Database, unit_ids: Iterable[int]) -> list[Message]:
    """Make the owner of its days the debtor of each bill of some units that is nobody's; return remarks.

    A bill in whose days the owner changed stays as it is and is named: what each of them owes was not agreed. A late fee
    follows the bill it is charged on. To be called before prepayments settle bills, in the same operation.
    """
    rows = bill_store.of_nobody(db, unit_ids)
    if not rows:
        return []
    owners = {id: Ownership(spans) for id, spans in bill_store.owners_of(db, {row["unit_id"] for row in rows}).items()}
    named: dict[int, Debtor] = {}
    several: list[int] = []
    for row in rows:
        found = named.get(row["late_of"]) if row["late_of"] else _debtor(owners.get(row["unit_id"]), row)
        if found is not None:
            named[row["id"]] = found
        elif row["late_of"] is None and row["unit_id"] in owners:
            several.append(row["id"])
    for id, debtor in named.items():
        bill_store.set_debtor(db, id, *debtor)
    return _remarks(list(named), several)


def _debtor(owners: Ownership | None, row: Row) -> Debtor | None:
    """Return who owned a unit on every day of a bill, None where nobody is known or there were several."""
    if owners is None:
        return None
    first, last = date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"])
    debtor = owners.on(first)
    same = all(owners.on(day) == debtor for day in owners.changes if first < day <= last)
    return debtor if same and debtor.kind == "owner" else None


def _remarks(named: list[int], several: list[int]) -> list[Message]:
    found = []
    if named:
        found.append(Message(N_("The debtor of {n:bill|bills} is known now: {refs}."), n=len(named), refs=_refs(named)))
    if several:
        said = N_(
            "Nobody in the register owned these bills' units on all their days, so their debtor stays unknown: {refs}."
        )
        found.append(Message(said, refs=_refs(several)))
    return found


def _refs(ids: list[int]) -> str:
    return references(BILL_LETTER, ids[:MOST_NAMED]) + (" …" if len(ids) > MOST_NAMED else "")
