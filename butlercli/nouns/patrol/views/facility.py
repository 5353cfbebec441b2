"""How a facility's page shows what patrol knows of it: the faults found, and what was read."""

from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.result import Record, Result
from butlercli.base.spark import spark
from butlercli.nouns.facility.views import SHOWN, more
from butlercli.nouns.patrol.rules.rounds import number
from butlercli.output.blocks import Block, Canvas, Column, Grid, Styled
from butlercli.output.views import common

RECORDS = frozenset[str]()
NARROW = 20
"""So many of the last readings are drawn on a narrow terminal."""


def faults(result: Result, canvas: Canvas) -> list[Block]:
    """Draw the faults found, the newest first."""
    records = result.data
    grid = Grid(
        [_("When"), _("Point"), _("What was found"), _("Ticket")],
        [
            [common.moment(one["at"], canvas.now), one["point"], _found(one), f"T{one['ticket_id']}"]
            for one in records[:SHOWN]
        ],
        aligns="lllr",
        flex=(2,),
        title=_("Faults") + (f" ({len(records)})" if records else ""),
        empty=_("No fault was found."),
    )
    return [grid, *more(result)]


def _found(fault: Record) -> str:
    return common.joined(
        fault["note"], common.joined(fault["reading"], fault["reading_unit"] if fault["reading"] else None, by=" ")
    )


def readings(result: Result, canvas: Canvas) -> list[Block]:
    """Draw what was read at each point: the course of the last readings, and their bounds."""
    if not result.data:
        return []
    rows = [
        [
            one["point"],
            common.joined(one["reading"], one["reading_unit"], by=" "),
            spark([number(value["value"]) for value in one["values"]])[0 if canvas.wide else -NARROW :],
            one["min"] or "",
            one["max"] or "",
            Styled(one["last"], "bad" if _beyond(one) else "head"),
            _limits(one),
        ]
        for one in result.data
    ]
    headers = (N_("Point"), N_("Reading"), N_("Course"), N_("Least"), N_("Most"), N_("Last one"), N_("Limits"))
    title = _("Readings")
    return [Grid([_(header) for header in headers], rows, aligns="lllrrrl", flex=(0, 1), title=title)]


def _limits(point: Record) -> str:
    """Return the limits of a reading: `0.3 – 0.5`, `≥ 0.3`, `≤ 0.5`, or nothing."""
    if point["low"] is not None and point["high"] is not None:
        return f"{point['low']} – {point['high']}"
    if point["low"] is not None:
        return f"≥ {point['low']}"
    return f"≤ {point['high']}" if point["high"] is not None else ""


def _beyond(point: Record) -> bool:
    """Say whether the last reading lies outside its limits as they now are."""
    last = number(point["last"])
    low, high = (number(point[name]) if point[name] is not None else None for name in ("low", "high"))
    return last is not None and ((low is not None and last < low) or (high is not None and last > high))


LISTS: dict[str, list[Column]] = {}
VIEWS: dict[str, Any] = {"patrol.faults": faults, "patrol.readings": readings}
