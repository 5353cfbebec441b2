"""The SQL of many lines at once: what is kept of the rounds they belong to, and writing them."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from butlercli.base.result import Row
from butlercli.kit import select
from butlercli.nouns.patrol.rules.rounds import Observed
from butlercli.store.bulk import insert_rows
from butlercli.store.database import Database

Line = tuple[int, str, Observed]

ROUND_COLUMNS = (
    "id", "uid", "route_id", "plan_id", "date", "window_start", "window_end", "course", "started_at", "ended_at",
)  # fmt: skip
RESULT_COLUMNS = (
    "round_id", "point_id", "at", "entered_at", "result", "entry", "reading", "note", "person", "ticket_id",
)  # fmt: skip


def rounds_of(db: Database, route_ids: Iterable[int], days: Sequence[str]) -> list[Row]:
    """Return the rounds of routes on some days."""
    return db.rows(
        """SELECT * FROM patrol_round WHERE route_id IN (SELECT value FROM json_each(?))
        AND date IN (SELECT value FROM json_each(?))""",
        (select.listed(route_ids), json.dumps(list(days))),
    )


def lines(db: Database, round_ids: Sequence[int]) -> dict[int, list[Line]]:
    """Return what is kept of rounds: each round's lines as (point, time, what was seen)."""
    found: dict[int, list[Line]] = {id: [] for id in round_ids}
    sql = """SELECT round_id, point_id, at, result, note, reading FROM patrol_result
      WHERE round_id IN (SELECT value FROM json_each(?))"""
    for round_id, point_id, at, *said in db.connection.execute(sql, (select.listed(round_ids),)):
        found[round_id].append((point_id, at, Observed(*said)))
    return found


def to_confirm(db: Database) -> set[int]:
    """Return the points at which the next ok may confirm a repair: a ticket of theirs is resolved or cancelled.

    A cancelled one may be a duplicate, for which another ticket stands.
    """
    return set(
        db.column(
            """SELECT DISTINCT s.point_id FROM patrol_result s JOIN ticket t ON t.id = s.ticket_id
            WHERE s.result = 'fault' AND t.state IN ('resolved', 'cancelled')"""
        )
    )


def next_round_id(db: Database) -> int:
    """Return the id the next round will have: never one that was used before."""
    used = db.value("SELECT seq FROM sqlite_sequence WHERE name = 'patrol_round'") or 0
    return int(used) + 1


def insert_rounds(db: Database, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rounds: tuples of ROUND_COLUMNS."""
    insert_rows(db, "patrol_round", ROUND_COLUMNS, rows)


def insert_results(db: Database, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write lines: tuples of RESULT_COLUMNS."""
    insert_rows(db, "patrol_result", RESULT_COLUMNS, rows)
