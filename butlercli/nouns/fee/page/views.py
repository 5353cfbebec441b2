"""How the whole of a bill, of a payment, and of the fees of a unit look."""

from typing import Any

from butlercli.base.i18n import _
from butlercli.base.money import format_fen
from butlercli.base.result import Record, Result
from butlercli.nouns.fee import model
from butlercli.nouns.fee.owed import views as owed_views
from butlercli.output.blocks import Block, Canvas, Fields, Grid, Seen, Styled
from butlercli.output.views import common
from butlercli.output.views.columns import Listing, without_empty

RECORDS = frozenset[str]()
LISTS: dict[str, Listing] = {}


def _records(result: Result) -> list[Record]:
    return result.data if isinstance(result.data, list) else [result.data]


def _bill(id: int) -> str:
    return f"{model.BILL_LETTER}{id}"


def _payment(id: int) -> str:
    return f"{model.PAYMENT_LETTER}{id}"


# --- a bill -----------------------------------------------------------------------------------------


def show_bill(result: Result, canvas: Canvas) -> list[Block]:
    """Draw bills: what is owed and by whom, how the amount came about, what was waived, paid and said of it."""
    return [block for record in _records(result) for block in _bill_blocks(record, canvas)]


def _bill_blocks(record: Record, canvas: Canvas) -> list[Block]:
    title = common.joined(
        _bill(record["id"]), record["unit"], record["item_name"], owed_views.service(record["period_start"], record["period_end"]),
        by="  ",
    )  # fmt: skip
    blocks: list[Block] = [
        Fields(
            [
                (_("State"), owed_views.state(record, owed_views.day_of(canvas.now))),
                (_("Debtor"), owed_views.debtor(record)),
                (_("Amount"), format_fen(record["amount_fen"])),
                (_("Reckoned"), _formula(record)),
                (_("Waived"), owed_views.some(record["waived_fen"])),
                (_("Paid"), owed_views.some(record["paid_fen"])),
                (_("Outstanding"), owed_views.some(record["outstanding_fen"])),
                (_("Due date"), record["due_date"]),
                (_("Service period"), f"{record['period_start']} – {record['period_end']}"),
                (_("Late fee so far"), _late(record)),
                (_("Came by"), _source(record)),
                (_("Cancelled"), _cancelled(record)),
                (_("Note"), record["note"] or ""),
            ],
            title=title,
        )
    ]
    for grid in (_allocations(record, canvas), _waivers(record), _reminders(record["reminders"], canvas)):
        if grid.rows:
            blocks.append(grid)
    return blocks


def _formula(record: Record) -> str:
    """Return the formula of a bill that was reckoned; one-off charges have none to show."""
    rule = record["rule"]
    if record["formula"] is None or rule.get("per") == "once":
        return ""
    lines = [record["formula"]]
    if rule.get("reason"):
        lines.append(rule["reason"])
    if rule.get("meter") and rule.get("from") and rule.get("to"):
        (begun, first), (ended, last) = rule["from"], rule["to"]
        lines.append(f"{rule['meter']} {first} ({begun[:10]}) → {last} ({ended[:10]})")
    return "\n".join(lines)


def _late(record: Record) -> str:
    late = record["late"]
    return f"{format_fen(late['amount_fen'])}  {late['formula']}" if late else ""


def _source(record: Record) -> str:
    said = model.SOURCES.label(record["source"])
    if record["late_of"]:
        said = common.joined(said, _bill(record["late_of"]))
    if record["moved_from"]:
        said = common.joined(said, _("taken over from {bill}").format(bill=_bill(record["moved_from"])))
    if record["late_bills"]:
        charged = ", ".join(_bill(id) for id in record["late_bills"])
        said = common.joined(said, _("late fee charged: {bills}").format(bills=charged))
    return said


def _cancelled(record: Record) -> str:
    if record["cancelled_at"] is None:
        return ""
    return Styled(common.joined(record["cancelled_at"][:10], record["cancel_reason"], by="  "), "warn")


def _allocations(record: Record, canvas: Canvas) -> Grid:
    rows = [
        [
            _payment(one["payment_id"]),
            owed_views.when(one["refunded_at"] or one["paid_at"], canvas.now),
            format_fen(one["amount_fen"]),
            model.METHODS.label(one["method"]) if one["method"] else "",
            Styled(_("refunded"), "warn") if one["refunded_at"] else _counts(one, one["paid_at"]),
        ]
        for one in record["allocations"]
    ]
    headers = [_("Payment"), _("When"), _("Amount"), _("Method"), _("Remarks")]
    return without_empty(Grid(headers, rows, aligns="llrll", flex=(4,), title=_("Paid")), 3)


