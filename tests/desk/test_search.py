"""Search: two Chinese characters are enough, pinyin and initials find people, nothing typed is syntax."""

import pytest

from tests.conftest import Butler


@pytest.fixture
def house(butler: Butler) -> Butler:
    butler.ok(
        "resident", "add", "王芳", "--unit", "3-2-501", "--phone", "13800138000", "--note", "养了一只猫", "--new-unit"
    )
    butler.ok("ticket", "add", "厨房漏水", "-u", "3-2-501", "--detail", "水槽下面的管子")
    butler.ok("ticket", "add", "电梯异响")
    butler.ok("ticket", "note", "2", "疑似导轨缺油")
    butler.ok("resident", "contact", "3-2-501", "节前走访送福字", "--channel", "上门")
    return butler


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("漏水", {"tickets": 1}),
        ("水漏", {}),
        ("缺油", {"tickets": 1}),
        ("管子 厨房", {"tickets": 1}),
        ("厨房 电梯", {}),
        ("王芳", {"residents": 1}),
        ("wf", {"residents": 1}),
        ("wangfang", {"residents": 1}),
        ("13800138000", {"residents": 1}),
        ("福字", {"contacts": 1}),
        ("3-2-501", {"residents": 1, "units": 1, "contacts": 1, "tickets": 1}),
    ],
)
def test_finds(house: Butler, text: str, found: dict[str, int]) -> None:
    counts = house.json("search", text)["counts"]
    assert {name: number for name, number in counts.items() if number} == found


@pytest.mark.parametrize("text", ['"', "NEAR(", "a OR b", "*", "漏水*", "kind:x", "👍", "%", "'; DROP"])
def test_nothing_typed_is_syntax(house: Butler, text: str) -> None:
    assert house("search", "--json", "--", text).code == 0


def test_the_index_follows_edits_undo_and_cancelled_writes(house: Butler) -> None:
    house.ok("ticket", "edit", "1", "--title", "阳台积水")
    assert house.json("search", "阳台")["counts"]["tickets"] == 1
    house.ok("undo")
    assert house.json("search", "阳台")["counts"]["tickets"] == 0
    house.ok("ticket", "add", "屋顶渗水", "-n")
    assert house.json("search", "屋顶")["counts"]["tickets"] == 0


def test_a_change_from_outside_is_indexed_with_the_next_write(house: Butler) -> None:
    import sqlite3

    with sqlite3.connect(house.path) as outside:
        outside.execute("UPDATE ticket SET title = '外部改过' WHERE id = 2")
    house.ok("ticket", "note", "1", "x")
    assert house.json("search", "外部")["counts"]["tickets"] == 1


def test_an_empty_search_is_a_usage_error(house: Butler) -> None:
    assert house("search", " ").code == 2
