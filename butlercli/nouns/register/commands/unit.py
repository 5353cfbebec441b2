"""`butler unit add`, `list`, `show`, `edit` and `remove`."""

from typing import Annotated, Any

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options
from butlercli.cli.verb import verb
from butlercli.nouns.register.commands.texts import date_text
from butlercli.nouns.register.model import UNIT_KINDS, UNIT_STATES
from butlercli.nouns.register.store import listing
from butlercli.nouns.register.verbs import unit as unit_verbs
from butlercli.store.database import Database

Kind = Annotated[
    str | None, typer.Option("--kind", "-k", help=N_("home, shop, villa or parking; by the code unless given."))
]
Area = Annotated[
    str | None, typer.Option(metavar="M2", help=N_("The floor area in square metres, up to four decimals."))
]
State = Annotated[
    str | None,
    typer.Option("--state", "-s", help=N_("occupied, let, vacant, undelivered or renovating.")),
]
Handover = Annotated[
    str | None, typer.Option("--handover", "--handover-date", metavar="DATE", help=N_("When it was handed over."))
]
Remark = Annotated[str | None, typer.Option(help=N_("A remark."))]


@verb(
    "write",
    examples=(
        "butler unit add 5-1-1201 --area 89.5 --state 自住 --handover 2024-06-30",
        "butler unit add B018 --kind parking",
    ),
)
def add(
    db: Database,
    code: options.UnitCode,
    kind: Kind = None,
    area: Area = None,
    state: State = None,
    handover: Handover = None,
    note: Remark = None,
) -> Result:
    """Register a unit. From then on a unit that is not registered is refused, so that no slip of the pen makes one."""
    values: dict[str, Any] = {
        "kind": UNIT_KINDS.parse(kind) if kind else None,
        "area": _area(area),
        "state": UNIT_STATES.parse(state) if state else None,
        "handover_date": date_text(db, handover),
        "note": note,
    }
    return unit_verbs.add(db, code, values)


def _area(text: str | None) -> int | None:
    if not text:
        return None
    from butlercli.base.areas import parse_area

    return parse_area(text)


@verb(
    "read",
    shape="list",
    reveal=True,
    examples=(
        "butler unit list --building 3",
        "butler unit list --state vacant --csv",
        "butler unit list --tag 老人独居",
    ),
)
def list_(
    db: Database,
    building: Annotated[str | None, typer.Option("--building", "-b", help=N_("A building."))] = None,
    kind: Annotated[str | None, typer.Option("--kind", "-k", help=N_("A kind."))] = None,
    state: Annotated[str | None, typer.Option("--state", "-s", help=N_("A state."))] = None,
    tag: Annotated[str | None, typer.Option(help=N_("Only those with a resident who has this tag."))] = None,
    text: Annotated[str | None, typer.Option("--text", help=N_("Only those whose code or remark holds this."))] = None,
    limit: int | None = None,
) -> Result:
    """List units with their residents, in the order of the buildings."""
    wanted = listing.WantedUnits(
        building=building,
        kind=UNIT_KINDS.parse(kind) if kind else None,
        state=UNIT_STATES.parse(state) if state else None,
        tag=tag,
        text=text,
    )
    return unit_verbs.list_units(db, wanted, limit)


@verb("read", reveal=True, examples=("butler unit show 3-2-501", "butler unit show 3栋2单元501 --json"))
def show(db: Database, code: options.UnitCode) -> Result:
    """Show everything about a unit: residents and their wishes, tickets, facilities of its building, contacts."""
    from butlercli.nouns.register.verbs import page as unitcard

    return unitcard.show(db, code)


@verb(
    "write",
    examples=(
        "butler unit edit 3-2-501 --state 出租",
        "butler unit edit 3-2-501 --area 89.5 --note '钥匙在前台'",
    ),
)
def edit(
    db: Database,
    code: options.UnitCode,
    new_code: Annotated[
        str | None, typer.Option("--code", metavar="UNIT", help=N_("Another code: it was registered wrongly."))
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", "-k", help=N_("home, shop, villa or parking."))] = None,
    area: Area = None,
    state: State = None,
    handover: Handover = None,
    note: Remark = None,
) -> Result:
    """Change a unit. An empty text clears a field."""
    changes: dict[str, Any] = {}
    if new_code is not None:
        changes["code"] = new_code
    if kind is not None:
        changes["kind"] = UNIT_KINDS.parse(kind)
    if area is not None:
        changes["area"] = _area(area)
    if state is not None:
        changes["state"] = UNIT_STATES.parse(state) if state else None
    if handover is not None:
        changes["handover_date"] = date_text(db, handover or None)
    if note is not None:
        changes["note"] = note
    return unit_verbs.edit(db, code, changes)


@verb("write", examples=("butler unit remove A01",))
def remove(db: Database, code: options.UnitCode) -> Result:
    """Remove a unit that nothing refers to; what does is named."""
    return unit_verbs.remove(db, code)
