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


def test_keeping_the_index_costs_the_same_in_every_year(house: Butler) -> None:
    """The end of the journal is read by its key; an index over all of it would grow with the file."""
    import sqlite3
    from pathlib import Path

    from butlercli.store import database, fulltext

    asked: list[str] = []
    db = database.open_write(Path(house.path))
    db.connection.set_trace_callback(asked.append)
    with db.operation("test"):
        db.execute("UPDATE ticket SET title = '阳台漏水' WHERE id = 1")
        db.execute("UPDATE resident SET note = 'x' WHERE id = 1")
        db.execute("UPDATE unit SET code = '3-2-502' WHERE id = 1")
    db.connection.set_trace_callback(None)
    plans = sqlite3.connect(house.path)
    reading = [sql for sql in asked if "FROM journal" in sql and "NOT INDEXED" in sql]
    assert len(reading) >= 4
    for sql in reading:
        steps = [row[3] for row in plans.execute("EXPLAIN QUERY PLAN " + sql)]
        journal = [step for step in steps if step.split()[1] in ("journal", "j")]
        assert journal and all("INTEGER PRIMARY KEY" in step for step in journal), (sql, steps)
    assert not fulltext.is_stale(db)
    db.close()
