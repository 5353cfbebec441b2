"""How imported amounts came about: area × rate × months with the rounding of the office that billed, where that fits."""

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from butlercli.base.i18n import N_
from butlercli.base.result import Message, Row
from butlercli.nouns.fee.bills.intake.periods import whole_months
from butlercli.nouns.fee.bills.rules import amounts

if TYPE_CHECKING:
    from butlercli.nouns.fee.bills.intake.bills import Bill

_UNITS = ("fen", "jiao", "yuan")
_TO = {"jiao": N_("0.1 yuan (jiao)"), "yuan": N_("whole yuan")}
_FILE = N_("{item}: every amount is area × price rounded to {unit}; kept as billed ({count:bill|bills}).")
_SOME = N_(
    "{item}: {count} of {total:amount|amounts} {count:|is|are} not area × price × months; all are kept as billed."
)


def apply(bills: "Sequence[Bill]") -> list[Message]:
    """Give every bill its rule, and an item to be created its rounding; return what was recognised as remarks.

    An item's rounding is the finest of fen, jiao and yuan by which all its amounts with area and price come out; where
    none does for all, the one that does for most. An amount that does not come out is kept without a formula.
    """
    by_item: dict[str, list[Bill]] = {}
    for one in bills:
        by_item.setdefault(one.item["name"], []).append(one)
    notices: list[Message] = []
    for group in by_item.values():
        _apply(group, notices)
    return notices


def _apply(group: "list[Bill]", notices: list[Message]) -> None:
    rules = [(one, rule) for one in group if (rule := _by_area(one)) is not None]
    fits = {unit: [one for one, rule in rules if _fits(one, rule, unit)] for unit in _UNITS}
    chosen = max(_UNITS, key=lambda unit: (len(fits[unit]), -_UNITS.index(unit)))
    fitting = {id(one) for one in fits[chosen]}
    for one, rule in rules:
        if id(one) in fitting:
            one.values["rule"] = json.dumps({**rule, "rounding": chosen}, ensure_ascii=False)
    for one in group:
        if "rule" not in one.values:
            one.values["rule"] = json.dumps(_once(one), ensure_ascii=False)
    name = group[0].item["name"]
    if rules and len(fitting) == len(rules):
        if group[0].item["id"] is None:
            group[0].item["rounding"] = chosen
        if chosen != "fen":
            notices.append(Message(_FILE, item=name, unit=Message(_TO[chosen]), count=len(rules)))
    elif rules:
        notices.append(Message(_SOME, item=name, count=len(rules) - len(fitting), total=len(rules)))


def _by_area(one: "Bill") -> Row | None:
    """Return the rule by area of a bill that tells area and price, for whole months; its rounding is still open."""
    area, rate = one.given.get("area"), one.given.get("rate")
    start, end = (date.fromisoformat(one.values[name]) for name in ("period_start", "period_end"))
    months = whole_months(start, end)
    if area is None or rate is None or months is None:
        return None
    days = (end - start).days + 1
    number: int | float = int(area) if "." not in area else float(area)
    return {
        "per": "area", "rate": rate, "rounding": "fen", "area": number, "months": months,
        "days": days, "days_of_period": days, "service": [str(start), str(end)],
    }  # fmt: skip


def _fits(one: "Bill", rule: Row, unit: str) -> bool:
    return bool(amounts.whole({**rule, "rounding": unit}) == one.values["amount"])


def _once(one: "Bill") -> Row:
    """Return the rule of an amount that stands for itself, with what the file says of it."""
    told = {name: one.given[name] for name in ("area", "rate") if one.given.get(name) is not None}
    return {"per": "once", "amount": one.values["amount"], **told}
