"""`butler ticket respond`, `dispatch`, `arrive` and `resolve`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.nouns.ticket.verbs import handling as verbs
from butlercli.store.database import Database

Text = Annotated[str, typer.Argument(metavar="TEXT", help=N_("What was said or done."))]
Photo = Annotated[list[str] | None, typer.Option(metavar="FILE", help=N_("A photo to keep with it; may be repeated."))]


@verb(
    "write",
    examples=(
        "butler ticket respond 12 已联系业主，下午上门",
        "butler ticket respond 12,14 已告知停水时间 --at 10:20",
    ),
)
def respond(db: Database, ref: options.TicketRef, text: Text, at: options.At = None) -> Result:
    """Answer the person who reported it. The first response counts."""
    return verbs.respond(db, values.ticket_refs(ref, text), text, values.moment(db, at, "past"))


@verb(
    "write",
    examples=(
        "butler ticket dispatch 12 工程 --to 张师傅",
        "butler ticket dispatch 12 engineering --told 师傅20分钟到",
    ),
)
def dispatch(
    db: Database,
    ref: options.TicketRef,
    department: Annotated[
        str,
        typer.Argument(metavar="DEPARTMENT", help=N_("The department: code, name or an unambiguous beginning.")),
    ],
    to: Annotated[str | None, typer.Option(metavar="NAME", help=N_("Who goes."))] = None,
    told: Annotated[
        str | None, typer.Option(metavar="TEXT", help=N_("What the reporter was told; that is the response."))
    ] = None,
    at: options.At = None,
) -> Result:
    """Send a department."""
    return verbs.dispatch(db, values.ticket_refs(ref, department), department, to, told, values.moment(db, at, "past"))


@verb("write", examples=("butler ticket arrive 12", "butler ticket arrive 12 --at 10:05"))
def arrive(db: Database, ref: options.TicketRef, at: options.At = None) -> Result:
    """Note that the department is on site."""
    return verbs.arrive(db, values.ticket_refs(ref), values.moment(db, at, "past"))


@verb(
    "write",
    examples=(
        "butler ticket resolve 12 已疏通，试水正常 --cause 异物堵塞",
        "butler ticket resolve 12,14 已更换灯管 --at '昨天 17:30'",
    ),
)
def resolve(
    db: Database,
    ref: options.TicketRef,
    text: Text,
    cause: Annotated[
        str | None, typer.Option(metavar="TEXT", help=N_("Why it came about, for the statistics of causes."))
    ] = None,
    photo: Photo = None,
    at: options.At = None,
) -> Result:
    """Note what was done. It is also the response where that was still owed."""
    return verbs.resolve(db, values.ticket_refs(ref, text), text, cause, values.moment(db, at, "past"), photo or ())
