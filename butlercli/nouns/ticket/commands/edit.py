"""`butler ticket edit`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.cli import fields, options, values
from butlercli.cli.verb import verb
from butlercli.nouns.ticket.fields import TICKET
from butlercli.nouns.ticket.verbs import edit as edit_verbs
from butlercli.store.database import Database

When = Annotated[str | None, typer.Option(metavar="WHEN", help=N_("Correct this time."))]


@verb(
    "write",
    examples=(
        "butler ticket edit 12 -k complaint -p urgent",
        "butler ticket edit 12 --responded-at '昨天 18:05'",
        "butler ticket edit 12,14 --party developer --assignee ''",
    ),
)
@fields.given(TICKET, read=False)
def edit(
    db: Database,
    ref: options.TicketRef,
    given: Row,
    due: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("Until when it is to be handled."))] = None,
    created_at: When = None,
    responded_at: When = None,
    dispatched_at: When = None,
    arrived_at: When = None,
    resolved_at: When = None,
    called_back_at: When = None,
    verified_at: When = None,
    closed_at: When = None,
    new_unit: options.NewUnit = False,
) -> Result:
    """Change what was recorded, or correct the time of a step. An empty text clears a field."""
    changes = given if due is None else {**given, "due": values.moment(db, due, "future", end=True)}
    if new_unit and given.get("unit"):
        changes["new_unit"] = True
    named = {
        "created_at": created_at, "responded_at": responded_at, "dispatched_at": dispatched_at, "arrived_at": arrived_at,
        "resolved_at": resolved_at, "called_back_at": called_back_at, "verified_at": verified_at, "closed_at": closed_at,
    }  # fmt: skip
    times = {name: moment for name, text in named.items() if (moment := values.moment(db, text, "past")) is not None}
    return edit_verbs.edit(db, values.ticket_refs(ref), changes, times)
