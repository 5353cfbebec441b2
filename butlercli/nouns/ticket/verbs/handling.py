"""The verbs of the closed loop: each takes references, decides by the rules, and writes one event a ticket."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from butlercli.base.errors import NotFoundError, RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.kit import attachments, settings
from butlercli.nouns.register.store import departments
from butlercli.nouns.ticket import model
from butlercli.nouns.ticket.rules import loop as rules
from butlercli.nouns.ticket.store import log
from butlercli.nouns.ticket.store import tickets as store
from butlercli.store.database import Database

CLEARED = {
    "resolved_at": None,
    "called_back_at": None,
    "verified_at": None,
    "closed_at": None,
    "score": None,
    "feedback": None,
    "unreached": 0,
    "callback_owed": None,
}


def load(db: Database, refs: Sequence[int]) -> list[Row]:
    """Return the tickets' rows; raises NotFoundError (exit 3) naming those that do not exist."""
    rows = store.by_ids(db, refs)
    if len(rows) < len(refs):
        known = {row["id"] for row in rows}
        missing = [f"T{ref}" for ref in refs if ref not in known]
        newest = log.newest_id(db)
        raise NotFoundError(
            N_("There is no ticket {refs}."),
            hint=N_("The newest is T{newest}.") if newest else N_("There are no tickets yet; {command} records one."),
            refs=", ".join(missing[:10]),
            newest=newest,
            command="butler ticket add",
        )
    return rows


def event(db: Database, row: Row, verb: str, at: datetime, note: str | None = None, **values: Any) -> int:
    """Write one event to a ticket's log; the time it was typed is kept where it differs."""
    entered = rules.stamp(db.now)
    stored = rules.stamp(at)
    line = {"ticket_id": row["id"], "verb": verb, "at": stored, "note": note or None, **values}
    if entered != stored:
        line["entered_at"] = entered
    return db.insert("ticket_event", {name: value for name, value in line.items() if value is not None})


def change(db: Database, row: Row, **values: Any) -> None:
    """Write columns of a ticket; a state written ends a deferral."""
    if "state" in values and values["state"] != "deferred" and row["state"] == "deferred":
        values.update(defer_until=None, defer_reason=None)
    changed = {name: value for name, value in values.items() if row[name] != value}
    db.update("ticket", row["id"], changed)
    row.update(changed)


def outcome(db: Database, refs: Sequence[int], notices: Sequence[Message] = (), verb: str = "") -> Result:
    """Return the tickets as they now stand: one as an object, several as an array."""
    rows = store.by_ids(db, refs)
    found = store.records(db, rows)
    data: Any = found[0] if len(found) == 1 else found
    extra = {"verb": verb, "rows": {row["id"]: row for row in rows}}
    return Result("ticket.echo", data, notices=notices, refs=",".join(f"T{ref}" for ref in refs), extra=extra)


def step(db: Database, row: Row, verb: str, notices: list[Message]) -> bool:
    """Say whether a verb applies to a ticket now; note where there is nothing to do."""
    if rules.check_transition(row, verb, db.now):
        return True
    state = model.STATES.label(rules.state_at(row, db.now))
    notices.append(Message(N_("T{id} is {state} already; nothing to do."), id=row["id"], state=state))
    return False


def when(db: Database, row: Row, at: datetime | None, *before: str) -> datetime:
    """Return the time of a step, checked against the steps that precede it."""
    return rules.check_time(at or db.now, db.now, row, *before)


def required(text: str | None, what: str) -> str:
    """Return a text that must not be empty; raises UsageError naming what is wanted."""
    if text is None or not text.strip():
        raise UsageError(what)
    return text


def respond(db: Database, refs: Sequence[int], text: str, at: datetime | None = None) -> Result:
    """Note what was answered; the first response counts."""
    required(text, N_("Say what was answered."))
    notices: list[Message] = []
    for row in load(db, refs):
        if step(db, row, "respond", notices):
            moment = when(db, row, at)
            event(db, row, "respond", moment, text, responds=1)
            earlier = min(filter(None, (row["responded_at"], rules.stamp(moment))))
            change(db, row, state="active", responded_at=earlier)
    return outcome(db, refs, notices, "respond")


def dispatch(
    db: Database,
    refs: Sequence[int],
    department: str,
    to: str | None = None,
    told: str | None = None,
    at: datetime | None = None,
) -> Result:
    """Send a department; with `told` the reporter was answered as well."""
    sent = departments.find(db, department)
    notices: list[Message] = []
    for row in load(db, refs):
        if not step(db, row, "dispatch", notices):
            continue
        moment = when(db, row, at)
        values: Row = {"state": "active"}
        if rules.stamp(moment) >= (row["dispatched_at"] or ""):  # else somebody was sent later, who counts
            values |= {"dispatched_at": rules.stamp(moment), "arrived_at": None, "department_id": sent["id"]}
            values["assignee"] = to or row["assignee"]
        if told:
            values["responded_at"] = min(filter(None, (row["responded_at"], rules.stamp(moment))))
        event(
            db,
            row,
            "dispatch",
            moment,
            told,
            department_id=sent["id"],
            person=to,
            responds=1 if told else None,
        )
        change(db, row, **values)
    return outcome(db, refs, notices, "dispatch")


