"""房号 in registers: putting a unit together from the columns an office keeps it in."""

import re
from collections.abc import Iterable
from functools import cache

from butlercli.base.i18n import N_
from butlercli.base.text import fold
from butlercli.base.unitcode import (
    BUILDING,
    BUILDING_WORD,
    ENTRANCE,
    ENTRANCE_WORD,
    NUMERAL,
    ROOM,
    ROOM_WORD,
    SPELLED,
    UnitCode,
    canonical_room,
    canonical_segment,
    join_floor,
    not_a_unit,
    try_parse_unit,
)


@cache
def _column_patterns() -> dict[str, re.Pattern[str]]:
    """Return what each column may hold: a value alone, or with the word that its header already says."""
    gap = r"\s*"
    sources = {
        "building": rf"{BUILDING}{gap}(?:{BUILDING_WORD})?",
        "pair": rf"{BUILDING}{gap}(?:{BUILDING_WORD}|-){gap}{ENTRANCE}{gap}(?:{ENTRANCE_WORD})?",
        "old room": rf"{BUILDING}-(?P<floor>[0-9]{{1,2}})[A-Z]?",
        "entrance": rf"{ENTRANCE}{gap}(?:{ENTRANCE_WORD})?",
        "entrance room": rf"{ENTRANCE}{gap}(?:{ENTRANCE_WORD}|-){gap}{ROOM}{gap}(?:{ROOM_WORD})?",
        "floor": rf"(?P<floor>[A-Z]?[0-9]{{1,2}}|{NUMERAL})(?:层|楼|F)?",
        "room": rf"(?P<room>[A-Z]{{0,2}}[0-9]{{1,5}}[A-Z]?|[A-Z]|{SPELLED})(?:{gap}{ROOM_WORD})?",
    }
    return {name: re.compile(source, re.ASCII | re.IGNORECASE) for name, source in sources.items()}


def from_columns(building: str, floor: str, entrance: str, room: str) -> UnitCode:
    """Put together the unit that a register keeps in columns; '' where it has no such column.

    A floor joins only a room of at most two digits (`E1`, `3`, `01` is E1-301). A column that repeats the
    building with the floor of the room is a floor (`B1`, `B1-3`, `301` is B1-301). An entrance of three or
    four digits is a room. A room that is a full code stands by itself. Raises `UsageError` where that gives
    no unit; row by row a `3-1` beside room 101 reads as a floor: see `repeats_floor` for a whole column.
    """
    values = [_cell(value) for value in (building, floor, entrance, room)]
    unit = _from_cells(*values)
    if unit is None:
        shown = " | ".join(value for value in values if value)
        raise not_a_unit(N_("The columns “{value}” do not make a unit number."), shown)
    return unit


def repeats_floor(rows: Iterable[tuple[str, str, str]]) -> bool:
    """Tell whether a column repeats the building with the floor in all its rows (building, column, room).

    One row alone cannot tell `3`, `3-1`, `101` (entrance 1 or floor 1). Where this holds for the column,
    hand it to `from_columns` as the floor; else as the entrance after taking the building off.
    """
    seen = False
    for building, value, room in rows:
        rest = _without_building(_cell(value), _cell(building))
        if not rest or not _is_floor_of(rest, _cell(room)):
            return False
        seen = True
    return seen


def _cell(value: str) -> str:
    """Return a cell's text in half width and trimmed; a number that came as `3.0` is 3."""
    text = fold(value).strip()
    whole, dot, fraction = text.partition(".")
    return whole if dot and not fraction.strip("0") and whole.isdigit() else text


def _from_cells(building: str, floor: str, entrance: str, room: str) -> UnitCode | None:
    """Apply the register rules in their order; None where the cells make no unit."""
    if entrance.isdigit() and len(entrance) in (3, 4) and room in ("", entrance):
        entrance, room = "", entrance
    if not room and (floor or not entrance.isdigit()):
        room, entrance = entrance, ""
    rest = _without_building(floor, building)
    floor = rest or floor
    rest = _without_building(entrance, building)
    if rest:
        floor, entrance = (rest, "") if _is_floor_of(rest, room) else (floor, rest)
    if not building and not entrance.isdigit():
        building, entrance = entrance, ""
    if not entrance:
        building, floor, entrance = _split_building(building, floor)
    whole = _room_with_more(building, entrance, room)
    return whole or _assemble(building, floor, entrance, room)


def _without_building(value: str, building: str) -> str:
    """Return what follows the repeated building (`3` of `B1-3` beside `B1`); '' where it is not repeated."""
    head, dash, rest = value.partition("-")
    if not dash or "-" in rest or not rest or not building:
        return ""
    return rest if _segment_of("building", head) == _segment_of("building", building) else ""


def _is_floor_of(rest: str, room: str) -> bool:
    """Tell whether `rest` is the floor of a room number: 3 or 3C of 301, 10 of 1006."""
    digits = rest[:-1] if rest[-1:].isalpha() else rest
    return digits.isdigit() and room[:-2].isdigit() and int(room[:-2]) == int(digits)


def _split_building(building: str, floor: str) -> tuple[str, str, str]:
    """Split a building column that says more: `3栋2单元` has the entrance, `B1-3C` an old room's floor."""
    patterns = _column_patterns()
    pair = patterns["pair"].fullmatch(building)
    if pair is not None:
        return pair["building"], floor, pair["entrance"]
    old = patterns["old room"].fullmatch(building)
    if old is not None:
        return old["building"], floor or old["floor"], ""
    return building, floor, ""


def _room_with_more(building: str, entrance: str, room: str) -> UnitCode | None:
    """Read a room cell that is a full code, or an entrance and a room of the building (`2-501`)."""
    own = _segment_of("building", building)
    unit = try_parse_unit(room)
    if unit is not None and (unit.is_single or unit.entrance or not own):
        # A01 in building 3 is that building's room A01; in building A or in none it is a code.
        return None if unit.is_single and own not in ("", unit.building) else unit
    if unit is not None and unit.building == own:
        return UnitCode(unit.building, _segment_of("entrance", entrance), unit.room)
    match = _column_patterns()["entrance room"].fullmatch(room)
    gate = canonical_segment(match["entrance"]) if match is not None else None
    if match is None or gate is None or not own or _segment_of("entrance", entrance) not in ("", gate):
        return None
    return UnitCode(own, gate, canonical_room(match["room"]))


def _segment_of(name: str, cell: str) -> str:
    """Return the canonical building, entrance or floor that a cell holds; '' where it holds none."""
    match = _column_patterns()[name].fullmatch(cell)
    return (canonical_segment(match[name]) or "") if match is not None else ""


def _assemble(building: str, floor: str, entrance: str, room: str) -> UnitCode | None:
    """Build the unit from one plain value a cell."""
    match = _column_patterns()["room"].fullmatch(room)
    own, gate, level = (
        _segment_of(name, cell) for name, cell in (("building", building), ("entrance", entrance), ("floor", floor))
    )
    if match is None or not own or bool(entrance) != bool(gate):
        return None
    number = canonical_room(match["room"])
    joined = join_floor(level, number)
    if joined == number and (number.isalpha() or (floor and not level and len(number) <= 2)):
        return None  # A letter is no room by itself, and a short room without its floor is another room.
    return UnitCode(own, gate, joined)
