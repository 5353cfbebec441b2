"""How bills and payments look: shared cells, lists with their sums, and what a verb on them answers."""

from datetime import date
from typing import Any

from butlercli.base.dates.civil import month_end
from butlercli.base.i18n import N_, _
from butlercli.base.money import format_fen
from butlercli.base.result import Record, Result
from butlercli.base.sentences import commas
from butlercli.nouns.fee import model
from butlercli.output.blocks import Block, Canvas, Column, Grid, Lines, Seen, Styled
from butlercli.output.views import columns, common
from butlercli.output.views.columns import Listing

RECORDS = frozenset[str]()
FIRST, NOTHING = N_("None yet. {command} makes the first."), N_("Nothing found.")
STATE_STYLES = {"open": "", "part": "warn", "paid": "good", "waived": "muted", "cancelled": "muted"}


# --- cells that all views of fees share -------------------------------------------------------------


def some(fen: int) -> str:
    """Return an amount, and nothing for nothing."""
    return format_fen(fen) if fen else ""


def service(start: str, end: str) -> str:
    """Return a service period: 2026, 2026-01…03, 2026-02 for a whole year, months, a month; 2026-01-10–03-31 for days."""
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if first == last:
        return start
    same = start[:4] == end[:4]
    if first.day == 1 and last == month_end(last):
        if start[:7] == end[:7]:
            return start[:7]
        if same and (first.month, last.month) == (1, 12):
            return start[:4]
        return f"{start[:7]}…{end[5:7] if same else end[:7]}"
    return f"{start}–{end[5:] if same else end}"


def is_overdue(record: Record, today: str) -> bool:
    """Say whether a bill is past its due date and still owes something."""
    return bool(record["outstanding_fen"] > 0 and record["due_date"] < today)


def state(record: Record, today: str) -> str:
    """Return the state of a bill; one past due says for how many days."""
    label = model.STATES.label(record["state"])
    if not is_overdue(record, today):
        return Styled(label, STATE_STYLES[record["state"]])
    return Styled(_("{state}, {n} d past due").format(state=label, n=_late_days(record, today)), "bad")


def _late_days(record: Record, today: str) -> int:
    return (date.fromisoformat(today) - date.fromisoformat(record["due_date"])).days


def listed_state(record: Record, seen: Seen) -> str:
    """Return the state of a bill in a list, where what it still owes stands beside it: one past due says only that."""
    if not is_overdue(record, seen.today):
        return state(record, seen.today)
    said = N_("{n} d late") if seen.narrow else N_("{n} d past due")
    return Styled(_(said).format(n=_late_days(record, seen.today)), "bad")


def _listed_due(record: Record, seen: Seen) -> str:
    """Return the due date of a bill in a list; on a narrow screen without the year its service period says beside it."""
    due = str(record["due_date"])
    return due[5:] if seen.narrow and due[:4] == record["period_start"][:4] else due


def day_of(now: Any) -> str:
    """Return the day of a canvas; nothing where it has none, so that nothing is past due."""
    return now.date().isoformat() if now else ""


def debtor(record: Record) -> str:
    """Return who owes a bill: the names, or the developer, or that nobody is known."""
    return record.get("debtor") or model.DEBTORS.label(record.get("debtor_kind") or "unknown")


def when(text: str | None, now: Any) -> str:
    """Return a moment as a person would say it; one of which only the day was said, without its midnight."""
    return common.moment(text, now).removesuffix(" 00:00")


def paid_how(record: Record) -> str:
    """Return how a payment came: method and channel."""
    from butlercli.nouns.register.model import CHANNELS

    method = model.METHODS.label(record["method"]) if record["method"] else ""
    return common.joined(method, CHANNELS.label(record["channel"]) if record["channel"] else "")


def _item(record: Record, seen: Seen) -> str:
    return str(seen.row(record).get("item_name") or record["item"])


def _bill_debtor(record: Record, seen: Seen) -> str:
    return debtor({**record, "debtor_kind": seen.row(record).get("debtor_kind")})


def _refunded_before(record: Record, seen: Seen) -> str:
    return some(seen.row(record).get("refunded", 0))


def _refunded_yuan(record: Record, seen: Seen) -> float | None:
    return columns.yuan(seen.row(record).get("refunded", 0))


def _settles(record: Record) -> str:
    return " ".join(f"{model.BILL_LETTER}{part['bill_id']}" for part in record["allocated"])


# --- lists ------------------------------------------------------------------------------------------

