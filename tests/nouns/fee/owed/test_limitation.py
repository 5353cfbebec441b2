"""The three years of a bill: pure rules, whatever the order in which they are told."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.nouns.fee.owed.rules.limitation import DEMAND, PAYMENT, PROMISE, Act, clock, years_after

DUE = date(2020, 1, 15)
DAYS = st.dates(date(2019, 1, 1), date(2035, 12, 31))


@st.composite
def acts(draw: Any) -> Act:
    kind = draw(st.sampled_from([PAYMENT, DEMAND, PROMISE]))
    proven = kind == PAYMENT or draw(st.booleans())
    written = kind == PROMISE and proven and draw(st.booleans())
    return Act(draw(DAYS), kind, proven, f"#{draw(st.integers(1, 99))}", written)


@pytest.mark.parametrize(
    ("due", "ends"),
    [("2020-01-15", "2023-01-15"), ("2024-02-29", "2027-02-28"), ("2021-02-28", "2024-02-28"), ("2020-12-31", "2023-12-31")],
)  # fmt: skip
def test_three_years_end_on_the_same_day(due: str, ends: str) -> None:
    found = clock(date.fromisoformat(due), [])
    assert found.cautious == found.possible == date.fromisoformat(ends)
    assert found.begins == date.fromisoformat(due) + timedelta(days=1)


def test_a_proven_demand_in_time_begins_it_anew_and_one_too_late_does_not() -> None:
    last = date(2023, 1, 15)
    assert clock(DUE, [Act(last, DEMAND, True, "#1")]).cautious == date(2026, 1, 15)
    late = clock(DUE, [Act(last + timedelta(days=1), DEMAND, True, "#1")])
    assert (late.cautious, late.possible, late.last) == (last, last, None)


def test_what_only_the_butler_noted_leaves_two_dates() -> None:
    found = clock(DUE, [Act(date(2022, 5, 1), DEMAND, False, "#7")])
    assert (found.cautious, found.possible) == (date(2023, 1, 15), date(2025, 5, 1))
    assert found.unproven is not None and found.unproven.ref == "#7" and found.last is None


def test_after_the_date_only_a_payment_or_a_written_promise_counts() -> None:
    after = date(2024, 6, 1)
    for act, ends, possible in (
        (Act(after, PAYMENT, True, "P1"), date(2027, 6, 1), date(2027, 6, 1)),
        (Act(after, PROMISE, True, "#1", True), date(2027, 6, 1), date(2027, 6, 1)),
        (Act(after, PROMISE, True, "#1"), date(2023, 1, 15), date(2027, 6, 1)),
        (Act(after, DEMAND, True, "#1"), date(2023, 1, 15), date(2023, 1, 15)),
    ):
        found = clock(DUE, [act])
        assert (found.cautious, found.possible, found.revived) == (ends, possible, ends.year == 2027)


def test_a_chain_of_unproven_acts_is_possible_only() -> None:
    chain = [Act(date(year, 1, 1), DEMAND, False, f"#{year}") for year in (2022, 2024, 2026)]
    found = clock(DUE, [*chain, Act(date(2028, 1, 1), DEMAND, True, "#2028")])
    assert (found.cautious, found.possible) == (date(2023, 1, 15), date(2031, 1, 1))


def test_an_act_before_the_bill_was_due_changes_nothing() -> None:
    assert clock(DUE, [Act(date(2019, 6, 1), PAYMENT, True, "P1")]).cautious == date(2023, 1, 15)


@given(DAYS, st.lists(acts(), max_size=8), st.randoms())
def test_the_order_of_telling_does_not_matter(due: date, told: list[Act], random: Any) -> None:
    found = clock(due, told)
    random.shuffle(told)
    again = clock(due, told)
    assert (again.cautious, again.possible, again.revived) == (found.cautious, found.possible, found.revived)


@given(DAYS, st.lists(acts(), max_size=8), acts())
def test_dates_only_ever_grow_and_the_cautious_one_is_the_earlier(due: date, told: list[Act], more: Act) -> None:
    found, later = clock(due, told), clock(due, [*told, more])
    assert years_after(due) <= found.cautious <= found.possible
    assert later.cautious >= found.cautious and later.possible >= found.possible
    assert found.cautious in {years_after(due), *(years_after(act.day) for act in told)}
    assert (found.unproven is None) == (found.cautious == found.possible)


@given(DAYS, st.lists(acts(), max_size=8))
def test_only_what_is_proven_moves_the_cautious_date(due: date, told: list[Act]) -> None:
    proven = [act for act in told if act.proven]
    assert clock(due, told).cautious == clock(due, proven).cautious
    if len(proven) == len(told) and all(act.kind != PROMISE or act.written for act in told):
        assert clock(due, told).unproven is None
