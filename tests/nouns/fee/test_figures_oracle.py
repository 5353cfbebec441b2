"""The figures of fees against a plain reading of the rows, bill by bill; and as of any day what was said on that day."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli.base.dates.civil import month_end
from butlercli.base.errors import ButlerError
from butlercli.base.figures import Figure, Span
from butlercli.kit.figures import reading
from butlercli.nouns.fee.figures import metrics, tables
from butlercli.nouns.fee.owed.verbs import asof
from butlercli.nouns.fee.payments.verbs import payments
from butlercli.store.database import Database
from tests.nouns.fee.purse import UNITS, Purse
from tests.nouns.fee.test_figures import move

Row = dict[str, Any]
DAYS = st.integers(0, 420)
STEP = st.one_of(
    st.tuples(st.just("bill"), st.sampled_from(sorted(UNITS)), st.integers(-200, 40), st.integers(1, 60)),
    st.tuples(st.just("pay"), st.sampled_from(sorted(UNITS)), st.integers(0, 30), st.integers(1, 90)),
    st.tuples(st.just("waive"), st.integers(1, 12), st.just(0), st.integers(1, 40)),
    st.tuples(st.just("refund"), st.integers(1, 8), st.just(0), st.integers(1, 60)),
    st.tuples(st.just("cancel"), st.integers(1, 12), st.just(0), st.just(0)),
    st.tuples(st.just("move"), st.integers(1, 12), st.integers(1, 12), st.integers(1, 40)),
)
PLAN = st.lists(st.tuples(STEP, st.integers(1, 25)), min_size=1, max_size=22)
SPANS = st.lists(st.tuples(st.integers(-150, 420), st.integers(0, 200), st.integers(0, 200)), min_size=2, max_size=4)
BEGIN = datetime(2026, 1, 5, 9)


def act(purse: Purse, step: tuple[str, int, int, int], *, back: bool) -> None:
    """Do one thing at the clock's time; `back`: also what happened or began earlier."""
    do, which, days, fen = step
    db, today = purse.db, purse.db.now.date()
    at = None if not back else db.now - timedelta(days=days)
    owner = {1: 1 if today < date(2026, 3, 1) else 2, 4: 3}
    try:
        if do == "bill":
            start = today + timedelta(days=days if back else abs(days) % 40 + 1)
            purse.bill(which, start, fen, owner.get(which), kind="developer" if which == 3 else None)
        elif do == "pay":
            purse.run(payments.pay, UNITS[which], fen, at=at)
        elif do == "waive":
            purse.run(payments.waive, which, fen, "减", "经理", at=at)
        elif do == "refund":
            purse.run(payments.refund, which, fen, "退")
        elif do == "cancel":
            purse.run(payments.cancel, which, "错")
        elif back:
            _move(purse, which, days, fen)
    except ButlerError:
        return


def _move(purse: Purse, old: int, new: int, fen: int) -> None:
    rows = {row["id"]: row for row in asof.bills(purse.db, datetime(2030, 1, 1))}
    if old != new and old in rows and new in rows and rows[old]["outstanding"] >= fen:
        move(
            purse,
            old,
            new,
            fen,
            max(purse.db.now.isoformat(timespec="seconds"), rows[old]["period_start"] + "T00:00:00"),
        )


