"""Facilities: lifts, pumps, fire equipment and all else that is inspected; finding them, and a facility as JSON."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from butlercli.base.i18n import N_, _
from butlercli.base.text import fold
from butlercli.kit import naming, settings
from butlercli.nouns.facility import rules as inspections
from butlercli.store.database import Database

if TYPE_CHECKING:
    from butlercli.store.candidates import Candidate, Candidates

Row = dict[str, Any]
COLUMNS = (
    "code", "name", "kind", "place", "installed", "inspect", "test", "inspected", "tested", "maker", "model", "vendor",
    "vendor_phone", "note", "retired",
)  # fmt: skip
OWN_SCHEDULE = N_("its own schedule")
SET_HERE = N_("set here")


def find(db: Database, text: str) -> Row:
    """Return the facility a code or a name means, or an unambiguous beginning of one.

    A code in full wins over a name. Raises UsageError (exit 2) where there are several, NotFoundError (exit 3) with
    the nearest where there is none.
    """
    row = by_code(db, text)
    if row is not None:
        return row
    found = naming.find(
        db.rows("SELECT id, code, name FROM facility ORDER BY code"),
        text,
        several=N_("“{value}” may be several facilities: {choices}."),
        none=N_("There is no facility “{value}”."),
        hint=N_("One of: {choices}; {command} adds one."),
        empty=N_("There are no facilities yet; {command} adds one."),
        command="butler patrol facility add",
    )
    return by_id(db, found["id"])


def by_code(db: Database, text: str) -> Row | None:
    """Return the facility of a code, given in any case and width, or None."""
    return db.row("SELECT * FROM facility WHERE code = ?", (" ".join(fold(text).split()),))


def by_id(db: Database, id: int) -> Row:
    """Return the row of a facility that exists."""
    row = db.row("SELECT * FROM facility WHERE id = ?", (id,))
    assert row is not None
    return row


def by_codes(db: Database) -> dict[str, Row]:
    """Return every facility's row by its code in small letters."""
    return {row["code"].lower(): row for row in db.rows("SELECT * FROM facility")}


def select(db: Database, kind: str | None = None, place: str | None = None, *, all: bool = False) -> list[Row]:
    """Return rows by code: of one kind, with a place or name that holds a text; those out of use only with `all`."""
    return db.rows(
        "SELECT * FROM facility WHERE (:kind IS NULL OR kind = :kind) AND (:all OR retired IS NULL OR retired > :today) "
        "AND (:place IS NULL OR instr(lower(coalesce(place, '') || char(10) || name), lower(:place)) > 0) "
        "ORDER BY code COLLATE NOCASE",
        {"kind": kind, "all": int(all), "today": db.now.date().isoformat(), "place": place},
    )


# --- as JSON ----------------------------------------------------------------------------------------


def record(db: Database, row: Row, today: date | None = None) -> Row:
    """Return a facility as JSON, with its next inspection and test as of a day (today unless given)."""
    checks = {name: inspections.check(db, row, name, today or db.now.date()) for name in inspections.CHECKS}
    return {
        "id": row["id"],
        "uid": row["uid"],
        **{name: row[name] for name in COLUMNS},
        "next_inspect": _iso(checks["inspect"].next.date),
        "next_test": _iso(checks["test"].next.date),
        "overdue": any(one.next.overdue for one in checks.values()),
        "schedules": {name: _schedule(db, one) for name, one in checks.items()},
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _schedule(db: Database, one: inspections.Check) -> Row:
    """Return a schedule in force as JSON; `setting` is null for a facility's own."""
    if one.setting is None:
        source = _(OWN_SCHEDULE)
    elif one.setting in db.settings:
        source = _(SET_HERE)
    else:
        source = _(settings.source(one.setting))
    return {
        "schedule": one.schedule or None,
        "setting": one.setting,
        "source": source if one.schedule else None,
        "next": _iso(one.next.date),
        "overdue": one.next.overdue,
        "unrecorded": one.next.unrecorded,
        "undated": one.next.undated,
    }


def records(db: Database, ids: Sequence[int]) -> list[Row]:
    """Return facilities as JSON by id, in the order asked for; those that do not exist are left out."""
    found: dict[int, Row] = {}
    for start in range(0, len(ids), 500):
        part = list(ids[start : start + 500])
        marks = ", ".join("?" * len(part))
        for row in db.rows(f"SELECT * FROM facility WHERE id IN ({marks})", part):
            found[row["id"]] = record(db, row)
    return [found[id] for id in ids if id in found]


def due_by(record: Row, last: date) -> bool:
    """Say whether a facility's next inspection or test is due by a day."""
    days = (record["next_inspect"], record["next_test"])
    return any(day is not None and day <= last.isoformat() for day in days)


def soonest(record: Row) -> str:
    """Return the earlier of the next inspection and test, for sorting: what has none comes last."""
    return min(filter(None, (record["next_inspect"], record["next_test"])), default="9999")


def due(db: Database, today: date, within_days: int) -> list[Row]:
    """Return the facilities in use whose next inspection or test is overdue or due within so many days, the first first.

    Records as `record` gives them.
    """
    found = [record(db, row, today) for row in select(db)]
    last = today + timedelta(days=within_days)
    return sorted((one for one in found if due_by(one, last)), key=soonest)


# --- what happened to one ---------------------------------------------------------------------------


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


def repairs(db: Database, row: Row) -> list[Row]:
    """Return the tickets that name a facility and those of its faults, the newest first."""
    found = db.rows(
        """SELECT id, title, kind, CASE WHEN state = 'deferred' AND defer_until <= :now THEN CASE WHEN responded_at IS NULL
             AND dispatched_at IS NULL AND reopen_count = 0 THEN 'new' ELSE 'active' END ELSE state END AS state,
             callback_owed, priority, department, cause, created_at, resolved_at, closed_at
           FROM v_ticket WHERE id IN (SELECT t.id FROM ticket t WHERE t.facility_id = :id UNION
             SELECT s.ticket_id FROM patrol_point q JOIN patrol_result s ON s.point_id = q.id AND s.result = 'fault'
             JOIN ticket t ON t.id = s.ticket_id WHERE coalesce(t.facility_id, q.facility_id) = :id) ORDER BY created_at DESC, id DESC""",
        {"id": row["id"], "now": db.now.isoformat(timespec="seconds")},
    )
    for ticket in found:
        ticket["callback_owed"] = None if ticket["callback_owed"] is None else bool(ticket["callback_owed"])
    return found


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


def number(text: str) -> float | None:
    """Return a stored reading as a number for comparing and drawing; None where it is none."""
    try:
        return float(text)
    except ValueError:
        return None


def candidates_facility(source: "Candidates", begun: str, _words: Sequence[str]) -> "list[Candidate]":
    """Return the facilities in use, and those that were, for the shell: code and name."""
    from butlercli.store.candidates import coded

    return coded(source.pairs("SELECT code, name FROM facility ORDER BY retired IS NOT NULL, code"), begun)
