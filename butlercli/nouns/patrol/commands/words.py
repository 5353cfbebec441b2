"""`butler 巡`: what is due, the walk, or a round in loose words."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import DRY_RUN, Result
from butlercli.cli import options
from butlercli.cli.run import reading, writing
from butlercli.cli.verb import verb
from butlercli.nouns.patrol.commands.walk import By

Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ROUTE] [WORDS]",
        help=N_("A route, points and what was seen there; 好 alone, or 其余好 at the end, is all in order."),
    ),
]


@verb(
    "plain",
    examples=(
        "butler 巡 早巡 好",
        "butler 巡 早巡 B1泵房 漏水 其余好",
        "butler 巡 早巡 B1泵房 0.35",
    ),
)
def patrol(
    words: Words = None,
    by: By = None,
    again: Annotated[
        bool, typer.Option("--again", help=N_("The points were looked at once more: their latest result counts."))
    ] = False,
    dry_run: options.DryRun = False,
) -> Result:
    """Patrol in loose words: 巡 shows what is due today, 巡 早巡 walks the route, 巡 早巡 好 logs it all in order.

    After a point stands what was seen there: 好, a number, 跳过 and why; all else is a fault.
    """
    if not words:
        from butlercli.nouns.patrol.verbs import board

        with reading() as db:
            return _told(board.due(db, db.now.date()), db.now, False)
    from butlercli.nouns.patrol.verbs import words as said

    with writing(dry=dry_run) as db:
        meant = said.read(db, words)
        if meant.walks:
            from butlercli.nouns.patrol.commands.walk import begin

            assert meant.route is not None
            result = begin(db, meant.route["name"], by, None)
        else:
            with db.operation("patrol log") as operation:
                result = said.note(db, meant, by, again=again)
                operation.refs = result.refs
        return _told(result, db.now, dry_run)


def _told(result: Result, now: object, dry_run: bool) -> Result:
    result.extra.setdefault("now", now)
    return result.notice(DRY_RUN) if dry_run else result
