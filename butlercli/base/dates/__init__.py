"""Dates and times as a butler says them, in Chinese and English: moments, days, periods, durations.

All moments are naive civil time in the community's zone, and `now` is always handed in. The names below
are loaded from their rooms when first asked for, so that a command without a date pays nothing:

- `phrases` reads one phrase whole, `ranges` a period; `finding` looks for phrases inside free text
- `periods` is calendar arithmetic; `durations` lengths of time; `iso` the stored form
- `cells` reads columns of imported files
- `days`, `offsets`, `english`, `clock` are the grammar; `numerals`, `civil`, `model` what it stands on
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from butlercli.base.dates.cells import DayOrder, DayOrderVotes, decide_day_order, parse_cell_moment
    from butlercli.base.dates.civil import add_months, end_of_day
    from butlercli.base.dates.durations import Length, parse_duration, parse_length
    from butlercli.base.dates.finding import find_moments
    from butlercli.base.dates.iso import format_iso, parse_iso
    from butlercli.base.dates.model import Holidays, Kind, Match, Period, Prefer
    from butlercli.base.dates.periods import period_of, previous_period, shift_back
    from butlercli.base.dates.phrases import parse_day, parse_moment
    from butlercli.base.dates.ranges import parse_period

__all__ = [
    "DayOrder",
    "DayOrderVotes",
    "Holidays",
    "Kind",
    "Length",
    "Match",
    "Period",
    "Prefer",
    "add_months",
    "decide_day_order",
    "end_of_day",
    "find_moments",
    "format_iso",
    "parse_cell_moment",
    "parse_day",
    "parse_duration",
    "parse_iso",
    "parse_length",
    "parse_moment",
    "parse_period",
    "period_of",
    "previous_period",
    "shift_back",
]

_ROOMS = {
    "cells": ("DayOrder", "DayOrderVotes", "decide_day_order", "parse_cell_moment"),
    "civil": ("add_months", "end_of_day"),
    "durations": ("Length", "parse_duration", "parse_length"),
    "finding": ("find_moments",),
    "iso": ("format_iso", "parse_iso"),
    "model": ("Holidays", "Kind", "Match", "Period", "Prefer"),
    "periods": ("period_of", "previous_period", "shift_back"),
    "phrases": ("parse_day", "parse_moment"),
    "ranges": ("parse_period",),
}


def __getattr__(name: str) -> object:
    """Load the room a name lives in, once (PEP 562)."""
    for room, names in _ROOMS.items():
        if name in names:
            value: object = getattr(import_module(f"{__name__}.{room}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
