"""The options every import has, each declared once, and what they come to."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from butlercli.base.i18n import N_

if TYPE_CHECKING:
    from butlercli.desk.transfer.engine import Options

File = Annotated[
    str,
    typer.Argument(
        metavar="FILE", help=N_("The file: xlsx, xls, ods, csv, tsv, json or jsonl; - reads standard input.")
    ),
]
Sheet = Annotated[
    str | None,
    typer.Option("--sheet", metavar="NAME", help=N_("The sheet, by name or number; the first that fits unless told.")),
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="COLUMN=FIELD",
        help=N_("Read a column as a field; an empty field leaves the column out."),
    ),
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help=N_("Give a field the same value in every row.")),
]
SkipBad = Annotated[
    bool,
    typer.Option(
        "--skip-bad", help=N_("Store the good rows and write the others to FILE.rejected.csv with the reasons.")
    ),
]
DateFormat = Annotated[
    str | None,
    typer.Option("--date-format", metavar="ORDER", help=N_("How the file writes dates: ymd, dmy (day first) or mdy.")),
]
InputFormat = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMAT", help=N_("The format of the file, whatever it is called.")),
]


@contextmanager
def prepared(
    file: str,
    sheet: str | None,
    mapping: Sequence[str] | None,
    constants: Sequence[str] | None,
    skip_bad: bool,
    date_format: str | None,
    format: str | None,
) -> "Iterator[Options]":
    """Return the options as the desk takes them, with a progress bar for what takes long."""
    from butlercli.desk.transfer.engine import Options
    from butlercli.output.progress import Progress

    with Progress() as progress:
        yield Options(
            file,
            sheet=sheet,
            mapping=mapping or (),
            constants=constants or (),
            skip_bad=skip_bad,
            date_format=date_format,
            format=format,
            stdin=sys.stdin.buffer if file == "-" else None,
            tick=progress.tick,
        )
