"""`butler fee limitation`: the bills that still owe, with the day their three years end and what would interrupt them."""

from datetime import date, datetime, timedelta

from butlercli.base.dates.iso import format_iso
from butlercli.base.result import Result, Row
from butlercli.nouns.fee.dunning.store import limitation as limitation_store
from butlercli.nouns.fee.owed.rules import limitation
from butlercli.nouns.fee.owed.rules.limitation import Act, Clock, years_after
from butlercli.store.database import Database

# What would interrupt the three years now, by whether the cautious date is still to come (195) or behind (192).
BEFORE = ("demand", "payment", "promise", "suit")
AFTER = ("promise", "payment")


def limits(
    db: Database,
    as_of: datetime,
    unit_id: int | None = None,
    building: str | None = None,
    within: timedelta | None = None,
    limit: int | None = None,
) -> Result:
    """Return the bills that owe at a moment by the day their three years end, the earliest first.

    within: only those whose cautious date comes within so much time, or is behind. Reads three times, however many bills.
    """
    found = rows(db, as_of, unit_id, building, within)
    shown = found if limit is None else found[:limit]
    return Result("dunning.limitation", shown, total=len(found), extra={"day": as_of.date(), "any": within is not None})


def rows(
    db: Database,
    as_of: datetime,
    unit_id: int | None = None,
    building: str | None = None,
    within: timedelta | None = None,
) -> list[Row]:
    """Return limitation as JSON, a row a bill that owes at a moment, the earliest cautious date first."""
    at, today = format_iso(as_of), as_of.date()
    last = None if within is None else latest(today, within)
    # An act can only make a date later: bills due after this cannot end by then.
    due_by = None if last is None else (years_after(last, -limitation.YEARS) + timedelta(days=1)).isoformat()
    bills = limitation_store.owing(db, at, unit_id, building, due_by)
    ids = [bill["id"] for bill in bills]
    paid, asked = limitation_store.paid(db, at, ids), limitation_store.asked(db, at, ids)
    found = []
    for bill in bills:
        acts = [*map(_payment, paid.get(bill["id"], ())), *filter(None, map(_reminder, asked.get(bill["id"], ())))]
        clock = limitation.clock(date.fromisoformat(bill["due_date"]), acts)
        if last is None or clock.cautious <= last:
            found.append(_record(bill, clock, today))
    return sorted(found, key=lambda row: (row["cautious_date"], row["unit"], row["due_date"], row["bill_id"]))


def latest(today: date, within: timedelta) -> date:
    """Return the last day of a span from today on, as far as days go."""
    try:
        return today + within
    except OverflowError:
        return date.max.replace(year=date.max.year - limitation.YEARS)


def _payment(row: Row) -> Act:
    return Act(_day(row["paid_at"]), limitation.PAYMENT, True, f"P{row['id']}", grade="payment", order=row["paid_at"])


def _reminder(row: Row) -> Act | None:
    """Return what a reminder may have done; nothing where nobody was reached and nothing was handed over."""
    from butlercli.nouns.fee.dunning.verbs.reminders import is_proven

    proven = is_proven(row, filed=bool(row["filed"]))
    if row["result"] == "unreached" and not (proven and row["evidence"] != "recorded"):
        return None
    promised = row["result"] == "promised"
    kind = limitation.PROMISE if promised else limitation.DEMAND
    written = promised and row["evidence"] == "signed" and bool(row["filed"])
    grade = "written_promise" if written else row["evidence"] if proven else "unproven"
    return Act(_day(row["at"]), kind, proven, f"#{row['id']}", written, grade, row["at"])


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _record(bill: Row, clock: Clock, today: date) -> Row:
    behind = today > clock.cautious
    return {
        "bill_id": bill["id"],
        "unit": bill["unit"],
        "debtor": bill["debtor"] or None,
        "debtor_kind": bill["debtor_kind"],
        "item": bill["item"],
        "item_name": bill["item_name"],
        "period_start": bill["period_start"],
        "period_end": bill["period_end"],
        "due_date": bill["due_date"],
        "outstanding_fen": bill["outstanding"],
        "begins": clock.begins.isoformat(),
        "cautious_date": clock.cautious.isoformat(),
        "possible_date": clock.possible.isoformat() if clock.unproven else None,
        "days_left": (clock.cautious - today).days,
        "interrupted_by": _act(clock.last),
        "unproven_act": _act(clock.unproven),
        "after_cautious_date": behind,
        "revived": clock.revived,
        "acts_now": list(AFTER if behind else BEFORE),
    }


def _act(act: Act | None) -> Row | None:
    if act is None:
        return None
    id = int(act.ref[1:])
    known = (
        {"payment_id": id, "reminder_id": None}
        if act.kind == limitation.PAYMENT
        else {"payment_id": None, "reminder_id": id}
    )
    return {"kind": act.kind, "date": act.day.isoformat(), "grade": act.grade, **known}
