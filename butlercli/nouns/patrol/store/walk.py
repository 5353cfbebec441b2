"""The SQL of rounds under way, and of what patrol adds to the pages of other nouns."""

from collections.abc import Sequence

from butlercli.base.result import Row
from butlercli.store.database import Database

# How many rounds of a route are looked through for what a point was last time.
LOOKED_BACK = 30


def last_lines(db: Database, round_ids: Sequence[int]) -> dict[int, str]:
    """Return the time of the latest line of rounds; those without a line are absent."""
    marks = ", ".join(str(int(id)) for id in round_ids)
    sql = f"SELECT round_id, max(at) FROM patrol_result WHERE round_id IN ({marks}) GROUP BY round_id"
    return dict(db.connection.execute(sql))


def last_seen(db: Database, route_id: int, without: int | None) -> dict[int, Row]:
    """Return what the points of a route were in its last rounds (but for one): point to result, reading, note, at."""
    rows = db.rows(
        """SELECT point_id, result, reading, note, max(at) AS at FROM patrol_result WHERE round_id IN (
          SELECT id FROM patrol_round WHERE route_id = :route AND id IS NOT :without ORDER BY date DESC LIMIT :rounds)
        GROUP BY point_id""",
        {"route": route_id, "without": without, "rounds": LOOKED_BACK},
    )
    return {row["point_id"]: row for row in rows}


def has_routes(db: Database) -> bool:
    """Say whether there is any route: a house without one is asked nothing more."""
    return db.value("SELECT 1 FROM patrol_route LIMIT 1") is not None


def round_by_id(db: Database, id: int) -> Row | None:
    """Return one round with its route's name, or None."""
    return db.row(
        "SELECT o.*, r.name AS route FROM patrol_round o JOIN patrol_route r ON r.id = o.route_id WHERE o.id = ?", (id,)
    )


def ticket_rounds(db: Database, ticket_id: int) -> list[Row]:
    """Return the rounds whose faults opened or joined a ticket, one row a fault, the first first."""
    return db.rows(
        """SELECT o.id, r.name AS route, o.date, o.window_start, o.window_end, q.code AS point, q.name AS point_name,
          s.result, s.note, s.reading, s.entry, s.person AS by, s.at FROM patrol_result s JOIN patrol_round o ON o.id = s.round_id
        JOIN patrol_route r ON r.id = o.route_id JOIN patrol_point q ON q.id = s.point_id
        WHERE s.ticket_id = ? ORDER BY s.at, s.id""",
        (ticket_id,),
    )


def points(db: Database, ids: Sequence[int]) -> list[Row]:
    """Return points by id in the order asked for, each with its facility and the routes that have it now."""
    marks = ", ".join(str(int(id)) for id in ids)
    rows = db.rows(
        f"""SELECT p.id, p.uid, p.code, p.name, f.code AS facility, p.place, p.reading, p.reading_unit, p.low, p.high, p.retired
        FROM patrol_point p LEFT JOIN facility f ON f.id = p.facility_id WHERE p.id IN ({marks})"""
    )
    return _ordered(rows, ids)


def routes(db: Database, ids: Sequence[int], day: str) -> list[Row]:
    """Return routes by id in the order asked for, each with the schedule and the windows in force on a day."""
    marks = ", ".join(str(int(id)) for id in ids)
    rows = db.rows(
        f"""SELECT r.id, r.uid, r.name, r.note, r.retired, p.every, p.windows,
          (SELECT count(*) FROM patrol_plan_point x WHERE x.plan_id = p.id) AS points
        FROM patrol_route r LEFT JOIN patrol_plan p ON p.id = (SELECT n.id FROM patrol_plan n WHERE n.route_id = r.id
          ORDER BY n.since > :day, abs(julianday(n.since) - julianday(:day)) LIMIT 1) WHERE r.id IN ({marks})""",
        {"day": day},
    )
    return _ordered(rows, ids)


def _ordered(rows: Sequence[Row], ids: Sequence[int]) -> list[Row]:
    by_id = {row["id"]: row for row in rows}
    return [by_id[id] for id in ids if id in by_id]
