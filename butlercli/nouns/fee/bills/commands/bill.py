"""`butler fee bill` and `butler fee bill add`."""

from typing import Annotated

import typer

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.store.database import Database


@verb(
    "write",
    examples=(
        "butler fee bill --period 2026-Q3",
        "butler fee bill --period 2026-07 --item 水费 --building 3",
        "butler fee bill --period 2026 --item wyf --unit 3-2-501 -n",
    ),
)
def bill(
    db: Database,
    period: Annotated[
        str | None,
        typer.Option(
            "--period", "-p", metavar="PERIOD", help=N_("The periods that begin in it: 2026, 2026-Q1, 2026-03.")
        ),
    ] = None,
    item: Annotated[
        str | None, typer.Option("--item", "-i", metavar="ITEM", help=N_("Only this fee item; all unless told."))
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", "-u", metavar="UNIT", help=N_("Only this unit."))] = None,
    building: options.Building = None,
) -> Result:
    """Make the bills of a period, once; units that cannot be billed are listed with the reason. One-off: butler fee bill add."""
    if period is None:
        raise UsageError(
            N_("Say which period is to be billed."),
            hint=N_("For example: {example}. A one-off charge: {command}."),
            example="butler fee bill --period 2026-Q1",
            command="butler fee bill add 3-2-501 --item 维修费 --amount 85",
        )
    if unit is not None and building is not None:
        raise UsageError(N_("Give a unit or a building, not both."))
    from butlercli.base.dates import parse_period
    from butlercli.kit.holidays import festival
    from butlercli.nouns.fee.bills.verbs import runs

    asked = parse_period(period, db.now, holidays=festival)
    return runs.run(db, asked.start, asked.end, item, unit, building)


@verb(
    "write",
    examples=(
        "butler fee bill add 3-2-501 --item 维修费 --amount 85 --note 换水龙头",
        "butler fee bill add 3-2-501 --item 门禁卡 --amount 20 --at 2026-06-30 --due 2026-07-31",
    ),
)
def add(
    db: Database,
    unit: options.UnitCode,
    item: Annotated[
        str,
        typer.Option(
            "--item", "-i", metavar="ITEM", help=N_("What is charged; an item that does not exist yet is registered.")
        ),
    ],
    amount: Annotated[
        str,
        typer.Option("--amount", "-a", metavar="AMOUNT", help=N_("The amount in yuan: 1008, 1,008.00, ¥1008, 1.2万.")),
    ],
    at: Annotated[
        str | None, typer.Option("--at", metavar="DATE", help=N_("The day it is for, where that is not today."))
    ] = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar="DATE", help=N_("When it is due; on the day itself unless told."))
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help=N_("A remark."))] = None,
    new_item: Annotated[
        bool, typer.Option("--new-item", help=N_("Register the item though one is nearly called so."))
    ] = False,
) -> Result:
    """Bill a one-off charge: a repair, a card. What the unit has paid in advance settles it at once."""
    from butlercli.base.money import parse_fen
    from butlercli.nouns.fee.bills.verbs import runs

    fen = parse_fen(amount)
    day = values.day(db, at, "past") or db.now.date()
    return runs.charge(db, unit, item, fen, day, due=values.day(db, due, "future"), note=note, new_item=new_item)
