"""`butler fee read` and `butler fee readings`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.cli import fields, options, values
from butlercli.cli.verb import verb
from butlercli.nouns.fee.fields import READING
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
@fields.given(READING, arguments=("unit", "meter", "value"), read=False)
def read(db: Database, *, at: options.At = None, given: Row) -> Result:
    """Note what a meter shows; it never runs backwards, unless it was replaced."""
    unit, meter = given.pop("unit"), given.pop("meter")
    return reading_verbs.read(db, unit, meter, at=values.moment(db, at, "past"), **given)


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
