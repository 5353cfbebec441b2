"""`butler unit transfer`: 过户."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.nouns.register.commands.texts import phones
from butlercli.nouns.register.verbs import transfer as register
from butlercli.nouns.register.verbs.resident import Person
from butlercli.store.database import Database


@verb(
    "write",
    examples=(
        "butler unit transfer 3-2-501 --to 陈静 --phone 13800138001",
        "butler unit transfer 3-2-501 --to 陈静 --date 2026-05-01 --keep-family",
    ),
)
def transfer(
    db: Database,
    code: options.UnitCode,
    to: Annotated[str, typer.Option(metavar="NAME", help=N_("The new owner."))] = ...,  # type: ignore[assignment]
    phone: Annotated[list[str] | None, typer.Option(help=N_("The new owner's number; may be repeated."))] = None,
    date: Annotated[
        str | None, typer.Option(metavar="DATE", help=N_("The day it changed hands; today unless given."))
    ] = None,
    keep_family: Annotated[
        bool, typer.Option("--keep-family", help=N_("The old owner's family and emergency contacts stay."))
    ] = False,
) -> Result:
    """Record a change of owner (过户). The old owners become former, with the date; tenants stay.

    Unpaid bills for the days from then on go over to the new owner, those that span the day by days; what was owed for earlier days
    stays the old owner's debt. Further joint owners: butler resident add NAME --unit UNIT.
    """
    day = values.day(db, date, "past") or db.now.date()
    return register.transfer(db, code, Person(to, phones=phones(phone)), day, keep_family=keep_family)
