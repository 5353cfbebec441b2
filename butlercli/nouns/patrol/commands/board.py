"""`butler patrol due`, `missed` and `calendar`: what is expected and what came of it."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_, _
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.nouns.patrol.verbs import board
from butlercli.store.database import Database

if TYPE_CHECKING:
    from butlercli.base.dates.model import Period

Route = Annotated[str | None, typer.Option("--route", "-r", metavar="ROUTE", help=N_("Only this route."))]


def route_id(db: Database, text: str | None) -> int | None:
    """Return the id of a route by what people call it, or None where there is no text."""
    if text is None:
        return None
    from butlercli.nouns.patrol.store import lookup

    return int(lookup.route(db, text)["id"])


def days(db: Database, start: str | None, end: str | None) -> tuple[date | None, date | None]:
    """Read `--from` and `--to` as days; raises UsageError where the end is before the beginning."""
    if not (start or end):
        return None, None
    first, last = values.span(db, start, end)
    return date.fromisoformat(first[:10]) if first else None, date.fromisoformat(last[:10]) if last else None


@verb(
    "read",
    shape="list",
    examples=("butler patrol due", "butler patrol due 明天", "butler patrol due --check --json"),
)
def due(
    db: Database,
    day: Annotated[str | None, typer.Argument(metavar="[DATE]", help=N_("A day; today unless given."))] = None,
    check: Annotated[
        bool, typer.Option("--check", help=N_("Exit 6 where a round whose window has ended is not complete."))
    ] = False,
    limit: int | None = None,
) -> Result:
    """Show what is expected of a day, by window: done, late, open, partial or missed.

    A window past midnight belongs to the day it began; last night's stands on today's page as well.
    """
    return board.due(db, values.day(db, day) or db.now.date(), limit, check=check)


@verb(
    "read",
    shape="list",
    examples=(
        "butler patrol missed",
        "butler patrol missed --from 上月 --to 上月 --route 夜巡",
        "butler patrol missed --from 2026-06-29 --check --json",
    ),
)
def missed(
    db: Database,
    start: options.From = None,
    end: options.To = None,
    route: Route = None,
    as_of: options.AsOf = None,
    check: Annotated[bool, typer.Option("--check", help=N_("Exit 6 where there is any."))] = False,
    limit: int | None = None,
) -> Result:
    """List the rounds with missed points, one row a round, the newest first; the last 30 days unless told.

    A point that was skipped with its reason is not missed. Days on which a route is paused expect nothing.
    """
    first, last = days(db, start, end)
    moment = None
    if as_of is not None:
        from butlercli.kit.report.spans import moment_of

        moment = moment_of(as_of, db.now)
    return board.missed(db, first, last, limit, as_of=moment, route_id=route_id(db, route), check=check)


@verb(
    "read",
    examples=(
        "butler patrol calendar",
        "butler patrol calendar 2026-06 --route 早巡",
        "butler patrol calendar 上月 --json",
    ),
)
def calendar(
    db: Database,
    month: Annotated[str | None, typer.Argument(metavar="[MONTH]", help=N_("A month; this one unless given."))] = None,
    route: Route = None,
) -> Result:
    """Show a month of rounds at a glance: a line for each route and window, a column for each day."""
    period = _month(db, month)
    return board.calendar(db, period.start, period.end, route_id(db, route))


def _month(db: Database, text: str | None) -> "Period":
    """Read a month, or a day or week that lies in one; raises UsageError for what is longer."""
    from butlercli.base.dates import parse_period, period_of
    from butlercli.kit.holidays import festival

    if text is None:
        return period_of("month", db.now.date())
    read = parse_period(text, db.now, holidays=festival)
    month = period_of("month", read.start)
    if read.end > month.end:
        raise UsageError(
            N_("“{value}” is longer than a {what}."),
            hint=N_("Try {example}."),
            value=text,
            what=_("month"),
            example=f"butler patrol calendar {db.now:%Y-%m}",
        )
    return month
