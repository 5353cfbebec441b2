"""What a view is made of, before anybody knows whether it goes to a terminal, a pipe or a file."""

from collections.abc import Callable, Sequence
from typing import Any

from butlercli.base.result import Record

# One meaning, one style in the whole program; the words beside it say the same without colour.
STYLES: dict[str, tuple[str, str]] = {
    # name: (Rich style, ANSI code)
    "bad": ("bold red", "1;31"),
    "warn": ("yellow", "33"),
    "good": ("green", "32"),
    "muted": ("dim", "2"),
    "name": ("cyan", "36"),
    "head": ("bold", "1"),
    "": ("", ""),
}


class Styled(str):
    """Text with the name of a style."""

    style: str

    def __new__(cls, text: str, style: str) -> "Styled":
        """Keep the style beside the text."""
        made = super().__new__(cls, text)
        made.style = style
        return made


class Runs(str):
    """A line of pieces, each of which may be Styled; where it is cut or wrapped, it is plain text."""

    pieces: tuple[str, ...]

    def __new__(cls, *pieces: str) -> "Runs":
        """Join the pieces and keep them beside the text."""
        made = super().__new__(cls, "".join(pieces))
        made.pieces = pieces
        return made


def style_of(text: str) -> str:
    """Return the style's name of a text, or nothing."""
    return getattr(text, "style", "")


class Column:
    """One column of a list.

    header: a msgid. get: record to text. raw: record to the plain value for files (default: the text).
    align: `l` or `r`. flex: may be cut to fit the width. wide: left out below 100 columns.
    file_only: never on a terminal or in a pipe.
    """

    __slots__ = ("align", "file_only", "flex", "get", "header", "raw", "wide")

    def __init__(
        self,
        header: str,
        get: Callable[[Record], str],
        *,
        raw: Callable[[Record], Any] | None = None,
        align: str = "l",
        flex: bool = False,
        wide: bool = False,
        file_only: bool = False,
    ) -> None:
        """Keep the parts."""
        self.header = header
        self.get = get
        self.raw = raw or get
        self.align = align
        self.flex = flex
        self.wide = wide
        self.file_only = file_only


class Grid:
    """A table on the screen: final header texts, rows of final texts, alignments, which columns may be cut."""

    __slots__ = ("aligns", "empty", "flex", "headers", "rows", "title")

    def __init__(
        self,
        headers: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        aligns: str = "",
        flex: Sequence[int] = (),
        title: str = "",
        empty: str = "",
    ) -> None:
        """`empty` is the sentence shown where there is no row."""
        self.headers = list(headers)
        self.rows = [list(row) for row in rows]
        self.aligns = aligns or "l" * len(self.headers)
        self.flex = tuple(flex)
        self.title = title
        self.empty = empty


class Fields:
    """Label and value pairs, one a line; a Rich panel on a terminal where a title is given."""

    __slots__ = ("pairs", "title")

    def __init__(self, pairs: Sequence[tuple[str, str]], title: str = "") -> None:
        """Pairs with an empty value are left out."""
        self.pairs = [(label, value) for label, value in pairs if value]
        self.title = title


class Lines:
    """Lines of text; each may be Styled, or Runs of pieces with styles of their own.

    On a terminal a line too long is wrapped, what follows set in by `hang` cells; `fit` cuts it instead.
    """

    __slots__ = ("fit", "hang", "lines")

    def __init__(self, *lines: str, fit: bool = False, hang: int = 0) -> None:
        """Keep the lines."""
        self.lines = list(lines)
        self.fit = fit
        self.hang = hang


Block = Grid | Fields | Lines


class Canvas:
    """What a view is drawn on: its width in cells, whether it is a terminal, and the moment it is drawn at."""

    __slots__ = ("height", "now", "terminal", "width")

    def __init__(self, width: int, height: int, terminal: bool, now: Any) -> None:
        """`now` is the run's moment, for times as a person would say them."""
        self.width = width
        self.height = height
        self.terminal = terminal
        self.now = now

    @property
    def wide(self) -> bool:
        """Say whether the wide columns are shown: from 100 cells on, and always in a pipe."""
        return not self.terminal or self.width >= 100
