"""Whom a reminder is for, and which bills it is about: the debtor, not the door."""

from collections.abc import Sequence
from datetime import datetime

from butlercli.base.errors import RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Row
from butlercli.nouns.fee import model
from butlercli.nouns.fee.bills.store import bills as bill_store
from butlercli.nouns.fee.dunning.store import reminders as reminder_store
from butlercli.nouns.fee.owed.rules.bills import outstanding
from butlercli.nouns.fee.owed.rules.debtors import DEVELOPER, Debtor, Ownership
from butlercli.nouns.fee.owed.verbs import asof, find
from butlercli.store.database import Database


class About:
    """Whom a reminder is for, the bills it is about with what they owe together (fen), and remarks."""

    __slots__ = ("bills", "debtor", "fen", "notices")

    def __init__(self, debtor: Debtor, bills: Sequence[int], fen: int, notices: Sequence[Message] = ()) -> None:
        """Keep the parts."""
        self.debtor = debtor
        self.bills = list(bills)
        self.fen = fen
        self.notices = list(notices)


def about(db: Database, unit: Row, name: str | None, bills: Sequence[int], at: datetime) -> About:
    """Return whom a reminder at a unit is for: the one named, else the owner of the bills named, else who is past due.

    Raises UsageError (exit 2) naming the debtors where several are past due and none owns the unit now, or nobody of
    that name owes or owns there; NotFoundError (exit 3) and RuleError (exit 4) for bills that are not the debtor's.
    """
    if bills:
        return _about_bills(db, unit, name, bills, at)
    debtor = _named(db, unit, name, at) if name is not None else _past_due(db, unit, at)
    standing = [row for row in _open(db, unit["id"], at) if Debtor.of(row).same(debtor)]
    due = [row for row in standing if row["due_date"] < at.date().isoformat()]
    notices = [] if due else [_nothing_due(unit)]
    return About(debtor, [row["id"] for row in due], sum(row["outstanding"] for row in due), notices)


def _nothing_due(unit: Row) -> Message:
    return Message(N_("Nothing of this debtor is past due at {unit}; noted all the same."), unit=unit["code"])


def _open(db: Database, unit_id: int, at: datetime) -> list[Row]:
    return [row for row in asof.bills(db, at, unit_id) if row["outstanding"] > 0]


def owed(db: Database, unit: Row, debtor: Debtor, at: datetime) -> int:
    """Return what a debtor owed at a unit by then, past due or not yet, in fen."""
    return sum(row["outstanding"] for row in _open(db, unit["id"], at) if Debtor.of(row).same(debtor))


def owner(db: Database, unit: Row, at: datetime) -> Debtor:
    """Return who would owe a bill of that day: its owner, the developer of a unit not handed over, or nobody known."""
    if unit["state"] == "undelivered":
        return DEVELOPER
    return Ownership(bill_store.owners(db, unit["id"]).get(unit["id"], [])).on(at.date())


def _past_due(db: Database, unit: Row, at: datetime) -> Debtor:
    """Return who is past due at a unit: the present owner before others, and where nobody is, the owner."""
    present = owner(db, unit, at)
    today = at.date().isoformat()
    found: list[Debtor] = []
    for row in _open(db, unit["id"], at):
        one = Debtor.of(row)
        if row["due_date"] < today and not any(one.same(known) for known in found):
            found.append(one)
    if not found:
        return present
    for one in found:
        if one.same(present):
            return one
    if len(found) > 1:
        raise UsageError(
            N_("Several are past due at {unit}: {names}."),
            hint=N_("Say whom: --debtor NAME."),
            code="several_debtors",
            unit=unit["code"],
            names=[one.called for one in found],
        )
    return found[0]


def _named(db: Database, unit: Row, text: str, at: datetime) -> Debtor:
    """Return the debtor a text names: a kind (developer), a name in full, or the beginning of a single one."""
    word = text.strip()
    known: list[Debtor] = [owner(db, unit, at)]
    for row in asof.debtors(db, at, unit["id"]):
        if not any(one.same(Debtor.of(row)) for one in known):
            known.append(Debtor.of(row))
    kind = model.DEBTORS.find(word)
    if kind == "owner":
        return known[0]
    full = [one for one in known if one.kind == kind or (word and word == one.name)]
    joint = [one for one in known if word and word in one.name.split("、")]
    begun = [one for one in known if word and any(name.startswith(word) for name in one.name.split("、"))]
    found = full or joint or begun
    if len(found) == 1:
        return found[0]
    raise UsageError(
        N_("“{value}” is no debtor of {unit}, or several are called so."),
        hint=N_("One of: {choices}."),
        value=text,
        unit=unit["code"],
        choices=[one.called for one in known],
    )


def _about_bills(db: Database, unit: Row, name: str | None, bills: Sequence[int], at: datetime) -> About:
    known = find.bill_rows(db, bills)  # says which do not exist
    rows = reminder_store.bill_facts(db, bills)
    for row in rows:
        _check_unit(row, unit)
    found: list[Debtor] = []
    for row in rows:
        if not any(one.same(Debtor.of(row)) for one in found):
            found.append(Debtor.of(row))
    if len(found) > 1:
        raise UsageError(
            N_("These bills are of several debtors: {names}."),
            hint=N_("Note a reminder of its own for each."),
            code="several_debtors",
            names=[one.called for one in found],
        )
    if name is not None and not _named(db, unit, name, at).same(found[0]):
        raise RuleError(N_("These bills are owed by {debtor}."), code="other_debtor", debtor=found[0].called)
    # What has not begun by then owes nothing as of then, yet it is what was asked for: it counts as it stands now.
    standing = {row["id"]: outstanding(row) for row in known}
    standing |= {row["id"]: row["outstanding"] for row in asof.bills(db, at, unit["id"])}
    return About(found[0], list(bills), sum(standing[row["id"]] for row in rows), _settled(rows, standing))


def _check_unit(row: Row, unit: Row) -> None:
    if row["unit_id"] != unit["id"]:
        raise RuleError(N_("B{id} is no bill of {unit}."), code="other_unit", id=row["id"], unit=unit["code"])
    if row["cancelled_at"] is not None:
        raise RuleError(N_("B{id} is cancelled."), code="cancelled", id=row["id"])


def _settled(rows: Sequence[Row], standing: dict[int, int]) -> list[Message]:
    return [Message(N_("B{id} owes nothing any more."), id=row["id"]) for row in rows if standing.get(row["id"]) == 0]
