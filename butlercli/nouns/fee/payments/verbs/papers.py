"""The papers a person is handed: what a payment settled (缴费核对单), and the account of a unit (对账单), as documents."""

from datetime import date, datetime

from butlercli.base.capitals import capitals
from butlercli.base.dates.civil import month_end
from butlercli.base.dates.iso import day_or_minute
from butlercli.base.document import Cell, Chapter, Document, Table, Yuan
from butlercli.base.i18n import N_, _
from butlercli.base.money import format_fen
from butlercli.base.result import Message, Result, Row
from butlercli.base.sentences import labelled, yuan
from butlercli.kit import settings
from butlercli.nouns.fee.model import METHODS
from butlercli.nouns.fee.payments.verbs import statement
from butlercli.store.database import Database

KINDS = {
    "bill": N_("Bill"),
    "waiver": N_("Waived"),
    "moved": N_("Moved to the new owner"),
    "cancelled": N_("Cancelled"),
    "payment": N_("Payment"),
    "refund": N_("Refund"),
}


def confirm(db: Database, id: int) -> Result:
    """Return what a payment settled, headed as what it is: no receipt and no invoice.

    Raises NotFoundError (exit 3) for an unknown payment.
    """
    facts = statement.payment(db, id)
    document = Document(
        _("Payment check sheet (缴费核对单)"),
        _("Not a receipt and not an invoice: only the company issues those."),
        [_paid_section(db, facts), _settled_section(facts)],
        facts,
        chat=_chat(facts),
    )
    return Result("fee.confirm", facts, extra={"document": document}, refs=f"P{id}")


def account(db: Database, unit: Row, start: str | None, end: datetime, debtor: str | None) -> Result:
    """Return the account of a unit (of one debtor) as a document: opening balance, all that moved it, closing balance."""
    facts = statement.account(db, unit, start, end, debtor)
    names = statement.debtors(db, unit["id"])
    notices = []
    if debtor is None and len(names) > 1:
        notices.append(
            Message(
                N_("It holds bills of {names}; {option} keeps it to one of them."),
                names=names,
                option=f"--debtor {names[0]}",
            )
        )
    who = facts["debtor"] or (names[0] if len(names) == 1 else "")
    span = _span(facts)
    document = Document(
        _("Statement of account (对账单)"),
        " · ".join(part for part in (settings.get(db, "community"), unit["code"], who, span) if part),
        [_balance_section(facts), _entries_section(facts)],
        facts,
        chat=_account_chat(facts),
    )
    return Result("fee.statement", facts, notices=notices, extra={"document": document}, refs=unit["code"])


def period(start: str, end: str) -> str:
    """Return a service period as papers write it: 2026-02, 2026-01 to 2026-03 for whole months, else its days."""
    if start == end:
        return start
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if first.day == 1 and last == month_end(last):
        start, end = start[:7], end[:7]
    return start if start == end else _("{start} to {end}").format(start=start, end=end)


def _span(facts: Row) -> str:
    """Return the days an account covers; one without a first day says only up to when."""
    if facts["from"] is None:
        return _("up to {end}").format(end=facts["to"])
    return _("{start} to {end}").format(start=facts["from"], end=facts["to"])


def _paid_section(db: Database, facts: Row) -> Chapter:
    rows: list[tuple[str, str]] = [
        (_("Community"), settings.get(db, "community")),
        (_("Unit"), facts["unit"]),
        (_("Liable to pay"), facts["debtor"] or ""),
        (_("Paid at"), day_or_minute(facts["paid_at"])),
        (_("Amount"), yuan(facts["amount_fen"])),
        (_("In capitals"), capitals(facts["amount_fen"])),
        (_("Pay method"), METHODS.label(facts["method"]) if facts["method"] else ""),
        (_("Reference"), facts["ref"] or ""),
        (_("Refunded"), yuan(facts["refunded_fen"]) if facts["refunded_fen"] else ""),
        (_("Prepaid, not used yet"), yuan(facts["unallocated_fen"]) if facts["unallocated_fen"] else ""),
    ]
    cells: list[list[Cell]] = [[label, value] for label, value in rows if value]
    table = Table("payment", _("Payment"), [_("Payment"), f"P{facts['id']}"], cells, "ll")
    return Chapter("payment", _("Payment"), [], [table])


