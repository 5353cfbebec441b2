"""Fee items and discounts as JSON."""

from collections.abc import Sequence

from butlercli.base.result import Row
from butlercli.nouns.fee.items import rules


def item(row: Row, rates: Sequence[Row], today: str) -> Row:
    """Return an item as JSON: `rate` is the one in force today, `rates` all of them; the first has no beginning."""
    return {
        "id": row["id"],
        "uid": row["uid"],
        "code": row["code"],
        "name": row["name"],
        "per": row["per"],
        "rate": rules.rate_on(rates, today),
        "cycle": row["cycle"],
        "anniversary": bool(row["anniversary"]),
        "timing": row["timing"],
        "due_day": row["due_day"],
        "rounding": row["rounding"],
        "unit_kind": row["unit_kind"],
        "meter": row["meter"],
        "late_rate": row["late_rate"],
        "late_grace": row["late_grace"],
        "late_cap": row["late_cap"],
        "since": row["since"],
        "until": row["until"],
        "source": row["source"],
        "note": row["note"],
        "rates": [{"since": None if r["since"] == rules.BEGINNING else r["since"], "rate": r["rate"]} for r in rates],
    }


def discount(row: Row) -> Row:
    """Return a discount as JSON: `share` is what is paid, as decimal text; without an item it holds for all."""
    names = ("id", "uid", "item", "unit", "state", "share", "since", "until", "reason")
    return {name: row[name] for name in names}
