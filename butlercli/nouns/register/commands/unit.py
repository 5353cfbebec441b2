"""`butler unit add`, `list`, `show`, `edit` and `remove`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.cli import fields, options
from butlercli.cli.verb import verb
from butlercli.nouns.register.fields import UNIT
from butlercli.nouns.register.model import UNIT_KINDS, UNIT_STATES
from butlercli.nouns.register.store import listing
from butlercli.nouns.register.verbs import unit as unit_verbs
from butlercli.store.database import Database


@verb(
    "write",
    examples=(
        "butler unit add 5-1-1201 --area 89.5 --state 自住 --handover 2024-06-30",
        "butler unit add B018 --kind parking",
    ),
)
@fields.given(UNIT)
def add(db: Database, code: options.UnitCode, given: Row) -> Result:
    """Register a unit. From then on a unit that is not registered is refused, so that no slip of the pen makes one."""
    return unit_verbs.add(db, code, given)


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


@verb(
    "write",
    examples=(
        "butler unit edit 3-2-501 --state 出租",
        "butler unit edit 3-2-501 --area 89.5 --note '钥匙在前台'",
    ),
)
@fields.given(UNIT, helps={"kind": N_("home, shop, villa or parking.")})
def edit(
    db: Database,
    code: options.UnitCode,
    *,
    new_code: Annotated[
        str | None, typer.Option("--code", metavar="UNIT", help=N_("Another code: it was registered wrongly."))
    ] = None,
    given: Row,
) -> Result:
    """Change a unit. An empty text clears a field."""
    return unit_verbs.edit(db, code, given if new_code is None else {"code": new_code, **given})


@verb("write", examples=("butler unit remove A01",))
def remove(db: Database, code: options.UnitCode) -> Result:
    """Remove a unit that nothing refers to; what does is named."""
    return unit_verbs.remove(db, code)
