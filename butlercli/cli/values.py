"""From the words of the command line to values: moments, references, codes, telephone numbers."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.refs import parse_refs, reads_as_refs

if TYPE_CHECKING:
    from butlercli.store.database import Database

Prefer = Literal["past", "future"]


def moment(db: "Database", text: str | None, prefer: Prefer, *, end: bool = False) -> datetime | None:
    """Read a moment as people say it, or None where there is no text; raises UsageError (exit 2)."""
    if text is None:
        return None
    from butlercli.base.dates import parse_moment
    from butlercli.kit.holidays import festival

    return parse_moment(text, db.now, end=end, prefer=prefer, holidays=festival)


def observed_at(db: "Database", text: str | None) -> datetime | None:
    """Read when something was seen, or None where there is no text.

    Raises UsageError (exit 2) also for a day alone: its midnight is no time at which anything was seen.
    """
    found = moment(db, text, "past")
    if found != moment(db, text, "past", end=True):
        raise UsageError(
            N_("“{value}” is a day without a time."),
            hint=N_("Say at what time it was seen: {example}."),
            value=text,
            example="--at '昨天 8:30'",
        )
    return found


def day(db: "Database", text: str | None, prefer: Prefer | None = None, *, end: bool = False) -> date | None:
    """Read a day, or None where there is no text; with `end` a longer time is its last day. Raises UsageError (exit 2)."""
    if text is None:
        return None
    from butlercli.base.dates import parse_day
    from butlercli.kit.holidays import festival

    return parse_day(text, db.now, end=end, prefer=prefer, holidays=festival)


def span(db: "Database", start: str | None, end: str | None) -> tuple[str | None, str | None]:
    """Read `--from` and `--to` as stored moments: from the first day's beginning up to the last day's end.

    A period's word (上月, 2026-07) may be given for either. Raises UsageError where the end is before the beginning.
    """
    from butlercli.base.dates import parse_period
    from butlercli.kit import texts
    from butlercli.kit.holidays import festival

    first = parse_period(start, db.now, holidays=festival).start if start else None
    last = parse_period(end, db.now, holidays=festival).end if end else None
    texts.check_range(first, last)
    return (f"{first}T00:00:00" if first else None, f"{last}T23:59:59" if last else None)


def length(text: str) -> timedelta:
    """Read a length of time such as 180d or 30分钟; raises UsageError (exit 2)."""
    from butlercli.base.dates import parse_duration

    return parse_duration(text)


def ticket_refs(text: str, *texts: str | None) -> list[int]:
    """Read one or several tickets; a text beside them that is a reference itself is refused with a hint."""
    refs = parse_refs(text, "T")
    for other in texts:
        if other and reads_as_refs(other, "T"):
            raise UsageError(
                N_("“{text}” reads as a ticket, not as a text."),
                hint=N_("Several tickets go into one word: {example}."),
                text=other,
                example=f"{text},{other}",
            )
    return refs


def joined(words: list[str] | None) -> str:
    """Join loose words into one text."""
    return " ".join(words or [])


def phone(text: str | None) -> str | None:
    """Read a telephone number as digits; raises UsageError (exit 2)."""
    if text is None:
        return None
    from butlercli.base.phones import normalise_phone

    return normalise_phone(text)
