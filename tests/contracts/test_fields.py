"""A record's fields agree wherever they are used: what is written one way reads the same through the others."""

import csv
import importlib
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli.base import rooms
from butlercli.base.fields import LISTS, Field, Reference
from butlercli.base.i18n import _, set_language
from butlercli.base.vocabulary import Vocabulary
from tests.conftest import Butler
from tests.contracts.test_hostile import HOSTILE
from tests.contracts.ways import OWN, PARTS, REFERENCES, WAYS, Typed, Way


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
    if (table, field.name) in OWN:
        return st.sampled_from(OWN[table, field.name])
    if WAYS[table].mild and kind in ("text", "tags", "words"):
        plain = st.sampled_from(("王芳", "李明"))
        return plain if kind == "text" else st.lists(plain, min_size=1, max_size=2, unique=True)
    if kind == "phones":
        return st.lists(st.sampled_from(("13700137000", "0755-88886666")), min_size=1, max_size=2, unique=True)
    if kind in LISTS:
        return st.lists(st.sampled_from(("电梯班", "升降机", *HOSTILE[:-1])), min_size=1, max_size=3)
    if kind == "switch" or "/" in field.flags[0]:
        return st.booleans() if "/" in field.flags[0] else st.just(True)
    if isinstance(kind, Vocabulary):
        return st.sampled_from([word for code, labels in kind.words.items() for word in (code, labels[1])])
    if kind == "text":
        return st.sampled_from(("三菱", "MAX 1", *(text for text in HOSTILE if len(text) <= (field.most or 200))))
    if isinstance(kind, Reference):
        return st.sampled_from(REFERENCES[kind.to])
    return st.sampled_from(
        {
            "note": ("备注", *HOSTILE),
            "day": ("2020-02-29", "2019/5/20", "2021.3.1"),
            "past": ("2026-06-30", "2026/1/5", "2025年12月1日"),
            "moment": ("2026-06-30T17:00", "2026/1/5 8:30", "2025年12月1日 20:00"),
            "money": ("2000", "2,000.50", "0.01元"),
            "number": ("1", "15", "31"),
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
            flags = (dict(way.flags) if key else {}).get(field.name, field.flags[0])
            texts, (flag, *other) = typed[field.name], flags.split("/")
            if isinstance(texts, bool):
                options.append(flag if texts else other[0])
            else:
                options += [f"{flag}={text}" for text in (texts if isinstance(texts, list) else [texts])]
    named = [key] if key else [*way.before, *plain]
    return [*way.command, *filter(None, [verb]), *options, "--", *named]


def shown(butler: Butler, way: Way, fields: tuple[Field, ...]) -> dict[str, Any]:
    """Return the fields of the newest record."""
    found = butler.json(*way.list)
    return told(found[way.section][-1] if way.section else found[-1], fields)


def told(record: dict[str, Any], fields: tuple[Field, ...]) -> dict[str, Any]:
    """Return the fields of a record, the units of a resident as the unit."""
    return {field.name: record.get(field.name, record.get(f"{field.name}s")) for field in fields}


def empties(way: Way, field: Field) -> bool:
    """Say whether an empty text empties a field."""
    told = isinstance(field.kind, str) and field.kind in ("number", "switch")
    return field.clears and not field.wanted and not told and field.name not in (*way.kept, *way.arguments)


def test_every_table_of_fields_is_tried_here() -> None:
    assert set(tables()) == {*WAYS, *PARTS}
    for part, whole in PARTS.items():
        assert set(tables()[part]) <= set(tables()[whole])


@pytest.mark.parametrize("table", sorted(WAYS))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_written_one_way_reads_the_same_through_the_others(
    butler: Butler, tmp_path: Path, table: str, data: st.DataObject
) -> None:
    way = WAYS[table]
    fields = tuple(field for field in tables()[table] if field.name not in way.never)
    typed = {
        field.name: data.draw(texts(table, field), label=field.name)
        for field in fields
        if field.name in (*way.arguments, *way.always) or field.wanted or data.draw(st.booleans())
    }
    way.fit(typed)
    butler.path.unlink(missing_ok=True)
    for built in way.house:
        butler.ok(*built)
    later = {name: typed[name] for name in way.later if name in typed}
    line = words(way, way.add, {name: text for name, text in typed.items() if name not in later}, fields)
    cut = line.index("--")
    made = butler.ok(*line[:cut], "--json", *line[cut:]).json
    made = made[0] if isinstance(made, list) else made
    made = made[way.section][0] if way.section in made else made
    by_options = shown(butler, way, fields)
    # Numbers are masked unless one asks for them.
    plain = [field.name for field in fields if field.kind not in ("phone", "phones")]
    assert {name: by_options[name] for name in plain} == {name: told(made, fields)[name] for name in plain}
    key = str(made[way.key]) if way.key else way.before[0] if way.before else str(made[way.arguments[0]])

    if later:
        butler.ok(*words(way, "edit", later, fields, key=key))
        by_options = shown(butler, way, fields)
    if way.kind != "-":
        _history_agrees(butler, way, fields, by_options, key, way.kind or table)

    # Emptied, and typed again through `edit`.
    cleared: dict[str, Typed] = {field.name: "" for field in fields if by_options[field.name] and empties(way, field)}
    if way.edit and cleared:
        butler.ok(*words(way, "edit", cleared, fields, key=key))
        assert not any(shown(butler, way, fields)[name] for name in cleared)
        butler.ok(*words(way, "edit", {name: typed[name] for name in cleared}, fields, key=key))
    assert shown(butler, way, fields) == by_options

    # The same in a file: under the names of the JSON, and as others call the columns.
    for others in (False, True) if way.file else ():
        butler.path.unlink()
        for built in way.house:
            butler.ok(*built)
        read = [field for field in fields if field.name not in way.unread]
        heads = {field.name: field.headers[-1] if others else field.name for field in read}
        row = {heads[name]: _cell(text) for name, text in typed.items() if name in heads}
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


def _history_agrees(
    butler: Butler, way: Way, fields: tuple[Field, ...], shown: dict[str, Any], key: str, kind: str
) -> None:
    """History says each field, and calls it and its words as lists do."""
    names = {change["field"] for change in butler.ok("history", "--kind", kind, "--json", "--", key).json}
    page = butler.ok("history", "--kind", kind, "--", key, lang="zh").out
    set_language("zh")
    for field in fields:
        if shown[field.name] and field.name not in way.rows:
            assert field.column in names and _(field.label) in page
        if shown[field.name] and isinstance(field.kind, Vocabulary):
            assert field.kind.label(shown[field.name]) in page


def _cell(typed: Typed) -> str:
    if typed is True:
        return "是"
    return "、".join(typed) if isinstance(typed, list) else str(typed)


def _bare(value: Any) -> Any:
    """Return a text without the space around it, which the cell of a file does not keep."""
    return value.strip() if isinstance(value, str) else value
