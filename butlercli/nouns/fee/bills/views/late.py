"""How late fees (违约金) look: computed ones with their formula, and the bills made of them."""

from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.money import format_fen
from butlercli.base.result import Record, Result
from butlercli.nouns.fee.owed.views import debtor
from butlercli.nouns.fee.rules import percent
from butlercli.output.blocks import Block, Canvas, Column, Grid, Lines, Styled
from butlercli.output.views import columns, common
from butlercli.output.views.columns import Listing

RECORDS = frozenset[str]()


def _bill(record: Record) -> str:
    return f"B{record['bill_id']}"


def _rate(record: Record) -> str:
    return _("{rate} a day").format(rate=percent(record["rate"]))


def _days(record: Record) -> str:
    capped = _("capped") if record["capped"] else ""
    return common.joined(str(record["days"]), Styled(capped, "warn") if capped else "")


LISTS = {
    "late.list": Listing(
        Column(N_("Bill"), _bill, raw=lambda r: r["bill_id"]),
        columns.text(N_("Unit"), "unit"),
        columns.text(N_("Fee item"), "item_name", wide=True),
        Column(N_("Debtor"), debtor, flex=True),
        columns.text(N_("Due date"), "due_date", wide=True),
        columns.text(N_("Late from"), "from_date"),
        Column(N_("Late days"), _days, raw=lambda r: r["days"], align="r"),
        columns.money(N_("Late fee"), "amount_fen"),
        Column(N_("Formula"), lambda r: Styled(r["formula"], "muted"), raw=lambda r: r["formula"], flex=True),
        Column(N_("Rate"), _rate, raw=lambda r: r["rate"], file_only=True),
        Column(N_("Cap"), lambda r: percent(r["cap"]) if r["cap"] else "", raw=lambda r: r["cap"], file_only=True),
        columns.money(N_("Charged before"), "charged_fen", file_only=True),
        empty=N_("No late fee has come up."),
    ),
}


def late_list(result: Result, canvas: Canvas) -> list[Block]:
    """List late fees; the last line adds them up and says that nothing is charged yet."""
    found = columns.listing(result, canvas)
    if result.data:
        said = _("Together {amount} yuan up to {date}, computed and not charged; {command} charges it.").format(
            amount=format_fen(result.extra["amount_fen"]),
            date=result.extra["as_of"],
            command=f"butler fee late charge {result.data[0]['unit']}",
        )
        found.append(Lines(Styled(said, "muted")))
    return found


def charged(result: Result, _canvas: Canvas) -> list[Block]:
    """Say which bills were made, on which bill each is, and how it came about."""
    extra = result.extra
    if not extra["bills"]:
        return []
    rows = [
        [f"B{bill['id']}", bill["unit"], debtor(bill), f"B{of}", format_fen(bill["amount_fen"]), formula]
        for bill, of, formula in zip(extra["bills"], extra["of"], extra["formulas"], strict=True)
    ]
    heads = [N_("Bill"), N_("Unit"), N_("Debtor"), N_("On bill"), N_("Late fee"), N_("Formula")]
    first = extra["bills"][0]
    said = _("Charged: {amount} yuan, due on {date}.").format(
        amount=format_fen(sum(bill["amount_fen"] for bill in extra["bills"])), date=first["due_date"]
    )
    return [Grid([_(head) for head in heads], rows, aligns="llllrl", flex=[2, 5]), Lines(said)]


VIEWS: dict[str, Any] = {"late.list": late_list, "late.charge": charged}
