"""The search index: FTS5 over text cut so that a Chinese word of two characters is found.

No verb writes to it. At the end of every operation the journal says which rows changed since the index was
last brought up to date (also by other programs), and the documents they belong to are read anew from the
`search_*` views. A document's rowid is its record's id × 16 + the number of its kind.
"""

from typing import TYPE_CHECKING

from butlercli.base.segment import index_text, query_text

if TYPE_CHECKING:
    from butlercli.store.database import Database

KINDS = ("ticket", "resident", "unit", "contact", "facility", "patrol_point", "patrol_route", "patrol_round")
SPACE = 16
# The journal's end is read by its key: NOT INDEXED keeps SQLite from walking an index over the whole of it instead,
# which would make every write slower with every year.

# Which document a changed row belongs to: table -> (kind, the column that names the record).
SOURCES: dict[str, tuple[str, str]] = {
    "ticket": ("ticket", "id"),
    "ticket_event": ("ticket", "ticket_id"),
    "resident": ("resident", "id"),
    "resident_phone": ("resident", "resident_id"),
    "residency": ("resident", "resident_id"),
    "unit": ("unit", "id"),
    "contact": ("contact", "id"),
    "facility": ("facility", "id"),
    "patrol_point": ("patrol_point", "id"),
    "patrol_route": ("patrol_route", "id"),
    "patrol_round": ("patrol_round", "id"),
    "patrol_result": ("patrol_round", "round_id"),
}

# The documents that carry a unit's code: kind -> their ids by the unit's.
NAMED_BY_UNIT = {
    "ticket": "SELECT id FROM ticket WHERE unit_id",
    "resident": "SELECT resident_id FROM residency WHERE unit_id",
    "contact": "SELECT id FROM contact WHERE unit_id",
}


def index_changes(db: "Database", operation: int) -> bool:
    """Bring the index up to the end of the journal; say whether this operation changed any row."""
    mark = int(db.value("SELECT journal_id FROM search_mark"))
    last = int(db.value("SELECT coalesce(max(id), 0) FROM journal"))
    if last == mark:
        return False
    changed = db.column("SELECT DISTINCT tbl FROM journal NOT INDEXED WHERE id > ?", (mark,))
    for table in changed:
        if table in SOURCES:
            _index_table(db, table, mark)
    if "unit" in changed:
        _index_renamed(db, mark)
    db.execute("UPDATE search_mark SET journal_id = ?", (last,))
    return db.value("SELECT 1 FROM journal WHERE op = ? LIMIT 1", (operation,)) is not None


def _index_table(db: "Database", table: str, mark: int) -> None:
    kind, column = SOURCES[table]
    if column == "id":
        changed = "SELECT row FROM journal NOT INDEXED WHERE id > :mark AND tbl = :table"
    else:
        changed = (
            f"SELECT c.{column} FROM journal j NOT INDEXED JOIN {table} c ON c.id = j.row WHERE j.id > :mark AND j.tbl = :table "
            f"UNION SELECT json_extract(j.old, '$.{column}') FROM journal j NOT INDEXED WHERE j.id > :mark AND j.tbl = :table "
            f"AND json_extract(j.old, '$.{column}') IS NOT NULL"
        )
    params: dict[str, object] = {"mark": mark, "table": table}
    if table != kind:
        # Its own record is in the journal as well, and brings the children along.
        changed += f" EXCEPT SELECT row FROM journal NOT INDEXED WHERE id > :mark AND tbl = '{kind}'"
    _index(db, kind, f"SELECT DISTINCT * FROM ({changed})", params)


def _index_renamed(db: "Database", mark: int) -> None:
    """Index anew what names a unit whose code was changed."""
    renamed = "SELECT row FROM journal NOT INDEXED WHERE id > :mark AND tbl = 'unit' AND act = 'U' AND json_extract(old, '$.code') IS NOT NULL"
    params: dict[str, object] = {"mark": mark}
    if db.value(f"SELECT EXISTS ({renamed})", params):
        for kind, ids in NAMED_BY_UNIT.items():
            _index(db, kind, f"{ids} IN ({renamed})", params)


def _index(db: "Database", kind: str, ids: str, params: dict[str, object]) -> None:
    number = KINDS.index(kind)
    fresh = db.value("SELECT rowid FROM search ORDER BY rowid DESC LIMIT 1") or 0
    rows = db.connection.execute(
        f"SELECT ref * {SPACE} + {number}, body FROM search_{kind} WHERE ref IN ({ids})",
        params,
    )
    documents = [(rowid, index_text(body)) for rowid, body in rows]
    if fresh:
        gone = [(int(i) * SPACE + number,) for i in db.column(ids, params) if int(i) * SPACE + number <= fresh]
        db.executemany("DELETE FROM search WHERE rowid = ?", gone)
    db.executemany("INSERT INTO search (rowid, body) VALUES (?, ?)", documents)


def rebuild(db: "Database") -> int:
    """Write the whole index anew and return the number of documents."""
    db.execute("DELETE FROM search")
    for number, kind in enumerate(KINDS):
        rows = db.connection.execute(f"SELECT ref, body FROM search_{kind}").fetchall()
        db.executemany(
            "INSERT INTO search (rowid, body) VALUES (?, ?)",
            ((ref * SPACE + number, index_text(body)) for ref, body in rows),
        )
    db.execute("UPDATE search_mark SET journal_id = (SELECT coalesce(max(id), 0) FROM journal)")
    return int(db.value("SELECT count(*) FROM search"))


def is_stale(db: "Database") -> bool:
    """Say whether rows changed that the index has not seen, or its size differs from the records'."""
    if db.value("SELECT journal_id FROM search_mark") != db.value("SELECT coalesce(max(id), 0) FROM journal"):
        return True
    records = sum(int(db.value(f"SELECT count(*) FROM {kind}")) for kind in KINDS)
    return bool(records != db.value("SELECT count(*) FROM search"))


def find(db: "Database", text: str, kind: str, limit: int) -> list[int]:
    """Return the ids of the newest records of a kind that hold every word of the text."""
    query = query_text(text)
    if not query:
        return []
    number = KINDS.index(kind)
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
    return int(db.value(sql, (query, SPACE, KINDS.index(kind))))
