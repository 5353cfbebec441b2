"""A record's fields agree wherever they are used: what is written one way reads the same through the others."""

import csv
import importlib
import io
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli.base import rooms
from butlercli.base.fields import Field, Reference
from butlercli.base.i18n import _, set_language
from butlercli.base.vocabulary import Vocabulary
from tests.conftest import Butler
from tests.contracts.test_hostile import HOSTILE

Words = tuple[str, ...]
Typed = str | list[str]


class Way(NamedTuple):
    """The commands of a record.

    before: what `add` wants before its fields, which names the record; arguments: fields that are typed without an
    option, the first names the record where nothing stands before; file: what takes in files, where any does; column: of
    a file, beside those of the fields; unread: fields that a file has no column for; kind: what `history` calls it, where
    that is not the table; house: lines that make what it refers to.
    """

    command: Words
    list: Words
    file: Words = ()
    before: Words = ()
    arguments: Words = ()
    column: Words = ()
    unread: Words = ()
    kind: str = ""
    house: tuple[Words, ...] = ()


WAYS = {
    "facility": Way(
        ("patrol", "facility"),
        ("patrol", "facility", "list", "--all", "--reveal"),
        ("patrol", "facility", "import"),
        arguments=("code", "name"),
    ),
    "unit": Way(
        ("unit",),
        ("unit", "list"),
        ("resident", "import"),
        before=("1-1-101",),
        column=("房号", "1-1-101"),
        unread=("note",),
    ),
    "department": Way(("department",), ("department", "list"), before=("lift",)),
    "patrol_point": Way(
        ("patrol", "point"),
        ("patrol", "point", "list"),
        arguments=("code", "name"),
        kind="point",
        house=(("patrol", "facility", "add", "LIFT-1", "货梯", "--kind", "elevator"),),
    ),
    "category": Way(("ticket", "category"), ("ticket", "category", "list"), before=("solar",)),
}
# What may be typed into fields with a parser of their own.
OWN = {
    ("facility", "code"): ("X-1", "ｘ－１", "泵 1", "A=1"),
    ("facility", "inspect"): ("1,4,every:1y", "每年", "none", "每6个月"),
    ("facility", "test"): ("2,3", "every:30d", "none"),
    ("patrol_point", "code"): ("B1-PUMP", "ｇａｔｅ", "东门"),
    ("unit", "area"): ("89.5", "120", "0.0001", "１０２．３"),
}
# Names of records that every house has.
REFERENCES = {"department": ("工程", "service", "greening"), "facility": ("LIFT-1", "货梯")}


def tables() -> dict[str, tuple[Field, ...]]:
    """Return the fields that rooms declare, by table."""
    return {
        table: getattr(importlib.import_module(f"{room}.{module}"), name)
        for room in rooms.ROOMS
        for table, (module, name) in getattr(rooms.facts(room), "FIELDS", {}).items()
    }


def texts(table: str, field: Field) -> st.SearchStrategy[Typed]:
    """Return what may be typed into a field: a text, or several into a list."""
    kind = field.kind
    if kind == "words":
        return st.lists(st.sampled_from(("电梯班", "升降机", *HOSTILE[:-1])), min_size=1, max_size=3)
    if isinstance(kind, Vocabulary):
        return st.sampled_from([word for code, labels in kind.words.items() for word in (code, labels[1])])
    if callable(kind):
        return st.sampled_from(OWN[table, field.name])
    if kind == "text":
        return st.sampled_from(("三菱", "MAX 1", *(text for text in HOSTILE if len(text) <= (field.most or 200))))
    if isinstance(kind, Reference):
        return st.sampled_from(REFERENCES[kind.to])
    return st.sampled_from(
        {
            "note": ("备注", *HOSTILE),
            "day": ("2020-02-29", "2019/5/20", "2021.3.1"),
            "past": ("2026-06-30", "2026/1/5", "2025年12月1日"),
            "phone": ("13700137000", "0755-88886666", "137 0013 7000"),
        }[str(kind)]
    )


