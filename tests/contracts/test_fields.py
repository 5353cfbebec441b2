"""A record's fields agree wherever they are used: what is written one way reads the same through the others."""

import csv
import importlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli.base import rooms
from butlercli.base.fields import LISTS, Field, Reference
from butlercli.base.i18n import _, set_language
from butlercli.base.vocabulary import Vocabulary
from butlercli.nouns.fee import model
from tests.conftest import Butler
from tests.contracts.test_hostile import HOSTILE

Words = tuple[str, ...]
Typed = str | list[str] | bool


class Way(NamedTuple):
    """The commands of a record.

    before: what `add` wants before its fields, which names the record; arguments: fields that are typed without an
    option, the first names the record where nothing stands before; always: fields without which there is none; key: the
    field of the JSON by which it is found, where that is not its first argument; add: the verb that makes one, edit:
    whether another changes it, flags: with options of other names; file: what takes in files, where any does; column: of a file, beside those of the fields;
    unread: fields that a file has no column for; rows: those that history knows as rows of their own; kept: those that an empty text does not empty; later: those that only `edit`
    writes; kind: what `history` calls
    it, where that is not the table; house: lines that make what it refers to; section: of
    what `list` shows, where that is a page; mild: names and words are plain ones, for files give them another meaning; fit:
    puts right what may not stand together.
    """

    command: Words
    list: Words
    file: Words = ()
    before: Words = ()
    arguments: Words = ()
    always: Words = ()
    key: str = ""
    add: str = "add"
    edit: bool = True
    flags: tuple[tuple[str, str], ...] = ()
    column: Words = ()
    unread: Words = ()
    kept: Words = ()
    later: Words = ()
    rows: Words = ()
    kind: str = ""
    house: tuple[Words, ...] = ()
    section: str = ""
    mild: bool = False
    fit: Callable[[dict[str, Typed]], None] = lambda typed: None


def _days(typed: dict[str, Typed]) -> None:
    if "since" in typed and "until" in typed:
        typed["until"] = "2027-12-31"


def _fee_item(typed: dict[str, Typed]) -> None:
    if model.PERS.parse(str(typed["per"])) != "reading":
        typed.pop("meter", None)
    _days(typed)


def _discount(typed: dict[str, Typed]) -> None:
    typed.setdefault("state", "空置")
    if "unit" in typed:
        del typed["state"]
    _days(typed)


def _contact(typed: dict[str, Typed]) -> None:
    typed.pop("unit", None)  # stands before the text


def _point(typed: dict[str, Typed]) -> None:
    if "reading" not in typed:
        for name in ("unit", "min", "max"):
            typed.pop(name, None)


def _route(typed: dict[str, Typed]) -> None:
    typed.update(points=["GATE", "ROOF"], windows=["20:00-22:00"])
    if "until" in typed:
        typed["until"] = "2027-12-31"


