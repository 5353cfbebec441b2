"""`butler ticket list`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options
from butlercli.cli.verb import verb
from butlercli.nouns.ticket.commands import filters
from butlercli.nouns.ticket.verbs import show as show_verbs
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
    state: filters.State = None,
    kind: filters.Kind = None,
    category: filters.Category = None,
    unit: filters.Unit = None,
    building: filters.Building = None,
    facility: filters.Facility = None,
    department: filters.Department = None,
    party: filters.Party = None,
    priority: filters.Priority = None,
    source: filters.Source = None,
    tag: filters.Tag = None,
    overdue: filters.Overdue = False,
    start: options.From = None,
    end: options.To = None,
    text: filters.Text = None,
    sort: Annotated[str, typer.Option(help=N_("created, due, response, priority, id or unit."))] = "created",
    limit: int | None = None,
) -> Result:
    """List tickets, the newest first."""
    wanted = filters.wanted(
        db, start, end, state=state, kind=kind, category=category, unit=unit, building=building, facility=facility,
        department=department, party=party, priority=priority, source=source, tags=tag or (), overdue=overdue, text=text,
    )  # fmt: skip
    return show_verbs.list_tickets(db, wanted, sort, limit)
