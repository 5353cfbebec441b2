"""What a search found in the register, as rows to show."""

from butlercli.base.result import Row
from butlercli.store import fulltext
from butlercli.store.database import Database

_SQL = {
    "resident": """SELECT r.id, r.name, (SELECT group_concat(DISTINCT u.code) FROM residency s JOIN unit u ON u.id = s.unit_id
      WHERE s.resident_id = r.id) AS units,
      (SELECT group_concat(p.phone, ' ') FROM resident_phone p WHERE p.resident_id = r.id) AS phones, r.note
      FROM resident r WHERE r.id IN ({ids}) ORDER BY r.name""",
    "unit": """SELECT id, code, kind, state, note FROM unit WHERE id IN ({ids})
      ORDER BY building, entrance, length(room), room""",
    "contact": """SELECT c.id, u.code AS unit, c.at, c.channel, c.text FROM contact c JOIN unit u ON u.id = c.unit_id
      WHERE c.id IN ({ids}) ORDER BY c.at DESC""",
}


def found(db: Database, text: str, limit: int) -> dict[str, list[Row]]:
    """Return the residents, units and contacts that hold every word of a text, at most `limit` of each, by kind."""
    rows = {kind: _rows(db, kind, fulltext.find(db, text, kind, limit)) for kind in _SQL}
    for person in rows["resident"]:
        person["phones"] = (person["phones"] or "").split()
        person["units"] = (person["units"] or "").split(",") if person["units"] else []
    return rows


def _rows(db: Database, kind: str, ids: list[int]) -> list[Row]:
    return db.rows(_SQL[kind].format(ids=", ".join(str(int(id)) for id in ids))) if ids else []
