"""What is done with permits beyond what every record has: deposits, inspections, closing and revoking."""

from collections.abc import Sequence

from butlercli.base.dates.iso import not_yet
from butlercli.base.errors import RuleError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.kit import attachments, texts
from butlercli.kit.select import Filter, several
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


def add(db: Database, unit_text: str, given: Row, photos: Sequence[str] = (), *, new_unit: bool = False) -> Result:
    """Record a permit; it begins today, and its deposit was taken today, unless a day is given. Raises UsageError (exit 2), RuleError (exit 4)."""
    unit, made = units.named(db, unit_text, new=new_unit)
    today = db.now.date().isoformat()
    given = {"since": today, **given}
    if given.get("deposit") and given.get("taken") is None:
        given["taken"] = today
    result = PERMITS.add(db, {**given, "unit_id": unit["id"]})
    attachments.store(db, photos, permit_id=result.data["id"])
    if made:
        result.notice(N_("Unit {unit} was registered."), unit=unit["code"])
    law = LAW.get(given["kind"])
    return result.notice(law) if law else result


def list_permits(
    db: Database, *, unit: str | None, kind: str | None, state: str | None, held: bool, limit: int | None
) -> Result:
    """List permits, the newest first; held: only those whose deposit is still here."""
    chosen = Filter().equal("r.unit_id", units.find(db, unit)["id"] if unit else None)
    for name, words, vocabulary in (("kind", kind, model.KINDS), ("state", state, model.STATES)):
        if words:
            chosen.any_of(f"r.{name}", [vocabulary.parse(word) for word in several(words)])
    if held:
        chosen.where(store.HELD)
    return PERMITS.listing(db, chosen, "r.id DESC", limit)


def show(db: Database, text: str) -> Result:
    """Return the whole of a permit with its inspections and photos."""
    row = PERMITS.find(db, text)
    return PERMITS.show(db, row, inspections=store.inspections(db, row["id"]), photos=store.photos(db, row["id"]))


def inspect(db: Database, text: str, given: Row, photos: Sequence[str]) -> Result:
    """Note what was seen on site, with photos; now unless another time is given. Raises UsageError for one to come."""
    row = PERMITS.find(db, text)
    now = db.now.isoformat(timespec="seconds")
    if given.get("at", now) > now:
        raise not_yet(given["at"])
    db.insert("permit_inspection", {"permit_id": row["id"], "at": now, **given})
    attachments.store(db, photos, permit_id=row["id"])
    return show(db, text)


def end(db: Database, text: str, state: str, outcome: str | None, returned: str | None, on: str | None) -> Result:
    """Close or revoke a permit on a day, today unless given; its deposit may be returned with it.

    Ending one that has ended so is no error. Raises RuleError (exit 4) for one that ended the other way.
    """
    row = PERMITS.find(db, text)
    if row["state"] not in ("open", state):
        raise RuleError(
            N_("Permit {permit} is {state} already."),
            code="state",
            permit=PERMITS.name(row),
            state=model.STATES.label(row["state"]),
        )
    changes = {"state": state, "ended": on or row["ended"] or db.now.date().isoformat()}
    changes |= {name: value for name, value in (("outcome", texts.note(outcome)), ("returned", returned)) if value}
    result = PERMITS.edit(db, f"{PERMITS.known.letter}{row['id']}", changes)
    if result.data["deposit_held"]:
        command = f"{PERMITS.command} edit {PERMITS.name(row)} --returned today"
        result.notices.append(Message(N_("Its deposit is still here; {command} notes its return."), command=command))
    return result
