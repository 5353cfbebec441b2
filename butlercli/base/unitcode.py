"""房号: one grammar for the unit numbers people write, and one canonical text for each.

A unit is building [- entrance] - room (`3-2-501`, `B1-301`) or one segment of letters and digits (`A01`
a shop, `V12` a villa). Canonical is half width, upper case, `-` between, no leading zeros in a numeric
building or entrance; the room is kept as the community writes it.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.text import chinese_number, fold

_LONGEST = 40  # No spelling of a unit is longer; free text is refused before any pattern runs over it.
NUMERAL = "(?<![一二三四五六七八九十百千])[一二三四五六七八九十]{1,3}"
SPELLED = "[零〇一二三四五六七八九]{3,4}"
BUILDING = rf"(?P<building>[0-9]{{1,3}}[A-Z]?|[A-Z]{{1,2}}[0-9]{{0,3}}|{NUMERAL})"
BUILDING_WORD = "(?P<building_word>号楼|栋楼|栋|幢|座|号|#楼|#)"
ENTRANCE = rf"(?P<entrance>[A-Z]?[0-9]{{1,2}}|[A-Z]|{NUMERAL})"
ENTRANCE_WORD = "(?P<entrance_word>单元|号门|门|梯)"
FLOOR = rf"(?P<floor>[0-9]{{1,2}}|{NUMERAL})(?:层|楼|F)-?"
ROOM = rf"(?P<room>[A-Z]{{0,2}}[0-9]{{1,5}}[A-Z]?|{SPELLED})"
# 501室 is the unit, 501室内漏水 is 501 with a leak inside.
ROOM_WORD = (
    "(?P<room_word>号房|号铺|室(?![内外友])|房(?![间屋顶东门主客产租])|号(?![码线])|户(?![主型内外门])|铺(?![设装]))"
)


class UnitCode(NamedTuple):
    """One unit. `entrance` is '' where there is none.

    A one-segment code keeps its whole text as the room and its leading letters as the building (`A01` is
    building `A`, room `A01`), so that it can be told from `A-01` when it is rebuilt from these three.
    """

    building: str
    entrance: str
    room: str

    @property
    def code(self) -> str:
        """Return the canonical text, such as `3-2-501`, `B1-301` or `A01`."""
        if self.entrance:
            return f"{self.building}-{self.entrance}-{self.room}"
        return self.room if self.is_single else f"{self.building}-{self.room}"

    @property
    def is_single(self) -> bool:
        """Tell whether the code is one segment (`A01`): a shop or a villa, no building in front of it."""
        if self.entrance:
            return False
        return not self.building or (self.building.isalpha() and self.room.startswith(self.building))


@cache
def _pattern(gap: str) -> re.Pattern[str]:
    """Return the grammar of a unit of two or three segments; `gap` is what may stand between its words."""
    return re.compile(
        rf"(?<![A-Z0-9]){BUILDING}{gap}(?:{BUILDING_WORD}{gap}-?|[-/]){gap}"
        rf"(?:{ENTRANCE}{gap}(?:{ENTRANCE_WORD}{gap}-?|[-/]){gap})?"
        rf"(?:{FLOOR}{gap})?{ROOM}(?:{gap}{ROOM_WORD})?",
        re.ASCII | re.IGNORECASE,
    )


@cache
def _single_pattern() -> re.Pattern[str]:
    """Return the grammar of a one-segment unit, with the words people put around it."""
    return re.compile(
        r"(?:商铺|铺位|别墅|铺)?\s*([A-Z]{1,2})([0-9]{1,4}[A-Z]?)\s*(?:号?(?:商铺|铺|别墅)|号|室|房)?",
        re.ASCII | re.IGNORECASE,
    )


def not_a_unit(message: str, value: str) -> UsageError:
    """Return the error for what is no unit, with the hint how to write one."""
    hint = N_("Write building-entrance-room, for example {example}.")
    return UsageError(message, hint=hint, value=value, example="3-2-501")


def parse_unit(text: str) -> UnitCode:
    """Read one unit number, however it is written. Raises `UsageError` where it is not well-formed."""
    unit = try_parse_unit(text)
    if unit is None:
        raise not_a_unit(N_("“{value}” is not a unit number."), text)
    return unit


def try_parse_unit(text: str) -> UnitCode | None:
    """Read one unit number, or return None where the text is not exactly one."""
    if len(text) > _LONGEST:
        return None
    folded = fold(text).strip()
    parts = folded.split("-")
    if len(parts) == 3 and all(part.isdigit() and part.isascii() for part in parts):
        # What is typed all day needs no pattern, and compiling one costs a daily command over a millisecond.
        lengths_fit = len(parts[0]) <= 3 and len(parts[1]) <= 2 and len(parts[2]) <= 5
        return UnitCode(_number(parts[0]), _number(parts[1]), parts[2]) if lengths_fit else None
    match = _pattern(r"\s*").fullmatch(folded)
    if match is not None:
        return _unit_of(match)
    single = _single_pattern().fullmatch(folded)
    if single is None:
        return None
    building = single[1].upper()
    return UnitCode(building, "", building + single[2].upper())


def _unit_of(match: re.Match[str]) -> UnitCode | None:
    """Build the unit a match of the grammar names; None where a Chinese numeral in it is not a number."""
    building = canonical_segment(match["building"])
    entrance = canonical_segment(match["entrance"] or "")
    floor = canonical_segment(match["floor"] or "")
    if building is None or entrance is None or floor is None:
        return None
    return UnitCode(building, entrance, join_floor(floor, canonical_room(match["room"])))


def _number(digits: str) -> str:
    """Return the digits without leading zeros."""
    return digits.lstrip("0") or "0"


def canonical_segment(text: str) -> str | None:
    """Return a building, entrance or floor in canonical form; None for a numeral such as `二二十`."""
    if text.isascii():
        return _number(text) if text.isdigit() else text.upper()
    number = chinese_number(text)
    return None if number is None else str(number)


def canonical_room(text: str) -> str:
    """Return a room in half width and upper case; `五〇一` spelled out is 501."""
    return text.upper() if text.isascii() else text.translate(str.maketrans("零〇一二三四五六七八九", "00123456789"))


def join_floor(floor: str, room: str) -> str:
    """Put the floor before a room of at most two digits (3, 01 is 301) or one letter; else leave it out."""
    if not floor:
        return room
    if room.isdigit() and len(room) <= 2:
        return f"{floor}{room:0>2}"
    return floor + room if len(room) == 1 else room


# --- order and nearness ---------------------------------------------------------------------------

_SortPart = tuple[tuple[int, int, str], ...]


def sort_key(code: str) -> tuple[_SortPart, _SortPart, _SortPart, str]:
    """Return the key of the order people expect: 3-2-501 before 3-10-101, B1 after the numbers."""
    building, _dash, rest = code.partition("-")
    entrance, _dash, room = rest.rpartition("-")
    if not rest:
        building, room = code.rstrip("0123456789"), code
    return _natural(building), _natural(entrance), _natural(room), code


def _natural(text: str) -> _SortPart:
    """Split a segment into numbers, compared as numbers and first, and the rest."""
    pieces = re.findall("[0-9]+|[^0-9]+", text)
    return tuple((0, int(piece), "") if piece.isascii() and piece.isdigit() else (1, 0, piece) for piece in pieces)


def nearest_units(code: str, codes: Iterable[str], n: int = 3) -> list[str]:
    """Return the `n` codes a person most likely meant by `code` (canonical text), likeliest first.

    The same building and room through another entrance comes first, then the fewest typing slips; among
    equals the same building, then the same room.
    """
    from heapq import nsmallest

    from butlercli.base.fuzzy import slips

    building, room = code.split("-")[0], code.split("-")[-1].lstrip("0")

    def rank(other: str) -> tuple[object, ...]:
        same_building = other.split("-")[0] == building
        same_room = other.split("-")[-1].lstrip("0") == room
        both = same_building and same_room
        return not both, slips(code, other), not same_building, not same_room, sort_key(other)

    return nsmallest(n, set(codes), key=rank)


# --- in free text ---------------------------------------------------------------------------------

_COUNTED = frozenset("天个人次点分时秒小年月日周元块米层楼栋幢座户件套名位岁度斤吨期车辆万折倍%℃")
_MEASURED = frozenset("元块米平万度公吨斤倍%㎡℃")


class UnitMention(NamedTuple):
    """A unit named in free text, at `text[start:end]`.

    `date_like`: it may as well be a date or a range of numbers (`12-1`, `12号501`, `200-400`). `bare`: one
    segment (`A01`), which may as well be a model number or a record. Take either for a unit only where it
    is a registered one.
    """

    start: int
    end: int
    unit: UnitCode
    date_like: bool
    bare: bool


@cache
def _bare_pattern() -> re.Pattern[str]:
    """Return the grammar of a one-segment unit inside free text: one letter and two to four digits."""
    return re.compile(r"(?<![A-Z0-9#+@.])([A-Z])([0-9]{2,4})(?![A-Z0-9])", re.ASCII | re.IGNORECASE)


def find_units(text: str) -> list[UnitMention]:
    """Find the units named in text, in order; ranges, amounts, times and phone numbers are passed over."""
    folded = fold(text)
    found = _mentions(folded, _pattern(" ?"), bare=False)
    taken = [(mention.start, mention.end) for mention in found]
    for mention in _mentions(folded, _bare_pattern(), bare=True):
        if not any(start < mention.end and mention.start < end for start, end in taken):
            found.append(mention)
    return sorted(found)


def _mentions(folded: str, pattern: re.Pattern[str], *, bare: bool) -> list[UnitMention]:
    """Collect the matches that stand as units where they are; search on one character after a refused one."""
    found: list[UnitMention] = []
    position = 0
    while match := pattern.search(folded, position):
        position = match.start() + 1
        if _is_inside_other(folded, match):
            continue
        if bare:
            unit: UnitCode | None = UnitCode(match[1].upper(), "", match[0].upper())
        else:
            unit = None if _is_quantity(folded, match) else _unit_of(match)
        if unit is not None:
            found.append(UnitMention(*match.span(), unit, not bare and _is_date_like(match), bare))
            position = match.end()
    return found


def _is_inside_other(folded: str, match: re.Match[str]) -> bool:
    """Tell whether the match is a piece of something longer: a date, a time, a phone or serial number."""
    start, end = match.span()
    before, after = folded[max(0, start - 2) : start], folded[end : end + 2]
    if before[-1:] in ("百", "千", "¥", "$"):
        return True
    if len(before) == 2 and before[1] in "-.:_" and before[0].isascii() and before[0].isalnum():
        return True
    if len(before) == 2 and before[1] == "/" and before[0].isdigit() and "/" in match[0]:
        return True
    if after[:1].isascii() and after[:1].isalnum():
        return True
    return len(after) == 2 and after[0] in "-.:_" and after[1].isascii() and after[1].isalnum()


def _is_quantity(folded: str, match: re.Match[str]) -> bool:
    """Tell whether the match is a range, an amount or a phone number, no unit (`2-3天`, `3栋12户`)."""
    building, room, plain = match["building"], match["room"], match["building_word"] is None
    following = folded[match.end() : match.end() + 1]
    if len(room) <= 2 and room.isdigit():
        if following in _COUNTED or (match["room_word"] == "户" and not match["entrance"]):
            return True
        # A fraction or a short date with slashes; and `周1-5`, `3栋12` as in 3栋12家.
        weekday = folded[: match.start()].endswith(("周", "星期", "礼拜"))
        unmarked = not match["entrance"] and not match["room_word"]
        return unmarked and (weekday or "/" in match[0] or not plain)
    if following in _MEASURED:
        return True
    if plain and building.isdigit() and len(building) == 3:
        # An area code, a service number, or a range of two large numbers.
        return building[0] == "0" or building in ("400", "800") or following in _COUNTED
    if building.isalpha() and building.isascii():
        return plain and (len(room) > 4 or room[0].isalpha())  # A number plate, a standard (GB-50016).
    return room[0].isalpha() and room[0] == building[0]  # A range of floors or plots: B1-B3, g08-g18.


def _is_date_like(match: re.Match[str]) -> bool:
    """Tell whether a date or a range may be meant: 12-1, 12号501, 26-7-1, 7/1/26, 15-20号, 200-400."""
    building, entrance, room = match["building"], match["entrance"] or "", match["room"]
    if match["building_word"] is not None:
        return match["building_word"] == "号" and not entrance
    if not entrance and building.isdigit() and (len(building) == 3 or match["room_word"] == "号"):
        return True
    if not (building.isdigit() and room.isdigit() and len(room) <= 2 and len(building) <= 2):
        return False
    first, last = int(building), int(room)
    if entrance:
        if not entrance.isdigit() or match["entrance_word"] is not None:
            return False
        return "/" in match[0] or (first >= 20 and 1 <= int(entrance) <= 12 and 1 <= last <= 31)
    return (1 <= first <= 12 and 1 <= last <= 31) or (first >= 20 and 1 <= last <= 12)