def _counts(one: Record, paid_at: str) -> str:
    """Say from when an allocation counts, where that is a later day than the payment's."""
    if one["at"][:10] == paid_at[:10]:
        return ""
    return Styled(_("prepaid; counts from {date}").format(date=one["at"][:10]), "muted")


def _waivers(record: Record) -> Grid:
    rows = [
        [
            one["at"][:10],
            format_fen(one["amount_fen"]),
            one["reason"],
            _("moved to the new owner: {bill}").format(bill=_bill(one["moved_to"]))
            if one["moved_to"]
            else one["approved_by"] or "",
        ]
        for one in record["waivers"]
    ]
    headers = [_("Date"), _("Amount"), _("Reason"), _("Approved by")]
    return Grid(headers, rows, aligns="lrll", flex=(2, 3), title=_("Waived"))


def _reminders(records: list[Record], canvas: Canvas) -> Grid:
    from butlercli.nouns.fee.dunning.views.reminders import evidence
    from butlercli.nouns.register.model import CHANNELS

    rows = [
        [
            owed_views.when(one["at"], canvas.now),
            CHANNELS.label(one["channel"]),
            _outcome(one),
            evidence(one),
            one["note"] or "",
        ]
        for one in records
    ]
    headers = [_("When"), _("How"), _("Result"), _("Evidence"), _("Note")]
    return without_empty(Grid(headers, rows, flex=(2, 4), title=_("Reminders")), 3)


def _outcome(one: Record) -> str:
    said = model.RESULTS.label(one["result"]) if one["result"] else ""
    if one["promise_date"]:
        fen = f" {format_fen(one['promise_fen'])}" if one["promise_fen"] else ""
        return f"{said} {one['promise_date']}{fen}"
    return common.joined(said, model.REFUSALS.label(one["why"]) if one["why"] else "", by=" ")


# --- a payment --------------------------------------------------------------------------------------


def show_payment(result: Result, canvas: Canvas) -> list[Block]:
    """Draw payments: how much, how, and what they settled; what was given back of them."""
    return [block for record in _records(result) for block in _payment_blocks(record, canvas)]


def _payment_blocks(record: Record, canvas: Canvas) -> list[Block]:
    title = common.joined(_payment(record["id"]), record["unit"], format_fen(record["amount_fen"]), by="  ")
    fields = Fields(
        [
            (_("Paid at"), owed_views.when(record["paid_at"], canvas.now)),
            (_("Method"), owed_views.paid_how(record)),
            (_("Reference"), record["ref"] or ""),
            (
                _("Refunded"),
                Styled(owed_views.some(record["refunded_fen"]), "warn") if record["refunded_fen"] else "",
            ),
            (_("Kept for bills to come"), owed_views.some(record["unallocated_fen"])),
            (_("Note"), record["note"] or ""),
        ],
        title=title,
    )
    blocks: list[Block] = [fields]
    for grid in (_settled(record), _refunds(record)):
        if grid.rows:
            blocks.append(grid)
    return blocks


def _settled(record: Record) -> Grid:
    rows = [
        [
            _bill(one["bill_id"]),
            one["item_name"],
            owed_views.service(one["period_start"], one["period_end"]),
            format_fen(one["amount_fen"]),
            one["debtor"],
            Styled(_("refunded"), "warn") if one["refunded_at"] else _counts(one, record["paid_at"]),
        ]
        for one in record["settled"]
    ]
    headers = [
        _("Bill"),
        _("Fee item"),
        _("Service period"),
        _("Amount"),
        _("Debtor"),
        _("Remarks"),
    ]
    return without_empty(Grid(headers, rows, aligns="lllrll", flex=(1, 4, 5), title=_("Settles")), 4)


def _refunds(record: Record) -> Grid:
    rows = [[one["at"][:10], format_fen(one["amount_fen"]), one["reason"]] for one in record["refunds"]]
    headers = [_("Date"), _("Amount"), _("Reason")]
    return Grid(headers, rows, aligns="lrl", flex=(2,), title=_("Refunds"))


# --- a unit -----------------------------------------------------------------------------------------


