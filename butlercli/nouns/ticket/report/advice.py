"""三 建议: what the figures of tickets speak for; each suggestion names the figure it rests on."""

from butlercli.base.i18n import N_, _
from butlercli.kit.report import wording
from butlercli.kit.report.advice import Rule, above, below, called_for
from butlercli.kit.report.parts import Part, Report
from butlercli.nouns.register.report import contacts
from butlercli.nouns.ticket.figures.tables import Tables

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
)


def part(tables: Tables, report: Report) -> Part:
    """Return the suggestions whose figures call for them, each with its figure; those about contacts among them."""
    lines = called_for((*RULES, *contacts.RULES), report)
    lines.extend(_from_tables(tables, report))
    return Part("suggestions", items=lines)


def _from_tables(tables: Tables, report: Report) -> list[str]:
    """Return suggestions that rest on the most frequent category and on what waits for others."""
    total = report.figures["ticket.total"]
    lines: list[str] = []
    top = [row for row in tables.grouped("category", limit=2) if row["grp"] is not None]
    if top and total.value and top[0]["count"] >= 3:
        text = _(
            "Look for the common cause of {category} and prevent it (rests on: {label} {count} of {total}, {share})."
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
            "Meet the developer and the contractors once a month over what waits for them (rests on: still open {n})."
        )
        lines.append(text.format(n=waiting))
    return lines
