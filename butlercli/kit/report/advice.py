"""三 建议: what the figures speak for; each suggestion names the figure it rests on."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from butlercli.base.figures import Figure
from butlercli.base.i18n import N_, _
from butlercli.kit.report import wording
from butlercli.kit.report.parts import Part, Report
from butlercli.nouns.ticket.figures.tables import Tables


class Rule(NamedTuple):
    """A suggestion that holds while a figure is on the wrong side of a mark."""

    key: str
    wrong: Callable[[float], bool]
    text: str


def below(mark: float) -> Callable[[float], bool]:
    """Return the condition that a figure is below a mark."""
    return lambda value: value < mark


def above(mark: float) -> Callable[[float], bool]:
    """Return the condition that a figure is above a mark."""
    return lambda value: value > mark


# The marks are the house's own: what a good year looks like, not a statute.
RULES = (
    Rule(
        "ticket.same_day_response_rate",
        below(0.95),
        N_("Look at the evening list before leaving, so that nothing waits overnight for an answer"),
    ),
    Rule(
        "ticket.closed_loop_rate",
        below(0.95),
        N_("Go through the complaints of the week on a fixed day until the last link of each is closed"),
    ),
    Rule(
        "ticket.callback_rate",
        below(0.95),
        N_("Keep a fixed hour a day for callbacks"),
    ),
    Rule(
        "ticket.resolution_on_time_rate.own",
        below(0.9),
        N_("Agree on due times with the departments and chase what is due tomorrow today"),
    ),
    Rule(
        "ticket.rework_rate",
        above(0.03),
        N_("Have repairs checked on the spot before they are reported as done, and name the cause of each"),
    ),
    Rule(
        "ticket.repeat_complaint_units",
        above(0),
        N_("Visit the households that complained of the same again, and settle the cause, not the case"),
    ),
    Rule(
        "ticket.satisfaction_rate",
        below(0.9),
        N_("Speak in person with those who gave a score of 3 or less"),
    ),
    Rule(
        "ticket.score_coverage",
        below(0.6),
        N_("Ask for a score in every callback: satisfaction rests on few voices"),
    ),
    Rule(
        "ticket.late_entry_rate",
        above(0.1),
        N_("Record on the spot in one line instead of from memory"),
    ),
    Rule(
        "contact.household_reach",
        below(0.8),
        N_("Plan visits for the households nobody has spoken to yet"),
    ),
)


def part(tables: Tables, report: Report) -> Part:
    """Return the chapter: the suggestions whose figures call for them, each with its figure."""
    lines = called_for(RULES, report)
    lines.extend(_from_tables(tables, report))
    return Part("suggestions", items=lines)


def called_for(rules: Sequence[Rule], report: Report) -> list[str]:
    """Return the suggestions of rules whose figures are on the wrong side of their marks, each with its figure."""
    return [
        _rested(rule.text, report.figures[rule.key])
        for rule in rules
        if rule.key in report.figures
        and report.figures[rule.key].value is not None
        and rule.wrong(float(report.figures[rule.key].value or 0))
    ]


def _rested(text: str, figure: Figure) -> str:
    value = wording.clauses(wording.value(figure), wording.of(figure))
    return _(N_("{suggestion} (rests on: {label} {value}).")).format(
        suggestion=_(text), label=figure.said(figure.label), value=value
    )


def _from_tables(tables: Tables, report: Report) -> list[str]:
    """Return suggestions that rest on the most frequent category and on what waits for others."""
    total = report.figures["ticket.total"]
    lines: list[str] = []
    top = [row for row in tables.grouped("category", limit=2) if row["grp"] is not None]
    if top and total.value and top[0]["count"] >= 3:
        text = _(
            N_(
                "Look for the common cause of {category} and prevent it (rests on: {label} {count} of {total}, {share})."
            )
        )
        lines.append(
            text.format(
                category=wording.name(top[0], wording.DASH),
                label=total.said(total.label),
                count=top[0]["count"],
                total=total.value,
                share=wording.percent(top[0]["count"] / total.value),
            )
        )
    waiting = tables.count("third_party")
    if waiting:
        text = _(
            N_(
                "Meet the developer and the contractors once a month over what waits for them (rests on: still open {n})."
            )
        )
        lines.append(text.format(n=waiting))
    return lines
