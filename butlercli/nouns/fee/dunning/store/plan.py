"""The SQL of the plan: what else is known of the units that owe, from the rooms below."""

import json

from butlercli.base.dates.iso import format_iso
from butlercli.base.result import Row
from butlercli.nouns.ticket.store.tickets import STATE
from butlercli.store.database import Database


def open_troubles(db: Database, at: str) -> dict[str, list[Row]]:
    """Return complaints and repairs that are neither resolved nor closed, by unit, the oldest first: id, kind, title, state."""
    found: dict[str, list[Row]] = {}
    for row in db.rows(
        f"""SELECT u.code AS unit, t.id, t.kind, t.title, {STATE} AS state FROM ticket t JOIN unit u ON u.id = t.unit_id
        WHERE t.state IN ('new', 'active', 'deferred') AND t.kind IN ('complaint', 'repair') AND t.created_at <= :at
        ORDER BY t.id""",
        {"at": at, "now": format_iso(db.now)},
    ):
        found.setdefault(row.pop("unit"), []).append(row)
    return found


def last_mended(db: Database, at: str) -> dict[str, str]:
    """Return when a complaint or repair of a unit was last resolved, by unit."""
    return dict(
        db.execute(
            """SELECT u.code, max(t.resolved_at) FROM ticket t JOIN unit u ON u.id = t.unit_id
            WHERE t.kind IN ('complaint', 'repair') AND t.resolved_at <= ? AND t.state IN ('resolved', 'closed')
            GROUP BY t.unit_id""",
            (at,),
        ).fetchall()
    )


def last_contacts(db: Database, units: list[str], at: str) -> dict[str, Row]:
    """Return the last contact in the log by unit: at, channel, text."""
    rows = db.rows(
        """SELECT u.code AS unit, max(c.at) AS at, c.channel, c.text FROM contact c JOIN unit u ON u.id = c.unit_id
        WHERE c.at <= :at AND u.code IN (SELECT value FROM json_each(:units)) GROUP BY c.unit_id""",
        {"at": at, "units": json.dumps(units)},
    )
    return {row.pop("unit"): row for row in rows}


def places(db: Database) -> dict[int, Row]:
    """Return where units are, by id: code, building, entrance, room."""
    return {row["id"]: row for row in db.rows("SELECT id, code, building, entrance, room FROM unit")}
