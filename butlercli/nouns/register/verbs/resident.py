"""The verbs on residents: add, edit, remove, merge."""

from collections.abc import Sequence

from butlercli.base.errors import NotFoundError, RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.kit import fields, references, texts
from butlercli.nouns.register.fields import RESIDENT
from butlercli.nouns.register.model import ROLES
from butlercli.nouns.register.store import residents, units
from butlercli.store.database import Database


class Person:
    """A resident to be: a name, and what is known. Phones are canonical, dates ISO texts, role a code or None."""

    __slots__ = ("name", "note", "phones", "preferences", "role", "since", "tags", "until")

    def __init__(
        self,
        name: str,
        *,
        role: str | None = None,
        phones: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
        tags: Sequence[str] = (),
        preferences: Sequence[str] = (),
        note: str | None = None,
    ) -> None:
        """Keep the values; raises UsageError for an empty name, or a residency that ends before it begins."""
        self.name = texts.name(name, RESIDENT[0].wanted)
        self.role = role
        self.phones = list(dict.fromkeys(phones))
        self.since = since
        self.until = until
        self.tags = list(tags)
        self.preferences = list(preferences)
        self.note = texts.note(note)
        texts.check_dates(since, until)


def echo(db: Database, id: int, verb: str, notices: Sequence[Message] = (), unit_id: int | None = None) -> Result:
    """Return a resident as he or she now stands."""
    made = residents.records(db, [id], {id: unit_id} if unit_id else None)[0]
    return Result("resident.echo", made, refs=str(id), notices=notices, extra={"verb": verb})


def add(db: Database, given: Row, *, new_unit: bool = False) -> Result:
    """Register a resident of a unit, as typed; one who is there already only gains what was not known."""
    typed = dict(given)
    place_text = typed.pop("unit")
    found = fields.values(db, RESIDENT, typed)
    tags, preferences = (texts.unlisted(found.pop(name, "[]")) for name in ("tags", "preferences"))
    phones = found.pop("phone", ())
    person = Person(found.pop("name"), phones=phones, tags=tags, preferences=preferences, **found)
    unit, notices = units.taken(db, place_text, new=new_unit)
    id, how = place(db, unit, person)
    notices.extend(_remarks(db, id, how, person, unit))
    return echo(db, id, "add", notices, unit["id"])


def _remarks(db: Database, id: int, how: str, person: Person, unit: Row) -> list[Message]:
    if how == "known":
        return [
            Message(
                N_("{name} is registered in {unit} already (resident {id}); nothing changed."),
                name=person.name,
                unit=unit["code"],
                id=id,
            )
        ]
    if how == "completed":
        return [
            Message(
                N_("{name} is registered in {unit} already (resident {id}); what was new was added."),
                name=person.name,
                unit=unit["code"],
                id=id,
            )
        ]
    if how == "placed":
        return [
            Message(
                N_("{name} is known as resident {id}; {unit} was added."),
                name=person.name,
                unit=unit["code"],
                id=id,
            )
        ]
    others = residents.namesakes(db, person.name, id)
    if not others:
        return []
    return [
        Message(
            N_("There is another {name} (resident {others}); if it is the same person: {command}."),
            name=person.name,
            others=", ".join(map(str, others)),
            command=f"butler resident merge {others[0]} {id}",
        )
    ]


def place(db: Database, unit: Row, person: Person) -> tuple[int, str]:
    """Make a person a resident of a unit; return the resident's id and what was done.

    `new`: a new resident. `placed`: somebody known (the same name and a number in common, or the same name in
    this unit before) now also lives here. `completed`: lives here already, and gained what was new. `known`:
    nothing was new. Raises RuleError (exit 4) where the resident has another role here.
    """
    id = same_person(db, unit["id"], person)
    if id is None:
        return insert(db, unit["id"], person), "new"
    today = db.now.date().isoformat()
    here = [
        row
        for row in residents.residencies(db, [id]).get(id, ())
        if row["unit_id"] == unit["id"] and residents.is_current(row, today)
    ]
    if person.role == "former" or not here:
        role = person.role or "owner"
        same = [
            r for r in residents.residencies(db, [id]).get(id, ()) if r["unit_id"] == unit["id"] and r["role"] == role
        ]
        if not any((r["since"], r["until"]) == (person.since, person.until) for r in same):
            reside(db, id, unit["id"], person)
            complete(db, id, person)
            return id, "placed"
    elif person.role and all(row["role"] != person.role for row in here):
        raise _other_role(id, person, unit, here[0])
    changed = complete(db, id, person)
    if here and person.since and here[0]["since"] is None:
        db.update("residency", here[0]["id"], {"since": person.since})
        changed = True
    return id, "completed" if changed else "known"


