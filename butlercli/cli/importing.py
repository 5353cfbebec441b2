"""The options every import has, each declared once, and what they come to."""

import functools
import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from butlercli.base.i18n import N_

if TYPE_CHECKING:
    from butlercli.base.result import Result
    from butlercli.kit.intake.engine import Options

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
    from butlercli.kit.intake.engine import Options
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


def from_file(take_in: "Callable[..., Result]") -> "Callable[..., Result]":
    """Give a verb `take_in(db, options, ...)` the file and the options that every import has, in place of `options`."""

    @functools.wraps(take_in)
    def reading(db: Any, **values: Any) -> "Result":
        asked = [values.pop(name) for name in _ASKED]
        with prepared(*asked) as options:
            return take_in(db, options, **values)

    first, _options, *own = inspect.signature(take_in).parameters.values()
    given = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in _ASKED.items()
    ]
    keyword = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
    reading.__signature__ = inspect.Signature([first, *given, *keyword])  # type: ignore[attr-defined]
    return reading


# In the order of `prepared`.
_ASKED: dict[str, tuple[Any, Any]] = {
    "file": (File, inspect.Parameter.empty),
    "sheet": (Sheet, None),
    "mapping": (Map, None),
    "constants": (Set, None),
    "skip_bad": (SkipBad, False),
    "date_format": (DateFormat, None),
    "format": (InputFormat, None),
}
