"""`butler fee show`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli.verb import verb
from butlercli.store.database import Database


@verb(
    "read",
    examples=("butler fee show B3", "butler fee show P7 --json", "butler fee show 3-2-501"),
)
def show(
    db: Database,
    ref: Annotated[
        str,
        typer.Argument(metavar="REF", help=N_("A bill (B3), a payment (P7), several of one sort (B3,B5), or a unit.")),
    ],
) -> Result:
    """Show a bill with its formula and what was paid on it, a payment and what it settled, or all the fees of a unit."""
    from butlercli.domains.fee import page

    return page.show(db, ref)
