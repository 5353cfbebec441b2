"""`butler add` (记)."""

import sys
from typing import Annotated, Any

import typer

from butlercli.base.errors import NotFoundError, UsageError
from butlercli.base.i18n import N_, _
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.run import interactive
from butlercli.cli.verb import verb
from butlercli.desk import quickadd
from butlercli.store.database import Database

LARGEST = 10 * 1024 * 1024
# Endings of a list of lines: one word that ends so means a file, and is no title where there is none.
LISTS = (".txt", ".csv", ".log", ".md")


def _ask(given: dict[str, Any]) -> None:
    """Read the lines of a file, or ask for the one line, before the database is opened."""
    words = given["words"] or []
    given["lines"] = _lines(words)
    if not words and given["lines"] is None:
        if not interactive():
            raise UsageError(
                N_("Say what is to be recorded."),
                hint=N_("For example: {example}."),
                example="butler 记 3-2-501 厨房漏水 急",
            )
        sys.stderr.write(_("What is it about? "))
        sys.stderr.flush()
        given["words"] = [sys.stdin.readline().strip()]


def _lines(words: list[str]) -> list[str] | None:
    """Return the lines of the file that is named alone, or of stdin for `-`; None for loose words."""
    from pathlib import Path

    if len(words) != 1:
        return None
    if words[0] == "-":
        data = sys.stdin.buffer.read(LARGEST + 1)
    else:
        try:
            path = Path(words[0])
            if path.is_dir():
                raise UsageError(
                    N_("“{path}” is a folder."), hint=N_("Name a file in it."), code="is_folder", path=words[0]
                )
            if not path.is_file():
                if path.suffix.lower() in LISTS and " " not in words[0]:
                    raise NotFoundError(N_("There is no file “{path}”."), path=words[0])
                return None
        except (OSError, ValueError):
            return None
        with open(words[0], "rb") as stream:
            data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise UsageError(N_("More than 10 MB of lines are not taken at once."))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).splitlines()
        except UnicodeDecodeError:
            continue
    raise UsageError(N_("“{path}” is neither UTF-8 nor GB18030 text."), path=words[0])


@verb(
    "write",
    ask=_ask,
    examples=(
        "butler add 3-2-501 王女士 厨房漏水 急 明天上午 13800138000",
        "butler 记 '大堂灯不亮 +照明'",
        "butler add 1-1-101 Ms Li noisy dog upstairs -n",
    ),
)
def add(
    db: Database,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TEXT | FILE",
            help=N_(
                "Loose words in any order; or a file (- for stdin) with one line a ticket, an optional time in front."
            ),
        ),
    ] = None,
    at: options.At = None,
    new_unit: options.NewUnit = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help=N_("Record the good lines of a file where others are bad."))
    ] = False,
    lines: Annotated[list[str] | None, typer.Option(hidden=True)] = None,
) -> Result:
    """Record a ticket from one loose line, or many from a file.

    Understood anywhere on the line: a unit (3-2-501), a name with its title (王女士), a telephone number, 急 or urgent,
    +tag, @department, a time to come as the due time. What remains is the title.
    """
    if lines is not None:
        return quickadd.add_lines(db, lines, skip_bad=skip_bad, new_unit=new_unit)
    return quickadd.add(db, values.joined(words), new_unit=new_unit, at=values.moment(db, at, "past"))
