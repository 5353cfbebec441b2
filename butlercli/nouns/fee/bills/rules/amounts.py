"""Amounts from the rule of a bill: exact, rounded once, split without losing a fen. Pure.

A rule is the JSON snapshot that a bill keeps:
per, rate (decimal text, yuan), rounding · area (m²) and months, as far as they count · days and days_of_period ·
share (what is paid, decimal text) and reason, where there is a discount · meter, from, to and used for a reading ·
parts (days of each debtor's part) and part (which one this is, from 1), where the debtor changes.

Bills that no rate makes keep their amount (fen) in the rule: `once` (a one-off charge), `moved` (what a change of owner
took over: of, the bill; whole, its amount; share, the part by days; amount, no more than it still owed), `late` (a late
fee: of, rate, grace, cap; spans of outstanding fen and days; limit, what the cap allows; charged, what was charged before).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

from butlercli.base.money import format_fen, round_fen
from butlercli.nouns.fee.rules import percent

if TYPE_CHECKING:
    from decimal import Context, Decimal

Rule = dict[str, Any]
_KEPT = frozenset(("once", "moved", "late"))
Rounding = Literal["fen", "jiao", "yuan"]
# A product has at most some 45 digits, so it is exact. The one division cannot carry a quotient across a half:
# one that is no half itself lies further from it than 10^-30.
_DIGITS = 80


def _context() -> "Context":
    from decimal import ROUND_HALF_EVEN, Context

    return Context(prec=_DIGITS, rounding=ROUND_HALF_EVEN)


def exact(rule: Rule) -> "Decimal":
    """Return the amount of a rule in fen, not rounded, for the whole service period.

    rate × area × months (per area), rate × months (per unit), rate (fixed), rate × consumption (reading); times the
    share that is paid, times days served ÷ days of the period (a reading measures what was served: no days).
    """
    from decimal import Decimal

    context = _context()
    amount = Decimal(rule["rate"]) * 100
    factors = {
        "area": ("area", "months"),
        "unit": ("months",),
        "reading": ("used",),
    }.get(rule["per"], ())
    for name in factors:
        amount = context.multiply(amount, Decimal(str(rule[name])))
    if rule.get("share") is not None:
        amount = context.multiply(amount, Decimal(rule["share"]))
    if rule["per"] != "reading" and rule["days"] != rule["days_of_period"]:
        amount = context.divide(context.multiply(amount, Decimal(rule["days"])), Decimal(rule["days_of_period"]))
    return amount


def whole(rule: Rule) -> int:
    """Return the amount of the whole service period in fen, rounded once as the item says."""
    if rule["per"] in _KEPT:
        return int(rule["amount"])
    return round_fen(exact(rule), cast(Rounding, rule["rounding"]))


def amount(rule: Rule) -> int:
    """Return the amount in fen of the bill that keeps this rule: the whole, or its debtor's part."""
    fen = whole(rule)
    if "parts" not in rule:
        return fen
    return share_out(fen, rule["parts"], rule["rounding"])[int(rule["part"]) - 1]


def share_out(fen: int, days: Sequence[int], rounding: str) -> list[int]:
    """Split an amount by days: each part rounded as the item says and never more than is left; the last is the remainder."""
    from decimal import Decimal

    context = _context()
    total, left, parts = Decimal(sum(days)), fen, []
    for count in days[:-1]:
        part = round_fen(context.divide(Decimal(fen * count), total), cast(Rounding, rounding))
        parts.append(min(part, left))
        left -= parts[-1]
    return [*parts, left]


def formula(rule: Rule) -> str:
    """Return how the amount came about, in one line of numbers: `89.5 m² × 2.80 × 3 × 70% × 45/90 = 263.13`."""
    if rule["per"] in _KEPT:
        return _kept(rule)
    terms = {
        "area": (f"{rule.get('area')} m²", rule["rate"], str(rule.get("months"))),
        "unit": (rule["rate"], str(rule.get("months"))),
        "reading": (rule.get("used"), rule["rate"]),
    }.get(rule["per"], (rule["rate"],))
    said = [str(term) for term in terms]
    if rule.get("share") is not None:
        said.append(percent(rule["share"]))
    if rule["per"] != "reading" and rule["days"] != rule["days_of_period"]:
        said.append(f"{rule['days']}/{rule['days_of_period']}")
    line = f"{' × '.join(said)} = {format_fen(whole(rule))}"
    if "parts" not in rule:
        return line
    before = share_out(whole(rule), rule["parts"], rule["rounding"])[: rule["part"] - 1]
    if rule["part"] < len(rule["parts"]):
        taken = f" × {rule['parts'][rule['part'] - 1]}/{sum(rule['parts'])}"
    else:
        taken = "".join(f" − {format_fen(fen)}" for fen in before)
    return f"{line}; {format_fen(whole(rule))}{taken} = {format_fen(amount(rule))}"


def _kept(rule: Rule) -> str:
    """Return how the amount of a bill came about that no rate made."""
    amount = format_fen(rule["amount"])
    if rule["per"] == "moved":
        line = f"{format_fen(rule['whole'])} × {rule['days']}/{rule['days_of_period']} = {format_fen(rule['share'])}"
        return line if rule["share"] == rule["amount"] else f"{line} → {amount}"
    if rule["per"] == "late":
        return late_formula(rule)
    return amount


def late_formula(rule: Rule) -> str:
    """Return how a late fee came about: `1,008.00 × 0.03% × 24 + 508.00 × 0.03% × 10 = 8.78`.

    With a cap that is reached `min(…, 20% × 1,008.00) = 201.60`; what was charged before is taken off at the end.
    """
    terms = [f"{format_fen(fen)} × {percent(rule['rate'])} × {days}" for fen, days in rule["spans"]]
    line = " + ".join(terms)
    if rule["capped"]:
        line = f"min({line}, {percent(rule['cap'])} × {format_fen(rule['whole'])})"
    before = rule["charged"]
    if not before:
        return f"{line} = {format_fen(rule['amount'])}"
    return f"{line} = {format_fen(rule['amount'] + before)}; − {format_fen(before)} = {format_fen(rule['amount'])}"


def square_metres(area: int) -> int | float:
    """Return an area of 0.0001 m² in m² as JSON keeps it; four decimals come back exactly."""
    return area // 10_000 if area % 10_000 == 0 else area / 10_000
