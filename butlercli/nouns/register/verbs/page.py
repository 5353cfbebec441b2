"""Everything about a unit on one page: the unit, its residents, the contact log, and what each noun adds."""

from butlercli.base import rooms
from butlercli.base.result import Result
from butlercli.nouns.register.store import contacts, residents, units
from butlercli.nouns.register.verbs import unit as unit_verbs
from butlercli.store.database import Database


def show(db: Database, text: str, kind: str = "unit.show") -> Result:
    """Return a unit with all its sections; `kind` is the view (`unit.show`, `unit.call`).

    In the JSON the records of a section stand under the first word of its id: `tickets_open` and `tickets_past` are
    `tickets`, in this order. Raises NotFoundError with the nearest units for an unknown one.
    """
    row = units.find(db, text)
    data = unit_verbs.records(db, [row["id"]])[0]
    data["contacts"] = contacts.of_unit(db, row["id"])
    sections = rooms.gather("unit_sections", db, row["id"], None)
    for section in sections:
        data.setdefault(section["id"].partition("_")[0], []).extend(section["records"])
    return Result(kind, data, refs=row["code"], extra={"sections": sections})


def show_resident(db: Database, text: str) -> Result:
    """Return a resident with all units and roles, the contacts, and what nouns keep with the person.

    Raises UsageError naming the candidates where the text may mean several, NotFoundError where it means nobody.
    """
    id = int(residents.find(db, text)["id"])
    data = residents.records(db, [id])[0]
    data["residencies"] = [
        {name: place[name] for name in ("unit", "role", "since", "until")}
        for place in residents.residencies(db, [id]).get(id, ())
    ]
    data["contacts"] = contacts.of_resident(db, id)
    sections = rooms.gather("resident_sections", db, id, None)
    for section in sections:
        data.setdefault(section["id"].partition("_")[0], []).extend(section["records"])
    return Result("resident.show", data, refs=str(id), extra={"sections": sections})
