"""The verbs on facilities: add, list, show, edit, retire."""

from collections.abc import Sequence
from datetime import date, timedelta

from butlercli.base import rooms
from butlercli.base.errors import RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.kit import fields, texts
from butlercli.nouns.facility import store as facilities
from butlercli.store.database import Database

# What rooms above add to a facility's page, in the order of the JSON; what nobody adds is empty.
SECTIONS = ("points", "faults", "repairs", "readings")


def _free(db: Database, code: str, own: int = 0) -> None:
    """Raise RuleError (exit 4) where a code is another facility's."""
    row = facilities.by_code(db, code)
    if row is not None and row["id"] != own:
        raise RuleError(
            N_("Facility {facility} is registered already: {name}."),
            hint=N_("Change it: {command}."),
            code="duplicate",
            facility=row["code"],
            name=row["name"],
            command=f"butler patrol facility edit {row['code']}",
        )


def echo(db: Database, id: int, notices: Sequence[Message] = ()) -> Result:
    """Return a facility as it now stands."""
    row = facilities.by_id(db, id)
    return Result("facility.echo", facilities.record(db, row), refs=row["code"], notices=notices)


def add(db: Database, values: Row) -> Result:
    """Register a facility; raises RuleError (exit 4) where its code is taken."""
    _free(db, values["code"])
    return echo(db, fields.insert(db, "facility", values))


def list_facilities(
    db: Database, kind: str | None, place: str | None, due: timedelta | None, all: bool, limit: int | None
) -> Result:
    """List facilities by code; with `due` those whose next inspection or test falls within that time, the first first."""
    found = [facilities.record(db, row) for row in facilities.chosen(db, kind, place, all=all)]
    if due is not None:
        last = db.now.date() + min(due, date.max - db.now.date())
        found = sorted((one for one in found if facilities.due_by(one, last)), key=facilities.soonest)
    return Result("facility.list", found[:limit], total=len(found))


def show(db: Database, text: str) -> Result:
    """Return the whole of a facility: its fields, what is next, and what each room above knows of it.

    In the JSON the records of a section stand under its id.
    """
    row = facilities.find(db, text)
    data = {**facilities.record(db, row), **{name: [] for name in SECTIONS}}
    sections = rooms.gather("facility_sections", db, row["id"], None)
    for section in sections:
        data[section["id"]] = section["records"]
    return Result(
        "facility.show", data, refs=row["code"], extra={"sections": {section["id"]: section for section in sections}}
    )


def edit(db: Database, text: str, changes: Row) -> Result:
    """Change a facility's fields; None clears one.

    Raises UsageError where nothing is to be changed, RuleError (exit 4) where a new code is taken.
    """
    row = facilities.find(db, text)
    if "code" in changes:
        _free(db, changes["code"], row["id"])
    return fields.edit(db, "facility", row, changes, row["name"], lambda remarks: echo(db, row["id"], remarks))


def retire(db: Database, text: str, day: date | None, *, back: bool = False) -> Result:
    """Take a facility out of use from a day on (today unless given), or into use again with `back`."""
    row = facilities.find(db, text)
    if back and day is not None:
        raise UsageError(N_("--back takes it into use again, --from out of use; one of the two."))
    retired = None if back else (day or db.now.date()).isoformat()
    if not back and day is None and row["retired"] and row["retired"] <= (retired or ""):
        retired = row["retired"]  # said again without a day: it was taken out of use before
    if retired == row["retired"]:
        return echo(db, row["id"], [texts.in_use(row["name"], used=back)])
    if retired and row["installed"] and retired < row["installed"]:
        raise UsageError(
            N_("{name} was put into use on {installed}; it cannot have been taken out of use on {date}."),
            name=row["name"],
            installed=row["installed"],
            date=retired,
        )
    db.update("facility", row["id"], {"retired": retired})
    return echo(db, row["id"], rooms.tell("facility_retired", db, row["id"]) if retired else [])
