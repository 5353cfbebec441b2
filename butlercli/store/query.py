"""One query of the user's own: only reading, and only through the documented views, where phones are masked."""

import re
import sqlite3
from typing import Any, NamedTuple

from butlercli.base.errors import UsageError
from butlercli.base.fuzzy import nearest
from butlercli.base.i18n import N_
from butlercli.store.database import Database

_FREE_TABLES = frozenset(("json_each", "json_tree"))
_PRAGMAS = frozenset(("table_info", "table_xinfo"))
_FORBIDDEN_FUNCTIONS = frozenset(("load_extension", "fts3_tokenizer"))
_EVERY_STEPS = 10_000


class Rows(NamedTuple):
    """The outcome of a query: column names, rows, and whether there are more rows than were asked for."""

    columns: list[str]
    rows: list[dict[str, Any]]
    more: bool


def views(db: Database) -> dict[str, list[str]]:
    """Return the documented views with their columns."""
    names = db.column("SELECT name FROM sqlite_master WHERE type = 'view' AND name GLOB 'v_*' ORDER BY name")
    return {name: [row[1] for row in db.execute(f"PRAGMA table_info({name})")] for name in names}


def run(db: Database, sql: str, limit: int | None) -> Rows:
    """Run one SELECT and return up to `limit` rows.

    Raises UsageError (exit 2) with SQLite's sentence and the nearest name for SQL that is wrong or does anything but read.
    """
    known = views(db)
    _refuse_namesakes(sql, known)
    connection = db.connection
    connection.execute(
        "SELECT 1 FROM json_each('[]'), json_tree('[]')"
    ).fetchall()  # made known before the guard stands
    connection.execute("PRAGMA query_only = ON")
    connection.set_authorizer(_guard(frozenset(known)))
    # The handler gives Python its turn, so that Ctrl-C stops a query that runs away.
    connection.set_progress_handler(lambda: 0, _EVERY_STEPS)
    try:
        cursor = connection.execute(sql)
        if cursor.description is None:
            raise UsageError(
                N_("Write a query: {example}."), example="SELECT kind, count(*) FROM v_ticket GROUP BY kind"
            )
        names = _distinct([column[0] for column in cursor.description])
        found = cursor.fetchall() if limit is None else cursor.fetchmany(limit + 1)
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise _wrong(error, known) from error
    finally:
        connection.set_progress_handler(None, 0)
        connection.set_authorizer(None)
    more = limit is not None and len(found) > limit
    rows = [dict(zip(names, map(_plain, row), strict=True)) for row in (found[:limit] if more else found)]
    return Rows(names, rows, more)


def _guard(known: frozenset[str]) -> Any:
    """Return the authorizer: reading, through a documented view, and nothing else."""

    def decide(action: int, first: str | None, second: str | None, _base: str | None, within: str | None) -> int:
        allowed = False
        if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE):
            allowed = True
        elif action == sqlite3.SQLITE_FUNCTION:
            allowed = (second or "").lower() not in _FORBIDDEN_FUNCTIONS
        elif action == sqlite3.SQLITE_READ:
            # An empty column is a mere count of rows.
            allowed = not second or within in known or first in known or first in _FREE_TABLES
        elif action == sqlite3.SQLITE_PRAGMA:
            allowed = (first or "").lower() in _PRAGMAS and second in known
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    return decide


_TOKEN = re.compile(r"--[^\n]*|/\*.*?(?:\*/|$)|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\]|\w+|\S", re.DOTALL)


def _refuse_namesakes(sql: str, known: dict[str, list[str]]) -> None:
    """Refuse a WITH that borrows a view's name: what it reads would pass for the view's own reading."""
    tokens = [token for token in _TOKEN.findall(sql) if not token.startswith(("--", "/*"))]
    words = [token.strip("'\"`[]").lower() for token in tokens]
    for index, word in enumerate(words[:-1]):
        following = words[index + 1 : index + 3]
        if word in known and (
            following[0] == "(" or (following[0] == "as" and following[-1] in ("(", "not", "materialized"))
        ):
            raise UsageError(N_("“{name}” is a view of butler's own; give your table another name."), name=word)


def _distinct(names: list[str]) -> list[str]:
    """Number columns that share a name, so that no value is lost."""
    found: list[str] = []
    for name in names:
        number, unique = 1, name
        while unique in found:
            number += 1
            unique = f"{name}_{number}"
        found.append(unique)
    return found


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def _wrong(error: Exception, known: dict[str, list[str]]) -> Exception:
    """Return the error to raise: KeyboardInterrupt for Ctrl-C, the file's own trouble as it is, else a UsageError."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    why = str(error)
    if code == sqlite3.SQLITE_INTERRUPT:
        return KeyboardInterrupt()  # type: ignore[return-value]
    if code in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_FULL,
    ):
        return error
    if code in (sqlite3.SQLITE_AUTH, sqlite3.SQLITE_READONLY) or "one statement" in why:
        return UsageError(
            N_("Only reading is allowed here, one query at a time, from the documented views ({why})."),
            hint=N_("The views: {views}. See {command}."),
            code="sql",
            why=why,
            views=", ".join(known),
            command="butler sql --views",
        )
    match = re.search(r"no such (table|column): (?:\w+\.)?(.+)", why)
    names = (
        [] if match is None else list(known) if match[1] == "table" else [c for names in known.values() for c in names]
    )
    close = nearest(match[2], names) if match else []
    return UsageError(
        N_("The SQL is not right: {why}."),
        hint=N_("Did you mean {nearest}?") if close else N_("See {command}."),
        code="sql",
        why=why,
        nearest=close[0] if close else "",
        command="butler sql --views",
    )
