"""The stored form of a moment: `YYYY-MM-DDTHH:MM:SS`."""

from datetime import datetime


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


def minute(stored: str) -> str:
    """Return a stored moment as a sentence says it, to the minute."""
    return stored.replace("T", " ")[:16]


def day_or_minute(stored: str) -> str:
    """Return a stored moment as a sentence says it; midnight is a day of which no time is known."""
    return minute(stored.removesuffix("T00:00:00"))
