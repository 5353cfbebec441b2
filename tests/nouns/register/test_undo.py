"""Every writing verb of the register is one step of undo, which restores every row."""

import sqlite3
from typing import Any

import pytest

from butlercli.store.journal import recorded_tables
from tests.conftest import Butler

VERBS = [
    ("unit", "add", "3-2-509", "--area", "80"),
    ("unit", "edit", "3-2-501", "--code", "3-2-510", "--note", "x"),
    ("unit", "remove", "3-2-503"),
    ("unit", "transfer", "3-2-501", "--to", "新业主", "--phone", "13800138009", "--date", "2026-05-01"),
    ("resident", "add", "赵敏", "--unit", "3-2-504", "--new-unit", "--phone", "13800138003"),
    ("resident", "add", "王芳", "--unit", "3-2-501", "--phone", "13800138004", "--tag", "养狗"),
    ("resident", "edit", "1", "--phone", "13800138005", "--name", "王方", "--until", "2026-06-01"),
    ("resident", "edit", "1", "--unit", "3-2-502", "--role", "family"),
    ("resident", "remove", "2"),
    ("resident", "merge", "1", "2"),
    ("resident", "contact", "3-2-501", "走访", "--channel", "visit"),
    ("call", "3-2-501", "--note", "没人接"),
    ("department", "add", "lift", "--name", "电梯", "--person", "老李"),
    ("department", "edit", "pool", "--remove-person", "老张", "--add-person", "老王:13800138006", "--alias", "池"),
    ("department", "remove", "pool"),
]


def rows(butler: Butler) -> dict[str, list[Any]]:
    with sqlite3.connect(butler.path) as connection:
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
            for table in recorded_tables(connection)
        }


@pytest.fixture
def house(butler: Butler) -> Butler:
    """A small house that has something of everything."""
    for code in ("3-2-501", "3-2-502", "3-2-503"):
        butler.ok("unit", "add", code)
    butler.ok("resident", "add", "王芳", "--unit", "3-2-501", "--phone", "13800138000", "--since", "2024-01-01")
    butler.ok("resident", "add", "李明", "--unit", "3-2-501", "--phone", "13800138000", "--phone", "13800138001")
    butler.ok("department", "add", "pool", "--name", "泳池", "--person", "老张")
    butler.ok("ticket", "add", "漏水", "-u", "3-2-501", "--reporter", "王芳")
    return butler


@pytest.mark.parametrize("words", VERBS, ids=lambda words: " ".join(words[:3]))
def test_undo_restores_every_row(house: Butler, words: tuple[str, ...]) -> None:
    before = rows(house)
    house.ok(*words)
    assert rows(house) != before
    house.ok("undo")
    assert rows(house) == before


@pytest.mark.parametrize(
    "words", [words for words in VERBS if words[0] != "call"], ids=lambda words: " ".join(words[:3])
)
def test_a_dry_run_shows_and_writes_nothing(house: Butler, words: tuple[str, ...]) -> None:
    before = rows(house)
    wet_free = house.ok(*words, "-n")
    assert wet_free.out
    assert rows(house) == before
