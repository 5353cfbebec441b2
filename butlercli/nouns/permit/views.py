"""How permits look: lists, the whole of one with its inspections, a line of the day."""

from butlercli.base.i18n import N_, _
from butlercli.base.money import format_fen
from butlercli.base.result import Record
from butlercli.nouns.permit.fields import ALL
from butlercli.nouns.permit.model import KINDS
from butlercli.output.views import columns, common, records, report

RECORDS = frozenset(("permit.show", "permit.echo"))
LISTS = {
    "permit.list": records.listing(
        "permit", ALL, "code unit kind contractor until state deposit_fen", "from returned note"
    ),
    "permit.explain": records.behind(
        "permit", ALL, "code unit kind from until", columns.money(N_("Deposit"), "deposit_fen")
    ),
}
_SEEN = (columns.moment(N_("When"), "at"), columns.text(N_("What was seen"), "text", flex=True))
_INSPECTIONS = records.below(N_("Inspections"), "inspections", *_SEEN, empty=N_("Not inspected yet."))


def _what(record: Record) -> str:
    held = _("deposit {amount}").format(amount=format_fen(record["deposit_fen"])) if record["deposit_held"] else ""
    return common.joined(KINDS.label(record["kind"]), held)


DAY_CELLS = {"permit.list": records.day_line("permit", "overdue", "until", "unit", _what, "contractor")}
VIEWS = {
    **records.pages("permit", ALL, "code unit kind", more=_INSPECTIONS),
    "permit.explain": report.explain,
}
