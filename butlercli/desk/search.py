"""Search over everything that any room finds."""

from butlercli.base import rooms
from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.store.database import Database


def search(db: Database, text: str, limit: int | None) -> Result:
    """Return what holds every word of a text, by kind; raises UsageError where nothing can be searched for."""
    if not text.strip():
        raise UsageError(N_("Say what to search for."))
    sections = rooms.gather("search", db, text, limit)
    data = {
        "text": text,
        "counts": {section["id"]: section["total"] for section in sections},
        "groups": [
            {"id": section["id"], "count": section["total"], "records": section["records"]} for section in sections
        ],
    }
    return Result("search.all", data, extra={"sections": sections})
