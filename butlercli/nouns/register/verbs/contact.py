"""The contact log: who was spoken to, when, by which channel, and what came of it."""

from datetime import datetime

from butlercli.base.dates.iso import BY_AT, not_yet
from butlercli.base.errors import NotFoundError
from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.kit import fields
from butlercli.nouns.register.fields import CONTACT
from butlercli.nouns.register.store import contacts, residents, units
from butlercli.store.database import Database


def add(db: Database, unit_text: str, given: Row, *, at: datetime | None = None, new_unit: bool = False) -> Result:
    """Note a contact with a household, by default now.

    given: text, channel and resident (with whom of it), as typed. Raises UsageError for an empty text or a time that has
    not come, NotFoundError where the unit has no resident of that name.
    """
    said = fields.values(db, CONTACT[1:3], given)
    moment = at or db.now
    if moment > db.now:
        raise not_yet(moment, hint=BY_AT)
    unit, notices = units.taken(db, unit_text, new=new_unit)
    id = fields.insert(
        db,
        "contact",
        {
            "unit_id": unit["id"],
            "resident_id": _with_whom(db, unit, given.get("resident")),
            "at": moment.isoformat(timespec="seconds"),
            "entered_at": db.now.isoformat(timespec="seconds"),
            **said,
        },
    )
    return Result("contact.echo", contacts.record(db, id), refs=unit["code"], notices=notices)


def _with_whom(db: Database, unit: Row, name: str | None) -> int | None:
    """Return the resident spoken to: as named in full, or as one is called (王女士) where only one can be meant."""
    if name is None:
        return None
    found = residents.match(db, unit["id"], name.strip(), None)
    if found is not None:
        return found
    former = [person for person in residents.of_unit(db, unit["id"]) if person["name"] == name.strip()]
    if len(former) == 1:
        return int(former[0]["id"])
    known = ", ".join(person["name"] for person in residents.of_unit(db, unit["id"]))
    raise NotFoundError(
        N_("{unit} has no resident “{name}”, or more than one."),
        hint=N_("Registered there: {known}.") if known else N_("Nobody is registered there; leave --name out."),
        code="unknown_resident",
        unit=unit["code"],
        name=name,
        known=known,
    )
