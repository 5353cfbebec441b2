"""When the three years of a bill end, by the Civil Code (民法典) 188, 192, 195 and 201–202; pure, and no legal advice.

The three years begin on the day after the bill is due and end on the same day of the year; where that month has no such
day, on its last. An act that interrupts them lets them begin anew on the day after it. Two dates are kept: the cautious
one counts only what can be proven; the possible one counts also what only the butler noted.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

YEARS = 3
# What an act is: money received, a demand that reached the debtor, a promise or a request for delay by the debtor.
PAYMENT, DEMAND, PROMISE = "payment", "demand", "promise"


class Act(NamedTuple):
    """Something that may have interrupted the three years.

    day: when it was; kind: payment, demand or promise; proven: whether it can be shown to a court; written: whether a
    promise was made in writing; ref: what it is in the file, such as `P7`; order: among acts of one day.
    """

    day: date
    kind: str
    proven: bool
    ref: str
    written: bool = False
    grade: str = ""
    order: str = ""


class Clock(NamedTuple):
    """Where the three years of a bill stand.

    cautious: the last day by what can be proven; possible: the last day if the unproven acts count as well (never
    earlier). last: the act the cautious date runs from, None where that is the due date; unproven: the act the possible
    date runs from, where it is later. revived: whether an act after the cautious date let it begin anew (192).
    """

    begins: date
    cautious: date
    possible: date
    last: Act | None
    unproven: Act | None
    revived: bool


def years_after(day: date, years: int = YEARS) -> date:
    """Return the same day some years later (before, if negative); 29 February is the 28th where the year has none (202)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def counts(act: Act, ends: date, *, unproven: bool) -> bool:
    """Say whether an act lets the three years begin anew that end on a day.

    Until then a payment, and what is proven (195); afterwards only a payment or a written promise that is proven (192),
    never a mere demand. With `unproven`, what only the butler noted counts as if it could be shown.
    """
    if act.kind == PAYMENT:
        return True
    if act.day <= ends:
        return act.proven or unproven
    return act.kind == PROMISE and (unproven or (act.proven and act.written))


def clock(due: date, acts: Iterable[Act]) -> Clock:
    """Return where the three years of a bill stand after all that happened, in whatever order it is told."""
    cautious = possible = years_after(due)
    last: Act | None = None
    perhaps: Act | None = None
    revived = False
    for act in sorted(acts, key=lambda one: (one.day, one.order, one.ref)):
        ends = years_after(act.day)
        if counts(act, possible, unproven=True) and ends > possible:
            possible, perhaps = ends, act
        if counts(act, cautious, unproven=False) and ends > cautious:
            revived = revived or act.day > cautious
            cautious, last = ends, act
    begins = due + timedelta(days=1)
    return Clock(begins, cautious, possible, last, perhaps if possible > cautious else None, revived)
