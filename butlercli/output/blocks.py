"""What a view is made of, before anybody knows whether it goes to a terminal, a pipe or a file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from butlercli.base.result import Record, Result

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


class Seen:
    """What a record of a list is seen with.

    now: the moment it is drawn at, None in a file; today: the day that counts for it, nothing where there is none; narrow:
    whether the screen is; rows: by the records' ids what they were made of (names of what they refer to).
    """

    __slots__ = ("_lent", "narrow", "now", "rows", "today")

    def __init__(self, now: Any = None, *, today: str = "", narrow: bool = False, rows: Any = None) -> None:
        """Keep the parts; the day is that of the moment unless it is said."""
        self.now = now
        self.today = today or (now.date().isoformat() if now else "")
        self.narrow = narrow
        self.rows: Mapping[Any, Record] = rows or {}
        self._lent: dict[int, Record] = {}

    @property
    def day(self) -> date | None:
        """The day it is drawn on; None in a file."""
        return self.now.date() if self.now else None

    @classmethod
    def of(cls, result: Result, canvas: "Canvas | None" = None) -> "Seen":
        """Return what the records of a result are seen with: on a canvas, or in a file."""
        extra = result.extra
        now, narrow = (extra.get("now"), False) if canvas is None else (canvas.now, not canvas.wide)
        return cls(now, today=extra.get("today", ""), narrow=narrow, rows=extra.get("rows"))

    def lend(self, records: Sequence[Record], facts: Iterable[Record]) -> "Seen":
        """Lend each of some records, which have no ids, what it was made of."""
        self._lent.update({id(record): fact for record, fact in zip(records, facts, strict=True)})
        return self

    def row(self, record: Record) -> Record:
        """Return what a record was made of; nothing where that is not known."""
        found = self._lent.get(id(record))
        return self.rows.get(record.get("id"), {}) if found is None else found


class Column:
    """One column of a list (columns by their type: output/views/columns.py).

    header: a msgid. get: record to text. raw: record to the plain value for files (default: the text). seen: both take
    what the record is seen with as well. align: `l` or `r`. flex: may be cut to fit the
    width. wide: left out below 100 columns. file_only: never on a terminal or in a pipe.
    """

    __slots__ = ("_get", "_raw", "align", "file_only", "flex", "header", "seen", "wide")

    def __init__(
        self,
        header: str,
        get: Callable[..., str],
        *,
        raw: Callable[..., Any] | None = None,
        seen: bool = False,
        align: str = "l",
        flex: bool = False,
        wide: bool = False,
        file_only: bool = False,
    ) -> None:
        """Keep the parts."""
        self.header = header
        self._get = get
        self._raw = raw
        self.seen = seen
        self.align = align
        self.flex = flex
        self.wide = wide
        self.file_only = file_only

    def cell(self, record: Record, seen: Seen) -> str:
        """Return how a record's value is shown."""
        return self._get(record, seen) if self.seen else self._get(record)

    def value(self, record: Record, seen: Seen) -> Any:
        """Return a record's value as a file holds it."""
        if self._raw is None:
            return self.cell(record, seen)
        return self._raw(record, seen) if self.seen else self._raw(record)


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
