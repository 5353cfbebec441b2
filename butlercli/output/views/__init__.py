"""Views: how the data of each kind of result is laid out, by a module of the room it comes from."""

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from butlercli.base import rooms
from butlercli.base.result import Result
from butlercli.output.blocks import Block, Canvas, Column

if TYPE_CHECKING:
    from butlercli.output.views.columns import Listing

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


def how(kind: str) -> "Listing":
    """Return how the list of a kind looks; raises KeyError for a kind that is no list."""
    from butlercli.output.views.columns import Listing

    found = _module(kind).LISTS[kind]
    return found if isinstance(found, Listing) else Listing(*found)


def columns_of(result: Result) -> list[Column]:
    """Return the columns of a list; raises KeyError for a kind that is no list.

    A query of the user's own brings its columns along.
    """
    names = result.extra.get("columns")
    if names is not None:
        return [_plain_column(name) for name in names]
    return list(how(result.kind).columns)


def file_columns(result: Result) -> list[Column]:
    """Return the columns of a list in a file: also those that are made for files alone."""
    return [*columns_of(result), *how(result.kind).files()]


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
    if view is None and result.kind not in module.LISTS:
        view = module.OTHERS
    if view is not None:
        return view(result, canvas)
    from butlercli.output.views.columns import listing

    return listing(result, canvas)


def table(result: Result) -> tuple[list[str], list[list[Any]], str]:
    """Return headers, rows and alignments of what stands in sections (the day, a search) as one table for a file."""
    found: tuple[list[str], list[list[Any]], str] = _module(result.kind).table(result)
    return found
