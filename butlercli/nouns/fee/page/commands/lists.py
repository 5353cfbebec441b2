"""`butler fee list` and `butler fee payments`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.store.database import Database

Unit = Annotated[str | None, typer.Argument(metavar="[UNIT]", help=N_("Only this unit."))]


@verb(
    "read",
    shape="list",
    examples=(
        "butler fee list 3-2-501",
        "butler fee list --overdue --building 3 --item 物业费",
        "butler fee list --period 2026-Q1 --as-of 2026-03-31 --csv",
    ),
)
def list_(
    db: Database,
    unit: Unit = None,
    item: Annotated[str | None, typer.Option("--item", "-i", metavar="ITEM", help=N_("Only this fee item."))] = None,
    state: Annotated[
        str | None,
        typer.Option(
            "--state", "-s", metavar="STATE", help=N_("open, part, paid, waived or cancelled; several: a comma list.")
        ),
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help=N_("Only those past due that still owe."))] = False,
    building: options.Building = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period", "-p", metavar="PERIOD", help=N_("Whose service begins in it: 2026, 2026-Q1, 2026-03.")
        ),
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="WHEN", help=N_("Whose service begins on this day or later."))
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="WHEN", help=N_("Whose service begins on this day at the latest."))
    ] = None,
    debtor: Annotated[
        str | None, typer.Option("--debtor", metavar="NAME", help=N_("Only those owed by somebody of this name."))
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="SOURCE", help=N_("Where it comes from: run, charge, late or import.")),
    ] = None,
    as_of: options.AsOf = None,
    limit: int | None = None,
) -> Result:
    """List bills, the newest service period first; the last line adds them up."""
    from butlercli.nouns.fee.page.verbs import listing

    first, last = (
        values.span(db, start or period, end or (period if not start else None))
        if start or end or period
        else (None, None)
    )
    wanted = listing.WantedBills(
        unit=unit,
        item=item,
        state=state,
        overdue=overdue,
        building=building,
        first=first[:10] if first else None,
        last=last[:10] if last else None,
        debtor=debtor,
        source=source,
        as_of=values.day(db, as_of),
    )
    return listing.list_bills(db, wanted, limit)


@verb(
    "read",
    shape="list",
    examples=(
        "butler fee payments --from 上月",
        "butler fee payments 3-2-501",
        "butler fee payments --method 微信 --from 2026-01 --csv",
    ),
)
def payments(
    db: Database,
    unit: Unit = None,
    building: options.Building = None,
    start: options.From = None,
    end: options.To = None,
    method: Annotated[
        str | None, typer.Option("--method", "-m", metavar="METHOD", help=N_("Only those paid so (微信, cash)."))
    ] = None,
    channel: Annotated[
        str | None, typer.Option("--channel", metavar="CHANNEL", help=N_("Only those taken so (上门, desk)."))
    ] = None,
    ref: Annotated[
        str | None,
        typer.Option("--ref", metavar="TEXT", help=N_("Only those whose serial number (流水号) holds this.")),
    ] = None,
    left: Annotated[
        bool, typer.Option("--prepaid", help=N_("Only those of which something is kept for bills to come."))
    ] = False,
    limit: int | None = None,
) -> Result:
    """List payments, the newest first; the last line adds them up."""
    from butlercli.nouns.fee.page.verbs import listing

    first, last = values.span(db, start, end) if start or end else (None, None)
    wanted = listing.WantedPayments(
        unit=unit, building=building, first=first, last=last, method=method, channel=channel, ref=ref, left=left
    )
    return listing.list_payments(db, wanted, limit)
