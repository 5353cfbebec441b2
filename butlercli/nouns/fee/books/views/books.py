"""How the books look: payments against finance's export, what was put into a journal, and the sheets of a spreadsheet."""

from collections.abc import Callable, Sequence
from typing import Any

from butlercli.base.document import Cell
from butlercli.base.i18n import N_, _
from butlercli.base.money import format_fen
from butlercli.base.result import Record, Result
from butlercli.base.text import visible
from butlercli.nouns.fee import model
from butlercli.nouns.fee.books import rules as accounts
from butlercli.nouns.register.model import CHANNELS
from butlercli.output.blocks import Block, Canvas, Grid, Lines, Styled
from butlercli.output.files import Sheet
from butlercli.output.views import common
from butlercli.output.views.columns import yuan

RECORDS: frozenset[str] = frozenset()
LISTS: dict[str, Any] = {}
_SHOWN = 50


# --- against finance ------------------------------------------------------------------------------------


def reconciled(result: Result, _canvas: Canvas) -> list[Block]:
    """Show both sums, then each difference by itself; that everything agrees is said as well."""
    data = result.data
    blocks: list[Block] = [Lines(Styled(_head(data), "head")), _sums(data)]
    for key, title, rows in _PARTS:
        found = data[key]
        if found:
            style = "muted" if key.endswith("without_ref") else "bad"
            blocks.append(Lines(Styled(_(title).format(count=len(found)), style)))
            blocks.append(rows(found[:_SHOWN]))
            if len(found) > _SHOWN:
                more = _("… and {count} more; --json names all.").format(count=len(found) - _SHOWN)
                blocks.append(Lines(Styled(more, "muted")))
    problems = result.extra["problems"]
    if problems:
        title = _("Could not be read ({count}):").format(count=len(problems))
        blocks.append(Lines(Styled(title, "bad"), *(problem.line() for problem in problems[:_SHOWN])))
    blocks.append(Lines(*_remarks(data)))
    return blocks


def _head(data: Record) -> str:
    text = _("{file} against our payments, {start}–{end}{method}")
    method = f" · {model.METHODS.label(data['method'])}" if data["method"] else ""
    return text.format(file=visible(data["file"]), start=data["from"], end=data["to"], method=method)


def _sums(data: Record) -> Grid:
    rows = [
        [_("Finance"), str(data["finance"]["receipts"]), format_fen(data["finance"]["amount_fen"])],
        [_("Here"), str(data["ours"]["payments"]), format_fen(data["ours"]["amount_fen"])],
        [_("Difference"), "", format_fen(data["difference_fen"])],
    ]
    return Grid(["", _("Payments"), _("Amount")], rows, aligns="lrr")


def _finance_rows(rows: Sequence[Record]) -> Grid:
    headers = [_("Row"), _("Reference"), _("Unit"), _("Paid at"), _("Amount"), _("Perhaps")]
    cells = [
        [
            ", ".join(map(str, row["rows"][:5])),
            visible(row["ref"] or ""),
            row["unit"] or "",
            common.day(row["paid_at"]),
            format_fen(row["amount_fen"]),
            " ".join(f"{model.PAYMENT_LETTER}{id}" for id in row["perhaps"]),
        ]
        for row in rows
    ]
    return Grid(headers, cells, aligns="rlllrl", flex=(1,))


def _our_rows(rows: Sequence[Record]) -> Grid:
    headers = [_("Payment"), _("Reference"), _("Unit"), _("Paid at"), _("Amount"), _("Method")]
    cells = [
        [
            f"{model.PAYMENT_LETTER}{row['id']}",
            visible(row["ref"] or ""),
            Styled(row["unit"], "name"),
            common.day(row["paid_at"]),
            format_fen(row["amount_fen"]),
            model.METHODS.label(row["method"]),
        ]
        for row in rows
    ]
    return Grid(headers, cells, aligns="llllrl", flex=(1,))


def _amounts(rows: Sequence[Record]) -> Grid:
    headers = [
        _("Payment"),
        _("Reference"),
        _("Unit"),
        _("Finance"),
        _("Here"),
        _("Difference"),
    ]
    cells = [
        [
            *_pair(row),
            format_fen(row["finance_fen"]),
            format_fen(row["ours_fen"]),
            format_fen(row["difference_fen"]),
        ]
        for row in rows
    ]
    return Grid(headers, cells, aligns="lllrrr", flex=(1,))


