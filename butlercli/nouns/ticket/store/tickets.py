"""The tickets' SQL."""

from collections.abc import Sequence
from typing import Any

from butlercli.base.dates.iso import format_iso
from butlercli.base.result import Row
from butlercli.kit import select
from butlercli.nouns.ticket.rules import loop as rules
from butlercli.store.database import Database

# The state in force: a deferral ends at its day without a write. Wants the parameter :now.
STATE = """CASE WHEN t.state = 'deferred' AND t.defer_until <= :now THEN
  CASE WHEN t.responded_at IS NULL AND t.dispatched_at IS NULL AND t.reopen_count = 0 THEN 'new' ELSE 'active' END ELSE t.state END"""
OVERDUE = f"({STATE}) IN ('new', 'active') AND t.due_at < :now"
# Conditions of the day; those with :day_start, :day_end and :tomorrow_end want these parameters.
OPEN = "t.state NOT IN ('closed', 'cancelled')"
ESCALATED = "t.escalated_at IS NOT NULL"
AT_WORK = f"({STATE}) IN ('new', 'active')"
UNANSWERED = f"{AT_WORK} AND t.responded_at IS NULL"
DUE_TODAY = f"{AT_WORK} AND t.due_at >= :now AND t.due_at <= :day_end"
CALLBACK = (
    "t.state = 'resolved' AND t.callback_owed = 1 AND "
    "(t.called_back_at IS NULL OR (t.score IS NULL AND t.feedback IS NULL AND t.unreached < 3))"
)
CONFIRM = f"({STATE}) = 'resolved' AND NOT ({CALLBACK})"
COMING_BACK = f"({STATE}) = 'deferred' AND t.defer_until <= :tomorrow_end"

_SELECT = """SELECT t.*, u.code AS unit, u.building AS building, c.code AS category, c.name AS category_name,
  c.english AS category_english, d.code AS department, d.name AS department_name,
  f.code AS facility, f.name AS facility_name
  FROM ticket t LEFT JOIN unit u ON u.id = t.unit_id LEFT JOIN category c ON c.id = t.category_id
  LEFT JOIN department d ON d.id = t.department_id LEFT JOIN facility f ON f.id = t.facility_id"""
_COUNT = """SELECT count(*) FROM ticket t LEFT JOIN unit u ON u.id = t.unit_id LEFT JOIN category c ON c.id = t.category_id
  LEFT JOIN department d ON d.id = t.department_id"""

SORTS = {
    "created": "t.created_at DESC, t.id DESC",
    "due": "t.due_at, t.id",
    "response": "t.response_due_at, t.id",
    "priority": "CASE t.priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END, t.due_at, t.id",
    "id": "t.id DESC",
    "unit": "u.building, u.entrance, length(u.room), u.room, t.id",
}


class Filter(select.Filter):
    """Conditions on tickets `t`."""

    __slots__ = ()

    def __init__(self, db: Database) -> None:
        """Begin without a condition."""
        super().__init__(now=rules.stamp(db.now))

    def in_states(self, states: Sequence[str], callback_owed: bool | None = None) -> "Filter":
        """Only tickets in these states as they are in force; callback_owed: of the resolved only those that owe one, or not."""
        if not {"closed", "cancelled"} & set(states):
            self.where(OPEN)  # lets the index of open tickets serve
        self.any_of(f"({STATE})", states)
        if callback_owed is None:
            return self
        return self.where("t.state <> 'resolved' OR coalesce(t.callback_owed, 0) = :owed", owed=int(callback_owed))


def count(db: Database, chosen: Filter) -> int:
    """Return how many tickets meet a filter."""
    if chosen.bare:
        return int(db.value("SELECT count(*) FROM ticket"))
    return int(db.value(f"{_COUNT} WHERE {chosen.sql}", chosen.params))


def page(db: Database, chosen: Filter, sort: str = "created", limit: int | None = None) -> tuple[list[Row], int]:
    """Return the rows of the tickets that meet a filter, with the codes of what they refer to, and how many do in all."""
    where = "" if chosen.bare else f" WHERE {chosen.sql}"
    end = "" if limit is None else f" LIMIT {int(limit)}"
    rows = db.rows(f"{_SELECT}{where} ORDER BY {SORTS[sort]}{end}", chosen.params)
    return rows, select.total(rows, limit, lambda: count(db, chosen))


def by_ids(db: Database, ids: Sequence[int]) -> list[Row]:
    """Return the rows of tickets by id, in the order asked for; those that do not exist are left out."""
    return select.by_ids(db, f"{_SELECT} WHERE t.id IN (SELECT value FROM json_each(:ids))", ids)


def events(db: Database, ids: Sequence[int]) -> dict[int, list[Row]]:
    """Return the event logs of tickets by ticket id, in the order things happened."""
    found: dict[int, list[Row]] = {id: [] for id in ids}
    sql = """SELECT e.*, d.code AS department, d.name AS department_name FROM ticket_event e
      LEFT JOIN department d ON d.id = e.department_id
      WHERE e.ticket_id IN (SELECT value FROM json_each(?)) ORDER BY e.ticket_id, e.at, e.id"""
    for row in db.rows(sql, (select.listed(ids),)):
        found[row["ticket_id"]].append(row)
    return found


