"""`butler search` (找)."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import values
from butlercli.cli.verb import verb
from butlercli.desk import search as desk
from butlercli.store.database import Database


@verb(
    "read", shape="list", reveal=True, examples=("butler search 漏水", "butler 找 王芳", "butler search wangf --json")
)
def search(
    db: Database,
    words: Annotated[
        list[str],
        typer.Argument(metavar="TEXT", help=N_("Words that must all be there; names also in pinyin or initials.")),
    ],
    limit: int | None = None,
) -> Result:
    """Search tickets, residents, units, contacts, facilities, patrol points, routes and rounds."""
    return desk.search(db, values.joined(words), limit)
