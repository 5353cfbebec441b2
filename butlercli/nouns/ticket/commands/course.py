"""`butler ticket defer`, `resume`, `reopen`, `escalate`, `cancel`, `note` and `link`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.refs import parse_ref
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.nouns.ticket import model
from butlercli.nouns.ticket.verbs import course
from butlercli.store.database import Database

Reason = Annotated[str, typer.Argument(metavar="REASON", help=N_("Why."))]
Remark = Annotated[str | None, typer.Argument(metavar="[TEXT]", help=N_("A remark."))]


@verb(
    "write",
    examples=(
        "butler ticket defer 12 --until 周五 --reason 等配件",
        "butler ticket defer 12 水泵缺货 --until 12-1 --reason parts",
    ),
)
def defer(
    db: Database,
    ref: options.TicketRef,
    text: Remark = None,
    until: Annotated[str, typer.Option(metavar="WHEN", help=N_("Until when; then it is open again by itself."))] = ...,  # type: ignore[assignment]
    reason: Annotated[
        str,
        typer.Option(metavar="REASON", help=N_("parts, owner, developer, contractor, weather, approval or other.")),
    ] = "other",
    at: options.At = None,
) -> Result:
    """Put off until a day, with a reason. Nothing is overdue meanwhile; the deadlines move by the time deferred."""
    refs = values.ticket_refs(ref, text)
    end = values.moment(db, until, "future", end=True)
    assert end is not None
    return course.defer(db, refs, end, model.DEFER_REASONS.parse(reason), text, values.moment(db, at, "past"))


@verb("write", examples=("butler ticket resume 12", "butler ticket resume 12 配件到了"))
def resume(db: Database, ref: options.TicketRef, text: Remark = None, at: options.At = None) -> Result:
    """Take up a deferred ticket before its day."""
    return course.resume(db, values.ticket_refs(ref, text), text, values.moment(db, at, "past"))


@verb("write", examples=("butler ticket reopen 12 业主来电又漏了",))
def reopen(db: Database, ref: options.TicketRef, text: Remark = None, at: options.At = None) -> Result:
    """Open a ticket again. The due time stays; handling, callback and feedback are wanted anew."""
    return course.reopen(db, values.ticket_refs(ref, text), text, values.moment(db, at, "past"))


@verb("write", examples=("butler ticket escalate 12 三次返修未好 --to 项目经理",))
def escalate(
    db: Database,
    ref: options.TicketRef,
    text: Reason,
    to: Annotated[str | None, typer.Option(metavar="NAME", help=N_("To whom."))] = None,
    at: options.At = None,
) -> Result:
    """Pass a ticket up. It heads the day until it is closed."""
    return course.escalate(db, values.ticket_refs(ref, text), text, to, values.moment(db, at, "past"))


@verb("write", examples=("butler ticket cancel 12 业主撤回",))
def cancel(db: Database, ref: options.TicketRef, text: Reason, at: options.At = None) -> Result:
    """Cancel a ticket, with a reason."""
    return course.cancel(db, values.ticket_refs(ref, text), text, values.moment(db, at, "past"))


@verb("write", examples=("butler ticket note 12 业主要求周末施工",))
def note(
    db: Database,
    ref: options.TicketRef,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=N_("The note."))],
    at: options.At = None,
) -> Result:
    """Add a note to the log."""
    return course.note(db, values.ticket_refs(ref, text), text, values.moment(db, at, "past"))


@verb("write", examples=("butler ticket link 12 14", "butler ticket link 14 12 --duplicate"))
def link(
    db: Database,
    first: options.OneTicket,
    second: options.OneTicket,
    duplicate: Annotated[
        bool,
        typer.Option(
            "--duplicate",
            help=N_("The first says the same: it is cancelled, its reporter is called back with the second."),
        ),
    ] = False,
    at: options.At = None,
) -> Result:
    """Link two tickets, or mark the first as a duplicate of the second."""
    moment = values.moment(db, at, "past")
    return course.link(db, parse_ref(first, "T"), parse_ref(second, "T"), duplicate, moment)
