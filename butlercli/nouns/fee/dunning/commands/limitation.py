"""`butler fee limitation`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options
from butlercli.cli.run import Session
from butlercli.cli.verb import verb
from butlercli.store.database import Database


@verb(
    "read",
    shape="list",
    examples=(
        "butler fee limitation --within 90d",
        "butler fee limitation 3-2-501",
        "butler fee limitation --building 3 --as-of 2026-06-30 --json",
    ),
)
def limitation(
    db: Database,
    limit: int | None,
    unit: Annotated[str | None, typer.Argument(metavar="[UNIT]", help=N_("Only this unit."))] = None,
    within: Annotated[
        str | None,
        typer.Option("--within", metavar="TIME", help=N_("Only what ends within this time, or ended: 90d, 26周.")),
    ] = None,
    building: options.Building = None,
    as_of: options.AsOf = None,
) -> Result:
    """Show when three years end, bill by bill: a cautious date, what last interrupted it, and what would now.

    No legal advice: courts differ. The three years run from the day after the due date (Civil Code 民法典 188) and begin
    anew with a part payment or with a demand or promise that can be proven (195): a slip that was signed, a courier's
    number, a recording. What only you noted leaves two dates. Printing a letter proves nothing.
    """
    from butlercli.cli.values import length
    from butlercli.kit.report.spans import moment_of
    from butlercli.nouns.fee.dunning.verbs import limitation as limitation_verbs
    from butlercli.nouns.register.store import units

    moment = moment_of(as_of, db.now)
    id = units.find(db, unit)["id"] if unit is not None else None
    block = units.building(db, building)
    result = limitation_verbs.limits(db, moment, id, block, length(within) if within is not None else None, limit)
    asked = Session.request
    if asked.json or asked.csv or asked.output or asked.format:
        # The page says it in its header; what goes to a file or a program has none.
        result.notice(N_("No legal advice: courts differ; ask a lawyer before a date is near."))
    return result
