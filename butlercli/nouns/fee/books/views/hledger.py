"""The books as a journal that hledger reads: plain text double entry, declared accounts, balances asserted."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from butlercli.base.i18n import N_, _
from butlercli.base.money import yuan_text
from butlercli.base.result import Result, Row
from butlercli.nouns.fee import model
from butlercli.nouns.fee.books.rules import segment
from butlercli.nouns.fee.owed.views import service

if TYPE_CHECKING:
    from butlercli.output.files import Sheet

_KINDS = {
    "opening": N_("Opening balances"),
    "bill": "",
    "cancel": N_("Cancelled"),
    "waive": N_("Waived"),
    "move": N_("Moved to the new owner"),
    "payment": N_("Payment"),
    "settle": N_("From prepayment"),
    "refund": N_("Refund"),
}


def written(result: Result, data: Row, format: str) -> "str | list[Sheet] | None":  # noqa: ARG001 - books are written as they are
    """Return the journal, or the sheets of a spreadsheet; None for a format that needs nothing of ours."""
    if format == "xlsx":
        from butlercli.nouns.fee.books.views import books

        return books.sheets(result.extra["sheets"]())
    return text(result.data) if format == "hledger" else None


def text(data: Row) -> str:
    """Return the journal: what it is, the currency, the accounts, the entries in order of days, the balances."""
    lines = list(_head(data))
    for entry in data["transactions"]:
        lines.extend(_entry(entry, data["currency"]))
    lines.extend(_closing(data))
    return "\n".join(lines) + "\n"


def _head(data: Row) -> Iterator[str]:
    yield "; " + _("Fees by butler, as of {at}. The last entry asserts our balances: hledger check -s").format(
        at=data["as_of"].replace("T", " ")
    )
    yield "; " + _("In names, marks that mean something to hledger stand as % and two hexadecimal figures a byte.")
    yield ""
    yield "decimal-mark ."
    yield f"commodity {data['currency']} 1000.00"
    yield ""
    for name in data["accounts"]:
        yield f"account {name}"
    yield ""


def _entry(entry: Row, currency: str) -> Iterator[str]:
    code = f" ({entry['ref']})" if entry["ref"] else ""
    yield f"{entry['date']}{code} {_description(entry)}{_comment(entry)}"
    for posting in entry["postings"]:
        yield f"    {posting['account']}  {currency} {yuan_text(posting['amount_fen'])}"
    yield ""


def _description(entry: Row) -> str:
    words = [_(_KINDS[entry["kind"]]) if _KINDS[entry["kind"]] else ""]
    if entry.get("unit"):
        words.append(segment(entry["unit"]))
    if entry.get("item"):
        words.append(segment(entry["item"]))
    if entry.get("period_start"):
        words.append(service(entry["period_start"], entry["period_end"]))
    if entry.get("moved_to"):
        words.append(entry["moved_to"])
    if entry.get("method"):
        words.append(model.METHODS.label(entry["method"]))
    return " ".join(word for word in words if word)


def _comment(entry: Row) -> str:
    return f"  ; ref:{segment(entry['reference'])}" if entry.get("reference") else ""


def _closing(data: Row) -> Iterator[str]:
    """Yield an entry of nothing that asserts what every account comes to."""
    if not data["balances"]:
        return
    yield f"{data['to']} {_('Balances')}"
    for row in data["balances"]:
        amount = f"{data['currency']} {yuan_text(row['amount_fen'])}"
        yield f"    {row['account']}  {data['currency']} 0.00 = {amount}"