def _other_role(id: int, person: Person, unit: Row, here: Row) -> RuleError:
    return RuleError(
        N_("{name} is registered in {unit} as {role}."),
        hint=N_("{command} changes it."),
        code="duplicate",
        name=person.name,
        unit=unit["code"],
        role=ROLES.label(here["role"]),
        command=f"butler resident edit {id} --unit {unit['code']} --role {person.role}",
    )


def same_person(db: Database, unit_id: int, person: Person) -> int | None:
    """Return the id of who must be the same person: of that name in this unit, else of that name and number."""
    return residents.same_person(db, unit_id, person.name, person.phones)


def insert(db: Database, unit_id: int, person: Person) -> int:
    """Write a new resident with phones and a residency; return the id."""
    from butlercli.kit.spelling import spell

    id = db.insert(
        "resident",
        {
            "uid": db.uid(),
            "name": person.name,
            "spelling": spell(person.name),
            "tags": texts.listed(person.tags, tags=True),
            "preferences": texts.listed(person.preferences),
            "note": person.note,
        },
    )
    for phone in person.phones:
        db.insert("resident_phone", {"resident_id": id, "phone": phone})
    reside(db, id, unit_id, person)
    return id


def reside(db: Database, id: int, unit_id: int, person: Person) -> None:
    """Write that a resident lives in or owns a unit; an owner where no role is given."""
    db.insert(
        "residency",
        {
            "resident_id": id,
            "unit_id": unit_id,
            "role": person.role or "owner",
            "since": person.since,
            "until": person.until,
        },
    )


def complete(db: Database, id: int, person: Person) -> bool:
    """Add phones, tags, preferences and a note that were not known; say whether there were any."""
    row = residents.by_id(db, id)
    assert row is not None
    known = {phone["phone"] for phone in residents.phones(db, id)}
    fresh = [phone for phone in person.phones if phone not in known]
    for phone in fresh:
        db.insert("resident_phone", {"resident_id": id, "phone": phone})
    values = {
        "tags": texts.listed([*texts.unlisted(row["tags"]), *person.tags], tags=True),
        "preferences": texts.listed([*texts.unlisted(row["preferences"]), *person.preferences]),
    }
    if person.note and person.note not in (row["note"] or "").split("\n"):
        values["note"] = "\n".join(filter(None, (row["note"], person.note)))
    changed = {name: value for name, value in values.items() if row[name] != value}
    db.update("resident", id, changed)
    return bool(fresh or changed)


def remove(db: Database, text: str) -> Result:
    """Remove a resident with phones and residencies; raises RuleError (exit 4) where records refer to the person."""
    row = residents.find(db, text)
    found = references.counted(db, "resident", row["id"], without=("resident_phone", "residency"))
    if found:
        raise RuleError(
            N_("Resident {id} cannot be removed; referred to by {what}."),
            hint=N_("Who moved out keeps the record: {command}."),
            code="referred_to",
            id=row["id"],
            what=references.worded(found),
            command=f"butler resident edit {row['id']} --until DATE",
        )
    last = residents.records(db, [row["id"]])[0]
    for phone in residents.phones(db, row["id"]):
        db.delete("resident_phone", phone["id"])
    for home in residents.residencies(db, [row["id"]]).get(row["id"], ()):
        db.delete("residency", home["id"])
    db.delete("resident", row["id"])
    return Result("resident.removed", last, refs=str(row["id"]))


def merge(db: Database, keep: str, other: str) -> Result:
    """Make two records of one person one: all that hangs on the second hangs on the first, which stays."""
    first, second = residents.find(db, keep), residents.find(db, other)
    if first["id"] == second["id"]:
        return echo(db, first["id"], "merge", [Message(N_("Both are resident {id}; nothing to do."), id=first["id"])])
    _merge_residencies(db, first["id"], second["id"])
    known = {phone["phone"] for phone in residents.phones(db, first["id"])}
    for phone in residents.phones(db, second["id"]):
        if phone["phone"] in known:
            db.delete("resident_phone", phone["id"])
        else:
            db.update("resident_phone", phone["id"], {"resident_id": first["id"]})
    references.hand_over(db, "resident", second["id"], first["id"], without=("resident_phone", "residency"))
    person = Person(
        first["name"],
        tags=texts.unlisted(second["tags"]),
        preferences=texts.unlisted(second["preferences"]),
        note=second["note"],
    )
    complete(db, first["id"], person)
    db.delete("resident", second["id"])
    notice = Message(
        N_("Resident {other} ({name}) is now resident {id}."), other=second["id"], name=second["name"], id=first["id"]
    )
    result = echo(db, first["id"], "merge", [notice])
    result.refs = f"{first['id']},{second['id']}"
    return result


