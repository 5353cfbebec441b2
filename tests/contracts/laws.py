"""The laws that hold in every file: where SQL stands, who asks the time, who prints, how long a file is."""

import ast
import re
from collections.abc import Iterator

from tests.contracts.reading import Offence, Source

LONGEST_FILE = 400
# Keywords of SQL are written large in this code, English words are not: statements, and clauses on their own.
_SQL = re.compile(
    r"\bSELECT\b.*\bFROM\b|\bINSERT\s.*\bINTO\b|\bUPDATE\s.*\bSET\b|\bDELETE\s+FROM\b|\bWITH\s.*\bAS\s*\("
    r"|\b(?:CREATE|DROP|ALTER)\s.*\b(?:TABLE|INDEX|VIEW|TRIGGER)\b|\bPRAGMA\s"
    r"|^\s*(?:FROM|JOIN|LEFT JOIN|WHERE|HAVING)\s|\b(?:GROUP BY|ORDER BY|IS NULL|IS NOT NULL)\b|\b(?:NOT IN|EXISTS)\s*\(",
    re.DOTALL,
)
_CLOCKS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"),
}  # fmt: skip


def sql_outside(source: Source) -> Iterator[Offence]:
    """SQL stands only in `store/`, `kit/` and the rooms' floors `store` and `figures`."""
    if source.parts[0] in ("store", "kit") or (source.parts[0] == "nouns" and {"store", "figures"} & {*source.parts}):
        return
    for line, text in source.strings:
        if _SQL.search(text):
            yield Offence(source.path, line, "SQL")


def clocks(source: Source) -> Iterator[Offence]:
    """Only `base/clock.py` asks the time."""
    for node in source.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and source.path != "base/clock.py":
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if (name, node.func.attr) in _CLOCKS:
                yield Offence(source.path, node.lineno, f"{name}.{node.func.attr}()")


def prints(source: Source) -> Iterator[Offence]:
    """Only `output/` prints, the entry, and what the shell asks to complete."""
    if source.parts[0] == "output" or source.parts[-1] == "completion" or source.path == "main.py":
        return
    for node in source.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield Offence(source.path, node.lineno, "print()")
        if isinstance(node, ast.Attribute) and node.attr == "write" and ast.unparse(node.value) == "sys.stdout":
            yield Offence(source.path, node.lineno, "sys.stdout.write")


def too_long(source: Source) -> Iterator[Offence]:
    """No file is over 400 lines."""
    lines = len(source.text.splitlines())
    if lines > LONGEST_FILE:
        yield Offence(source.path, lines, "lines")


def nouns_hold_nothing(source: Source) -> Iterator[Offence]:
    """`nouns/__init__.py` is empty: a noun is its own folder."""
    if source.path == "nouns/__init__.py" and source.text.strip():
        yield Offence(source.path, 1, "not empty")


def views_only_read(source: Source) -> Iterator[Offence]:
    """Views write nothing into the data they show: no key of a record is set or taken away."""
    if "views" not in source.parts:
        return
    for node in source.nodes:
        if not isinstance(node, ast.Assign | ast.Delete):
            continue
        for target in node.targets:
            key = target.slice if isinstance(target, ast.Subscript) else None
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield Offence(source.path, node.lineno, ast.unparse(target))
