"""What fees add to challenges and suggestions: arrears and their age, refusals, bills whose three years come to an end."""

from butlercli.base.i18n import N_, _
from butlercli.base.result import Row
from butlercli.kit.report import advice, wording
from butlercli.kit.report.advice import Rule, below
from butlercli.kit.report.parts import Part, Report
from butlercli.nouns.fee.figures import metrics
from butlercli.nouns.fee.figures import tables as fee_tables
from butlercli.nouns.fee.figures.metrics import ARREARS, ARREARS_HOUSEHOLDS, BillSnapshot
from butlercli.nouns.fee.report.summary import reason

# The marks are this program's own, as those of tickets are.
OLD = ("1-2y", "2-3y", "3y+")
OLD_SHARE = 0.2
FEW_REFUSALS = 3
MOST_NAMED = 3
RULES = (
    Rule(
        "fee.due_collection_rate",
        below(0.9),
        N_(
            "Call or visit the households past due every week, in the order of the plan, with their open complaints at hand"
        ),
    ),
    Rule(
        "fee.recovery_rate",
        below(0.5),
        N_("Agree with those who owe from earlier periods on instalments, in writing, each with a day"),
    ),
    Rule(
        "fee.promise_kept_rate",
        below(0.8),
        N_("Remind on the eve of the day that was promised, and call on the day after where nothing came"),
    ),
)
# What to do about a reason of refusal that is heard again and again.
ANSWERS = {
    "quality": N_("Have the defects for which payment is refused mended first, with the developer at the table"),
    "service": N_("Settle the complaints of those who refuse for the service before asking them again"),
    "vacant": N_("Settle with the company what vacant homes pay, and say it in writing"),
    "hardship": N_("Propose instalments to those in hardship, and have the community office look at each case"),
    "lost": N_("Find the addresses of those out of touch through the register, neighbours and the community office"),
}


def parts(snapshot: BillSnapshot, report: Report) -> list[Part]:
    """Return challenges and suggestions, where the figures give any."""
    refused = metrics.refusals(snapshot)
    reasons = fee_tables.reasons(refused)
    ages = fee_tables.aging(snapshot)
    near = fee_tables.nearing_limit(snapshot)
    found = []
    items = [*_arrears(snapshot, report, ages), *_refusals(refused, reasons), *_limits(near)]
    if items:
        found.append(Part("challenges", items=items))
    suggestions = [*advice.called_for(RULES, report), *_old(ages), *_answers(refused, reasons), *_records(near)]
    if suggestions:
        found.append(Part("suggestions", items=suggestions))
    return found


def _old_sums(ages: list[Row]) -> tuple[int, int]:
    """Return what is past due for more than a year, and all that is past due, in fen."""
    return sum(row["fen"] for row in ages if row["bucket"] in OLD), sum(row["fen"] for row in ages)


def _arrears(snapshot: BillSnapshot, report: Report, ages: list[Row]) -> list[str]:
    total = report.figures[ARREARS]
    if not total.value:
        return []
    rows = [row for row in fee_tables.grouped(snapshot, "building") if row["arrears"] > 0]
    rows.sort(key=lambda row: -row["arrears"])
    named = wording.listed(
        [
            _("building {code}").format(code=row["grp"]) + wording.bracketed(wording.yuan(row["arrears"]))
            for row in rows[:MOST_NAMED]
        ]
    )
    old, whole = _old_sums(ages)
    if old:
        text = _("{total} of {n:unit|units} are past due, {old} of it for more than a year; most of all {named}.")
    else:
        text = _("{total} of {n:unit|units} are past due, nothing for more than a year; most of all {named}.")
    said = text.format(
        total=wording.value(total),
        n=wording.value(report.figures[ARREARS_HOUSEHOLDS]),
        old=wording.percent(old / whole if whole else None),
        named=named,
    )
    return [wording.labelled(_("Arrears"), said)]


def _refusals(refused: list[Row], reasons: list[Row]) -> list[str]:
    if not refused:
        return []
    named = wording.listed([f"{reason(row)} {row['count']}" for row in reasons[:MOST_NAMED]])
    text = _("{n} (households that refuse to pay), most of all for: {reasons}.")
    return [wording.labelled(_("Refusals"), text.format(n=len(refused), reasons=named))]


def _limits(near: Row) -> list[str]:
    if not near["bills"]:
        return []
    text = _(
        "{n:bill|bills} ({amount}) on which nothing was paid {n:|sees the third year after its|see the third year "
        "after their} due date end within {days:day|days}, the first on {day}; what interrupted it is listed by "
        "{command}."
    )
    said = text.format(
        n=near["bills"],
        amount=wording.yuan(near["fen"]),
        days=fee_tables.LIMIT_DAYS,
        day=near["first"],
        command="butler fee limitation",
    )
    return [wording.labelled(_("Limitation"), said)]


def _old(ages: list[Row]) -> list[str]:
    old, whole = _old_sums(ages)
    if not whole or old / whole <= OLD_SHARE:
        return []
    text = _(
        "Bring the oldest arrears to the company for a decision, case by case (rests on: {share} past due for more than a year)."
    )
    return [text.format(share=wording.percent(old / whole) + wording.bracketed(wording.yuan(old)))]


def _answers(refused: list[Row], reasons: list[Row]) -> list[str]:
    """Answer the reason of refusal heard most, where it is no rare thing."""
    top = next((row for row in reasons if row["why"] in ANSWERS), None)
    if top is None or top["count"] < FEW_REFUSALS:
        return []
    text = _("{suggestion} (rests on: {reason} {count} of {total:refusal|refusals}).")
    return [text.format(suggestion=_(ANSWERS[top["why"]]), reason=reason(top), count=top["count"], total=len(refused))]


def _records(near: Row) -> list[str]:
    if not near["bills"]:
        return []
    text = _(
        "Have those whose three years come to an end sign for a demand, or keep the courier's number (rests on: "
        "{n:bill|bills} within {days:day|days})."
    )
    return [text.format(n=near["bills"], days=fee_tables.LIMIT_DAYS)]
