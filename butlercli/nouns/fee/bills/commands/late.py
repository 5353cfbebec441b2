"""`butler fee late list` and `butler fee late charge`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.store.database import Database

REF = N_("A unit, or bills: 3-2-501, B3, B3,B5-7.")


@verb(
    "read",
    shape="list",
    examples=(
        "butler fee late list",
        "butler fee late list 3-2-501 --as-of 2026-06-30",
        "butler fee late list --building 3 --csv",
    ),
)
def list_(
    db: Database,
    ref: Annotated[str | None, typer.Argument(metavar="[REF]", help=REF)] = None,
    building: options.Building = None,
    as_of: options.AsOf = None,
    limit: int | None = None,
) -> Result:
    """List the late fees (违约金) that came up and are not charged, each with its formula. Nothing is stored."""
    from butlercli.nouns.fee.bills.verbs import late

    return late.list_late(db, ref, building, values.day(db, as_of, "past"), limit)


@verb(
    "write",
    examples=(
        "butler fee late charge B3 -n",
        "butler fee late charge 3-2-501 --at 2026-06-30 --due 2026-07-15",
    ),
)
def charge(
    db: Database,
    ref: Annotated[str, typer.Argument(metavar="REF", help=REF)],
    at: Annotated[
        str | None,
        typer.Option(
            "--at", "--as-of", metavar="DATE", help=N_("The day up to and on which it is charged; today unless given.")
        ),
    ] = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar="DATE", help=N_("When it is due; on the day of charge unless given."))
    ] = None,
) -> Result:
    """Charge late fees (违约金): a bill of its own for each bill that was late. Later, only what came since."""
    from butlercli.nouns.fee.bills.verbs import late

    return late.charge(db, ref, values.day(db, at, "past"), values.day(db, due, "future"))
