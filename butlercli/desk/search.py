"""Search over everything: tickets, residents, units, contacts, and what later nouns add."""

from typing import Any

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.lots import Lot, lot
from butlercli.base.result import Result
from butlercli.kit import rooms as nouns
from butlercli.nouns.register.day import found_in_register
from butlercli.store import fulltext
from butlercli.store.database import Database


def search(db: Database, text: str, limit: int | None) -> Result:
    """Return what holds every word of a text, by kind; raises UsageError where nothing can be searched for."""
    if not text.strip():
        raise UsageError(N_("Say what to search for."))
    lots = [*_register(db, text, limit), *nouns.gather("search", db, text, limit)]
    data = {
        "text": text,
        "counts": {lot["id"]: lot["total"] for lot in lots},
        "groups": [{"id": lot["id"], "count": lot["total"], "records": lot["records"]} for lot in lots],
    }
    return Result("search.all", data, extra={"lots": lots})


def _register(db: Database, text: str, limit: int | None) -> list[Lot]:
    found = found_in_register(db, text, limit or 10_000)
    return [
        _lot(db, "residents", N_("Residents"), found["resident"], text, "resident", "butler resident show NAME"),
        _lot(db, "units", N_("Units"), found["unit"], text, "unit", "butler unit show UNIT"),
        _lot(db, "contacts", N_("Contacts"), found["contact"], text, "contact", "butler unit show UNIT"),
    ]


def _lot(db: Database, id: str, title: str, records: list[dict[str, Any]], text: str, kind: str, next: str) -> Lot:
    return {**lot(id, title, next, records, None, f"search.{id}"), "total": fulltext.count(db, text, kind)}
