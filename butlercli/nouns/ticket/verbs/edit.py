"""Changing what was recorded, and correcting the time of a step."""

from collections.abc import Collection, Sequence
from datetime import datetime

from butlercli.base.dates.iso import BY_AT, minute, not_yet
from butlercli.base.errors import RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.kit import fields, texts
from butlercli.nouns.register.store import units
from butlercli.nouns.ticket import model
from butlercli.nouns.ticket.fields import TICKET
from butlercli.nouns.ticket.rules import loop as rules
from butlercli.nouns.ticket.store import log
from butlercli.nouns.ticket.verbs import handling as verbs
from butlercli.store.database import Database

# The times that may be corrected, in the order of the loop, and the event that each stands for.
STEPS = {
    "responded_at": "respond",
    "dispatched_at": "dispatch",
    "arrived_at": "arrive",
    "resolved_at": "resolve",
    "called_back_at": "callback",
    "verified_at": "verify",
    "closed_at": "close",
}
# What a ticket always has: an empty text leaves it as it is.
KEPT = ("kind", "priority", "source", "party")


def edit(db: Database, refs: Sequence[int], changes: Row, times: dict[str, datetime]) -> Result:
    """Change columns and correct times of tickets.

    changes: as typed, by the names of the ticket's JSON; an empty text clears what may be empty. times: `created_at` or one of
    STEPS. Raises UsageError where nothing is to be changed, RuleError where a corrected time breaks the order.
    """
    changes = {name: value for name, value in changes.items() if value or name not in KEPT}
    if not changes and not times:
        raise texts.nothing_to_change()
    notices: list[Message] = []
    rows = verbs.load(db, refs)
    values = _read(db, changes, notices)
    # The log has always named the number after other texts, and codes last.
    said = sorted((name for name in changes if name != "new_unit"), key=lambda n: (n in (*KEPT, "due"), n == "phone"))
    for row in rows:
        before = dict(row)
        _apply(db, row, values)
        for name, moment in times.items():
            _correct(db, row, name, moment)
        _check_order(db, row, times)
        _recompute(db, row, before, changes.get("due"))
        if row == before:
            notices.append(Message(N_("T{id} is as you say already; nothing changed."), id=row["id"]))
        else:
            verbs.event(db, row, "edit", db.now, ", ".join((*said, *times)), **_moved(row, before))
    return verbs.outcome(db, refs, notices, "edit")


def _read(db: Database, changes: Row, notices: list[Message]) -> Row:
    """Return the columns of what was typed; says where a unit was registered."""
    values = fields.values(db, [field for field in TICKET if field.name != "unit"], changes)
    if "unit" in changes:
        values["unit_id"] = _unit(db, changes, notices)
    return values


def _apply(db: Database, row: Row, values: Row) -> None:
    if not values.keys().isdisjoint(("unit_id", "reporter", "phone")):
        values = {**values, "resident_id": _resident(db, {**row, **values})}
    verbs.change(db, row, **values)


def _resident(db: Database, row: Row) -> int | None:
    """Return the resident whom the corrected unit, name and number speak for."""
    if not (row["unit_id"] and (row["reporter"] or row["phone"])):
        return None
    from butlercli.nouns.register.store import residents

    return residents.match(db, row["unit_id"], row["reporter"], row["phone"])


def _unit(db: Database, changes: Row, notices: list[Message]) -> int | None:
    if not changes["unit"]:
        return None
    unit, said = units.taken(db, changes["unit"], new=bool(changes.get("new_unit")))
    notices += said
    return int(unit["id"])


