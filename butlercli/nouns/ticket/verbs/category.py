"""The table of categories: names, keywords, and the kind and department they speak for."""

import json
import re
from collections.abc import Sequence

from butlercli.base.errors import RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.kit import fields
from butlercli.nouns.ticket.store import categories
from butlercli.store.database import Database


def list_all(db: Database, limit: int | None) -> Result:
    """Return the categories."""
    found = categories.records(db)
    return Result("category.list", found[:limit], total=len(found))


def add(db: Database, code: str, given: Row, keywords: Sequence[str]) -> Result:
    """Add a category; raises UsageError for a bad code or no name, RuleError (exit 4) where it exists."""
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
    if "name" not in given:
        raise UsageError(N_("A category wants a name."), hint=N_("For example: {example}."), example="--name 光伏")
    words = _words([], keywords, ())
    id = fields.insert(db, "category", {"code": code, "english": code, "kind": "consult", **given, "keywords": words})
    return _outcome(db, id)


def edit(db: Database, code: str, changes: Row, come: Sequence[str], leave: Sequence[str]) -> Result:
    """Change a category; `come` and `leave` are keywords. Raises UsageError where nothing is to be changed."""
    found = categories.find(db, code)
    if come or leave:
        changes = {**changes, "keywords": _words(json.loads(found["keywords"]), come, leave)}
    return fields.edit(
        db, "category", found, changes, found["name"], lambda remarks: _outcome(db, found["id"], remarks)
    )


def remove(db: Database, code: str) -> Result:
    """Remove a category that no ticket has; raises RuleError (exit 4) otherwise."""
    found = categories.find(db, code)
    used = categories.tickets(db, found["id"])
    if used:
        raise RuleError(
            N_("{count:ticket is|tickets are} of category “{value}”; it stays."),
            code="in_use",
            count=used,
            value=found["code"],
        )
    record = categories.records(db, found["id"])[0]
    db.delete("category", found["id"])
    return Result(
        "category.list",
        [record],
        refs=found["code"],
        notices=[Message(N_("Category “{value}” was removed."), value=found["code"])],
    )


def _words(known: Sequence[str], come: Sequence[str], leave: Sequence[str]) -> str:
    gone = {word.strip().lower() for word in leave}
    words = [word for text in (*known, *come) if (word := text.strip().lower()) and word not in gone]
    return json.dumps(list(dict.fromkeys(words)), ensure_ascii=False)


def _outcome(db: Database, id: int, notices: Sequence[Message] = ()) -> Result:
    found = categories.records(db, id)
    return Result("category.list", found, refs=found[0]["code"], notices=notices)