def _merge_residencies(db: Database, first: int, second: int) -> None:
    """Hand residencies over; one of the same unit and role whose time overlaps becomes one with it."""
    places = residents.residencies(db, [first, second])
    own = places.get(first, [])
    for row in places.get(second, []):
        twin = next(
            (o for o in own if (o["unit_id"], o["role"]) == (row["unit_id"], row["role"]) and _overlap(o, row)),
            None,
        )
        if twin is None:
            db.update("residency", row["id"], {"resident_id": first})
            own.append(row)
            continue
        db.delete("residency", row["id"])
        since = min(filter(None, (twin["since"], row["since"])), default=None)
        until = max(twin["until"], row["until"]) if twin["until"] and row["until"] else None
        twin.update(since=since, until=until)
        db.update("residency", twin["id"], {"since": since, "until": until})


def _overlap(one: Row, other: Row) -> bool:
    """Say whether two residencies share a day; an open end reaches everywhere."""
    return (one["since"] or "") <= (other["until"] or "9") and (other["since"] or "") <= (one["until"] or "9")


def edit(db: Database, text: str, changes: Row) -> Result:
    """Change a resident, or where and how he or she lives.

    changes: columns of the person; `phone` (all of them), `add_phones`, `add_tags`, `add_preferences`; and `role`, `since`,
    `until` of the residency in `unit_id` (a new one where there is none), or `remove_unit`. Raises UsageError where nothing
    is to be changed or the unit is not clear.
    """
    row = residents.find(db, text)
    if not changes:
        raise texts.nothing_to_change()
    before = residents.records(db, [row["id"]]), residents.residencies(db, [row["id"]])
    _edit_person(db, row, changes)
    unit_id = None
    if "remove_unit" in changes:
        _leave(db, row, changes["remove_unit"])
    if changes.keys() & {"role", "since", "until", "unit_id"}:
        unit_id = _edit_residency(db, row, changes)
    after = residents.records(db, [row["id"]]), residents.residencies(db, [row["id"]])
    notices = (
        [Message(N_("Resident {id} is as you say already; nothing changed."), id=row["id"])] if before == after else []
    )
    return echo(db, row["id"], "edit", notices, unit_id)


def _edit_person(db: Database, row: Row, changes: Row) -> None:
    values: Row = {name: changes[name] for name in ("name", "note", "tags", "preferences") if name in changes}
    if "name" in values:
        from butlercli.kit.spelling import spell

        values["spelling"] = spell(values["name"])
    db.update("resident", row["id"], {name: value for name, value in values.items() if row[name] != value})
    if "phone" in changes:
        for phone in residents.phones(db, row["id"]):
            if phone["phone"] not in changes["phone"]:
                db.delete("resident_phone", phone["id"])
    more = Person(
        str(values.get("name", row["name"])),
        phones=[*changes.get("phone", ()), *changes.get("add_phones", ())],
        tags=texts.unlisted(changes.get("add_tags", "[]")),
        preferences=texts.unlisted(changes.get("add_preferences", "[]")),
    )
    complete(db, row["id"], more)


def _edit_residency(db: Database, row: Row, changes: Row) -> int:
    """Change the residency meant, or make one where the resident has none in the unit; return the unit's id."""
    places = residents.residencies(db, [row["id"]]).get(row["id"], [])
    today = db.now.date().isoformat()
    if "role" in changes and changes["role"] is None:
        ROLES.parse("")  # nobody lives anywhere as nothing
    if changes.get("unit_id"):
        meant = [place for place in places if place["unit_id"] == changes["unit_id"]]
        if not meant:
            reside(db, row["id"], changes["unit_id"], _resident_of(row, changes))
            return int(changes["unit_id"])
    else:
        meant = [place for place in places if residents.is_current(place, today)] or places
        if len({place["unit_id"] for place in meant}) != 1:
            raise UsageError(
                N_("Say in which unit, with --unit: {choices}."),
                choices=", ".join(dict.fromkeys(place["unit"] for place in meant)) or "–",
            )
    chosen = next((place for place in meant if residents.is_current(place, today)), meant[-1])
    values = {name: changes[name] for name in ("role", "since", "until") if name in changes}
    texts.check_dates(values.get("since", chosen["since"]), values.get("until", chosen["until"]))
    db.update("residency", chosen["id"], {name: value for name, value in values.items() if chosen[name] != value})
    return int(chosen["unit_id"])


def _resident_of(row: Row, changes: Row) -> Person:
    return Person(str(row["name"]), role=changes.get("role"), since=changes.get("since"), until=changes.get("until"))


def _leave(db: Database, row: Row, text: str) -> None:
    """Take back that a resident lives in a unit (a mistake; who moves out gets --until)."""
    unit = units.find(db, text)
    homes = residents.residencies(db, [row["id"]]).get(row["id"], ())
    found = [home["id"] for home in homes if home["unit_id"] == unit["id"]]
    if not found:
        raise NotFoundError(N_("Resident {id} is not registered in {unit}."), id=row["id"], unit=unit["code"])
    for id in found:
        db.delete("residency", id)
