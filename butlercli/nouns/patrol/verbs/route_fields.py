"""What routes and plans are checked for: names, points, windows, days."""

import re
from collections.abc import Sequence

from butlercli.base.errors import NotFoundError, RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.kit import naming
from butlercli.nouns.patrol.rules import schedule
from butlercli.nouns.patrol.store import lookup
from butlercli.nouns.patrol.store import routes as store
from butlercli.store.database import Database


def refuse_taken(db: Database, name: str, own: int = 0) -> None:
    """Raise RuleError (exit 4) where a name is another route's."""
    for row in store.routes(db):
        if row["id"] != own and row["name"].lower() == name.lower():
            raise RuleError(
                N_("There is a route “{route}” already."),
                hint=N_("See it with {command}."),
                code="duplicate",
                route=row["name"],
                command=f"butler patrol route show {row['name']}",
            )


def points(db: Database, given: Sequence[str]) -> list[int]:
    """Return the points that lists of codes or names mean (A,B or A、B or A+B), in their order.

    Raises NotFoundError (exit 3) naming all that are unknown, RuleError (exit 4) for those out of use, UsageError for
    one named twice, an ambiguous one, and where there is none.
    """
    rows = store.points(db)
    in_use = [row for row in rows if row["retired"] is None]
    found: list[Row] = []
    unknown: list[str] = []
    retired: list[str] = []
    for text in _split(rows, given):
        here = naming.search(in_use, text, naming.code_and_name)
        if len(here) == 1:
            found.append(here[0])
        elif here or not (gone := naming.search(rows, text, naming.code_and_name)):
            unknown.append(text)
            if here:
                lookup.point(db, text)  # says which it may be
        else:
            retired.append(gone[0]["code"])
    _refuse(db, unknown, retired, found)
    return [row["id"] for row in found]


def _split(rows: Sequence[Row], given: Sequence[str]) -> list[str]:
    """Split lists of points; a text that is a point's whole name is not split."""
    known = {word.lower() for row in rows for word in (row["code"], row["name"])}
    found: list[str] = []
    for text in given:
        whole = text.strip().lower() in known
        pieces = [text] if whole else re.split(r"[,，、;；+＋]", text)
        found.extend(piece.strip() for piece in pieces if piece.strip())
    return found


def _refuse(db: Database, unknown: Sequence[str], retired: Sequence[str], found: Sequence[Row]) -> None:
    if len(unknown) == 1:
        lookup.point(db, unknown[0])  # raises, with the nearest
    if unknown:
        raise NotFoundError(
            N_("There are no patrol points {values}."),
            hint=N_("See those there are with {command}."),
            values=list(unknown),
            command="butler patrol point list",
        )
    if retired:
        raise RuleError(
            N_("Out of use: {points}."),
            hint=N_("Take it into use again: {command}."),
            code="retired",
            points=list(retired),
            command=f"butler patrol point retire {retired[0]} --back",
        )
    twice = [row["code"] for index, row in enumerate(found) if row in found[:index]]
    if twice:
        raise UsageError(N_("{point} is named twice."), point=twice[0])
    if not found:
        raise UsageError(
            N_("A route wants points."), hint=N_("For example: {example}."), example="--points B1-PUMP,GATE"
        )


def windows_of(given: Sequence[str]) -> str:
    """Return windows as they are stored; each text may hold several (08:00-10:00,20:00-22:00)."""
    pieces = [piece for text in given for piece in re.split(r"[,，、;；]", text) if piece.strip()]
    return " ".join(schedule.parse_windows(pieces))


def read_plan(db: Database, given: Row) -> Row:
    """Return the fields of a plan that are given, as they are stored; `points` are ids."""
    found: Row = {name: given[name] for name in ("points", "windows", "every", "until") if name in given}
    if "points" in found:
        found["points"] = points(db, found["points"])
    if "windows" in found:
        found["windows"] = windows_of(found["windows"])
    return found
