"""The SQL of what patrol knows of a facility: its points, the faults found at it, what was read of it."""

from butlercli.base.result import Row
from butlercli.nouns.patrol.rules.rounds import number
from butlercli.store.database import Database


def points(db: Database, id: int) -> list[Row]:
    """Return the patrol points of a facility: code, name, since when out of use."""
    return db.rows("SELECT code, name, retired FROM patrol_point WHERE facility_id = ? ORDER BY code", (id,))


def faults(db: Database, id: int) -> list[Row]:
    """Return the faults found at a facility, the newest first, each with its ticket.

    A fault is one of the facility its ticket names: the point may look at another one by now.
    """
    return db.rows(
        """SELECT s.at, s.note, s.reading, q.reading_unit, s.entry, s.person AS by, q.code AS point, q.name AS point_name, r.name AS route,
             s.round_id, s.ticket_id FROM patrol_point q JOIN patrol_result s ON s.point_id = q.id AND s.result = 'fault'
             JOIN patrol_round o ON o.id = s.round_id JOIN patrol_route r ON r.id = o.route_id
             JOIN ticket t ON t.id = s.ticket_id
           WHERE coalesce(t.facility_id, q.facility_id) = ? ORDER BY s.at DESC, s.id DESC""",
        (id,),
    )


def fault_tickets(db: Database, id: int) -> list[int]:
    """Return the tickets of faults at the points of a facility that name no facility themselves."""
    return db.column(
        """SELECT DISTINCT s.ticket_id FROM patrol_point q JOIN patrol_result s ON s.point_id = q.id AND s.result = 'fault'
        JOIN ticket t ON t.id = s.ticket_id WHERE q.facility_id = ? AND t.facility_id IS NULL""",
        (id,),
    )


def readings(db: Database, id: int, last: int) -> list[Row]:
    """Return the last readings of each point of a facility: what is read, its limits, the values and their bounds."""
    found = []
    for point in db.rows(
        "SELECT id, code, name, reading, reading_unit, low, high FROM patrol_point WHERE facility_id = ? ORDER BY code",
        (id,),
    ):
        values = db.rows(
            "SELECT at, reading AS value FROM patrol_result WHERE point_id = ? AND reading IS NOT NULL "
            "ORDER BY at DESC, id DESC LIMIT ?",
            (point.pop("id"), last),
        )[::-1]
        if not values:
            continue
        numbers = sorted((size, one["value"]) for one in values if (size := number(one["value"])) is not None)
        found.append(
            {
                "point": point.pop("code"),
                "point_name": point.pop("name"),
                **point,
                "min": numbers[0][1] if numbers else None,
                "max": numbers[-1][1] if numbers else None,
                "last": values[-1]["value"],
                "values": values,
            }
        )
    return found
