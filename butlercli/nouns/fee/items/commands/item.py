"""`butler fee item add`, `list`, `show` and `edit`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.cli import fields, values
from butlercli.cli.verb import verb
from butlercli.nouns.fee.fields import EDITED, ITEM
from butlercli.nouns.fee.items.verbs import items
from butlercli.store.database import Database

Item = Annotated[
    str, typer.Argument(metavar="ITEM", help=N_("The fee item: its code, its name, or the beginning of one."))
]


@verb(
    "write",
    examples=(
        "butler fee item add mgmt --name 物业管理费 --per area --rate 2.80 --cycle quarter --due-day 15",
        "butler fee item add gas --name 燃气费 --per reading --rate 3.5 --cycle month --postpaid --meter 燃气表",
        "butler fee item add rubbish --name 垃圾清运费 --per unit --rate 10 --cycle year --kind home --late-rate 0.0003",
    ),
)
@fields.given(ITEM, arguments=("code",), required=("per", "rate", "cycle"), read=False)
def add(db: Database, given: Row) -> Result:
    """Add a fee item: by what it is charged, at which rate, how often, when it is due, and what comes on top when late."""
    return items.add(db, given)


@verb("read", shape="list", examples=("butler fee item list", "butler fee item list --all --csv"))
def list_(
    db: Database,
    all: Annotated[bool, typer.Option("--all", help=N_("Also those that have ended."))] = False,
    limit: int | None = None,
) -> Result:
    """List fee items: how each is charged, its rate of today, when it is due."""
    return items.list_items(db, ended=all, limit=limit)


@verb("read", examples=("butler fee item show 物业费", "butler fee item show wyf --json"))
def show(db: Database, item: Item) -> Result:
    """Show a fee item: its rates from the first to the last, its discounts, how many bills of it stand."""
    return items.show(db, item)


@verb(
    "write",
    examples=(
        "butler fee item edit wyf --rate 3.00 --from 2026-07-01",
        "butler fee item edit 停车费 --due-day 10 --until 2026-12-31",
        "butler fee item edit wyf --late-rate 0.0005 --late-grace 15",
    ),
)
@fields.given(
    EDITED,
    helps={
        "rate": N_("A new rate; bills made already keep theirs."),
        "code": N_("A new code."),
        "since": N_("The first day the item is charged for."),
    },
    flags={"since": "--since"},
    read=False,
)
def edit(db: Database, item: Item, given: Row) -> Result:
    """Change a fee item, or its rate from a day on. An empty text clears a field; bills made already stay as they are."""
    return items.edit(db, item, given, since=values.day(db, given.pop("start", None)))
