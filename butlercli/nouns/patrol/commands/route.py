"""`butler patrol route add`, `list`, `show`, `edit`, `pause`, `resume` and `retire`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.cli import fields, values
from butlercli.cli.verb import verb
from butlercli.nouns.patrol.fields import ROUTE
from butlercli.nouns.patrol.verbs import routes
from butlercli.store.database import Database

Route = Annotated[str, typer.Argument(metavar="ROUTE", help=N_("The route, or the beginning of its name."))]


@verb(
    "write",
    examples=(
        "butler patrol route add 午巡 --points GATE+LIFT-HALL --window 12:00-14:00 --every workdays",
        "butler patrol route add 消防月检 --points B2-FAN --points ROOF --window 09:00-17:00 --every monthly:1,15",
        "butler patrol route add 泵房 --points B1-PUMP --window 08:00-10:00 --window 20:00-22:00 --from 2026-07-06",
    ),
)
@fields.given(ROUTE, arguments=("name",), required=("points", "windows"), defaults={"every": "daily"})
def add(db: Database, given: Row) -> Result:
    """Add a route: which points, in which windows of time, on which days."""
    return routes.add(db, given)


@verb("read", shape="list", examples=("butler patrol route list", "butler patrol route list --all --json"))
def list_(
    db: Database,
    all: Annotated[bool, typer.Option("--all", help=N_("Also those not walked any more."))] = False,
    limit: int | None = None,
) -> Result:
    """List routes with their windows and days, and the round that is expected next."""
    return routes.list_routes(db, all, limit)


@verb("read", examples=("butler patrol route show 早巡", "butler patrol route show 夜巡 --json"))
def show(db: Database, route: Route) -> Result:
    """Show a route: its points in order, its plans with their dates, its pauses."""
    return routes.show(db, route)


@verb(
    "write",
    examples=(
        "butler patrol route edit 早巡 --window 07:30-09:30 --from 2026-07-06",
        "butler patrol route edit 夜巡 --points ROOF,GATE,B2-FAN --every 每天",
        "butler patrol route edit 早巡 --until 2026-12-31 --note 冬季另排",
    ),
)
@fields.given(
    (*ROUTE[1:6], ROUTE[0], ROUTE[6]),
    helps={
        "from": N_("The change holds from this day on; the first possible unless given."),
        "until": N_("The last day; an empty text for no end."),
        "name": N_("A new name."),
    },
)
def edit(db: Database, route: Route, given: Row) -> Result:
    """Change a route from a day on. What is not given stays, and so does what was expected before that day."""
    return routes.edit(db, route, given)


@verb(
    "write",
    examples=(
        "butler patrol route pause 夜巡 --from 2026-07-10 --until 2026-07-20 --reason 天台施工",
        "butler patrol route pause 早巡 -n",
    ),
)
def pause(
    db: Database,
    route: Route,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=N_("The first day; today unless given."))
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help=N_("The last day; without it until resumed."))
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=N_("Why."))] = None,
) -> Result:
    """Expect no rounds of a route for some days, also of the past. Rounds logged meanwhile stay, and count as extra."""
    from butlercli.nouns.patrol.verbs import pauses

    return pauses.pause(db, route, values.day(db, start), values.day(db, until), reason)


@verb(
    "write",
    examples=("butler patrol route resume 夜巡", "butler patrol route resume 早巡 --from 2026-07-06"),
)
def resume(
    db: Database,
    route: Route,
    start: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DATE", help=N_("The first day it is walked again; the first possible unless given.")
        ),
    ] = None,
) -> Result:
    """End a route's pause."""
    from butlercli.nouns.patrol.verbs import pauses

    return pauses.resume(db, route, values.day(db, start))


@verb(
    "write",
    examples=("butler patrol route retire 夜巡 --from 2026-08-01", "butler patrol route retire 夜巡 --back"),
)
def retire(
    db: Database,
    route: Route,
    start: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help=N_("From this day on; the first possible unless given.")),
    ] = None,
    back: Annotated[bool, typer.Option("--back", help=N_("Walk it again; the days between count as a pause."))] = False,
) -> Result:
    """Walk a route no more. Its rounds stay, and so does what was expected before."""
    from butlercli.nouns.patrol.verbs import pauses

    return pauses.retire(db, route, values.day(db, start), back=back)
