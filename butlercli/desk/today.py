"""The day on one screen, and what must not wait overnight."""

from typing import Any

from butlercli.base import rooms
from butlercli.base.errors import CheckError
from butlercli.base.result import Result
from butlercli.base.sections import Section
from butlercli.kit import settings
from butlercli.store.database import Database

SHOWN = 20


def today(db: Database, limit: int | None) -> Result:
    """Return everything that is to be done today, most pressing first; sections without a record are counted too."""
    return _result(db, "day.today", rooms.gather("today", db, limit))


def evening(db: Database, limit: int | None) -> Result:
    """Return what must not wait overnight; exit 6 while there is any (事不过夜)."""
    result = _result(db, "day.evening", rooms.gather("evening", db, limit))
    if any(section["total"] for section in result.extra["sections"] if not section.get("aside")):
        result.exit_code = CheckError.exit_code
    return result


def _result(db: Database, kind: str, sections: list[Section]) -> Result:
    data: dict[str, Any] = {
        "community": settings.get(db, "community") or None,
        "now": db.now.isoformat(timespec="seconds"),
        "counts": {section["id"]: section["total"] for section in sections},
        "groups": [
            {"id": section["id"], "count": section["total"], "next": section["next"], "records": section["records"]}
            for section in sections
        ],
    }
    return Result(kind, data, extra={"sections": sections})
