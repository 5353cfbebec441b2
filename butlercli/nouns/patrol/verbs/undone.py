"""What must hold of the patrol once an operation is taken back."""

from butlercli.base.errors import RuleError
from butlercli.base.i18n import N_
from butlercli.nouns.patrol.store import usage
from butlercli.store.database import Database


def check_undone(db: Database, number: int) -> None:
    """Raise RuleError (exit 4) where a change of a route comes or goes before a round that was logged meanwhile.

    The round was walked by another plan than would now hold on its day; what it is would change.
    """
    row = usage.astray(db)
    if row is not None:
        raise RuleError(
            N_("Operation {number} cannot be taken back: {round} was logged since."),
            hint=N_("Change the route from a later day on: {command}."),
            code="changed_since",
            number=number,
            round=f"R{row['id']} {row['route']} {row['date']}",
            command="butler patrol route edit",
        )
