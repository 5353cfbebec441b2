"""`butler patrol stats`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options
from butlercli.cli.verb import verb
from butlercli.store.database import Database


@verb(
    "read",
    shape="document",
    examples=(
        "butler patrol stats",
        "butler patrol stats 2026-06 --by facility",
        "butler patrol stats --from 2026-04-01 --to 2026-06-30 --by month --json",
    ),
)
def stats(
    db: Database,
    period: Annotated[
        str | None,
        typer.Argument(metavar="[PERIOD]", help=N_("Which days: 本月, 上周, 2026-06, Q2, 近30天; this year to date.")),
    ] = None,
    start: options.From = None,
    end: options.To = None,
    as_of: options.AsOf = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="WHAT", help=N_("route, point, facility, month or person."))
    ] = None,
) -> Result:
    """Show facilities with repeated faults, the figures of the patrol, and a table by route or what --by names."""
    from butlercli.kit.report import spans
    from butlercli.nouns.patrol.figures import stats as stats_figures

    chosen = stats_figures.parse_by(by) if by is not None else None
    return stats_figures.stats(db, spans.choose_any(period, start, end, as_of, db.now), chosen)
