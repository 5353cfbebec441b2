"""A change of owner told after billing: what is owed from the day on goes over, and no day's figures before it change."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli.kit import undo
from butlercli.nouns.fee.bills.rules import amounts
from butlercli.nouns.fee.bills.verbs import billing
from butlercli.nouns.fee.owed.rules.periods import DAY
from butlercli.nouns.fee.owed.verbs import asof
from butlercli.nouns.fee.payments.verbs import payments
from butlercli.nouns.register.verbs import transfer
from butlercli.nouns.register.verbs.resident import Person
from tests.nouns.fee.community import Fees

Row = dict[str, Any]


@pytest.fixture
def fees(tmp_path: Path) -> Iterator[Fees]:
    house = Fees(tmp_path / "butler.db")
    yield house
    house.db.close()


def quarters(fees: Fees, *owners: str, **values: Any) -> int:
    """A home of 100 m² at 280.00 a month, the first half of 2026 billed by quarter: B1 and B2, 840.00 each."""
    with fees.operation():
        fees.item(cycle="quarter", **values)
        home = fees.unit("3-2-501", *(owners or ("王芳",)))
        fees.run("2026-01-01 2026-06-30")
    return home


def sell(fees: Fees, day: str, to: str = "李明", now: str = "2026-07-01T09:30") -> list[tuple[str, Row]]:
    """The unit changes hands; returns the remarks."""
    with fees.operation(now) as db:
        result = transfer.transfer(db, "3-2-501", Person(to), date.fromisoformat(day))
    return [(notice.msgid, notice.params) for notice in result.notices]


def pay(fees: Fees, fen: int, at: str, bills: tuple[int, ...] = ()) -> None:
    with fees.operation() as db:
        payments.pay(db, "3-2-501", fen, bills, at=datetime.fromisoformat(at))


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T23:59:59")


def owing(fees: Fees, day: str) -> dict[str, int]:
    return {row["debtor"]: row["outstanding"] for row in asof.debtors(fees.db, at(day))}


def test_a_bill_that_spans_the_day_is_cut_by_days(fees: Fees) -> None:
    quarters(fees)
    before = [asof.totals(fees.db, at(day)) for day in ("2026-01-15", "2026-01-30")]
    remarks = sell(fees, "2026-01-31")
    old, new, second = fees.bills()
    assert (old["debtor"], old["amount"], old["period_end"]) == ("王芳", 84_000, "2026-03-31")
    assert (new["debtor"], new["amount"], new["period_start"], new["period_end"], new["due_date"], new["source"]) == (
        "李明", 56_000, "2026-01-31", "2026-03-31", "2026-01-31", "run",
    )  # fmt: skip
    (waiver,) = fees.db.rows("SELECT * FROM fee_waiver")
    assert (waiver["bill_id"], waiver["amount"], waiver["at"], waiver["moved_to"], waiver["approved_by"]) == (
        old["id"], 56_000, "2026-01-31T00:00:00", new["id"], None,
    )  # fmt: skip
    assert "2026-01-31" in waiver["reason"] and "李明" in waiver["reason"]
    assert amounts.formula(new["rule"]) == "840.00 × 60/90 = 560.00"
    assert second["debtor"] == "李明"
    assert [asof.totals(fees.db, at(day)) for day in ("2026-01-15", "2026-01-30")] == before
    assert owing(fees, "2026-01-30") == {"王芳": 84_000}
    assert owing(fees, "2026-01-31") == {"王芳": 28_000, "李明": 56_000}
    assert owing(fees, "2026-06-30") == {"王芳": 28_000, "李明": 140_000}
    assert [params.get("refs") or params.get("ref") for _msgid, params in remarks] == ["B2", "B1"]


def test_days_that_were_moved_once_are_not_moved_again_when_the_first_owner_comes_back(fees: Fees) -> None:
    quarters(fees)
    sell(fees, "2026-01-31")
    sell(fees, "2026-03-02", "王芳")
    assert owing(fees, "2026-03-02") == {"王芳": 28_000 + 28_000, "李明": 28_000}
    sell(fees, "2026-03-17", "陈静")
    assert owing(fees, "2026-03-31") == {"王芳": 28_000 + 14_000, "李明": 28_000, "陈静": 14_000}
    days = [(bill["debtor"], bill["period_start"]) for bill in fees.bills() if bill["period_end"] == "2026-03-31"]
    assert days == [("王芳", "2026-01-01"), ("李明", "2026-01-31"), ("王芳", "2026-03-02"), ("陈静", "2026-03-17")]


def test_of_a_bill_cut_before_only_its_own_days_go_over(fees: Fees) -> None:
    quarters(fees)
    sell(fees, "2026-03-02")
    with fees.operation() as db:  # the two are one person, who sells on an earlier day
        db.update("residency", 1, {"until": "2025-12-31"})
        db.update("residency", 2, {"since": "2025-12-31"})
        db.execute("UPDATE fee_bill SET debtor_id = 2, debtor = '李明'")
    sell(fees, "2026-01-31", "陈静")
    assert owing(fees, "2026-03-31") == {"李明": 28_000, "陈静": 28_000 + 28_000}
    assert [(bill["period_start"], bill["period_end"], bill["amount"]) for bill in fees.bills(debtor="陈静")] == [
        ("2026-01-31", "2026-03-01", 28_000), ("2026-03-02", "2026-03-31", 28_000), ("2026-04-01", "2026-06-30", 84_000),
    ]  # fmt: skip


def test_billing_again_finds_the_period_billed(fees: Fees) -> None:
    quarters(fees)
    sell(fees, "2026-01-31")
    with fees.operation():
        again = fees.run("2026-01-01 2026-06-30")
    assert (again.created, again.known, again.unbilled) == ([], 2, [])


def test_once_the_first_bill_is_cancelled_only_its_own_days_are_billed_again(fees: Fees) -> None:
    quarters(fees)
    sell(fees, "2026-01-31")
    with fees.operation() as db:
        payments.cancel(db, 1, "面积有误")
        again = fees.run("2026-01-01 2026-03-31")
    (made,) = again.created
    (bill,) = fees.bills(id=made)
    assert (bill["debtor"], bill["period_start"], bill["period_end"], bill["amount"]) == (
        "王芳", "2026-01-01", "2026-01-30", 28_000,
    )  # fmt: skip


def test_what_is_paid_stays_and_is_said(fees: Fees) -> None:
    quarters(fees)
    pay(fees, 84_000, "2026-01-10T10:00")
    remarks = sell(fees, "2026-01-31")
    assert [(bill["debtor"], bill["amount"]) for bill in fees.bills()] == [("王芳", 84_000), ("李明", 84_000)]
    assert [params["refs"] for msgid, params in remarks if msgid.startswith("Paid until")] == ["B1"]


def test_no_more_than_what_is_still_owed_goes_over(fees: Fees) -> None:
    quarters(fees)
    pay(fees, 50_000, "2026-01-10T10:00")
    sell(fees, "2026-01-31")
    assert owing(fees, "2026-03-31") == {"王芳": 0, "李明": 34_000}
    assert amounts.formula(fees.bills(debtor="李明")[0]["rule"]) == "840.00 × 60/90 = 560.00 → 340.00"


def test_where_it_was_paid_on_the_day_it_counts_from_when_it_was_open_again(fees: Fees) -> None:
    quarters(fees)
    pay(fees, 84_000, "2026-01-10T10:00")
    with fees.operation() as db:
        payments.refund(db, 1, 84_000, "付错", datetime(2026, 2, 20, 9))
    sell(fees, "2026-01-31")
    assert fees.db.value("SELECT at FROM fee_waiver") == "2026-02-20T09:00:00"
    assert all(row["outstanding"] >= 0 for day in range(20, 29) for row in asof.bills(fees.db, at(f"2026-02-{day}")))


def test_two_changes_in_one_period(fees: Fees) -> None:
    quarters(fees)
    sell(fees, "2026-01-31")
    sell(fees, "2026-03-02", to="赵四")
    assert owing(fees, "2026-03-31") == {"王芳": 28_000, "李明": 28_000, "赵四": 28_000}
    with fees.operation():
        again = fees.run("2026-01-01 2026-06-30")
    assert (again.created, again.unbilled) == ([], [])


def test_one_of_two_owners_takes_the_other_part(fees: Fees) -> None:
    quarters(fees, "王芳", "李明")
    sell(fees, "2026-01-31", to="李明")
    assert [(bill["debtor"], bill["amount"]) for bill in fees.bills()] == [
        ("王芳、李明", 84_000), ("李明", 56_000), ("李明", 84_000),
    ]  # fmt: skip


def test_bills_of_nobody_known_and_of_the_developer_stay(fees: Fees) -> None:
    with fees.operation():
        fees.item(cycle="quarter")
        home = fees.unit("3-2-501")
        fees.run("2026-01-01 2026-03-31")
        fees.owner(home, "王芳")
    assert sell(fees, "2026-01-31") == []
    assert [bill["debtor_kind"] for bill in fees.bills()] == ["unknown"]


def test_the_owner_who_is_owner_already_moves_nothing(fees: Fees) -> None:
    quarters(fees)
    sell(fees, "2026-01-31", to="王芳")
    assert [bill["debtor"] for bill in fees.bills()] == ["王芳", "王芳"]


def test_money_the_new_owner_paid_ahead_settles_what_came_over(fees: Fees) -> None:
    quarters(fees)
    pay(fees, 84_000, "2026-05-02T10:00", bills=(1,))
    with fees.operation() as db:
        payments.pay(db, "3-2-501", 10_000, (1,), at=datetime(2026, 5, 3, 10))  # B1 is paid: all of it waits
    sell(fees, "2026-04-01")
    assert [row["paid"] for row in asof.bills(fees.db, at("2026-07-01"))] == [84_000, 10_000]


def test_parts_are_rounded_as_the_item_says(fees: Fees) -> None:
    quarters(fees, rounding="yuan", rate="2.81")
    sell(fees, "2026-02-10")
    old, new, _second = fees.bills()
    assert (old["amount"], new["amount"]) == (84_300, 84_300 - 37_500)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    days=st.integers(-3, 95),
    paid=st.lists(st.tuples(st.integers(1, 50_000), st.integers(0, 150)), max_size=2),
    rounding=st.sampled_from(("fen", "jiao", "yuan")),
)
def test_nothing_is_lost_on_any_day_and_it_can_be_taken_back(days: int, paid: list[Any], rounding: str) -> None:
    with TemporaryDirectory() as folder:
        fees = Fees(Path(folder) / "butler.db")
        fees.db.connection.execute("PRAGMA synchronous = OFF")
        quarters(fees, rounding=rounding)
        for fen, day in paid:
            pay(fees, fen, (datetime(2026, 1, 1, 9) + timedelta(days=day)).isoformat())
        day = date(2026, 1, 1) + timedelta(days=days)
        moments = [date(2026, 1, 1) + timedelta(days=n) for n in range(-2, 181, 13)] + [day, day - DAY]
        before = {moment: asof.totals(fees.db, at(str(moment))) for moment in moments}
        state = list(fees.db.connection.iterdump())
        sell(fees, str(day))
        sale = int(fees.db.value("SELECT max(id) FROM operation"))
        for moment in moments:
            after = asof.totals(fees.db, at(str(moment)))
            assert (
                after["outstanding"]
                == before[moment]["outstanding"]
                == after["amount"] - after["waived"] - after["paid"]
            )
            if moment < day:
                assert after == before[moment]
        with fees.operation():
            assert fees.run("2026-01-01 2026-06-30").created == []
        with fees.operation() as db:
            undo.undo(db, sale)
        books = ("fee_", "residen", "unit")
        assert [line for line in fees.db.connection.iterdump() if _of(line, books)] == [
            line for line in state if _of(line, books)
        ]
        fees.db.close()


def _of(line: str, tables: tuple[str, ...]) -> bool:
    return line.startswith(tuple(f'INSERT INTO "{name}' for name in tables))


def test_a_charge_after_the_day_goes_over_too(fees: Fees) -> None:
    quarters(fees)
    with fees.operation() as db:
        billing.charge(db, "3-2-501", "门禁卡", 2_000, date(2026, 2, 3))
        billing.charge(db, "3-2-501", "门禁卡", 1_000, date(2026, 1, 3))
    sell(fees, "2026-01-31")
    assert {bill["amount"]: bill["debtor"] for bill in fees.bills(source="charge")} == {2_000: "李明", 1_000: "王芳"}
