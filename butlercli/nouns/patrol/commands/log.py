"""`butler patrol log`: a whole round in one line, or a stream of lines from a script, a note or a device."""

from pathlib import PurePath
from typing import Annotated

import typer

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import importing, options, values
from butlercli.cli.verb import verb
from butlercli.store.database import Database

STREAMS = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xlsx", ".xls", ".ods")
Route = Annotated[
    str,
    typer.Argument(
        metavar="ROUTE", help=N_("The route; or a file of lines (csv, jsonl, xlsx ...), - for standard input.")
    ),
]
Points = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[POINT=VALUE]", help=N_("What was seen: POINT=ok, POINT=fault:TEXT, POINT=skip:REASON or POINT=0.35.")
    ),
]
AllOk = Annotated[
    bool, typer.Option("--all-ok", help=N_("Every point not named is in order; kept as entered all at once."))
]
Fault = Annotated[
    list[str] | None,
    typer.Option("--fault", metavar="POINT=TEXT", help=N_("A fault and what is wrong; may be repeated.")),
]
Skip = Annotated[
    list[str] | None,
    typer.Option("--skip", metavar="POINT=REASON", help=N_("A point skipped and why; may be repeated.")),
]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help=N_("Who walked."))]
Photo = Annotated[
    list[str] | None,
    typer.Option("--photo", metavar="POINT=FILE", help=N_("A photo of a point; it goes with its ticket as well.")),
]
Again = Annotated[
    bool, typer.Option("--again", help=N_("The points were looked at once more: their latest result counts."))
]


@verb(
    "write",
    examples=(
        "butler patrol log 早巡 --all-ok --fault B1-PUMP=漏水",
        "butler patrol log 早巡 B1-PUMP=0.42 B2-FAN=fault:异响 GATE=skip:施工封闭",
        "butler patrol log 巡更机.csv",
    ),
)
def log(
    db: Database,
    route: Route,
    points: Points = None,
    all_ok: AllOk = False,
    fault: Fault = None,
    skip: Skip = None,
    at: options.At = None,
    by: By = None,
    photo: Photo = None,
    again: Again = False,
    sheet: importing.Sheet = None,
    map: importing.Map = None,
    set: importing.Set = None,
    skip_bad: importing.SkipBad = False,
    date_format: importing.DateFormat = None,
    input_format: importing.InputFormat = None,
) -> Result:
    """Log a round in one line, or many lines from a file or a script.

    A fault, or a reading outside its limits, opens a repair ticket or joins the open one of its point. Lines of a
    file (route, point, at, result, note, reading, by) belong to the round whose window holds their time.
    """
    if is_stream(route):
        _no_line_options(points, all_ok, fault, skip, at, photo)
        from butlercli.nouns.patrol.intake import stream

        constants = [*(set or ()), *([f"by={by}"] if by else ())]
        with importing.prepared(route, sheet, map, constants, skip_bad, date_format, input_format) as asked:
            return stream.Lines(db, asked, again=again).run()
    _no_file_options(sheet, map, set, skip_bad, date_format, input_format)
    from butlercli.nouns.patrol.verbs import log as log_verbs

    wanted = log_verbs.RoundToLog(
        log_verbs.parse_named(points or (), fault or (), skip or ()),
        all_ok=all_ok,
        photos=[log_verbs.pair(text, "--photo B1-PUMP=泵房.jpg") for text in photo or ()],
        at=values.observed_at(db, at),
        by=by,
        again=again,
    )
    return log_verbs.log(db, route, wanted)


def is_stream(word: str) -> bool:
    """Say whether the first word names a file of lines and no route."""
    return word == "-" or PurePath(word).suffix.lower() in STREAMS


def _no_line_options(*given: object) -> None:
    if any(given):
        raise UsageError(
            N_("A file brings its points, times and results along."),
            hint=N_("Give a value to every line with {option}."),
            option="--set route=早巡",
        )


def _no_file_options(*given: object) -> None:
    if any(given):
        raise UsageError(
            N_("--sheet, --map, --set, --skip-bad, --date-format and --format belong to a file of lines."),
            hint=N_("For example: {example}."),
            example="butler patrol log 巡更机.csv --set route=早巡",
        )