LISTS = {
    "fee.bill_list": Listing(
        columns.ref(model.BILL_LETTER, header=N_("Bill"), lettered=True),
        columns.name(N_("Unit"), "unit"),
        Column(N_("Fee item"), _item, seen=True, flex=True),
        Column(N_("Service period"), lambda r: service(r["period_start"], r["period_end"])),
        columns.text(N_("Period start"), "period_start", file_only=True),
        columns.text(N_("Period end"), "period_end", file_only=True),
        Column(N_("Due date"), _listed_due, raw=lambda r, _seen: r["due_date"], seen=True),
        columns.money(N_("Amount"), "amount_fen"),
        columns.money(N_("Waived"), "waived_fen", zero="", wide=True),
        columns.money(N_("Paid"), "paid_fen", zero="", wide=True),
        columns.money(N_("Outstanding"), "outstanding_fen", zero=""),
        Column(N_("State"), listed_state, raw=lambda r, _seen: model.STATES.label(r["state"]), seen=True),
        Column(N_("Debtor"), _bill_debtor, seen=True, flex=True, wide=True),
        empty=FIRST, other=NOTHING, command="butler fee bill --period 2026-Q1", kept=7,
    ),
    "fee.payment_list": Listing(
        columns.ref(model.PAYMENT_LETTER, header=N_("Payment"), lettered=True),
        columns.name(N_("Unit"), "unit"),
        Column(N_("Paid at"), lambda r, seen: when(r["paid_at"], seen.now), raw=lambda r, _seen: r["paid_at"], seen=True),
        columns.money(N_("Amount"), "amount_fen"),
        Column(N_("Method"), paid_how, raw=lambda r: model.METHODS.label(r["method"])),
        Column(N_("Channel"), lambda r: _channel(r), file_only=True),
        columns.text(N_("Reference"), "ref", flex=True),
        Column(N_("Settles"), _settles, flex=True),
        Column(N_("Refunded"), _refunded_before, raw=_refunded_yuan, seen=True, align="r", wide=True),
        columns.money(N_("Prepaid"), "unallocated_fen", zero=""),
        Column(N_("Note"), lambda r, seen: seen.row(r).get("note") or "", seen=True, flex=True, wide=True),
        empty=FIRST, other=NOTHING, command="butler fee pay 3-2-501 1008", kept=5,
    ),
}  # fmt: skip


def _channel(record: Record) -> str:
    from butlercli.nouns.register.model import CHANNELS

    return CHANNELS.label(record["channel"]) if record["channel"] else ""


def _short_headers(grid: Block, canvas: Canvas) -> None:
    """Give the columns of bills shorter headers where the screen is narrow, so that no figure below them is cut."""
    assert isinstance(grid, Grid)
    if not canvas.wide:
        short = {_("Service period"): _("Period"), _("Outstanding"): _("Unpaid")}
        grid.headers = [short.get(header, header) for header in grid.headers]


def list_bills(result: Result, canvas: Canvas) -> list[Block]:
    """Draw the list of bills and the line that adds them up."""
    blocks = columns.listing(result, canvas)
    _short_headers(blocks[0], canvas)
    sums = result.extra["sums"]
    if sums["standing"] and (result.total or 0) > 1:
        said = [
            _("{n:bill|bills}, {amount} yuan").format(n=sums["standing"], amount=format_fen(sums["amount_fen"])),
            _("waived {amount}").format(amount=format_fen(sums["waived_fen"])) if sums["waived_fen"] else "",
            _("paid {amount}").format(amount=format_fen(sums["paid_fen"])),
            _("outstanding {amount}").format(amount=format_fen(sums["outstanding_fen"])),
        ]
        blocks.append(Lines(Styled(common.joined(*said), "head"), hang=2))
    return blocks


def list_payments(result: Result, canvas: Canvas) -> list[Block]:
    """Draw the list of payments and the line that adds them up."""
    blocks = columns.listing(result, canvas)
    sums = result.extra["sums"]
    if sums["payments"] > 1:
        said = [
            _("{n:payment|payments}, {amount} yuan").format(n=sums["payments"], amount=format_fen(sums["amount_fen"])),
            _("refunded {amount}").format(amount=format_fen(sums["refunded_fen"])) if sums["refunded_fen"] else "",
            _("prepaid {amount}").format(amount=format_fen(sums["unallocated_fen"])) if sums["unallocated_fen"] else "",
        ]
        blocks.append(Lines(Styled(common.joined(*said), "head"), hang=2))
    return blocks


# --- what verbs answer ------------------------------------------------------------------------------

_DONE = {
    "charge": N_("charged"),
    "waive": N_("waived {amount}"),
}


def echo_bill(result: Result, canvas: Canvas) -> list[Block]:
    """Say how bills stand after they were charged, waived or cancelled."""
    if isinstance(result.data, list):
        pairs = zip(result.data, result.extra["each"], strict=True)
        return [_bill_line(record, extra, canvas) for record, extra in pairs]
    return [_bill_line(result.data, result.extra, canvas)]


