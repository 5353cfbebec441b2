"""The figures of a snapshot, those of the period before, and the records behind each."""

from typing import Any

from butlercli.base.figures import Figure, Number, interpolated, ratio
from butlercli.base.result import Row
from butlercli.kit.figures.snapshot import Snapshot, medians, sums
from butlercli.kit.figures.table import Measure, Split


def figures(snapshot: Snapshot) -> list[Figure]:
    """Return the figures of a snapshot, in the order of its table."""
    plain = [one for one in snapshot.measures if isinstance(one, Measure)]
    found = (sums(snapshot.rows, plain) or [{}])[0]
    made: list[Figure] = []
    for one in snapshot.measures:
        if isinstance(one, Split):
            made.extend(_split(snapshot, one))
        else:
            made.append(_figure(snapshot, one, found))
    return made


def _figure(snapshot: Snapshot, one: Measure, found: Row, **said: Any) -> Figure:
    """Return a figure from the sums; of a share nothing is known before there is anything to share."""
    part, whole = one.told(snapshot) if one.told else (found.get(one.key), found.get(f"{one.key}/"))
    value: Number | None
    if one.percentile is not None:
        part, value = None, found["median"] if "median" in found else _percentile(snapshot, one, int(whole or 0))
    elif whole is None:
        value = part = part if snapshot.begun else None
    else:
        value = ratio(part or 0, whole)
    return Figure(one.key, one.label, one.unit, one.definition, value, part, whole, said, one.of)


def _percentile(snapshot: Snapshot, one: Measure, number: int) -> float | None:
    if not number or one.percentile is None:
        return None
    sql = f"""SELECT value FROM (SELECT {one.part} AS value, {one.whole} AS whole FROM {one.source}) WHERE whole
      ORDER BY value LIMIT 2 OFFSET {int(one.percentile * (number - 1))}"""
    return interpolated([row["value"] for row in snapshot.rows(sql)], number, one.percentile)


def _groups(snapshot: Snapshot, split: Split) -> list[tuple[Any, str, str]]:
    if isinstance(split.groups, str):
        return [(row["grp"], row["code"], row["name"]) for row in snapshot.rows(split.groups)]
    return [(code, code, split.groups.label(code)) for code in split.groups]


def _split(snapshot: Snapshot, split: Split) -> list[Figure]:
    found = {row["grp"]: row for row in sums(snapshot.rows, split.measures, split.column)}
    for one in split.measures:
        if one.percentile is not None:
            middles = medians(snapshot.rows, one, split.column)
            for group, row in found.items():
                row["median"] = middles.get(group)
    last = split.measures[-1].key + ("/" if split.measures[-1].whole else "")
    nothing = {key: 0 for one in split.measures for key in (one.key, *([f"{one.key}/"] if one.whole else ()))}
    known = [(found.get(grp, {**nothing, "median": None}), code, name) for grp, code, name in _groups(snapshot, split)]
    if not split.every:
        known = [group for group in known if group[0][last]]
    if split.largest_first:
        known.sort(key=lambda group: -group[0][last])
    return [
        _keyed(_figure(snapshot, one, row, **{split.field: name}), code)
        for row, code, name in known
        for one in split.measures
    ]


def _keyed(figure: Figure, code: str) -> Figure:
    figure.key = figure.key.replace("{code}", code)
    figure.grouped = True
    return figure


def compared(now: Snapshot, before: Snapshot) -> list[Figure]:
    """Return the figures of a snapshot, each with the one of the period before.

    A count of a group that had nothing then was 0, once there was any record.
    """
    made = figures(now)
    former = {figure.key: figure.value for figure in figures(before)}
    for figure in made:
        nothing = 0 if before.begun and figure.denominator is None else None
        figure.previous = former.get(figure.key, nothing)
    return made


# --- the records behind a figure ----------------------------------------------------------------------


def measured(snapshot: Snapshot, key: str) -> tuple[Measure, str, Any] | None:
    """Return the row of the table that a key names, with column and group where it is that of a group; None without one."""
    for one in snapshot.measures:
        if isinstance(one, Measure):
            if one.key == key:
                return one, "", None
            continue
        for own in one.measures:
            head, _code, tail = own.key.partition("{code}")
            if key.startswith(head) and key.endswith(tail) and key in {made.key for made in _split(snapshot, one)}:
                code = key[len(head) : len(key) - len(tail)]
                return own, one.column, next(grp for grp, known, _name in _groups(snapshot, one) if known == code)
    return None


def kind_of(snapshot: Snapshot, key: str) -> str:
    """Return the kind of list that shows the records behind a figure."""
    found = measured(snapshot, key)
    return snapshot.records[found[0].records if found else ""].kind


def explain(snapshot: Snapshot, key: str) -> list[Row] | None:
    """Return the records behind a figure, or None for a key that is none of this table.

    They are those of its denominator, each with whether it is in the numerator.
    """
    found = measured(snapshot, key)
    if found is None:
        return None
    measure, column, group = found
    listed = snapshot.records[measure.records].rows
    if isinstance(listed, str):
        behind = measure.behind or _behind(measure, column)
        sql = listed.replace("{behind}", f"({behind})").replace("{value}", measure.value)
        rows = snapshot.rows(sql, group=group)
    else:
        rows = listed(snapshot)
    for row in rows:
        row["in_numerator"] = bool(row["in_numerator"])
    return rows


def _behind(one: Measure, column: str) -> str:
    """Return the rows that a figure is made of, as SQL."""
    part = one.part if one.percentile is None else one.whole
    only = f" AND {column} = :group" if column else ""
    return f"""SELECT * FROM (SELECT *, {one.value} AS value, {part} AS part, {one.whole or "NULL"} AS whole FROM {one.source})
      WHERE (coalesce(whole, 0) <> 0 OR coalesce(part, 0) <> 0){only}"""
