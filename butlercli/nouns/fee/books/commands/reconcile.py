"""`butler fee reconcile`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import importing, values
from butlercli.cli.verb import verb
from butlercli.store.database import Database


@verb(
    "read",
    examples=(
        "butler fee reconcile 财务流水.xlsx",
        "butler fee reconcile 财务流水.xlsx --from 2026-01-01 --to 2026-01-31 --method 微信",
        "butler fee reconcile 财务流水.xlsx --json",
    ),
)
def reconcile(
    db: Database,
    file: importing.File,
    start: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help=N_("Compare from this day on; the file's first, unless told.")),
    ] = None,
    end: Annotated[
        str | None,
        typer.Option("--to", metavar="DATE", help=N_("Compare up to this day; the file's last, unless told.")),
    ] = None,
    method: Annotated[
        str | None, typer.Option(metavar="METHOD", help=N_("Only payments of this method: wechat, alipay, card …"))
    ] = None,
    sheet: importing.Sheet = None,
    mapping: importing.Map = None,
    constants: importing.Set = None,
    date_format: importing.DateFormat = None,
) -> Result:
    """Compare payments with finance's export by reference (流水号), both ways. Nothing is changed.

    Listed are receipts that only finance has, payments that only stand here, and those whose amount or day differs;
    what has no reference is listed apart. Exit code 6 where something differs.
    """
    from butlercli.nouns.fee.books import intake
    from butlercli.nouns.fee.model import METHODS

    first, last = values.span(db, start, end)
    chosen = METHODS.parse(method) if method is not None else None
    with importing.prepared(file, sheet, mapping, constants, False, date_format, None) as wanted:
        return intake.reconcile(db, wanted, first, last, chosen)
