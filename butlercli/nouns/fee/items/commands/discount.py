"""`butler fee discount add`, `list`, `edit` and `remove`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.cli import fields
from butlercli.cli.verb import verb
from butlercli.nouns.fee.fields import DISCOUNT
from butlercli.nouns.fee.items.verbs import discounts
from butlercli.store.database import Database

Number = Annotated[int, typer.Argument(metavar="NUMBER", min=1, help=N_("The discount's number, as in the list."))]


@verb(
    "write",
    examples=(
        "butler fee discount add 70% --state 空置 --item wyf --reason 空置房优惠",
        "butler fee discount add 8折 --unit 3-2-501 --reason 低保家庭 --from 2026-07-01 --until 2027-06-30",
    ),
)
@fields.given(DISCOUNT, arguments=("share",), required=("reason",), read=False)
def add(db: Database, given: Row) -> Result:
    """Give a discount to a unit, or to all units of a state; the share is what is paid. Bills made already stay."""
    return discounts.add(db, **given)


@verb("read", shape="list", examples=("butler fee discount list", "butler fee discount list --item wyf --csv"))
def list_(
    db: Database,
    item: Annotated[
        str | None,
        typer.Option("--item", "-i", metavar="ITEM", help=N_("Those of a fee item, and those for all items.")),
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", "-u", metavar="UNIT", help=N_("Only those of a unit."))] = None,
    limit: int | None = None,
) -> Result:
    """List discounts: who pays less of what, how much, from when to when, and why."""
    return discounts.list_discounts(db, item=item, unit=unit, limit=limit)


@verb(
    "write",
    examples=(
        "butler fee discount edit 1 --until 2026-12-31",
        "butler fee discount edit 1 --share 80% --reason 空置满一年",
    ),
)
@fields.given([field for field in DISCOUNT if field.name in ("share", "reason", "since", "until")])
def edit(db: Database, number: Number, given: Row) -> Result:
    """Change the share, the reason or the days of a discount; an empty day clears it. Bills made with it stay."""
    return discounts.edit(db, number, given)


@verb("write", examples=("butler fee discount remove 1 -n",))
def remove(db: Database, number: Number) -> Result:
    """Take a discount away; bills made with it stay as they are."""
    return discounts.remove(db, number)
