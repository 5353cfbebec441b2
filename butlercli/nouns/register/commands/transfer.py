"""`butler unit transfer`: 过户."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.cli import fields, options, values
from butlercli.cli.verb import verb
from butlercli.nouns.register.fields import RESIDENT
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
@fields.given(
    [field for field in RESIDENT if field.name in ("name", "phones")],
    required=("name",),
    flags={"name": "--to"},
    helps={"name": N_("The new owner."), "phones": N_("The new owner's number; may be repeated.")},
)
def transfer(
    db: Database,
    code: options.UnitCode,
    given: Row,
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
    return register.transfer(
        db, code, Person(given["name"], phones=given.get("phone", ())), day, keep_family=keep_family
    )