def linked(db: Database, id: int) -> list[Row]:
    """Return the tickets linked to one: id, title, state, and how (related, duplicate, duplicate_of).

    A duplicate of a duplicate is one as well: its reporter is called back with this ticket.
    """
    return db.rows(
        f"""WITH RECURSIVE same (id) AS (
             SELECT ticket_id FROM ticket_link WHERE other_id = :id AND relation = 'duplicate'
             UNION SELECT l.ticket_id FROM ticket_link l JOIN same ON l.other_id = same.id WHERE l.relation = 'duplicate')
           SELECT t.id, t.title, {STATE} AS state, t.reporter, t.phone, u.code AS unit, l.relation FROM (
             SELECT other_id AS id, CASE relation WHEN 'duplicate' THEN 'duplicate_of' ELSE relation END AS relation
             FROM ticket_link WHERE ticket_id = :id
             UNION SELECT ticket_id, relation FROM ticket_link WHERE other_id = :id AND relation <> 'duplicate'
             UNION SELECT id, 'duplicate' FROM same
           ) l JOIN ticket t ON t.id = l.id LEFT JOIN unit u ON u.id = t.unit_id ORDER BY t.id""",
        {"id": id, "now": format_iso(db.now)},
    )


def of_facility(db: Database, id: int, further: Sequence[int]) -> list[Row]:
    """Return the tickets that name a facility, and further ones by id, the newest first, in short."""
    rows = db.rows(
        f"""SELECT t.id, t.title, t.kind, {STATE} AS state, t.callback_owed, t.priority, d.code AS department, t.cause,
          t.created_at, t.resolved_at, t.closed_at FROM ticket t LEFT JOIN department d ON d.id = t.department_id
        WHERE t.facility_id = :id OR t.id IN (SELECT value FROM json_each(:further)) ORDER BY t.created_at DESC, t.id DESC""",
        {"id": id, "further": str([int(one) for one in further]), "now": rules.stamp(db.now)},
    )
    for row in rows:
        row["callback_owed"] = None if row["callback_owed"] is None else bool(row["callback_owed"])
    return rows


def record(row: Row, log: Sequence[Row], now: Any) -> Row:
    """Return a ticket as JSON (DESIGN §7 and the ticket's documented fields)."""
    return {
        "id": row["id"],
        "uid": row["uid"],
        "ref": row["ref"],
        "kind": row["kind"],
        "category": row["category"],
        "title": row["title"],
        "detail": row["detail"],
        "unit": row["unit"],
        "building": row["building"],
        "place": row["place"],
        "facility": row["facility"],
        "reporter": row["reporter"],
        "phone": row["phone"],
        "source": row["source"],
        "party": row["party"],
        "priority": row["priority"],
        "department": row["department"],
        "assignee": row["assignee"],
        "state": rules.state_at(row, now),
        "tags": _tags(row["tags"]),
        "created_at": row["created_at"],
        "response_due_at": row["response_due_at"],
        "responded_at": row["responded_at"],
        "dispatched_at": row["dispatched_at"],
        "arrived_at": row["arrived_at"],
        "due_at": row["due_at"],
        "defer_until": row["defer_until"],
        "defer_reason": row["defer_reason"],
        "resolved_at": row["resolved_at"],
        "called_back_at": row["called_back_at"],
        "verified_at": row["verified_at"],
        "closed_at": row["closed_at"],
        "escalated_at": row["escalated_at"],
        "score": row["score"],
        "feedback": row["feedback"],
        "cause": row["cause"],
        "reopen_count": row["reopen_count"],
        "unreached": row["unreached"],
        "overdue": rules.is_overdue(row, now),
        "callback_owed": None if row["callback_owed"] is None else bool(row["callback_owed"]),
        "links": rules.links(row),
        "log": [
            {"at": row["created_at"], "verb": "add", "note": row["title"]},
            *({"at": event["at"], "verb": event["verb"], "note": _event_note(event)} for event in log),
        ],
    }


def _tags(stored: str) -> list[str]:
    if stored == "[]":
        return []
    import json

    tags: list[str] = json.loads(stored)
    return tags


def _event_note(event: Row) -> str | None:
    parts = [event["department_name"], event["person"], event["note"]]
    if event["verb"] == "callback" and event["reached"] == 0:
        parts.insert(0, "unreached")
    if event["score"]:
        parts.insert(0, f"{event['score']}/5")
    return " · ".join(part for part in parts if part) or None


def records(db: Database, rows: Sequence[Row]) -> list[Row]:
    """Return rows as JSON records with their logs."""
    logs = events(db, [row["id"] for row in rows])
    return [record(row, logs[row["id"]], db.now) for row in rows]
