"""Who is past due and since when, with the last reminder and what was promised; and the same by age and building."""

from datetime import datetime
from typing import Any

from butlercli.base.dates.iso import format_iso
from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.base.vocabulary import Vocabulary
from butlercli.nouns.fee.dunning.store import reminders as reminder_store
from butlercli.nouns.fee.dunning.verbs.promises import key, latest
from butlercli.nouns.fee.owed.verbs import asof
from butlercli.store.database import Database

OPEN = ("due", "pending")

SORTS = Vocabulary(
    N_("order"),
    {
        "amount": ("amount", "金额"),
        "age": ("age", "账龄"),
        "unit": ("unit", "房号"),
        "months": ("months", "月数"),
    },
)


class ArrearsFilter:
    """Which arrears are asked for, and in which order (a code of SORTS)."""

    __slots__ = ("building", "min_fen", "min_months", "sort")

    def __init__(
        self, *, building: str | None = None, min_months: int = 0, min_fen: int = 0, sort: str = "amount"
    ) -> None:
        """min_fen: what is owed at least; min_months: whole months since the oldest due date, at least."""
        self.building = building
        self.min_months = min_months
        self.min_fen = min_fen
        self.sort = sort


def standing(db: Database, as_of: datetime, building: str | None = None, unit_id: int | None = None) -> list[Row]:
    """Return what is past due, a row a unit and debtor, in the order of the units, with reminder and promise.

    Rows: those of `asof.arrears`, and reminder (the last one: at, channel, result, why; or None) and promised (the
    latest promise, in whatever state; or None).
    """
    rows = asof.arrears(db, as_of, building, unit_id)
    reminders = {key(row): row for row in reminder_store.last_reminders(db, format_iso(as_of), unit_id)} if rows else {}
    promised = latest(db, as_of, unit_id) if reminders else {}
    for row in rows:
        row["reminder"] = reminders.get(key(row))
        row["promised"] = promised.get(key(row))
    return rows


def arrears(db: Database, as_of: datetime, wanted: ArrearsFilter, limit: int | None = None) -> Result:
    """List who is past due at a moment; the JSON's `promise` is the day of a promise not yet broken."""
    found = [
        row
        for row in standing(db, as_of, wanted.building)
        if row["months"] >= wanted.min_months and row["outstanding_fen"] >= wanted.min_fen
    ]
    found.sort(key=_ORDERS[wanted.sort])
    shown = found if limit is None else found[:limit]
    extra = {
        "facts": shown,
        "as_of": as_of,
        "fen": sum(row["outstanding_fen"] for row in found),
        "units": len({row["unit_id"] for row in found}),
        "chosen": bool(wanted.building or wanted.min_months or wanted.min_fen),
    }
    return Result("dunning.arrears", [record(row) for row in shown], total=len(found), extra=extra)


def record(row: Row) -> Row:
    """Return a row of `standing` as JSON."""
    promised = row["promised"]
    return {
        "unit": row["unit"],
        "debtor": row["debtor"],
        "outstanding_fen": row["outstanding_fen"],
        "bills": row["bills"],
        "oldest_due": row["oldest_due"],
        "months": row["months"],
        "last_reminder": row["reminder"]["at"] if row["reminder"] else None,
        "promise": promised["promise_date"] if promised and promised["state"] in OPEN else None,
    }


_ORDERS: dict[str, Any] = {
    "amount": lambda row: (-row["outstanding_fen"], row["oldest_due"]),
    "age": lambda row: (row["oldest_due"], -row["outstanding_fen"]),
    "months": lambda row: (-row["months"], -row["outstanding_fen"]),
    "unit": lambda _row: 0,  # the order of the units, as they come
}


def aging(db: Database, as_of: datetime, building: str | None = None, limit: int | None = None) -> Result:
    """Show what is past due by building and age; the sums of all buildings stand in `extra`."""
    rows = asof.aging(db, as_of, building)
    total = {
        "outstanding_fen": sum(row["outstanding_fen"] for row in rows),
        "units": sum(row["units"] for row in rows),
        "buckets": {code: sum(row["buckets"][code] for row in rows) for code in asof.BUCKETS},
    }
    shown = rows if limit is None else rows[:limit]
    return Result("dunning.aging", shown, total=len(rows), extra={"sum": total, "as_of": as_of})
