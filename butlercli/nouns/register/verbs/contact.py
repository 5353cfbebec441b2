"""The contact log: who was spoken to, when, by which channel, and what came of it."""

from datetime import datetime
from typing import Any

from butlercli.base.errors import NotFoundError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result
from butlercli.kit.texts import note
from butlercli.nouns.register.store import residents, units
from butlercli.store.database import Database

Row = dict[str, Any]

_SELECT = """SELECT c.id, c.uid, u.code AS unit, c.resident_id, r.name AS resident, c.at, c.channel, c.text
  FROM contact c JOIN unit u ON u.id = c.unit_id LEFT JOIN resident r ON r.id = c.resident_id"""


def add(
    db: Database,
    unit_text: str,
    text: str,
    channel: str,
    *,
    name: str | None = None,
    at: datetime | None = None,
    new_unit: bool = False,
) -> Result:
    """Note a contact with a household, by default now; `name` says with whom of it.

    Raises UsageError for an empty text or a time that has not come, NotFoundError where the unit has no resident
    of that name.
    """
    if note(text) is None:
        raise UsageError(N_("Say in a few words what came of it."))
    moment = at or db.now
    if moment > db.now:
        raise UsageError(
            N_("{at} has not come yet."),
            hint=N_("--at tells when something happened."),
            at=f"{moment:%Y-%m-%d %H:%M}",
        )
    notices: list[Message] = []
    unit, made = units.named(db, unit_text, new=new_unit)
    if made:
        notices.append(Message(N_("Unit {unit} was registered."), unit=unit["code"]))
    id = db.insert(
        "contact",
        {
            "uid": db.uid(),
            "unit_id": unit["id"],
            "resident_id": _with_whom(db, unit, name),
            "at": moment.isoformat(timespec="seconds"),
            "entered_at": db.now.isoformat(timespec="seconds"),
            "channel": channel,
            "text": text.strip(),
        },
    )
    made_record = db.row(f"{_SELECT} WHERE c.id = ?", (id,))
    return Result("contact.echo", made_record, refs=unit["code"], notices=notices)


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


def of_unit(db: Database, unit_id: int, limit: int | None = None) -> list[Row]:
    """Return a unit's contacts as JSON, the newest first."""
    return db.rows(
        f"{_SELECT} WHERE c.unit_id = ? ORDER BY c.at DESC, c.id DESC LIMIT ?",
        (unit_id, -1 if limit is None else limit),
    )


def of_resident(db: Database, resident_id: int) -> list[Row]:
    """Return the contacts with one resident as JSON, the newest first."""
    return db.rows(f"{_SELECT} WHERE c.resident_id = ? ORDER BY c.at DESC, c.id DESC", (resident_id,))
