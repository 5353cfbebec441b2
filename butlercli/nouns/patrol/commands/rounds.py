"""`butler patrol list` and `butler patrol show`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.refs import parse_refs
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.nouns.patrol import model
from butlercli.store.database import Database


@verb(
    "read",
    shape="list",
    reveal=True,
    examples=(
        "butler patrol list --route 早巡 --from 上月",
        "butler patrol list --state partial --by 王",
        "butler patrol list --facility PUMP-1 --csv",
    ),
)
def list_(
    db: Database,
    route: Annotated[str | None, typer.Option("--route", "-r", metavar="ROUTE", help=N_("Only this route."))] = None,
    start: options.From = None,
    end: options.To = None,
    state: Annotated[
        str | None, typer.Option("--state", "-s", help=N_("done, partial, open or abandoned; several: a comma list."))
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help=N_("Only those somebody of this name walked."))
    ] = None,
    extra: Annotated[
        bool, typer.Option("--extra", help=N_("Only rounds that nobody expected: outside the rates."))
    ] = False,
    facility: Annotated[
        str | None,
        typer.Option("--facility", metavar="CODE", help=N_("Only rounds that pass a facility, by its code or name.")),
    ] = None,
    limit: int | None = None,
) -> Result:
    """List rounds, the newest first."""
    from butlercli.nouns.patrol.verbs import listing

    first, last = values.span(db, start, end) if start or end else (None, None)
    wanted = listing.WantedRounds(
        route=route,
        first=first[:10] if first else None,
        last=last[:10] if last else None,
        state=state,
        person=by,
        extra=extra,
        facility=facility,
    )
    return listing.list_rounds(db, wanted, limit)


@verb(
    "read",
    reveal=True,
    examples=("butler patrol show R1", "butler patrol show 1 --json"),
)
def show(
    db: Database,
    ref: Annotated[str, typer.Argument(metavar="REF", help=N_("One round or several: 12, R12, 12,14,20-22 or 12+14."))],
) -> Result:
    """Show rounds with every point: what was seen, how it was entered, and what became of its faults."""
    from butlercli.nouns.patrol.verbs import page

    return page.show(db, parse_refs(ref, model.LETTER))
