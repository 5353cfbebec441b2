"""The patrol in reports."""

from butlercli.base.figures import Figure, Span
from butlercli.base.i18n import _
from butlercli.base.result import Row
from butlercli.kit.report.parts import Part, Report
from butlercli.nouns.facility.model import FACILITY_KINDS
from butlercli.nouns.patrol.figures import metrics
from butlercli.store.database import Database


class PatrolNoun:
    """Routes, rounds and the faults they find."""

    def read(self, db: Database, span: Span, name: str) -> "PatrolReading":
        """Read the rounds of a span as they stood."""
        return PatrolReading(db, span, name)


class PatrolReading:
    """The rounds of one span as they stood at its as-of moment."""

    __slots__ = ("db", "kinds", "snapshot", "span")

    def __init__(self, db: Database, span: Span, name: str) -> None:
        """Take the snapshot; `name` tells its temporary tables from another's."""
        self.db = db
        self.span = span
        self.snapshot = metrics.RoundSnapshot(db, span, f"patrol_{name}")
        # The span before has a figure for every kind, so that one which is new in the span has 0 before it.
        self.kinds = tuple(FACILITY_KINDS) if name == "before" else None

    def figures(self) -> list[Figure]:
        """Return the figures of rounds, points, entries and faults."""
        return metrics.figures(self.snapshot, self.kinds)

    def explain(self, key: str) -> list[Row] | None:
        """Return the rounds, points, results or faults behind a figure."""
        from butlercli.nouns.patrol.figures.explain import explain

        return explain(self.snapshot, key)

    def explained(self, key: str) -> str:
        """Return the kind of list that shows the records behind a figure."""
        from butlercli.nouns.patrol.figures.explain import is_of_rounds

        return "patrolstats.rounds" if is_of_rounds(key) else "patrolstats.results"

    def summary(self, report: Report) -> list[Part]:
        """Return what the summary says of the patrol."""
        expected = report.figures["patrol.round_completion_rate"].denominator
        if not metrics.begun(self.db, self.span) and not expected:
            return [Part("facilities", [_("No patrols are recorded yet.")])]
        from butlercli.nouns.patrol.report import advice as patrol_advice
        from butlercli.nouns.patrol.report import summary as patrol_summary

        return [
            *patrol_summary.parts(self.snapshot, report),
            *patrol_advice.parts(self.snapshot, report),
        ]

    def brief(self, report: Report) -> list[Part]:
        """Return what the daily and weekly report say of the patrol: nothing in a house without routes."""
        if not metrics.planned(self.db):
            return []
        from butlercli.nouns.patrol.report import brief as patrol_brief

        return [patrol_brief.part(self.snapshot, report)]


def report_noun() -> PatrolNoun:
    """Return what reads this noun's records for a report."""
    return PatrolNoun()
