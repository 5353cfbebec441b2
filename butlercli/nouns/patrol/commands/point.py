"""`butler patrol point add`, `list`, `show`, `edit` and `retire`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.cli import fields
from butlercli.cli.verb import verb
from butlercli.nouns.patrol.fields import POINT
from butlercli.nouns.patrol.verbs import points
from butlercli.store.database import Database

Point = Annotated[
    str, typer.Argument(metavar="POINT", help=N_("The point: its code, its name, or the beginning of one."))
]


@verb(
    "write",
    examples=(
        "butler patrol point add ROOF-2 2栋天台 --place 2栋顶层 --check 门锁完好 --check 地漏通畅",
        "butler patrol point add B1-FIRE 消防泵房 --reading 压力 --unit MPa --min 0.3 --max 0.5",
        "butler patrol point add LIFT-CAR 轿厢 --facility LIFT-3-2",
    ),
)
@fields.given(POINT, arguments=("code", "name"))
def add(db: Database, given: Row) -> Result:
    """Add a patrol point: what is looked at, and what is read there within which limits."""
    return points.add(db, given)


@verb(
    "read",
    shape="list",
    examples=(
        "butler patrol point list",
        "butler patrol point list --route 早巡",
        "butler patrol point list --all --csv",
    ),
)
def list_(
    db: Database,
    route: Annotated[
        str | None, typer.Option("--route", metavar="ROUTE", help=N_("Only the points of a route, in their order."))
    ] = None,
    facility: Annotated[
        str | None, typer.Option("--facility", metavar="CODE", help=N_("Only the points of a facility."))
    ] = None,
    all: Annotated[bool, typer.Option("--all", help=N_("Also those out of use."))] = False,
    limit: int | None = None,
) -> Result:
    """List patrol points, with what is read there and the routes that have them."""
    return points.list_points(db, route, facility, all, limit)


@verb("read", examples=("butler patrol point show B1-PUMP", "butler patrol point show 东门 --json"))
def show(db: Database, point: Point) -> Result:
    """Show a patrol point: its last results and readings, its open fault, the routes that have it."""
    return points.show(db, point)


@verb(
    "write",
    examples=(
        "butler patrol point edit B1-PUMP --min 0.28 --max 0.52",
        "butler patrol point edit GATE --add-check 道闸起落正常 --place 东门岗亭",
        "butler patrol point edit B1-PUMP --facility ''",
    ),
)
@fields.given(
    (*POINT[2:6], *POINT[:2], *POINT[6:]),
    helps={
        "code": N_("A new code."),
        "checks": N_("All that is to be looked at, in place of what was; may be repeated."),
    },
)
def edit(
    db: Database,
    point: Point,
    *,
    add_check: Annotated[
        list[str] | None,
        typer.Option("--add-check", metavar="TEXT", help=N_("One more thing to look at; may be repeated.")),
    ] = None,
    drop_check: Annotated[
        list[str] | None,
        typer.Option("--drop-check", metavar="TEXT", help=N_("What is looked at no more; may be repeated.")),
    ] = None,
    given: Row,
) -> Result:
    """Change a patrol point. An empty text clears a field; what was logged stays as it is."""
    return points.edit(db, point, given, add_check or (), drop_check or ())


@verb("write", examples=("butler patrol point retire WEST -n", "butler patrol point retire GATE --back"))
def retire(
    db: Database,
    point: Point,
    back: Annotated[bool, typer.Option("--back", help=N_("Take it into use again."))] = False,
) -> Result:
    """Take a patrol point out of use; refused while a route in use has it."""
    return points.retire(db, point, back=back)
