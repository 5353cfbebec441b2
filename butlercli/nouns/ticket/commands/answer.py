"""`butler ticket callback`, `verify`, `close` and `done`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.nouns.ticket.verbs import answer
from butlercli.nouns.ticket.verbs import handling as verbs
from butlercli.store.database import Database

Score = Annotated[str | None, typer.Option("--score", metavar="1-5", help=N_("1 to 5, or 非常不满意 … 非常满意."))]
By = Annotated[str | None, typer.Option(metavar="NAME", help=N_("Who did it."))]


@verb(
    "write",
    examples=(
        "butler ticket callback 12 --score 5 --feedback 师傅很快",
        "butler ticket callback 12 --unreached",
        "butler ticket callback 12 --score 1 --unhappy --feedback 又堵了",
    ),
)
def callback(
    db: Database,
    ref: options.TicketRef,
    score: Score = None,
    feedback: Annotated[str | None, typer.Option(metavar="TEXT", help=N_("What they said."))] = None,
    by: By = None,
    unreached: Annotated[
        bool, typer.Option("--unreached", help=N_("Nobody answered; three attempts satisfy the link."))
    ] = False,
    unhappy: Annotated[
        bool, typer.Option("--unhappy", help=N_("The work is to be done again: the ticket is reopened."))
    ] = False,
    at: options.At = None,
) -> Result:
    """Call back and note the feedback."""
    brought = answer.Answer(answer.parse_score(score) if score else None, feedback, by, unreached, unhappy)
    return answer.callback(db, values.ticket_refs(ref), brought, values.moment(db, at, "past"))


@verb(
    "write",
    examples=("butler ticket verify 15 --by 李主管", "butler ticket verify 15 复查无渗漏 --photo 泵房.jpg"),
)
def verify(
    db: Database,
    ref: options.TicketRef,
    text: Annotated[str | None, typer.Argument(metavar="[TEXT]", help=N_("What was found."))] = None,
    by: By = None,
    photo: Annotated[
        list[str] | None, typer.Option(metavar="FILE", help=N_("A photo to keep with it; may be repeated."))
    ] = None,
    at: options.At = None,
) -> Result:
    """Check a repair that nobody reported (patrol, incident). It stands for callback and feedback."""
    return answer.verify(db, values.ticket_refs(ref, text), text, by, values.moment(db, at, "past"), photo or ())


@verb("write", examples=("butler ticket close 12", "butler ticket close 12,14,20-22"))
def close(db: Database, ref: options.TicketRef, at: options.At = None) -> Result:
    """Close tickets whose loop is complete."""
    return verbs.close(db, values.ticket_refs(ref), values.moment(db, at, "past"))


@verb("write", examples=("butler ticket done 12 已更换水龙头 --score 5", "butler ticket done 16 已告知缴费方式"))
def done(
    db: Database,
    ref: options.TicketRef,
    text: Annotated[str | None, typer.Argument(metavar="[TEXT]", help=N_("What was done."))] = None,
    score: Score = None,
    cause: Annotated[
        str | None, typer.Option(metavar="TEXT", help=N_("Why it came about, for the statistics of causes."))
    ] = None,
    at: options.At = None,
) -> Result:
    """Resolve, and close if nothing is owed. A score is callback and feedback in one."""
    points = answer.parse_score(score) if score else None
    return answer.done(db, values.ticket_refs(ref, text), text, points, cause, values.moment(db, at, "past"))
