"""When something of fees happened: now unless it is said, and never a time to come."""

from datetime import datetime

from butlercli.base.dates.iso import BY_AT, not_yet
from butlercli.store.database import Database


def past(db: Database, at: datetime | None) -> datetime:
    """Return a business time to the second, now where none is given; raises UsageError (exit 2) for one to come."""
    moment = (at or db.now).replace(microsecond=0)
    if moment > db.now:
        raise not_yet(moment, hint=BY_AT, code="in_future")
    return moment
