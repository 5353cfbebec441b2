"""Which bills an amount settles, what a refund takes back, and from when there is room: pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.nouns.fee.bills.verbs import settle
from butlercli.nouns.fee.bills.verbs.settle import OpenBill, Taken

FEN = st.integers(1, 12)


@given(amount=st.integers(0, 60), owed=st.lists(st.tuples(FEN, st.integers(1, 28)), max_size=8))
def test_the_oldest_due_is_settled_first_and_nothing_is_settled_beyond_what_it_owes(
    amount: int, owed: list[tuple[int, int]]
) -> None:
    bills = [OpenBill(id, fen, f"2026-01-{day:02d}", "2026-01-01") for id, (fen, day) in enumerate(owed)]
    parts = dict(settle.allocate(amount, bills))
    assert sum(parts.values()) == min(amount, sum(fen for fen, _day in owed))
    ordered = sorted(bills, key=lambda bill: (bill.due, bill.id))
    filled = [parts.get(bill.id, 0) == bill.owed for bill in ordered]
    assert filled == sorted(filled, reverse=True), "an older bill is left open before a younger one"


def test_a_refund_takes_the_newest_allocation_first_and_not_before_it_counted() -> None:
    made = [(1, "2026-01-03T09:00:00", 100), (2, "2026-02-01T00:00:00", 50), (2, "2026-02-01T00:00:00", -20)]
    assert settle.take_back(60, made, "2026-01-10T00:00:00") == [
        Taken(2, 30, "2026-02-01T00:00:00"),
        Taken(1, 30, "2026-01-10T00:00:00"),
    ]
    earlier = [(1, "2026-01-03T09:00:00", 100), (2, "2026-01-03T09:00:00", 50), (1, "2026-01-03T09:00:00", -40)]
    assert [(one.bill_id, one.amount) for one in settle.take_back(60, earlier, "2026-01-10T00:00:00")] == [
        (2, 50),
        (1, 10),
    ]
    with pytest.raises(ValueError, match="more than"):
        settle.take_back(131, made, "2026-01-10T00:00:00")


def test_room_comes_back_with_a_refund() -> None:
    moves = [("2026-01-05T00:00:00", 100), ("2026-03-01T00:00:00", -60)]
    assert settle.room_from(100, moves, 60, "2026-02-01T00:00:00") == "2026-03-01T00:00:00"
    assert settle.room_from(100, moves, 60, "2026-04-01T00:00:00") == "2026-04-01T00:00:00"
    assert settle.room_from(100, moves, 61, "2026-04-01T00:00:00") is None
