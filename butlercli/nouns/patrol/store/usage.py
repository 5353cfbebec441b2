"""The SQL behind the register of points and routes: who walks what, and what happened at a point."""

from collections.abc import Sequence

from butlercli.base.result import Row
from butlercli.nouns.ticket.store.tickets import STATE
from butlercli.store.database import Database


def _marks(ids: Sequence[int]) -> str:
    return ", ".join(str(int(id)) for id in ids)


# --- points -----------------------------------------------------------------------------------------


def routes_by_point(db: Database, day: str) -> dict[int, list[str]]:
    """Return the routes in use that have each point, by the plan in force on a day or a later one."""
    found: dict[int, list[str]] = {}
    for row in db.rows(
        """SELECT DISTINCT x.point_id, r.id, r.name FROM patrol_plan_point x JOIN patrol_plan p ON p.id = x.plan_id
        JOIN patrol_route r ON r.id = p.route_id WHERE (r.retired IS NULL OR r.retired > :day)
        AND (p.until IS NULL OR p.until >= :day) AND NOT EXISTS (SELECT 1 FROM patrol_plan n WHERE n.route_id = p.route_id
          AND n.since > p.since AND n.since <= :day) ORDER BY r.id""",
        {"day": day},
    ):
        found.setdefault(row["point_id"], []).append(row["name"])
    return found


def results_of_point(db: Database, point_id: int, last: int) -> list[Row]:
    """Return the last results of a point, the newest first."""
    return db.rows(
        """SELECT s.at, s.result, s.entry, s.reading, s.note, s.person AS by, r.name AS route, s.round_id, s.ticket_id
        FROM patrol_result s JOIN patrol_round o ON o.id = s.round_id JOIN patrol_route r ON r.id = o.route_id
        WHERE s.point_id = ? ORDER BY s.at DESC, s.id DESC LIMIT ?""",
        (point_id, last),
    )


def readings_of_point(db: Database, point_id: int, last: int) -> list[Row]:
    """Return the last readings of a point, the oldest first."""
    rows = db.rows(
        """SELECT at, reading AS value FROM patrol_result WHERE point_id = ? AND reading IS NOT NULL
        ORDER BY at DESC, id DESC LIMIT ?""",
        (point_id, last),
    )
    return rows[::-1]


def open_ticket(db: Database, point_id: int, now: str) -> Row | None:
    """Return the open ticket of a point's faults, that of the last one first; a duplicate stands for what it duplicates."""
    return db.row(
        f"""WITH RECURSIVE same (id, at, step) AS (
          SELECT ticket_id, max(at), 0 FROM patrol_result WHERE point_id = :point AND result = 'fault' GROUP BY ticket_id
          UNION SELECT l.other_id, same.at, step + 1 FROM ticket_link l JOIN same ON l.ticket_id = same.id
            WHERE l.relation = 'duplicate' AND step < 20)
        SELECT t.id, t.title, {STATE} AS state, t.kind, t.callback_owed, d.code AS department, t.due_at
        FROM ticket t JOIN same ON same.id = t.id LEFT JOIN department d ON d.id = t.department_id WHERE t.state NOT IN ('closed', 'cancelled')
        ORDER BY same.at DESC, same.step DESC LIMIT 1""",
        {"point": point_id, "now": now},
    )


# --- plans ------------------------------------------------------------------------------------------


def points_by_plan(db: Database, plan_ids: Sequence[int]) -> dict[int, list[Row]]:
    """Return the points of plans in the order they are walked: id, code, name, retired."""
    found: dict[int, list[Row]] = {id: [] for id in plan_ids}
    for row in db.rows(
        f"""SELECT x.plan_id, q.id, q.code, q.name, q.retired FROM patrol_plan_point x JOIN patrol_point q ON q.id = x.point_id
        WHERE x.plan_id IN ({_marks(plan_ids)}) ORDER BY x.plan_id, x.position"""
    ):
        found[row.pop("plan_id")].append(row)
    return found


def insert_plan(db: Database, route_id: int, values: Row, point_ids: Sequence[int]) -> int:
    """Write a plan (since, until, every, anchor, windows) with its points and return its id."""
    id = db.insert("patrol_plan", {"route_id": route_id, **values})
    _put_points(db, id, point_ids)
    return id


def change_plan(db: Database, plan: Row, values: Row, point_ids: Sequence[int]) -> None:
    """Bring a plan of which no round is logged to other values.

    Where its points differ another plan takes its place: rounds to come refer to it, so that the change cannot be
    taken back from under them.
    """
    known = db.column("SELECT point_id FROM patrol_plan_point WHERE plan_id = ? ORDER BY position", (plan["id"],))
    if known == [*point_ids]:
        db.update("patrol_plan", plan["id"], {name: value for name, value in values.items() if plan[name] != value})
        return
    db.execute("DELETE FROM patrol_plan_point WHERE plan_id = ?", (plan["id"],))
    db.delete("patrol_plan", plan["id"])
    insert_plan(db, plan["route_id"], values, point_ids)


def astray(db: Database) -> Row | None:
    """Return the last round walked by another plan than the one in force on its day (id, route, date), or None."""
    return db.row(
        """SELECT o.id, r.name AS route, o.date FROM patrol_round o JOIN patrol_plan p ON p.id = o.plan_id
        JOIN patrol_route r ON r.id = o.route_id WHERE EXISTS (SELECT 1 FROM patrol_plan n
          WHERE n.route_id = o.route_id AND n.since > p.since AND n.since <= o.date) ORDER BY o.id DESC LIMIT 1"""
    )


def _put_points(db: Database, plan_id: int, point_ids: Sequence[int]) -> None:
    for position, point_id in enumerate(point_ids, 1):
        db.insert("patrol_plan_point", {"plan_id": plan_id, "point_id": point_id, "position": position})


def has_rounds(db: Database, plan_id: int) -> bool:
    """Say whether a round was logged under a plan."""
    return db.value("SELECT 1 FROM patrol_round WHERE plan_id = ? LIMIT 1", (plan_id,)) is not None


def logged(db: Database, route_id: int, first: str, last: str) -> set[str]:
    """Return the windows, by their beginning, in which rounds of a route were logged from one day to another."""
    return set(
        db.column(
            "SELECT window_start FROM patrol_round WHERE route_id = ? AND date BETWEEN ? AND ? AND window_start IS NOT NULL",
            (route_id, first, last),
        )
    )
