"""`butler fee plan`: whom to call or visit this week, in order."""

from butlercli.base.result import Result
from butlercli.cli import options
from butlercli.cli.verb import verb
from butlercli.nouns.register.store import units
from butlercli.store.database import Database


@verb(
    "read",
    shape="list",
    reveal=True,
    examples=("butler fee plan", "butler fee plan --building 3 --limit 20", "butler fee plan --json"),
)
def plan(db: Database, building: options.Building = None, limit: int | None = None) -> Result:
    """Plan this week's round: first what must be mended, then promises due and broken, then the others by building.

    Each line says what to do and why: call, visit, write a letter, or wait. Who has an open complaint or repair is
    not asked for money before it is mended.
    """
    from butlercli.nouns.fee.dunning.verbs import plan as plan_verbs

    return plan_verbs.plan(db, units.building(db, building), limit)
