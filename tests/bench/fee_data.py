"""Years of monthly fees for the timings: invented, the same each time, written by plain SQL into a file made before."""

import json
import random
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from butlercli.store import journal

Cells = tuple[Any, ...]
BUILDINGS = 12


def fee_history(path: Path, years: int = 10, *, units: int = 600, until: date = date(2026, 6, 30)) -> dict[str, int]:
    """Fill a file made by `butler init` with monthly bills up to `until`, of all of `years`; returns the rows by table.

    Of 100 bills about 97 are paid, each by a payment of its own; half the units changed hands once; now and then a bill is
    waived in part, a payment refunded, and another one made after it.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    journal.drop_triggers(connection)
    history = _History(connection, years, units, until)
    history.register()
    history.run()
    journal.create_triggers(connection)
    connection.execute("COMMIT")
    connection.execute("PRAGMA optimize")
    tables = ("fee_bill", "fee_payment", "fee_allocation", "fee_waiver", "fee_refund")
    counts = {name: int(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in tables}
    connection.close()
    return counts


class _History:
    def __init__(self, connection: sqlite3.Connection, years: int, units: int, until: date) -> None:
        self.connection = connection
        self.units = units
        self.months = [
            date(until.year - (n + 12 - until.month) // 12, (until.month - n - 1) % 12 + 1, 1)
            for n in range(years * 12)
        ][::-1]
        self.chance = random.Random(13)
        self.rows: dict[str, list[Cells]] = {name: [] for name in _COLUMNS}

    def register(self) -> None:
        """Write the units, two owners each, and the item."""
        begin = self.months[0].isoformat()
        for n in range(1, self.units + 1):
            building, room = (n - 1) % BUILDINGS + 1, (n - 1) // BUILDINGS
            code = f"{building}-1-{room // 4 + 1}0{room % 4 + 1}"
            self.rows["unit"].append((n, f"fu{n}", code, str(building), "1", code.rpartition("-")[2], 800000 + 137 * n))
            self.rows["resident"] += [(n, f"fr{n}", f"业主{n}"), (n + self.units, f"fs{n}", f"新业主{n}")]
            if n % 2:
                middle = self.months[len(self.months) // 2].isoformat()
                self.rows["residency"] += [(n, n, "former", begin, middle), (n + self.units, n, "owner", middle, None)]
            else:
                self.rows["residency"].append((n, n, "owner", begin, None))
        self.connection.execute(
            "INSERT INTO fee_item (id, uid, code, name, per, cycle, due_day) VALUES (1, 'fi1', 'PM', '物业费', 'area', 'month', 15)"
        )

    def run(self) -> None:
        """Write every month's bills with what became of them."""
        for at, month in enumerate(self.months):
            last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            for unit in range(1, self.units + 1):
                debtor = unit + self.units if unit % 2 and at >= len(self.months) // 2 else unit
                self._bill(unit, debtor, month, last)
        for table, columns in _COLUMNS.items():
            marks = ", ".join("?" * (columns.count(",") + 1))
            self.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", self.rows[table])

    def _bill(self, unit: int, debtor: int, first: date, last: date) -> None:
        id = len(self.rows["fee_bill"]) + 1
        amount = (800000 + 137 * unit) * 280 // 10000
        name = f"新业主{unit}" if debtor > self.units else f"业主{unit}"
        rule = json.dumps(
            {
                "per": "area",
                "rate": "2.80",
                "area": 80.0137,
                "months": 1,
                "rounding": "fen",
                "cycle": "month",
                "timing": "prepaid",
                "due_day": 15,
            }
        )
        due = first.replace(day=15).isoformat()
        self.rows["fee_bill"].append(
            (id, f"fb{id}", 1, unit, "owner", debtor, name, first.isoformat(), last.isoformat(), due, amount, "run", rule, first.isoformat() + "T09:00:00")
        )  # fmt: skip
        fate = self.chance.random()
        if fate < 0.03:
            return
        waived = 1000 if fate < 0.035 else 0
        if waived:
            self.rows["fee_waiver"].append((id, waived, f"{due}T10:00:00", f"{due}T10:00:00", "服务补偿", "项目经理"))
        for paid_at in self._payments(first, fate):
            payment = len(self.rows["fee_payment"]) + 1
            part = amount - waived
            self.rows["fee_payment"].append(
                (payment, f"fp{payment}", f"LS{payment:07d}", unit, part, "wechat", "online", paid_at, paid_at)
            )
            self.rows["fee_allocation"].append((payment, id, None, part, paid_at))
            if 0.04 <= fate < 0.045 and paid_at[-2:] == "00":
                refund = len(self.rows["fee_refund"]) + 1
                later = (date.fromisoformat(paid_at[:10]) + timedelta(days=20)).isoformat() + "T10:00:00"
                self.rows["fee_refund"].append((refund, payment, part, later, later, "重复支付"))
                self.rows["fee_allocation"].append((payment, id, refund, -part, later))

    def _payments(self, first: date, fate: float) -> Iterator[str]:
        """Yield when a bill is paid; a refunded one (at second 00) is paid again two months later (second 01)."""
        day = first + timedelta(days=self.chance.randint(0, 80))
        yield f"{day.isoformat()}T{self.chance.randint(8, 17):02d}:00:00"
        if 0.04 <= fate < 0.045:
            yield f"{(day + timedelta(days=60)).isoformat()}T09:00:01"


_COLUMNS = {
    "unit": "id, uid, code, building, entrance, room, area",
    "resident": "id, uid, name",
    "residency": "resident_id, unit_id, role, since, until",
    "fee_bill": "id, uid, item_id, unit_id, debtor_kind, debtor_id, debtor, period_start, period_end, due_date, amount, source, rule, entered_at",
    "fee_waiver": "bill_id, amount, at, entered_at, reason, approved_by",
    "fee_payment": "id, uid, ref, unit_id, amount, method, channel, paid_at, entered_at",
    "fee_refund": "id, payment_id, amount, at, entered_at, reason",
    "fee_allocation": "payment_id, bill_id, refund_id, amount, at",
}
