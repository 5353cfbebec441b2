"""Discounts: what is paid of an item, for one unit or for units of a state; and which one holds for a period."""

from collections.abc import Sequence
from typing import Any

from butlercli.base.errors import NotFoundError, RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.kit import fields, texts
from butlercli.nouns.fee.fields import DISCOUNT
from butlercli.nouns.fee.items import store as item_store
from butlercli.nouns.fee.items.verbs import items, records
from butlercli.nouns.register.store import units
from butlercli.store.database import Database


def add(db: Database, share: str, reason: str, **given: Any) -> Result:
    """Give a discount to a unit or to all units of a state: of one item, or of all.

    given: item, unit, state, since, until, as typed. Raises UsageError for a bad share or dates, or not exactly one of unit
    and state; RuleError (exit 4) where one for the same is in force on any of the days. Bills made already stay as they are.
    """
    if (given.get("unit") is None) == (given.get("state") is None):
        raise UsageError(N_("A discount is for a unit or for a state of units; say one of the two."))
    found = fields.values(db, DISCOUNT, {"share": share, "reason": reason, **given})
    values = {**dict.fromkeys(("item_id", "unit_id", "state", "since", "until")), **found}
    texts.check_dates(values["since"], values["until"])
    _refuse_rival(db, values)
    return _echo(db, fields.insert(db, "fee_discount", values))


def _refuse_rival(db: Database, values: Row, own: int = 0) -> None:
    """Raise RuleError (exit 4) where another discount for the same is in force on any of the days."""
    rival = item_store.rival(db, values, own)
    if rival is not None:
        raise RuleError(
            N_("Discount {id} is in force for the same on some of these days: {share}, {reason}."),
            hint=N_("Take it away first: {command}."),
            code="duplicate",
            id=rival["id"],
            share=rival["share"],
            reason=rival["reason"],
            command=f"butler fee discount remove {rival['id']}",
        )


def _echo(db: Database, id: int, notices: Sequence[Message] = ()) -> Result:
    row = item_store.discount(db, id)
    assert row is not None
    refs = row["unit"] or row["item"] or ""
    return Result("fee.discount_echo", records.discount(row), refs=refs, notices=notices, extra=_names(row))


def _names(row: Row) -> Row:
    """Return the name of a discount's item beside its JSON, for who reads it."""
    return {"items": {row["item"]: row["item_name"]} if row["item"] else {}}


def list_discounts(
    db: Database, *, item: str | None = None, unit: str | None = None, limit: int | None = None
) -> Result:
    """List discounts as they were given; of an item (with those for all items) or of a unit."""
    item_id = items.find(db, item)["id"] if item is not None else None
    unit_id = units.find(db, unit)["id"] if unit is not None else None
    rows = item_store.discounts(db, item_id, unit_id)
    names = {name: text for row in rows for name, text in _names(row)["items"].items()}
    return Result(
        "fee.discount_list", [records.discount(row) for row in rows[:limit]], total=len(rows), extra={"items": names}
    )


def _find(db: Database, id: int) -> Row:
    row = item_store.discount(db, id)
    if row is None:
        raise NotFoundError(
            N_("There is no discount {value}."), hint=N_("See {command}."), value=id, command="butler fee discount list"
        )
    return row


def edit(db: Database, id: int, changes: Row) -> Result:
    """Change a discount's share, reason or days; None clears a day. Bills made with it stay.

    Raises NotFoundError (exit 3) for an unknown one, UsageError where nothing is to be changed or it would end before it
    begins, RuleError (exit 4) where another one for the same is in force on any of the days.
    """
    row = _find(db, id)
    after = {name: row[name] for name in ("item_id", "unit_id", "state", "since", "until")} | changes
    texts.check_dates(after["since"], after["until"])
    _refuse_rival(db, after, id)
    return fields.edit(db, "fee_discount", row, changes, row["reason"], lambda remarks: _echo(db, id, remarks))


def remove(db: Database, id: int) -> Result:
    """Take a discount away; bills made with it keep their snapshot. Raises NotFoundError (exit 3)."""
    row = _find(db, id)
    db.delete("fee_discount", id)
    return Result(
        "fee.discount_removed", records.discount(row), refs=row["unit"] or row["item"] or "", extra=_names(row)
    )
