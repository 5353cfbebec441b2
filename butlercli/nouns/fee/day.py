"""What fees add to the day, the evening, a unit's and a resident's page, and the search (see butlercli/base/rooms.py)."""

from typing import Any

from butlercli.base.dates.iso import format_iso
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.base.sections import Section, section
from butlercli.nouns.fee.page.store import day as day_store
from butlercli.store.database import Database

COMING_DAYS = 7
"""Bills are a matter of the day so many days before they are due."""
LAST_PAYMENTS = 3
REMINDERS = 5


def _section(id: str, title: str, next: str, records: list[Row], limit: int | None, kind: str, **more: Any) -> Section:
    return section(id, title, next, records, limit, kind, **{"more": MORE.get(kind, ""), **more})


MORE = {
    "dunning.promise": "butler fee reminders --promise broken",
    "dunning.sum": "butler fee arrears",
}


# --- the day ---------------------------------------------------------------------------------------


def today(db: Database, limit: int | None) -> list[Section]:
    """Return the promises due today and those broken since nobody asked again; bills coming due and arrears as sums."""
    due, broken = _promises(db)
    sums = _sums(db)
    return [
        _promise_section("promises_due", N_("Promised for today"), due, limit),
        _promise_section("promises_broken", N_("Promises broken"), broken, limit),
        _section(
            "fees_coming",
            N_("Bills coming due"),
            "butler fee list",
            sums["coming"],
            limit,
            "dunning.sum",
            aside=True,
            summed=True,
        ),
        _section(
            "fees_past_due",
            N_("Fees past due"),
            "butler fee plan",
            sums["past_due"],
            limit,
            "dunning.sum",
            aside=True,
            summed=True,
        ),
    ]


def evening(db: Database, limit: int | None) -> list[Section]:
    """Return the promises for today on which too little was paid so far: told, but no work left undone."""
    due, _broken = _promises(db)
    return [_promise_section("promises_due", N_("Promised for today, not paid yet"), due, limit, aside=True)]


def _promise_section(id: str, title: str, records: list[Row], limit: int | None, **more: Any) -> Section:
    unit = records[0]["unit"] if records else "UNIT"
    return _section(id, title, f"butler fee remind {unit} --channel phone", records, limit, "dunning.promise", **more)


def _promises(db: Database) -> tuple[list[Row], list[Row]]:
    if not day_store.any_promise(db):
        return [], []
    from butlercli.nouns.fee.dunning.verbs import promises

    return promises.of_today(db)


def _sums(db: Database) -> dict[str, list[Row]]:
    """Return what comes due within the next days, and what is past due: each one line, none where it is nothing."""
    found: dict[str, list[Row]] = {"coming": [], "past_due": []}
    if not day_store.any_bill(db):
        return found
    from datetime import timedelta

    at = format_iso(db.now)
    coming = day_store.coming_due(db, at, str(db.now.date() + timedelta(days=COMING_DAYS)))
    past = day_store.past_due(db, at)
    if coming["bills"]:
        names = ("bills", "units", "first", "last")
        found["coming"].append({"outstanding_fen": coming["outstanding"], **{name: coming[name] for name in names}})
    if past:
        found["past_due"].append({"outstanding_fen": past, "bills": None, "units": None, "first": None, "last": None})
    return found


# --- pages -----------------------------------------------------------------------------------------


def unit_sections(db: Database, unit_id: int, limit: int | None) -> list[Section]:
    """Return the open bills of a unit, what is prepaid, the last payments, and the reminders with their promises."""
    if not day_store.any_bill(db):
        return []
    from butlercli.nouns.fee.dunning.verbs import reminders
    from butlercli.nouns.fee.owed.store import balance

    code = day_store.unit_code(db, unit_id)
    page = f"butler fee show {code}"
    prepaid = balance.kept_back(db, unit_id)
    kept = [{"prepaid_fen": prepaid}] if prepaid else []
    asked = reminders.of_unit(db, unit_id, REMINDERS)
    return [
        {**_bills(db, balance.open_of_unit(db, unit_id), limit), "more": page},
        _section("prepaid", N_("Prepaid"), page, kept, limit, "dunning.prepaid", more=page),
        {**_payments(db, day_store.last_payments(db, unit_id, LAST_PAYMENTS), limit), "more": page},
        _section("reminders", N_("Reminders"), page, asked, limit, "dunning.list", more=f"butler fee reminders {code}"),
    ]


def _bills(db: Database, ids: list[int], limit: int | None) -> Section:
    from butlercli.nouns.fee.owed.store import balance
    from butlercli.nouns.fee.owed.verbs import records

    rows = balance.bill_rows(db, ids)
    found = [records.bill_record(rows[id]) for id in ids]
    return _section("bills", N_("Open bills"), "butler fee show REF", found, limit, "fee.bill_list", rows=rows)


def _payments(db: Database, ids: list[int], limit: int | None) -> Section:
    from butlercli.nouns.fee.owed.store import balance
    from butlercli.nouns.fee.owed.verbs import records

    rows, parts = balance.payment_rows(db, ids), balance.allocated(db, ids)
    found = [records.payment_record(rows[id], parts.get(id, ())) for id in ids]
    return _section("payments", N_("Last payments"), "butler fee show REF", found, limit, "fee.payment_list", rows=rows)


def resident_sections(db: Database, resident_id: int, limit: int | None) -> list[Section]:
    """Return what a person owes, at whatever unit, as a former owner too."""
    if not day_store.any_bill(db):
        return []
    return [{**_bills(db, day_store.open_of_resident(db, resident_id), limit), "more": "butler fee arrears"}]


# --- search ----------------------------------------------------------------------------------------


def search(db: Database, text: str, limit: int | None) -> list[Section]:
    """Return payments by reference, note or amount, reminders by note, bills by reference, fee items by name."""
    words = text.split()
    if not words or not day_store.any_item(db):
        return []
    fen = _amount(text)
    return [_found(db, table, words, fen, limit) for table in _TABLES]


def _amount(text: str) -> int | None:
    from butlercli.base.errors import UsageError
    from butlercli.base.money import parse_fen

    try:
        return parse_fen(text)
    except UsageError:
        return None


_TABLES = ("fee_payment", "fee_bill", "fee_reminder", "fee_item")


def _found(db: Database, table: str, words: list[str], fen: int | None, limit: int | None) -> Section:
    ids = day_store.search(db, table, words, fen)
    shown = ids if limit is None else ids[:limit]
    if table == "fee_payment":
        section = {**_payments(db, shown, None), "title": N_("Payments")}
    elif table == "fee_bill":
        section = {**_bills(db, shown, None), "title": N_("Bills")}
    elif table == "fee_reminder":
        from butlercli.nouns.fee.dunning.verbs import reminders

        found = reminders.records(db, shown) if shown else []
        section = _section("reminders", N_("Reminders"), "butler fee reminders UNIT", found, None, "dunning.list")
    else:
        section = _section(
            "fee_items", N_("Fee items"), "butler fee item show CODE", _items(db, shown), None, "fee.item_list"
        )
    return {**section, "total": len(ids)}


def _items(db: Database, ids: list[int]) -> list[Row]:
    if not ids:
        return []
    from butlercli.nouns.fee.items.verbs import items

    known: dict[int, Row] = {row["id"]: row for row in items.list_items(db, ended=True).data}
    return [known[id] for id in ids if id in known]
