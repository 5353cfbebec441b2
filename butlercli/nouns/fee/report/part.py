"""Fees in reports."""

from butlercli.base.figures import Figure, Span
from butlercli.base.i18n import _
from butlercli.base.result import Row
from butlercli.kit.report.parts import Part, Report
from butlercli.nouns.fee.figures import metrics
from butlercli.store.database import Database


class FeeNoun:
    """Bills, payments, reminders and promises."""

    def read(self, db: Database, span: Span, name: str) -> "FeeReading":
        """Read the bills of a span as they stood."""
        return FeeReading(db, span, name)


class FeeReading:
    """The fees of one span as they stood at its as-of moment."""

    __slots__ = ("snapshot",)

    def __init__(self, db: Database, span: Span, name: str) -> None:
        """Take the snapshot; `name` tells its temporary table from another's."""
        self.snapshot = metrics.BillSnapshot(db, span, f"fee_{name}")

    def figures(self) -> list[Figure]:
        """Return the figures of bills, arrears, payments and dunning."""
        return metrics.figures(self.snapshot)

    def explain(self, key: str) -> list[Row] | None:
        """Return the bills, units, payments, reminders or promises behind a figure."""
        from butlercli.nouns.fee.figures.explain import explain

        return explain(self.snapshot, key)

    def explained(self, key: str) -> str:
        """Return the kind of list that shows the records behind a figure."""
        from butlercli.nouns.fee.figures.explain import kind

        return kind(key)

    def summary(self, report: Report) -> list[Part]:
        """Return what the summary says of fees."""
        if not self.snapshot.begun:
            return [Part("fees", [_("No fees are recorded yet.")])]
        from butlercli.nouns.fee.report import advice as fees_advice
        from butlercli.nouns.fee.report import summary as fees_summary

        return [*fees_summary.parts(self.snapshot, report), *fees_advice.parts(self.snapshot, report)]

    def brief(self, report: Report) -> list[Part]:
        """Return what the daily and weekly report say of fees: nothing where there are no bills and payments."""
        if not self.snapshot.begun:
            return []
        from butlercli.nouns.fee.report import brief as fees_brief

        return [fees_brief.part(self.snapshot, report)]


def report_noun() -> FeeNoun:
    """Return what reads this noun's records for a report."""
    return FeeNoun()
