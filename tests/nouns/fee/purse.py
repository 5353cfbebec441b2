"""A house for tests of money: units with their owners and an item, and bills written by plain SQL."""

import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from butlercli.base.result import Result
from butlercli.nouns.fee.bills.verbs import settle
from butlercli.store import database
from butlercli.store.database import Database

# Unit 1 changed hands, of 2 nobody is known, 3 is still the developer's, 4 has one owner.
OLD, NEW, OTHER = 1, 2, 3
SALE = "2026-03-01"
UNITS = {1: "1-1-101", 2: "1-1-102", 3: "2-1-101", 4: "2-1-102"}
START = datetime(2026, 1, 5, 9)


@cache
def _template() -> Path:
    path = Path(mkdtemp()) / "purse.db"
    db = database.open_write(path)
    with db.operation("register"):
        for id, code in UNITS.items():
            building, entrance, room = code.split("-")
            values = {"id": id, "uid": f"u{id}", "code": code, "building": building, "entrance": entrance, "room": room}
            db.insert("unit", values | ({"state": "undelivered"} if id == 3 else {}))
        for id, name in ((OLD, "王旧"), (NEW, "李新"), (OTHER, "赵四")):
            db.insert("resident", {"id": id, "uid": f"r{id}", "name": name})
        db.insert("residency", {"resident_id": OLD, "unit_id": 1, "role": "former", "until": SALE})
        db.insert("residency", {"resident_id": NEW, "unit_id": 1, "role": "owner", "since": SALE})
        db.insert("residency", {"resident_id": OTHER, "unit_id": 4, "role": "owner"})
        db.insert(
            "fee_item",
            {"id": 1, "uid": "i1", "code": "PM", "name": "物业费", "per": "area", "cycle": "month", "due_day": 15},
        )
        db.insert("setting", {"key": "register", "value": "closed"})
    db.close()
    return path


class Purse:
    """One file of its own, with a clock that the test moves."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "purse.db"
        shutil.copy(_template(), self.path)
        self.db = self.connect()
        self.db.now = START
        self.count = 0

    def connect(self) -> Database:
        """Open the file; no waiting for the disk in tests."""
        connection = database.connect(self.path, write=True)
        connection.execute("PRAGMA synchronous = OFF")
        return Database(connection, self.path)

    def run(self, verb: Callable[..., Result], *words: Any, **options: Any) -> Result:
        """Run a verb as one operation, as the command line does."""
        with self.db.operation(verb.__name__) as operation:
            result = verb(self.db, *words, **options)
            operation.refs = result.refs
        return result

    def bill(
        self, unit: int, start: date, amount: int, debtor: int | None = None, *, kind: str | None = None, days: int = 14
    ) -> int:
        """Bill a unit for a month and settle it from what is prepaid, as a billing run does; returns the bill's id."""
        self.count += 1
        kind = kind or ("unknown" if debtor is None else "owner")
        values = {
            "uid": f"b{self.count}", "item_id": 1, "unit_id": unit, "debtor_kind": kind, "debtor_id": debtor,
            "debtor": "" if debtor is None else f"业主{debtor}", "period_start": start.isoformat(),
            "period_end": (start + timedelta(days=29)).isoformat(), "due_date": (start + timedelta(days=days)).isoformat(),
            "amount": amount, "source": "charge", "entered_at": self.db.now.isoformat(timespec="seconds"),
        }  # fmt: skip
        with self.db.operation("bill"):
            id = self.db.insert("fee_bill", values)
            settle.prepaid(self.db, [unit])
        return id
