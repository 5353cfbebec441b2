"""The fields of a patrol point, but for what is read there, whose unit and limits belong together."""

import re

from butlercli.base.errors import UsageError
from butlercli.base.fields import Field, Reference
from butlercli.base.i18n import N_
from butlercli.base.text import fold
from butlercli.nouns.patrol import model

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


POINT = (
    Field("code", N_("Code"), N_("A short code, as on its label."), code, wanted=N_("A patrol point has a code.")),
    Field("name", N_("Point"), N_("What it is called."), wanted=N_("A patrol point has a name.")),
    Field("facility", N_("Facility"), N_("The facility that is looked at."), Reference("facility"), metavar="CODE"),
    Field("place", N_("Where"), N_("Where it is.")),
    Field(
        "checks",
        N_("To be looked at"),
        N_("What is to be looked at; may be repeated."),
        "words",
        metavar="TEXT",
        flags=("--check",),
    ),
)
