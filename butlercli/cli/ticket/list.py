"""`butler ticket list`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.domains.ticket import queries, store_filter
from butlercli.store.database import Database


@verb(
    "read",
    shape="list",
    reveal=True,
    examples=(
        "butler ticket list --state open --sort due",
        "butler ticket list -k complaint --overdue --building 3",
        "butler ticket list --from 上月 --to 上月 --csv",
    ),
)
def list_(
    db: Database,
    state: Annotated[
        str | None, typer.Option("--state", "-s", help=N_("A state, or open for all that are not closed."))
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", "-k", help=N_("A kind."))] = None,
    category: Annotated[str | None, typer.Option("--category", "-c", help=N_("A category."))] = None,
    unit: Annotated[str | None, typer.Option("--unit", "-u", help=N_("A unit."))] = None,
    building: Annotated[str | None, typer.Option("--building", "-b", help=N_("A building."))] = None,
    department: Annotated[str | None, typer.Option("--dept", "-d", help=N_("A department."))] = None,
    party: Annotated[str | None, typer.Option(help=N_("A responsible party."))] = None,
    priority: Annotated[str | None, typer.Option("--priority", "-p", help=N_("A priority."))] = None,
    source: Annotated[str | None, typer.Option(help=N_("A source."))] = None,
    tag: Annotated[list[str] | None, typer.Option(help=N_("A tag; repeated, all of them."))] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help=N_("Only those past their due time."))] = False,
    start: options.From = None,
    end: options.To = None,
    text: Annotated[str | None, typer.Option("--text", help=N_("Only those that hold these words."))] = None,
    sort: Annotated[str, typer.Option(help=N_("created, due, priority, id or unit."))] = "created",
    limit: int | None = None,
) -> Result:
    """List tickets, the newest first."""
    wanted = store_filter.Wanted(
        state=state, kind=kind, category=category, unit=unit, building=building, department=department, party=party,
        priority=priority, source=source, tags=tag or (), overdue=overdue, text=text,
    )  # fmt: skip
    wanted.start, wanted.end = values.span(db, start, end) if start or end else (None, None)
    return queries.list_tickets(db, wanted, sort, limit)
