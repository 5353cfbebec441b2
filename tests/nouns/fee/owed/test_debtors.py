"""Whose a bill is: owners by the day, joint owners, the developer's units, transfers told late."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.nouns.fee.community import Fees


@pytest.fixture
def fees(tmp_path: Path) -> Iterator[Fees]:
    house = Fees(tmp_path / "butler.db")
    yield house
    house.db.close()


def test_the_day_of_transfer_belongs_to_the_new_owner(fees: Fees) -> None:
    with fees.operation():
        fees.item()
        home = fees.unit("3-2-501")
        fees.owner(home, "王芳", None, "2026-01-15", "former")
        fees.owner(home, "李明", "2026-01-15")
        fees.run("2026-01-01 2026-01-31")
    bills = fees.bills()
    assert [(b["debtor"], b["period_start"], b["period_end"], b["due_date"]) for b in bills] == [
        ("王芳", "2026-01-01", "2026-01-14", "2026-01-15"),
        ("李明", "2026-01-15", "2026-01-31", "2026-01-15"),
    ]
    assert [b["amount"] for b in bills] == [12_645, 15_355]


def test_a_part_that_rounds_to_nothing_is_said_and_the_other_is_the_whole(fees: Fees) -> None:
    with fees.operation():
        fees.item(per="fixed", rate="5", rounding="yuan")
        home = fees.unit("3-2-501")
        fees.owner(home, "王芳", None, "2026-01-02", "former")
        fees.owner(home, "李明", "2026-01-02")
        first, again = (fees.run("2026-01-01 2026-01-31") for _ in range(2))
    assert [(row["period_start"], row["period_end"], row["amount"]) for row in fees.bills()] == [
        ("2026-01-02", "2026-01-31", 500)
    ]
    assert [line["reason"] for one in (first, again) for line in one.unbilled] == ["rounded_away"] * 2
    assert again.created == []


def test_the_same_owner_entered_twice_owes_one_bill(fees: Fees) -> None:
    with fees.operation():
        fees.item()
        home = fees.unit("3-2-501")
        person = fees.owner(home, "王芳", None, "2026-01-15", "former")
        fees.db.insert("residency", {"resident_id": person, "unit_id": home, "role": "owner", "since": "2026-01-15"})
        fees.run("2026-01-01 2026-01-31")
    assert [(row["period_start"], row["period_end"], row["amount"]) for row in fees.bills()] == [
        ("2026-01-01", "2026-01-31", 28_000)
    ]


def test_a_transfer_recorded_after_billing_leaves_the_bills_as_they_are(fees: Fees) -> None:
    with fees.operation():
        fees.item()
        home = fees.unit("3-2-501")
        fees.owner(home, "王芳", None, None)
        fees.run("2026-01-01 2026-01-31")
        fees.db.execute("UPDATE residency SET role = 'former', until = '2026-01-15'")
        fees.owner(home, "李明", "2026-01-15")
        again = fees.run("2026-01-01 2026-01-31")
    assert (again.created, again.known, again.unbilled) == ([], 1, [])


def test_joint_owners_owe_one_bill(fees: Fees) -> None:
    with fees.operation():
        fees.item()
        fees.unit("3-2-501", "王芳", "李明")
        fees.run("2026-01-01 2026-01-31")
    (bill,) = fees.bills()
    assert bill["debtor"] == "王芳、李明"
    assert fees.db.value("SELECT name FROM resident WHERE id = ?", (bill["debtor_id"],)) == "王芳"


def test_who_leaves_without_a_follower_that_day_owes_the_day(fees: Fees) -> None:
    with fees.operation():
        fees.item()
        home = fees.unit("3-2-501")
        fees.owner(home, "王芳", None, "2026-01-14")
        fees.owner(home, "李明", "2026-01-15")
        fees.run("2026-01-01 2026-01-31")
    assert [(b["debtor"], b["period_end"]) for b in fees.bills()] == [("王芳", "2026-01-14"), ("李明", "2026-01-31")]


def test_undelivered_units_are_the_developers(fees: Fees) -> None:
    with fees.operation():
        fees.item()
        fees.unit("3-2-501", "王芳", state="undelivered")
        fees.unit("3-2-502")
        fees.run("2026-01-01 2026-01-31")
    assert [(b["debtor_kind"], b["debtor"], b["debtor_id"], b["amount"]) for b in fees.bills()] == [
        ("developer", "", None, 28_000),
        ("unknown", "", None, 28_000),
    ]


def test_the_developer_owes_up_to_the_day_before_the_handover(fees: Fees) -> None:
    with fees.operation():
        fees.item()
        home = fees.unit("3-2-501", "王芳", state="undelivered", handover_date="2026-02-11")
        before = fees.run("2026-01-01 2026-03-31")
        fees.db.update("unit", home, {"state": "occupied"})
        fees.run("2026-01-01 2026-03-31")
    assert [line["reason"] for line in before.unbilled] == ["still_undelivered"]
    assert [(b["debtor_kind"], b["period_start"], b["period_end"]) for b in fees.bills()] == [
        ("developer", "2026-01-01", "2026-01-31"),
        ("developer", "2026-02-01", "2026-02-10"),
        ("owner", "2026-02-11", "2026-02-28"),
        ("owner", "2026-03-01", "2026-03-31"),
    ]
