"""Meter readings: falling ones are refused, replaced meters add up, nothing used is lost or paid twice."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.base.errors import NotFoundError, RuleError, UsageError
from butlercli.base.result import Result
from butlercli.nouns.fee.bills.rules import amounts
from butlercli.nouns.fee.items.verbs import readings
from tests.nouns.fee.community import Fees


@pytest.fixture
def fees(tmp_path: Path) -> Iterator[Fees]:
    house = Fees(tmp_path / "butler.db")
    with house.operation():
        house.item("水费", per="reading", rate="3.00", timing="postpaid", meter="水表")
        house.unit("3-2-501", "王芳")
    yield house
    house.db.close()


def read(fees: Fees, day: str, value: str, meter: str = "水", **values: Any) -> Result:
    with fees.operation():
        return readings.read(fees.db, "3-2-501", meter, value, at=datetime.fromisoformat(f"{day}T10:00"), **values)


def bill(fees: Fees, period: str) -> list[str]:
    with fees.operation():
        return [line["reason"] for line in fees.run(period).unbilled]


def billed(fees: Fees) -> list[tuple[str, str, int]]:
    return [(row["period_start"], row["rule"]["used"], row["amount"]) for row in fees.bills()]


def test_a_reading_says_what_was_used(fees: Fees) -> None:
    assert read(fees, "2026-01-31", "１００").data["used"] is None
    found = read(fees, "2026-02-28", "112.50")
    assert (found.data["meter"], found.data["value"], found.data["used"], found.notices) == (
        "水表",
        "112.5",
        "12.5",
        [],
    )


def test_a_falling_reading_is_refused_unless_the_meter_was_replaced(fees: Fees) -> None:
    read(fees, "2026-01-31", "100")
    with pytest.raises(RuleError):
        read(fees, "2026-02-28", "3")
    assert read(fees, "2026-02-10", "0", replaced=True, final="104").data["used"] == "4"
    assert read(fees, "2026-02-28", "3").data["used"] == "3"
    with pytest.raises(RuleError):
        read(fees, "2026-02-05", "105")
    with pytest.raises(RuleError):
        read(fees, "2026-02-20", "4")
    bill(fees, "2026-02-01 2026-02-28")
    assert billed(fees) == [("2026-02-01", "7", 2_100)]


def test_what_cannot_be_entered(fees: Fees) -> None:
    for value in ("", "-1", "1e3", "NaN", "abc", "1.0000001"):
        with pytest.raises(UsageError):
            read(fees, "2026-01-31", value)
    with pytest.raises(UsageError):
        read(fees, "2026-01-31", "1", final="3")
    with pytest.raises(UsageError):
        read(fees, "2027-01-31", "1")
    with pytest.raises(NotFoundError):
        read(fees, "2026-01-31", "1", meter="煤气")


def test_the_same_reading_twice_is_nothing_to_do_and_another_is_refused(fees: Fees) -> None:
    read(fees, "2026-01-31", "100")
    assert len(read(fees, "2026-01-31", "100.0").notices) == 1
    with pytest.raises(RuleError):
        read(fees, "2026-01-31", "101")


def test_the_handover_reading_begins_the_first_period(fees: Fees) -> None:
    with fees.operation():
        fees.db.execute("UPDATE unit SET handover_date = '2026-01-10'")
    read(fees, "2026-01-10", "5")
    read(fees, "2026-01-31", "8")
    assert bill(fees, "2026-01-01 2026-01-31") == []
    assert billed(fees) == [("2026-01-10", "3", 900)]


def test_without_a_reading_nothing_is_billed_and_the_next_bill_has_it_all(fees: Fees) -> None:
    read(fees, "2025-12-31", "100")
    read(fees, "2026-03-30", "130")
    assert bill(fees, "2026-01-01 2026-03-31") == ["no_reading"]
    assert billed(fees) == [("2026-03-01", "30", 9_000)]
    (row,) = fees.bills()
    assert amounts.formula(row["rule"]) == "30 × 3.00 = 90.00"
    assert row["rule"]["from"] == ["2025-12-31T10:00:00", "100"]


def test_a_reading_entered_late_is_neither_lost_nor_paid_twice(fees: Fees) -> None:
    read(fees, "2025-12-31", "100")
    read(fees, "2026-01-20", "120")
    bill(fees, "2026-01-01 2026-01-31")
    read(fees, "2026-01-31", "128")
    read(fees, "2026-02-28", "140")
    bill(fees, "2026-02-01 2026-02-28")
    assert billed(fees) == [("2026-01-01", "20", 6_000), ("2026-02-01", "20", 6_000)]


def test_what_was_billed_by_a_reading_that_was_taken_back_is_not_billed_again(fees: Fees) -> None:
    read(fees, "2025-12-31", "100")
    read(fees, "2026-01-31", "130")
    bill(fees, "2026-01-01 2026-01-31")
    with fees.operation():
        fees.db.execute("DELETE FROM meter_reading WHERE value = '130'")
    read(fees, "2026-01-31", "103")  # the slip, mended
    read(fees, "2026-02-28", "106")
    assert bill(fees, "2026-02-01 2026-02-28") == ["below_billed"]
    read(fees, "2026-03-31", "140")
    assert bill(fees, "2026-02-01 2026-03-31") == ["below_billed"]
    assert billed(fees) == [("2026-01-01", "30", 9_000), ("2026-03-01", "10", 3_000)]


def test_a_new_meter_entered_late_names_the_bill_that_did_not_know_of_it(fees: Fees) -> None:
    read(fees, "2026-01-31", "100")
    read(fees, "2026-02-28", "150")
    bill(fees, "2026-02-01 2026-02-28")
    found = read(fees, "2026-02-15", "20", replaced=True, final="140")
    (said,) = found.notices
    assert (said.params["bill"], said.params["used"], said.params["now"]) == ("B1", "50", "170")
    assert read(fees, "2026-03-31", "160").notices == []
    with fees.operation():
        fees.db.execute("UPDATE fee_bill SET cancelled_at = '2026-03-31T00:00:00', cancel_reason = 'x'")
    assert read(fees, "2026-04-30", "161").notices == []
    assert bill(fees, "2026-02-01 2026-04-30") == []
    assert [used for _start, used, _fen in billed(fees)][-3:] == ["170", "10", "1"]


def test_a_meter_that_does_not_move_is_said(fees: Fees) -> None:
    read(fees, "2025-12-31", "100")
    read(fees, "2026-01-31", "100")
    assert bill(fees, "2026-01-01 2026-01-31") == ["nothing_used"]


def test_a_list_has_the_newest_first_with_what_was_used(fees: Fees) -> None:
    read(fees, "2025-12-31", "100")
    read(fees, "2026-01-31", "104")
    found = readings.list_readings(fees.db, "3-2-501")
    assert [(row["value"], row["used"]) for row in found.data] == [("104", "4"), ("100", None)]


@given(steps=st.lists(st.tuples(st.integers(0, 999), st.none() | st.integers(0, 99)), min_size=1, max_size=12))
def test_replaced_meters_add_up(steps: list[tuple[int, int | None]]) -> None:
    """Each step uses an amount; some end with a new meter that begins anywhere."""
    shown = 0
    rows = [{"value": "0", "replaced": 0, "final": None}]
    for amount, begin in steps:
        shown += amount
        if begin is None:
            rows.append({"value": str(shown), "replaced": 0, "final": None})
        else:
            rows.append({"value": str(begin), "replaced": 1, "final": str(shown)})
            shown = begin
    assert readings.sum_between(rows) == sum(amount for amount, _begin in steps)
