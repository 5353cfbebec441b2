"""`butler doctor`."""

import sqlite3
from typing import Annotated

import typer

from butlercli.base.errors import DatabaseError
from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli.run import Session, reading, writing
from butlercli.cli.verb import verb
from butlercli.desk import doctor as desk
from butlercli.store import checks
from butlercli.store.location import check_readable


@verb("plain", examples=("butler doctor", "butler doctor --json"))
def doctor(
    fix: Annotated[
        bool,
        typer.Option("--fix", help=N_("Write the journal's triggers and the search index anew where they are wrong.")),
    ] = False,
) -> Result:
    """Examine the file and its surroundings; exit 6 where anything is found."""
    check_readable(Session.path, Session.named)
    try:
        if fix:
            with writing() as db:
                checks.mend(db)
        with reading() as db:
            result = desk.examine(db)
            result.extra["now"] = db.now
    except DatabaseError as error:
        if error.code in ("locked", "newer_schema", "not_a_database"):
            raise
        return desk.unopened(Session.path, error)
    except sqlite3.Error as error:
        return desk.unopened(Session.path, DatabaseError(N_("The database refused: {why}."), why=str(error)))
    return result
