"""`butler fee item add`, `list`, `show` and `edit`."""

from typing import Annotated, Any

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import values
from butlercli.cli.verb import verb
from butlercli.nouns.fee.items.verbs import items
from butlercli.store.database import Database

Item = Annotated[
    str, typer.Argument(metavar="ITEM", help=N_("The fee item: its code, its name, or the beginning of one."))
]
Name = Annotated[str | None, typer.Option("--name", help=N_("What it is called."))]
Cycle = Annotated[
    str | None,
    typer.Option("--cycle", metavar="CYCLE", help=N_("How often it is billed: month, quarter, half or year.")),
]
Anniversary = Annotated[
    bool | None,
    typer.Option(
        "--anniversary/--calendar", help=N_("Periods run from the unit's handover date, or with the calendar.")
    ),
]
DueDay = Annotated[
    int | None,
    typer.Option(
        "--due-day", metavar="DAY", help=N_("The day of the month it is due, 1–31 (1 unless told; 31 is the last).")
    ),
]
Prepaid = Annotated[
    bool | None,
    typer.Option(
        "--prepaid/--postpaid",
        help=N_("Due in the first month of the period (unless told), or in the month after its last."),
    ),
]
Round = Annotated[
    str | None,
    typer.Option("--round", metavar="UNIT", help=N_("Round amounts to the fen (unless told), jiao or yuan.")),
]
Kind = Annotated[
    str | None, typer.Option("--kind", metavar="KIND", help=N_("Only units of a kind: home, shop, villa or parking."))
]
Meter = Annotated[
    str | None,
    typer.Option("--meter", metavar="METER", help=N_("The meter it is charged by (水表); its name unless told.")),
]
LateRate = Annotated[
    str | None,
    typer.Option("--late-rate", metavar="RATE", help=N_("Late fee (违约金) a day: 0.0003, 0.03%, 万分之三.")),
]
LateGrace = Annotated[
    int | None, typer.Option("--late-grace", metavar="DAYS", help=N_("Days past due before a late fee begins."))
]
LateCap = Annotated[
    str | None,
    typer.Option("--late-cap", metavar="PART", help=N_("The most a late fee may be, of the bill: 0.2, 20%.")),
]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help=N_("The last day it is charged for."))]
Note = Annotated[str | None, typer.Option("--note", help=N_("A remark."))]
# What an empty text clears.
CLEARED = ("unit_kind", "late_rate", "late_cap", "since", "until", "note")


def _given(db: Database, **fields: Any) -> dict[str, Any]:
    """Return the fields that were named; an empty text clears one that may be empty."""
    given = {name: value for name, value in fields.items() if value is not None}
    for name in ("since", "until"):
        if given.get(name):
            given[name] = values.day(db, given[name])
    return {name: None if name in CLEARED and value == "" else value for name, value in given.items()}


def _timing(prepaid: bool | None) -> str | None:
    return None if prepaid is None else "prepaid" if prepaid else "postpaid"


@verb(
    "write",
    examples=(
        "butler fee item add mgmt --name 物业管理费 --per area --rate 2.80 --cycle quarter --due-day 15",
        "butler fee item add gas --name 燃气费 --per reading --rate 3.5 --cycle month --postpaid --meter 燃气表",
        "butler fee item add rubbish --name 垃圾清运费 --per unit --rate 10 --cycle year --kind home --late-rate 0.0003",
    ),
)
def add(
    db: Database,
    code: Annotated[str, typer.Argument(metavar="CODE", help=N_("A short code to call it by (wyf, 停车费)."))],
    per: Annotated[
        str,
        typer.Option(
            "--per", metavar="WAY", help=N_("What it is charged by: area, unit, fixed (a sum a period) or reading.")
        ),
    ],
    rate: Annotated[
        str, typer.Option("--rate", metavar="YUAN", help=N_("Yuan per m² (or unit) and month; a period; a unit read."))
    ],
    cycle: Annotated[
        str, typer.Option("--cycle", metavar="CYCLE", help=N_("How often it is billed: month, quarter, half or year."))
    ],
    name: Name = None,
    anniversary: Anniversary = None,
    due_day: DueDay = None,
    prepaid: Prepaid = None,
    round: Round = None,
    kind: Kind = None,
    meter: Meter = None,
    late_rate: LateRate = None,
    late_grace: LateGrace = None,
    late_cap: LateCap = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=N_("The first day it is charged for."))
    ] = None,
    until: Until = None,
    note: Note = None,
) -> Result:
    """Add a fee item: by what it is charged, at which rate, how often, when it is due, and what comes on top when late."""
    given = _given(
        db, code=code, name=name, per=per, rate=rate, cycle=cycle, anniversary=anniversary, due_day=due_day,
        timing=_timing(prepaid), rounding=round, unit_kind=kind, meter=meter, late_rate=late_rate,
        late_grace=late_grace, late_cap=late_cap, since=since, until=until, note=note,
    )  # fmt: skip
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
def edit(
    db: Database,
    item: Item,
    rate: Annotated[
        str | None, typer.Option("--rate", metavar="YUAN", help=N_("A new rate; bills made already keep theirs."))
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DATE", help=N_("The new rate holds for periods that begin on this day or later.")
        ),
    ] = None,
    code: Annotated[str | None, typer.Option("--code", help=N_("A new code."))] = None,
    name: Name = None,
    per: Annotated[
        str | None,
        typer.Option(
            "--per", metavar="WAY", help=N_("What it is charged by: area, unit, fixed (a sum a period) or reading.")
        ),
    ] = None,
    cycle: Cycle = None,
    anniversary: Anniversary = None,
    due_day: DueDay = None,
    prepaid: Prepaid = None,
    round: Round = None,
    kind: Kind = None,
    meter: Meter = None,
    late_rate: LateRate = None,
    late_grace: LateGrace = None,
    late_cap: LateCap = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help=N_("The first day the item is charged for."))
    ] = None,
    until: Until = None,
    note: Note = None,
) -> Result:
    """Change a fee item, or its rate from a day on. An empty text clears a field; bills made already stay as they are."""
    given = _given(
        db, rate=rate, code=code, name=name, per=per, cycle=cycle, anniversary=anniversary, due_day=due_day,
        timing=_timing(prepaid), rounding=round, unit_kind=kind, meter=meter, late_rate=late_rate,
        late_grace=late_grace, late_cap=late_cap, since=since, until=until, note=note,
    )  # fmt: skip
    return items.edit(db, item, given, since=values.day(db, start))
