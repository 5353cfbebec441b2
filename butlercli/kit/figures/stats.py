"""Statistics of a room: counts by a dimension, and a page of them with the figures of a span."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from butlercli.base.result import Result, Row
from butlercli.kit.figures.reading import compared
from butlercli.kit.figures.snapshot import Snapshot, sums
from butlercli.kit.figures.table import Dimension, Measure


def parse_by(text: str, dimensions: Mapping[str, Dimension], unknown: str, choices: str = "") -> str:
    """Return the dimension that a word names; raises UsageError (exit 2), a msgid with `{value}`, naming the choices (or `choices`)."""
    from butlercli.base import fuzzy

    words = {word: by for by, one in dimensions.items() for word in one.words}
    return fuzzy.one_of(text, tuple(dimensions), words, unknown, choices)


def groups(
    rows: Callable[[str], list[Row]], dimension: Dimension, measures: Sequence[Measure], where: str = "1"
) -> list[Row]:
    """Return what figures of one source are made of by group, as `sums` does, with grp, code, name and english.

    The largest first by the first figure, or in the order of time; grp is None for rows that state nothing.
    """
    source = f"(SELECT * FROM {measures[0].source}) p WHERE {where}"
    found = sums(rows, [one._replace(source=source) for one in measures], dimension.group)
    names = {row["grp"]: row for row in rows(dimension.names)} if dimension.names else {}
    for row in found:
        row.update({name: names.get(row["grp"], {}).get(name) for name in ("code", "name", "english")})
    first = measures[0].key
    if dimension.in_time:
        return sorted(found, key=lambda row: row["grp"])
    return sorted(found, key=lambda row: (-row[first], row["grp"] is None, row["code"] or "", row["grp"] or 0))


def page(kind: str, snapshot: Snapshot, by: str, groups: list[Row], head: Row, foot: Row, **extra: Any) -> Result:
    """Return a page of statistics: the span, what heads it, its figures with those before, counts by group, and the rest.

    JSON: {from, to, as_of, ..., metrics, by, groups, ...}.
    """
    made = compared(snapshot, type(snapshot)(snapshot.db, snapshot.span.before(), "before"))
    data = {
        "from": snapshot.span.start.isoformat(),
        "to": snapshot.span.end.isoformat(),
        "as_of": snapshot.span.params["as_of"],
        **head,
        "metrics": {figure.key: figure.as_json() for figure in made},
        "by": by,
        "groups": groups,
        **foot,
    }
    return Result(kind, data, extra={"figures": made, "sections": (), **extra})
