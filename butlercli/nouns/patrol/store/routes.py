"""The SQL of points, routes, plans and pauses."""

from collections.abc import Sequence

from butlercli.base.result import Row
from butlercli.store.database import Database

_POINT = """SELECT p.*, f.code AS facility, f.name AS facility_name, f.kind AS facility_kind, f.place AS facility_place
  FROM patrol_point p LEFT JOIN facility f ON f.id = p.facility_id"""


def _only(column: str, ids: Sequence[int] | None) -> str:
    return "1" if ids is None else f"{column} IN ({', '.join(str(int(id)) for id in ids)})"


def routes(db: Database) -> list[Row]:
    """Return every route, those in use first."""
    return db.rows("SELECT * FROM patrol_route ORDER BY retired IS NOT NULL, id")


def route(db: Database, id: int) -> Row:
    """Return one route; raises KeyError where there is none."""
    found = db.row("SELECT * FROM patrol_route WHERE id = ?", (id,))
    if found is None:
        raise KeyError(id)
    return found


def plans(db: Database, route_ids: Sequence[int] | None = None) -> list[Row]:
    """Return plans by route and day, with the day from which the route is retired."""
    return db.rows(
        f"""SELECT p.*, r.retired FROM patrol_plan p JOIN patrol_route r ON r.id = p.route_id
        WHERE {_only("p.route_id", route_ids)} ORDER BY p.route_id, p.since"""
    )


def pauses(db: Database, route_ids: Sequence[int] | None = None) -> list[Row]:
    """Return pauses by route and day."""
    return db.rows(f"SELECT * FROM patrol_pause WHERE {_only('route_id', route_ids)} ORDER BY route_id, since, id")


def points(db: Database) -> list[Row]:
    """Return every point with its facility, those in use first."""
    return db.rows(f"{_POINT} ORDER BY p.retired IS NOT NULL, p.id")


def point(db: Database, id: int) -> Row:
    """Return one point with its facility; raises KeyError where there is none."""
    found = db.row(f"{_POINT} WHERE p.id = ?", (id,))
    if found is None:
        raise KeyError(id)
    return found


def plan_points(db: Database, plan_id: int) -> list[Row]:
    """Return the points of a plan in the order they are walked."""
    return db.rows(
        f"{_POINT} JOIN patrol_plan_point x ON x.point_id = p.id WHERE x.plan_id = ? ORDER BY x.position", (plan_id,)
    )


def last_round(db: Database, route_id: int) -> str | None:
    """Return the day of the last round of a route that was logged."""
    found: str | None = db.value("SELECT max(date) FROM patrol_round WHERE route_id = ?", (route_id,))
    return found


def routes_of_point(db: Database, point_id: int, day: str) -> list[Row]:
    """Return the routes in use whose plan in force on a day, or a later one, holds a point: id, name."""
    return db.rows(
        """SELECT DISTINCT r.id, r.name FROM patrol_plan_point x JOIN patrol_plan p ON p.id = x.plan_id
        JOIN patrol_route r ON r.id = p.route_id WHERE x.point_id = :point AND (r.retired IS NULL OR r.retired > :day)
        AND (p.until IS NULL OR p.until >= :day) AND NOT EXISTS (SELECT 1 FROM patrol_plan n WHERE n.route_id = p.route_id
          AND n.since > p.since AND n.since <= :day) ORDER BY r.id""",
        {"point": point_id, "day": day},
    )
