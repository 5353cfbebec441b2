"""Amounts: exact, rounded once, split without losing a fen; rates and shares as people type them."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.base.errors import UsageError
from butlercli.nouns.fee import rules as fee_rules
from butlercli.nouns.fee.bills.rules import amounts

PLACES = {"fen": 1, "jiao": 10, "yuan": 100}
ROUNDING = st.sampled_from(tuple(PLACES))


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the rule of a bill by area, by unit or fixed, of a whole or part period, with or without a discount."""
    of = draw(st.integers(28, 366))
    rule: dict[str, Any] = {
        "per": draw(st.sampled_from(("area", "unit", "fixed"))),
        "rate": f"{draw(st.integers(0, 99))}.{draw(st.integers(1, 9999)):04d}",
        "rounding": draw(ROUNDING),
        "area": amounts.square_metres(draw(st.integers(1, 5_000_000))),
        "months": draw(st.sampled_from((1, 3, 6, 12))),
        "days": draw(st.integers(1, of)),
        "days_of_period": of,
    }
    if draw(st.booleans()):
        rule["share"] = f"0.{draw(st.integers(0, 99)):02d}"
    return rule


def by_hand(rule: dict[str, Any]) -> Fraction:
    """The formula read out loud, in fractions."""
    fen = Fraction(rule["rate"]) * 100 * Fraction(rule["days"], rule["days_of_period"]) * Fraction(rule.get("share", 1))
    if rule["per"] != "fixed":
        fen *= rule["months"]
    return fen * Fraction(str(rule["area"])) if rule["per"] == "area" else fen


@given(rule=rules())
def test_rounded_once_half_up_as_fractions_do(rule: dict[str, Any]) -> None:
    step = PLACES[rule["rounding"]]
    assert amounts.whole(rule) == (by_hand(rule) / step + Fraction(1, 2)).__floor__() * step


@given(rule=rules())
def test_pro_rata_of_a_full_period_is_the_full_amount(rule: dict[str, Any]) -> None:
    full = {**rule, "days": rule["days_of_period"]}
    assert amounts.whole(full) == amounts.whole({**full, "days": 1, "days_of_period": 1})


@given(rule=rules(), days=st.lists(st.integers(1, 200), min_size=1, max_size=6))
def test_the_parts_make_the_whole_and_none_is_negative(rule: dict[str, Any], days: list[int]) -> None:
    fen = amounts.whole(rule)
    parts = amounts.share_out(fen, days, rule["rounding"])
    assert sum(parts) == fen
    assert all(part >= 0 and part % PLACES[rule["rounding"]] == 0 for part in parts)
    assert parts == [amounts.amount({**rule, "parts": days, "part": n}) for n in range(1, len(days) + 1)]
    if len(days) > 1 and parts[0] < fen:
        assert abs(Fraction(fen * days[0], sum(days)) - parts[0]) <= Fraction(PLACES[rule["rounding"]], 2)


def test_parts_that_round_up_take_no_more_than_there_is() -> None:
    assert amounts.share_out(200, [1, 1, 1, 1], "yuan") == [100, 100, 0, 0]


@given(area=st.integers(1, 10_000_000_000))
def test_an_area_comes_back_exactly(area: int) -> None:
    import json

    kept = json.loads(json.dumps(amounts.square_metres(area)))
    assert Fraction(str(kept)) * 10_000 == area


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"per": "area", "rate": "2.80", "area": 89.5, "months": 3, "rounding": "fen", "days": 90, "days_of_period": 90},
         "89.5 m² × 2.80 × 3 = 751.80"),
        ({"per": "area", "rate": "2.80", "area": 89.5, "months": 3, "rounding": "fen", "days": 45, "days_of_period": 90, "share": "0.7"},
         "89.5 m² × 2.80 × 3 × 70% × 45/90 = 263.13"),
        ({"per": "unit", "rate": "60", "months": 1, "rounding": "jiao", "days": 10, "days_of_period": 31}, "60 × 1 × 10/31 = 19.40"),
        ({"per": "fixed", "rate": "1200", "rounding": "yuan", "days": 365, "days_of_period": 365}, "1200 = 1,200.00"),
        ({"per": "reading", "rate": "3.45", "used": "12.5", "rounding": "fen", "days": 3, "days_of_period": 31}, "12.5 × 3.45 = 43.13"),
        ({"per": "unit", "rate": "60", "months": 1, "rounding": "fen", "days": 31, "days_of_period": 31, "parts": [14, 17], "part": 1},
         "60 × 1 = 60.00; 60.00 × 14/31 = 27.10"),
        ({"per": "unit", "rate": "60", "months": 1, "rounding": "fen", "days": 31, "days_of_period": 31, "parts": [14, 17], "part": 2},
         "60 × 1 = 60.00; 60.00 − 27.10 = 32.90"),
        ({"per": "once", "amount": 12_050}, "120.50"),
    ],
)  # fmt: skip
def test_one_line_explains_an_amount(rule: dict[str, Any], said: str) -> None:
    assert amounts.formula(rule) == said


@pytest.mark.parametrize(
    ("text", "rate"),
    [("2.80", "2.80"), ("2.8元/㎡", "2.8"), ("¥1,008.00", "1008.00"), ("２．８", "2.8"), ("0.0003", "0.0003"), ("002", "2"), ("3元/㎡/月", "3")],
)  # fmt: skip
def test_rates_are_understood(text: str, rate: str) -> None:
    assert fee_rules.parse_rate(text) == rate


@pytest.mark.parametrize(
    "text", ["", "-5", "1e3", "NaN", "0", "0.00", "1.2.3", "1,00", "12000000000", "0.0000001", "abc", "2.8x", "١٢", "9" * 50, "∞", "2,8"]
)  # fmt: skip
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        fee_rules.parse_rate(text)


@pytest.mark.parametrize(
    ("text", "share"),
    [("70%", "0.7"), ("0.7", "0.7"), ("７０％", "0.7"), ("7折", "0.7"), ("85折", "0.85"), ("8.5折", "0.85"), ("0%", "0"), ("全免", "0"),
     ("100%", "1"), ("1", "1"), ("0.0003", "0.0003"), ("0.03%", "0.0003"), ("0", "0")],
)  # fmt: skip
def test_shares_are_understood(text: str, share: str) -> None:
    assert fee_rules.parse_share(text) == share


@pytest.mark.parametrize("text", ["", "70", "1.01", "101%", "-10%", "NaN", "1e-1", "%", "折", "10折", "100折", "七成"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        fee_rules.parse_share(text)


@pytest.mark.parametrize("text", ["0.0003", "0.03%", "0.3‰", "万分之三", "万分之3", " 0.03 ％ "])
def test_three_in_ten_thousand_is_understood(text: str) -> None:
    assert fee_rules.parse_part(text) == "0.0003"


@pytest.mark.parametrize("text", ["", "3", "-0.1", "1e-4", "万分之", "NaN", "千分之一千零一"])
def test_what_is_no_part_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        fee_rules.parse_part(text)
