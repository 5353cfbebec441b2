"""The SQL of rounds and their results."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from butlercli.base.result import Row
from butlercli.kit import select
from butlercli.store.database import Database

# A round with what its lines say at the moment :as_of. Later lines do not exist. Of a point's lines the latest counts;
# (round, point, at) is unique. The result is taken along with its time (of 19 characters): beside min() as well as max()
# SQLite does not say of which row a bare column is.
FACTS = """WITH chosen AS (SELECT o.* FROM patrol_round o JOIN patrol_route r ON r.id = o.route_id WHERE {where}),
latest AS (SELECT s.round_id, s.point_id, substr(max(s.at || s.result), 20) AS result, max(s.at) AS last,
  min(s.at) AS first, count(*) AS lines
  FROM chosen c JOIN patrol_result s ON s.round_id = c.id WHERE s.at <= :as_of GROUP BY s.round_id, s.point_id)
SELECT c.*, r.name AS route, (SELECT count(*) FROM patrol_plan_point x WHERE x.plan_id = c.plan_id) AS points,
  count(l.point_id) AS answered, coalesce(sum(l.result <> 'skipped'), 0) AS covered,
  coalesce(sum(l.result = 'skipped'), 0) AS skipped, coalesce(sum(l.result = 'fault'), 0) AS faults,
  coalesce(sum(l.lines), 0) AS lines, min(l.first) AS first_at, max(l.last) AS last_at
FROM chosen c JOIN patrol_route r ON r.id = c.route_id LEFT JOIN latest l ON l.round_id = c.id GROUP BY c.id"""


def facts(db: Database, where: str, params: dict[str, Any], order: str = "c.date, c.window_start, c.id") -> list[Row]:
    """Return rounds with what their lines say at params['as_of']; `where` (over `o`, `r`) is the code's own SQL."""
    return db.rows(f"{FACTS.replace('{where}', where)} ORDER BY {order}", params)


def facts_of(db: Database, ids: Sequence[int], as_of: str) -> list[Row]:
    """Return rounds by id with what their lines say, in the order asked for; those that do not exist are left out."""
    return select.by_ids(db, FACTS.replace("{where}", "o.id IN (SELECT value FROM json_each(:ids))"), ids, as_of=as_of)


def at_place(db: Database, route_id: int, day: date, window_start: str | None) -> Row | None:
    """Return the round of a route, day and window, where one is kept."""
    return db.row(
        "SELECT * FROM patrol_round WHERE route_id = ? AND date = ? AND coalesce(window_start, '') = ?",
        (route_id, day.isoformat(), window_start or ""),
    )


def windowed(db: Database, route_id: int, first: date, last: date) -> list[Row]:
    """Return the rounds of a route that have a window, of the days from `first` to `last`."""
    return db.rows(
        "SELECT * FROM patrol_round WHERE route_id = ? AND date BETWEEN ? AND ? AND window_start IS NOT NULL",
        (route_id, first.isoformat(), last.isoformat()),
    )


def walking(db: Database, route_id: int | None = None) -> list[Row]:
    """Return the rounds under way, of one route or of all, the latest first."""
    only = "" if route_id is None else f" AND o.route_id = {int(route_id)}"
    return db.rows(
        f"""SELECT o.*, r.name AS route FROM patrol_round o JOIN patrol_route r ON r.id = o.route_id
        WHERE o.course = 'walking'{only} ORDER BY o.started_at DESC, o.id DESC"""
    )


def results(db: Database, round_ids: Sequence[int], as_of: str | None = None) -> dict[int, list[Row]]:
    """Return the lines of rounds by round, in the order of their times, with the tickets they opened or joined."""
    found: dict[int, list[Row]] = {id: [] for id in round_ids}
    rows = db.rows(
        """SELECT s.*, q.code, q.name, q.reading_unit FROM patrol_result s JOIN patrol_point q ON q.id = s.point_id
        WHERE s.round_id IN (SELECT value FROM json_each(:ids)) AND (:as_of IS NULL OR s.at <= :as_of)
        ORDER BY s.round_id, s.at, s.id""",
        {"as_of": as_of, "ids": select.listed(round_ids)},
    )
    for row in rows:
        found[row["round_id"]].append(row)
    return found


def answered(db: Database, round_id: int) -> dict[int, str]:
    """Return the points of a round that have a result: point to its latest one."""
    sql = "SELECT point_id, result, max(at) FROM patrol_result WHERE round_id = ? GROUP BY point_id"
    return {point: result for point, result, _at in db.connection.execute(sql, (round_id,))}


def times(db: Database, round_id: int) -> set[tuple[int, str]]:
    """Return the lines of a round as (point, time): what is there already."""
    return set(db.connection.execute("SELECT point_id, at FROM patrol_result WHERE round_id = ?", (round_id,)))


def fault_tickets(db: Database, point_id: int) -> list[int]:
    """Return the tickets of the faults found at a point that are not closed, that of the last fault first.

    A cancelled one is among them: another may stand for it.
    """
    found: list[int] = db.column(
        """SELECT s.ticket_id FROM patrol_result s JOIN ticket t ON t.id = s.ticket_id
        WHERE s.point_id = ? AND s.result = 'fault' AND t.state <> 'closed'
        GROUP BY s.ticket_id ORDER BY max(s.at) DESC, s.ticket_id DESC""",
        (point_id,),
    )
    return found


def last_at(db: Database, round_ids: Sequence[int]) -> str | None:
    """Return the time of the last line of some rounds, or None where they have none."""
    marks = ", ".join(str(int(id)) for id in round_ids)
    found: str | None = db.value(f"SELECT max(at) FROM patrol_result WHERE round_id IN ({marks})")
    return found


def newest_id(db: Database) -> int | None:
    """Return the highest serial number of a round, or None without rounds."""
    found: int | None = db.value("SELECT max(id) FROM patrol_round")
    return found


def photos(db: Database, round_ids: Sequence[int]) -> dict[int, list[Row]]:
    """Return the photos of rounds' results, by result."""
    marks = ", ".join(str(int(id)) for id in round_ids)
    found: dict[int, list[Row]] = {}
    for row in db.rows(
        f"""SELECT a.result_id, a.name, a.sha256, a.size FROM attachment a JOIN patrol_result s ON s.id = a.result_id
        WHERE s.round_id IN ({marks}) ORDER BY a.id"""
    ):
        found.setdefault(row.pop("result_id"), []).append(row)
    return found
