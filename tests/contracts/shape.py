"""The shape of the house: its rooms on disk, on the shelves, in the list of rooms and in the contracts are the same."""

from collections.abc import Collection, Iterator


def rooms_within(paths: Collection[str], floors: Collection[str]) -> set[str]:
    """Return the folders of nouns that are rooms, as modules below `butlercli`: every noun, and what holds floors."""
    found = set()
    for parts in _inside(paths):
        if len(parts) > 1 and not set(parts[1:-1]) & set(floors):
            found.add("nouns." + ".".join(parts[:-1]))
    return found


def not_in_containers(paths: Collection[str], floors: Collection[str], containers: Collection[str]) -> Iterator[str]:
    """Find the rooms that the contract of the floors forgets, and those it names that are none."""
    known = {name.removeprefix("butlercli.") for name in containers}
    yield from (f"not in the contract of the floors: {room}" for room in sorted(rooms_within(paths, floors) - known))
    yield from (f"no room: {room}" for room in sorted(known - rooms_within(paths, floors)))


def named_like_a_floor(paths: Collection[str], floors: Collection[str]) -> Iterator[str]:
    """Find rooms within a room that are called like a floor: a floor is a file, or a folder that holds no floors.

    One name is innocent: `views/day.py` lays out the day.
    """
    held: dict[tuple[str, ...], set[str]] = {}
    for parts in _inside(paths):
        for depth in range(2, len(parts)):
            held.setdefault(parts[:depth], set()).add(parts[depth])
    for folder, names in sorted(held.items()):
        if folder[-1] in floors and len(names & set(floors)) > 1:
            yield "nouns." + ".".join(folder)


def not_everywhere(**lists: Collection[str]) -> Iterator[str]:
    """Find the nouns that stand in some of the lists and not in others."""
    for noun in sorted(set().union(*lists.values())):
        missing = [name for name, nouns in lists.items() if noun not in nouns]
        if missing:
            yield f"{noun}: not in {', '.join(missing)}"


def nouns_on_disk(paths: Collection[str]) -> set[str]:
    """Return the folders of nouns."""
    return {parts[0] for parts in _inside(paths) if len(parts) > 1}


def _inside(paths: Collection[str]) -> Iterator[tuple[str, ...]]:
    for path in paths:
        if path.startswith("nouns/"):
            yield tuple(path.removesuffix(".py").split("/")[1:])
