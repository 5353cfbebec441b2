"""`butler ticket show` and `slip`."""

from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.nouns.ticket.verbs import show as show_verbs
from butlercli.store.database import Database


@verb("read", reveal=True, examples=("butler ticket show 12", "butler ticket show 12,14 --json"))
def show(db: Database, ref: options.TicketRef) -> Result:
    """Show tickets with their timelines: the time between the links, what is missing, the rounds that found it."""
    from butlercli.nouns.ticket.verbs import page

    return page.show(db, values.ticket_refs(ref))


@verb("read", examples=("butler ticket slip 12", "butler ticket slip 12,14"))
def slip(db: Database, ref: options.TicketRef) -> Result:
    """Print the text for the department's chat: what, where, when it is due, whom to call."""
    result = show_verbs.show(db, values.ticket_refs(ref))
    result.kind = "ticket.slip"
    result.extra["whole"] = True  # whoever is sent must be able to call
    return result
