"""How dunning looks on the pages of others: a line of the day, a unit's bills and payments, what a search found."""

from typing import Any

from butlercli.base import sentences
from butlercli.base.i18n import N_, _
from butlercli.base.result import Record
from butlercli.nouns.fee.dunning.verbs.promises import STATES as PROMISES
from butlercli.nouns.fee.dunning.views.reminders import PROMISE_STYLES, money, optional, yuan
from butlercli.output.blocks import Column, Styled
from butlercli.output.views import common

RECORDS = frozenset[str]()


PREPAID = [Column(N_("Amount"), lambda r: money(r["prepaid_fen"]), raw=yuan("prepaid_fen"), align="r")]
PROMISED = [
    Column(N_("Unit"), lambda r: r["unit"]),
    Column(N_("Debtor"), optional("debtor"), flex=True),
    Column(N_("Promised for"), lambda r: r["promise_date"]),
    Column(N_("Amount"), lambda r: money(r["promise_fen"]), raw=yuan("promise_fen"), align="r"),
    Column(N_("Paid"), lambda r: money(r["paid_fen"]), raw=yuan("paid_fen"), align="r"),
    Column(N_("State"), lambda r: Styled(PROMISES.label(r["state"]), PROMISE_STYLES[r["state"]])),
]
SUMS = [
    Column(N_("Amount"), lambda r: money(r["outstanding_fen"]), raw=yuan("outstanding_fen"), align="r"),
    Column(N_("Bills"), lambda r: "" if r["bills"] is None else str(r["bills"]), raw=lambda r: r["bills"], align="r"),
    Column(N_("Homes"), lambda r: "" if r["units"] is None else str(r["units"]), raw=lambda r: r["units"], align="r"),
    Column(N_("First due"), optional("first")),
    Column(N_("Last due"), optional("last")),
]

LISTS: dict[str, list[Column]] = {
    "dunning.prepaid": PREPAID,
    "dunning.promise": PROMISED,
    "dunning.sum": SUMS,
}
VIEWS: dict[str, Any] = {}


def promise_cells(record: Record, section: str) -> tuple[str, ...]:
    """Lay a promise on one line: by when, the unit, how much was promised and paid, who."""
    broken = record["state"] == "broken"
    when = record["promise_date"] if broken else ""
    paid = _("paid {amount}").format(amount=money(record["paid_fen"])) if record["paid_fen"] else ""
    text = common.joined(_("{amount} yuan").format(amount=money(record["promise_fen"])), paid)
    del section
    return "", Styled("!", "bad") if broken else "", when, record["unit"], text, record["debtor"] or ""


def sum_cells(record: Record, section: str) -> tuple[str, ...]:
    """Lay a sum on one line: how much, of how many bills and units, and when."""
    amount = sentences.yuan(record["outstanding_fen"])
    if section == "fees_past_due":
        return "", "", "", "", amount, ""
    what = _("{bills:bill|bills} of {units:unit|units}").format(bills=record["bills"], units=record["units"])
    when = record["first"] if record["first"] == record["last"] else f"{record['first']} … {record['last']}"
    return "", "", when, "", common.joined(amount, what), ""


DAY_CELLS = {"dunning.promise": promise_cells, "dunning.sum": sum_cells}
