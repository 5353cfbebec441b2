"""Money never goes astray: random histories against a second oracle, late entries, and two processes at once."""

import os
import random
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import butlercli
from butlercli.base.errors import NotFoundError, RuleError
from butlercli.base.result import Result
from butlercli.kit import undo
from butlercli.nouns.fee.owed.verbs import asof, records
from butlercli.nouns.fee.payments.verbs import payments
from butlercli.nouns.register.verbs import transfer
from butlercli.nouns.register.verbs.resident import Person
from butlercli.store.database import Database
from tests.nouns.fee.oracle import Bill, Oracle, Payment, RefusedError
from tests.nouns.fee.purse import NEW, OLD, OTHER, SALE, START, UNITS, Purse

EXAMPLES = int(os.environ.get("FEE_EXAMPLES", "25"))
# Small numbers, so that sums meet and run over often.
FEN = st.integers(1, 12)
DAYS_AGO = st.integers(0, 70)
ANY = st.integers(0, 10_000)


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def debtor_of(unit: int, start: date, oracle: Oracle | None = None) -> int | None:
    """Whom a bill of a unit is owed by, as a billing run would find it; every fifth is unknown."""
    if unit in (2, 3) or start.day % 5 == 0:
        return None
    if oracle is not None:
        return oracle.owner(unit, start.isoformat())
    return OTHER if unit == 4 else OLD if start.isoformat() < SALE else NEW


def picture(db: Database, at: str) -> dict[str, Any]:
    """Return what the program says of a moment, in the shape of `Oracle.stands`."""
    moment = datetime.fromisoformat(at)
    bills = {row["id"]: (row["waived"], row["paid"], row["outstanding"]) for row in asof.bills(db, moment)}
    arrears = {
        (row["unit_id"], row["debtor_kind"], row["debtor_id"]): (
            row["outstanding_fen"],
            row["bills"],
            row["oldest_due"],
        )
        for row in asof.arrears(db, moment)
    }
    assert sum(row["outstanding"] for row in asof.debtors(db, moment)) == asof.totals(db, moment)["outstanding"]
    aged = asof.aging(db, moment)
    assert sum(row["outstanding_fen"] for row in aged) == sum(one[0] for one in arrears.values())
    assert all(sum(row["buckets"].values()) == row["outstanding_fen"] for row in aged)
    return {"bills": bills, "arrears": arrears, "prepaid": asof.prepaid(db, moment)}


