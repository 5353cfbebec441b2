"""The tickets' SQL."""

from collections.abc import Sequence
from typing import Any

from butlercli.base.dates.iso import format_iso
from butlercli.base.result import Row
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


class Filter:
    """Conditions on tickets, collected one by one; the SQL is the code's own, values are parameters."""

    __slots__ = ("_conditions", "params")

    def __init__(self, db: Database) -> None:
        """Begin without a condition."""
        self._conditions: list[str] = []
        self.params: dict[str, Any] = {"now": rules.stamp(db.now)}

    def where(self, condition: str, **params: Any) -> "Filter":
        """Add a condition with its parameters."""
        self._conditions.append(f"({condition})")
        self.params.update(params)
        return self

    def any_of(self, column: str, values: Sequence[Any]) -> "Filter":
        """Add a condition that a column (an SQL expression of the code's own) is one of some values."""
        names = []
        for value in values:
            name = f"p{len(self.params)}"
            self.params[name] = value
            names.append(f":{name}")
        self._conditions.append(f"{column} IN ({', '.join(names)})")
        return self

    def having(self, column: str, value: Any) -> "Filter":
        """Add a condition that a column of the ticket, such as `department_id`, has a value."""
        return self.where(f"t.{column} = :{column}", **{column: value})

    def in_building(self, building: str) -> "Filter":
        """Only tickets of the units of a building."""
        return self.where("u.building = :building", building=building)

    def tagged(self, tag: str) -> "Filter":
        """Only tickets with a tag."""
        name = f"tag{len(self.params)}"
        return self.where(f"EXISTS (SELECT 1 FROM json_each(t.tags) WHERE value = :{name})", **{name: tag})

    def overdue(self) -> "Filter":
        """Only tickets past their due time."""
        return self.where(OVERDUE)

    def created(self, first: str | None, last: str | None) -> "Filter":
        """Only tickets recorded from one moment to another; None is without bound."""
        if first:
            self.where("t.created_at >= :start", start=first)
        return self.where("t.created_at <= :end", end=last) if last else self

    def in_states(self, states: Sequence[str], callback_owed: bool | None = None) -> "Filter":
        """Only tickets in these states as they are in force; callback_owed: of the resolved only those that owe one, or not."""
        if not {"closed", "cancelled"} & set(states):
            self.where(OPEN)  # lets the index of open tickets serve
        self.any_of(f"({STATE})", states)
        if callback_owed is None:
            return self
        return self.where("t.state <> 'resolved' OR coalesce(t.callback_owed, 0) = :owed", owed=int(callback_owed))

    @property
    def sql(self) -> str:
        """Return the WHERE clause."""
        return " WHERE " + " AND ".join(self._conditions) if self._conditions else ""

    @property
    def bare(self) -> bool:
        """Say whether there is no condition at all."""
        return not self._conditions


def count(db: Database, chosen: Filter) -> int:
    """Return how many tickets meet a filter."""
    if chosen.bare:
        return int(db.value("SELECT count(*) FROM ticket"))
    return int(db.value(_COUNT + chosen.sql, chosen.params))


def select(db: Database, chosen: Filter, sort: str = "created", limit: int | None = None, offset: int = 0) -> list[Row]:
    """Return the rows of the tickets that meet a filter, with the codes of what they refer to."""
    sql = f"{_SELECT}{chosen.sql} ORDER BY {SORTS[sort]}"
    if limit is not None:
        sql += f" LIMIT {int(limit)} OFFSET {int(offset)}"
    return db.rows(sql, chosen.params)


def by_ids(db: Database, ids: Sequence[int]) -> list[Row]:
    """Return the rows of tickets by id, in the order asked for; those that do not exist are left out."""
    found: dict[int, Row] = {}
    for start in range(0, len(ids), 500):
        for row in select(db, Filter(db).any_of("t.id", list(ids[start : start + 500])), "id"):
            found[row["id"]] = row
    return [found[id] for id in ids if id in found]


def events(db: Database, ids: Sequence[int]) -> dict[int, list[Row]]:
    """Return the event logs of tickets by ticket id, in the order things happened."""
    found: dict[int, list[Row]] = {id: [] for id in ids}
    for start in range(0, len(ids), 500):
        part = list(ids[start : start + 500])
        marks = ", ".join("?" * len(part))
        sql = (
            "SELECT e.*, d.code AS department, d.name AS department_name FROM ticket_event e "
            f"LEFT JOIN department d ON d.id = e.department_id WHERE e.ticket_id IN ({marks}) ORDER BY e.ticket_id, e.at, e.id"
        )
        for row in db.rows(sql, part):
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


def photos(db: Database, id: int) -> list[Row]:
    """Return the photos of a ticket."""
    return db.rows("SELECT sha256, name, size FROM attachment WHERE ticket_id = ? ORDER BY id", (id,))


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