def _settled_section(facts: Row) -> Chapter:
    title = _("What it settled")
    note = _("Please compare it with your own records, and tell us of anything that differs.")
    if not facts["settled"]:
        return Chapter("settled", title, [_("No bill yet: it is kept as prepayment and settles the next."), note])
    headers = [_("Bill"), _("Fee item"), _("Service period"), _("Billed"), _("This payment"), _("Still owed")]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            f"B{bill['id']}",
            bill["item_name"],
            period(bill["period_start"], bill["period_end"]),
            Yuan.of(bill["amount_fen"]),
            Yuan.of(bill["settled_fen"]),
            Yuan.of(bill["outstanding_fen"]),
        ]
        for bill in facts["settled"]
    ]
    total = sum(bill["settled_fen"] for bill in facts["settled"])
    owed = sum(bill["outstanding_fen"] for bill in facts["settled"])
    rows.append([_("Total"), "", "", None, Yuan.of(total), Yuan.of(owed)])
    return Chapter("settled", title, [note], [Table("settled", title, headers, rows, "lllrrr")])


def _chat(facts: Row) -> list[str]:
    lines = [
        _("Payment check sheet, no receipt and no invoice: {unit}, {date}, {amount}").format(
            unit=facts["unit"], date=facts["paid_at"][:10], amount=yuan(facts["amount_fen"])
        )
    ]
    for bill in facts["settled"]:
        span = period(bill["period_start"], bill["period_end"])
        lines.append(f"{bill['item_name']} {span} {yuan(bill['settled_fen'])}")
    if facts["unallocated_fen"]:
        lines.append(f"{_('Prepaid, not used yet')} {yuan(facts['unallocated_fen'])}")
    return lines


# --- the account ------------------------------------------------------------------------------------


def balance_text(fen: int) -> str:
    """Return a balance in words: what is owed, what is prepaid, or nothing."""
    if fen == 0:
        return _("nothing owed")
    said = N_("owed: {amount} yuan") if fen > 0 else N_("prepaid: {amount} yuan")
    return _(said).format(amount=format_fen(abs(fen)))


def _balance_section(facts: Row) -> Chapter:
    opening = _("Opening balance"), balance_text(facts["opening_fen"])
    closing = _("Closing balance"), balance_text(facts["closing_fen"])
    lines = [labelled(*opening), labelled(*closing)]
    if facts["outstanding_fen"] and facts["prepaid_fen"]:
        text = _("Bills owe {owed} yuan; {prepaid} yuan are prepaid and not used yet.")
        lines.append(text.format(owed=format_fen(facts["outstanding_fen"]), prepaid=format_fen(facts["prepaid_fen"])))
    lines.append(_("Owed amounts are positive, prepaid ones negative. No receipt and no invoice."))
    return Chapter("balance", _("Balance"), lines)


def _entries_section(facts: Row) -> Chapter:
    title = _("What moved it")
    headers = [_("Date"), _("What"), _("Ref"), _("About"), _("Charged"), _("Credited"), _("Balance")]  # fmt: skip
    rows: list[list[Cell]] = [["", _("Opening balance"), "", "", None, None, Yuan.of(facts["opening_fen"])]]
    charged = credited = 0
    for entry in facts["entries"]:
        fen = entry["amount_fen"]
        # What is taken back stands in its own column with its sign, so that each column adds up to what it says.
        back = entry["kind"] in ("cancelled", "moved")
        debit = fen if entry["kind"] == "bill" or back else 0
        credit = 0 if entry["kind"] == "bill" or back else -fen
        charged, credited = charged + debit, credited + credit
        rows.append(
            [
                entry["at"][:10],
                _(KINDS[entry["kind"]]),
                f"P{entry['payment_id']}" if entry["payment_id"] else f"B{entry['bill_id']}",
                _about(entry),
                Yuan.of(debit) if debit else None,
                Yuan.of(credit) if credit else None,
                Yuan.of(entry["balance_fen"]),
            ]
        )
    closing = Yuan.of(facts["closing_fen"])
    rows.append(["", _("Closing balance"), "", "", Yuan.of(charged), Yuan.of(credited), closing])
    return Chapter("entries", title, [], [Table("entries", title, headers, rows, "llllrrr")])


def _about(entry: Row) -> str:
    parts = [entry["item"] or ""]
    if entry["period_start"]:
        parts.append(period(entry["period_start"], entry["period_end"]))
    if entry["kind"] in ("payment", "refund") and entry["method"]:
        parts.insert(0, METHODS.label(entry["method"]))
    if entry["reason"] and entry["kind"] != "moved":
        parts.append(entry["reason"])
    return " ".join(part for part in parts if part)


def _account_chat(facts: Row) -> list[str]:
    head = f"{facts['unit']} {facts['debtor'] or ''}".strip()
    span = _span(facts)
    return [
        f"{_('Statement of account (对账单)')} {head}",
        span,
        labelled(_("Opening balance"), balance_text(facts["opening_fen"])),
        labelled(_("Closing balance"), balance_text(facts["closing_fen"])),
    ]