class Money(RuleBasedStateMachine):
    """Everything that can happen to money, in any order, also late, also taken back; after each step all is compared."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.purse = Purse(Path(self.folder.name))
        self.oracle = Oracle()
        self.before: dict[int, Oracle] = {}
        self.first = self.last_operation() + 1

    def teardown(self) -> None:
        self.purse.db.close()
        self.folder.cleanup()

    @initialize(months=st.integers(0, 4))
    def begin(self, months: int) -> None:
        self.purse.db.now = START + timedelta(days=30 * months)

    def at(self, days_ago: int) -> datetime:
        return self.purse.db.now - timedelta(days=days_ago)

    @staticmethod
    def pick(ids: Any, number: int) -> int:
        found: list[int] = sorted(ids)
        return found[number % len(found)]

    def last_operation(self) -> int:
        return int(self.purse.db.value("SELECT coalesce(max(id), 0) FROM operation"))

    def both(self, model: Any, real: Any) -> None:
        """Do it in both ledgers; they must agree on whether it is refused."""
        before = self.oracle.copy()
        trial = self.oracle.copy()
        try:
            model(trial)
            refused = False
        except (RefusedError, StopIteration):
            refused = True
        if refused:
            with pytest.raises(RuleError):
                real()
            return
        last = self.last_operation()
        real()
        self.oracle = trial
        if self.last_operation() != last:  # where there was nothing to do, nothing is noted
            self.before[self.last_operation()] = before

    @rule(unit=st.sampled_from(sorted(UNITS)), ago=st.integers(-40, 90), amount=FEN, odd=st.booleans())
    def bill(self, unit: int, ago: int, amount: int, odd: bool) -> None:
        start = self.at(ago).date()
        debtor = debtor_of(unit, start, self.oracle)
        kind = "developer" if unit == 3 and odd else "unknown" if debtor is None else "owner"
        before = self.oracle.copy()
        id = self.purse.bill(unit, start, amount, debtor, kind=kind)
        due = (start + timedelta(days=14)).isoformat()
        end = (start + timedelta(days=29)).isoformat()
        self.oracle.bill(id, Bill(unit, kind, debtor, start.isoformat(), due, amount, end), iso(self.purse.db.now))
        self.before[self.last_operation()] = before

    @rule(unit=st.sampled_from(sorted(UNITS)), fen=FEN, ago=DAYS_AGO, named=st.lists(ANY, max_size=2))
    def pay(self, unit: int, fen: int, ago: int, named: list[int]) -> None:
        live = [id for id, bill in self.oracle.bills.items() if bill.unit == unit and id not in self.oracle.cancelled]
        bills = tuple({self.pick(live, number) for number in named}) if live else ()
        before = self.oracle.copy()
        done = self.purse.run(payments.pay, UNITS[unit], fen, bills, "wechat", None, self.at(ago))
        self.oracle.pay(done.data["id"], Payment(unit, fen, iso(self.at(ago))), bills)
        self.before[self.last_operation()] = before

    @precondition(lambda self: self.oracle.bills)
    @rule(number=ANY, fen=FEN, ago=DAYS_AGO)
    def waive(self, number: int, fen: int, ago: int) -> None:
        bill, at = self.pick(self.oracle.bills, number), self.at(ago)
        self.both(
            lambda oracle: oracle.waive(bill, fen, iso(at)),
            lambda: self.purse.run(payments.waive, bill, fen, "补偿", "张经理", at),
        )

    @precondition(lambda self: self.oracle.payments)
    @rule(number=ANY, fen=FEN, ago=DAYS_AGO)
    def refund(self, number: int, fen: int, ago: int) -> None:
        payment, at = self.pick(self.oracle.payments, number), self.at(ago)
        self.both(
            lambda oracle: oracle.refund(payment, fen, iso(at)),
            lambda: self.purse.run(payments.refund, payment, fen, "多收", at),
        )

    @precondition(lambda self: self.oracle.bills)
    @rule(number=ANY, ago=DAYS_AGO)
    def cancel(self, number: int, ago: int) -> None:
        bill, at = self.pick(self.oracle.bills, number), self.at(ago)
        self.both(
            lambda oracle: oracle.cancel(bill, iso(at)),
            lambda: self.purse.run(payments.cancel, bill, "开错", at),
        )

    @rule(unit=st.sampled_from((1, 4)), ago=st.integers(0, 40))
    def transfer(self, unit: int, ago: int) -> None:
        """A unit changes hands on a day that may be long past; unpaid bills go over, or are cut."""
        day = self.at(ago).date()
        person, bill = (1 + int(self.used(table)) for table in ("resident", "fee_bill"))
        now = iso(self.purse.db.now)
        self.both(
            lambda oracle: oracle.transfer(unit, person, day.isoformat(), bill, now),
            lambda: self.purse.run(transfer.transfer, UNITS[unit], Person(f"新主{person}"), day),
        )

    def used(self, table: str) -> int:
        return int(self.purse.db.value("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?", (table,)))

    @precondition(lambda self: bool(self.last_operation() >= self.first))
    @rule(number=ANY, newest=st.booleans())
    def undo(self, number: int, newest: bool) -> None:
        """Take an operation back, or an undo; what comes out must still balance, or it is refused."""
        last = self.last_operation()
        chosen = last if newest else self.first + number % (last - self.first + 1)
        try:
            self.purse.run(undo.undo, chosen)
        except (RuleError, NotFoundError):
            return
        former = self.before.get(chosen) if chosen == last else None
        self.oracle = reread(self.purse.db)
        if former is not None:
            assert self.oracle.stands("9999-01-01T00:00:00") == former.stands("9999-01-01T00:00:00")

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.purse.db.now += timedelta(days=days)

    @invariant()
    def every_moment_agrees(self) -> None:
        moments = self.oracle.moments()
        later = [iso(datetime.fromisoformat(at) + timedelta(days=16)) for at in moments[-3:]]
        for at in [*moments[-20:], *later, iso(self.purse.db.now)]:
            assert picture(self.purse.db, at) == self.oracle.stands(at), at

    @invariant()
    def nothing_is_lost_or_used_twice(self) -> None:
        db = self.purse.db
        for at in [*self.oracle.moments(), "9999-12-31T00:00:00"]:
            for row in asof.bills(db, datetime.fromisoformat(at)):
                assert (
                    0 <= row["waived"] + row["paid"] <= row["amount"] and row["paid"] >= 0 and row["outstanding"] >= 0
                )
            total = asof.totals(db, datetime.fromisoformat(at))
            assert total["amount"] - total["waived"] - total["paid"] == total["outstanding"]
            for id in self.oracle.payments:
                assert self.oracle.rest(id, at) >= 0
        for bill in self.oracle.cancelled:
            assert all(not self.oracle.paid(bill, t) for t in self.oracle.moments() if t >= self.oracle.cancelled[bill])

    @invariant()
    def records_add_up(self) -> None:
        db = self.purse.db
        for bill in records.bill_records(db, self.oracle.bills):
            live = bill["state"] != "cancelled"
            left = bill["amount_fen"] - bill["waived_fen"] - bill["paid_fen"]
            assert bill["outstanding_fen"] == (left if live else 0)
            assert live or bill["paid_fen"] == 0
        for row in records.payment_records(db, self.oracle.payments):
            refunded = sum(fen for p, fen, _at in self.oracle.refunds if p == row["id"])
            parts = sum(one["amount_fen"] for one in row["allocated"])
            assert row["unallocated_fen"] + parts + refunded == row["amount_fen"]
            assert row["unallocated_fen"] >= 0 and all(one["amount_fen"] > 0 for one in row["allocated"])


def reread(db: Database) -> Oracle:
    """Return the facts as they are written, for the second oracle to go on from."""
    found = Oracle()
    for row in db.rows("SELECT * FROM fee_bill"):
        found.bills[row["id"]] = Bill(
            row["unit_id"], row["debtor_kind"], row["debtor_id"], row["period_start"], row["due_date"], row["amount"],
            row["period_end"],
        )  # fmt: skip
        if row["cancelled_at"]:
            found.cancelled[row["id"]] = row["cancelled_at"]
    for row in db.rows("SELECT * FROM fee_payment"):
        found.payments[row["id"]] = Payment(row["unit_id"], row["amount"], row["paid_at"])
    for unit in found.sales:
        rows = db.execute(
            "SELECT coalesce(since, ''), resident_id FROM residency WHERE unit_id = ? ORDER BY id", (unit,)
        )
        found.sales[unit] = sorted(rows.fetchall(), key=lambda sale: sale[0])
    found.waivers = db.execute("SELECT bill_id, amount, at FROM fee_waiver ORDER BY id").fetchall()
    found.refunds = db.execute("SELECT payment_id, amount, at FROM fee_refund ORDER BY id").fetchall()
    found.allocations = db.execute("SELECT payment_id, bill_id, amount, at FROM fee_allocation ORDER BY id").fetchall()
    return found


Money.TestCase.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestMoney = Money.TestCase


WORDS = ("bill", "bill", "pay", "pay", "named", "refund", "refund", "waive", "cancel", "undo", "wait")
SALES = ("bill", "bill", "bill", "pay", "named", "refund", "waive", "undo", "wait", "sell", "sell", "sell")


@pytest.mark.parametrize("words", [WORDS, SALES], ids=["money", "sales"])
@pytest.mark.parametrize("seed", range(EXAMPLES // 3))
def test_long_histories(seed: int, words: tuple[str, ...]) -> None:
    """The same steps drawn plainly: hypothesis likes its histories short, and much only meets in long ones."""
    chance = random.Random(seed)
    money = Money()
    money.begin(2)
    unit = 4 if words is SALES else chance.choice((1, 4))
    for _step in range(40):
        one_step(money, unit, chance, chance.choice(words))
        money.every_moment_agrees()
        money.nothing_is_lost_or_used_twice()
        money.records_add_up()
    money.teardown()


def one_step(money: Money, unit: int, chance: random.Random, word: str) -> None:
    days, fen, number = chance.randint(0, 70), chance.randint(1, 12), chance.randint(0, 10_000)
    if word == "bill":
        money.bill(unit, chance.randint(-40, 90), fen * chance.randint(1, 3), False)
    elif word in ("pay", "named"):
        money.pay(unit, fen, days, [number] if word == "named" else [])
    elif word == "undo" and money.last_operation() >= money.first:
        money.undo(number, chance.random() < 0.4)
    elif word == "wait":
        money.wait(days % 20 + 1)
    elif word == "sell":
        money.transfer(unit, days // 3)
    elif word in ("waive", "cancel") and money.oracle.bills:
        money.waive(number, fen // 3 + 1, days) if word == "waive" else money.cancel(number, days)
    elif word == "refund" and money.oracle.payments:
        money.refund(number, fen, days)


STEP = st.tuples(
    st.sampled_from(("bill", "bill", "pay", "pay", "named", "refund", "waive", "cancel")),
    st.integers(0, 20),  # days since the step before
    st.sampled_from(sorted(UNITS)),
    FEN,
    ANY,
)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, min_size=3, max_size=20))
def test_history_entered_late_gives_the_figures_it_would_have_given_then(steps: list[Any]) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        then, late = Purse(Path(one)), Purse(Path(two))
        late.db.now = START + timedelta(days=3000)
        moment = START
        seen = []
        for word, days, unit, fen, number in steps:
            moment += timedelta(days=days, seconds=1)
            if word == "bill":  # made as its period begins: made ahead, it would settle older ones as it is made
                moment = datetime.combine(moment.date() + timedelta(days=1), time())
            then.db.now = moment
            assert step(then, word, moment, unit, fen, number) == step(late, word, moment, unit, fen, number)
            seen.append((iso(moment), picture(then.db, iso(moment))))
        for at, said_then in seen:
            assert picture(late.db, at)["bills"] == said_then["bills"]
            assert picture(late.db, at) == picture(then.db, at) == said_then
        then.db.close()
        late.db.close()


def step(purse: Purse, word: str, at: datetime, unit: int, fen: int, number: int) -> Any:
    """Do one thing of a history; returns what came of it (a refusal by its code)."""
    table = "fee_payment" if word == "refund" else "fee_bill"
    newest = int(purse.db.value(f"SELECT coalesce(max(id), 0) FROM {table}"))
    try:
        if word == "bill":
            start = at.date()
            return purse.bill(unit, start, fen, debtor_of(unit, start), kind="developer" if unit == 3 else None)
        if word == "pay":
            return without_uid(purse.run(payments.pay, UNITS[unit], fen, at=at))
        if not newest:
            return None
        if word == "named":
            bill = records.bill_records(purse.db, [number % newest + 1])[0]
            return without_uid(purse.run(payments.pay, bill["unit"], fen, [bill["id"]], at=at))
        if word == "refund":
            return without_uid(purse.run(payments.refund, number % newest + 1, fen, "多收", at))
        if word == "waive":
            return without_uid(purse.run(payments.waive, number % newest + 1, fen, "补偿", "张经理", at))
        return without_uid(purse.run(payments.cancel, number % newest + 1, "开错", at))
    except RuleError as refusal:
        return refusal.code


def without_uid(result: Result) -> dict[str, Any]:
    return {name: value for name, value in result.data.items() if name != "uid"}


WORKER = """
import sys, time
from datetime import datetime
from pathlib import Path
from butlercli.nouns.fee.payments.verbs import payments
from butlercli.store import database
path, gate = Path(sys.argv[1]), Path(sys.argv[2])
db = database.Database(database.connect(path, write=True), path)
db.now = datetime(2026, 2, 1, 9)
while not gate.exists():
    time.sleep(0.002)
for _ in range(5):
    with db.operation("fee pay"):
        payments.pay(db, "2-1-102", 70, (1,))
"""


def test_two_processes_paying_one_bill_never_settle_it_twice(tmp_path: Path) -> None:
    purse = Purse(tmp_path)
    bill = purse.bill(4, date(2026, 1, 1), 500, OTHER)
    gate = tmp_path / "gate"
    environment = {**os.environ, "PYTHONPATH": str(Path(butlercli.__file__).parents[1])}
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(purse.path), str(gate)], env=environment, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    gate.touch()
    for worker in workers:
        _out, err = worker.communicate(timeout=60)
        assert worker.returncode == 0, err.decode()
    (record,) = records.bill_records(purse.db, [bill])
    assert (record["paid_fen"], record["outstanding_fen"], record["state"]) == (500, 0, "paid")
    paid = records.payment_records(purse.db, range(1, 11))
    assert len(paid) == 10
    assert sum(one["unallocated_fen"] for one in paid) == 10 * 70 - 500
    assert sum(part["amount_fen"] for one in paid for part in one["allocated"]) == 500