class Plain:
    """Every row of the file, read into lists and summed by hand."""

    def __init__(self, db: Database, wanted: Span) -> None:
        self.first, self.last = wanted.start.isoformat(), wanted.end.isoformat()
        self.at = wanted.as_of.isoformat()
        self.begin = self.first + "T00:00:00"
        self.until = min(self.last + "T23:59:59", self.at)
        self.bills = db.rows("SELECT * FROM fee_bill")
        self.waivers = db.rows("SELECT * FROM fee_waiver")
        self.allocations = db.rows("SELECT * FROM fee_allocation")
        self.moneys = db.rows("SELECT * FROM fee_payment")
        self.refunds = db.rows("SELECT * FROM fee_refund")

    def stands(self, bill: Row) -> bool:
        return bill["period_start"] <= self.at[:10] and not (bill["cancelled_at"] and bill["cancelled_at"] <= self.at)

    def paid(self, bill: Row, at: str) -> int:
        return sum(row["amount"] for row in self.allocations if row["bill_id"] == bill["id"] and row["at"] <= at)

    def lowered(self, bill: Row, at: str, *, moved: bool) -> int:
        return sum(
            row["amount"]
            for row in self.waivers
            if row["bill_id"] == bill["id"] and row["at"] <= at and (row["moved_to"] is not None) == moved
        )

    def owed(self, bill: Row, at: str) -> int:
        lowered = self.lowered(bill, at, moved=True) + self.lowered(bill, at, moved=False)
        return int(bill["amount"]) - lowered - self.paid(bill, at)

    def current(self) -> list[Row]:
        return [bill for bill in self.bills if self.first <= bill["period_start"] <= self.last and self.stands(bill)]

    def receivable(self, bills: list[Row]) -> int:
        return sum(
            bill["amount"] - self.lowered(bill, self.at, moved=True) - self.lowered(bill, self.at, moved=False)
            for bill in bills
        )

    def received(self, bills: list[Row]) -> int:
        return sum(self.paid(bill, self.at) for bill in bills)

    def opening(self) -> tuple[int, int]:
        """Return what earlier bills owed when the period began, and what came in on them."""
        eve = (datetime.fromisoformat(self.begin) - timedelta(seconds=1)).isoformat()
        opening = recovered = 0
        for bill in self.bills:
            gone = bill["cancelled_at"] and bill["cancelled_at"] <= eve
            if bill["period_start"] >= self.first or gone or self.owed(bill, eve) <= 0:
                continue
            moved = self.lowered(bill, self.until, moved=True) - self.lowered(bill, eve, moved=True)
            opening += max(0, self.owed(bill, eve) - moved)
            recovered += self.paid(bill, self.until) - self.paid(bill, eve)
        return opening, recovered

    def told(self) -> dict[str, tuple[Any, Any]]:
        """Return numerator and denominator of each figure."""
        current = self.current()
        due = [bill for bill in current if bill["due_date"] <= self.at[:10]]
        owing: dict[int, int] = {}
        for bill in current:
            owing[bill["unit_id"]] = owing.get(bill["unit_id"], 0) + self.owed(bill, self.at)
        opening, recovered = self.opening()
        whole, part = self.receivable(current), self.received(current)
        billed = sum(bill["amount"] - self.lowered(bill, self.at, moved=True) for bill in current)
        late = [
            bill
            for bill in self.bills
            if self.stands(bill) and bill["due_date"] < self.at[:10] and self.owed(bill, self.at) > 0
        ]
        kept = sum(m["amount"] for m in self.moneys if m["paid_at"] <= self.at)
        kept -= sum(row["amount"] for row in (*self.allocations, *self.refunds) if row["at"] <= self.at)
        paid_in = sum(m["amount"] for m in self.moneys if self.begin <= m["paid_at"] <= self.until)
        paid_in -= sum(r["amount"] for r in self.refunds if self.begin <= r["at"] <= self.until)
        return {
            "fee.billed": (billed, None),
            "fee.waived": (billed - whole, None),
            "fee.received": (part, None),
            metrics.CURRENT: (part, whole),
            "fee.current_collection_rate_before_waivers": (part, billed),
            "fee.due_collection_rate": (self.received(due), self.receivable(due)),
            metrics.HOUSEHOLDS: (sum(fen == 0 for fen in owing.values()), len(owing)),
            "fee.arrears_opening": (opening, None),
            "fee.arrears_recovered": (recovered, None),
            "fee.recovery_rate": (recovered, opening),
            "fee.combined_rate": (part + recovered, whole + opening),
            metrics.ARREARS: (sum(self.owed(bill, self.at) for bill in late), None),
            metrics.ARREARS_HOUSEHOLDS: (len({bill["unit_id"] for bill in late}), None),
            metrics.PAID_IN: (paid_in, None),
            metrics.PREPAID: (kept, None),
        }


