"""The schema, step by step: append-only migrations, each raising `PRAGMA user_version` by one.

sqlite_utils keeps the list of what was applied; `user_version` is the cheap gate that lets a daily verb see,
without loading it, that there is nothing to do.
"""

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

SCHEMA_VERSION = 5
"""The number of the last step."""

Seeds = Iterable[tuple[str, tuple[object, ...]]]


def migrate(connection: sqlite3.Connection) -> None:
    """Apply every migration that a file does not have yet.

    All of it is one transaction, the journal's triggers included: whenever the machine stops, the file is of one
    version with that version's triggers. A second process waits, and then finds nothing left to do.
    """
    from sqlite_utils import Database as UtilsDatabase
    from sqlite_utils import Migrations

    from butlercli.store.migrations import m0001_register_and_tickets as m0001
    from butlercli.store.migrations import m0002_patrol as m0002
    from butlercli.store.migrations import m0003_fees as m0003
    from butlercli.store.migrations import m0004_search_numbers as m0004
    from butlercli.store.migrations import m0005_permits as m0005
    from butlercli.store.migrations import seeds

    steps = Migrations("butler")
    steps(name="m0001_register_and_tickets")(_step(1, m0001.SQL, seeds.rows()))
    steps(name="m0002_patrol")(_step(2, m0002.SQL))
    steps(name="m0003_fees")(_step(3, m0003.SQL))
    steps(name="m0004_search_numbers")(_step(4, m0004.SQL))
    steps(name="m0005_permits")(_step(5, m0005.SQL))
    database = UtilsDatabase(connection)
    isolation = connection.isolation_level
    connection.execute("BEGIN IMMEDIATE")
    try:
        steps.apply(database)
        _index_anew(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.isolation_level = isolation


def _index_anew(connection: sqlite3.Connection) -> None:
    """Write the search index anew where a step asked for it: once, by the last schema, which has every view."""
    from butlercli.store import fulltext

    if connection.execute("SELECT journal_id FROM search_mark").fetchone()[0] == fulltext.STALE:
        fulltext.rebuild(connection)


def _step(version: int, sql: str, rows: Seeds = ()) -> Callable[[Any], None]:
    def apply(db: Any) -> None:
        from butlercli.store import journal

        connection: sqlite3.Connection = db.conn
        journal.drop_triggers(connection)
        for statement in statements(sql):
            connection.execute(statement)
        for statement, values in rows:
            connection.execute(statement, values)
        journal.create_triggers(connection)
        connection.execute(f"PRAGMA user_version = {int(version)}")

    return apply


def statements(sql: str) -> list[str]:
    """Split a script into statements (`executescript` would commit the transaction they must share)."""
    found: list[str] = []
    pending = ""
    for line in sql.splitlines(keepends=True):
        if line.lstrip().startswith("--"):
            continue
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    return [statement for statement in found if statement]
