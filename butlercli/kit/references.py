"""What refers to a record, read from the schema's own foreign keys: later nouns count without being named here."""

from butlercli.base import rooms
from butlercli.base.i18n import _
from butlercli.store import journal
from butlercli.store.database import Database


def columns_to(db: Database, table: str) -> list[tuple[str, str]]:
    """Return every column that refers to a table, as (table, column)."""
    found = []
    for other in journal.recorded_tables(db.connection):
        for row in db.rows(f"PRAGMA foreign_key_list({other})"):
            if row["table"] == table:
                found.append((other, str(row["from"])))
    return found


def counted(db: Database, table: str, id: int, *, without: tuple[str, ...] = ()) -> list[tuple[str, int]]:
    """Return which tables' rows refer to a record, and how many; tables in `without` are its own parts."""
    found: dict[str, int] = {}
    for other, column in columns_to(db, table):
        if other in without:
            continue
        number = int(db.value(f"SELECT count(*) FROM {other} WHERE {column} = ?", (id,)))
        if number:
            found[other] = found.get(other, 0) + number
    return list(found.items())


def worded(found: list[tuple[str, int]]) -> str:
    """Return what refers to a record as words: `residents: 2, tickets: 3`."""
    tables: dict[str, rooms.Table] = rooms.merged("TABLES")
    names = {table: tables[table].counted for table, _number in found if table in tables}
    return ", ".join(_(names.get(table) or table + ": {n}").format(n=number) for table, number in found)


def hand_over(db: Database, table: str, old: int, new: int, *, without: tuple[str, ...] = ()) -> None:
    """Make everything that refers to one record refer to another; `without` are left to the caller."""
    for other, column in columns_to(db, table):
        if other not in without:
            db.execute(f"UPDATE {other} SET {column} = ? WHERE {column} = ?", (new, old))
