"""`butler ticket stats`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.store.database import Database


@verb(
    "read",
    shape="list",
    examples=(
        "butler ticket stats",
        "butler ticket stats --by building --from 2026-01 --to 2026-06",
        "butler ticket stats --by hour --csv",
    ),
)
def stats(
    db: Database,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="WHAT",
            help=N_("category, building, unit, dept, cause, party, month, weekday, hour or kind."),
        ),
    ] = None,
    start: options.From = None,
    end: options.To = None,
    limit: int | None = None,
) -> Result:
    """Count tickets: shares, medians, satisfaction. Without --by: common problems, then who complained again."""
    from butlercli.nouns.ticket.figures import stats as stats_figures

    first, last = values.span(db, start, end) if start or end else (None, None)
    return stats_figures.stats(db, stats_figures.parse_by(by) if by is not None else None, first, last, limit)
