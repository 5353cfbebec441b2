"""Permits in reports: a sentence under facilities and environment (设施与环境)."""

from butlercli.kit.report.parts import Noun, spoken
from butlercli.nouns.permit.figures import Permits


def report_noun() -> Noun:
    """Return what reads the permits of a report."""
    said = ("permit.total", "permit.inspected_rate", "permit.overdue", "permit.deposits_held")
    return Noun(Permits, spoken("facilities", *said))
