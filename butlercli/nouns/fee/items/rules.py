"""Which rate of a fee item and which discount hold on a day. Pure."""

from collections.abc import Sequence

from butlercli.base.result import Row

# The first rate of an item holds from the beginning of time: late entered years are billed with it.
BEGINNING = "1900-01-01"


def rate_on(rates: Sequence[Row], day: str) -> str | None:
    """Return the rate in force on a day, None where none is yet; `rates` in the order of their days."""
    found = None
    for row in rates:
        if row["since"] > day:
            break
        found = str(row["rate"])
    return found


def discount_on(rows: Sequence[Row], unit: Row, day: str) -> Row | None:
    """Return the one discount that holds for a unit on a day; `rows` are those of the item and those for all items.

    A unit's own goes before its state's, an item's own before one for all items; there are never several.
    """
    holding = [
        row
        for row in rows
        if (row["unit_id"] == unit["id"] if row["unit_id"] is not None else row["state"] == unit["state"])
        and (row["since"] is None or row["since"] <= day)
        and (row["until"] is None or row["until"] >= day)
    ]
    return min(holding, key=lambda row: (row["unit_id"] is None, row["item_id"] is None, row["id"]), default=None)
