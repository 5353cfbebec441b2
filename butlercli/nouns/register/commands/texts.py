"""From the words of the register's options to values: phones, dates, lists that an empty word clears."""

from collections.abc import Sequence

from butlercli.cli import values
from butlercli.store.database import Database


def phones(texts: Sequence[str] | None) -> list[str]:
    """Read telephone numbers as digits, empty ones left out; raises UsageError for what is none, or is masked."""
    return [number for text in texts or () if text.strip() and (number := values.phone(text))]


def date_text(db: Database, text: str | None) -> str | None:
    """Read a day as it is stored; raises UsageError (exit 2)."""
    day = values.day(db, text)
    return day.isoformat() if day else None
