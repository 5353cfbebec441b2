"""How dunning looks on the pages of others: a line of the day, a unit's bills and payments, what a search found."""

from typing import Any

from butlercli.base import sentences
from butlercli.base.i18n import N_, _
from butlercli.base.result import Record
from butlercli.nouns.fee.dunning.verbs.promises import STATES as PROMISES
from butlercli.nouns.fee.dunning.views.reminders import PROMISE_STYLES, money
from butlercli.output.blocks import Column, Seen, Styled
from butlercli.output.views import columns, common
from butlercli.output.views.columns import Listing

RECORDS = frozenset[str]()


PROMISED = (
    columns.text(N_("Unit"), "unit"),
    columns.text(N_("Debtor"), "debtor", flex=True),
    columns.text(N_("Promised for"), "promise_date"),
    columns.money(N_("Amount"), "promise_fen"),
    columns.money(N_("Paid"), "paid_fen"),
    Column(N_("State"), lambda r: Styled(PROMISES.label(r["state"]), PROMISE_STYLES[r["state"]])),
)
LISTS = {
    "dunning.prepaid": Listing(columns.money(N_("Amount"), "prepaid_fen")),
    "dunning.promise": Listing(*PROMISED),
    "dunning.sum": Listing(
        columns.money(N_("Amount"), "outstanding_fen"),
        columns.count(N_("Bills"), "bills"),
        columns.count(N_("Homes"), "units"),
        columns.text(N_("First due"), "first"),
        columns.text(N_("Last due"), "last"),
    ),
}
VIEWS: dict[str, Any] = {}


def promise_cells(record: Record, section: str, _seen: Seen) -> tuple[str, ...]:
    """Lay a promise on one line: by when, the unit, how much was promised and paid, who."""
    broken = record["state"] == "broken"
    when = record["promise_date"] if broken else ""
    paid = _("paid {amount}").format(amount=money(record["paid_fen"])) if record["paid_fen"] else ""
    text = common.joined(_("{amount} yuan").format(amount=money(record["promise_fen"])), paid)
    del section
    return "", Styled("!", "bad") if broken else "", when, record["unit"], text, record["debtor"] or ""


def sum_cells(record: Record, section: str, _seen: Seen) -> tuple[str, ...]:
    """Lay a sum on one line: how much, of how many bills and units, and when."""
    amount = sentences.yuan(record["outstanding_fen"])
    if section == "fees_past_due":
        return "", "", "", "", amount, ""
    what = _("{bills:bill|bills} of {units:unit|units}").format(bills=record["bills"], units=record["units"])
    when = record["first"] if record["first"] == record["last"] else f"{record['first']} … {record['last']}"
    return "", "", when, "", common.joined(amount, what), ""


DAY_CELLS = {"dunning.promise": promise_cells, "dunning.sum": sum_cells}
