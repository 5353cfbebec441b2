"""When something of fees happened: now unless it is said, and never a time to come."""

from datetime import datetime

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.store.database import Database


def past(db: Database, at: datetime | None) -> datetime:
    """Return a business time to the second, now where none is given; raises UsageError (exit 2) for one to come."""
    moment = (at or db.now).replace(microsecond=0)
    if moment > db.now:
        raise UsageError(
            N_("{at} has not come yet."),
            hint=N_("--at tells when something happened."),
            code="in_future",
            at=moment.isoformat(" ", timespec="minutes"),
        )
    return moment