def _dates(rows: Sequence[Record]) -> Grid:
    headers = [_("Payment"), _("Reference"), _("Unit"), _("Finance"), _("Here")]
    cells = [[*_pair(row), common.day(row["finance_paid_at"]), common.day(row["ours_paid_at"])] for row in rows]
    return Grid(headers, cells, flex=(1,))


def _pair(row: Record) -> list[str]:
    return [f"{model.PAYMENT_LETTER}{row['id']}", visible(row["ref"]), Styled(row["unit"], "name")]


_PARTS: tuple[tuple[str, str, Callable[[Sequence[Record]], Grid]], ...] = (
    ("only_finance", N_("Finance has it, we do not ({count}):"), _finance_rows),
    ("only_ours", N_("We have it, finance does not ({count}):"), _our_rows),
    ("amount_differs", N_("The amount differs ({count}):"), _amounts),
    ("date_differs", N_("The day differs ({count}):"), _dates),
    ("finance_without_ref", N_("In the file without a reference, not compared ({count}):"), _finance_rows),
    ("ours_without_ref", N_("Here without a reference, not compared ({count}):"), _our_rows),
)


def _remarks(data: Record) -> list[str]:
    """Return what agrees and what was left aside."""
    lines = [_("Agree in reference and amount: {count}.").format(count=data["agree"])]
    if data["refunds_taken_off"]:
        lines.append(Styled(_("The file has refunds: they are taken off on both sides."), "muted"))
    for key, text in (
        ("outside", N_("Rows of other days, left aside: {count}.")),
        ("other_methods", N_("Rows of other methods, left aside: {count}.")),
    ):
        if data[key]:
            lines.append(Styled(_(text).format(count=data[key]), "muted"))
    if data["unmapped"]:
        names = common.listed(visible(" ".join(name.split())) for name in data["unmapped"])
        text = _("Columns left out (no field of that meaning): {names}")
        lines.append(Styled(text.format(names=names), "muted"))
    return lines


# --- the journal ----------------------------------------------------------------------------------------

_GROUPS = (
    (accounts.RECEIVABLE, N_("Owed by units")),
    (accounts.PREPAID, N_("Prepaid by units")),
    (accounts.BANK, N_("Received")),
    (accounts.INCOME, N_("Billed")),
    (accounts.WAIVED, N_("Waived")),
)


def journal(result: Result, _canvas: Canvas) -> list[Block]:
    """Show what a journal would hold: how many entries, and what the groups of accounts come to."""
    data = result.data
    text = _("{count:entry|entries}, {start}–{end}")
    first = data["from"] or (data["transactions"][0]["date"] if data["transactions"] else data["to"])
    head = text.format(count=len(data["transactions"]), start=first, end=data["to"])
    rows = []
    for prefix, label in _GROUPS:
        held = [row["amount_fen"] for row in data["balances"] if row["account"] == prefix or row["account"].startswith(f"{prefix}:")]  # fmt: skip
        rows.append([_(label), prefix, str(len(held)), format_fen(sum(held))])
    headers = ["", _("Account"), _("Accounts"), _("Balance")]
    hint = _("Write it: {one} or {other}.").format(
        one="butler fee export -o FILE.journal", other="butler fee export -o FILE.xlsx"
    )
    return [Lines(Styled(head, "head")), Grid(headers, rows, aligns="llrr"), Lines(Styled(hint, "muted"))]


VIEWS: dict[str, Any] = {"fee.reconcile": reconciled, "fee.export": journal}


# --- sheets ---------------------------------------------------------------------------------------------

_Get = Callable[[Record], Cell]


def _id(letter: str, key: str) -> _Get:
    return lambda row: f"{letter}{row[key]}" if row[key] is not None else None


class _Money:
    """A column of money: fen in the records, yuan in the cells; its total is added up in fen."""

    __slots__ = ("key",)

    def __init__(self, key: str) -> None:
        self.key = key

    def __call__(self, row: Record) -> Cell:
        return yuan(row[self.key])


