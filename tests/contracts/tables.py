"""Whose table is it: the schema, its owners, and the tables that a piece of code reads and writes."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from butlercli.base import rooms
from tests.contracts.reading import PACKAGE, Offence, Source, sees

# Who writes what belongs to no noun; the nouns' tables stand in their facts. Views belong to the owner of the table that
# they begin with. What the desk states, the machines of kit write for everybody.
SHARED = {"store": ("operation", "journal", "access_log", "search", "search_mark")}
MACHINES = {"desk": "kit"}

_CREATED = re.compile(r"CREATE (?:VIRTUAL )?TABLE (\w+)")
_VIEW = re.compile(r"CREATE VIEW (\w+) AS .*?\bFROM (\w+)", re.DOTALL)
# Keywords of SQL are written large in this code, English words are not.
_WRITES = re.compile(r"\b(?:INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+[\"\[`]?([\w\0]+)")
_READS = re.compile(r"\b(?<!DELETE )(?:FROM|JOIN)\s+((?:[\w\0]+(?:\s+(?:AS\s+)?[a-z]\w*)?\s*,\s*)*[\w\0]+)")
_CTE = re.compile(r"\b(\w+)\s*(?:\([^()]*\))?\s+AS\s+(?:NOT\s+)?(?:MATERIALIZED\s*)?\(")
# Functions whose argument, by its place, is the name of a table that is written.
_HELPERS = {"insert": 0, "update": 0, "delete": 0, "insert_rows": 1}


@cache
def schema() -> str:
    """Return the text of every migration."""
    files = sorted((PACKAGE / "store/migrations").glob("m*.py"))
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def created(sql: str) -> set[str]:
    """Return the tables that a schema creates."""
    return set(_CREATED.findall(sql))


def owned() -> list[tuple[str, str]]:
    """Return every table with its owner; a table that two rooms claim comes twice."""
    known = [(table, owner) for owner, tables in SHARED.items() for table in tables]
    for room in rooms.ROOMS:
        name = room.rpartition(".")[2]
        known += [(table, MACHINES.get(name, name)) for table in getattr(rooms.facts(room), "TABLES", {})]
    return known


@cache
def owners() -> dict[str, str]:
    """Return the owner of every table and view of the schema: a noun, `kit` or `store`."""
    found = dict(owned())
    return found | {view: found[table] for view, table in _VIEW.findall(schema())}


def read(sql: str) -> set[str]:
    """Return the names that a piece of SQL reads from, those it defines itself left out."""
    names = {name.split()[0] for listed in _READS.findall(sql) for name in listed.split(",")}
    return names - set(_CTE.findall(sql)) if names else names


def written(sql: str) -> set[str]:
    """Return the names that a piece of SQL writes to."""
    return set(_WRITES.findall(sql))


def _named(source: Source) -> Iterator[tuple[int, str]]:
    """Find the tables written by `insert`, `update`, `delete` and the like."""
    for node in source.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if name in _HELPERS and len(node.args) > _HELPERS[name]:
                table = node.args[_HELPERS[name]]
                if isinstance(table, ast.Constant) and isinstance(table.value, str):
                    yield node.lineno, table.value


def outside(source: Source) -> bool:
    """Say whether a file is beyond these rules: the migrations make everybody's tables."""
    return source.path.startswith("store/migrations/")


def foreign_tables(source: Source) -> Iterator[Offence]:
    """A room reads the tables of rooms below it, and no others; the floors below the nouns read none of theirs."""
    known = owners()
    for line, text in source.strings:
        for table in sorted(read(text) & known.keys()):
            if not outside(source) and not sees(source.place, known[table]):
                yield Offence(source.path, line, f"reads {table}")


def foreign_writes(source: Source) -> Iterator[Offence]:
    """A table is written by its own room only."""
    known = owners()
    in_sql = ((line, table) for line, text in source.strings for table in sorted(written(text)))
    for line, table in (*in_sql, *_named(source)):
        if not outside(source) and table in known and known[table] != source.place:
            yield Offence(source.path, line, f"writes {table}")


def views_in_code(source: Source) -> Iterator[Offence]:
    """The documented views (`v_...`) are for people: code reads tables."""
    for line, text in source.strings:
        for name in sorted(read(text)):
            if name.startswith("v_") and not outside(source):
                yield Offence(source.path, line, f"reads {name}")
