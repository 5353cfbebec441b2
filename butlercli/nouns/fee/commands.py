"""`butler fee stats`."""

from typing import Annotated

import typer

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options
from butlercli.cli.verb import verb
from butlercli.store.database import Database


@verb(
    "read",
    shape="document",
    examples=(
        "butler fee stats",
        "butler fee stats --period 2026-Q2 --by building",
        "butler fee stats --period 2026 --as-of 2026-03-31 --json",
    ),
)
def stats(
    db: Database,
    when: Annotated[
        str | None,
        typer.Argument(metavar="[PERIOD]", help=N_("Which days: 本月, 上周, 2026-06, Q2, 近30天; this year to date.")),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="PERIOD", help=N_("The same as an option: 2026, 2026-Q1, 2026-03.")),
    ] = None,
    start: options.From = None,
    end: options.To = None,
    as_of: options.AsOf = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="WHAT", help=N_("item, building, month (of service) or channel."))
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="KEY",
            help=N_("List the records behind a figure, such as fee.current_collection_rate."),
        ),
    ] = None,
) -> Result:
    """Show the figures of fees: collection rates, arrears, recovery, promises, and how each dunning channel fared."""
    from butlercli.kit.report import explain as behind
    from butlercli.kit.report import spans
    from butlercli.nouns.fee.figures import stats as stats_figures
    from butlercli.nouns.fee.report import part as fees

    chosen = stats_figures.parse_by(by) if by is not None else None
    if when is not None and period is not None:
        raise UsageError(N_("The period is named twice."), hint=N_("Try {example}."), example="--period 2026-Q1")
    span = spans.choose_any(period if when is None else when, start, end, as_of, db.now)
    if explain is not None:
        if chosen is not None:
            raise UsageError(
                N_("--explain lists the records behind one figure; it goes without --by."),
                hint=N_("Try {example}."),
                example="--explain fee.recovery_rate",
            )
        return behind.explain(db, spans.Asked("range", span), explain, (fees.report_noun(),))
    return stats_figures.stats(db, span, chosen)
