"""The command tree as the rooms state it: words to (module, function, one line of help).

Of a command that runs only its own room is asked; pages of help and completion ask all of them. The texts are msgids.
"""

from functools import cache

from butlercli.base import rooms
from butlercli.base.i18n import N_

Entry = tuple[str, str, str]


class Group:
    """A group of verbs: its help, and verb to entry."""

    def __init__(self, help: str, verbs: dict[str, Entry]) -> None:
        self.help = help
        self.verbs = verbs


ROOT_HELP = N_("The terminal workbench of a residential property butler. Without a command: the day on one screen.")
DB_HELP = N_("The database file (also BUTLER_DB).")
NOW_HELP = N_("Fix the clock, such as 2026-07-01T09:30 (also BUTLER_NOW).")
LANG_HELP = N_("Speak zh or en (also BUTLER_LANG).")
VERSION_HELP = N_("Print the version.")
BARE = ("today",)
"""The command that runs where none is named."""


def _entries(room: str) -> dict[str, Entry]:
    """Return a room's commands with the full names of their modules."""
    return {
        words: (f"{room}.{module}", function, help)
        for words, (module, function, help) in rooms.facts(room).COMMANDS.items()
    }


@cache
def groups() -> dict[str, Group]:
    """Return every group with its verbs."""
    return {name: group for name in _in_places(rooms.merged("GROUPS")) if (group := group_of(name)) is not None}


@cache
def group_of(name: str) -> Group | None:
    """Return a group with its verbs, those of one word before those of a group inside; None where there is no such one.

    Only the rooms with commands in it are asked.
    """
    asked = [room for room, known in rooms.ROOMS.items() if any(first.split()[0] == name for first in known)]
    help = next((known[name] for room in asked if name in (known := getattr(rooms.facts(room), "GROUPS", {}))), None)
    if help is None:
        return None
    verbs: dict[str, Entry] = {}
    for plain in (True, False):
        for room in asked:
            for words, entry in _entries(room).items():
                first, _space, verb = words.partition(" ")
                if first == name and verb and (" " not in verb) == plain:
                    verbs[verb] = entry
    _beside(verbs)
    return Group(help, verbs)


def _beside(verbs: dict[str, Entry]) -> None:
    """Put a verb of two words whose first is a verb as well (`fee bill add`) behind that one."""
    order = {verb: (list(verbs).index(verb.partition(" ")[0]), 1) for verb in verbs if verb.partition(" ")[0] in verbs}
    places = {verb: order.get(verb, (index, 0)) if " " in verb else (index, 0) for index, verb in enumerate(verbs)}
    ordered = sorted(verbs.items(), key=lambda item: places[item[0]])
    verbs.clear()
    verbs.update(ordered)


@cache
def top() -> dict[str, Entry]:
    """Return the commands of one word."""
    found = {words: entry for room in rooms.ROOMS for words, entry in _entries(room).items() if " " not in words}
    return {name: found[name] for name in _in_places(found)}


def _in_places(names: dict[str, object] | dict[str, Entry]) -> list[str]:
    places = rooms.merged("PLACES")
    return sorted(names, key=lambda name: places.get(name, rooms.LAST))


def subgroup(group: str, name: str) -> str | None:
    """Return the help of a group inside a group, None where there is no such one."""
    found = rooms.lookup("SUBGROUPS", f"{group} {name}")
    return found[1] if found is not None else None


def aliases() -> dict[str, tuple[str, ...]]:
    """Return further words for the same command."""
    return {alias: (name,) for alias, name in rooms.merged("ALIASES").items()}


def canonical(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the command's own words for an alias."""
    room = rooms.owner(list(words)) if len(words) == 1 else None
    known = getattr(rooms.facts(room), "ALIASES", {}) if room else {}
    return (known[words[0]],) if words and words[0] in known else words


def split(argv: list[str]) -> tuple[tuple[str, ...], list[str]] | None:
    """Split argv into the words of a command and the rest; None where no command is named."""
    if not argv:
        return BARE, []
    room = rooms.owner(argv)
    if room is None:
        return None
    facts = rooms.facts(room)
    for length in (3, 2, 1):
        words = argv[:length]
        if len(words) == length and (
            " ".join(words) in facts.COMMANDS or (length == 1 and words[0] in getattr(facts, "ALIASES", {}))
        ):
            return tuple(words), argv[length:]
    return None


def longer(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the commands that begin with the words of another one: `fee bill add` of `fee bill`."""
    group = group_of(words[0]) if len(words) == 2 else None
    if group is None:
        return []
    return [(words[0], *verb.split()) for verb in group.verbs if verb.startswith(f"{words[1]} ")]


def is_group(words: list[str]) -> bool:
    """Say whether the words name a group and no verb of it."""
    if len(words) == 1:
        return rooms.lookup("GROUPS", words[0]) is not None
    return len(words) == 2 and subgroup(words[0], words[1]) is not None


def find(words: tuple[str, ...]) -> Entry:
    """Return the entry of a command; raises KeyError where there is none."""
    words = canonical(words)
    room = rooms.owner(list(words))
    if room is None:
        raise KeyError(words)
    module, function, help = rooms.facts(room).COMMANDS[" ".join(words)]
    return f"{room}.{module}", function, help


def commands() -> list[tuple[str, ...]]:
    """Return the words of every command, groups first."""
    found: list[tuple[str, ...]] = [(group, *verb.split()) for group, entry in groups().items() for verb in entry.verbs]
    return [*found, *((name,) for name in top())]
