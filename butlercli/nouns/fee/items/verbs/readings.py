"""Meter readings: entering them, and what was used between two of them."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from butlercli.base.dates.iso import minute, not_yet
from butlercli.base.errors import RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.kit import fields, naming, texts
from butlercli.nouns.fee import model
from butlercli.nouns.fee import rules as fee_rules
from butlercli.nouns.fee.fields import READING
from butlercli.nouns.fee.items import store as item_store
from butlercli.nouns.register.store import units
from butlercli.store.database import Database

if TYPE_CHECKING:
    from decimal import Decimal

Told = tuple[str, str]
"""A reading as a bill keeps it: its time and its value."""


class Used(NamedTuple):
    """What a meter measured: the readings it was taken between (time and value), and the amount as decimal text."""

    begin: tuple[str, str]
    end: tuple[str, str]
    amount: str


def used(
    rows: Sequence[Row], start: date, end: date, *, after: Told | None = None, upto: Told | None = None
) -> Used | None:
    """Return what was used in a period: the last reading by its end less the last before its start.

    rows: the readings of one meter in the order of their times. Where nothing was read before the start, the first
    reading on its day will do (the handover's). `after` and `upto` are the readings where the bill before ended and the
    one after begins: they bound this one, so that a reading entered late is neither lost nor paid twice. They count as
    they were billed, even where they were taken back or mended since; what was used may then be less than nothing.
    None where there are no two readings.
    """
    first, last = f"{start}T00:00:00", f"{end}T23:59:59"
    for told in (after, upto):
        rows = _as_billed(rows, told) if told is not None else rows
    times = [row["at"] for row in rows]
    if after is not None:
        begin = times.index(after[0])
    else:
        before = [n for n, at in enumerate(times) if at < first] or [
            n for n, at in enumerate(times) if at[:10] == str(start)
        ][:1]
        if not before:
            return None
        begin = before[-1]
    close = times.index(upto[0]) if upto is not None else sum(at <= last for at in times) - 1
    if close <= begin:
        return None
    total = sum_between(rows[begin : close + 1])
    return Used((times[begin], rows[begin]["value"]), (times[close], rows[close]["value"]), fee_rules.plain(total))


def _as_billed(rows: Sequence[Row], told: Told) -> Sequence[Row]:
    """Return readings with the one that a bill was made by, where they do not hold it any more."""
    at, value = told
    if any(row["at"] == at and row["value"] == value for row in rows):
        return rows
    billed = {"at": at, "value": value, "replaced": 0, "final": None}
    return sorted([*(row for row in rows if row["at"] != at), billed], key=lambda row: str(row["at"]))


def sum_between(rows: Sequence[Row]) -> "Decimal":
    """Return what was used from the first reading to the last; a meter that was replaced adds up.

    At a replacement the old meter counts up to its `final` reading (where nobody noted it, up to the last one before),
    the new one from `value` on.
    """
    from decimal import Decimal

    total = Decimal(0)
    for row, following in pairwise(rows):
        shown = following["value"]
        if following["replaced"]:
            shown = following["final"] if following["final"] is not None else row["value"]
        total += Decimal(shown) - Decimal(row["value"])
    return total


def record(row: Row, before: Row | None) -> Row:
    """Return a reading as JSON; `used` since the reading before it, None for the first."""
    return {
        "id": row["id"],
        "uid": row["uid"],
        "unit": row["unit"],
        "meter": row["meter"],
        "at": row["at"],
        "value": row["value"],
        "replaced": bool(row["replaced"]),
        "final": row["final"],
        "used": None if before is None else fee_rules.plain(sum_between([before, row])),
    }


def meter_named(db: Database, text: str) -> tuple[str, bool]:
    """Return the meter a text means, and whether an item is billed by it.

    The meter of an item by reading, by its name or the item's; where no such item exists, any name. Raises
    UsageError or NotFoundError naming the meters there are.
    """
    rows = [
        {"code": row["meter"], "name": row["name"], "item": row["code"]}
        for row in item_store.items(db)
        if row["meter"] is not None
    ]
    known = [{"code": name, "name": name, "item": name} for name in item_store.meters(db)]
    if not rows and not naming.search(known, text, naming.code_and_name):
        return texts.name(text, N_("A meter has a name.")), False
    meters = {row["code"] for row in rows}
    rows += [row for row in known if row["code"] not in meters]
    found = naming.search(rows, text, lambda row: (row["code"], row["name"], row["item"]))
    if found and len({row["code"] for row in found}) == 1:
        return str(found[0]["code"]), found[0]["code"] in meters
    row = naming.find(
        rows,
        text,
        words=lambda row: tuple(dict.fromkeys((row["code"], row["name"], row["item"]))),
        several=N_("“{value}” may be several meters: {choices}."),
        none=N_("There is no meter “{value}”."),
        hint=N_("One of: {choices}."),
        empty=N_("No item is billed by reading yet; {command} adds one."),
        command="butler fee item add",
    )
    return str(row["code"]), row["code"] in meters


def read(
    db: Database,
    unit_text: str,
    meter_text: str,
    value: str,
    *,
    at: datetime | None = None,
    replaced: bool = False,
    final: str | None = None,
) -> Result:
    """Enter what a meter shows.

    With `replaced` the value is what the new meter shows as it begins, `final` what the old one showed at its end.
    Raises UsageError for no reading or a time to come, RuleError (exit 4) for one that falls below the reading before
    it or rises above the one after it, or that differs from one of the same moment.
    """
    unit = units.find(db, unit_text)
    meter, billed = meter_named(db, meter_text)
    row = {"meter": meter, **_entered(db, value, at, replaced, final)}
    moment = row["at"]
    rows = item_store.readings(db, unit["id"], meter)
    same = next((known for known in rows if known["at"] == moment), None)
    if same is not None:
        return _again(db, unit, same, row)
    before = next((known for known in reversed(rows) if known["at"] < moment), None)
    after = next((known for known in rows if known["at"] > moment), None)
    _check_order(before, row)
    _check_order(row, after)
    db.insert(
        "meter_reading",
        {"uid": db.uid(), "unit_id": unit["id"], "entered_at": db.now.isoformat(timespec="seconds"), **row},
    )
    notices = []
    if not billed:
        notices.append(Message(N_("No fee item is billed by the meter “{meter}” yet."), meter=meter))
    if replaced and final is None and before is not None:
        notices.append(
            Message(
                N_("What the old meter measured after {value} is not counted; {option} says where it ended."),
                value=before["value"],
                option="--final",
            )
        )
    return _echo(db, unit, meter, moment, [*notices, *billed_otherwise(db, unit["id"], meter, [moment])])


def billed_otherwise(db: Database, unit_id: int, meter: str, moments: Sequence[str]) -> list[Message]:
    """Return a remark on each bill that readings of some moments gave another use: a new meter inside its days."""
    import json

    rows = item_store.readings(db, unit_id, meter)
    if not any(row["replaced"] for row in rows):
        return []
    places = {(row["at"], row["value"]): n for n, row in enumerate(rows)}
    found = []
    for bill in item_store.metered(db, unit_id, meter):
        rule = json.loads(bill["rule"])
        begin, end = (places.get(tuple(rule[name])) for name in ("from", "to"))
        inside = any(rule["from"][0] < moment < rule["to"][0] for moment in moments)
        if begin is None or end is None or not inside:
            continue
        now = fee_rules.plain(sum_between(rows[begin : end + 1]))
        if now != rule["used"]:
            text = N_("{bill} was made for {used}, and the readings say {now} now: cancel it and bill again.")
            found.append(Message(text, bill=f"{model.BILL_LETTER}{bill['id']}", used=rule["used"], now=now))
    return found


def _entered(db: Database, value: str, at: datetime | None, replaced: bool, final: str | None) -> Row:
    """Return a reading's fields as they are stored; raises UsageError (exit 2)."""
    moment = (at or db.now).isoformat(timespec="seconds")
    if at is not None and at > db.now:
        raise not_yet(moment)
    if final is not None and not replaced:
        raise UsageError(N_("A final reading belongs to a meter that was replaced: say so as well."))
    return {"at": moment, **fields.values(db, READING, {"value": value, "replaced": replaced, "final": final})}


def _again(db: Database, unit: Row, same: Row, row: Row) -> Result:
    """Answer a reading of a moment that has one: nothing to do where it is the same; else RuleError (exit 4)."""
    if all(same[name] == row[name] for name in ("value", "replaced", "final")):
        notice = Message(N_("This reading is entered already; nothing to do."))
        return _echo(db, unit, row["meter"], row["at"], [notice])
    raise RuleError(
        N_("The meter “{meter}” of {unit} showed {value} at {at} already."),
        code="duplicate",
        meter=row["meter"],
        unit=unit["code"],
        value=same["value"],
        at=minute(row["at"]),
    )


def _check_order(before: Row | None, after: Row | None) -> None:
    """Raise RuleError (exit 4) where a meter would run backwards from one reading to the next."""
    if before is None or after is None or (after["replaced"] and after["final"] is None):
        return
    if sum_between([before, after]) >= 0:
        return
    shown = after["final"] if after["replaced"] else after["value"]
    raise RuleError(
        N_("The meter “{meter}” would fall from {before} ({before_at}) to {after} ({after_at})."),
        hint=N_("Check it; a new meter is entered with {option}."),
        code="falling",
        meter=after["meter"],
        before=before["value"],
        before_at=minute(before["at"]),
        after=shown,
        after_at=minute(after["at"]),
        option="--replaced",
    )


def _echo(db: Database, unit: Row, meter: str, moment: str, notices: Sequence[Message]) -> Result:
    rows = item_store.readings(db, unit["id"], meter)
    place = next(n for n, row in enumerate(rows) if row["at"] == moment)
    made = record(rows[place], rows[place - 1] if place else None)
    return Result("fee.reading_echo", made, refs=unit["code"], notices=notices)


def list_readings(
    db: Database,
    unit_text: str | None = None,
    meter: str | None = None,
    limit: int | None = None,
    *,
    first: str | None = None,
    last: str | None = None,
) -> Result:
    """List the readings of a unit, or of all, the newest first, each with what was used since the one before it.

    first, last: the moments between which they were read.
    """
    unit = units.find(db, unit_text) if unit_text is not None else None
    name = meter_named(db, meter)[0] if meter is not None else None
    rows = item_store.readings(db, unit["id"] if unit else None, name)
    made = []
    for place, row in enumerate(rows):
        if (first and row["at"] < first) or (last and row["at"] > last):
            continue
        former = rows[place - 1] if place else None
        same = former is not None and all(former[key] == row[key] for key in ("unit_id", "meter"))
        made.append(record(row, former if same else None))
    made.sort(key=lambda one: (one["at"], one["id"]), reverse=True)
    return Result("fee.reading_list", made[:limit], total=len(made), refs=unit["code"] if unit else "")
