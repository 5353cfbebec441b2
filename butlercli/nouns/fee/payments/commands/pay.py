"""`butler fee pay` and `butler fee refund`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.money import parse_fen
from butlercli.base.refs import parse_ref, parse_refs
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.nouns.fee import model
from butlercli.nouns.fee.items.verbs import items
from butlercli.nouns.fee.payments.verbs import payments
from butlercli.store.database import Database

Amount = Annotated[str, typer.Argument(metavar="AMOUNT", help=N_("The amount in yuan: 1008, 1,008.00, ¥1008, 1.2万."))]
Method = Annotated[
    str | None,
    typer.Option(
        "--method",
        "-m",
        metavar="METHOD",
        help=N_("How it was paid: wechat, alipay, card, transfer, corporate, debit or cash."),
    ),
]
Channel = Annotated[
    str | None,
    typer.Option(
        "--channel",
        metavar="CHANNEL",
        help=N_("Where it was taken: online, visit, phone, wechat, desk, letter or sms."),
    ),
]


@verb(
    "write",
    examples=(
        "butler fee pay 3-2-501 1008 --method 微信",
        "butler fee pay 3-2-501 751.80 --bill B3 --method card --channel desk",
        "butler fee pay 3-2-502 1,062.52 --at 昨天 --ref WX20260630001 --note 女儿代付",
    ),
)
def pay(
    db: Database,
    unit: options.UnitCode,
    amount: Amount,
    bill: Annotated[
        list[str] | None,
        typer.Option("--bill", "-b", metavar="REF", help=N_("Only for these bills (B3 or B3,B4); may be repeated.")),
    ] = None,
    method: Method = None,
    channel: Channel = None,
    at: options.At = None,
    ref: Annotated[
        str | None,
        typer.Option("--ref", metavar="TEXT", help=N_("Finance's serial number (流水号); one payment each.")),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help=N_("A remark."))] = None,
    new_unit: options.NewUnit = False,
) -> Result:
    """Record a payment: it settles the oldest bills first, or those named; the rest is kept for the next bill."""
    fen = parse_fen(amount)
    bills = [id for text in bill or () for id in parse_refs(text, model.BILL_LETTER)]
    return taken(
        db,
        payments.pay(
            db,
            unit,
            fen,
            list(dict.fromkeys(bills)),
            method_code(method),
            channel_code(channel),
            values.moment(db, at, "past"),
            ref,
            note,
            new_unit=new_unit,
        ),
    )


@verb(
    "write",
    examples=("butler fee refund P7 --reason 重复缴费", "butler fee refund P7 50 --reason 多收 --at 2026-06-30"),
)
def refund(
    db: Database,
    ref: Annotated[str, typer.Argument(metavar="REF", help=N_("One payment: 7 or P7."))],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Why it is given back."))],
    amount: Annotated[
        str | None, typer.Argument(metavar="[AMOUNT]", help=N_("How much in yuan; without it, all that is left."))
    ] = None,
    at: options.At = None,
) -> Result:
    """Give a payment back, wholly or in part: first what settles no bill, then from the newest bills. Nothing is deleted."""
    fen = None if amount is None else parse_fen(amount)
    payment = parse_ref(ref, model.PAYMENT_LETTER)
    return taken(db, payments.refund(db, payment, fen, reason, values.moment(db, at, "past")))


def method_code(text: str | None) -> str | None:
    """Read a way of paying; raises UsageError (exit 2) naming the choices."""
    return None if text is None else model.METHODS.parse(text)


def channel_code(text: str | None) -> str | None:
    """Read a channel; raises UsageError (exit 2) naming the choices."""
    if text is None:
        return None
    from butlercli.nouns.register.model import CHANNELS

    return CHANNELS.parse(text)


def taken(db: Database, result: Result) -> Result:
    """Return the result of a payment with the names of the items, which its echo shows."""
    result.extra["items"] = items.names(db)
    return result
