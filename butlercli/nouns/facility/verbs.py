"""The verbs on facilities: add, list, show, edit, retire."""

from collections.abc import Sequence
from datetime import date, timedelta

from butlercli.base import rooms
from butlercli.base.errors import RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.base.text import fold
from butlercli.kit import texts
from butlercli.nouns.facility import rules as inspections
from butlercli.nouns.facility import store as facilities
from butlercli.store.database import Database

LONGEST_CODE = 60
# What rooms above add to a facility's page, in the order of the JSON; what nobody adds is empty.
SECTIONS = ("points", "faults", "repairs", "readings")
SHORT = ("place", "maker", "model", "vendor")


def checked_code(text: str) -> str:
    """Return a facility's code in half width; raises UsageError for an empty or long one, or one of unseen characters."""
    code = " ".join(fold(text).split())
    if not code or len(code) > LONGEST_CODE or not code.isprintable():
        raise UsageError(
            N_("“{value}” is no code of a facility."),
            hint=N_("At most {most} letters, digits and marks, such as {example}."),
            value=text if len(text) <= LONGEST_CODE else text[: LONGEST_CODE - 1] + "…",
            most=LONGEST_CODE,
            example="LIFT-3-2",
        )
    return code


def checked(db: Database, values: Row) -> Row:
    """Return fields as they are stored: texts within their lengths, schedules canonical, no inspection yet to come.

    Raises UsageError (exit 2). An empty text becomes None.
    """
    found = dict(values)
    if "code" in found:
        found["code"] = checked_code(found["code"])
    if "name" in found:
        found["name"] = texts.name(found["name"], N_("A facility has a name."))
    for name in SHORT:
        if found.get(name) is not None:
            found[name] = texts.name(found[name], "") if found[name].strip() else None
    if "note" in found:
        found["note"] = texts.note(found["note"])
    for name, done in inspections.CHECKS.items():
        if found.get(name) is not None:
            found[name] = inspections.canonical(found[name]) or None
        if found.get(done) and found[done] > db.now.date().isoformat():
            raise UsageError(N_("{date} has not come yet."), hint=N_("Record it on the day."), date=found[done])
    return found


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


def insert(db: Database, values: Row) -> int:
    """Write a facility of checked fields and return its id."""
    return db.insert(
        "facility", {"uid": db.uid(), **{key: value for key, value in values.items() if value is not None}}
    )


def echo(db: Database, id: int, notices: Sequence[Message] = ()) -> Result:
    """Return a facility as it now stands."""
    row = facilities.by_id(db, id)
    return Result("facility.echo", facilities.record(db, row), refs=row["code"], notices=notices)


def add(db: Database, values: Row) -> Result:
    """Register a facility; raises RuleError (exit 4) where its code is taken."""
    fields = checked(db, values)
    _free(db, fields["code"])
    return echo(db, insert(db, fields))


def list_facilities(
    db: Database, kind: str | None, place: str | None, due: timedelta | None, all: bool, limit: int | None
) -> Result:
    """List facilities by code; with `due` those whose next inspection or test falls within that time, the first first."""
    found = [facilities.record(db, row) for row in facilities.select(db, kind, place, all=all)]
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
    if not changes:
        raise UsageError(N_("Nothing to change: name at least one field."))
    fields = checked(db, changes)
    if "code" in fields:
        _free(db, fields["code"], row["id"])
    different = {name: value for name, value in fields.items() if row[name] != value}
    if not different:
        notices = [Message(N_("{name} is as you say already; nothing changed."), name=row["name"])]
        return echo(db, row["id"], notices)
    db.update("facility", row["id"], different)
    return echo(db, row["id"])


def retire(db: Database, text: str, day: date | None, *, back: bool = False) -> Result:
    """Take a facility out of use from a day on (today unless given), or into use again with `back`."""
    row = facilities.find(db, text)
    if back and day is not None:
        raise UsageError(N_("--back takes it into use again, --from out of use; one of the two."))
    retired = None if back else (day or db.now.date()).isoformat()
    if not back and day is None and row["retired"] and row["retired"] <= (retired or ""):
        retired = row["retired"]  # said again without a day: it was taken out of use before
    if retired == row["retired"]:
        said = N_("{name} is in use; nothing to do.") if back else N_("{name} is out of use already; nothing to do.")
        return echo(db, row["id"], [Message(said, name=row["name"])])
    if retired and row["installed"] and retired < row["installed"]:
        raise UsageError(
            N_("{name} was put into use on {installed}; it cannot have been taken out of use on {date}."),
            name=row["name"],
            installed=row["installed"],
            date=retired,
        )
    db.update("facility", row["id"], {"retired": retired})
    return echo(db, row["id"], rooms.tell("facility_retired", db, row["id"]) if retired else [])
