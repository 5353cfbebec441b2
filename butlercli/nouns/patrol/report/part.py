"""The patrol in reports."""

from butlercli.base.i18n import _
from butlercli.kit.report.parts import Noun, Part, Report
from butlercli.nouns.patrol.figures import metrics
from butlercli.nouns.patrol.figures.metrics import RoundSnapshot


def _summary(snapshot: RoundSnapshot, report: Report) -> list[Part]:
    if not snapshot.begun and not report.figures["patrol.round_completion_rate"].denominator:
        return [Part("facilities", [_("No patrols are recorded yet.")])]
    from butlercli.nouns.patrol.report import advice, summary

    return [*summary.parts(snapshot, report), *advice.parts(snapshot, report)]


def _brief(snapshot: RoundSnapshot, report: Report) -> list[Part]:
    """Return nothing in a house without routes."""
    if not metrics.planned(snapshot.db):
        return []
    from butlercli.nouns.patrol.report import brief

    return [brief.part(snapshot, report)]


def report_noun() -> Noun:
    """Return what reads this noun's records for a report."""
    return Noun(RoundSnapshot, _summary, _brief)
