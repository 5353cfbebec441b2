"""Amounts as they stand on bills, and in people's messages."""

import contextlib
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.base.errors import UsageError
from butlercli.base.money import HIGHEST_FEN, format_fen, parse_fen, round_fen, yuan_text


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1008", 100_800),
        ("1,008.00", 100_800),
        ("１，００８．５０", 100_850),
        ("¥1008", 100_800),
        ("￥ 1,008", 100_800),
        ("1008元", 100_800),
        ("1008.5 元", 100_850),
        ("1.2万", 1_200_000),
        ("1.2万元", 1_200_000),
        ("1.100", 110),
        ("0.01", 1),
        ("100000000", HIGHEST_FEN),
    ],
)
def test_an_amount_is_read_to_the_fen(text: str, fen: int) -> None:
    assert parse_fen(text) == fen


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-5",
        "+5",
        "1e3",
        "NaN",
        "0.001",
        "1,00,8",
        "1008,00",
        "5.",
        ".5",
        "1 008",
        "元",
        "三百",
        "0",
        "٣",
        "12000000000",
        "100000000.01",
        "1.2345678万",
        "12块5",
        "1" * 1000000,
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_fen(text)


def test_zero_only_where_it_is_asked_for() -> None:
    assert parse_fen("0.00", allow_zero=True) == 0


def test_too_fine_an_amount_names_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        parse_fen("12.345")
    assert caught.value.params["example"] == "12.35"


def test_a_spreadsheet_number_loses_only_its_noise() -> None:
    assert parse_fen(1008.1000000000001) == 100_810
    assert parse_fen(Decimal("3.20")) == 320
    assert parse_fen(5) == 500
    for value in (0.125, float("nan"), float("inf"), True, -1.0):
        with pytest.raises(UsageError):
            parse_fen(value)


@given(st.integers(1, HIGHEST_FEN))
def test_what_is_written_reads_back(fen: int) -> None:
    assert parse_fen(format_fen(fen)) == fen
    assert parse_fen(yuan_text(fen)) == fen
    assert parse_fen(fen / 100) == fen


def test_debts_keep_their_sign() -> None:
    assert format_fen(-50) == "-0.50"
    assert yuan_text(-123_456_789) == "-1234567.89"
    assert format_fen(123_456_789) == "1,234,567.89"


@pytest.mark.parametrize(
    ("amount", "unit", "fen"),
    [
        ("0.5", "fen", 1),
        ("0.4999999999999999999999999999999999", "fen", 0),
        ("-0.5", "fen", -1),
        ("104.9", "jiao", 100),
        ("105", "jiao", 110),
        ("149.99", "yuan", 100),
        ("150", "yuan", 200),
    ],
)
def test_a_half_is_rounded_up(amount: str, unit: Literal["fen", "jiao", "yuan"], fen: int) -> None:
    assert round_fen(Decimal(amount), unit) == fen


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e99"])
def test_only_finite_amounts_are_rounded(amount: str) -> None:
    with pytest.raises(UsageError):
        round_fen(Decimal(amount))


@given(st.one_of(st.text(max_size=200), st.text("0123456789,.¥元万-e", max_size=20), st.floats(), st.integers()))
def test_any_value_is_read_or_refused(value: str | float) -> None:
    with contextlib.suppress(UsageError):
        assert 0 <= parse_fen(value, allow_zero=True) <= HIGHEST_FEN
