"""Change of owner (过户): the old owners become former, with the date; what hangs on a person stays with that person."""

from datetime import date

from butlercli.base import rooms
from butlercli.base.dates.iso import not_yet
from butlercli.base.errors import RuleError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.nouns.register.store import residents, units
from butlercli.nouns.register.verbs import resident as resident_verbs
from butlercli.nouns.register.verbs import unit as unit_verbs
from butlercli.nouns.register.verbs.resident import Person
from butlercli.store.database import Database

# Who belongs to the old owner's household and leaves with it; tenants and occupants stay, as a sale does not
# break a lease (民法典 725).
HOUSEHOLD = ("family", "emergency")


def transfer(db: Database, unit_text: str, person: Person, day: date, *, keep_family: bool = False) -> Result:
    """Record that a unit changed hands on a day, and let every room do what follows from it; their remarks come last.

    Raises as `change` does.
    """
    follow = rooms.tell("owner_changing", db, units.find(db, unit_text)["id"], day)
    result = change(db, unit_text, person, day, keep_family=keep_family)
    for one in follow:
        result.notices.extend(one())
    return result


def change(db: Database, unit_text: str, person: Person, day: date, *, keep_family: bool = False) -> Result:
    """Write who owns and lives in a unit from a day on, and no more.

    All owners become `former` until that day, but for the new one where he or she owned a part before. The old
    household's family and emergency contacts end with it, unless `keep_family`. Raises UsageError for a day that
    has not come, RuleError (exit 4) where an owner only came after it.
    """
    unit = units.find(db, unit_text)
    if day > db.now.date():
        raise not_yet(day)
    today, at = db.now.date().isoformat(), day.isoformat()
    places = [row for row in residents.places(db, unit["id"]) if residents.is_current(row, today)]
    known = resident_verbs.same_person(db, unit["id"], person)
    owners = [row for row in places if row["role"] == "owner"]
    if known is not None and owners and all(row["resident_id"] == known for row in owners):
        resident_verbs.complete(db, known, person)
        notice = Message(
            N_("{name} is the owner of {unit} already; nothing to do."), name=person.name, unit=unit["code"]
        )
        return unit_verbs.echo(db, unit["id"], "transfer", [notice])
    leaving = [row for row in owners if row["resident_id"] != known]
    for row in leaving:
        _check_order(row, unit, at)
        db.update("residency", row["id"], {"role": "former", "until": at})
    ended = []
    for row in places:
        moves = row["resident_id"] == known or not keep_family
        if (row["role"] in HOUSEHOLD and moves) or (row["resident_id"] == known and row["role"] != "owner"):
            db.update("residency", row["id"], {"until": max(at, row["since"] or at)})
            ended.append(row)
    _arrive(db, unit["id"], known, person, at, places)
    notices = _remarks(unit, known, leaving, ended, places)
    return unit_verbs.echo(db, unit["id"], "transfer", notices)


def _check_order(row: Row, unit: Row, at: str) -> None:
    if row["since"] and row["since"] > at:
        raise RuleError(
            N_("{name} owns {unit} only since {since}; it cannot have changed hands on {date}."),
            hint=N_("Correct the date, or the beginning: {command}."),
            code="before_previous",
            name=row["name"],
            unit=unit["code"],
            since=row["since"],
            date=at,
            command=f"butler resident edit {row['resident_id']} --unit {unit['code']} --since DATE",
        )


def _arrive(db: Database, unit_id: int, known: int | None, person: Person, at: str, places: list[Row]) -> None:
    person.role, person.since = "owner", at
    if known is None:
        resident_verbs.insert(db, unit_id, person)
        return
    resident_verbs.complete(db, known, person)
    if not any(row["resident_id"] == known and row["role"] == "owner" for row in places):
        resident_verbs.reside(db, known, unit_id, person)


def _remarks(unit: Row, known: int | None, leaving: list[Row], ended: list[Row], places: list[Row]) -> list[Message]:
    found = []
    if not leaving:
        found.append(Message(N_("{unit} had no other owner in the register."), unit=unit["code"]))
    gone = [row for row in ended if row["resident_id"] != known]
    if gone:
        found.append(Message(N_("The old household leaves with its owner: {names}."), names=_names(gone)))
    stay = [
        row
        for row in places
        if row not in leaving and row not in ended and row["role"] != "owner" and row["resident_id"] != known
    ]
    if stay:
        found.append(Message(N_("Unchanged: {names}."), names=_names(stay)))
    return found


def _names(rows: list[Row]) -> str:
    from butlercli.nouns.register.model import ROLES

    return ", ".join(f"{row['name']} ({ROLES.label(row['role'])})" for row in rows)
