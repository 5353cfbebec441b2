"""The stored form of a moment: `YYYY-MM-DDTHH:MM:SS`."""

from datetime import date, datetime

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_

NOT_YET = N_("{at} has not come yet.")
BY_AT = N_("--at tells when something happened.")


def format_iso(moment: datetime) -> str:
    """Write a moment as it is stored and as JSON shows it, to the second."""
    return moment.isoformat(timespec="seconds")


def parse_iso(text: str) -> datetime:
    """Read a stored moment, fast; for what a person typed use `parse_moment`.

    Raises UsageError when the text is no ISO moment or carries an offset.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is not None:
        from butlercli.base.dates.civil import unreadable

        raise unreadable(text)
    return moment


def minute(moment: str | date) -> str:
    """Return a moment, stored or not, as a sentence says it, to the minute; a day as it is."""
    return str(moment).replace("T", " ")[:16]


def day_or_minute(stored: str) -> str:
    """Return a stored moment as a sentence says it; midnight is a day of which no time is known."""
    return minute(stored.removesuffix("T00:00:00"))


def not_yet(at: str | date, *, hint: str = N_("Record it on the day."), code: str = "") -> UsageError:
    """Return the refusal of a day or moment that has not come yet (exit 2)."""
    return UsageError(NOT_YET, hint=hint, code=code, at=minute(at))
