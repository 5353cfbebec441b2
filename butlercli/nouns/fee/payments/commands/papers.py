"""`butler fee confirm` and `butler fee statement`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options
from butlercli.cli.verb import verb
from butlercli.store.database import Database


@verb(
    "read",
    shape="document",
    examples=(
        "butler fee confirm P1",
        "butler fee confirm P1 -o 核对单.docx",
        "butler fee confirm P1 --format text",
    ),
)
def confirm(
    db: Database,
    payment: Annotated[str, typer.Argument(metavar="P", help=N_("The payment: P7 or 7."))],
) -> Result:
    """Print what a payment settled (缴费核对单). It is no receipt and no invoice: only the company issues those."""
    from butlercli.base.refs import parse_ref
    from butlercli.nouns.fee.model import PAYMENT_LETTER
    from butlercli.nouns.fee.payments.verbs import papers

    return papers.confirm(db, parse_ref(payment, PAYMENT_LETTER))


@verb(
    "read",
    shape="document",
    examples=(
        "butler fee statement 3-2-501",
        "butler fee statement 3-2-501 --from 2026-01-01 --to 2026-06-30 -o 对账单.docx",
        "butler fee statement 3-2-502 --debtor 李强 --json",
    ),
)
def statement(
    db: Database,
    unit: options.UnitCode,
    start: options.From = None,
    end: options.To = None,
    debtor: Annotated[
        str | None,
        typer.Option("--debtor", metavar="NAME", help=N_("Only the bills of this debtor, where the unit had several.")),
    ] = None,
) -> Result:
    """Print the account of a unit: what it owed, its bills, waivers, payments and refunds in order, what it owes."""
    from datetime import datetime

    from butlercli.cli.values import span
    from butlercli.nouns.fee.payments.verbs import papers
    from butlercli.nouns.register.store import units

    first, last = span(db, start, end)
    until = datetime.fromisoformat(last) if last else db.now
    return papers.account(db, units.find(db, unit), first, until, debtor)
