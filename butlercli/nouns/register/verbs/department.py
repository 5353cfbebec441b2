"""The verbs on departments: add, list, show, edit, remove; and a department as JSON."""

import re
from collections.abc import Sequence

from butlercli.base.errors import NotFoundError, RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.kit import fields, references, texts
from butlercli.nouns.register.store import departments
from butlercli.store.database import Database


def records(db: Database, rows: Sequence[Row]) -> list[Row]:
    """Return departments as JSON, with the people in them."""
    people = departments.people(db)
    return [
        {
            "id": row["id"],
            "uid": row["uid"],
            "code": row["code"],
            "name": row["name"],
            "aliases": texts.unlisted(row["aliases"]),
            "phone": row["phone"],
            "arrive_minutes": row["arrive_minutes"],
            "people": [{name: one[name] for name in ("name", "phone")} for one in people.get(row["id"], ())],
            "note": row["note"],
        }
        for row in rows
    ]


def list_departments(db: Database, limit: int | None) -> Result:
    """List the departments as they were registered."""
    rows = departments.all_rows(db)
    return Result("department.list", records(db, rows[:limit]), total=len(rows))


def show(db: Database, text: str) -> Result:
    """Return one department with its people."""
    row = departments.find(db, text)
    return Result("department.show", records(db, [row])[0], refs=row["code"])


def _echo(db: Database, id: int, notices: Sequence[Message] = ()) -> Result:
    row = departments.by_id(db, id)
    assert row is not None
    return Result("department.echo", records(db, [row])[0], refs=row["code"], notices=notices)


def _checked_code(text: str) -> str:
    code = text.strip().lower()
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", code):
        raise UsageError(
            N_("“{value}” is no code of a department."),
            hint=N_("Letters, digits, - and _, a letter first, such as {example}; the Chinese name goes into --name."),
            value=text,
            example="elevator",
        )
    return code


def _refuse_taken(db: Database, words: Sequence[str], own: int = 0) -> None:
    """Raise RuleError (exit 4) where a word is another department's code, name or further name."""
    for row in departments.all_rows(db):
        taken = {name.lower() for name in departments.names_of(row)}
        for word in words:
            if row["id"] != own and word.lower() in taken:
                raise RuleError(
                    N_("“{word}” is a name of department {department} already."),
                    code="duplicate",
                    word=word,
                    department=row["code"],
                )


def add(db: Database, code_text: str, values: Row, people: Sequence[tuple[str, str | None]]) -> Result:
    """Add a department with its people; raises RuleError (exit 4) where its code or a name is taken."""
    code = _checked_code(code_text)
    _refuse_taken(db, [code, values["name"], *texts.unlisted(values.get("aliases", "[]"))])
    id = fields.insert(db, "department", {"code": code, **values})
    for person, phone in people:
        _put_person(db, id, person, phone)
    return _echo(db, id)


def _put_person(db: Database, id: int, name_text: str, phone: str | None) -> None:
    """Add a person to a department, or give one who is in it another number."""
    name = texts.name(name_text, N_("A person has a name."))
    row = next((one for one in departments.people(db).get(id, ()) if one["name"] == name), None)
    if row is None:
        db.insert("department_person", {"department_id": id, "name": name, "phone": phone})
    elif phone is not None and row["phone"] != phone:
        db.update("department_person", row["id"], {"phone": phone})


def edit(
    db: Database,
    text: str,
    changes: Row,
    come: Sequence[tuple[str, str | None]] = (),
    leave: Sequence[str] = (),
) -> Result:
    """Change a department: its fields, who came (a known name gets the new number) and who left.

    Raises UsageError where nothing is to be changed, NotFoundError for a name that is not in it, RuleError
    (exit 4) where a new name is taken.
    """
    row = departments.find(db, text)
    if not (changes or come or leave):
        raise texts.nothing_to_change()
    before = records(db, [row])
    names = [changes["name"]] if "name" in changes else []
    _refuse_taken(db, [*names, *texts.unlisted(changes.get("aliases", "[]"))], row["id"])
    db.update("department", row["id"], {name: value for name, value in changes.items() if row[name] != value})
    for name in leave:
        _take_person(db, row, name)
    for name, phone in come:
        _put_person(db, row["id"], name, phone)
    result = _echo(db, row["id"])
    if before[0] == result.data:
        result.notices.append(texts.unchanged(row["name"]))
    return result


def _take_person(db: Database, row: Row, name: str) -> None:
    people = departments.people(db).get(row["id"], [])
    person = next((one for one in people if one["name"] == name.strip()), None)
    if person is None:
        raise NotFoundError(
            N_("“{name}” is not in {department}."),
            hint=N_("In it: {people}.") if people else N_("Nobody is in it."),
            name=name,
            department=row["name"],
            people=", ".join(one["name"] for one in people),
        )
    db.delete("department_person", person["id"])


def remove(db: Database, text: str) -> Result:
    """Remove a department with its people; raises RuleError (exit 4) where records refer to it, naming them."""
    row = departments.find(db, text)
    found = references.counted(db, "department", row["id"], without=("department_person",))
    if found:
        raise RuleError(
            N_("Department {department} cannot be removed; referred to by {what}."),
            code="referred_to",
            department=row["name"],
            what=references.worded(found),
        )
    last = records(db, [row])[0]
    for person in departments.people(db).get(row["id"], ()):
        db.delete("department_person", person["id"])
    db.delete("department", row["id"])
    return Result("department.removed", last, refs=row["code"])
