"""A noun is its folder: who names it from outside, by an import, by a module in a string, by a table or by its words."""

import re
from collections.abc import Iterator
from functools import cache

from tests.contracts import tables
from tests.contracts.reading import HOLE, Offence, Source, first_words, floors, house, modules, sees, shelves

_MODULE = re.compile(r"butlercli(?:\.\w+)+")
_NOUN = re.compile(r"\bnouns\.(\w+)")
_TYPED = re.compile(r"\bbutler ((?:[\w-]+ )?[\w-]+)")


def free(source: Source) -> bool:
    """Say whether a file may name every noun: the list of rooms, and the migrations."""
    return source.path == "base/rooms.py" or tables.outside(source)


@cache
def hidden(place: str) -> dict[str, str]:
    """Return the words by which a place would name a noun that it does not see: first words and tables."""
    found = {}
    for noun, words in first_words().items():
        if not sees(place, noun):
            found.update(dict.fromkeys(words, noun))
            found.update({table: noun for table, owner in tables.owners().items() if owner == noun})
    return found


def foreign_nouns(source: Source) -> Iterator[Offence]:
    """Outside a noun's folder and the rooms above it nothing imports it, and no string holds its modules or words."""
    if free(source):
        return
    for line, name in source.imports:
        for noun in _NOUN.findall(name):
            if not sees(source.place, noun):
                yield Offence(source.path, line, f"nouns.{noun}")
    own = first_words().get(source.place, ())
    for line, text in source.strings:
        yield from (Offence(source.path, line, word) for word in named(source.place, text, own))


def named(place: str, text: str, own: tuple[str, ...] = ()) -> Iterator[str]:
    """Find what names a noun hidden from a place in one string; `own` are the place's own first words."""
    if text in hidden(place):
        yield text
    for noun in _NOUN.findall(text):
        if noun in shelves() and not sees(place, noun):
            yield f"nouns.{noun}"
    for typed in _TYPED.findall(text):
        word = typed.partition(" ")[0]
        if typed not in own and word not in own and word in hidden(place) and word in _commands():
            yield f"butler {word}"


@cache
def _commands() -> frozenset[str]:
    return frozenset(word for words in first_words().values() for word in words)


def foreign_facts_or_commands(source: Source) -> Iterator[Offence]:
    """A module asks for facts and commands of its own room only; every other room is asked through `base.rooms`."""
    for line, name in source.imports:
        found = re.match(r"butlercli\.(?:nouns\.)?(\w+)\.(?:facts|(?:\w+\.)?commands)\b", name)
        if found and found[1] != source.place:
            yield Offence(source.path, line, name)


def strings_of_modules(source: Source) -> Iterator[Offence]:
    """A module named in a string exists, and stands on no higher floor; nouns are found by `base.rooms` only."""
    for line, text in source.strings:
        if source.path == "base/rooms.py":
            continue
        if text.startswith(f"butlercli.nouns.{HOLE}"):
            yield Offence(source.path, line, "butlercli.nouns.*")
        elif _MODULE.fullmatch(text):
            if text not in modules():
                yield Offence(source.path, line, f"no module {text}")
            elif text.split(".")[1] != "nouns" and house()[text.split(".")[1]] > house()[source.parts[0]]:
                yield Offence(source.path, line, f"above it: {text}")


def facts_stay_at_the_bottom(source: Source) -> Iterator[Offence]:
    """The facts of a room import `base` and nothing else."""
    if source.parts[-1] == "facts":
        for line, name in source.imports:
            if not name.startswith("butlercli.base."):
                yield Offence(source.path, line, name)


# --- the modules that facts name ----------------------------------------------------------------------

# Which floor a table of facts may point to; None where it may be any but the commands.
_POINTS = {"COMMANDS": "commands", "VIEWS": "views", "DAY_CELLS": "views", "WRITERS": "views", "ANSWERS": None}


def wrong_pointers(facts: dict[str, dict[str, object]], known: dict[str, frozenset[str]]) -> Iterator[str]:
    """Find the entries of a room's facts that lead nowhere, or to a floor they may not lead to.

    known: the modules of the room, named from within it, to the names that each defines.
    """
    for table, floor in _POINTS.items():
        for key, entry in facts.get(table, {}).items():
            module, *more = entry if isinstance(entry, tuple) else (entry,)
            function = key if table == "ANSWERS" else more[0] if more and isinstance(more[0], str) else None
            floor_of = next((part for part in str(module).split(".") if part in floors()), None)
            if module not in known:
                yield f"{table} {key}: no module {module}"
            elif function is not None and function not in known[str(module)]:
                yield f"{table} {key}: no {function} in {module}"
            elif floor_of == "commands" if floor is None else floor_of != floor:
                yield f"{table} {key}: {module} is no place for it"