def arrive(db: Database, refs: Sequence[int], at: datetime | None = None) -> Result:
    """Note that the department is on site; the latest pair of dispatch and arrival counts."""
    notices: list[Message] = []
    for row in load(db, refs):
        if not step(db, row, "arrive", notices):
            continue
        if not row["dispatched_at"]:
            raise RuleError(
                N_("Nobody was sent for T{id} yet."),
                hint=N_("Send somebody first: butler ticket dispatch {id} DEPARTMENT."),
                code="not_dispatched",
                id=row["id"],
            )
        if row["arrived_at"]:
            notices.append(Message(N_("T{id}: the arrival is noted already."), id=row["id"]))
            continue
        moment = when(db, row, at, "dispatched_at")
        event(db, row, "arrive", moment, department_id=row["department_id"], person=row["assignee"])
        change(db, row, arrived_at=rules.stamp(moment))
    return outcome(db, refs, notices, "arrive")


def resolve(
    db: Database,
    refs: Sequence[int],
    text: str,
    cause: str | None = None,
    at: datetime | None = None,
    photos: Sequence[str] = (),
) -> Result:
    """Note what was done; it is also the response where that was still owed."""
    required(text, N_("Say what was done."))
    notices: list[Message] = []
    for row in load(db, refs):
        if step(db, row, "resolve", notices):
            apply_resolve(db, row, text, cause, at, photos)
    return outcome(db, refs, notices, "resolve")


def apply_resolve(
    db: Database, row: Row, text: str, cause: str | None, at: datetime | None, photos: Sequence[str] = ()
) -> None:
    """Resolve one ticket; draws whether a callback is owed."""
    moment = when(db, row, at, "responded_at", "dispatched_at", "arrived_at", *_reopened(db, row))
    owed = int(callback_owed(db, row))
    responds = None if row["responded_at"] else 1
    id = event(db, row, "resolve", moment, text, responds=responds, owed=owed)
    attachments.store(db, photos, ticket_id=row["id"], event_id=id)
    stamp = rules.stamp(moment)
    change(
        db,
        row,
        state="resolved",
        resolved_at=stamp,
        responded_at=row["responded_at"] or stamp,
        callback_owed=owed,
        cause=cause or row["cause"],
    )


def _reopened(db: Database, row: Row) -> tuple[str, ...]:
    """Add the last reopening to the row as a step that precedes; returns the name it goes by."""
    row["_reopened_at"] = log.last_reopened(db, row["id"])
    return ("_reopened_at",)


def callback_owed(db: Database, row: Row) -> bool:
    """Say whether a callback is owed for a ticket, or for a duplicate of it whose reporter was handed over."""
    if rules.owes_callback(row, settings.get(db, f"callback.{row['kind']}")):
        return True
    duplicates = log.duplicates(db, row["id"])
    return any(rules.owes_callback(other, settings.get(db, f"callback.{other['kind']}")) for other in duplicates)


def close(db: Database, refs: Sequence[int], at: datetime | None = None) -> Result:
    """Close tickets whose loop is complete; raises RuleError (exit 4) naming what is missing."""
    notices: list[Message] = []
    for row in load(db, refs):
        if rules.state_at(row, db.now) in ("new", "active"):
            raise incomplete(row)
        if step(db, row, "close", notices):
            apply_close(db, row, at)
    return outcome(db, refs, notices, "close")


def apply_close(db: Database, row: Row, at: datetime | None) -> None:
    """Close one ticket."""
    if rules.missing_links(row):
        raise incomplete(row)
    moment = when(db, row, at, "resolved_at", "called_back_at", "verified_at")
    event(db, row, "close", moment)
    change(db, row, state="closed", closed_at=rules.stamp(moment))


COMMANDS = {
    "response": "butler ticket respond {id} TEXT",
    "handling": "butler ticket resolve {id} TEXT",
    "callback": "butler ticket callback {id} --score 5",
    "feedback": "butler ticket callback {id} --score 5",
}


def incomplete(row: Row) -> RuleError:
    """Return the refusal to close: which links are missing, and the command that adds the first."""
    missing = rules.missing_links(row)
    return RuleError(
        N_("T{id} cannot be closed: {links} missing."),
        hint=N_("Next: {command}."),
        code="loop_incomplete",
        id=row["id"],
        links=[model.LINKS.label(link) for link in missing],
        command=COMMANDS[missing[0]].format(id=row["id"]),
    )
