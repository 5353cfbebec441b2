"""`butler patrol labels`: a printable sheet of QR labels."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli.verb import verb
from butlercli.store.database import Database


@verb(
    "read",
    shape="list",
    examples=(
        "butler patrol labels -o labels.html",
        "butler patrol labels --route 早巡 -o 早巡标签.svg",
        "butler patrol labels B1-PUMP GATE",
    ),
)
def labels(
    db: Database,
    points: Annotated[
        list[str] | None, typer.Argument(metavar="[POINT]", help=N_("Only these points, by code or name."))
    ] = None,
    route: Annotated[
        str | None,
        typer.Option("--route", "-r", metavar="ROUTE", help=N_("The points of this route, in the order it is walked.")),
    ] = None,
    limit: int | None = None,
) -> Result:
    """Make a printable sheet of QR labels: code, name, and the line to log the point.

    -o labels.html (A4, to print from a browser) or labels.svg; without a file, a list of what they say.
    """
    from butlercli.nouns.patrol.verbs import labels as label_verbs

    return label_verbs.labels(db, route, points or (), limit)