def _correct(db: Database, row: Row, name: str, moment: datetime) -> None:
    """Move the event behind a time; whether the steps are still in order is looked at when all are moved."""
    if moment > db.now:
        raise not_yet(moment, hint=BY_AT)
    stamp = rules.stamp(moment)
    if name == "created_at":
        verbs.change(db, row, created_at=stamp)
        return
    if not row[name]:
        raise RuleError(
            N_("T{id} has no such step yet, so its time cannot be corrected ({name})."),
            code="no_such_step",
            id=row["id"],
            name=model.FIELDS.label(name),
        )
    event = _event_of(db, row, name)
    # One event may be several steps: what was done can be the response as well.
    shared = [
        other for other in STEPS if other != name and row[other] == row[name] and _event_of(db, row, other) == event
    ]
    if name == "responded_at" and shared:  # the answer had a time of its own; what was done stays where it was
        if stamp != row[name]:
            log.no_response(db, event)
            verbs.event(db, row, "respond", moment, responds=1)
        shared = []
    else:
        log.move_event(db, event, stamp)
    verbs.change(db, row, **dict.fromkeys([name, *shared], stamp))
    if row["responded_at"]:  # the first response counts, and it may be another one now
        verbs.change(db, row, responded_at=log.first_response(db, row["id"]))


def _event_of(db: Database, row: Row, name: str) -> int:
    """Return the event that a time of the ticket was read from."""
    return log.event_at(db, row["id"], STEPS[name], row[name], first_response=name == "responded_at")


# Which steps may not come before which; somebody may be sent before the reporter is answered.
_AFTER: dict[str, tuple[str, ...]] = {
    "responded_at": ("created_at",),
    "dispatched_at": ("created_at",),
    "arrived_at": ("created_at", "dispatched_at"),
    "resolved_at": ("created_at", "responded_at", "dispatched_at", "arrived_at", "reopened_at"),
    "called_back_at": ("resolved_at",),
    "verified_at": ("resolved_at",),
    "closed_at": ("resolved_at", "called_back_at", "verified_at"),
}


def _check_order(db: Database, row: Row, moved: Collection[str]) -> None:
    """Refuse corrected times that would break the order of the loop (exit 4)."""
    times = {**row, "reopened_at": log.last_reopened(db, row["id"])}
    for name, before in _AFTER.items():
        for other in before:
            if not (times[name] and times[other]) or times[other] <= times[name]:
                continue
            if name in moved or other in moved:
                at, against = (name, other) if name in moved else (other, name)
                raise RuleError(
                    N_("T{id}: {at} would break the order of the steps ({other} is {time})."),
                    code="before_previous",
                    id=row["id"],
                    at=minute(times[at]),
                    other=model.FIELDS.label(against),
                    time=minute(times[against]),
                )


def _recompute(db: Database, row: Row, before: Row, due: datetime | None) -> None:
    """Move the deadlines after a change of kind, priority or creation; `--due` wins, deferred time stays added."""
    if due is None and all(row[name] == before[name] for name in ("kind", "priority", "created_at")):
        return
    created = rules.moment(row["created_at"])
    response, handling = rules.Allowances(row["allowances"]).deadlines(created, row["kind"], row["priority"])
    former = rules.Allowances(before["allowances"]).deadlines(
        rules.moment(before["created_at"]), before["kind"], before["priority"]
    )
    values: Row = {}
    if not row["responded_at"] or row["response_due_at"] == rules.stamp(former[0]):
        shift = rules.moment(row["response_due_at"]) - former[0]
        values["response_due_at"] = rules.stamp(response + shift)
    if due is not None:
        if due <= created:
            raise UsageError(
                N_("The due time {due} is not after the ticket's own ({at})."),
                due=minute(due),
                at=minute(created),
            )
        values.update(due_at=rules.stamp(due), due_fixed=1)
    elif not row["due_fixed"]:
        values["due_at"] = rules.stamp(handling + (rules.moment(row["due_at"]) - former[1]))
    verbs.change(db, row, **values)
    if row["created_at"] != before["created_at"]:
        # A corrected creation corrects the history as well: there is no earlier truth to keep.
        verbs.change(
            db,
            row,
            response_base=rules.stamp(response),
            **({} if row["due_fixed"] else {"due_base": rules.stamp(handling)}),
        )


def _moved(row: Row, before: Row) -> Row:
    """Return the new deadlines for the event log, so that a figure as of an earlier day still knows the old ones."""
    moved: Row = {}
    if row["due_at"] != before["due_at"]:
        moved["due"] = row["due_at"]
    if row["response_due_at"] != before["response_due_at"]:
        moved["response_due"] = row["response_due_at"]
    return moved
