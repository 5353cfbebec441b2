"""Units, owners and fee items with a clock that can be turned; bills made by the real run."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from butlercli.base import clock
from butlercli.base.unitcode import parse_unit
from butlercli.nouns.fee.bills.verbs import billing
from butlercli.nouns.fee.bills.verbs.billing import Outcome
from butlercli.nouns.fee.items.verbs import items
from butlercli.nouns.register.store import units
from butlercli.store.database import Database, open_write

Row = dict[str, Any]
NOW = "2026-07-01T09:30"
METRE = 10_000


class Undone(Exception):  # noqa: N818
    """Leaves an operation so that nothing of it is kept."""


class Fees:
    """One file with fee items and units of made-up owners."""

    def __init__(self, path: Path) -> None:
        clock.fix(NOW)
        self.db: Database = open_write(path)

    @contextmanager
    def operation(self, moment: str = NOW) -> Iterator[Database]:
        """Do something at a moment: one operation."""
        self.db.now = datetime.fromisoformat(moment)
        with self.db.operation("test"):
            yield self.db

    @contextmanager
    def rehearsal(self) -> Iterator[Database]:
        """Do something of which nothing is kept."""
        try:
            with self.operation() as db:
                yield db
                raise Undone
        except Undone:
            pass

    def item(self, code: str = "物业费", rate: str = "2.80", **values: Any) -> None:
        """Add an item by area, monthly, due on the 15th, unless said otherwise (within an operation)."""
        items.add(self.db, {"code": code, "rate": rate, "per": "area", "cycle": "month", "due_day": 15, **values})

    def unit(self, code: str = "3-2-501", *owners: str, area: int | None = 100 * METRE, **values: Any) -> int:
        """Register a unit of 100 m² with owners who always had it (within an operation)."""
        id = units.insert(self.db, parse_unit(code), area=area, **values)
        for name in owners:
            self.owner(id, name)
        return id

    def owner(
        self, unit: int, name: str, since: str | None = None, until: str | None = None, role: str = "owner"
    ) -> int:
        """Register an owner of a unit (within an operation)."""
        id = self.db.insert("resident", {"uid": self.db.uid(), "name": name})
        self.db.insert("residency", {"resident_id": id, "unit_id": unit, "role": role, "since": since, "until": until})
        return id

    def run(self, period: str, **values: Any) -> Outcome:
        """Bill a year (`2026`) or a span (`2026-01-01 2026-03-31`) (within an operation)."""
        first, last = period.split() if " " in period else (f"{period}-01-01", f"{period}-12-31")
        return billing.run(self.db, date.fromisoformat(first), date.fromisoformat(last), **values)

    def bills(self, **values: Any) -> list[Row]:
        """Return the bills that stand, in order of unit and day, with their rules read."""
        rows = self.db.rows("SELECT * FROM fee_bill WHERE cancelled_at IS NULL ORDER BY unit_id, item_id, period_start")
        for row in rows:
            row["rule"] = json.loads(row["rule"])
        return [row for row in rows if all(row[name] == value for name, value in values.items())]
