"""Decisions about tickets: deadlines, transitions, what a closed loop still lacks. Pure; no I/O."""

from datetime import datetime, time, timedelta

from butlercli.base.dates.iso import BY_AT, minute, not_yet
from butlercli.base.errors import RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.ids import share_of
from butlercli.base.result import Row
from butlercli.nouns.ticket import model

DAY_END = time(23, 59, 59)
LONGEST_TITLE = 10_000


def stamp(moment: datetime) -> str:
    """Return a civil moment as it is stored."""
    return moment.isoformat(timespec="seconds")


def moment(text: str) -> datetime:
    """Read a stored moment."""
    return datetime.fromisoformat(text)


class Allowances:
    """The deadlines copied onto a ticket when it is created, so that later settings never change it.

    response: `same-day` or minutes. night_from and night_until: what comes in at night is answered by noon of the
    next day. Hours are calendar hours from created_at (DESIGN §7).
    """

    __slots__ = (
        "complaint",
        "night_from",
        "night_until",
        "other",
        "repair",
        "response",
        "urgent",
        "urgent_response",
    )

    def __init__(self, text: str) -> None:
        """Read the stored form: eight values between bars."""
        (self.response, self.night_from, self.night_until, *numbers) = text.split("|")
        self.urgent_response, self.urgent, self.repair, self.complaint, self.other = (int(n) for n in numbers)

    def deadlines(self, created: datetime, kind: str, priority: str) -> tuple[datetime, datetime]:
        """Return when the response and when the handling is due."""
        hours = {"repair": self.repair, "complaint": self.complaint}.get(kind, self.other)
        if priority == "urgent":
            hours = self.urgent
            response = created + timedelta(minutes=self.urgent_response)
        elif self.response == "same-day":
            response = same_day_end(created, self.night_from, self.night_until)
        else:
            response = created + timedelta(minutes=int(self.response))
        return response, created + timedelta(hours=hours)


def same_day_end(created: datetime, night_from: str, night_until: str) -> datetime:
    """Return the end of 事不过夜: the end of the day, or noon of the next for what comes in at night."""
    if created.time() >= time.fromisoformat(night_from):
        return datetime.combine(created.date() + timedelta(days=1), time.fromisoformat(night_until))
    return datetime.combine(created.date(), DAY_END)


def state_at(row: Row, now: datetime) -> str:
    """Return the state in force: a deferral ends at its day without a write."""
    if row["state"] == "deferred" and row["defer_until"] <= stamp(now):
        return resumed_state(row)
    return str(row["state"])


def resumed_state(row: Row) -> str:
    """Return the state a deferred ticket goes back to."""
    begun = row["responded_at"] or row["dispatched_at"] or row["reopen_count"]
    return "active" if begun else "new"


def is_overdue(row: Row, now: datetime) -> bool:
    """Say whether the handling is past its due time; nothing is overdue while deferred."""
    return state_at(row, now) in ("new", "active") and row["due_at"] < stamp(now)


def has_reporter(row: Row) -> bool:
    """Say whether there is anybody to answer: patrols and incidents are reported by nobody unless a name is given."""
    return row["source"] not in model.UNREPORTED_SOURCES or bool(row["reporter"] or row["phone"])


def owes_callback(row: Row, policy: str) -> bool:
    """Decide, when a ticket is resolved, whether a callback is owed; a share is fixed by the ticket's uid."""
    if not has_reporter(row) or policy == "none":
        return False
    return policy == "all" or share_of(row["uid"]) < int(policy.rstrip("%"))


def missing_links(row: Row) -> list[str]:
    """Return the links that closing still wants, in order (DESIGN §7)."""
    missing = [] if row["responded_at"] else ["response"]
    if not row["resolved_at"]:
        missing.append("handling")
    if row["callback_owed"]:  # a verification does not answer a reporter, not even a duplicate's
        if not row["called_back_at"]:
            missing.append("callback")
        if not (row["score"] or row["feedback"] or row["unreached"] >= model.ATTEMPTS_THAT_SATISFY):
            missing.append("feedback")
    return missing


def links(row: Row) -> dict[str, str | None]:
    """Return the five links with their times; None where a link is missing."""
    answered = row["score"] or row["feedback"] or row["unreached"] >= model.ATTEMPTS_THAT_SATISFY
    verified = None if row["callback_owed"] else row["verified_at"]
    return {
        "record": row["created_at"],
        "response": row["responded_at"],
        "handling": row["resolved_at"],
        "callback": row["called_back_at"] or verified,
        "feedback": (row["called_back_at"] if answered else None) or verified,
    }


def check_transition(row: Row, verb: str, now: datetime) -> bool:
    """Say whether a verb has anything to do; raises RuleError (exit 4) where the state does not allow it."""
    state = state_at(row, now)
    if state in model.FROM[verb]:
        return True
    if state in model.NOTHING_TO_DO.get(verb, ()):
        return False
    raise RuleError(
        N_("Ticket T{id} is {state}: “{verb}” does not apply."),
        hint=_way_out(verb, state),
        code="wrong_state",
        id=row["id"],
        state=model.STATES.label(state),
        verb=verb,
    )


def _way_out(verb: str, state: str) -> str:
    if state == "deferred":
        return N_("Take it up again first: butler ticket resume {id}.")
    if state in ("closed", "cancelled") or (state == "resolved" and verb not in ("callback", "verify", "close")):
        return N_("Open it again first: butler ticket reopen {id}.")
    if verb in ("callback", "verify", "close"):
        return N_("Note first what was done: butler ticket resolve {id} TEXT.")
    if verb == "arrive":
        return N_("Send somebody first: butler ticket dispatch {id} DEPARTMENT.")
    return ""


def check_time(at: datetime, now: datetime, row: Row, *before: str) -> datetime:
    """Return the time of a step; refuses one in the future (exit 2) and one before the link that precedes it (exit 4).

    Midnight of the day of the link before it is a day without a time (`--at 昨天`): it counts from that link.
    """
    if at > now:
        raise not_yet(at, hint=BY_AT)
    latest = max((row[name] for name in ("created_at", *before) if row[name]), default=row["created_at"])
    if stamp(at) < latest:
        if at.time() == time() and stamp(at)[:10] == latest[:10]:
            return moment(latest)
        raise RuleError(
            N_("T{id}: {at} is before the step that precedes it ({before})."),
            code="before_previous",
            id=row["id"],
            at=minute(at),
            before=minute(latest),
        )
    return at


def checked_title(text: str) -> str:
    """Return a title without space around it; raises UsageError where it is empty or longer than 10,000 characters."""
    found = text.strip()
    if not found:
        raise UsageError(N_("A ticket wants a title: in a few words, what it is about."))
    if len(found) > LONGEST_TITLE:
        raise UsageError(
            N_("The title has {length} characters; at most {most} are kept."),
            hint=N_("Put the long text into --detail."),
            length=len(found),
            most=LONGEST_TITLE,
        )
    return found
