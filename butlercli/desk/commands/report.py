"""`butler report daily|weekly|monthly|quarterly|annual|range`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options
from butlercli.cli.verb import verb
from butlercli.store.database import Database

When = Annotated[
    str | None,
    typer.Argument(metavar="[WHEN]", help=N_("Which one: 昨天, 上周, 2026-06, Q2, 2025; the current one to date.")),
]
Explain = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="KEY",
        help=N_("List the records behind a figure, such as ticket.same_day_response_rate."),
    ),
]


def _made(db: Database, report: str, when: str | None, as_of: str | None, explain: str | None) -> Result:
    from butlercli.desk import report as build
    from butlercli.kit.report import explain as behind
    from butlercli.kit.report import spans

    asked = spans.choose(report, when, as_of, db.now)
    return behind.explain(db, asked, explain) if explain is not None else build.report(db, asked)


@verb(
    "read",
    shape="document",
    examples=("butler report daily", "butler report daily 昨天 --format text"),
)
def daily(db: Database, when: When = None, as_of: options.AsOf = None, explain: Explain = None) -> Result:
    """Report on a day: what is passed up, what came in, what is open, overdue and owed, and what comes next."""
    return _made(db, "daily", when, as_of, explain)


@verb(
    "read",
    shape="document",
    examples=("butler report weekly", "butler report weekly 上周 --format md"),
)
def weekly(db: Database, when: When = None, as_of: options.AsOf = None, explain: Explain = None) -> Result:
    """Report on a week, Monday to Sunday."""
    return _made(db, "weekly", when, as_of, explain)


@verb(
    "read",
    shape="document",
    examples=(
        "butler report monthly 2026-06 --as-of 2026-06-30",
        "butler report monthly --explain ticket.same_day_response_rate",
    ),
)
def monthly(db: Database, when: When = None, as_of: options.AsOf = None, explain: Explain = None) -> Result:
    """Report on a month, laid out as the year-end summary."""
    return _made(db, "monthly", when, as_of, explain)


@verb("read", shape="document", examples=("butler report quarterly Q2 --json",))
def quarterly(db: Database, when: When = None, as_of: options.AsOf = None, explain: Explain = None) -> Result:
    """Report on a quarter, laid out as the year-end summary."""
    return _made(db, "quarterly", when, as_of, explain)


@verb(
    "read",
    shape="document",
    examples=(
        "butler report annual",
        "butler report annual 2025 --format md",
        "butler report annual 2025 --explain ticket.satisfaction_rate",
    ),
)
def annual(db: Database, when: When = None, as_of: options.AsOf = None, explain: Explain = None) -> Result:
    """The year-end summary and suggestions. In January and February it is about the year before."""
    return _made(db, "annual", when, as_of, explain)


@verb(
    "read",
    shape="document",
    examples=("butler report range --from 2026-03-15 --to 2026-06-15",),
)
def range_(
    db: Database,
    start: options.From = None,
    end: options.To = None,
    as_of: options.AsOf = None,
    explain: Explain = None,
) -> Result:
    """Report on any stretch of days; the period before is the equal number of days just before."""
    from butlercli.desk import report as build
    from butlercli.kit.report import explain as behind
    from butlercli.kit.report import spans

    asked = spans.choose_range(start, end, as_of, db.now)
    return behind.explain(db, asked, explain) if explain is not None else build.report(db, asked)
