"""The journal: written by triggers, so that no write can miss it."""

import json
import sqlite3

import pytest

from butlercli.store import fulltext, journal
from butlercli.store.database import Database, open_write
from tests.conftest import Butler


@pytest.fixture
def db(butler: Butler) -> Database:
    butler.ok("ticket", "add", "第一件", "-u", "3-2-501")
    return open_write(butler.path)


def entries(db: Database) -> list[dict[str, object]]:
    return db.rows("SELECT op, tbl, row, act, old FROM journal ORDER BY id")


def test_an_insert_keeps_no_image_an_update_what_changed_a_delete_the_whole_row(db: Database) -> None:
    before = len(entries(db))
    with db.operation("test") as operation:
        id = db.insert("unit", {"uid": "u", "code": "9-9-9", "room": "9"})
        db.update("unit", id, {"note": "新", "room": "9"})
        whole = db.row("SELECT * FROM unit WHERE id = ?", (id,))
        db.delete("unit", id)
    insert, update, delete = entries(db)[before:]
    assert (insert["act"], insert["old"]) == ("I", None)
    assert json.loads(str(update["old"])) == {"note": None}
    assert json.loads(str(delete["old"])) == whole
    assert {entry["op"] for entry in (insert, update, delete)} == {operation.id}


def test_an_update_that_changes_nothing_is_no_entry(db: Database) -> None:
    before = len(entries(db))
    with db.operation("test"):
        db.execute("UPDATE unit SET room = room")
    assert len(entries(db)) == before


def test_texts_come_back_exactly(db: Database) -> None:
    text = "\x01\x1f\"'\\/\u2028 {}[]\t\n\r\x7f 😀 \U0010ffff"
    with db.operation("test"):
        db.execute("UPDATE unit SET note = ?", (text,))
    with db.operation("test"):
        db.execute("UPDATE unit SET note = NULL")
    assert json.loads(str(entries(db)[-1]["old"])) == {"note": text}


def test_another_client_leaves_entries_without_an_operation(db: Database) -> None:
    other = sqlite3.connect(db.path)
    other.execute("UPDATE ticket SET title = 'x'")
    other.commit()
    other.close()
    assert entries(db)[-1]["op"] is None
    assert fulltext.is_stale(db)
    with db.operation("test"):
        db.execute("UPDATE unit SET note = 'y'")
    assert not fulltext.is_stale(db)
    assert fulltext.find(db, "x", "ticket", 5) == [1]


def test_every_table_but_the_bookkeeping_is_recorded(db: Database) -> None:
    names = set(db.column("SELECT name FROM sqlite_master WHERE type = 'table'"))
    recorded = set(journal.recorded_tables(db.connection))
    assert {"ticket", "unit", "resident", "setting", "attachment"} <= recorded
    assert all(name in journal.BOOKKEEPING or name.startswith(("search", "sqlite_")) for name in names - recorded)


def test_what_names_a_unit_is_found_by_its_new_code(db: Database) -> None:
    with db.operation("test"):
        db.execute("UPDATE unit SET code = '7-7-707', room = '707'")
    assert fulltext.find(db, "7-7-707", "ticket", 5) == [1]
    assert fulltext.find(db, "3-2-501", "ticket", 5) == []


def test_a_rebuilt_index_finds_the_same(db: Database) -> None:
    before = db.rows("SELECT rowid, body FROM search ORDER BY rowid")
    with db.operation("test"):
        fulltext.rebuild(db.connection)
    assert db.rows("SELECT rowid, body FROM search ORDER BY rowid") == before
