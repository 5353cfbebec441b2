"""The filters of `ticket list` and `ticket export`, each declared once, and what they come to."""

from typing import Annotated, Any

import typer

from butlercli.base.i18n import N_
from butlercli.cli import values
from butlercli.nouns.ticket.verbs.filters import WantedTickets
from butlercli.store.database import Database

State = Annotated[str | None, typer.Option("--state", "-s", help=N_("A state, or open for all that are not closed."))]
Kind = Annotated[str | None, typer.Option("--kind", "-k", help=N_("A kind."))]
Category = Annotated[str | None, typer.Option("--category", "-c", help=N_("A category."))]
Unit = Annotated[str | None, typer.Option("--unit", "-u", help=N_("A unit."))]
Building = Annotated[str | None, typer.Option("--building", "-b", help=N_("A building."))]
Facility = Annotated[
    str | None, typer.Option("--facility", metavar="CODE", help=N_("A facility, by its code or name."))
]
Department = Annotated[str | None, typer.Option("--dept", "-d", help=N_("A department."))]
Party = Annotated[str | None, typer.Option(help=N_("A responsible party."))]
Priority = Annotated[str | None, typer.Option("--priority", "-p", help=N_("A priority."))]
Source = Annotated[str | None, typer.Option(help=N_("A source."))]
Tag = Annotated[list[str] | None, typer.Option(help=N_("A tag; repeated, all of them."))]
Overdue = Annotated[bool, typer.Option("--overdue", help=N_("Only those past their due time."))]
Text = Annotated[str | None, typer.Option("--text", help=N_("Only those that hold these words."))]


def wanted(db: Database, start: str | None, end: str | None, **words: Any) -> WantedTickets:
    """Return what is wanted: the words as given, `--from` and `--to` as stored moments."""
    found = WantedTickets(**words)
    if start or end:
        found.start, found.end = values.span(db, start, end)
    return found
