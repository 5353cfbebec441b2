"""The last links: callback, verification, and `done`, the short way for small things."""

from collections.abc import Sequence
from datetime import datetime

from butlercli.base.errors import RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.kit import attachments
from butlercli.nouns.ticket import model
from butlercli.nouns.ticket.rules import loop as rules
from butlercli.nouns.ticket.verbs.handling import (
    CLEARED,
    apply_close,
    apply_resolve,
    change,
    event,
    load,
    outcome,
    required,
    step,
    when,
)
from butlercli.store.database import Database


def parse_score(text: str) -> int:
    """Read 1–5 or 非常满意 … 非常不满意; raises UsageError (exit 2)."""
    code = model.SCORES.find(text)
    if code is None:
        raise UsageError(
            N_("“{value}” is not a score."),
            hint=N_("From 1 (very dissatisfied) to 5 (very satisfied), or 非常满意 满意 一般 不满意 非常不满意."),
            value=text,
        )
    return int(code)


class Answer:
    """What a callback brought: a score, a text, who called, whether it was in vain or the work is to be redone."""

    __slots__ = ("by", "feedback", "score", "unhappy", "unreached")

    def __init__(
        self,
        score: int | None = None,
        feedback: str | None = None,
        by: str | None = None,
        unreached: bool = False,
        unhappy: bool = False,
    ) -> None:
        """Raises UsageError where nobody was reached and yet an answer is given."""
        if unreached and (score is not None or unhappy):
            raise UsageError(N_("Somebody who was not reached gave no score."))
        self.score = score
        self.feedback = feedback or None
        self.by = by or None
        self.unreached = unreached
        self.unhappy = unhappy


def callback(db: Database, refs: Sequence[int], answer: Answer, at: datetime | None = None) -> Result:
    """Note a callback; an unhappy one opens the ticket again, three in vain satisfy the link."""
    notices: list[Message] = []
    for row in load(db, refs):
        if step(db, row, "callback", notices):
            apply_callback(db, row, answer, at)
            if answer.score is not None and answer.score <= 2 and not answer.unhappy:
                notices.append(
                    Message(
                        N_("T{id}: if the work is to be done again, use butler ticket reopen {id}."),
                        id=row["id"],
                    )
                )
    return outcome(db, refs, notices, "callback")


def apply_callback(db: Database, row: Row, answer: Answer, at: datetime | None) -> None:
    """Note one ticket's callback."""
    moment = when(db, row, at, "resolved_at", "called_back_at")
    event(
        db,
        row,
        "callback",
        moment,
        answer.feedback,
        reached=0 if answer.unreached else 1,
        score=answer.score,
        person=answer.by,
        reopens=1 if answer.unhappy else None,
    )
    if answer.unhappy:
        change(db, row, state="active", reopen_count=row["reopen_count"] + 1, **CLEARED)
        return
    if answer.unreached:
        attempts = row["unreached"] + 1
        values: Row = {"unreached": attempts}
        if attempts >= model.ATTEMPTS_THAT_SATISFY and not row["called_back_at"]:
            values["called_back_at"] = rules.stamp(moment)
        change(db, row, **values)
        return
    values = {"called_back_at": rules.stamp(moment)}
    if answer.score is not None:
        values["score"] = answer.score
    if answer.feedback:
        values["feedback"] = answer.feedback
    change(db, row, **values)


def verify(
    db: Database,
    refs: Sequence[int],
    text: str | None,
    by: str | None = None,
    at: datetime | None = None,
    photos: Sequence[str] = (),
) -> Result:
    """Check a repair that nobody reported; it stands for callback and feedback."""
    notices: list[Message] = []
    for row in load(db, refs):
        somebody = rules.has_reporter(row) or row["callback_owed"]  # a duplicate's reporter counts
        if somebody and rules.check_transition(row, "verify", db.now):
            raise RuleError(
                N_("T{id} was reported by somebody, who is to be called back."),
                hint=N_("Next: butler ticket callback {id} --score 5."),
                code="callback_instead",
                id=row["id"],
            )
        if step(db, row, "verify", notices):
            moment = when(db, row, at, "resolved_at")
            id = event(db, row, "verify", moment, text, person=by)
            attachments.store(db, photos, ticket_id=row["id"], event_id=id)
            change(db, row, verified_at=rules.stamp(moment))
    return outcome(db, refs, notices, "verify")


def done(
    db: Database,
    refs: Sequence[int],
    text: str | None,
    score: int | None = None,
    cause: str | None = None,
    at: datetime | None = None,
) -> Result:
    """Resolve if that is still to do, note a score, and close where nothing is owed any more."""
    notices: list[Message] = []
    for row in load(db, refs):
        if not step(db, row, "done", notices):
            continue
        if rules.state_at(row, db.now) != "resolved":
            apply_resolve(db, row, required(text, N_("Say what was done.")), cause, at)
        else:
            if text:
                event(db, row, "note", when(db, row, at), text)
            change(db, row, cause=cause or row["cause"])
        if score is not None:
            apply_callback(db, row, Answer(score=score), at)
        if not rules.missing_links(row):
            apply_close(db, row, at)
        else:
            notices.append(Message(N_("T{id} stays open: a callback is owed."), id=row["id"]))
    return outcome(db, refs, notices, "done")
