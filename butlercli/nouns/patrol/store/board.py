"""The SQL of what was expected and what came of it, of lists of rounds, and of a round's page."""

from collections.abc import Iterable

from butlercli.base.result import Row
from butlercli.kit import select
from butlercli.nouns.patrol.store import rounds as stored_rounds
from butlercli.nouns.ticket.store.tickets import STATE
from butlercli.store.database import Database


def marks(ids: Iterable[int]) -> str:
    """Return serial numbers as SQL wants them in a list."""
    return ", ".join(str(int(id)) for id in ids)


def walked(db: Database, first: str, last: str, as_of: str, route_id: int | None = None) -> list[Row]:
    """Return the rounds of the days from `first` to `last`, with what their lines say at a moment.

    Those begun later than the moment do not exist.
    """
    only = "" if route_id is None else f" AND o.route_id = {int(route_id)}"
    return stored_rounds.facts(
        db,
        f"o.date BETWEEN :first AND :last AND o.started_at <= :as_of{only}",
        {"first": first, "last": last, "as_of": as_of},
    )


def answers(db: Database, round_ids: list[int], as_of: str) -> dict[int, dict[int, str]]:
    """Return what rounds' points were answered with, by round: point to its latest result at a moment."""
    found: dict[int, dict[int, str]] = {id: {} for id in round_ids}
    rows = db.connection.execute(
        """SELECT round_id, point_id, result, max(at) FROM patrol_result
        WHERE round_id IN (SELECT value FROM json_each(?)) AND at <= ? GROUP BY round_id, point_id""",
        (select.listed(round_ids), as_of),
    )
    for round_id, point_id, result, _at in rows:
        found[round_id][point_id] = result
    return found


def codes(db: Database, plan_ids: Iterable[int]) -> dict[int, dict[int, str]]:
    """Return the points of plans, by plan: point to its code, in the order they are walked."""
    found: dict[int, dict[int, str]] = {id: {} for id in plan_ids}
    rows = db.connection.execute(
        f"""SELECT x.plan_id, p.id, p.code FROM patrol_plan_point x JOIN patrol_point p ON p.id = x.point_id
        WHERE x.plan_id IN ({marks(found)}) ORDER BY x.plan_id, x.position"""
    )
    for plan_id, point_id, code in rows:
        found[plan_id][point_id] = code
    return found


def route_names(db: Database) -> dict[int, str]:
    """Return every route's name by its id."""
    return dict(db.connection.execute("SELECT id, name FROM patrol_route"))


# --- lists of rounds --------------------------------------------------------------------------------


class Filter(select.Filter):
    """Conditions on rounds (`o`)."""

    __slots__ = ()

    def of_person(self, text: str) -> None:
        """Only rounds with a line by somebody whose name holds this text."""
        self.where(
            "EXISTS (SELECT 1 FROM patrol_result s WHERE s.round_id = o.id AND instr(s.person, :person) > 0)",
            person=text,
        )

    def of_facility(self, facility_id: int) -> None:
        """Only rounds whose plan has a point of this facility."""
        self.where(
            """o.plan_id IN (SELECT x.plan_id FROM patrol_plan_point x JOIN patrol_point p ON p.id = x.point_id
            WHERE p.facility_id = :facility)""",
            facility=facility_id,
        )

    def may_be(self, state: str) -> None:
        """Leave out, by the round's own columns, what cannot be in a state at the moment :now; the rest is computed."""
        if state == "abandoned":
            self.where("o.course = 'abandoned'")
        elif state == "open":
            self.where("o.ended_at IS NULL OR o.ended_at > :now OR o.window_end > :now")
        elif state == "partial":
            self.where("o.ended_at <= :now AND (o.window_end IS NULL OR o.window_end <= :now)")

    def may_be_extra(self) -> None:
        """Leave out what a plan expects for certain: no window, a pause or a retired route make a round extra."""
        self.where(
            """o.window_start IS NULL OR EXISTS (SELECT 1 FROM patrol_pause p WHERE p.route_id = o.route_id
              AND p.since <= o.date AND (p.until IS NULL OR p.until >= o.date))
            OR EXISTS (SELECT 1 FROM patrol_route r WHERE r.id = o.route_id AND r.retired <= o.date)"""
        )


def ids(db: Database, chosen: Filter, limit: int | None = None) -> list[int]:
    """Return rounds by id, the newest first."""
    rows = db.connection.execute(
        f"""SELECT o.id FROM patrol_round o WHERE {chosen.sql}
        ORDER BY o.date DESC, coalesce(o.window_start, o.started_at) DESC, o.id DESC LIMIT :most""",
        {**chosen.params, "most": -1 if limit is None else limit},
    )
    return [id for (id,) in rows]


def count(db: Database, chosen: Filter) -> int:
    """Return how many rounds there are."""
    return int(db.value(f"SELECT count(*) FROM patrol_round o WHERE {chosen.sql}", chosen.params))


def states(db: Database, chosen: Filter, as_of: str) -> list[Row]:
    """Return rounds, the newest first, with what tells their state; lighter than `stored_rounds.facts`."""
    return db.rows(
        f"""WITH chosen AS (SELECT o.*, (SELECT count(*) FROM patrol_plan_point x WHERE x.plan_id = o.plan_id) AS points
          FROM patrol_round o WHERE {chosen.sql}),
        latest AS (SELECT s.round_id, s.point_id, s.result, max(s.at) FROM chosen c JOIN patrol_result s ON s.round_id = c.id
          WHERE s.at <= :now GROUP BY s.round_id, s.point_id),
        covered AS (SELECT round_id, sum(result <> 'skipped') AS covered FROM latest GROUP BY round_id)
        SELECT c.*, coalesce(k.covered, 0) AS covered FROM chosen c LEFT JOIN covered k ON k.round_id = c.id
        ORDER BY c.date DESC, coalesce(c.window_start, c.started_at) DESC, c.id DESC""",
        {**chosen.params, "now": as_of},
    )


# --- a round's page ---------------------------------------------------------------------------------


def tickets(db: Database, ids: Iterable[int], now: str) -> dict[int, Row]:
    """Return tickets by id, as they stand; a duplicate as the one it stands for."""
    found: dict[int, Row] = {}
    for id in ids:
        row = db.row(
            f"""WITH RECURSIVE same (id, step) AS (
                 SELECT :id, 0 UNION SELECT l.other_id, step + 1 FROM ticket_link l JOIN same ON l.ticket_id = same.id
                   WHERE l.relation = 'duplicate' AND step < 20)
               SELECT t.id, t.title, t.callback_owed, t.resolved_at, t.verified_at, {STATE} AS state
               FROM same JOIN ticket t ON t.id = same.id ORDER BY step DESC LIMIT 1""",
            {"id": id, "now": now},
        )
        if row is not None:
            found[id] = row
    return found


def next_ok(db: Database, point_id: int, at: str) -> Row | None:
    """Return the first line that found a point in order at a moment or after it: the round's id and the time."""
    return db.row(
        """SELECT s.round_id, s.at FROM patrol_round o JOIN patrol_result s ON s.round_id = o.id AND s.point_id = :point
        WHERE o.date >= date(:at, '-2 days') AND s.at >= :at AND s.result = 'ok' ORDER BY o.date, s.at LIMIT 1""",
        {"point": point_id, "at": at},
    )
