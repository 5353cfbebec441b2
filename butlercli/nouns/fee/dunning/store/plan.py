"""The SQL of the plan: what else is known of the units that owe, read from the documented views of other nouns."""

import json
from typing import Any

from butlercli.store.database import Database

Row = dict[str, Any]


def open_troubles(db: Database, at: str) -> dict[str, list[Row]]:
    """Return complaints and repairs that are neither resolved nor closed, by unit, the oldest first: id, kind, title, state."""
    found: dict[str, list[Row]] = {}
    for row in db.rows(
        """SELECT unit, id, kind, title, state FROM v_ticket WHERE state IN ('new', 'active', 'deferred')
        AND kind IN ('complaint', 'repair') AND unit IS NOT NULL AND created_at <= ? ORDER BY id""",
        (at,),
    ):
        found.setdefault(row.pop("unit"), []).append(row)
    return found


def last_mended(db: Database, at: str) -> dict[str, str]:
    """Return when a complaint or repair of a unit was last resolved, by unit."""
    return dict(
        db.execute(
            """SELECT unit, max(resolved_at) FROM v_ticket WHERE kind IN ('complaint', 'repair') AND unit IS NOT NULL
            AND resolved_at <= ? AND state IN ('resolved', 'closed') GROUP BY unit""",
            (at,),
        ).fetchall()
    )


def last_contacts(db: Database, units: list[str], at: str) -> dict[str, Row]:
    """Return the last contact in the log by unit: at, channel, text."""
    rows = db.rows(
        """SELECT unit, max(at) AS at, channel, text FROM v_contact
        WHERE at <= :at AND unit IN (SELECT value FROM json_each(:units)) GROUP BY unit""",
        {"at": at, "units": json.dumps(units)},
    )
    return {row.pop("unit"): row for row in rows}


def places(db: Database) -> dict[int, Row]:
    """Return where units are, by id: code, building, entrance, room."""
    return {row["id"]: row for row in db.rows("SELECT id, code, building, entrance, room FROM unit")}
