"""What patrol adds to the day, the evening, a unit's and a ticket's page, and the search (see butlercli/base/rooms.py)."""

from typing import TYPE_CHECKING, Any

from butlercli.base.i18n import N_
from butlercli.base.lots import Lot, lot
from butlercli.base.text import quoted
from butlercli.nouns.patrol.rules import schedule
from butlercli.nouns.patrol.store import walk as store_walk
from butlercli.store.database import Database

if TYPE_CHECKING:
    from butlercli.nouns.patrol.verbs.board import Standing

Row = dict[str, Any]
MORE = {
    "patrol.due": "butler patrol due",
    "patrol.ticket_rounds": "butler ticket show REF --json",
    "facility.list": "butler patrol facility list --due 30d",
    "facility.unit": "butler patrol facility list",
}
WITHIN_DAYS = 30
"""An inspection or a test is a matter of the day so many days before it is due."""


def _lot(id: str, title: str, next: str, records: list[Row], limit: int | None, kind: str = "patrol.due") -> Lot:
    return lot(id, title, next, records, limit, kind, MORE.get(kind, ""))


# --- the day ---------------------------------------------------------------------------------------


def today(db: Database, limit: int | None) -> list[Lot]:
    """Return the rounds under way, those missed since last midnight, those still to be walked; and inspections due."""
    walking, missed, due = _rounds(db)
    return [
        _walk_lot(walking, limit),
        _missed_lot(db, missed, limit),
        _lot("patrol_due", N_("Rounds to walk"), f"butler patrol start {_first(due)}", due, limit),
        _facility_lot(db, limit),
    ]


def evening(db: Database, limit: int | None) -> list[Lot]:
    """Return the rounds whose windows ended today with points missed, and those still under way."""
    walking, missed, _due = _rounds(db)
    return [_walk_lot(walking, limit), _missed_lot(db, missed, limit)]


def _walk_lot(records: list[Row], limit: int | None) -> Lot:
    return _lot("patrol_walk", N_("Rounds under way"), f"butler patrol start {_first(records)}", records, limit)


def _missed_lot(db: Database, records: list[Row], limit: int | None) -> Lot:
    command = f"butler patrol start {_first(records)}"
    if records and records[0]["date"] != db.now.date().isoformat():
        # A line of now would belong to the round that comes. What was seen then, the one who was there has to say.
        command = f"butler patrol log {_first(records)} {records[0]['missed_points'][0]}=VALUE --at WHEN"
    return _lot("patrol_missed", N_("Rounds missed today"), command, records, limit)


def _first(records: list[Row]) -> str:
    return quoted(records[0]["route"]) if records else "ROUTE"


def _rounds(db: Database) -> tuple[list[Row], list[Row], list[Row]]:
    """Return the rounds under way, those that ended today with points missed, and those whose window is open or to come.

    A round stands once, under way first. A house without routes is asked nothing more.
    """
    if not store_walk.has_routes(db):
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
    from butlercli.nouns.patrol.store import rounds as store_rounds
    from butlercli.nouns.patrol.verbs import record as queries

    rows = store_rounds.walking(db)
    if not rows:
        return []
    known = {one.facts["id"]: one for one in standings if one.facts is not None}
    facts = store_rounds.facts_of(db, [row["id"] for row in rows if row["id"] not in known], rules.stamp(db.now))
    others = {record["id"]: record for record in queries.records(db, facts)}
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


def _facility_lot(db: Database, limit: int | None) -> Lot:
    records: list[Row] = []
    if store_walk.has_facilities(db):
        from butlercli.nouns.facility import store as facilities

        records = facilities.due(db, db.now.date(), WITHIN_DAYS)
    code = quoted(records[0]["code"]) if records else "CODE"
    next = f"butler patrol facility show {code}"
    return _lot("facility_due", N_("Inspections due"), next, records, limit, "facility.list")


# --- pages -----------------------------------------------------------------------------------------


def unit_sections(db: Database, unit_id: int, limit: int | None) -> list[Lot]:
    """Return the facilities of a unit's building, each with the tickets of its open faults."""
    if not store_walk.has_facilities(db):
        return [_facilities_of_unit([], limit)]
    from butlercli.nouns.facility import store as facilities

    building = store_walk.unit_building(db, unit_id)
    rows = [row for row in facilities.select(db) if building and building_of(row["place"] or row["name"]) == building]
    return [_facilities_of_unit([_with_faults(db, row) for row in rows], limit)]


