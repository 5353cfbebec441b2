"""Choosing records: conditions with values that never become SQL, words of lists, pages."""

import sqlite3
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.kit import select
from butlercli.kit.select import Filter, Wanted

ROWS = [
    (1, "水泵", "地下室", 5, '["急", "水"]'),
    (2, "Lift", None, 7, '["50%"]'),
    (3, "100% lift_x", "3栋", None, "[]"),
]


@pytest.fixture(scope="module")
def file() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:")
    made.execute("CREATE TABLE thing (id INTEGER, name TEXT, place TEXT, number INTEGER, tags TEXT)")
    made.executemany("INSERT INTO thing VALUES (?, ?, ?, ?, ?)", ROWS)
    return made


def found(file: sqlite3.Connection, chosen: Filter) -> list[int]:
    return [id for (id,) in file.execute(f"SELECT id FROM thing WHERE {chosen.sql} ORDER BY id", chosen.params)]


@pytest.mark.parametrize(
    ("chosen", "ids"),
    [
        (Filter(), [1, 2, 3]),
        (Filter().equal("number", None), [1, 2, 3]),
        (Filter().equal("number", 7), [2]),
        (Filter().between("number", 5, None), [1, 2]),
        (Filter().between("number", None, 5), [1]),
        (Filter().between("number", 6, 8), [2]),
        (Filter().any_of("id", [1, 3, 9]), [1, 3]),
        (Filter().any_of("id", []), []),
        (Filter().holding("lift", "name"), [2, 3]),
        (Filter().holding(" 下室 ", "name", "place"), [1]),
        (Filter().holding("", "name"), [1, 2, 3]),
        (Filter().holding(None, "name"), [1, 2, 3]),
        (Filter().holding("0%", "name"), [3]),
        (Filter().holding("_x", "name"), [3]),
        (Filter().tagged("tags", "+水"), [1]),
        (Filter().tagged("tags", "50%"), [2]),
        (Filter().where("number > :least", least=5).where("name = 'x' OR id = 2"), [2]),
    ],
)
def test_conditions_choose(file: sqlite3.Connection, chosen: Filter, ids: list[int]) -> None:
    assert found(file, chosen) == ids


def test_a_filter_without_conditions_is_bare() -> None:
    assert Filter(now="x").bare
    assert not Filter().equal("id", 1).bare


@given(st.text(), st.text())
def test_what_is_asked_for_is_found_as_typed_and_never_becomes_sql(name: str, text: str) -> None:
    file = sqlite3.connect(":memory:")
    file.execute("CREATE TABLE thing (id INTEGER, name TEXT)")
    try:
        file.execute("INSERT INTO thing VALUES (1, ?)", (name,))
    except UnicodeEncodeError:
        return
    chosen = Filter().equal("name", name).any_of("name", [name, "'"])
    assert "'" not in chosen.sql
    assert found(file, chosen) == [1]
    part = "".join(character for character in text if character.isascii() and character.isalnum())
    file.execute("UPDATE thing SET name = ?", (f"<{part}>",))
    assert found(file, Filter().holding(part.swapcase(), "name")) == [1]


class Things(Wanted):
    """What things are filtered by."""

    name: str | None
    most: int | None


def test_what_is_not_said_is_none_and_what_is_unknown_is_refused() -> None:
    wanted = Things(name="x")
    assert (wanted.name, wanted.most) == ("x", None)
    with pytest.raises(TypeError, match="Things is not filtered by place"):
        Things(place="x")


@pytest.mark.parametrize(
    ("text", "words"), [(None, []), ("a", ["a"]), ("a,b", ["a", "b"]), ("新，处理中、挂起", ["新", "处理中", "挂起"])]
)
def test_words_of_a_list_are_parted_by_commas_of_both_kinds(text: str | None, words: list[str]) -> None:
    assert select.several(text) == words


@pytest.mark.parametrize(("page", "limit", "total"), [([1], None, 1), ([1], 5, 1), ([1, 2], 2, 99), ([], 0, 99)])
def test_all_are_counted_only_where_a_page_is_full(page: list[Any], limit: int | None, total: int) -> None:
    assert select.total(page, limit, lambda: 99) == total
