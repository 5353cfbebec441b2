"""How the figures of fees look: rates and sums, counts by group, dunning by channel; the records behind a figure."""

from collections.abc import Callable
from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.result import Record, Result
from butlercli.nouns.fee import model
from butlercli.nouns.fee.owed import views as owed_views
from butlercli.nouns.register.model import CHANNELS
from butlercli.output.blocks import Block, Canvas, Column, Lines, Styled
from butlercli.output.views import columns, report, stats
from butlercli.output.views.stats import Section, count, money

RECORDS: frozenset[str] = frozenset()


def page(result: Result, canvas: Canvas) -> list[Block]:
    """Draw the figures, the table by group and dunning by channel; without bills only how one begins."""
    data = result.data
    head = stats.head(N_("Fees"), data)
    if not result.extra["begun"]:
        text = _("No bills and no payments are recorded yet; {command} adds what is charged, {run} bills it.")
        return [head, Lines(text.format(command="butler fee item add", run="butler fee bill"))]
    sections = _groups(data)
    if data["dunning"] or data["by"] == "channel":
        sections.append(_dunning(data))
    if data["by"] == "channel":
        sections += _payments(data)
    figures = stats.figures(result.extra["figures"], canvas, N_("Key figures (money in yuan)"))
    return [head, figures, *(stats.grid(section, canvas) for section in sections)]


def table(result: Result) -> tuple[list[str], list[list[Any]], str]:
    """Return headers, rows and alignments for a file: figures, groups, dunning and money paid in, in one table."""
    data = result.data
    figures = stats.of_figures(result.extra["figures"], data["metrics"])
    return stats.table([figures, *_groups(data), _dunning(data), *_payments(data)])


def _groups(data: Record) -> list[Section]:
    by = data["by"]
    if by == "channel":
        return []
    return [Section(_TITLES[by], _GROUPS[by], data["groups"], N_("Nothing was billed, and nothing is open."))]


def _dunning(data: Record) -> Section:
    none = N_("No reminders were made in this period.")
    return Section(N_("Dunning by channel"), _DUNNING, data["dunning"], none)


def _payments(data: Record) -> list[Section]:
    titles = {"channel": N_("Paid in by channel"), "method": N_("Paid in by method")}
    return [
        Section(
            title,
            _MONEY[way],
            [record for record in data["payments"] if record["by"] == way],
            N_("No payment came in."),
        )
        for way, title in titles.items()
    ]


# --- columns ------------------------------------------------------------------------------------------


def _named(record: Record) -> str:
    return str(record["name"] or record["group"])


def _channel(record: Record) -> str:
    return CHANNELS.label(record["group"]) if record["group"] else Styled(_("not stated"), "muted")


def _method(record: Record) -> str:
    return model.METHODS.label(record["group"]) if record["group"] else Styled(_("not stated"), "muted")


_BILLED = [
    count(N_("Homes"), "units", wide=True),
    money(N_("Billed"), "billed_fen"),
    money(N_("Waived"), "waived_fen", wide=True),
    money(N_("Received"), "received_fen"),
    columns.share(N_("Collected"), "collection_rate"),
    columns.share(N_("Paid up"), "household_collection_rate", wide=True),
]
_EARLIER = [
    money(N_("From before"), "arrears_opening_fen", wide=True),
    columns.share(N_("Recovery"), "recovery_rate", wide=True),
]
_OVERDUE = [money(N_("Past due"), "arrears_fen", style="bad")]
_GROUPS = {
    "item": [Column(N_("Fee item"), _named, flex=True), *_BILLED, *_EARLIER, *_OVERDUE],
    "building": [Column(N_("Building"), _named, flex=True), *_BILLED, *_EARLIER, *_OVERDUE],
    "month": [Column(N_("Month"), _named), *_BILLED, *_OVERDUE, money(N_("Paid in"), "paid_in_fen")],
}
_TITLES = {
    "item": N_("By fee item (yuan)"),
    "building": N_("By building (yuan)"),
    "month": N_("By month of service (yuan)"),
}
_DUNNING = [
    Column(N_("Channel"), _channel, flex=True),
    count(N_("Reminders made"), "reminders"),
    count(N_("Reached"), "reached"),
    count(N_("Promised"), "promised"),
    count(N_("Refused"), "refused", wide=True),
    Column(
        N_("Kept"),
        lambda r: f"{r['promises_kept']}/{r['promises_due']}" if r["promises_due"] else "–",
        raw=lambda r: r["promise_kept_rate"],
        align="r",
    ),
    count(N_("Paid within 30 days"), "followed"),
    columns.share(N_("Share"), "followed_rate", wide=True),
    money(N_("Paid (yuan)"), "followed_fen"),
]
_PAID = [
    count(N_("Count"), "payments"),
    money(N_("Paid (yuan)"), "paid_fen"),
    money(N_("Refunded (yuan)"), "refunded_fen"),
]
_MONEY = {
    "channel": [Column(N_("Channel"), _channel, flex=True), *_PAID],
    "method": [Column(N_("Method"), _method, flex=True), *_PAID],
}