def _facilities_of_unit(records: list[Row], limit: int | None) -> Lot:
    return _lot(
        "facilities",
        N_("Facilities of the building"),
        "butler patrol facility show CODE",
        records,
        limit,
        "facility.unit",
    )


def _with_faults(db: Database, row: Row) -> Row:
    """Return a facility in short, with its tickets that are neither resolved nor closed."""
    from butlercli.nouns.facility import store as facilities

    open_ones = [one for one in facilities.repairs(db, row) if one["state"] in ("new", "active", "deferred")]
    return {
        **{name: row[name] for name in ("id", "code", "name", "kind", "place")},
        "open_tickets": [{name: one[name] for name in ("id", "title", "state")} for one in open_ones],
    }


def building_of(place: str) -> str | None:
    """Return the building a place begins with (3栋…, 3号楼…, 3#…, B1…) as units carry it, or None."""
    import re

    from butlercli.base.text import fold
    from butlercli.base.unitcode import canonical_segment

    word = fold(place).strip()
    match = re.match(
        r"([A-Z]?\d{1,3}|[A-Z]|[一二三四五六七八九十百]{1,4})\s*(?:栋|幢|座|号楼|楼(?!层)|#|号院)", word, re.I
    )
    if match is None:
        match = re.match(r"(\d{1,3})-\d{1,2}(?!\d)|([A-Z]\d{1,2})(?![A-Z0-9])", word, re.I | re.ASCII)
    return canonical_segment(next(filter(None, match.groups()))) if match else None


def ticket_sections(db: Database, ticket_id: int, limit: int | None) -> list[Lot]:
    """Return the rounds whose faults opened or joined a ticket."""
    rows = store_walk.ticket_rounds(db, ticket_id)
    records = [{**row, "window": _window(row.pop("window_start"), row.pop("window_end"))} for row in rows]
    return [_lot("rounds", N_("Patrol"), "butler patrol show REF", records, limit, "patrol.ticket_rounds")]


def _window(start: str | None, end: str | None) -> str | None:
    return schedule.window_of(start, end) if start and end else None


# --- search ----------------------------------------------------------------------------------------


def search(db: Database, text: str, limit: int | None) -> list[Lot]:
    """Return the facilities, points, routes and rounds that hold every word, the newest first."""
    return [
        _found(db, "facilities", N_("Facilities"), "facility", text, limit, "butler patrol facility show CODE"),
        _found(db, "points", N_("Patrol points"), "patrol_point", text, limit, "butler patrol point show CODE"),
        _found(db, "routes", N_("Routes"), "patrol_route", text, limit, "butler patrol route show ROUTE"),
        _found(db, "rounds", N_("Rounds"), "patrol_round", text, limit, "butler patrol show REF"),
    ]


def _found(db: Database, id: str, title: str, kind: str, text: str, limit: int | None, next: str) -> Lot:
    from butlercli.store import fulltext

    ids = fulltext.find(db, text, kind, limit or 10_000)
    total = len(ids) if limit is None or len(ids) < limit else fulltext.count(db, text, kind)
    records = _RECORDS[kind](db, ids) if ids else []
    return {**_lot(id, title, next, records, None, f"search.{id}"), "total": total}


def _facilities(db: Database, ids: list[int]) -> list[Row]:
    from butlercli.nouns.facility import store as facilities

    return facilities.records(db, ids)


def _routes(db: Database, ids: list[int]) -> list[Row]:
    rows = store_walk.routes(db, ids, db.now.date().isoformat())
    return [{**row, "windows": (row["windows"] or "").split()} for row in rows]


def _rounds_found(db: Database, ids: list[int]) -> list[Row]:
    from butlercli.nouns.patrol.rules import rounds as rules
    from butlercli.nouns.patrol.store import rounds as store_rounds
    from butlercli.nouns.patrol.verbs import record as queries

    return queries.records(db, store_rounds.facts_of(db, ids, rules.stamp(db.now)))


_RECORDS = {
    "facility": _facilities,
    "patrol_point": store_walk.points,
    "patrol_route": _routes,
    "patrol_round": _rounds_found,
}
