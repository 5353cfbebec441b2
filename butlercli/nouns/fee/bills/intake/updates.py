"""Bills the file names that are known already: new values go where nothing was settled and nobody edited anything."""

from typing import TYPE_CHECKING

from butlercli.base.result import Row
from butlercli.kit.intake import engine
from butlercli.nouns.fee import model
from butlercli.nouns.fee.bills.store import bills as bill_store
from butlercli.nouns.fee.intake import fields as intake_fields
from butlercli.store import bulk

if TYPE_CHECKING:
    from butlercli.kit.intake.engine import Account
    from butlercli.nouns.fee.bills.intake.bills import Bill
    from butlercli.store.database import Database

VERB = "fee import bills"
# Fields of a known bill that a file may change; whose it is and for what, never.
_CHANGING = ("period_start", "period_end", "due_date", "amount", "note")


def update(db: "Database", account: "Account", known: "list[tuple[int, Bill]]") -> set[int]:
    """Compare known bills with the file; update, keep and list what differs. Returns the units whose amounts changed.

    Of a bill that is paid or waived in any part, or cancelled, only the note changes: money that was settled is not
    moved by a file.
    """
    if not known:
        return set()
    rows = bulk.rows_of(db, "fee_bill", [id for id, _one in known])
    fixed = bill_store.settled(db, rows)
    edited: dict[int, set[str]] | None = None
    units: set[int] = set()
    for id, one in known:
        row = rows[id]
        wanted = _differences(row, one)
        if wanted and edited is None:
            edited = engine.journal_edits(db, "fee_bill", VERB)
        label = {"row": one.number, "code": f"{model.BILL_LETTER}{id}", "unit": one.unit}
        changes = {name: value for name, value in wanted.items() if name in _CHANGING}
        if id in fixed:
            changes = {name: value for name, value in changes.items() if name == "note"}
        own = {name for name in changes if name in (edited or {}).get(id, ())}
        differs = [name for name in wanted if name not in changes]
        changes = {name: value for name, value in changes.items() if name not in own}
        if own:
            account.kept.append({**label, "fields": sorted(own)})
        if differs:
            told = [intake_fields.shown(name, row[name], wanted[name]) for name in differs]
            account.extra.setdefault("differs", []).append({**label, "fields": told})
        if not changes:
            account.unchanged += 1
            continue
        account.updated.append({**label, "fields": [intake_fields.shown(n, row[n], v) for n, v in changes.items()]})
        if "amount" in changes or "period_start" in changes or "period_end" in changes:
            changes["rule"] = one.values["rule"]
            units.add(row["unit_id"])
        db.update("fee_bill", id, changes)
    return units


def _differences(row: Row, one: "Bill") -> Row:
    """Return the columns in which the file says something else; a blank cell says nothing."""
    names = ["item_id", "unit_id", "period_start", "period_end", "amount"]
    names += [name for name in ("due_date", "note") if one.given.get(name)]
    return {name: one.values[name] for name in names if one.values[name] != row[name]}
