"""Search over everything: tickets, residents, units, contacts, and what later nouns add."""

from typing import Any

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.desk import nouns
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


def _register(db: Database, text: str, limit: int | None) -> list[nouns.Lot]:
    most = limit or 10_000
    people = _named(db, fulltext.find(db, text, "resident", most), _PEOPLE)
    for person in people:
        person["phones"] = (person["phones"] or "").split()
        person["units"] = (person["units"] or "").split()
    return [
        _lot(db, "residents", N_("Residents"), people, text, "resident", "butler resident show NAME"),
        _lot(db, "units", N_("Units"), _named(db, fulltext.find(db, text, "unit", most), _UNITS), text, "unit", "butler unit show UNIT"),
        _lot(db, "contacts", N_("Contacts"), _named(db, fulltext.find(db, text, "contact", most), _CONTACTS), text, "contact", "butler unit show UNIT"),
    ]


_PEOPLE = """SELECT r.id, r.name, (SELECT group_concat(DISTINCT u.code) FROM residency s JOIN unit u ON u.id = s.unit_id
  WHERE s.resident_id = r.id) AS units, (SELECT group_concat(p.phone, ' ') FROM resident_phone p WHERE p.resident_id = r.id) AS phones,
  r.note FROM resident r WHERE r.id IN ({ids}) ORDER BY r.name"""
_UNITS = "SELECT id, code, kind, state, note FROM unit WHERE id IN ({ids}) ORDER BY building, entrance, length(room), room"
_CONTACTS = """SELECT c.id, u.code AS unit, c.at, c.channel, c.text FROM contact c JOIN unit u ON u.id = c.unit_id
  WHERE c.id IN ({ids}) ORDER BY c.at DESC"""


def _named(db: Database, ids: list[int], sql: str) -> list[dict[str, Any]]:
    return db.rows(sql.format(ids=", ".join(str(int(id)) for id in ids))) if ids else []


def _lot(db: Database, id: str, title: str, records: list[dict[str, Any]], text: str, kind: str, next: str) -> nouns.Lot:
    return {
        "id": id,
        "title": title,
        "kind": f"search.{id}",
        "total": fulltext.count(db, text, kind),
        "next": next,
        "records": records,
    }
