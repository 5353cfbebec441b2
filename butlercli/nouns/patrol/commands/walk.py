"""`butler patrol start`, `check`, `finish` and `abandon`: a round point by point."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options, run, values
from butlercli.cli.verb import verb
from butlercli.nouns.patrol.verbs import steps, walk
from butlercli.store.database import Database, rehearsal

By = Annotated[str | None, typer.Option("--by", metavar="NAME", help=N_("Who walks."))]


@verb("dialogue", examples=("butler patrol start 早巡", "butler patrol start 夜巡 --by 小陈 -n"))
def start(
    db: Database,
    route: Annotated[str, typer.Argument(metavar="ROUTE", help=N_("The route; or R12, a round that is under way."))],
    by: By = None,
    at: options.At = None,
    json: options.Json = False,
) -> Result:
    """Walk a round: each point wants one key, o in order, f fault, s skip, r reading, b back, q stop and keep.

    Every answer is kept at once, and an unfinished walk goes on where it stopped. Without a terminal the round is
    begun, to be checked with patrol check.
    """
    run.Session.request.json = json
    return begin(db, route, by, at)


def begin(db: Database, route: str, by: str | None, at: str | None) -> Result:
    """Walk on a terminal, else begin a round; in a dry run the walk is on a copy, and nothing of it is kept."""
    moment = values.observed_at(db, at)
    if not run.interactive():
        with db.operation(walk.VERB) as operation:
            result = walk.open_round(db, route, moment)
            operation.refs = result.refs
        return result
    from butlercli.nouns.patrol.commands import dialogue

    stage = rehearsal(db) if db.dry else db
    try:
        result = dialogue.run(*walk.begin(stage, route, by, moment))
        result.extra["now"] = stage.now
        return result
    finally:
        if stage is not db:
            stage.close()


@verb(
    "write",
    examples=(
        "butler patrol check LIFT-HALL",
        "butler patrol check B1-PUMP=0.42 B2-FAN=fault:异响 --by 小陈",
        "butler patrol check GATE=skip:施工封闭 --route 夜巡",
    ),
)
def check(
    db: Database,
    points: Annotated[
        list[str],
        typer.Argument(
            metavar="POINT[=VALUE]...",
            help=N_("A point that is in order; or POINT=fault:TEXT, POINT=skip:REASON, POINT=0.35."),
        ),
    ],
    route: Annotated[
        str | None,
        typer.Option("--route", "-r", metavar="ROUTE", help=N_("The route, where several have the point.")),
    ] = None,
    at: options.At = None,
    by: By = None,
    photo: Annotated[
        list[str] | None,
        typer.Option("--photo", metavar="POINT=FILE", help=N_("A photo of a point; it goes with its ticket as well.")),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help=N_("The points were looked at once more: their latest result counts."))
    ] = False,
) -> Result:
    """Check points one by one: they go to the round under way, or begin one. The last point ends the round."""
    from butlercli.nouns.patrol.verbs import log

    wanted = log.RoundToLog(
        log.parse_named([text if "=" in text.replace("＝", "=") else f"{text}=ok" for text in points]),
        photos=[log.pair(text, "--photo B1-PUMP=泵房.jpg") for text in photo or ()],
        at=values.observed_at(db, at),
        by=by,
        again=again,
    )
    return steps.check(db, route, wanted)


Walking = Annotated[
    str | None,
    typer.Argument(metavar="[ROUTE|R12]", help=N_("A route or a round, where several are under way.")),
]


@verb("write", examples=("butler patrol finish", "butler patrol finish 早巡"))
def finish(db: Database, route: Walking = None, at: options.At = None) -> Result:
    """End the round that is under way, and say which points have no result."""
    return steps.finish(db, route, values.observed_at(db, at))


@verb("write", examples=("butler patrol abandon 停电", "butler patrol abandon 早巡 停电"))
def abandon(
    db: Database,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="REASON...",
            help=N_("The reason; a route or a round (R12) in front of it, where several are under way."),
        ),
    ],
) -> Result:
    """Break off the round that is under way, with a reason; its results stay, and start takes it up again."""
    return steps.abandon(db, words)
