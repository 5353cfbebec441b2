"""`butler fee show`."""

from typing import Annotated

import typer

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.refs import is_list, reads_as_refs
from butlercli.base.result import Result
from butlercli.cli.verb import verb
from butlercli.nouns.fee import model
from butlercli.store.database import Database

LETTERS = (model.BILL_LETTER, model.PAYMENT_LETTER)


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
    from butlercli.nouns.fee.page.verbs import show as page

    if is_list(ref) and not any(reads_as_refs(ref, letter) for letter in LETTERS):
        raise UsageError(
            N_("One kind of reference at a time, not “{value}”."),
            hint=N_("Write {choices}, or one unit."),
            code="other_kind",
            value=ref,
            choices=" · ".join(f"{letter}3,{letter}5" for letter in LETTERS),
        )
    return page.show(db, ref)
