"""Sequences of everything at one home, earlier steps taken back out of order: the books balance on every day."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from butlercli.base.errors import NotFoundError, RuleError
from butlercli.kit import undo
from butlercli.nouns.fee.bills.verbs import late
from butlercli.nouns.fee.owed.store import balance
from butlercli.nouns.fee.owed.verbs import asof
from butlercli.nouns.fee.payments.verbs import payments
from butlercli.nouns.register.verbs import transfer
from butlercli.nouns.register.verbs.resident import Person
from butlercli.store.database import Database
from tests.nouns.fee.community import Fees

UNIT = "3-2-501"
WORDS = ("pay", "pay", "named", "refund", "waive", "cancel", "sell", "charge", "charge", "bill", "undo", "undo", "undo")


def step(db: Database, chance: random.Random, word: str) -> None:
    """Do one thing, on some day up to now."""
    fen, ago = chance.randint(1, 90_000), timedelta(days=chance.randint(0, 60))
    at = db.now - ago
    bills = db.column("SELECT id FROM fee_bill ORDER BY id")
    bill = chance.choice(bills or [1])
    newest = int(db.value("SELECT max(id) FROM operation WHERE open = 0"))
    steps: dict[str, Callable[[], object]] = {
        "pay": lambda: payments.pay(db, UNIT, fen, at=at),
        "named": lambda: payments.pay(db, UNIT, fen, (bill,), at=at),
        "refund": lambda: payments.refund(db, chance.randint(1, 8), fen, "多收", at),
        "waive": lambda: payments.waive(db, bill, fen // 4 + 1, "补偿", "张经理", at),
        "cancel": lambda: payments.cancel(db, bill, "开错", at),
        "sell": lambda: transfer.transfer(db, UNIT, Person(f"新主{newest}"), at.date()),
        "charge": lambda: late.charge(db, chance.choice((UNIT, f"B{bill}")), at.date()),
        "bill": lambda: db.value("SELECT 1"),
        "undo": lambda: undo.undo(db, chance.randint(max(1, newest - 9), newest)),
    }
    steps[word]()


def check(fees: Fees) -> None:
    """Nothing is settled beyond its amount on any day, nothing used twice, and every reference leads somewhere."""
    db = fees.db
    assert db.rows("PRAGMA foreign_key_check") == []
    moments = {at[:10] for table in ("fee_allocation", "fee_waiver") for at in db.column(f"SELECT at FROM {table}")}
    for day in [*sorted(moments), "2027-12-31"]:
        moment = datetime.fromisoformat(f"{day}T23:59:59")
        for row in asof.bills(db, moment):
            assert row["paid"] >= 0 and row["outstanding"] >= 0 and row["waived"] + row["paid"] <= row["amount"]
        total = asof.totals(db, moment)
        assert total["amount"] - total["waived"] - total["paid"] == total["outstanding"]
    ids = db.column("SELECT id FROM fee_payment")
    assert all(row["unallocated"] >= 0 for row in balance.payment_rows(db, ids).values())
    moved = "SELECT b.amount - w.amount FROM fee_waiver w JOIN fee_bill b ON b.id = w.moved_to"
    assert set(db.column(moved)) <= {0}, "what was moved from one bill is the other's amount"
    once = "SELECT 1 FROM fee_bill WHERE source = 'run' AND cancelled_at IS NULL GROUP BY period_start, period_end HAVING count(*) > 1"
    assert db.column(once) == []


@pytest.mark.parametrize("seed", range(8))
def test_earlier_steps_may_be_taken_back_in_any_order(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    fees = Fees(tmp_path / "butler.db")
    fees.db.connection.execute("PRAGMA synchronous = OFF")
    with fees.operation():
        fees.item(cycle="quarter", late_rate="0.001", late_grace=5, late_cap="0.2")
    with fees.operation():
        fees.unit(UNIT, "王芳")
    with fees.operation():
        fees.run("2026-01-01 2026-06-30")
    now, done = datetime(2026, 3, 1, 9), 0
    for _step in range(40):
        now += timedelta(days=chance.randint(0, 6))
        word = chance.choice(WORDS)
        try:
            with fees.operation(now.isoformat()) as db:
                step(db, chance, word)
                if word == "bill":
                    fees.run("2026-01-01 2026-06-30")
            done += 1
        except (RuleError, NotFoundError):
            continue
        finally:
            check(fees)
    assert done > 15
    fees.db.close()
