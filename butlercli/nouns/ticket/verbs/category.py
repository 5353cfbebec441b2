"""The table of categories: names, keywords, and the kind and department they speak for."""

import json
import re
from collections.abc import Sequence

from butlercli.base.errors import RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.nouns.register.store import departments
from butlercli.nouns.ticket.store import categories
from butlercli.nouns.ticket.verbs.add import find_category
from butlercli.store.database import Database

LONGEST = 40


class Changes:
    """What is to be changed of a category; None leaves a field as it is."""

    __slots__ = ("department", "drop", "english", "keywords", "kind", "name")

    def __init__(
        self,
        name: str | None = None,
        english: str | None = None,
        keywords: Sequence[str] = (),
        drop: Sequence[str] = (),
        kind: str | None = None,
        department: str | None = None,
    ) -> None:
        """Keep the values given."""
        self.name = name
        self.english = english
        self.keywords = [word.strip().lower() for word in keywords if word.strip()]
        self.drop = {word.strip().lower() for word in drop}
        self.kind = kind
        self.department = department


def list_all(db: Database, limit: int | None) -> Result:
    """Return the categories."""
    found = categories.records(db)
    return Result("category.list", found[:limit], total=len(found))


def add(db: Database, code: str, changes: Changes) -> Result:
    """Add a category; raises UsageError for a bad code, RuleError (exit 4) where it exists."""
    code = code.strip().lower()
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,30}", code):
        raise UsageError(
            N_("“{value}” is not a code: small Latin letters, digits and dashes."),
            hint=N_("For example: {example}."),
            value=code,
            example="solar",
        )
    if categories.exists(db, code):
        raise RuleError(
            N_("There is a category “{value}” already."),
            hint=N_("Change it with {command}."),
            code="exists",
            value=code,
            command=f"butler ticket category edit {code}",
        )
    name = (changes.name or "").strip()
    if not name:
        raise UsageError(N_("A category wants a name."), hint=N_("For example: {example}."), example="--name 光伏")
    row = {"uid": db.uid(), "code": code, "name": name[:LONGEST], "english": (changes.english or code)[:LONGEST]}
    row.update(keywords=_words([], changes), kind=changes.kind or "consult", **_department(db, changes))
    id = db.insert("category", row)
    return _outcome(db, id)


def edit(db: Database, code: str, changes: Changes) -> Result:
    """Change a category; its keywords are added to or taken away one by one."""
    found = find_category(db, code)
    known = json.loads(found["keywords"])
    values: Row = {
        name: getattr(changes, name).strip()[:LONGEST]
        for name in ("name", "english")
        if (getattr(changes, name) or "").strip()
    }
    if changes.kind:
        values["kind"] = changes.kind
    if changes.keywords or changes.drop:
        values["keywords"] = _words(known, changes)
    values.update(_department(db, changes))
    if not values:
        raise UsageError(N_("Nothing to change: name at least one field."))
    db.update("category", found["id"], values)
    return _outcome(db, found["id"])


def remove(db: Database, code: str) -> Result:
    """Remove a category that no ticket has; raises RuleError (exit 4) otherwise."""
    found = find_category(db, code)
    used = categories.tickets(db, found["id"])
    if used:
        raise RuleError(
            N_("{count} tickets are of category “{value}”; it stays."), code="in_use", count=used, value=found["code"]
        )
    record = categories.records(db, found["id"])[0]
    db.delete("category", found["id"])
    return Result(
        "category.list",
        [record],
        refs=found["code"],
        notices=[Message(N_("Category “{value}” was removed."), value=found["code"])],
    )


def _words(known: list[str], changes: Changes) -> str:
    words = [word for word in [*known, *changes.keywords] if word not in changes.drop]
    return json.dumps(list(dict.fromkeys(words)), ensure_ascii=False)


def _department(db: Database, changes: Changes) -> Row:
    return {"department_id": departments.find(db, changes.department)["id"]} if changes.department else {}


def _outcome(db: Database, id: int) -> Result:
    found = categories.records(db, id)
    return Result("category.list", found, refs=found[0]["code"])
