"""Rows below a header that are no data: headers again, totals, titles of the next table, signatures."""

import re
from collections import deque
from functools import cache
from typing import NamedTuple

from butlercli.kit.intake.grid import Cell, Grid, Sheet
from butlercli.kit.intake.headers import Header, Matcher, normalise, plain_header_at

_TITLE_REACH = 5
"""Rows above a further header in which its title may stand."""


class Passed(NamedTuple):
    """A row passed over: its number, and why: `header`, `total`, `title`, `note` or `no_key`."""

    number: int
    reason: str


class SheetSection:
    """A header and the grid rows it governs: `start` to before `stop`, 0-based."""

    __slots__ = ("header", "start", "stop")

    def __init__(self, header: Header, start: int, stop: int) -> None:
        self.header, self.start, self.stop = header, start, stop


@cache
def _totals() -> frozenset[str]:
    """Return how a total row begins, as typed: with spaces between the characters, colons, units."""
    words = ["合计", "总计", "小计", "共计", "累计", "总合计", "本页合计", "本页小计"]
    words += [one + gap + two for one, two in ("合计", "总计", "小计") for gap in (" ", "  ", "   ", "    ", "\u3000")]
    words += ["total", "Total", "TOTAL", "subtotal", "Subtotal", "Grand total", "Grand Total"]
    return frozenset(word + mark for word in words for mark in ("", ":", "：", "(元)", "（元）", " "))


@cache
def _note() -> re.Pattern[str]:
    """Return what a line of signatures, dates and remarks under a table begins with, spaces removed."""
    return re.compile(
        r"(?:制表|填表|编制|统计|审核|审批|复核|批准|核准|打印|导出|经办|经手|负责|日期|时间|说明|备注|注|签名|签字|盖章"
        r"|单位|第\d+页|共\d+[页条户]|note|remark|printed|exported|prepared|approved|date)[^:：]{0,8}[:：]",
        re.IGNORECASE,
    )


def is_note(row: list[Cell]) -> bool:
    """Tell whether every filled cell of a row is a label such as `制表人：` or `审核日期：2026-01-01`."""
    return all(
        cell is None or (isinstance(cell, str) and len(cell) < 60 and _note().match("".join(cell.split())))
        for cell in row
    )


class Scanned(NamedTuple):
    """What a sheet is made of: its sections, the grid rows to be passed over and why, those with too many cells."""

    sections: list[SheetSection]
    skipped: dict[int, str]
    overlong: list[int]


def scan(sheet: Sheet, header: Header, matcher: Matcher, kind: str) -> Scanned:
    """Cut the rows below the first header into sections, one for each further header. JSON has exactly one."""
    current = SheetSection(header, header.last + 1, 0)
    found = Scanned([current], {}, [])
    index = header.last
    names = sheet.head[header.first : header.last + 1]
    if kind in ("json", "jsonl"):
        current.stop = sum(1 for _row in sheet.rows())
        return found
    totals = _totals()
    watched = matcher.words | totals
    watched.update(cell for row in names for cell in row if isinstance(cell, str))
    meets, skipped = watched.intersection, found.skipped
    noted, width = min(len(header.names), 5) - 1, len(header.names)
    delimited = kind in ("csv", "tsv")
    above: deque[list[Cell]] = deque(maxlen=_TITLE_REACH)
    for index, row in enumerate(sheet.rows(header.last + 1), header.last + 1):
        met = meets(row)
        if not met:
            # Only a row with most of its cells empty can be a note: a short data row is not looked at twice.
            if 0 < _filled(row) < noted and is_note(row):
                skipped[index] = "note"
        elif not totals.isdisjoint(met) and _is_total(row):
            skipped[index] = "total"
        elif len(met) > 1 and _repeats(row, names):
            skipped[index] = "header"
        elif len(met) > 1 and (further := plain_header_at(row, index, matcher)):
            current.stop = index
            _skip_titles(above, index, current.start, skipped)
            skipped[index] = "header"
            current = SheetSection(further, index + 1, 0)
            found.sections.append(current)
            names, width = [row], len(further.names)
            above.append(row)
            continue
        if delimited and len(row) > width and any(cell is not None for cell in row[width:]):
            found.overlong.append(index + sheet.offset)
        above.append(row)
    current.stop = index + 1
    for title in _merged_titles(sheet, header.last + 1):
        skipped.setdefault(title, "title")
    return found


def _merged_titles(sheet: Sheet, start: int) -> list[int]:
    """Return the rows from `start` on that hold nothing but one cell merged over three columns or more."""
    tops = [merge.top for merge in sheet.merges if merge.right - merge.left > 1]
    return [top for top in tops if start <= top < len(sheet.grid) and _filled(sheet.grid[top]) == 1]


def _filled(row: list[Cell]) -> int:
    return len(row) - row.count(None)


def _is_total(row: list[Cell]) -> bool:
    first = next((cell for cell in row if cell is not None), None)
    return isinstance(first, str) and first in _totals()


def _repeats(row: list[Cell], lines: Grid) -> bool:
    """Tell whether every filled cell of a row is what one of the header's rows has in its place."""
    for names in lines:
        pairs = [(cell, names[at] if at < len(names) else None) for at, cell in enumerate(row) if cell is not None]
        if len(pairs) > 1 and all(_same(cell, name) for cell, name in pairs):
            return True
    return False


def _same(cell: Cell, name: Cell) -> bool:
    return isinstance(cell, str) and isinstance(name, str) and normalise(cell) == normalise(name)


def _skip_titles(above: "deque[list[Cell]]", index: int, start: int, skipped: dict[int, str]) -> None:
    """Pass over the title lines right above a further header, the rows before it being `above`."""
    for place, row in zip(range(index - 1, start - 1, -1), reversed(above), strict=False):
        filled = _filled(row)
        if filled > 1 and not is_note(row):
            return
        if filled:
            skipped.setdefault(place, "title")