def _bill_line(record: Record, extra: Record, canvas: Canvas) -> Lines:
    row = extra["row"]
    head = common.joined(
        f"{model.BILL_LETTER}{record['id']}", record["unit"], row["item_name"],
        service(record["period_start"], record["period_end"]), format_fen(record["amount_fen"]), by="  ",
    )  # fmt: skip
    done = _DONE.get(extra["verb"]) if extra["verb"] != "waive" or extra.get("waive_fen") else None
    said = (
        _(done).format(amount=format_fen(extra.get("waive_fen", 0))) if done and record["state"] != "cancelled" else ""
    )
    owed = record["outstanding_fen"]
    lines = [
        common.joined(
            said,
            state(record, day_of(canvas.now)),
            _("still owes {amount}, due {date}").format(amount=format_fen(owed), date=record["due_date"])
            if owed
            else "",
            debtor({**record, "debtor_kind": row["debtor_kind"]}),
        )
    ]
    if record["state"] == "cancelled":
        lines.append(row["cancel_reason"])
    if row["note"]:
        lines.append(row["note"])
    return Lines(head, *(Styled(f"     {line}", "muted") for line in lines), hang=5)


def echo_payment(result: Result, canvas: Canvas) -> list[Block]:
    """Say what a payment, or a refund, settled and opened again, what is still open, and what is kept."""
    record, extra = result.data, result.extra
    head = common.joined(
        f"{model.PAYMENT_LETTER}{record['id']}", record["unit"], format_fen(record["amount_fen"]), paid_how(record),
        when(record["paid_at"], canvas.now), record["ref"], by="  ",
    )  # fmt: skip
    lines = [head]
    if extra["verb"] == "refund":
        lines += _refunded(extra)
    else:
        bills = {bill["id"]: bill for bill in extra["settled"]}
        for part in record["allocated"]:
            lines.append(_settled_line(part, bills[part["bill_id"]], extra))
    if record["unallocated_fen"]:
        said = _("kept for bills to come: {amount}").format(amount=format_fen(record["unallocated_fen"]))
        lines.append(Styled(f"     {said}", "good"))
    others = extra["prepaid_fen"] - record["unallocated_fen"]
    if others > 0:
        said = _("kept from earlier payments: {amount}").format(amount=format_fen(others))
        lines.append(Styled(f"     {said}", "muted"))
    lines += _still_open(extra, canvas)
    return [Lines(*lines, hang=5)]


def named_bill(bill: Record, names: dict[str, str]) -> str:
    """Return a bill in a few words: B3 物业费 2026-01…03."""
    item = names.get(bill["item"], bill["item"])
    return f"{model.BILL_LETTER}{bill['id']} {item} {service(bill['period_start'], bill['period_end'])}"


def _settled_line(part: Record, bill: Record, extra: Record) -> str:
    whole = part["amount_fen"] == bill["amount_fen"]
    said = N_("settled {bill}: {amount}") if whole else N_("settled {bill}: {amount} of {whole}")
    said = _(said).format(
        bill=named_bill(bill, extra.get("items", {})),
        amount=format_fen(part["amount_fen"]),
        whole=format_fen(bill["amount_fen"]),
    )
    return Styled(f"     {said}", "good" if bill["outstanding_fen"] == 0 else "warn")


def _refunded(extra: Record) -> list[str]:
    lines: list[str] = []
    if extra.get("refund_fen"):
        said = _("refunded {amount}, in all {total}").format(
            amount=format_fen(extra["refund_fen"]), total=format_fen(extra["refunded_fen"])
        )
        lines.append(Styled(f"     {said}", "warn"))
    for bill in extra.get("reopened", ()):
        said = _("open again {bill}: {amount}").format(
            bill=named_bill(bill, extra.get("items", {})), amount=format_fen(bill["outstanding_fen"])
        )
        lines.append(Styled(f"     {said}", "warn"))
    return lines


def _still_open(extra: Record, canvas: Canvas) -> list[str]:
    """Return what the unit still owes: one line for all, and at most five bills."""
    bills = extra["open"]
    if not bills:
        return [Styled("     " + _("Nothing of this unit is open."), "muted")]
    today = day_of(canvas.now)
    total = format_fen(sum(bill["outstanding_fen"] for bill in bills))
    late = sum(bill["outstanding_fen"] for bill in bills if is_overdue(bill, today))
    said = _("still open: {amount} yuan").format(amount=total)
    past = _("{amount} of it past due").format(amount=format_fen(late)) if late else ""
    lines: list[str] = [Styled(f"     {commas(said, past)}", "bad" if late else "")]
    for bill in bills[:5]:
        line = common.joined(
            named_bill(bill, extra.get("items", {})), format_fen(bill["outstanding_fen"]),
            _("due {date}").format(date=bill["due_date"]), by="  ",
        )  # fmt: skip
        lines.append(Styled(f"       {line}", "muted"))
    if len(bills) > 5:
        lines.append(Styled("       " + _("and {n} more").format(n=len(bills) - 5), "muted"))
    return lines


VIEWS: dict[str, Any] = {
    "fee.bill_list": list_bills,
    "fee.payment_list": list_payments,
    "fee.bill": echo_bill,
    "fee.payment": echo_payment,
}
