"""The fields of a patrol point, and of a route with its plan."""

import re

from butlercli.base.errors import UsageError
from butlercli.base.fields import Field, Reference
from butlercli.base.i18n import N_
from butlercli.base.text import fold
from butlercli.kit import texts
from butlercli.nouns.patrol import model
from butlercli.nouns.patrol.rules.schedule import parse_every

LONGEST_CODE = 60
# Typed as POINT=VALUE, and in lists of points.
_CODE = r"[^\s=:,;+、。\"'`<>|&$\\@#-][^\s=:,;+、\"'`<>|&$\\]*"


def code(text: str) -> str:
    """Return a code in half width; raises UsageError for one that could not be typed as POINT=VALUE."""
    found = fold(text).strip()
    if len(found) > LONGEST_CODE or not re.fullmatch(_CODE, found) or not found.isprintable():
        raise UsageError(
            N_("“{value}” is no code of a patrol point."),
            hint=N_(
                "It is typed as {example}: no blanks, no = : , ; + or quotes, no - at its beginning, at most {most}."
            ),
            value=text if len(text) <= LONGEST_CODE else text[: LONGEST_CODE - 1] + "…",
            example="B1-PUMP=ok",
            most=LONGEST_CODE,
        )
    if model.RESULTS.find(found) is not None:
        raise UsageError(N_("“{value}” is the word for a result; a point wants another code."), value=found)
    return found


def route_name(text: str) -> str:
    """Return a route's name; raises UsageError for an empty one, or one that reads as an option or a file."""
    found = texts.name(text, N_("A route has a name."))
    if found.startswith(("-", "=")) or re.search(r"\.[a-z]{2,6}$", found.lower()) or not found.isprintable():
        raise UsageError(
            N_("“{value}” is no name of a route."),
            hint=N_("It may not read as an option or a file; for example: {example}."),
            value=found,
            example="早巡",
        )
    return found


# fmt: off
# The unit and the limits of what is read belong together: the verbs look at them.
POINT = (
    Field("code", N_("Code"), N_("A short code, as on its label."), code, wanted=N_("A patrol point has a code.")),
    Field("name", N_("Point"), N_("What it is called."), wanted=N_("A patrol point has a name.")),
    Field("reading", N_("Reading"), N_("What is read there (压力)."), metavar="NAME"),
    Field("unit", N_("Unit of the reading"), N_("The unit of the reading (MPa)."), column="reading_unit"),
    Field("min", N_("Least"), N_("A reading below it is a fault."), str.strip, column="low", metavar="NUMBER"),
    Field("max", N_("Most"), N_("A reading above it is a fault."), str.strip, column="high", metavar="NUMBER"),
    Field("facility", N_("Facility"), N_("The facility that is looked at."), Reference("facility"), metavar="CODE"),
    Field("place", N_("Where"), N_("Where it is.")),
    Field("checks", N_("To be looked at"), N_("What is to be looked at; may be repeated."), "words", metavar="TEXT", flags=("--check",)),
)
ROUTE = (
    Field("name", N_("Route"), N_("What it is called."), route_name, clears=False),
    Field("points", N_("Points"), N_(
        "The points in their order: A,B,C or A、B or A+B; may be repeated."
    ), "texts", clears=False),
    Field("windows", N_("Windows"), N_(
        "A window of time, 08:00-10:00 or past midnight 22:00-02:00; may be repeated."
    ), "texts", metavar="HH:MM-HH:MM", flags=("--window",), clears=False),
    Field("every", N_("Days"), N_(
        "On which days: daily, workdays, weekly:mon,thu, monthly:1,15, or a rule such as FREQ=WEEKLY;INTERVAL=2;BYDAY=MO."
    ), parse_every, metavar="SCHEDULE", clears=False),
    Field("from", N_("Since"), N_("The first day; today unless given."), "day", column="since", metavar="DATE", clears=False),
    Field("until", N_("Until"), N_("The last day."), "day", metavar="DATE"),
    Field("note", N_("Note"), N_("A remark."), "note"),
)
# fmt: on
