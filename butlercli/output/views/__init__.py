"""Views: how the data of each kind of result is laid out, by a module of the room it comes from."""

import importlib
from collections.abc import Callable
from typing import Any

from butlercli.base import rooms
from butlercli.base.i18n import N_, _
from butlercli.base.result import Result
from butlercli.output.blocks import Block, Canvas, Column, Grid, Lines, Styled

# What every room's files and reports are shown by; all other kinds are laid out by the rooms (`VIEWS` in their facts).
SHARED = {"import": "imports", "report.document": "report", "report.explain": "report"}


def _module(kind: str) -> Any:
    """Return the module that lays a kind out; raises KeyError for a kind that nobody shows."""
    first = kind.partition(".")[0]
    shared = SHARED.get(kind) or SHARED.get(first)
    if shared is not None:
        return importlib.import_module(f"{__name__}.{shared}")
    found = rooms.lookup("VIEWS", kind, first)
    if found is None:
        raise KeyError(kind)
    return rooms.module_of(*found)


def is_record(kind: str) -> bool:
    """Say whether a kind is the view of one record, which shows phones whole on a terminal."""
    return kind in _module(kind).RECORDS


def columns(result: Result) -> list[Column]:
    """Return the columns of a list; raises KeyError for a kind that is no list.

    A query of the user's own brings its columns along.
    """
    names = result.extra.get("columns")
    if names is not None:
        return [_plain_column(name) for name in names]
    found: list[Column] = list(_module(result.kind).LISTS[result.kind])
    return found


def file_columns(result: Result) -> list[Column]:
    """Return the columns of a list in a file: also those that its view makes for files alone (`FILE_ONLY`)."""
    more: Callable[[], list[Column]] = getattr(_module(result.kind), "FILE_ONLY", {}).get(result.kind, list)
    return [*columns(result), *more()]


def _plain_column(name: str) -> Column:
    return Column(
        name,
        lambda record: "" if record[name] is None else str(record[name]),
        raw=lambda record: record[name],
        flex=True,
    )


def is_list(kind: str) -> bool:
    """Say whether a kind is a list with columns."""
    return kind in _module(kind).LISTS


def blocks(result: Result, canvas: Canvas) -> list[Block]:
    """Return the blocks of a result for a canvas."""
    module = _module(result.kind)
    view: Callable[[Result, Canvas], list[Block]] | None = module.VIEWS.get(result.kind)
    if view is not None:
        return view(result, canvas)
    return list_blocks(result, canvas)


def table(result: Result) -> tuple[list[str], list[list[Any]], str]:
    """Return headers, rows and alignments of what stands in sections (the day, a search) as one table for a file."""
    found: tuple[list[str], list[list[Any]], str] = _module(result.kind).table(result)
    return found


def prepare(result: Result, now: Any) -> None:
    """Lend each record of a list the moment and the row it was made of (names of what it refers to)."""
    rows = result.extra.get("rows", {})
    for record in result.data:
        record["_now"] = now
        record["_row"] = rows.get(record.get("id"), {})


def list_blocks(result: Result, canvas: Canvas, empty: str = N_("Nothing found.")) -> list[Block]:
    """Lay out a list by its columns, with a line that says how many there are where not all are shown."""
    shown = [column for column in columns(result) if not column.file_only and (canvas.wide or not column.wide)]
    prepare(result, canvas.now)
    grid = Grid(
        [_(column.header) for column in shown],
        [[column.get(record) for column in shown] for record in result.data],
        aligns="".join(column.align for column in shown),
        flex=[index for index, column in enumerate(shown) if column.flex],
        empty=_(empty),
    )
    found: list[Block] = [grid]
    if result.total is not None and result.total > len(result.data):
        text = _("{shown} of {total}; --limit 0 shows all.").format(shown=len(result.data), total=result.total)
        found.append(Lines(Styled(text, "muted")))
    return found
