"""`butler fee arrears` and `butler fee aging`: who is past due, since when, and how old it is."""

from datetime import datetime
from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options
from butlercli.cli.verb import verb
from butlercli.nouns.fee.dunning.verbs import arrears as arrears_verbs
from butlercli.nouns.register.store import units
from butlercli.store.database import Database


def _moment(db: Database, as_of: str | None) -> datetime:
    if as_of is None:
        return db.now
    from butlercli.kit.report.spans import moment_of

    return moment_of(as_of, db.now)


@verb(
    "read",
    shape="list",
    examples=(
        "butler fee arrears",
        "butler fee arrears --building 3 --min-months 2 --sort age",
        "butler fee arrears --as-of 2026-03-31 --csv",
    ),
)
def arrears(
    db: Database,
    building: options.Building = None,
    min_months: Annotated[
        int,
        typer.Option(
            "--min-months", metavar="N", min=0, help=N_("Only where the oldest bill is so many months past due.")
        ),
    ] = 0,
    min_amount: Annotated[
        str | None, typer.Option("--min-amount", metavar="AMOUNT", help=N_("Only who owes so much at least, in yuan."))
    ] = None,
    as_of: options.AsOf = None,
    sort: Annotated[str, typer.Option("--sort", "-s", help=N_("amount, age, unit or months."))] = "amount",
    limit: int | None = None,
) -> Result:
    """List who is past due, a row a unit and debtor: how much, since when, the last reminder, what was promised."""
    fen = 0
    if min_amount is not None:
        from butlercli.base.money import parse_fen

        fen = parse_fen(min_amount, allow_zero=True)
    wanted = arrears_verbs.ArrearsFilter(
        building=units.building(db, building), min_months=min_months, min_fen=fen, sort=arrears_verbs.SORTS.parse(sort)
    )
    return arrears_verbs.arrears(db, _moment(db, as_of), wanted, limit)


@verb(
    "read",
    shape="list",
    examples=("butler fee aging", "butler fee aging --as-of 2026-03-31", "butler fee aging --building 3 --json"),
)
def aging(
    db: Database, as_of: options.AsOf = None, building: options.Building = None, limit: int | None = None
) -> Result:
    """Show what is past due by building and by how long: up to 30, 90, 180, 365 days, 2 and 3 years, and more."""
    return arrears_verbs.aging(db, _moment(db, as_of), units.building(db, building), limit)
