"""What patrol adds to the day, the evening, a ticket's and a facility's page, and the search (see butlercli/base/rooms.py)."""

from typing import TYPE_CHECKING

from butlercli.base.i18n import N_
from butlercli.base.result import Message, Row
from butlercli.base.sections import Section, section
from butlercli.base.text import quoted
from butlercli.kit import select
from butlercli.nouns.patrol.rules import schedule
from butlercli.nouns.patrol.store import walk as stored_walk
from butlercli.store.database import Database

if TYPE_CHECKING:
    from butlercli.nouns.patrol.verbs.board import Standing

READINGS = 30
"""So many of the last readings of a point stand on the page of its facility."""
MORE = {
    "patrol.due": "butler patrol due",
    "patrol.ticket_rounds": "butler ticket show REF --json",
}


def _section(
    id: str, title: str, next: str, records: list[Row], limit: int | None, kind: str = "patrol.due"
) -> Section:
    return section(id, title, next, records, limit, kind, MORE.get(kind, ""))


# --- the day ---------------------------------------------------------------------------------------


def today(db: Database, limit: int | None) -> list[Section]:
    """Return the rounds under way, those missed since last midnight, and those still to be walked."""
    walking, missed, due = _rounds(db)
    return [
        _walk_section(walking, limit),
        _missed_section(db, missed, limit),
        _section("patrol_due", N_("Rounds to walk"), f"butler patrol start {_first(due)}", due, limit),
    ]


def evening(db: Database, limit: int | None) -> list[Section]:
    """Return the rounds whose windows ended today with points missed, and those still under way."""
    walking, missed, _due = _rounds(db)
    return [_walk_section(walking, limit), _missed_section(db, missed, limit)]


def _walk_section(records: list[Row], limit: int | None) -> Section:
    return _section("patrol_walk", N_("Rounds under way"), f"butler patrol start {_first(records)}", records, limit)


def _missed_section(db: Database, records: list[Row], limit: int | None) -> Section:
    command = f"butler patrol start {_first(records)}"
    if records and records[0]["date"] != db.now.date().isoformat():
        # A line of now would belong to the round that comes. What was seen then, the one who was there has to say.
        command = f"butler patrol log {_first(records)} {records[0]['missed_points'][0]}=VALUE --at WHEN"
    return _section("patrol_missed", N_("Rounds missed today"), command, records, limit)


def _first(records: list[Row]) -> str:
    return quoted(records[0]["route"]) if records else "ROUTE"


def _rounds(db: Database) -> tuple[list[Row], list[Row], list[Row]]:
    """Return the rounds under way, those that ended today with points missed, and those whose window is open or to come.

    A round stands once, under way first. A house without routes is asked nothing more.
    """
    if not stored_walk.has_routes(db):
        return [], [], []
    from datetime import timedelta

    from butlercli.nouns.patrol.verbs import board

    day = db.now.date()
    standings = board.read(db, day - timedelta(days=1), day, db.now).standings
    walking = _walking(db, standings)
    under_way = {record["round_id"] for record in walking}
    others = [one for one in standings if one.facts is None or one.facts["id"] not in under_way]
    missed = [one.record() for one in others if one.missed and one.expected.end.date() == day]
    due = [one.record() for one in others if one.state == "open" and _is_wanted(one)]
    return walking, missed, due


def _is_wanted(one: "Standing") -> bool:
    """Say whether an open round still wants somebody: a point has no result, or nobody broke it off."""
    return bool(one.to_come) and (one.facts is None or one.facts["course"] != "abandoned")


def _walking(db: Database, standings: list["Standing"]) -> list[Row]:
    """Return the rounds under way as rows of `patrol due`; what nobody expected, or is of an earlier day, too."""
    from butlercli.nouns.patrol.rules import rounds as rules
    from butlercli.nouns.patrol.store import rounds as stored_rounds
    from butlercli.nouns.patrol.verbs import record as round_records

    rows = stored_rounds.walking(db)
    if not rows:
        return []
    known = {one.facts["id"]: one for one in standings if one.facts is not None}
    facts = stored_rounds.facts_of(db, [row["id"] for row in rows if row["id"] not in known], rules.stamp(db.now))
    others = {record["id"]: record for record in round_records.records(db, facts)}
    return [_of_round(others[row["id"]]) if row["id"] in others else known[row["id"]].record() for row in rows]


