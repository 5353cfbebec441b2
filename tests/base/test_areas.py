"""Areas of flats, exact to the fourth decimal."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.base.areas import HIGHEST_AREA, area_number, parse_area
from butlercli.base.errors import UsageError


@pytest.mark.parametrize(
    ("value", "area"),
    [
        ("89.5", 895_000),
        ("89.5㎡", 895_000),
        ("89.5 m²", 895_000),
        ("89.5000平方米", 895_000),
        ("89.50000000", 895_000),
        ("１２０．５", 1_205_000),
        ("1,089.5301", 10_895_301),
        (89.53000000001, 895_300),
        (89.53005, 895_301),
        (90, 900_000),
        (Decimal("0.0001"), 1),
        ("1000000", HIGHEST_AREA),
    ],
)
def test_an_area_is_read(value: str | float | Decimal, area: int) -> None:
    assert parse_area(value) == area


@pytest.mark.parametrize(
    "value",
    [
        "",
        "八十",
        "0",
        "-3",
        "89.53005",
        "1000000.1",
        "1e3",
        "NaN",
        "㎡",
        "8 9",
        "1" * 1000000,
        True,
        float("nan"),
        float("inf"),
        -1.0,
        1e-05,
        1e300,
    ],
)
def test_what_is_no_area_is_refused(value: str | float) -> None:
    with pytest.raises(UsageError):
        parse_area(value)


@given(st.integers(1, HIGHEST_AREA))
def test_what_is_written_reads_back(area: int) -> None:
    assert parse_area(str(area_number(area))) == area
    assert parse_area(area / 10_000) == area


@given(st.one_of(st.text(max_size=200), st.text("0123456789,.㎡平方米-e", max_size=20), st.floats()))
def test_any_value_is_read_or_refused(value: str | float) -> None:
    with contextlib.suppress(UsageError):
        assert 0 < parse_area(value) <= HIGHEST_AREA
