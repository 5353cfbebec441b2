"""Reading rounds: a round as JSON with every point, and lists of rounds."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from butlercli.base.result import Message, Result, Row
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.rules import schedule
from butlercli.nouns.patrol.store import rounds as stored_rounds
from butlercli.nouns.patrol.store import routes as store
from butlercli.nouns.patrol.store.expect import Planner
from butlercli.nouns.patrol.verbs import rounds
from butlercli.store.database import Database


def records(db: Database, rows: Sequence[Row], as_of: str | None = None) -> list[Row]:
    """Return rounds (rows of `stored_rounds.facts`) as JSON records with their points, as things stood at `as_of`."""
    moment = as_of or rules.stamp(db.now)
    lines = stored_rounds.results(db, [row["id"] for row in rows], moment)
    planner = Planner(db, sorted({row["route_id"] for row in rows}))
    points: dict[int, list[Row]] = {}
    for row in rows:
        if row["plan_id"] not in points:
            points[row["plan_id"]] = store.plan_points(db, row["plan_id"])
    return [record(row, lines[row["id"]], points[row["plan_id"]], is_extra(planner, row), moment) for row in rows]


def is_extra(planner: Planner, row: Row) -> bool:
    """Say whether a round is outside what is expected: none was, or none is since the route is paused."""
    if row["window_start"] is None:
        return True
    day = date.fromisoformat(row["date"])
    return all(rules.stamp(one.start) != row["window_start"] for one in planner.on(row["route_id"], day))


def record(row: Row, lines: Sequence[Row], points: Sequence[Row], extra: bool, moment: str) -> Row:
    """Return one round as JSON. A point's line is its latest; one without a line, after the window, is `missed`."""
    latest = {line["point_id"]: line for line in lines}
    state = rules.round_state(row, moment)
    open_still = state == "open"
    people = dict.fromkeys(line["person"] for line in lines if line["person"])
    return {
        "id": row["id"],
        "uid": row["uid"],
        "route": row["route"],
        "date": row["date"],
        "window": window(row),
        "started_at": row["started_at"],
        "finished_at": None if open_still else (row["last_at"] if state == "done" else row["ended_at"]),
        "by": ", ".join(people) or None,
        "state": state,
        "on_time": None if extra else rules.on_time(row),
        "extra": extra,
        "note": row["note"],
        "points": [_point(point, latest.get(point["id"]), open_still) for point in points],
    }


def window(row: Row) -> str | None:
    """Return a round's window as it is written, or None for an extra round."""
    if row["window_start"] is None:
        return None
    return schedule.window_of(row["window_start"], row["window_end"])


def _point(point: Row, line: Row | None, open_still: bool) -> Row:
    return {
        "code": point["code"],
        "name": point["name"],
        "result": line["result"] if line else (None if open_still else "missed"),
        "entry": line["entry"] if line else None,
        "note": line["note"] if line else None,
        "reading": line["reading"] if line else None,
        "at": line["at"] if line else None,
        "ticket_id": line["ticket_id"] if line else None,
    }


def outcome(db: Database, refs: Sequence[int], notices: Sequence[Message] = (), verb: str = "") -> Result:
    """Return rounds as they now stand: one as an object, several as an array."""
    rows = rounds.load(db, refs)
    found = records(db, rows, rounds.moment(db, refs))
    data: Any = found[0] if len(found) == 1 else found
    return Result("patrol.echo", data, notices=notices, refs=",".join(f"R{ref}" for ref in refs), extra={"verb": verb})