def spans(asked: list[tuple[int, int, int]]) -> Iterator[Span]:
    """Return spans from days after the beginning, lengths, and days after their beginning at which they are read."""
    for offset, days, read in asked:
        first = BEGIN.date() + timedelta(days=offset)
        yield Span(
            first,
            first + timedelta(days=days),
            "range",
            datetime.combine(first + timedelta(days=read), time(23, 59, 59)),
        )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plan=PLAN, asked=SPANS)
def test_the_figures_are_those_of_a_plain_reading(plan: list[Any], asked: list[tuple[int, int, int]]) -> None:
    with TemporaryDirectory() as folder:
        purse = Purse(Path(folder))
        for step, days in plan:
            act(purse, step, back=True)
            purse.db.now += timedelta(days=days)
        for wanted in spans(asked):
            snapshot = metrics.BillSnapshot(purse.db, wanted)
            found = {one.key: one for one in reading.figures(snapshot)}
            for key, (part, whole) in Plain(purse.db, wanted).told().items():
                figure = found[key]
                if figure.value is None and whole is None:
                    assert not snapshot.begun
                    continue
                assert (figure.numerator, figure.denominator) == (part, whole), key
                assert figure.value == (part if whole is None else part / whole if whole else None), key
            _check_groups(snapshot, found)
            _check_explained(snapshot, found)
        purse.db.close()


def _check_groups(snapshot: metrics.BillSnapshot, found: dict[str, Figure]) -> None:
    """The rows of every grouping add up to the figures, and the ages to the arrears."""
    if not snapshot.begun:
        return
    for by in ("item", "building", "month"):
        rows = tables.grouped(snapshot, by)
        for key, name in (("fee.billed", "billed"), ("fee.waived", "waived"), ("fee.received", "received")):
            assert sum(row[name] for row in rows) == found[key].value
        if by != "month":
            assert sum(row["opening"] for row in rows) == found["fee.arrears_opening"].value
            assert sum(row["arrears"] for row in rows) == found[metrics.ARREARS].value
        else:
            assert sum(row["paid_in"] for row in rows) == found[metrics.PAID_IN].value
    assert sum(row["fen"] for row in tables.aging(snapshot)) == found[metrics.ARREARS].value
    owed = asof.arrears(snapshot.db, snapshot.span.as_of)
    assert sum(row["outstanding_fen"] for row in owed) == found[metrics.ARREARS].value
    assert sum(asof.prepaid(snapshot.db, snapshot.span.as_of).values()) == found[metrics.PREPAID].value


def _check_explained(snapshot: metrics.BillSnapshot, found: dict[str, Figure]) -> None:
    """What is listed behind a figure adds up to it."""
    for key, figure in found.items():
        rows = reading.explain(snapshot, key)
        assert rows is not None
        if figure.value is None and figure.denominator is None:
            assert rows == [] or not snapshot.begun
        elif figure.of == "fen":
            assert sum(row["numerator_fen"] for row in rows) == figure.numerator
            if figure.denominator is not None:
                assert sum(row["denominator_fen"] for row in rows) == figure.denominator
        else:
            assert sum(row["in_numerator"] for row in rows) == figure.numerator
            assert figure.denominator in (None, len(rows))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plan=PLAN)
def test_what_was_said_on_a_day_is_said_of_it_ever_after(plan: list[Any]) -> None:
    with TemporaryDirectory() as folder:
        purse = Purse(Path(folder))
        said = []
        for step, days in plan:
            act(purse, step, back=False)
            today = purse.db.now.date()
            for wanted in (
                Span(date(today.year, 1, 1), today, "year", purse.db.now),
                Span(today.replace(day=1), month_end(today), "month", purse.db.now),
            ):
                said.append((wanted, _said(purse.db, wanted)))
            purse.db.now += timedelta(days=days)
        for wanted, then in said:
            assert _said(purse.db, wanted) == then
        purse.db.close()


def _said(db: Database, wanted: Span) -> list[Any]:
    snapshot = metrics.BillSnapshot(db, wanted)
    rows = [(one.key, one.value, one.numerator, one.denominator) for one in reading.figures(snapshot)]
    return [
        rows,
        *(tables.grouped(snapshot, by) for by in ("item", "building", "month")),
        tables.aging(snapshot),
    ]
