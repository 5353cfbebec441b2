"""A ticket that has its history behind it: state and events that follow from the times it came with. Pure.

What the times leave open is decided as the verbs would have it:
- a resolution without a response before it is the response; a closing without a resolution is one as well
- a score or feedback without the time of the callback was given when the ticket was closed, else when resolved
- a time of day 00:00 on the day of the step before it is a day without a time: it counts from that step
- a word for the state is honoured where it does not contradict the times, which win
"""

from datetime import datetime
from typing import Any

from butlercli.base.dates.iso import minute, not_yet
from butlercli.base.errors import ButlerError, RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.nouns.ticket.rules import loop as rules

Event = dict[str, Any]

TIMES = (
    "responded_at",
    "dispatched_at",
    "arrived_at",
    "resolved_at",
    "called_back_at",
    "verified_at",
    "closed_at",
    "escalated_at",
)
# Which steps may not come before which.
_AFTER: dict[str, tuple[str, ...]] = {
    "responded_at": ("created_at",),
    "dispatched_at": ("created_at",),
    "arrived_at": ("created_at", "dispatched_at"),
    "resolved_at": ("created_at", "responded_at", "dispatched_at", "arrived_at"),
    "called_back_at": ("resolved_at",),
    "verified_at": ("resolved_at",),
    "closed_at": ("resolved_at", "called_back_at", "verified_at"),
    "escalated_at": ("created_at",),
}
CONTRADICTED = N_("contradicts the times, which win")
WITHOUT_TIME = N_("is kept, but when it was handled is not known")
OPEN_WORD = "open"
"""A state that only says that a ticket is not closed; the times say which it is."""


def complete(values: Row, answered_at: str | None, now: datetime) -> list[tuple[str, ButlerError]]:
    """Fill the times that follow from others, in place; return what is wrong as (field, error)."""
    if answered_at and not values.get("resolved_at"):
        values["resolved_at"] = answered_at
    elif answered_at and not values.get("responded_at"):
        values["responded_at"] = answered_at
    closed, called = values.get("closed_at"), values.get("called_back_at") or values.get("verified_at")
    if not values.get("resolved_at") and closed:
        values["resolved_at"] = min(filter(None, (closed, called)))
    wrong = _in_order(values, rules.stamp(now))
    if (values.get("score") or values.get("feedback")) and not values.get("called_back_at"):
        if not values.get("resolved_at"):
            error = UsageError(N_("is there, but nothing says when the ticket was handled."))
            wrong.append(("score" if values.get("score") else "feedback", error))
        else:
            values["called_back_at"] = values.get("closed_at") or values["resolved_at"]
    if values.get("resolved_at") and not values.get("responded_at"):
        values["responded_at"] = values["resolved_at"]
    return wrong


def _in_order(values: Row, now: str) -> list[tuple[str, ButlerError]]:
    wrong: list[tuple[str, ButlerError]] = []
    if values["created_at"] > now:
        wrong.append(("created_at", not_yet(values["created_at"], hint="")))
    for name, before in _AFTER.items():
        at = values.get(name)
        if not at:
            continue
        latest = max((values[other] for other in before if values.get(other)), default="")
        if at < latest and at[11:] == "00:00:00" and at[:10] == latest[:10]:
            values[name] = at = latest
        if at > now:
            wrong.append((name, not_yet(at, hint="")))
        elif at < latest:
            error = RuleError(N_("is before the step that precedes it ({before})."), before=minute(latest))
            wrong.append((name, error))
        elif not latest:
            wrong.append((name, RuleError(N_("there is no time of handling before it."))))
    return wrong


def state_of(values: Row, word: str | None) -> tuple[str, str | None]:
    """Return the state, and a msgid on the word for it where the two do not agree."""
    told = _told_by_times(values)
    if word is None or word == told:
        return told, None
    if word == OPEN_WORD:
        return told, CONTRADICTED if told == "closed" else None
    if word == "cancelled" and told != "closed":
        return word, None
    if word == "deferred" and values.get("defer_until") and told in ("new", "active"):
        return word, None
    if word == "closed":
        if values.get("resolved_at"):
            last = max(filter(None, (values.get(name) for name in TIMES if name != "escalated_at")))
            values["closed_at"] = last
            return word, None
        return word, WITHOUT_TIME
    if word == "active" and told == "new":
        return word, None
    return told, CONTRADICTED


def _told_by_times(values: Row) -> str:
    if values.get("closed_at"):
        return "closed"
    if values.get("resolved_at"):
        return "resolved"
    return "active" if values.get("responded_at") or values.get("dispatched_at") else "new"


def events(values: Row, texts: Row) -> list[Event]:
    """Return the events behind the times, in the order of the loop; `texts` holds what was said at each."""
    found: list[Event] = []
    resolved, responded = values.get("resolved_at"), values.get("responded_at")
    if responded and (responded != resolved or texts.get("respond")):
        found.append({"verb": "respond", "at": responded, "responds": 1, "note": texts.get("respond")})
    if values.get("dispatched_at"):
        found.append(_sent("dispatch", values["dispatched_at"], values, texts))
    if values.get("arrived_at"):
        found.append(_sent("arrive", values["arrived_at"], values, texts))
    if resolved:
        responds = None if found and found[0]["verb"] == "respond" else 1
        found.append(
            {
                "verb": "resolve",
                "at": resolved,
                "responds": responds,
                "owed": values.get("callback_owed"),
                "note": texts.get("resolve"),
            }
        )
    if values.get("called_back_at"):
        found.append(
            {
                "verb": "callback",
                "at": values["called_back_at"],
                "reached": 0 if (values.get("unreached") or 0) >= 3 and not values.get("score") else 1,
                "score": values.get("score"),
                "note": values.get("feedback"),
            }
        )
    for verb, name in (("verify", "verified_at"), ("close", "closed_at"), ("escalate", "escalated_at")):
        if values.get(name):
            found.append({"verb": verb, "at": values[name], "note": texts.get(verb)})
    last = max((event["at"] for event in found), default=values["created_at"])
    if values["state"] == "cancelled":
        found.append({"verb": "cancel", "at": last, "note": texts.get("cancel")})
    if values["state"] == "deferred":
        found.append({"verb": "defer", "at": last, "until": values["defer_until"], "note": texts.get("defer")})
    return found


def _sent(verb: str, at: str, values: Row, texts: Row) -> Event:
    return {
        "verb": verb,
        "at": at,
        "note": texts.get(verb),
        "department_id": values.get("department_id"),
        "person": values.get("assignee"),
    }
