"""The SQL of the table of categories."""

from butlercli.base.errors import NotFoundError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.store.database import Database


def all_rows(db: Database) -> list[Row]:
    """Return every category as it is stored."""
    return db.rows("SELECT id, code, name, english, kind, department_id, keywords FROM category ORDER BY id")


def names(db: Database, id: int) -> Row:
    """Return the names of a category with that of its department."""
    sql = "SELECT c.name, c.english FROM category c WHERE c.id = ?"
    return db.row(sql, (id,)) or {"name": "", "english": ""}


def exists(db: Database, code: str) -> bool:
    """Say whether there is a category of this code."""
    return db.value("SELECT 1 FROM category WHERE code = ?", (code,)) is not None


def tickets(db: Database, id: int) -> int:
    """Return how many tickets are of a category."""
    return int(db.value("SELECT count(*) FROM ticket WHERE category_id = ?", (id,)))


def records(db: Database, id: int | None = None) -> list[Row]:
    """Return all categories, or one, as JSON, with the number of tickets of each."""
    import json

    rows = db.rows(
        """SELECT c.id, c.code, c.name, c.english, c.kind, d.code AS department, d.name AS department_name, c.keywords,
          (SELECT count(*) FROM ticket t WHERE t.category_id = c.id) AS tickets
          FROM category c LEFT JOIN department d ON d.id = c.department_id WHERE :id IS NULL OR c.id = :id ORDER BY c.id""",
        {"id": id},
    )
    for row in rows:
        row["keywords"] = json.loads(row["keywords"])
    return rows


def find(db: Database, text: str) -> Row:
    """Return the category a word names: code, name or an unambiguous beginning; exit 3 or 2 naming the choices."""
    word = text.strip().lower()
    rows = all_rows(db)
    begun = []
    for row in rows:
        names = (row["code"].lower(), row["name"].lower(), row["english"].lower())
        if word in names:
            return row
        if word and any(name.startswith(word) for name in names):
            begun.append(row)
    if len(begun) == 1:
        return begun[0]
    choices = [f"{row['code']} {row['name']}" for row in (begun or rows)]
    if begun:
        raise UsageError(N_("“{value}” may be several categories: {choices}."), value=text, choices=choices)
    raise NotFoundError(
        N_("There is no category “{value}”."), hint=N_("One of: {choices}."), value=text, choices=choices
    )
