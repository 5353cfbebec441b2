"""The search index: FTS5 over text cut so that a Chinese word of two characters is found.

No verb writes to it. At the end of every operation the journal says which rows changed since the index was
last brought up to date (also by other programs), and the documents they belong to are read anew from the
`search_*` views. What belongs to which document, the rooms say (`SEARCH` in their facts). A document's rowid is its
record's id × 64 + the number of its kind, which is its kind's for good.
"""

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from butlercli.base import rooms
from butlercli.base.rooms import Source
from butlercli.base.segment import index_text, query_text

if TYPE_CHECKING:
    from butlercli.store.database import Database

SPACE = 64
STALE = -1
"""The mark of an index whose documents are to be written anew: after a migration that changes what is in it."""
# The journal's end is read by its key: NOT INDEXED keeps SQLite from walking an index over the whole of it instead,
# which would make every write slower with every year.


def sources() -> list[Source]:
    """Return what every room adds to the index."""
    return [source for facts in rooms.all_facts() for source in getattr(facts, "SEARCH", ())]


def _source(kind: str) -> Source:
    return next(source for source in _of_owner(kind) if source.kind == kind)


def _of_owner(table: str) -> Iterable[Source]:
    """Return what the room that writes a table adds to the index; nothing for a table of no room."""
    found = rooms.lookup("TABLES", table)
    return () if found is None else getattr(rooms.facts(found[0]), "SEARCH", ())


def index_changes(db: "Database", operation: int) -> bool:
    """Bring the index up to the end of the journal; say whether this operation changed any row."""
    mark = int(db.value("SELECT journal_id FROM search_mark"))
    last = int(db.value("SELECT coalesce(max(id), 0) FROM journal"))
    if last == mark:
        return _changed(db, operation)
    changed = db.column("SELECT DISTINCT tbl FROM journal NOT INDEXED WHERE id > ?", (mark,))
    for table in changed:
        for source in _of_owner(table):
            if table in source.tables:
                _index_table(db, source, table, mark)
        _index_carriers(db, table, mark)
    db.execute("UPDATE search_mark SET journal_id = ?", (last,))
    return _changed(db, operation)


def _changed(db: "Database", operation: int) -> bool:
    return db.value("SELECT 1 FROM journal WHERE op = ? LIMIT 1", (operation,)) is not None


def _index_table(db: "Database", source: Source, table: str, mark: int) -> None:
    column = source.tables[table]
    if column == "id":
        changed = "SELECT row FROM journal NOT INDEXED WHERE id > :mark AND tbl = :table"
    else:
        changed = (
            f"SELECT c.{column} FROM journal j NOT INDEXED JOIN {table} c ON c.id = j.row WHERE j.id > :mark AND j.tbl = :table "
            f"UNION SELECT json_extract(j.old, '$.{column}') FROM journal j NOT INDEXED WHERE j.id > :mark AND j.tbl = :table "
            f"AND json_extract(j.old, '$.{column}') IS NOT NULL"
        )
    params: dict[str, object] = {"mark": mark, "table": table}
    if table != source.kind:
        # Its own record is in the journal as well, and brings the children along.
        changed += f" EXCEPT SELECT row FROM journal NOT INDEXED WHERE id > :mark AND tbl = '{source.kind}'"
    _index(db, source, f"SELECT DISTINCT * FROM ({changed})", params)


def _index_carriers(db: "Database", table: str, mark: int) -> None:
    """Index anew the documents of other records in which a text of a changed row stands (the code of a unit)."""
    owner = rooms.lookup("TABLES", table)
    if owner is None or not owner[1].carried:
        return
    params: dict[str, object] = {"mark": mark, "table": table}
    updated = "SELECT row FROM journal NOT INDEXED WHERE id > :mark AND tbl = :table AND act = 'U'"
    if not db.value(f"SELECT EXISTS ({updated})", params):
        return
    for source in sources():
        for parent, column, child, reference, id in source.carries:
            if parent == table:
                renamed = f"{updated} AND json_extract(old, '$.{column}') IS NOT NULL"
                _index(db, source, f"SELECT {id} FROM {child} WHERE {reference} IN ({renamed})", params)


def _index(db: "Database", source: Source, ids: str, params: dict[str, object]) -> None:
    number = source.number
    fresh = db.value("SELECT rowid FROM search ORDER BY rowid DESC LIMIT 1") or 0
    rows = db.connection.execute(
        f"SELECT ref * {SPACE} + {number}, body FROM search_{source.kind} WHERE ref IN ({ids})",
        params,
    )
    documents = [(rowid, index_text(body)) for rowid, body in rows]
    if fresh:
        gone = [(int(i) * SPACE + number,) for i in db.column(ids, params) if int(i) * SPACE + number <= fresh]
        db.executemany("DELETE FROM search WHERE rowid = ?", gone)
    db.executemany("INSERT INTO search (rowid, body) VALUES (?, ?)", documents)


def rebuild(connection: sqlite3.Connection) -> int:
    """Write the whole index anew and return the number of documents; the transaction is the caller's."""
    connection.execute("DELETE FROM search")
    for source in sources():
        rows = connection.execute(f"SELECT ref, body FROM search_{source.kind}").fetchall()
        connection.executemany(
            "INSERT INTO search (rowid, body) VALUES (?, ?)",
            ((ref * SPACE + source.number, index_text(body)) for ref, body in rows),
        )
    connection.execute("UPDATE search_mark SET journal_id = (SELECT coalesce(max(id), 0) FROM journal)")
    return int(connection.execute("SELECT count(*) FROM search").fetchone()[0])


def is_stale(db: "Database") -> bool:
    """Say whether rows changed that the index has not seen, or its size differs from the records'."""
    if db.value("SELECT journal_id FROM search_mark") != db.value("SELECT coalesce(max(id), 0) FROM journal"):
        return True
    records = sum(int(db.value(f"SELECT count(*) FROM {kind}")) for kind in (source.kind for source in sources()))
    return bool(records != db.value("SELECT count(*) FROM search"))


def find(db: "Database", text: str, kind: str, limit: int) -> list[int]:
    """Return the ids of the newest records of a kind that hold every word of the text."""
    query = query_text(text)
    if not query:
        return []
    number = _source(kind).number
    rows = db.column(
        "SELECT rowid FROM search WHERE search MATCH ? AND rowid % ? = ? ORDER BY rowid DESC LIMIT ?",
        (query, SPACE, number, limit),
    )
    return [rowid // SPACE for rowid in rows]


def count(db: "Database", text: str, kind: str) -> int:
    """Return how many records of a kind hold every word of the text."""
    query = query_text(text)
    if not query:
        return 0
    sql = "SELECT count(*) FROM search WHERE search MATCH ? AND rowid % ? = ?"
    return int(db.value(sql, (query, SPACE, _source(kind).number)))