def _of_round(record: Row) -> Row:
    """Return a round that nobody expects of these days as a row of `patrol due`."""
    points = record["points"]
    return {
        "route": record["route"],
        "date": record["date"],
        "window": record["window"],
        "state": "open",
        "round_id": record["id"],
        "missed_points": [],
        "skipped_points": [point["code"] for point in points if point["result"] == "skipped"],
        "open_points": [point["code"] for point in points if point["result"] in (None, "missed")],
    }


# --- pages -----------------------------------------------------------------------------------------


def ticket_sections(db: Database, ticket_id: int, limit: int | None) -> list[Section]:
    """Return the rounds whose faults opened or joined a ticket."""
    rows = stored_walk.ticket_rounds(db, ticket_id)
    records = [{**row, "window": _window(row.pop("window_start"), row.pop("window_end"))} for row in rows]
    return [_section("rounds", N_("Patrol"), "butler patrol show REF", records, limit, "patrol.ticket_rounds")]


def _window(start: str | None, end: str | None) -> str | None:
    return schedule.window_of(start, end) if start and end else None


def facility_sections(db: Database, facility_id: int, limit: int | None) -> list[Section]:
    """Return the points that look at a facility, the faults found at it, and what was read of it."""
    from butlercli.nouns.patrol.store import facility as of_facility

    points = of_facility.points(db, facility_id)
    faults = of_facility.faults(db, facility_id)
    readings = of_facility.readings(db, facility_id, READINGS)
    point = "butler patrol point show CODE"
    return [
        _section("points", N_("Patrol points"), point, points, limit, ""),
        _section("faults", N_("Faults"), "butler patrol show REF", faults, limit, "patrol.faults"),
        _section("readings", N_("Readings"), point, readings, limit, "patrol.readings"),
    ]


def facility_fault_tickets(db: Database, facility_id: int) -> list[int]:
    """Return the tickets of faults at the points of a facility that name no facility themselves."""
    from butlercli.nouns.patrol.store import facility as of_facility

    return of_facility.fault_tickets(db, facility_id)


def facility_retired(db: Database, facility_id: int) -> Message | None:
    """Say which points of a facility out of use are still walked."""
    from butlercli.nouns.patrol.store import facility as of_facility

    walked = [point["code"] for point in of_facility.points(db, facility_id) if not point["retired"]]
    if not walked:
        return None
    said = N_("Its patrol points stay on their routes: {points}. {command} takes one out of use.")
    return Message(said, points=walked, command="butler patrol point retire CODE")


# --- search ----------------------------------------------------------------------------------------


def search(db: Database, text: str, limit: int | None) -> list[Section]:
    """Return the points, routes and rounds that hold every word, the newest first."""
    return [
        _found(db, "points", N_("Patrol points"), "patrol_point", text, limit, "butler patrol point show CODE"),
        _found(db, "routes", N_("Routes"), "patrol_route", text, limit, "butler patrol route show ROUTE"),
        _found(db, "rounds", N_("Rounds"), "patrol_round", text, limit, "butler patrol show REF"),
    ]


def _found(db: Database, id: str, title: str, kind: str, text: str, limit: int | None, next: str) -> Section:
    from butlercli.store import fulltext

    ids = fulltext.find(db, text, kind, limit or 10_000)
    total = select.total(ids, limit, lambda: fulltext.count(db, text, kind))
    records = _RECORDS[kind](db, ids) if ids else []
    return {**_section(id, title, next, records, None, f"search.{id}"), "total": total}


def _routes(db: Database, ids: list[int]) -> list[Row]:
    rows = stored_walk.routes(db, ids, db.now.date().isoformat())
    return [{**row, "windows": (row["windows"] or "").split()} for row in rows]


def _rounds_found(db: Database, ids: list[int]) -> list[Row]:
    from butlercli.nouns.patrol.rules import rounds as rules
    from butlercli.nouns.patrol.store import rounds as stored_rounds
    from butlercli.nouns.patrol.verbs import record as round_records

    return round_records.records(db, stored_rounds.facts_of(db, ids, rules.stamp(db.now)))


_RECORDS = {
    "patrol_point": stored_walk.points,
    "patrol_route": _routes,
    "patrol_round": _rounds_found,
}
