"""What refers to a record, read from the schema's own foreign keys: later nouns count without being named here."""

from butlercli.base.i18n import N_, _
from butlercli.store import journal
from butlercli.store.database import Database

# Table to what its rows are called, one and several.
NAMES = {
    "residency": N_("residents: {n}"),
    "contact": N_("contacts: {n}"),
    "ticket": N_("tickets: {n}"),
    "ticket_event": N_("steps of tickets: {n}"),
    "category": N_("categories: {n}"),
    "facility": N_("facilities: {n}"),
    "patrol_point": N_("patrol points: {n}"),
    "patrol_plan": N_("plans of routes: {n}"),
    "patrol_plan_point": N_("points in plans of routes: {n}"),
    "patrol_pause": N_("pauses of routes: {n}"),
    "patrol_round": N_("patrol rounds: {n}"),
    "patrol_result": N_("patrol results: {n}"),
    "fee_item": N_("fee items: {n}"),
    "fee_rate": N_("rates: {n}"),
    "fee_discount": N_("discounts: {n}"),
    "meter_reading": N_("meter readings: {n}"),
    "fee_bill": N_("bills: {n}"),
    "fee_waiver": N_("waivers: {n}"),
    "fee_payment": N_("payments: {n}"),
    "fee_refund": N_("refunds: {n}"),
    "fee_allocation": N_("settled parts of bills: {n}"),
    "fee_reminder": N_("reminders: {n}"),
    "fee_reminder_bill": N_("bills in reminders: {n}"),
    "attachment": N_("files: {n}"),
}


def columns_to(db: Database, table: str) -> list[tuple[str, str]]:
    """Return every column that refers to a table, as (table, column)."""
    found = []
    for other in journal.recorded_tables(db.connection):
        for row in db.rows(f"PRAGMA foreign_key_list({other})"):
            if row["table"] == table:
                found.append((other, str(row["from"])))
    return found


def counted(db: Database, table: str, id: int, *, without: tuple[str, ...] = ()) -> list[tuple[str, int]]:
    """Return which tables' rows refer to a record, and how many; tables in `without` are its own parts."""
    found: dict[str, int] = {}
    for other, column in columns_to(db, table):
        if other in without:
            continue
        number = int(db.value(f"SELECT count(*) FROM {other} WHERE {column} = ?", (id,)))
        if number:
            found[other] = found.get(other, 0) + number
    return list(found.items())


def worded(found: list[tuple[str, int]]) -> str:
    """Return what refers to a record as words: `residents: 2, tickets: 3`."""
    return ", ".join(_(NAMES.get(table, table + ": {n}")).format(n=number) for table, number in found)


def hand_over(db: Database, table: str, old: int, new: int, *, without: tuple[str, ...] = ()) -> None:
    """Make everything that refers to one record refer to another; `without` are left to the caller."""
    for other, column in columns_to(db, table):
        if other not in without:
            db.execute(f"UPDATE {other} SET {column} = ? WHERE {column} = ?", (new, old))
