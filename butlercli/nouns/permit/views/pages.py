"""How permits look: lists, the whole of one with its inspections."""

from butlercli.base.i18n import N_
from butlercli.nouns.permit.fields import ALL
from butlercli.output.views import columns, records, report

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


VIEWS = {
    **records.pages("permit", ALL, "code unit kind", more=_INSPECTIONS),
    "permit.explain": report.explain,
}
