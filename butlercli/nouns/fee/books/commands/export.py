"""`butler fee export`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.store.database import Database


@verb(
    "read",
    examples=(
        "butler fee export -o 账.journal",
        "butler fee export --format hledger --from 2026-01-01 --to 2026-03-31",
        "butler fee export --as-of 2026-06-30 -o 账.xlsx",
    ),
)
def export(
    db: Database,
    start: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help=N_("Entries from this day on, with opening balances before them.")),
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help=N_("Entries up to this day; now, unless told."))
    ] = None,
    as_of: options.AsOf = None,
) -> Result:
    """Write the books as a double-entry journal (hledger) or as a spreadsheet: bills, payments, waivers, refunds.

    The accounts are assets:receivable:UNIT, liabilities:prepaid:UNIT, income:ITEM, expenses:waived and assets:bank; the
    last entry asserts the balances that stand here, so that `hledger check` proves them.
    """
    from datetime import date, datetime

    from butlercli.nouns.fee.books.verbs import export as export_verbs

    first, last = values.span(db, start, end)
    moments = [datetime.fromisoformat(last)] if last else []
    if as_of is not None:
        from butlercli.kit.report.spans import moment_of

        moments.append(moment_of(as_of, db.now))
    return export_verbs.export(db, date.fromisoformat(first[:10]) if first else None, min(moments, default=db.now))
