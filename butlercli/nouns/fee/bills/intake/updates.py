"""Bills the file names that are known already: new values go where nothing was settled and nobody edited anything."""

from functools import partial
from typing import TYPE_CHECKING

from butlercli.base.result import Row
from butlercli.nouns.fee import model
from butlercli.nouns.fee.bills.store import bills as bill_store
from butlercli.nouns.fee.intake import fields as intake_fields
from butlercli.store import bulk

if TYPE_CHECKING:
    from butlercli.kit.intake.importer import Importer
    from butlercli.nouns.fee.bills.intake.bills import Bill

# Fields of a known bill that a file may change; whose it is and for what, never.
_CHANGING = ("period_start", "period_end", "due_date", "amount", "note")


def update(run: "Importer", known: "list[tuple[int, Bill]]") -> set[int]:
    """Compare known bills with the file; update, keep and list what differs. Returns the units whose amounts changed.

    Of a bill that is paid or waived in any part, or cancelled, only the note changes: money that was settled is not
    moved by a file.
    """
    if not known:
        return set()
    rows = bulk.rows_of(run.db, "fee_bill", [id for id, _one in known])
    fixed = bill_store.settled(run.db, rows)
    units: set[int] = set()
    for id, one in known:
        row = rows[id]
        wanted = _differences(row, one)
        label = {"row": one.number, "code": f"{model.BILL_LETTER}{id}", "unit": one.unit}
        changing = ("note",) if id in fixed else _CHANGING
        differs = _told(row, {name: value for name, value in wanted.items() if name not in changing})
        if differs:
            run.account.extra.setdefault("differs", []).append({**label, "fields": differs})
        wanted = {name: value for name, value in wanted.items() if name in changing}
        changes = run.bring_up("fee_bill", row, wanted, label, names=sorted, told=partial(_told, row))
        if {"amount", "period_start", "period_end"} & changes.keys():
            changes["rule"] = one.values["rule"]
            units.add(row["unit_id"])
        run.db.update("fee_bill", id, changes)
    return units


def _told(row: Row, columns: Row) -> list[str]:
    return [intake_fields.shown(name, row[name], value) for name, value in columns.items()]


def _differences(row: Row, one: "Bill") -> Row:
    """Return the columns in which the file says something else; a blank cell says nothing."""
    names = ["item_id", "unit_id", "period_start", "period_end", "amount"]
    names += [name for name in ("due_date", "note") if one.given.get(name)]
    return {name: one.values[name] for name in names if one.values[name] != row[name]}
