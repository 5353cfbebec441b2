"""What stands on the labels of patrol points: code, name, and the line that logs the point."""

import re
from collections.abc import Sequence

from butlercli.base.result import Result, Row
from butlercli.kit import settings
from butlercli.nouns.patrol.store import lookup
from butlercli.nouns.patrol.store import routes as store
from butlercli.nouns.patrol.store.expect import Planner
from butlercli.nouns.patrol.store.lookup import PointsOf
from butlercli.store.database import Database


def labels(db: Database, route: str | None, points: Sequence[str], limit: int | None = None) -> Result:
    """Return the labels of the points named, of a route in the order it is walked, or of every point in use.

    Raises NotFoundError or UsageError for a route or point that is unknown or ambiguous, RuleError for a point of
    another route.
    """
    rows = _of_route(db, route, points) if route else _of_all(db, points)
    unique = list({row["id"]: row for row in rows}.values())
    return Result(
        "patrol.labels",
        [_label(row) for row in unique[:limit]],
        total=len(unique),
        extra={"community": settings.get(db, "community")},
    )


def _of_all(db: Database, points: Sequence[str]) -> list[Row]:
    if points:
        return [lookup.point(db, text) for text in points]
    today = db.now.date().isoformat()
    return [row for row in store.points(db) if row["retired"] is None or row["retired"] > today]


def _of_route(db: Database, text: str, points: Sequence[str]) -> list[Row]:
    route = lookup.route(db, text)
    planner = Planner(db, [route["id"]])
    if route["id"] not in planner.plans:
        return []
    today = db.now.date()
    rows = store.plan_points(db, planner.plan_on(route["id"], today).id)
    if not points:
        return rows
    known = PointsOf(db, route, rows, today)
    return [known.find(point) for point in points]


def _label(row: Row) -> Row:
    return {
        "code": row["code"],
        "name": row["name"],
        "place": row["place"] or row["facility_place"],
        "facility": row["facility"],
        "line": line(row["code"]),
    }


def line(code: str) -> str:
    """Return the line that logs a point; a code that a shell would take apart is quoted."""
    if re.fullmatch(r"\w[\w./+-]*", code):
        return f"butler patrol check {code}"
    import shlex

    return f"butler patrol check {shlex.quote(code)}"
