"""The package as its laws read it: every file parsed once, its place in the house, its strings and its imports."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from butlercli.base.rooms import ROOMS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "butlercli"
NOUNS = "butlercli.nouns."
HOLE = "\0"
"""What stands for a value in the text of an f-string."""


@dataclass(frozen=True)
class Offence:
    """A law broken: in which file of the package, on which line, and by which word."""

    path: str
    line: int
    word: str

    def __str__(self) -> str:
        return f"butlercli/{self.path}:{self.line}: {self.word}"


@dataclass(frozen=True)
class Source:
    """One file of the package; `path` is its place in it (`nouns/fee/day.py`)."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The file, parsed."""
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree."""
        return tuple(ast.walk(self.tree))

    @property
    def parts(self) -> tuple[str, ...]:
        """The names on the way to the file, without its ending: ("nouns", "fee", "day")."""
        return tuple(self.path.removesuffix(".py").removesuffix("/__init__").split("/"))

    @property
    def place(self) -> str:
        """The room of a noun's file, the floor of every other: `fee`, `kit`, `main`."""
        return self.parts[1] if self.parts[0] == "nouns" and len(self.parts) > 1 else self.parts[0]

    @cached_property
    def strings(self) -> tuple[tuple[int, str], ...]:
        """Every string but docstrings with its line; an f-string with a HOLE for each of its values."""
        return tuple(_strings(self.nodes))

    @cached_property
    def imports(self) -> tuple[tuple[int, str], ...]:
        """The full name of everything imported, modules and what is taken from them, also for types only."""
        return tuple(_imports(self.nodes, ("butlercli", *self.parts), self.path.endswith("__init__.py")))


def _strings(nodes: tuple[ast.AST, ...]) -> Iterator[tuple[int, str]]:
    passed = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            passed.update(id(part) for part in node.values)
            known = (part.value if isinstance(part, ast.Constant) else HOLE for part in node.values)
            yield node.lineno, "".join(str(part) for part in known)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            yield node.lineno, node.value


def _imports(nodes: tuple[ast.AST, ...], module: tuple[str, ...], package: bool) -> Iterator[tuple[int, str]]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = module[: len(module) + package - node.level] if node.level else ()
            origin = ".".join((*above, *filter(None, [node.module])))
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)


@cache
def sources() -> tuple[Source, ...]:
    """Return every file of the package, in order of path."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return tuple(Source(path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8")) for path in paths)


@cache
def modules() -> frozenset[str]:
    """Return the full names of the package's modules and packages."""
    return frozenset(".".join(("butlercli", *source.parts)).removesuffix(".__init__") for source in sources())


# --- the contracts in pyproject.toml ------------------------------------------------------------------


@cache
def configuration(tool: str) -> dict[str, Any]:
    """Return a tool's part of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: dict[str, Any] = project["tool"][tool]
    return found


def contract(beginning: str) -> dict[str, Any]:
    """Return the one contract of import-linter whose name begins so."""
    (found,) = (one for one in configuration("importlinter")["contracts"] if one["name"].startswith(beginning))
    named: dict[str, Any] = found
    return named


def layers(beginning: str) -> list[list[str]]:
    """Return the layers of a contract from below, each with the names that stand side by side in it."""
    return [re.findall(r"\w+", layer) for layer in reversed(contract(beginning)["layers"])]


@cache
def house() -> dict[str, int]:
    """Return the height of each floor of the house, `base` at 0."""
    return {name: height for height, names in enumerate(layers("The house")) for name in names}


@cache
def shelves() -> dict[str, int]:
    """Return the height of each noun on the shelves, the lowest at 0."""
    return {name: height for height, names in enumerate(layers("The shelves")) for name in names}


@cache
def floors() -> tuple[str, ...]:
    """Return the floors of a room, from below."""
    return tuple(name for names in layers("The floors") for name in names)


def first_words() -> dict[str, tuple[str, ...]]:
    """Return the words that the commands of each noun begin with."""
    return {room.removeprefix(NOUNS): words for room, words in ROOMS.items() if room.startswith(NOUNS)}


def sees(place: str, owner: str) -> bool:
    """Say whether a place in the house may know what belongs to an owner.

    A room sees itself and the rooms below it, not its neighbours; the desk sees every room, the floors below the nouns
    see none. What belongs to no noun may be seen by all.
    """
    if place in (owner, "desk") or owner not in shelves():
        return True
    return place in shelves() and shelves()[place] > shelves()[owner]
