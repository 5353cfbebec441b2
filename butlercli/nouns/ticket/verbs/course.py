"""Beside the straight way: defer, resume, reopen, escalate, cancel, note, link."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from butlercli.base.dates.iso import minute
from butlercli.base.errors import RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.nouns.ticket import model
from butlercli.nouns.ticket.rules import loop as rules
from butlercli.nouns.ticket.store import log
from butlercli.nouns.ticket.verbs.handling import (
    CLEARED,
    callback_owed,
    change,
    event,
    load,
    outcome,
    required,
    step,
    when,
)
from butlercli.store.database import Database


def defer(
    db: Database,
    refs: Sequence[int],
    until: datetime,
    reason: str,
    text: str | None = None,
    at: datetime | None = None,
) -> Result:
    """Put tickets off until a moment; their deadlines move by the time deferred."""
    notices: list[Message] = []
    for row in load(db, refs):
        if not step(db, row, "defer", notices):
            continue
        row["_reopened_at"] = log.last_reopened(db, row["id"])
        moment = when(db, row, at, "responded_at", "dispatched_at", "arrived_at", "_reopened_at")
        if until <= moment:
            raise UsageError(N_("A ticket is put off until a later moment, not until {until}."), until=minute(until))
        _check_overlap(db, row, moment)
        shifted = _shifted(row, until - moment)
        event(db, row, "defer", moment, text, until=rules.stamp(until), **_deadline_columns(shifted))
        if row["state"] == "deferred":  # the former deferral has run out
            db.update("ticket", row["id"], {"state": "active", "defer_until": None, "defer_reason": None})
            row.update(state="active", defer_until=None, defer_reason=None)
        change(db, row, state="deferred", defer_until=rules.stamp(until), defer_reason=reason, **shifted)
    return outcome(db, refs, notices, "defer")


def _check_overlap(db: Database, row: Row, moment: datetime) -> None:
    """Refuse a back-dated deferral that would begin inside a former one: time is not deferred twice."""
    end = log.deferred_until(db, row["id"])
    if end is not None and rules.stamp(moment) < end:
        raise RuleError(
            N_("T{id} was deferred until {end} already; a new deferral begins after it."),
            code="deferrals_overlap",
            id=row["id"],
            end=minute(end),
        )


def _shifted(row: Row, by: timedelta) -> Row:
    values: Row = {"due_at": rules.stamp(rules.moment(row["due_at"]) + by)}
    if not row["responded_at"]:
        values["response_due_at"] = rules.stamp(rules.moment(row["response_due_at"]) + by)
    return values


def _deadline_columns(shifted: Row) -> Row:
    """Return the moved deadlines as the event log keeps them, for figures as of an earlier day."""
    return {"due": shifted["due_at"], "response_due": shifted.get("response_due_at")}


def resume(db: Database, refs: Sequence[int], text: str | None = None, at: datetime | None = None) -> Result:
    """Take deferred tickets up again; the deadlines move back by the time that was not needed."""
    notices: list[Message] = []
    for row in load(db, refs):
        # Entered in the evening: it was taken up before its day, which has come since.
        earlier = row["state"] == "deferred" and at is not None and rules.stamp(at) < row["defer_until"]
        if not earlier and not step(db, row, "resume", notices):
            continue
        row["_deferred_at"] = log.last_of(db, row["id"], "defer")
        moment = when(db, row, at, "_deferred_at")
        shifted = _shifted(row, moment - rules.moment(row["defer_until"]))
        event(db, row, "resume", moment, text, **_deadline_columns(shifted))
        change(db, row, state=rules.resumed_state(row), **shifted)
    return outcome(db, refs, notices, "resume")


def reopen(db: Database, refs: Sequence[int], text: str | None, at: datetime | None = None) -> Result:
    """Open tickets again; the links after the response stand cleared from then on, the due time stays."""
    notices: list[Message] = []
    for row in load(db, refs):
        if step(db, row, "reopen", notices):
            moment = when(
                db, row, at, "resolved_at", "called_back_at", "verified_at", "closed_at", *_cancelled(db, row)
            )
            event(db, row, "reopen", moment, text, reopens=1)
            change(db, row, state="active", reopen_count=row["reopen_count"] + 1, **CLEARED)
            _no_duplicate(db, row)  # it answers its reporter itself again
    return outcome(db, refs, notices, "reopen")


def _cancelled(db: Database, row: Row) -> tuple[str, ...]:
    row["_cancelled_at"] = log.last_of(db, row["id"], "cancel")
    return ("_cancelled_at",)


def escalate(db: Database, refs: Sequence[int], text: str, to: str | None, at: datetime | None = None) -> Result:
    """Pass tickets up; they head the day and the week until they are closed."""
    required(text, N_("Say why it is passed up."))
    notices: list[Message] = []
    for row in load(db, refs):
        if step(db, row, "escalate", notices):
            moment = when(db, row, at)
            event(db, row, "escalate", moment, text, person=to)
            change(db, row, escalated_at=rules.stamp(moment))
    return outcome(db, refs, notices, "escalate")


def cancel(db: Database, refs: Sequence[int], text: str, at: datetime | None = None) -> Result:
    """Cancel tickets, with a reason."""
    required(text, N_("Say why it is cancelled."))
    notices: list[Message] = []
    for row in load(db, refs):
        if step(db, row, "cancel", notices):
            apply_cancel(db, row, text, at)
    return outcome(db, refs, notices, "cancel")


def apply_cancel(db: Database, row: Row, text: str, at: datetime | None) -> None:
    """Cancel one ticket."""
    row["_deferred_at"] = log.last_of(db, row["id"], "defer")
    begun = ("_deferred_at",) if rules.state_at(row, db.now) == "deferred" else ()
    moment = when(
        db,
        row,
        at,
        "responded_at",
        "dispatched_at",
        "arrived_at",
        "resolved_at",
        "called_back_at",
        "verified_at",
        *begun,
    )
    # The deferral ends here too: what was not needed of it is taken off the deadlines again.
    shifted = _shifted(row, moment - rules.moment(row["defer_until"])) if begun else {}
    event(db, row, "cancel", moment, text, **(_deadline_columns(shifted) if begun else {}))
    change(db, row, state="cancelled", **shifted)


def note(db: Database, refs: Sequence[int], text: str, at: datetime | None = None) -> Result:
    """Add a note to the logs."""
    required(text, N_("Say what is to be noted."))
    for row in load(db, refs):
        event(db, row, "note", when(db, row, at), text)
    return outcome(db, refs, (), "note")


def link(db: Database, first: int, second: int, duplicate: bool, at: datetime | None = None) -> Result:
    """Link two tickets; with `duplicate` the first is cancelled and its reporter's callback goes to the second."""
    if first == second:
        raise UsageError(N_("A ticket is not linked to itself."))
    row, other = load(db, [first, second])
    relation = "duplicate" if duplicate else "related"
    known = log.link_between(db, first, second)
    if known is not None and (not duplicate or (known["relation"] == relation and known["ticket_id"] == first)):
        return outcome(
            db, [first, second], [Message(N_("T{a} and T{b} are linked already."), a=first, b=second)], "link"
        )
    if duplicate:
        _check_duplicate(db, row, other)
        _no_duplicate(db, row)  # its callback is owed once: with the ticket named last
    if known is not None:
        db.delete("ticket_link", known["id"])
    db.insert("ticket_link", {"ticket_id": first, "other_id": second, "relation": relation})
    moment = when(db, other, at)
    event(db, row, "link", when(db, row, at), f"T{second}")
    if duplicate and row["state"] != "cancelled":
        apply_cancel(db, row, f"= T{second}", at)
    takes_over = duplicate and other["state"] == "resolved" and not other["callback_owed"] and callback_owed(db, other)
    event(db, other, "link", moment, f"T{first}", owed=1 if takes_over else None)
    if takes_over:
        change(db, other, callback_owed=1)
    return outcome(db, [first, second], (), "link")


def _no_duplicate(db: Database, row: Row) -> None:
    """Let a ticket be only related to what it was a duplicate of."""
    for link in log.duplicate_of(db, row["id"]):
        db.update("ticket_link", link, {"relation": "related"})


def _check_duplicate(db: Database, row: Row, other: Row) -> None:
    if rules.state_at(row, db.now) == "closed":
        raise RuleError(N_("T{id} is closed and cannot become a duplicate."), code="wrong_state", id=row["id"])
    if other["state"] in ("closed", "cancelled"):
        raise RuleError(
            N_("T{id} is {state}: it cannot take over the callback of a duplicate."),
            hint=N_("Link them without --duplicate, or open it again first: butler ticket reopen {id}."),
            code="wrong_state",
            id=other["id"],
            state=model.STATES.label(other["state"]),
        )
