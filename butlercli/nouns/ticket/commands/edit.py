"""`butler ticket edit`."""

from typing import Annotated, Any

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.nouns.ticket import model
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
def edit(
    db: Database,
    ref: options.TicketRef,
    title: Annotated[str | None, typer.Option(help=N_("What it is about."))] = None,
    detail: Annotated[str | None, typer.Option(help=N_("The whole story; an empty text clears it."))] = None,
    unit: Annotated[str | None, typer.Option("--unit", "-u", help=N_("The unit it concerns, such as 3-2-501."))] = None,
    place: Annotated[str | None, typer.Option(help=N_("A place that is no unit."))] = None,
    facility: Annotated[
        str | None, typer.Option(metavar="CODE", help=N_("The facility it concerns; an empty text clears it."))
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", "-k", help=N_("The kind; the deadlines follow."))] = None,
    category: Annotated[str | None, typer.Option("--category", "-c", help=N_("The category."))] = None,
    priority: Annotated[
        str | None, typer.Option("--priority", "-p", help=N_("The priority; the deadlines follow."))
    ] = None,
    department: Annotated[str | None, typer.Option("--dept", "-d", help=N_("The department in charge."))] = None,
    assignee: Annotated[str | None, typer.Option(help=N_("Who goes."))] = None,
    source: Annotated[str | None, typer.Option(help=N_("Where it came from."))] = None,
    party: Annotated[
        str | None,
        typer.Option(help=N_("Who is responsible: property, developer, owner, contractor or municipal.")),
    ] = None,
    reporter: Annotated[str | None, typer.Option(help=N_("Who reported it."))] = None,
    phone: Annotated[str | None, typer.Option(help=N_("The number to call back."))] = None,
    cause: Annotated[str | None, typer.Option(help=N_("Why it came about."))] = None,
    tag: Annotated[list[str] | None, typer.Option(help=N_("The tags, all of them; one empty tag clears them."))] = None,
    due: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("Until when it is to be handled."))] = None,
    created_at: When = None,
    responded_at: When = None,
    dispatched_at: When = None,
    arrived_at: When = None,
    resolved_at: When = None,
    called_back_at: When = None,
    verified_at: When = None,
    closed_at: When = None,
    new_unit: Annotated[bool, typer.Option("--new-unit", help=N_("Register the unit if it is not known."))] = False,
) -> Result:
    """Change what was recorded, or correct the time of a step. An empty text clears a field."""
    given = {
        "title": title, "detail": detail, "unit": unit, "place": place, "facility": facility, "category": category, "department": department,
        "assignee": assignee, "reporter": reporter, "cause": cause, "tags": tag, "phone": (phone and values.phone(phone)) or phone,
        "kind": model.KINDS.parse(kind) if kind else None,
        "priority": model.PRIORITIES.parse(priority) if priority else None,
        "source": model.SOURCES.parse(source) if source else None,
        "party": model.PARTIES.parse(party) if party else None,
        "due": values.moment(db, due, "future", end=True),
    }  # fmt: skip
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if new_unit and unit:
        changes["new_unit"] = True
    named = {
        "created_at": created_at, "responded_at": responded_at, "dispatched_at": dispatched_at, "arrived_at": arrived_at,
        "resolved_at": resolved_at, "called_back_at": called_back_at, "verified_at": verified_at, "closed_at": closed_at,
    }  # fmt: skip
    times = {name: moment for name, text in named.items() if (moment := values.moment(db, text, "past")) is not None}
    return edit_verbs.edit(db, values.ticket_refs(ref), changes, times)
