"""`butler sql`."""

from typing import Annotated

import typer

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli.verb import verb
from butlercli.store import query as store
from butlercli.store.database import Database


@verb(
    "read",
    shape="list",
    examples=(
        "butler sql 'SELECT kind, count(*) AS n FROM v_ticket GROUP BY kind ORDER BY n DESC'",
        "butler sql 'SELECT id, title, due_at FROM v_ticket WHERE unit IS NULL' --csv",
        "butler sql --views",
    ),
)
def sql(
    db: Database,
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help=N_("One SELECT, in quotes."))] = None,
    views: Annotated[bool, typer.Option("--views", help=N_("List the views and their columns."))] = False,
    limit: int | None = None,
) -> Result:
    """Read the documented views with SQL. Nothing can be changed; the views mask phone numbers."""
    if views:
        found = [{"view": name, "columns": columns} for name, columns in store.views(db).items()]
        return Result("sql.views", found)
    if query is None:
        raise UsageError(
            N_("Write a query in quotes: {example}."),
            hint=N_("{command} lists what can be read."),
            example="butler sql 'SELECT * FROM v_ticket'",
            command="butler sql --views",
        )
    rows = store.run(db, query, limit)
    return Result("sql.rows", rows.rows, extra={"columns": rows.columns, "more": rows.more})