def words(way: Way, verb: str, typed: dict[str, Typed], fields: tuple[Field, ...], *, key: str = "") -> list[str]:
    """Return the line that writes what is typed: of `edit` where a key is given."""
    options, plain = [], []
    for field in fields:
        if field.name in typed and not key and field.name in way.arguments:
            plain.append(str(typed[field.name]))
        elif field.name in typed:
            texts = typed[field.name]
            options += [f"{field.flags[0]}={text}" for text in (texts if isinstance(texts, list) else [texts])]
    named = [key] if key else [*way.before, *plain]
    return [*way.command, verb, *options, "--", *named]


def shown(butler: Butler, way: Way, fields: tuple[Field, ...]) -> dict[str, Any]:
    """Return the fields of the newest record."""
    record = butler.json(*way.list)[-1]
    return {field.name: record[field.name] for field in fields}


def test_every_table_of_fields_is_tried_here() -> None:
    assert set(tables()) == set(WAYS)


@pytest.mark.parametrize("table", sorted(WAYS))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_written_one_way_reads_the_same_through_the_others(
    butler: Butler, tmp_path: Path, table: str, data: st.DataObject
) -> None:
    fields, way = tables()[table], WAYS[table]
    typed = {
        field.name: data.draw(texts(table, field), label=field.name)
        for field in fields
        if field.name in way.arguments or field.wanted or data.draw(st.booleans())
    }
    butler.path.unlink(missing_ok=True)
    for built in way.house:
        butler.ok(*built)
    line = words(way, "add", typed, fields)
    cut = line.index("--")
    made = butler.ok(*line[:cut], "--json", *line[cut:]).json
    made = made[0] if isinstance(made, list) else made
    by_options = shown(butler, way, fields)
    plain = [field.name for field in fields if field.kind != "phone"]  # numbers are masked unless one asks for them
    assert {name: by_options[name] for name in plain} == {name: made[name] for name in plain}
    key = way.before[0] if way.before else made[way.arguments[0]]

    # History says each field, and calls it as lists do.
    told = {change["field"] for change in butler.ok("history", "--kind", way.kind or table, "--json", "--", key).json}
    page = butler.ok("history", "--kind", way.kind or table, "--", key, lang="zh").out
    set_language("zh")
    for field in fields:
        if by_options[field.name]:
            assert field.column in told and _(field.label) in page

    # Emptied, and typed again through `edit`.
    cleared: dict[str, Typed] = {field.name: "" for field in fields if not field.wanted and by_options[field.name]}
    if cleared:
        butler.ok(*words(way, "edit", cleared, fields, key=key))
        assert not any(shown(butler, way, fields)[name] for name in cleared)
        butler.ok(*words(way, "edit", {name: typed[name] for name in cleared}, fields, key=key))
    assert shown(butler, way, fields) == by_options

    # The same in a file: under the names of the JSON, and as others call the columns.
    for others in (False, True) if way.file else ():
        butler.path.unlink()
        read = [field for field in fields if field.name not in way.unread]
        heads = {field.name: field.headers[-1] if others else field.name for field in read}
        row = {heads[name]: text for name, text in typed.items() if name in heads}
        if way.column:
            row[way.column[0]] = way.column[1]
        stream = io.StringIO()
        writer = csv.DictWriter(stream, [*way.column[:1], *heads.values()])
        writer.writeheader()
        writer.writerow(row)
        file = tmp_path / "others.csv"
        file.write_text(stream.getvalue(), encoding="utf-8", newline="")
        butler.ok(*way.file, str(file))
        found = shown(butler, way, fields)
        for field in read:
            assert _bare(found[field.name]) == _bare(by_options[field.name]), field.name


def _bare(value: Any) -> Any:
    """Return a text without the space around it, which the cell of a file does not keep."""
    return value.strip() if isinstance(value, str) else value
