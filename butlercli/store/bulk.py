"""What bulk loads need: fast inserts, room in memory, and which columns of known rows were changed here since."""

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from butlercli.store.database import Database


def edited_columns(db: "Database", table: str, verb: str) -> dict[int, set[str]]:
    """Return, by row id, the columns of a table updated by any operation but those of one verb.

    Updates taken back by undo, and the undo itself, do not count; those made outside butler do.
    """
    found: dict[int, set[str]] = {}
    rows = db.connection.execute(
        """SELECT j.row, k.key FROM journal j LEFT JOIN operation o ON o.id = j.op, json_each(j.old) k
           WHERE j.tbl = ? AND j.act = 'U' AND (o.id IS NULL OR (o.verb <> ? AND o.undone = 0 AND o.undoes IS NULL))""",
        (table, verb),
    )
    for id, column in rows:
        found.setdefault(id, set()).add(column)
    return found


ROWS = 200
"""Rows in one INSERT. Each statement whose triggers write keeps a copy of the pages it touches, so 200 rows in one
statement cost a third of 200 statements (measured); SQLite takes at most 32,766 values in one."""


def insert_rows(db: "Database", table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write many rows. Table and column names come from the code, never from input."""
    marks = f"({', '.join('?' * len(columns))})"
    head = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
    whole = head + ", ".join([marks] * ROWS)
    source = iter(rows)
    while part := list(islice(source, ROWS)):
        sql = whole if len(part) == ROWS else head + ", ".join([marks] * len(part))
        db.execute(sql, list(chain.from_iterable(part)))


def next_id(db: "Database", table: str) -> int:
    """Return the id the next row of a table will have: never one that was used before."""
    return int(db.value("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)) or 0) + 1


def known_ids(db: "Database", table: str, column: str, values: Iterable[str]) -> dict[str, int]:
    """Return the ids of a table's rows by a column, `uid` or `ref`, of the values asked for; names are the code's own."""
    import json

    sql = f"SELECT {column}, id FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))"
    return dict(db.execute(sql, (json.dumps(list(values)),)).fetchall())


def rows_of(db: "Database", table: str, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return whole rows of a table by id; the table's name is the code's own."""
    import json

    sql = f"SELECT * FROM {table} WHERE id IN (SELECT value FROM json_each(?))"
    return {row["id"]: row for row in db.rows(sql, (json.dumps(list(ids)),))}


def roomy(db: "Database") -> None:
    """Give a bulk load room in memory, so that pages touched again and again are written once: up to 96 MB."""
    db.execute("PRAGMA cache_size = -98304")


def former_values(db: "Database", table: str, column: str) -> list[tuple[int, str]]:
    """Return (row id, value) of every former value of a column, the newest last."""
    return db.connection.execute(
        """SELECT row, json_extract(old, '$.' || ?2) FROM journal
           WHERE tbl = ?1 AND act = 'U' AND json_extract(old, '$.' || ?2) IS NOT NULL ORDER BY id""",
        (table, column),
    ).fetchall()
