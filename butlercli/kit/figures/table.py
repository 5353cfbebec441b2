"""A table of figures: how each is called and what a row of the records adds to it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from butlercli.base.figures import Number
from butlercli.base.result import Row
from butlercli.base.vocabulary import Vocabulary

TABLE = "{table}"
"""The table of a snapshot, in SQL."""
ROWS = "{rows}"
"""The rows of it that figures are about where they do not say otherwise: all, unless the snapshot's `places` say."""


class Measure(NamedTuple):
    """One figure: how it is called, and what a row adds to its numerator (`part`) and its denominator (`whole`).

    A figure without `whole` is a sum; with it a share or a mean; with `percentile` (0–1) the spread of `part` over the rows
    that meet `whole`. unit, of: as those of a Figure. value: what a list shows that a row adds. records: the name of the
    list of records, behind: SQL that chooses them, where it is not the rows of `source`. told: returns numerator and
    denominator of a figure that SQL does not tell. amounts: whether part and whole are amounts to be summed, not conditions.
    """

    key: str
    label: str
    unit: str
    definition: str
    part: str = ""
    whole: str = ""
    of: str = "count"
    source: str = ROWS
    value: str = "NULL"
    records: str = ""
    behind: str = ""
    percentile: float | None = None
    told: Callable[[Any], tuple[Number, Number | None]] | None = None
    amounts: bool = True


class Split(NamedTuple):
    """Figures once more for each group of their rows: `{code}` in their keys and `{field}` in their labels name it.

    column: names the group of a row; groups: the words of a code, or SQL that returns group, code and name in their order.
    Groups in which there is nothing are left out unless `every`; largest_first: by the last figure, not in their order.
    """

    column: str
    groups: Vocabulary | str
    field: str
    measures: tuple[Measure, ...]
    every: bool = False
    largest_first: bool = False


class Records(NamedTuple):
    """The records behind a figure: the kind of list that shows them, and SQL or a function that returns them.

    `{behind}` in SQL: the rows that the figure is made of, with the columns part, whole and value; each record says
    whether it is `in_numerator`.
    """

    kind: str
    rows: str | Callable[[Any], list[Row]]


class Dimension(NamedTuple):
    """What records can be counted by: its header, SQL that names the group of a row (nothing where the room has SQL of its own), further words.

    names: SQL that returns grp, code, name and english of groups that are records; in_time: ordered as time goes.
    """

    header: str
    group: str = ""
    words: tuple[str, ...] = ()
    names: str = ""
    in_time: bool = False


# --- rows of a table of figures -----------------------------------------------------------------------


def count(key: str, label: str, definition: str, where: str = "1", **more: Any) -> Measure:
    """Return a number of rows: those that meet a condition."""
    return Measure(key, label, "count", definition, where, amounts=False, **more)


def total(key: str, label: str, unit: str, definition: str, amount: str, **more: Any) -> Measure:
    """Return a sum over the rows: of money (unit fen), hours or anything counted."""
    of = "fen" if unit == "fen" else "count"
    return Measure(key, label, unit, definition, amount, of=of, **{"value": amount, **more})


def rate(key: str, label: str, definition: str, where: str, among: str = "1", **more: Any) -> Measure:
    """Return a share of rows: those of `among` that meet a condition."""
    return Measure(
        key, label, "share", definition, where if among == "1" else f"({among}) AND ({where})", among, **more
    )


def share(key: str, label: str, definition: str, part: str, whole: str, of: str = "count", **more: Any) -> Measure:
    """Return a share of two sums over the rows."""
    return Measure(key, label, "share", definition, part, whole, of, **more)


def mean(key: str, label: str, unit: str, definition: str, value: str, **more: Any) -> Measure:
    """Return the mean of a value over the rows that have one."""
    return Measure(key, label, unit, definition, value, f"{value} IS NOT NULL", value=value, **more)


def spread(
    key: str, label: str, unit: str, definition: str, value: str, where: str, percentile: float = 0.5, **more: Any
) -> Measure:
    """Return a percentile of a value over the rows that meet a condition, interpolated between closest ranks."""
    return Measure(key, label, unit, definition, value, where, value=value, percentile=percentile, **more)
