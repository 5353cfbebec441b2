"""Money in capitals, as bills want it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.base.capitals import capitals

DIGITS = "零壹贰叁肆伍陆柒捌玖"


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "零元整"), (1, "壹分"), (50, "伍角整"), (100, "壹元整"), (1_005, "壹拾元零伍分"), (100_800, "壹仟零捌元整"),
        (10_000_000, "壹拾万元整"), (1_001_000_000, "壹仟零壹万元整"), (10_000_000_000, "壹亿元整"), (140_950, "壹仟肆佰零玖元伍角整"),
        (600_714, "陆仟零柒元壹角肆分"), (10_700_053, "壹拾万柒仟元伍角叁分"), (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (1_000_000_001, "壹仟万元零壹分"), (2_000_100, "贰万零壹元整"), (-1_050, "负壹拾元伍角整"),
    ],
)  # fmt: skip
def test_amounts_as_they_stand_on_a_bill(fen: int, text: str) -> None:
    assert capitals(fen) == text


def _read(text: str) -> int:
    """Read capitals back by another way: digit by digit, each with its place."""
    yuan_text, mark, rest = text.partition("元")
    if not mark:
        yuan_text, rest = "", text
    total = section = 0
    digit = 0
    for letter in yuan_text:
        if letter in DIGITS:
            digit = DIGITS.index(letter)
        elif letter in "拾佰仟":
            section += digit * 10 ** ("拾佰仟".index(letter) + 1)
            digit = 0
        elif letter == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    fen = (total + section + digit) * 100
    for value, unit in pairwise(rest):
        fen += DIGITS.index(value) * {"角": 10, "分": 1}.get(unit, 0) if value in DIGITS else 0
    return fen


@given(st.integers(0, 10**12) | st.sampled_from([10**n * k for n in range(9) for k in (1, 10_001, 101)]))
def test_every_amount_reads_back(fen: int) -> None:
    text = capitals(fen)
    assert _read(text) == fen
    assert "零零" not in text and text.endswith(("整", "分"))


def test_too_much_is_refused() -> None:
    with pytest.raises(ValueError):
        capitals(10**19)
