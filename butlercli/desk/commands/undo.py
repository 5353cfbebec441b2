"""`butler undo`, `redo` and `history`."""

from typing import Annotated

import typer

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import DRY_RUN, Result
from butlercli.cli import options
from butlercli.cli.run import Session, reading, writing
from butlercli.cli.verb import verb
from butlercli.desk import history as desk_history
from butlercli.kit import undo as desk
from butlercli.store.database import Database


@verb("plain", examples=("butler undo -n", "butler undo --list", "butler undo 3 -n"))
def undo(
    number: Annotated[
        str | None,
        typer.Argument(metavar="[N]", help=N_("The number of an operation, as --list shows it.")),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help=N_("Show what was done, the newest first."))] = False,
    walk: Annotated[bool, typer.Option("--walk", help=N_("All answers of the walk that it belongs to."))] = False,
    limit: options.Limit = None,
    dry_run: options.DryRun = False,
) -> Result:
    """Take the last operation back, or the one with this number. An undo is an operation too: it can be taken back."""
    wanted = _number(number)
    if list_:
        with reading() as db:
            result = desk.listing(db, Session.request.rows() if limit is None else limit or None)
            result.extra["now"] = db.now
        return result
    with writing(dry=dry_run) as db:
        if walk:
            return _finished(desk.undo_walk(db, wanted), db, dry_run)
        with db.operation("undo") as operation:
            result = desk.undo(db, wanted)
            operation.refs = result.refs
        return _finished(result, db, dry_run)


@verb("plain", examples=("butler redo -n",))
def redo(dry_run: options.DryRun = False) -> Result:
    """Take the last undo back."""
    with writing(dry=dry_run) as db:
        with db.operation("redo") as operation:
            result = desk.redo(db)
            operation.refs = result.refs
        return _finished(result, db, dry_run)


def _finished(result: Result, db: Database, dry_run: bool) -> Result:
    result.extra["now"] = db.now
    return result.notice(DRY_RUN) if dry_run else result


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    digits = text.strip().lstrip("#＃")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 16):
        raise UsageError(
            N_("“{value}” is not the number of an operation."),
            hint=N_("See {command}."),
            value=text,
            command="butler undo --list",
        )
    return int(digits)


@verb(
    "read",
    shape="list",
    reveal=True,
    examples=("butler history T12", "butler history 3-2-501", "butler history R1 --json"),
)
def history(
    db: Database,
    ref: Annotated[
        str,
        typer.Argument(
            metavar="REF",
            help=N_(
                "A ticket (T12 or 12), a round (R12), a bill (B3), a payment (P7), or what names a unit, a resident, a department, a category, a facility, a route, a point or a fee item."
            ),
        ),
    ],
    kind: Annotated[
        str | None,
        typer.Option(
            help=N_(
                "What REF names: ticket, unit, resident, department, category, facility, route, point, round, item, bill, payment, discount, reminder, reading or setting; guessed unless given."
            )
        ),
    ] = None,
    limit: int | None = None,
) -> Result:
    """Show what changed in a record and what belongs to it, field by field, from the first entry to the last."""
    return desk_history.history(db, ref, kind, limit)