def _reading(typed: dict[str, Typed]) -> None:
    if "final" in typed:
        typed["replaced"] = True


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
        fit=_point,
    ),
    "patrol_route": Way(
        ("patrol", "route"),
        ("patrol", "route", "list"),
        arguments=("name",),
        always=("points", "windows"),
        kept=("points", "windows", "every", "from"),
        rows=("points",),
        kind="route",
        house=(
            ("patrol", "point", "add", "GATE", "东门"),
            ("patrol", "point", "add", "ROOF", "天台"),
        ),
        fit=_route,
    ),
    "fee_item": Way(
        ("fee", "item"),
        ("fee", "item", "list", "--all"),
        arguments=("code",),
        always=("per", "rate", "cycle"),
        kept=("meter",),
        flags=(("since", "--since"),),
        kind="item",
        fit=_fee_item,
    ),
    "fee_discount": Way(
        ("fee", "discount"),
        ("fee", "discount", "list"),
        arguments=("share",),
        key="id",
        kind="discount",
        house=(
            ("unit", "add", "1-1-101"),
            ("fee", "item", "add", "wyf", "--name=物业费", "--per=area", "--rate=2.8", "--cycle=month"),
        ),
        fit=_discount,
    ),
    "meter_reading": Way(
        ("fee",),
        ("fee", "readings"),
        ("fee", "import", "readings"),
        arguments=("unit", "meter", "value"),
        always=("at",),
        key="id",
        add="read",
        edit=False,
        column=("房号", "1-1-101"),
        unread=("unit",),
        kind="reading",
        house=(("unit", "add", "1-1-101"),),
        fit=_reading,
    ),
    "resident": Way(
        ("resident",),
        ("resident", "list", "--former", "--reveal"),
        ("resident", "import"),
        arguments=("name",),
        always=("unit",),
        column=("房号", "1-1-101"),
        unread=("unit",),
        kept=("unit", "role"),
        house=(("unit", "add", "1-1-101"),),
        mild=True,
        fit=_days,
    ),
    "contact": Way(
        ("resident", "contact"),
        ("unit", "show", "1-1-101"),
        before=("1-1-101",),
        arguments=("text",),
        add="",
        edit=False,
        kind="-",
        house=(("resident", "add", "王芳", "--unit=1-1-101", "--new-unit"),),
        section="contacts",
        fit=_contact,
    ),
    "ticket": Way(
        ("ticket",),
        ("ticket", "list", "--reveal"),
        ("ticket", "import"),
        arguments=("title",),
        always=("kind", "category", "priority", "department", "source", "party"),
        key="id",
        column=("房号", "1-1-101"),
        unread=("unit",),
        kept=("kind", "priority", "source", "party"),
        later=("assignee", "cause"),
        house=(
            ("unit", "add", "1-1-101"),
            ("patrol", "facility", "add", "LIFT-1", "货梯", "--kind", "elevator"),
        ),
        mild=True,
    ),
    "category": Way(("ticket", "category"), ("ticket", "category", "list"), before=("solar",)),
}
# Tables whose rows belong to another record: their fields are among its own.
PARTS = {"patrol_plan": "patrol_route", "fee_rate": "fee_item", "resident_phone": "resident", "residency": "resident"}
# What may be typed into fields with a parser of their own, and where files are stricter than options.
OWN = {
    ("facility", "code"): ("X-1", "ｘ－１", "泵 1", "A=1"),
    ("facility", "inspect"): ("1,4,every:1y", "每年", "none", "每6个月"),
    ("facility", "test"): ("2,3", "every:30d", "none"),
    ("patrol_point", "code"): ("B1-PUMP", "ｇａｔｅ", "东门"),
    ("patrol_point", "min"): ("0.3", "0"),
    ("patrol_point", "max"): ("0.5", "１２"),
    ("patrol_route", "name"): ("早巡", "夜巡 2", "B栋"),
    ("patrol_route", "every"): ("daily", "工作日", "每周一四", "monthly:1,15"),
    ("ticket", "reporter"): ("王女士", *HOSTILE[:-1]),
    ("ticket", "assignee"): ("张师傅", *HOSTILE[:-1]),
    ("ticket", "title"): ("厨房漏水", "MAX 1", *HOSTILE),
    ("fee_item", "code"): ("wyf", "ＷＹ", "停车费"),
    ("fee_item", "rate"): ("2.80", "¥3", "2.8元/㎡"),
    ("fee_item", "late_rate"): ("万分之三", "0.05%", "0.0003"),
    ("fee_item", "late_cap"): ("20%", "0.5"),
    ("fee_discount", "share"): ("7折", "70%", "0.7", "全免"),
    ("meter_reading", "value"): ("1250.5", "１２", "0"),
    ("meter_reading", "final"): ("131.2", "0"),
    ("unit", "area"): ("89.5", "120", "0.0001", "１０２．３"),
}
# Names of records that every house has.
REFERENCES = {
    "department": ("工程", "service", "greening"),
    "facility": ("LIFT-1", "货梯"),
    "unit": ("1-1-101", "1栋1单元101"),
    "item": ("wyf", "物业费"),
    "resident": ("王芳",),
    "category": ("noise", "噪音"),
}


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
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_written_one_way_reads_the_same_through_the_others(
    butler: Butler, tmp_path: Path, table: str, data: st.DataObject
) -> None:
    fields, way = tables()[table], WAYS[table]
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
    by_options = shown(butler, way, fields)
    # Numbers are masked unless one asks for them.
    plain = [field.name for field in fields if field.kind not in ("phone", "phones")]
    assert {name: by_options[name] for name in plain} == {name: told(made, fields)[name] for name in plain}
    key = way.before[0] if way.before else str(made[way.key or way.arguments[0]])

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
