"""A line of small bars."""

from hypothesis import given
from hypothesis import strategies as st

from butlercli.base.spark import BARS, spark


def test_the_least_is_lowest_and_the_greatest_highest() -> None:
    assert spark([0, 1, 2, 3, 4, 5, 6, 7]) == BARS
    assert spark([0.42, 0.3, 0.5]) == "▅▁█"


def test_what_never_changes_stands_at_half_height_and_what_is_missing_is_blank() -> None:
    assert spark([0.4, 0.4]) == "▄▄"
    assert spark([1, None, 2]) == "▁ █"
    assert spark([]) == "" and spark([None]) == " "


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.none(), max_size=60))
def test_one_bar_a_value(values: list[float | None]) -> None:
    found = spark(values)
    assert len(found) == len(values)
    assert set(found) <= set(BARS) | {" "}
