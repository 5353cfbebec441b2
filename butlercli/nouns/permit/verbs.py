"""What is done with permits beyond what every record has: deposits, inspections, closing and revoking."""

from collections.abc import Sequence

from butlercli.base.errors import RuleError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.kit import attachments
from butlercli.nouns.permit import model, store
from butlercli.nouns.permit.fields import PERMITS
from butlercli.nouns.register.store import units
from butlercli.store.database import Database

LAW = {
    "renovation": N_(
        "Renovation: the owner says so beforehand, minds what the company tells, and lets it look on site (Civil Code 民法典 "
        "945); the company tells what is forbidden and what to mind (物业管理条例 52); the hours are local rules."
    ),
    "hotwork": N_("Hot work: approved beforehand, with fire precautions (Fire Protection Law 消防法 21)."),
}


def add(db: Database, unit_text: str, given: Row, photos: Sequence[str] | None, *, new_unit: bool = False) -> Result:
    """Record a permit; it begins today, and its deposit was taken today, unless a day is given.

    Raises UsageError (exit 2), NotFoundError (exit 3) for the unit, RuleError (exit 4) for a number that is taken.
    """
    unit, notices = units.taken(db, unit_text, new=new_unit)
    today = db.now.date().isoformat()
    given = {"since": today, **({"taken": today} if given.get("deposit") else {}), **given, "unit_id": unit["id"]}
    if given["kind"] in LAW:
        notices.append(Message(LAW[given["kind"]]))
    return PERMITS.add(db, given, photos, notices)


def inspect(db: Database, text: str, given: Row, photos: Sequence[str] | None) -> Result:
    """Note what was seen on site, with photos; now unless another time is given."""
    id, now = PERMITS.find(db, text)["id"], db.now.isoformat(timespec="seconds")
    db.insert("permit_inspection", {"permit_id": id, "at": now, **given})
    attachments.store(db, photos or (), permit_id=id)
    return PERMITS.show(db, text, inspections=store.inspections)


def end(db: Database, text: str, state: str, given: Row) -> Result:
    """Close or revoke a permit; given: outcome, returned (of its deposit) and ended, the day, which is today unless told.

    Ending one that has ended so is no error. Raises RuleError (exit 4) for one that ended the other way.
    """
    row = PERMITS.find(db, text)
    if row["state"] not in ("open", state):
        said = model.STATES.label(row["state"])
        raise RuleError(N_("Permit {permit} is {state} already."), code="state", permit=PERMITS.name(row), state=said)
    changes = {"state": state, "ended": row["ended"] or db.now.date().isoformat(), **given}
    result = PERMITS.change(db, row, changes)
    if result.data["deposit_held"]:
        command = f"butler permit edit {PERMITS.name(row)} --returned today"
        result.notice(N_("Its deposit is still here; {command} notes its return."), command=command)
    return result
