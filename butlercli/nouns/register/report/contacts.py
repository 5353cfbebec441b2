"""The contact log in reports: visits, and how many households were spoken to."""

from butlercli.base.document import Table
from butlercli.base.figures import Figure, Span
from butlercli.base.i18n import N_, _
from butlercli.base.result import Row
from butlercli.kit.report import wording
from butlercli.kit.report.advice import Rule, below
from butlercli.kit.report.parts import Part, Report
from butlercli.nouns.register import figures as metrics
from butlercli.nouns.register.model import CHANNELS
from butlercli.store.database import Database

# A mark of the house's own, as those of tickets are.
RULES = (
    Rule(
        "contact.household_reach",
        below(0.8),
        N_("Plan visits for the households nobody has spoken to yet"),
    ),
)


class ContactNoun:
    """The contact log."""

    def read(self, db: Database, span: Span, name: str) -> "ContactReading":  # noqa: ARG002 - no table to name
        """Read the contacts of a span."""
        return ContactReading(db, span)


class ContactReading:
    """The contacts of one span."""

    __slots__ = ("db", "span")

    def __init__(self, db: Database, span: Span) -> None:
        """Keep what is read from."""
        self.db = db
        self.span = span

    def figures(self) -> list[Figure]:
        """Return the figures of the span."""
        return metrics.figures(self.db, self.span)

    def explain(self, key: str) -> list[Row] | None:
        """Return the contacts or units behind a figure."""
        return metrics.explain(self.db, self.span, key)

    def explained(self, key: str) -> str:  # noqa: ARG002 - all are shown alike
        """Return the kind of list that shows the records behind a figure."""
        return "report.explain"

    def summary(self, report: Report) -> list[Part]:
        """Return what the summary says of contacts."""
        if not metrics.begun(self.db, self.span):
            return [Part("communication", [_("No contacts are recorded yet.")])]
        channels = metrics.by_channel(self.db, self.span)
        total = sum(row["contacts"] for row in channels)
        visits, reach = report.figures["contact.visits"], report.figures["contact.household_reach"]
        text = _("{total:contact|contacts} with households, {visits:of them a visit|of them visits} at the door.")
        paragraphs = [text.format(total=total, visits=visits.value or 0)]
        if reach.value is not None:
            text = _("{part} of {whole:occupied unit|occupied units} {part:|was|were} spoken to: {share}.")
            paragraphs.append(text.format(part=reach.numerator, whole=reach.denominator, share=wording.compared(reach)))
        table = Table(
            "contacts_by_channel",
            _("Contacts by channel"),
            [_("Channel"), _("Contacts"), _("Units")],
            [[CHANNELS.label(row["channel"]), row["contacts"], row["units"]] for row in channels],
        )
        chat = [_("Contacts: {total}, visits: {visits}").format(total=total, visits=visits.value or 0)]
        return [Part("communication", paragraphs, [table] if channels else [], chat)]

    def brief(self, report: Report) -> list[Part]:
        """Return what the daily and weekly report say of contacts."""
        channels = metrics.by_channel(self.db, self.span)
        total = sum(row["contacts"] for row in channels)
        if not total:
            return []
        visits = report.figures["contact.visits"].value or 0
        line = _(
            "{total:contact|contacts} with households, {visits:of them a visit|of them visits} at the door."
        ).format(total=total, visits=visits)
        chat = _("Contacts: {total}, visits: {visits}").format(total=total, visits=visits)
        return [Part("received", [line], [], [chat])]


def report_noun() -> ContactNoun:
    """Return what reads this noun's records for a report."""
    return ContactNoun()
