"""Facilities: lifts, pumps, fire equipment and all else that is inspected; finding them, and a facility as JSON."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from butlercli.base.i18n import N_, _
from butlercli.base.result import Row
from butlercli.kit import select
from butlercli.store.database import Database

if TYPE_CHECKING:
    from butlercli.nouns.facility.rules import Check
    from butlercli.store.candidates import Candidate, Candidates

OWN_SCHEDULE = N_("its own schedule")
SET_HERE = N_("set here")


def unit_building(db: Database, unit_id: int) -> str:
    """Return the building of a unit."""
    found: str = db.value("SELECT building FROM unit WHERE id = ?", (unit_id,))
    return found


def find(db: Database, text: str) -> Row:
    """Return the facility a code or a name means, or an unambiguous beginning of one.

    A code in full wins over a name. Raises UsageError (exit 2) where there are several, NotFoundError (exit 3) with
    the nearest where there is none.
    """
    from butlercli.kit import naming

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
    from butlercli.base.text import fold

    return db.row("SELECT * FROM facility WHERE code = ?", (" ".join(fold(text).split()),))


def by_id(db: Database, id: int) -> Row:
    """Return the row of a facility that exists."""
    row = db.row("SELECT * FROM facility WHERE id = ?", (id,))
    assert row is not None
    return row


def by_codes(db: Database) -> dict[str, Row]:
    """Return every facility's row by its code in small letters."""
    return {row["code"].lower(): row for row in db.rows("SELECT * FROM facility")}


def chosen(db: Database, kind: str | None = None, place: str | None = None, *, all: bool = False) -> list[Row]:
    """Return rows by code: of one kind, with a place or name that holds a text; those out of use only with `all`."""
    wanted = select.Filter().equal("kind", kind).holding(place, "place", "name")
    if not all:
        wanted.where("retired IS NULL OR retired > :today", today=db.now.date().isoformat())
    return db.rows(f"SELECT * FROM facility WHERE {wanted.sql} ORDER BY code COLLATE NOCASE", wanted.params)


# --- as JSON ----------------------------------------------------------------------------------------


def record(db: Database, row: Row, today: date | None = None) -> Row:
    """Return a facility as JSON, with its next inspection and test as of a day (today unless given)."""
    from butlercli.nouns.facility.rules import CHECKS

    checks = {name: _check(db, row, name, today or db.now.date()) for name in CHECKS}
    return {
        **row,
        "next_inspect": _iso(checks["inspect"].next.date),
        "next_test": _iso(checks["test"].next.date),
        "overdue": any(one.next.overdue for one in checks.values()),
        "schedules": {name: _schedule(db, one) for name, one in checks.items()},
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _check(db: Database, row: Row, name: str, today: date) -> "Check":
    """Return the schedule `inspect` or `test` in force for a row: its own, else that of its kind, and how it stands."""
    from butlercli.kit import settings
    from butlercli.nouns.facility import rules

    own = row[name]
    setting = None if own else f"{name}.{row['kind']}"
    return rules.check(row, name, own or settings.get(db, setting or ""), setting, today)


def _schedule(db: Database, one: "Check") -> Row:
    """Return a schedule in force as JSON; `setting` is null for a facility's own."""
    from butlercli.kit import settings

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
    rows = select.by_ids(db, "SELECT * FROM facility WHERE id IN (SELECT value FROM json_each(:ids))", ids)
    return [record(db, row) for row in rows]


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
    found = [record(db, row, today) for row in chosen(db)]
    last = today + timedelta(days=within_days)
    return sorted((one for one in found if due_by(one, last)), key=soonest)


def candidates_facility(source: "Candidates", begun: str, _words: Sequence[str]) -> "list[Candidate]":
    """Return the facilities in use, and those that were, for the shell: code and name."""
    from butlercli.store.candidates import coded

    return coded(source.pairs("SELECT code, name FROM facility ORDER BY retired IS NOT NULL, code"), begun)