def show_unit(result: Result, canvas: Canvas) -> list[Block]:
    """Draw the fees of a unit: what is owed by whom, open bills, prepayment, payments, reminders, discounts, readings."""
    record, names = result.data, result.extra["items"]
    sums = result.extra["sums"]
    billed = _("{n:bill|bills}, {amount} yuan").format(n=sums["standing"] or 0, amount=format_fen(sums["amount_fen"]))
    owed = format_fen(record["outstanding_fen"])
    if record["overdue_fen"]:
        past = _("{amount} of it past due").format(amount=format_fen(record["overdue_fen"]))
        owed = Styled(f"{owed}  {past}", "bad")
    blocks: list[Block] = [
        Fields(
            [
                (_("Outstanding"), owed),
                (_("Prepaid"), _prepaid(record)),
                (_("Billed in all"), billed if sums["standing"] else _("nothing yet")),
                (_("Area"), f"{record['area']} m²" if record["area"] is not None else ""),
            ],
            title=_("Fees of {unit}").format(unit=record["unit"]),
        )
    ]
    grids = [
        _owed(record),
        _open(record, names, canvas),
        _payments(record, canvas),
        _reminders(record["reminders"], canvas),
        _discounts(record, names),
        _readings(record, canvas),
    ]
    return [*blocks, *(grid for grid in grids if grid.rows)]


def _prepaid(record: Record) -> Styled | str:
    """Return what is prepaid and free, and what has settled bills whose period is yet to begin."""
    said = [format_fen(record["prepaid_fen"])] if record["prepaid_fen"] else []
    if record["settled_ahead_fen"]:
        ahead = _("{amount} for periods that have not begun")
        said.append(ahead.format(amount=format_fen(record["settled_ahead_fen"])))
    return Styled(" · ".join(said), "good") if said else ""


def _owed(record: Record) -> Grid:
    """Return what is owed by debtor; only where that is more than one, for else the bills say it."""
    rows = [
        [
            owed_views.debtor(one),
            str(one["bills"]),
            format_fen(one["outstanding_fen"]),
            Styled(owed_views.some(one["overdue_fen"]), "bad") if one["overdue_fen"] else "",
            one["oldest_due"],
        ]
        for one in record["outstanding"]
    ]
    headers = [_("Debtor"), _("Bills"), _("Outstanding"), _("Past due"), _("Oldest due")]
    return Grid(headers, rows if len(rows) > 1 else [], aligns="lrrrl", flex=(0,), title=_("Who owes"))


def _open(record: Record, names: dict[str, str], canvas: Canvas) -> Grid:
    today = owed_views.day_of(canvas.now)
    rows = [
        [
            _bill(one["id"]),
            names.get(one["item"], one["item"]),
            owed_views.service(one["period_start"], one["period_end"]),
            one["due_date"],
            format_fen(one["outstanding_fen"]),
            owed_views.state(one, today)
            if canvas.wide
            else owed_views.listed_state(one, Seen(today=today, narrow=True)),
            owed_views.debtor(one),
        ]
        for one in record["open_bills"]
    ]
    headers = [
        _("Bill"), _("Fee item"), _("Service period"), _("Due date"), _("Outstanding"), _("State"),
        _("Debtor"),
    ]  # fmt: skip
    return Grid(headers, rows, aligns="llllrll", flex=(1, 6), title=_("Open bills"))


def _payments(record: Record, canvas: Canvas) -> Grid:
    rows = [
        [
            _payment(one["id"]),
            owed_views.when(one["paid_at"], canvas.now),
            format_fen(one["amount_fen"]),
            owed_views.paid_how(one),
            " ".join(_bill(part["bill_id"]) for part in one["allocated"]),
            owed_views.some(one["unallocated_fen"]),
        ]
        for one in record["payments"]
    ]
    headers = [_("Payment"), _("When"), _("Amount"), _("Method"), _("Settles"), _("Prepaid")]
    return without_empty(Grid(headers, rows, aligns="llrllr", flex=(4,), title=_("Last payments")), 3)


def _discounts(record: Record, names: dict[str, str]) -> Grid:
    from butlercli.nouns.fee.items.views import discount_grid

    return discount_grid(record["discounts"], names)


def _readings(record: Record, canvas: Canvas) -> Grid:
    rows = [
        [one["meter"], owed_views.when(one["at"], canvas.now), one["value"], one["used"] or ""]
        for one in record["readings"]
    ]
    headers = [_("Meter"), _("When"), _("Reading"), _("Used")]
    return Grid(headers, rows, aligns="llrr", flex=(0,), title=_("Meter readings"))


VIEWS: dict[str, Any] = {
    "fee.bill_show": show_bill,
    "fee.payment_show": show_payment,
    "fee.unit_show": show_unit,
}
