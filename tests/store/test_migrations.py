"""An older file is brought up to date: rows as they were, triggers of the new schema, a copy of the old beside it."""

import sqlite3
from pathlib import Path

import pytest

from butlercli.store import database, journal, migrations
from butlercli.store.migrations import m0001_register_and_tickets as m0001
from butlercli.store.migrations import seeds
from tests.conftest import Butler


@pytest.fixture
def old(butler: Butler) -> Path:
    """A file of schema 1 with a ticket, as the program of that time left it."""
    connection = sqlite3.connect(butler.path, isolation_level=None)
    connection.execute("BEGIN")
    for statement in migrations.statements(m0001.SQL):
        connection.execute(statement)
    for statement, values in seeds.rows():
        connection.execute(statement, values)
    connection.execute(
        "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT)"
    )
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('butler', 'm0001_register_and_tickets', '2026-06-01')"
    )
    journal.create_triggers(connection)
    connection.execute("PRAGMA user_version = 1")
    connection.execute(
        "INSERT INTO operation (uid, verb, at, open, schema_version) VALUES ('u1', 'ticket add', '2026-06-01T01:00:00Z', 1, 1)"
    )
    connection.execute(
        """INSERT INTO ticket (uid, kind, title, source, priority, state, created_at, entered_at, allowances, response_base, due_base,
             response_due_at, due_at)
           VALUES ('t1', 'repair', '水管漏水', 'phone', 'normal', 'new', '2026-06-01T09:00:00', '2026-06-01T09:00:00',
             'same-day|21:00|12:00|30|24|48|72|120', '2026-06-01T23:59:59', '2026-06-03T09:00:00', '2026-06-01T23:59:59', '2026-06-03T09:00:00')"""
    )
    connection.execute("UPDATE operation SET open = 0, refs = 'T1'")
    connection.execute("COMMIT")
    connection.close()
    butler.path.chmod(0o600)
    return butler.path


def test_a_file_of_the_first_schema_is_brought_up_to_date(old: Path, butler: Butler) -> None:
    outcome = butler.ok("ticket", "respond", "1", "马上到")
    assert "brought up to date" in outcome.err
    assert list(old.parent.glob("butler-backups/*"))
    connection = sqlite3.connect(old)
    assert connection.execute("PRAGMA user_version").fetchone() == (database.SCHEMA_VERSION,)
    assert connection.execute("SELECT title, facility_id FROM ticket").fetchone() == ("水管漏水", None)
    assert journal.present(connection) == journal.triggers(connection)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    assert butler.ok("search", "漏水").out.count("水管漏水") == 1
    found = butler("doctor", "--json").json["checks"]
    assert [check["name"] for check in found if not check["ok"]] == ["backup"]  # none was asked for yet


def test_reading_brings_an_older_file_up_to_date_and_says_so_once(old: Path, butler: Butler) -> None:
    first = butler.ok("ticket", "list", "--json")
    assert "brought up to date" in first.err and first.json[0]["title"] == "水管漏水"
    assert "brought up to date" not in butler.ok("ticket", "list").err


def test_reading_an_older_file_that_may_not_be_written_leaves_it_as_it_is(old: Path, butler: Butler) -> None:
    before = old.read_bytes()
    assert butler.ok("ticket", "respond", "1", "马上到", "-n").err
    assert old.read_bytes() == before


def test_an_operation_from_before_the_migration_is_not_undone(old: Path, butler: Butler) -> None:
    butler.ok("ticket", "note", "1", "备注")
    butler.ok("undo")
    assert butler("undo").code == 4
    assert butler.json("ticket", "show", "1")["title"] == "水管漏水"
