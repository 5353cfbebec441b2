"""The day on one screen, and what must not wait overnight."""

from typing import Any

from butlercli.base import rooms
from butlercli.base.errors import CheckError
from butlercli.base.lots import Lot
from butlercli.base.result import Result
from butlercli.kit import settings
from butlercli.store.database import Database

SHOWN = 20


def today(db: Database, limit: int | None) -> Result:
    """Return everything that is to be done today, most pressing first; lots without a record are counted too."""
    return _result(db, "day.today", rooms.gather("today", db, limit))


def evening(db: Database, limit: int | None) -> Result:
    """Return what must not wait overnight; exit 6 while there is any (事不过夜)."""
    result = _result(db, "day.evening", rooms.gather("evening", db, limit))
    if any(lot["total"] for lot in result.extra["lots"] if not lot.get("aside")):
        result.exit_code = CheckError.exit_code
    return result


def _result(db: Database, kind: str, lots: list[Lot]) -> Result:
    data: dict[str, Any] = {
        "community": settings.get(db, "community") or None,
        "now": db.now.isoformat(timespec="seconds"),
        "counts": {lot["id"]: lot["total"] for lot in lots},
        "groups": [
            {"id": lot["id"], "count": lot["total"], "next": lot["next"], "records": lot["records"]} for lot in lots
        ],
    }
    return Result(kind, data, extra={"lots": lots})
