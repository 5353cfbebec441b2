"""The contact log in reports: visits, and how many households were spoken to."""

from butlercli.base.document import Table
from butlercli.base.i18n import N_, _
from butlercli.kit.report import wording
from butlercli.kit.report.advice import Rule, below
from butlercli.kit.report.parts import Noun, Part, Report
from butlercli.nouns.register import figures as metrics
from butlercli.nouns.register.figures import ContactSnapshot
from butlercli.nouns.register.model import CHANNELS

# A mark of the house's own, as those of tickets are.
RULES = (
    Rule(
        "contact.household_reach",
        below(0.8),
        N_("Plan visits for the households nobody has spoken to yet"),
    ),
)


def _summary(snapshot: ContactSnapshot, report: Report) -> list[Part]:
    channels = metrics.by_channel(snapshot.db, snapshot.span)
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


def _brief(snapshot: ContactSnapshot, report: Report) -> list[Part]:
    channels = metrics.by_channel(snapshot.db, snapshot.span)
    total = sum(row["contacts"] for row in channels)
    if not total:
        return []
    visits = report.figures["contact.visits"].value or 0
    line = _("{total:contact|contacts} with households, {visits:of them a visit|of them visits} at the door.").format(
        total=total, visits=visits
    )
    chat = _("Contacts: {total}, visits: {visits}").format(total=total, visits=visits)
    return [Part("received", [line], [], [chat])]


def report_noun() -> Noun:
    """Return what reads this noun's records for a report."""
    return Noun(ContactSnapshot, _summary, _brief, N_("No contacts are recorded yet."), ("communication",))
