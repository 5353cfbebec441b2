"""Tickets in reports."""

from butlercli.base.i18n import N_
from butlercli.kit.report.parts import Noun, Part, Report
from butlercli.nouns.ticket.figures.metrics import TicketSnapshot
from butlercli.nouns.ticket.figures.tables import Tables


def _summary(snapshot: TicketSnapshot, report: Report) -> list[Part]:
    from butlercli.nouns.ticket.report import advice, challenges, summary

    tables = Tables.of(snapshot)
    return [
        summary.achievements(report),
        summary.communication(tables, report),
        summary.facilities(tables, report),
        challenges.part(tables, report),
        advice.part(tables, report),
    ]


def _brief(snapshot: TicketSnapshot, report: Report) -> list[Part]:
    from butlercli.nouns.ticket.report import brief

    return brief.parts(Tables.of(snapshot), report)


def report_noun() -> Noun:
    """Return what reads this noun's records for a report."""
    sections = ("communication", "facilities", "challenges", "suggestions")
    return Noun(TicketSnapshot, _summary, _brief, N_("No tickets are recorded yet."), sections)
