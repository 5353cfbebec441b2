"""`butler unit show`: by itself, for it is asked many times a day and needs none of the fields of the others."""

from butlercli.base.result import Result
from butlercli.cli import options
from butlercli.cli.verb import verb
from butlercli.store.database import Database


@verb("read", reveal=True, examples=("butler unit show 3-2-501", "butler unit show 3栋2单元501 --json"))
def show(db: Database, code: options.UnitCode) -> Result:
    """Show everything about a unit: residents and their wishes, tickets, facilities of its building, contacts."""
    from butlercli.nouns.register.verbs import page as unitcard

    return unitcard.show(db, code)
