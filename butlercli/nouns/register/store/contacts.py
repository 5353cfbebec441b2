"""The rows of the contact log."""

from butlercli.base.result import Row
from butlercli.store.database import Database

_SELECT = """SELECT c.id, c.uid, u.code AS unit, c.resident_id, r.name AS resident, c.at, c.channel, c.text
  FROM contact c JOIN unit u ON u.id = c.unit_id LEFT JOIN resident r ON r.id = c.resident_id"""


def record(db: Database, id: int) -> Row | None:
    """Return a contact as JSON, or None."""
    return db.row(f"{_SELECT} WHERE c.id = ?", (id,))


def of_unit(db: Database, unit_id: int, limit: int | None = None) -> list[Row]:
    """Return a unit's contacts as JSON, the newest first."""
    return db.rows(
        f"{_SELECT} WHERE c.unit_id = ? ORDER BY c.at DESC, c.id DESC LIMIT ?",
        (unit_id, -1 if limit is None else limit),
    )


def of_resident(db: Database, resident_id: int) -> list[Row]:
    """Return the contacts with one resident as JSON, the newest first."""
    return db.rows(f"{_SELECT} WHERE c.resident_id = ? ORDER BY c.at DESC, c.id DESC", (resident_id,))