def _text(key: str) -> _Get:
    return lambda row: str(row[key]) if row[key] is not None else None


def _time(row: Record) -> Cell:
    return str(row["at"]).replace("T", " ")


def _state(row: Record) -> Cell:
    from butlercli.nouns.fee.owed.rules.bills import state_of

    return model.STATES.label(state_of(row, cancelled=row["gone"]))


def _waived_how(row: Record) -> Cell:
    return _("moved to the new owner") if row["moved_to"] is not None else _("waived")


_BILL, _PAY = model.BILL_LETTER, model.PAYMENT_LETTER
_SHEETS: tuple[tuple[str, str, tuple[tuple[str, _Get], ...]], ...] = (
    ("bills", N_("Bills"), (
        (N_("Bill"), _id(_BILL, "id")), (N_("Unit"), _text("unit")), (N_("Fee item"), _text("item_name")),
        (N_("Period start"), _text("period_start")), (N_("Period end"), _text("period_end")), (N_("Due date"), _text("due_date")),
        (N_("Amount"), _Money("amount")), (N_("Waived"), _Money("waived")), (N_("Paid"), _Money("paid")),
        (N_("Outstanding"), _Money("outstanding")), (N_("State"), _state),
    )),
    ("payments", N_("Payments"), (
        (N_("Payment"), _id(_PAY, "id")), (N_("Unit"), _text("unit")), (N_("Paid at"), _time), (N_("Amount"), _Money("amount")),
        (N_("Method"), lambda row: model.METHODS.label(row["method"])), (N_("Channel"), lambda row: CHANNELS.label(row["channel"])),
        (N_("Reference"), _text("ref")), (N_("Settled"), _Money("settled")), (N_("Refunded"), _Money("refunded")),
        (N_("Prepayment"), _Money("rest")),
    )),
    ("allocations", N_("Allocations"), (
        (N_("Counts from"), _time), (N_("Payment"), _id(_PAY, "payment_id")), (N_("Bill"), _id(_BILL, "bill_id")),
        (N_("Unit"), _text("bill_unit")), (N_("Amount"), _Money("amount")),
    )),
    ("waivers", N_("Waivers"), (
        (N_("Time"), _time), (N_("Bill"), _id(_BILL, "bill_id")), (N_("Unit"), _text("unit")), (N_("Fee item"), _text("item_name")),
        (N_("Kind"), _waived_how), (N_("Moved to"), _id(_BILL, "moved_to")), (N_("Reason"), _text("reason")),
        (N_("Approved by"), _text("approved_by")), (N_("Amount"), _Money("amount")),
    )),
    ("refunds", N_("Refunds"), (
        (N_("Time"), _time), (N_("Payment"), _id(_PAY, "payment_id")), (N_("Unit"), _text("unit")), (N_("Reason"), _text("reason")),
        (N_("Amount"), _Money("amount")),
    )),
)  # fmt: skip


def sheets(books: dict[str, list[Record]]) -> list[Sheet]:
    """Return the sheets of the spreadsheet, each with a row of totals; cancelled bills are in none of the sums."""
    return [_sheet(title, columns, books[name]) for name, title, columns in _SHEETS]


def _sheet(title: str, columns: tuple[tuple[str, _Get], ...], records: list[Record]) -> Sheet:
    from butlercli.base.phones import mask_phones_in

    rows: list[list[Cell]] = [[get(record) for _header, get in columns] for record in records]
    for row in rows:
        for column, (header, _get) in enumerate(columns):
            cell = row[column]
            if isinstance(cell, str) and header in ("Reason", "Approved by"):
                row[column] = mask_phones_in(cell)
    money = {column: get.key for column, (_header, get) in enumerate(columns) if isinstance(get, _Money)}
    counted = [record for record in records if not record.get("gone")]
    total: list[Cell] = [None] * len(columns)
    total[0] = _("Total")
    for column, key in money.items():
        total[column] = yuan(sum(record[key] for record in counted))
    aligns = "".join("r" if column in money else "l" for column in range(len(columns)))
    return Sheet(_(title), [_(header) for header, _get in columns], rows, aligns, money=frozenset(money), total=total)
