"""Tickets in reports."""

from butlercli.base.figures import Figure, Span
from butlercli.base.i18n import _
from butlercli.base.result import Row
from butlercli.kit.report.parts import Part, Report
from butlercli.nouns.ticket.figures import metrics
from butlercli.nouns.ticket.figures.tables import Tables
from butlercli.store.database import Database


class TicketNoun:
    """Tickets: the first noun."""

    def read(self, db: Database, span: Span, name: str) -> "TicketReading":
        """Read the tickets of a span as they stood."""
        return TicketReading(db, span, name)


class TicketReading:
    """The tickets of one span as they stood at its as-of moment."""

    __slots__ = ("db", "snapshot", "span")

    def __init__(self, db: Database, span: Span, name: str) -> None:
        """Take the snapshot; `name` tells its temporary table from another's."""
        self.db = db
        self.span = span
        self.snapshot = metrics.TicketSnapshot(db, span, f"ticket_{name}")

    @property
    def tables(self) -> Tables:
        """Return the snapshot's counts and lists."""
        return Tables(self.db, self.snapshot.table, self.snapshot.params)

    def figures(self) -> list[Figure]:
        """Return the figures of tickets and departments."""
        return metrics.figures(self.snapshot)

    def explain(self, key: str) -> list[Row] | None:
        """Return the tickets behind a figure."""
        from butlercli.nouns.ticket.figures.explain import explain

        return explain(self.snapshot, key)

    def explained(self, key: str) -> str:  # noqa: ARG002 - all are shown alike
        """Return the kind of list that shows the records behind a figure."""
        return "report.explain"

    def summary(self, report: Report) -> list[Part]:
        """Return what the summary says of tickets."""
        if not metrics.begun(self.db, self.span):
            none = _("No tickets are recorded yet.")
            return [Part(section, [none]) for section in ("communication", "facilities", "challenges", "suggestions")]
        from butlercli.nouns.ticket.report import advice, challenges
        from butlercli.nouns.ticket.report import summary as ticket_summary

        return [
            ticket_summary.achievements(report),
            ticket_summary.communication(self.tables, report),
            ticket_summary.facilities(self.tables, report),
            challenges.part(self.tables, report),
            advice.part(self.tables, report),
        ]

    def brief(self, report: Report) -> list[Part]:
        """Return the daily and weekly lists."""
        from butlercli.nouns.ticket.report import brief as ticket_brief

        return ticket_brief.parts(self.tables, report)


def report_noun() -> TicketNoun:
    """Return what reads this noun's records for a report."""
    return TicketNoun()
