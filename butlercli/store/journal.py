"""The journal: SQLite triggers, generated from the schema, that record every change of every row.

An insert keeps no image, an update the old values of the changed columns, a delete the whole row; that is
enough to take any operation back, and taking a take-back back gives redo. A change made by another program has
no open operation and is recorded with `op` NULL.
"""

import sqlite3

BOOKKEEPING = frozenset(
    {"operation", "journal", "access_log", "search", "search_mark", "sqlite_sequence", "_sqlite_migrations"}
)


def recorded_tables(connection: sqlite3.Connection) -> list[str]:
    """Return the tables whose rows are journalled: all but the bookkeeping."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in names if name not in BOOKKEEPING and not name.startswith(("search_", "sqlite_"))]


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """Return a table's column names in order."""
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def triggers(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the triggers that the present schema calls for: name to SQL."""
    found: dict[str, str] = {}
    for table in recorded_tables(connection):
        names = [name for name in columns(connection, table) if name != "id"]
        found.update(_for_table(table, names))
    return found


def _for_table(table: str, names: list[str]) -> dict[str, str]:
    operation = "(SELECT id FROM operation WHERE open = 1)"
    head = "INSERT INTO journal (op, tbl, row, act, old)"
    pairs = " UNION ALL ".join(
        f"SELECT '{n}' c,OLD.{n} o,NEW.{n} n" if not i else f"SELECT '{n}',OLD.{n},NEW.{n}"
        for i, n in enumerate(["id", *names])
    )
    image = ",".join(f"'{n}',OLD.{n}" for n in ["id", *names])
    return {
        f"{table}_i": f"CREATE TRIGGER {table}_i AFTER INSERT ON {table} BEGIN "
        f"INSERT INTO journal (op, tbl, row, act) VALUES ({operation}, '{table}', NEW.id, 'I'); END",
        f"{table}_u": f"CREATE TRIGGER {table}_u AFTER UPDATE ON {table} BEGIN "
        f"{head} SELECT {operation}, '{table}', OLD.id, 'U', json_group_object(c, o) FROM ({pairs}) "
        f"WHERE o IS NOT n HAVING count(*) > 0; END",
        f"{table}_d": f"CREATE TRIGGER {table}_d AFTER DELETE ON {table} BEGIN "
        f"{head} VALUES ({operation}, '{table}', OLD.id, 'D', json_object({image})); END",
    }


def drop_triggers(connection: sqlite3.Connection) -> None:
    """Drop every trigger, within the caller's transaction: what a migration changes is not journalled."""
    for name in present(connection):
        connection.execute(f'DROP TRIGGER "{name}"')


def create_triggers(connection: sqlite3.Connection) -> None:
    """Create the triggers that the present schema calls for, within the caller's transaction."""
    for sql in triggers(connection).values():
        connection.execute(sql)


def write_triggers(connection: sqlite3.Connection) -> None:
    """Replace the triggers in the file by those that the present schema calls for, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        drop_triggers(connection)
        create_triggers(connection)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def present(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the triggers that are in the file: name to SQL."""
    return dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
