"""The SQL of the tickets' event logs and links: when something last happened, what is linked to what."""

from butlercli.base.result import Row
from butlercli.store.database import Database


def newest_id(db: Database) -> int | None:
    """Return the highest serial number, or None without tickets."""
    found: int | None = db.value("SELECT max(id) FROM ticket")
    return found


def last_reopened(db: Database, id: int) -> str | None:
    """Return when a ticket was last opened again (also by an unhappy callback)."""
    found: str | None = db.value("SELECT max(at) FROM ticket_event WHERE ticket_id = ? AND reopens = 1", (id,))
    return found


def last_of(db: Database, id: int, verb: str) -> str | None:
    """Return when a step was last done."""
    found: str | None = db.value(
        "SELECT at FROM ticket_event WHERE ticket_id = ? AND verb = ? ORDER BY at DESC, id DESC LIMIT 1", (id, verb)
    )
    return found


def deferred_until(db: Database, id: int) -> str | None:
    """Return the end of the latest deferral: its day, or when it was resumed or cancelled before it."""
    found: str | None = db.value(
        """SELECT max(min(d.until, coalesce((SELECT min(r.at) FROM ticket_event r WHERE r.ticket_id = d.ticket_id
             AND r.verb IN ('resume', 'cancel') AND (r.at > d.at OR (r.at = d.at AND r.id > d.id))), d.until)))
           FROM ticket_event d WHERE d.ticket_id = ? AND d.verb = 'defer'""",
        (id,),
    )
    return found


def event_at(db: Database, id: int, verb: str, at: str, *, first_response: bool) -> int:
    """Return the event that a time of the ticket was read from: the first response, or the latest of a verb."""
    if first_response:
        sql = "SELECT id FROM ticket_event WHERE ticket_id = ? AND responds = 1 AND at = ? ORDER BY id LIMIT 1"
        return int(db.value(sql, (id, at)))
    sql = "SELECT id FROM ticket_event WHERE ticket_id = ? AND verb = ? AND at = ? ORDER BY id DESC LIMIT 1"
    return int(db.value(sql, (id, verb, at)))


def move_event(db: Database, event: int, at: str) -> None:
    """Correct the time of an event; when it was typed stays known, for the share of late entries."""
    db.execute(
        "UPDATE ticket_event SET at = :at, entered_at = coalesce(entered_at, at) WHERE id = :id",
        {"id": event, "at": at},
    )


def first_response(db: Database, id: int) -> str | None:
    """Return when the reporter was first answered."""
    found: str | None = db.value("SELECT min(at) FROM ticket_event WHERE ticket_id = ? AND responds = 1", (id,))
    return found


def no_response(db: Database, event: int) -> None:
    """Let an event no longer stand for the response."""
    db.update("ticket_event", event, {"responds": None})


def duplicates(db: Database, id: int) -> list[Row]:
    """Return the tickets that were cancelled as duplicates of one, or of such a duplicate."""
    return db.rows(
        """WITH RECURSIVE same (id) AS (
             SELECT ticket_id FROM ticket_link WHERE other_id = ? AND relation = 'duplicate'
             UNION SELECT l.ticket_id FROM ticket_link l JOIN same ON l.other_id = same.id WHERE l.relation = 'duplicate')
           SELECT o.* FROM same JOIN ticket o ON o.id = same.id WHERE o.state = 'cancelled'""",
        (id,),
    )


def duplicate_of(db: Database, id: int) -> list[int]:
    """Return the links by which a ticket is a duplicate of another."""
    rows = db.rows("SELECT id FROM ticket_link WHERE ticket_id = ? AND relation = 'duplicate'", (id,))
    return [row["id"] for row in rows]


def link_between(db: Database, one: int, other: int) -> Row | None:
    """Return the link between two tickets, whichever way it goes."""
    return db.row(
        "SELECT id, ticket_id, relation FROM ticket_link WHERE (ticket_id = :a AND other_id = :b) OR (ticket_id = :b AND other_id = :a)",
        {"a": one, "b": other},
    )


def stands_for(db: Database, id: int) -> int | None:
    """Return the ticket that a duplicate stands for, at the end of the chain; None for one that is no duplicate."""
    found: int | None = db.value(
        """WITH RECURSIVE same (id, step) AS (
             SELECT other_id, 1 FROM ticket_link WHERE ticket_id = ? AND relation = 'duplicate'
             UNION SELECT l.other_id, step + 1 FROM ticket_link l JOIN same ON l.ticket_id = same.id
               WHERE l.relation = 'duplicate' AND step < 20)
           SELECT id FROM same ORDER BY step DESC LIMIT 1""",
        (id,),
    )
    return found
