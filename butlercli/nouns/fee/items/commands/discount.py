"""`butler fee discount add`, `list`, `edit` and `remove`."""

from typing import Annotated, Any

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import values
from butlercli.cli.verb import verb
from butlercli.nouns.fee.items.verbs import discounts
from butlercli.store.database import Database

Number = Annotated[int, typer.Argument(metavar="NUMBER", min=1, help=N_("The discount's number, as in the list."))]
From = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help=N_("For periods that begin on this day or later."))
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help=N_("For periods that begin on this day at the latest."))
]


@verb(
    "write",
    examples=(
        "butler fee discount add 70% --state 空置 --item wyf --reason 空置房优惠",
        "butler fee discount add 8折 --unit 3-2-501 --reason 低保家庭 --from 2026-07-01 --until 2027-06-30",
    ),
)
def add(
    db: Database,
    share: Annotated[str, typer.Argument(metavar="SHARE", help=N_("What is paid: 70%, 0.7, 7折, 全免."))],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Why less is paid."))],
    unit: Annotated[str | None, typer.Option("--unit", "-u", metavar="UNIT", help=N_("For one unit."))] = None,
    state: Annotated[
        str | None, typer.Option("--state", "-s", metavar="STATE", help=N_("For all units of a state (空置, vacant)."))
    ] = None,
    item: Annotated[
        str | None, typer.Option("--item", "-i", metavar="ITEM", help=N_("Of one fee item; without it, of all."))
    ] = None,
    start: From = None,
    until: Until = None,
) -> Result:
    """Give a discount to a unit, or to all units of a state; the share is what is paid. Bills made already stay."""
    return discounts.add(
        db, share, reason, item=item, unit=unit, state=state, since=values.day(db, start), until=values.day(db, until)
    )


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
def edit(
    db: Database,
    number: Number,
    share: Annotated[
        str | None, typer.Option("--share", metavar="SHARE", help=N_("What is paid: 70%, 0.7, 7折, 全免."))
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=N_("Why less is paid."))] = None,
    start: From = None,
    until: Until = None,
) -> Result:
    """Change the share, the reason or the days of a discount; an empty day clears it. Bills made with it stay."""
    given: dict[str, Any] = {name: value for name, value in (("share", share), ("reason", reason)) if value is not None}
    for name, text in (("since", start), ("until", until)):
        if text is not None:
            given[name] = values.day(db, text) if text.strip() else None
    return discounts.edit(db, number, given)


@verb("write", examples=("butler fee discount remove 1 -n",))
def remove(db: Database, number: Number) -> Result:
    """Take a discount away; bills made with it stay as they are."""
    return discounts.remove(db, number)