# --- the records behind a figure ----------------------------------------------------------------------


def _ref(letter: str, key: str = "id") -> Callable[[Record], str]:
    return lambda record: f"{letter}{record[key]}"


def _days(record: Record) -> str:
    return owed_views.service(record["period_start"], record["period_end"])


_UNIT = columns.text(N_("Unit"), "unit")
_PAYMENT_FACTS = [
    report.time(N_("At"), "at"),
    money(N_("Counted"), "amount_fen"),
    money(N_("Payment"), "payment_fen"),
    Column(
        N_("Method"),
        lambda r: model.METHODS.label(r["method"]) if r["method"] else "",
    ),
    Column(N_("Channel"), lambda r: CHANNELS.label(r["channel"]) if r["channel"] else ""),
]
LISTS: dict[str, list[Column]] = {
    "fee.explain_bills": [
        report.TICK,
        Column(N_("Bill"), _ref("B"), raw=lambda r: r["id"], align="r"),
        _UNIT,
        Column(N_("Fee item"), lambda r: r["item_name"], flex=True),
        Column(N_("Service period"), _days),
        Column(N_("Due date"), lambda r: r["due_date"], wide=True),
        money(N_("Amount"), "amount_fen", wide=True),
        money(N_("Numerator"), "numerator_fen"),
        money(N_("Denominator"), "denominator_fen"),
        money(N_("Outstanding"), "outstanding_fen", style="bad"),
    ],
    "fee.explain_units": [
        report.TICK,
        _UNIT,
        count(N_("Bills"), "bills"),
        columns.text(N_("Oldest due date"), "oldest_due"),
        money(N_("Billed"), "billed_fen"),
        money(N_("Outstanding"), "outstanding_fen", style="bad"),
    ],
    "fee.explain_payments": [
        report.TICK,
        Column(N_("Payment"), _ref("P"), raw=lambda r: r["id"], align="r"),
        _UNIT,
        *_PAYMENT_FACTS,
    ],
    "fee.explain_reminders": [
        report.TICK,
        _UNIT,
        report.time(N_("At"), "at"),
        Column(N_("Channel"), lambda r: CHANNELS.label(r["channel"])),
        Column(N_("Result"), lambda r: model.RESULTS.label(r["result"]) if r["result"] else ""),
        Column(N_("Reason"), lambda r: model.REFUSALS.label(r["why"]) if r["why"] else ""),
        columns.text(N_("Promised for"), "promise_date"),
        money(N_("Outstanding"), "outstanding_fen"),
    ],
    "fee.explain_promises": [
        report.TICK,
        _UNIT,
        report.time(N_("At"), "at"),
        columns.text(N_("Promised for"), "promise_date"),
        money(N_("Promised (yuan)"), "promise_fen"),
        money(N_("Paid (yuan)"), "paid_fen"),
        Column(N_("State"), lambda r: _state(r["state"])),
    ],
}


def _state(code: str) -> str:
    from butlercli.nouns.fee.dunning.verbs.promises import STATES

    return Styled(STATES.label(code), {"kept": "good", "broken": "bad"}.get(code, "warn"))


VIEWS: dict[str, Any] = {"fee.stats": page, **dict.fromkeys(LISTS, report.explain)}
