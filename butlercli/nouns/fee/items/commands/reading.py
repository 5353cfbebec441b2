"""`butler fee read` and `butler fee readings`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.nouns.fee.items.verbs import readings as reading_verbs
from butlercli.store.database import Database


@verb(
    "write",
    examples=(
        "butler fee read 3-2-501 水表 128.5",
        "butler fee read 3-2-501 水表 128.5 --at 2026-06-30T17:00",
        "butler fee read 3-2-501 水表 0 --replaced --final 131.2",
    ),
)
def read(
    db: Database,
    unit: options.UnitCode,
    meter: Annotated[str, typer.Argument(metavar="METER", help=N_("The meter, or the fee item charged by it (水表)."))],
    value: Annotated[str, typer.Argument(metavar="VALUE", help=N_("What it shows, such as 1250.5."))],
    at: options.At = None,
    replaced: Annotated[
        bool, typer.Option("--replaced", help=N_("A new meter: the value is what it shows as it begins."))
    ] = False,
    final: Annotated[
        str | None, typer.Option("--final", metavar="VALUE", help=N_("What the old meter showed at its end."))
    ] = None,
) -> Result:
    """Note what a meter shows; it never runs backwards, unless it was replaced."""
    return reading_verbs.read(db, unit, meter, value, at=values.moment(db, at, "past"), replaced=replaced, final=final)


@verb(
    "read",
    shape="list",
    examples=("butler fee readings", "butler fee readings 3-2-501", "butler fee readings --meter 水表 --csv"),
)
def readings(
    db: Database,
    unit: Annotated[str | None, typer.Argument(metavar="[UNIT]", help=N_("Only this unit."))] = None,
    meter: Annotated[str | None, typer.Option("--meter", metavar="METER", help=N_("Only this meter."))] = None,
    start: options.From = None,
    end: options.To = None,
    limit: int | None = None,
) -> Result:
    """List meter readings, the newest first, each with what was used since the one before."""
    first, last = values.span(db, start, end) if start or end else (None, None)
    return reading_verbs.list_readings(db, unit, meter, limit, first=first, last=last)
