"""What every format is read into: sheets of cells, before anything is known about their meaning."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from itertools import islice
from typing import NamedTuple

Cell = str | int | float | bool | date | time | timedelta | None
"""One cell as the file holds it; `None` is blank. Text is exact, never stripped; a moment is a `datetime`."""

Grid = list[list[Cell]]


HEAD = 32
"""Rows at the beginning of a sheet that are looked at before the others."""
_KEPT_CELLS = 1_000_000
"""Cells up to which a text is kept once it was read: about 80 MB. A longer one is read again each time."""


class Merge(NamedTuple):
    """A merged range: 0-based first and last row and column, all inclusive."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet:
    """One sheet, read when its grid is first asked for.

    `offset` is what turns a grid index into the number a person sees: the row number is `index + offset`
    (1 for sheets and text, 0 for JSON, whose first grid row is made of the keys).
    """

    __slots__ = ("_grid", "_load", "_merges", "name", "offset")

    def __init__(self, name: str, load: Callable[[], tuple[Grid, list[Merge]]], offset: int = 1) -> None:
        self.name = name
        self.offset = offset
        self._load = load
        self._grid: Grid | None = None
        self._merges: list[Merge] = []

    @property
    def grid(self) -> Grid:
        """Return the rows; rows may be of different lengths, missing cells at their end are blank."""
        if self._grid is None:
            self._grid, self._merges = self._load()
        return self._grid

    @property
    def merges(self) -> list[Merge]:
        """Return the merged ranges, where the format tells of them (xlsx, xls)."""
        _ = self.grid
        return self._merges

    @property
    def head(self) -> Grid:
        """Return the first rows."""
        return list(islice(self.rows(), HEAD))

    def rows(self, start: int = 0, stop: int | None = None) -> Iterator[list[Cell]]:
        """Return the rows from grid row `start` to before `stop`, from the first each time it is called."""
        return islice(self.grid, start, stop)


class Flow(Sheet):
    """A sheet of text, which flows through row by row; a short one is kept, a long one read anew each time."""

    __slots__ = ("_begin",)

    def __init__(self, name: str, begin: Callable[[], Iterator[list[Cell]]], offset: int = 1) -> None:
        """`begin` reads the rows from the first on. All are read once here, so that what is bad in them is said at once."""
        super().__init__(name, lambda: (list(begin()), []), offset)
        self._begin = begin
        kept: Grid | None = []
        cells = 0
        for row in begin():
            cells += len(row) + 1
            if kept is not None:
                kept.append(row)
                if cells > _KEPT_CELLS:
                    kept = None
        self._grid = kept

    @property
    def merges(self) -> list[Merge]:
        """Return none: text has no merged cells."""
        return []

    def rows(self, start: int = 0, stop: int | None = None) -> Iterator[list[Cell]]:
        """Return the rows from grid row `start` to before `stop`, from the first each time it is called."""
        return islice(self._begin() if self._grid is None else self._grid, start, stop)


class Source(NamedTuple):
    """An opened file: the name as the user gave it, its sheets in order, and the format it really has."""

    name: str
    sheets: list[Sheet]
    kind: str


def column_letter(index: int) -> str:
    """Name a 0-based column as spreadsheets do: 0 is `A`, 26 is `AA`."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the 0-based index of a column named with the capital letters A to Z (`A` is 0)."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
