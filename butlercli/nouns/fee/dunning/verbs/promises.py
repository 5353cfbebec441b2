"""Promises: what a debtor said would be paid by a day, and what became of it. Nothing of this is stored."""

from datetime import datetime
from typing import Any

from butlercli.base.dates.iso import format_iso
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.base.vocabulary import Vocabulary
from butlercli.nouns.fee.dunning.store import reminders as reminder_store
from butlercli.nouns.fee.owed.verbs import asof
from butlercli.store.database import Database

STATES = Vocabulary(
    N_("state of a promise"),
    {
        "kept": ("kept", "已兑现", "兑现"),
        "due": ("due today", "今日到期", "到期"),
        "broken": ("broken", "失约", "未兑现"),
        "pending": ("pending", "未到期", "待兑现"),
    },
)


def promises(db: Database, as_of: datetime, unit_id: int | None = None) -> list[Row]:
    """Return the promises given by a moment as they stood then, the earliest date first.

    Rows: reminder_id, unit, unit_id, debtor_kind, debtor_id, debtor, at, promise_date, promise_fen (the amount promised,
    else what was outstanding then), paid_fen (what the unit paid after the promise, up to the end of its day, refunds
    taken off), state (kept, due, broken, pending), replaced (the debtor promised anew later), followed (somebody
    reminded the debtor after the promised day).
    """
    return [_standing(row, as_of) for row in reminder_store.promises(db, format_iso(as_of), unit_id)]


def _standing(row: Row, as_of: datetime) -> Row:
    return {
        "reminder_id": row["id"],
        "unit": row["unit"],
        "unit_id": row["unit_id"],
        "debtor_kind": row["debtor_kind"],
        "debtor_id": row["debtor_id"],
        "debtor": row["debtor"] or None,
        "at": row["at"],
        "promise_date": row["promise_date"],
        "promise_fen": row["promised"],
        "paid_fen": row["paid"],
        "state": state_of(row["promise_date"], row["promised"], row["paid"], as_of),
        "replaced": bool(row["replaced"]),
        "followed": bool(row["followed"]),
    }


def state_of(promise_date: str, promised: int, paid: int, as_of: datetime) -> str:
    """Return the state of a promise: kept as soon as enough is paid; broken from the end of its day on, to the second.

    Where nothing was outstanding and no amount was named, any payment keeps it.
    """
    if paid >= max(promised, 1):
        return "kept"
    if f"{promise_date}T23:59:59" <= format_iso(as_of):
        return "broken"
    return "due" if promise_date == as_of.date().isoformat() else "pending"


def key(row: Row) -> tuple[Any, ...]:
    """Return what tells one unit and debtor from another; row: anything with unit_id, debtor_kind, debtor_id, debtor."""
    return (
        row["unit_id"],
        row["debtor_kind"],
        row["debtor_id"],
        (row["debtor"] or "") if row["debtor_id"] is None else "",
    )


def latest(db: Database, as_of: datetime, unit_id: int | None = None) -> dict[tuple[Any, ...], Row]:
    """Return the latest promise of each unit and debtor (see `key`), in whatever state."""
    return {key(row): row for row in promises(db, as_of, unit_id) if not row["replaced"]}


def of_today(db: Database) -> tuple[list[Row], list[Row]]:
    """Return the promises due today and those broken as JSON, of debtors who neither promised anew nor were asked since."""
    found = [one for one in promises(db, db.now) if not one["replaced"]]
    due = [record(one) for one in found if one["state"] == "due"]
    broken = [one for one in found if one["state"] == "broken" and not one["followed"]]
    units = {one["unit_id"] for one in broken}
    # One look at each unit: a promise broken long ago may have been paid since.
    owing = {key(row) for unit in units for row in asof.arrears(db, db.now, unit_id=unit)}
    return due, [record(one) for one in broken if key(one) in owing]


def record(one: Row) -> Row:
    """Return a promise as JSON."""
    names = ("reminder_id", "unit", "debtor", "at", "promise_date", "promise_fen", "paid_fen", "state")
    return {name: one[name] for name in names}
