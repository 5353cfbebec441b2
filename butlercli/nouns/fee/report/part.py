"""Fees in reports."""

from butlercli.base.i18n import N_
from butlercli.kit.report.parts import Noun, Part, Report
from butlercli.nouns.fee.figures.metrics import BillSnapshot


def _summary(snapshot: BillSnapshot, report: Report) -> list[Part]:
    from butlercli.nouns.fee.report import advice, summary

    return [*summary.parts(snapshot, report), *advice.parts(snapshot, report)]


def _brief(snapshot: BillSnapshot, report: Report) -> list[Part]:
    """Return nothing where there are no bills and payments."""
    if not snapshot.begun:
        return []
    from butlercli.nouns.fee.report import brief

    return [brief.part(snapshot, report)]


def report_noun() -> Noun:
    """Return what reads this noun's records for a report."""
    return Noun(BillSnapshot, _summary, _brief, N_("No fees are recorded yet."), ("fees",))
