"""Fees as they stood at a moment: what was owed, what was past due and for how long, what was prepaid.

`as_of` is a moment of civil time; the end of a day for a date. What happened later does not exist.
"""

from datetime import date, datetime, timedelta

from butlercli.base.dates.iso import format_iso
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.nouns.fee.owed.rules.limitation import years_after
from butlercli.nouns.fee.owed.store import asof as asof_store
from butlercli.store.database import Database

# Days past due, and years, that are the upper ends of the ages; older than the last is the last bucket.
DAYS = (30, 90, 180, 365)
YEARS = (2, 3)
AGES = {
    "1-30": N_("1–30 days"),
    "31-90": N_("31–90 days"),
    "91-180": N_("91–180 days"),
    "181-365": N_("181–365 days"),
    "1-2y": N_("1–2 years"),
    "2-3y": N_("2–3 years"),
    "3y+": N_("over 3 years"),
}
"""The codes of the ages, the youngest first, with their words."""
BUCKETS = tuple(AGES)


def bills(db: Database, as_of: datetime, unit_id: int | None = None) -> list[Row]:
    """Return the bills that count, of one unit or of all.

    Rows: id, unit_id, item_id, debtor_kind, debtor_id, debtor, period_start, period_end, due_date and, in fen, amount,
    waived, paid, outstanding.
    """
    return asof_store.bills(db, format_iso(as_of), unit_id)


def debtors(db: Database, as_of: datetime, unit_id: int | None = None) -> list[Row]:
    """Return the sums of bills by unit and debtor: unit, debtor, bills and, in fen, amount, waived, paid, outstanding."""
    return asof_store.debtors(db, format_iso(as_of), unit_id)


def totals(db: Database, as_of: datetime) -> Row:
    """Return the sums of all bills: bills and, in fen, amount, waived, paid, outstanding."""
    return asof_store.totals(db, format_iso(as_of))


def prepaid(db: Database, as_of: datetime, unit_id: int | None = None) -> dict[int, int]:
    """Return what is prepaid by unit id, in fen."""
    return asof_store.prepaid(db, format_iso(as_of), unit_id)


def arrears(db: Database, as_of: datetime, building: str | None = None, unit_id: int | None = None) -> list[Row]:
    """Return what is past due (of a building, of a unit, or all), a row a unit and debtor, in the order of the units.

    Rows: unit, building, unit_id, debtor_kind, debtor_id, debtor, outstanding_fen, bills (how many), oldest_due, months
    (whole months since then). A bill is past due from the day after its due date.
    """
    today = as_of.date()
    found = asof_store.arrears(db, format_iso(as_of), building, unit_id)
    for row in found:
        row["outstanding_fen"] = row.pop("outstanding")
        row["debtor"] = row["debtor"] or None
        row["months"] = months_between(date.fromisoformat(row["oldest_due"]), today)
    return found


def aging(db: Database, as_of: datetime, building: str | None = None) -> list[Row]:
    """Return what is past due by building: building, outstanding_fen, units, buckets (code to fen; all of BUCKETS)."""
    rows = asof_store.aging(db, format_iso(as_of), edges(as_of.date()), building)
    return [
        {
            "building": row["building"],
            "outstanding_fen": row["outstanding"],
            "units": row["units"],
            "buckets": {code: row[f"b{n}"] for n, code in enumerate(BUCKETS)},
        }
        for row in rows
    ]


def edges(today: date) -> list[str]:
    """Return the earliest due date of each bucket but the last: 30, 90, 180, 365 days ago, then 2 and 3 years."""
    days = [today - timedelta(days=count) for count in DAYS]
    return [day.isoformat() for day in (*days, *(years_after(today, -count) for count in YEARS))]


def months_between(first: date, last: date) -> int:
    """Return the whole months from one day to a later one: 15 March to 14 May is one."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
