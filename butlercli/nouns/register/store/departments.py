"""Departments: who is sent, and who is in them."""

from typing import Any

from butlercli.base.errors import NotFoundError, UsageError
from butlercli.base.i18n import N_
from butlercli.store.database import Database


def all_rows(db: Database) -> list[dict[str, Any]]:
    """Return every department, as registered."""
    return db.rows("SELECT * FROM department ORDER BY id")


def names_of(row: dict[str, Any]) -> list[str]:
    """Return every word a department is known by: code, name and further names."""
    import json

    return [row["code"], row["name"], *json.loads(row["aliases"])]


def search(db: Database, text: str) -> list[dict[str, Any]]:
    """Return the departments a word names: the exact one, else those whose code or a name begins so."""
    word = text.strip().lower()
    if not word:
        return []
    begun: list[dict[str, Any]] = []
    for row in all_rows(db):
        words = [name.lower() for name in names_of(row)]
        if word in words:
            return [row]
        if any(name.startswith(word) for name in words):
            begun.append(row)
    return begun


def find(db: Database, text: str) -> dict[str, Any]:
    """Return the department a word names; exit 3 where there is none, exit 2 where there are several."""
    found = search(db, text)
    if len(found) == 1:
        return found[0]
    choices = [f"{row['code']} {row['name']}" for row in (found or all_rows(db))]
    if found:
        raise UsageError(N_("“{value}” may be several departments: {choices}."), value=text, choices=choices)
    raise NotFoundError(
        N_("There is no department “{value}”."),
        hint=N_("One of: {choices}; {command} adds one."),
        value=text,
        choices=choices,
        command="butler department add",
    )


def by_id(db: Database, id: int) -> dict[str, Any] | None:
    """Return a department's row, or None."""
    return db.row("SELECT * FROM department WHERE id = ?", (id,))


def people(db: Database) -> dict[int, list[dict[str, Any]]]:
    """Return the people in departments by department: id, name and phone, in the order they came."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in db.rows("SELECT id, department_id, name, phone FROM department_person ORDER BY id"):
        found.setdefault(row.pop("department_id"), []).append(row)
    return found


def name_of(db: Database, id: int) -> str:
    """Return a department's name."""
    return str(db.value("SELECT name FROM department WHERE id = ?", (id,)))


def person(db: Database, name: str) -> dict[str, Any] | None:
    """Return the department a person of this name works in: `name` and the department's `code`; None without one."""
    return db.row(
        "SELECT p.name, d.code FROM department_person p JOIN department d ON d.id = p.department_id WHERE p.name = ?",
        (name,),
    )


def ids(db: Database) -> dict[str, int]:
    """Return every department's id by code."""
    return {code: int(id) for code, id in db.connection.execute("SELECT code, id FROM department")}
