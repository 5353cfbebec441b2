"""Billing: what is billed, for how much, to whom; what is not, and why; and the same again changes nothing."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli.base.errors import NotFoundError, RuleError, UsageError
from butlercli.kit import undo
from butlercli.nouns.fee import model
from butlercli.nouns.fee.bills.rules import amounts
from butlercli.nouns.fee.bills.verbs import billing
from butlercli.nouns.fee.items.verbs import discounts, items
from tests.nouns.fee.community import METRE, Fees

DAY = timedelta(days=1)
DAYS = st.dates(date(2023, 6, 1), date(2028, 6, 30))


@pytest.fixture
def fees(tmp_path: Path) -> Iterator[Fees]:
    house = Fees(tmp_path / "butler.db")
    yield house
    house.db.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fees]:
    """One file for many examples, each of which is taken back."""
    house = Fees(tmp_path_factory.mktemp("fees") / "butler.db")
    yield house
    house.db.close()


def spans(fees: Fees) -> list[tuple[str, str, int]]:
    return [(row["period_start"], row["period_end"], row["amount"]) for row in fees.bills()]


def refused(outcome: billing.Outcome) -> list[tuple[str, str]]:
    return [(line["unit"], line["reason"]) for line in outcome.unbilled]


# --- properties -------------------------------------------------------------------------------------


@st.composite
def houses(draw: st.DrawFn) -> dict[str, Any]:
    """Draw an item and a unit with its owners through time, and the borders of runs that follow each other."""
    changes = sorted(draw(st.sets(DAYS, max_size=3)))
    return {
        "item": {
            "per": draw(st.sampled_from(("area", "unit", "fixed"))),
            "rate": f"{draw(st.integers(1000, 9999))}.{draw(st.integers(0, 9999)):04d}",  # no day's part rounds to nothing
            "cycle": draw(st.sampled_from(tuple(model.MONTHS))),
            "anniversary": draw(st.booleans()),
            "timing": draw(st.sampled_from(tuple(model.TIMINGS))),
            "rounding": draw(st.sampled_from(("fen", "fen", "jiao"))),
            "due_day": draw(st.integers(1, 31)),
        },
        "area": draw(st.integers(30 * METRE, 300 * METRE)),
        "handover": draw(DAYS),
        "changes": changes,
        "share": draw(st.none() | st.sampled_from(("70%", "0.333"))),
        "runs": sorted(draw(st.sets(DAYS, min_size=2, max_size=4))),
    }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=houses())
def test_whatever_is_billed(shared: Fees, drawn: dict[str, Any]) -> None:
    """Every day served once; parts make the whole; the snapshot tells the amount; nothing twice; due in time."""
    fees = shared
    with fees.rehearsal():
        fees.item(**drawn["item"])
        home = fees.unit(area=drawn["area"], handover_date=str(drawn["handover"]), state="occupied")
        borders = [None, *map(str, drawn["changes"]), None]
        for n, (since, until) in enumerate(pairwise(borders)):
            fees.owner(home, f"业主{n}", since, until, "former" if until else "owner")
        if drawn["share"]:
            discounts.add(fees.db, drawn["share"], "空置", unit="3-2-501")
        outcomes = [
            fees.run(f"{first} {after - DAY}") for first, after in pairwise(drawn["runs"]) if first <= after - DAY
        ]
        bills = fees.bills()
        assert {line["reason"] for outcome in outcomes for line in outcome.unbilled} <= {"not_begun"}
        assert sum(row["amount"] for row in bills) == sum(outcome.fen for outcome in outcomes)
        assert [row["id"] for row in bills] == [id for outcome in outcomes for id in outcome.created]
        check_days(drawn, bills)
        for row in bills:
            assert amounts.amount(row["rule"]) == row["amount"]
            assert f"{row['amount'] / 100:,.2f}" in amounts.formula(row["rule"])
            assert row["due_date"] >= row["period_start"]
            before = [str(day) for day in drawn["changes"] if str(day) <= row["period_start"]]
            assert row["debtor"] == f"业主{len(before)}"
        check_wholes(bills)
        again = fees.run(f"{drawn['runs'][0]} {drawn['runs'][-1] - DAY}")
        assert again.created == []
        assert again.known == len({tuple(row["rule"]["service"]) for row in bills})


def check_days(drawn: dict[str, Any], bills: list[dict[str, Any]]) -> None:
    """Bills follow each other without a gap, from the handover where that lies in the runs."""
    for one, following in pairwise(bills):
        assert date.fromisoformat(following["period_start"]) - date.fromisoformat(one["period_end"]) == DAY
    if drawn["runs"][0] <= drawn["handover"] < drawn["runs"][-1]:
        assert bills[0]["period_start"] == str(drawn["handover"])


def check_wholes(bills: list[dict[str, Any]]) -> None:
    """The parts of one service period make its whole, which is rounded once."""
    periods: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in bills:
        periods.setdefault(tuple(row["rule"]["service"]), []).append(row)
    for (start, end), parts in periods.items():
        assert sum(row["amount"] for row in parts) == amounts.whole(parts[0]["rule"])
        assert (parts[0]["period_start"], parts[-1]["period_end"]) == (start, end)


# --- amounts, rates, discounts ----------------------------------------------------------------------


def test_a_year_of_months_of_a_unit(fees: Fees) -> None:
    with fees.operation():
        fees.item()
        fees.unit("3-2-501", "王芳")
        outcome = fees.run("2026")
    assert len(outcome.created) == 12 and outcome.fen == 12 * 28_000 and outcome.unbilled == []
    first = fees.bills()[0]
    assert (first["debtor"], first["debtor_kind"], first["due_date"], first["source"]) == ("王芳", "owner", "2026-01-15", "run")  # fmt: skip
    assert first["entered_at"] == "2026-07-01T09:30:00"


def test_the_same_run_twice_makes_nothing_new(fees: Fees) -> None:
    with fees.operation():
        fees.item()
        fees.unit("3-2-501", "王芳")
        fees.run("2026")
        again = fees.run("2026")
    assert (again.created, again.fen, again.known, again.unbilled) == ([], 0, 12, [])


def test_a_new_rate_holds_for_the_periods_that_begin_from_its_day_on(fees: Fees) -> None:
    with fees.operation():
        fees.item(cycle="quarter")
        fees.unit("3-2-501", "王芳")
        fees.run("2026-01-01 2026-03-31")
        result = items.edit(fees.db, "物业费", {"rate": "3.00"}, since=date(2026, 5, 1))
        fees.run("2026")
    assert [row["amount"] for row in fees.bills()] == [84_000, 84_000, 90_000, 90_000]
    assert result.data["rates"] == [{"since": None, "rate": "2.80"}, {"since": "2026-05-01", "rate": "3.00"}]
    assert result.data["rate"] == "3.00"


def test_a_part_period_has_the_rate_of_the_day_its_cycle_begins_on(fees: Fees) -> None:
    with fees.operation():
        fees.item()
        fees.unit("3-2-501", "王芳", handover_date="2026-05-20")
        fees.unit("3-2-502", "李明")
        fees.run("2026-01-01 2026-01-31")
        items.edit(fees.db, "物业费", {"rate": "9"}, since=date(2026, 5, 10))
        fees.run("2026-05-01 2026-05-31")
    assert [row["rule"]["rate"] for row in fees.bills()] == ["2.80", "2.80", "2.80"]


def test_a_rate_is_corrected_while_nothing_is_billed(fees: Fees) -> None:
    with fees.operation():
        fees.item()
        result = items.edit(fees.db, "物业费", {"rate": "2.90"})
    assert result.data["rates"] == [{"since": None, "rate": "2.90"}]


def test_a_part_period_is_paid_by_the_day(fees: Fees) -> None:
    with fees.operation():
        fees.item(until="2026-06-10")
        fees.unit("3-2-501", "王芳", handover_date="2026-05-12")
        fees.run("2026")
    assert spans(fees) == [
        ("2026-05-12", "2026-05-31", round(28_000 * 20 / 31)),
        ("2026-06-01", "2026-06-10", round(28_000 * 10 / 30)),
    ]


@pytest.mark.parametrize(
    ("given_", "paid"),
    [
        ([], 28_000),
        ([{"state": "vacant", "share": "70%"}], 19_600),
        ([{"state": "vacant", "share": "70%"}, {"state": "vacant", "item": "物业费", "share": "60%"}], 16_800),
        ([{"state": "vacant", "item": "物业费", "share": "60%"}, {"unit": "3-2-501", "share": "90%"}], 25_200),
        ([{"unit": "3-2-501", "share": "90%"}, {"unit": "3-2-501", "item": "物业费", "share": "80%"}], 22_400),
        ([{"state": "let", "share": "10%"}, {"unit": "3-2-502", "share": "10%"}], 28_000),
        ([{"state": "vacant", "share": "70%", "since": date(2026, 1, 2)}], 28_000),
        ([{"state": "vacant", "share": "70%", "until": date(2026, 1, 1)}], 19_600),
    ],
)
def test_one_discount_holds_and_the_nearest_goes_first(fees: Fees, given_: list[dict[str, Any]], paid: int) -> None:
    with fees.operation():
        fees.item()
        fees.unit("3-2-501", "王芳", state="vacant")
        fees.unit("3-2-502", "李明", state="occupied")
        for one in given_:
            discounts.add(fees.db, **{"reason": "空置房", **one})
        fees.run("2026-01-01 2026-01-31", unit="3-2-501")
    (bill,) = fees.bills()
    assert bill["amount"] == paid == amounts.amount(bill["rule"])
    assert bill["rule"].get("reason") == ("空置房" if paid < 28_000 else None)


def test_a_discount_of_everything_is_said(fees: Fees) -> None:
    with fees.operation():
        fees.item()
        fees.unit("3-2-501", "王芳")
        discounts.add(fees.db, "全免", "孤寡老人", unit="3-2-501")
        outcome = fees.run("2026")
    assert outcome.created == []
    assert outcome.unbilled == [
        {"unit": "3-2-501", "item": "物业费", "period_start": "2026-01-01", "period_end": "2026-12-31", "periods": 12,
         "reason": "free", "params": {"why": "孤寡老人"}}
    ]  # fmt: skip


def test_a_second_discount_for_the_same_is_refused(fees: Fees) -> None:
    with fees.operation():
        discounts.add(fees.db, "70%", "空置房", state="vacant", until=date(2026, 3, 31))
        discounts.add(fees.db, "60%", "空置房", state="vacant", since=date(2026, 4, 1))
        with pytest.raises(RuleError):
            discounts.add(fees.db, "50%", "空置房", state="空置", since=date(2026, 3, 31))


# --- what is not billed -------------------------------------------------------------------------------


def test_units_that_cannot_be_billed_are_named(fees: Fees) -> None:
    with fees.operation():
        fees.item("物业费")
        fees.item("车位费", per="unit", rate="300", anniversary=True, unit_kind="home")
        fees.item("水费", per="reading", rate="3.45")
        fees.unit("3-2-501", "王芳", area=None)
        fees.unit("3-2-502", "李明", handover_date="2027-01-01")
        outcome = fees.run("2026")
    assert outcome.created == []
    assert [(line["unit"], line["item"], line["reason"]) for line in outcome.unbilled] == [
        ("3-2-501", "物业费", "no_area"),
        ("3-2-502", "物业费", "not_begun"),
        ("3-2-501", "车位费", "no_handover"),
        ("3-2-502", "车位费", "not_begun"),
        ("3-2-501", "水费", "no_reading"),
        ("3-2-502", "水费", "not_begun"),
    ]
    for line in outcome.unbilled:
        assert model.UNBILLED[line["reason"]].format(**line["params"])


def test_other_days_of_the_same_service_are_not_billed_again(fees: Fees) -> None:
    with fees.operation():
        fees.item()
        home = fees.unit("3-2-501", "王芳")
        fees.run("2026-01-01 2026-02-28")
        fees.db.update("unit", home, {"handover_date": "2026-01-10"})
        outcome = fees.run("2026-01-01 2026-02-28")
    assert (outcome.created, outcome.known) == ([], 1)
    assert [(line["reason"], line["params"]) for line in outcome.unbilled] == [("overlap", {"bills": "B1"})]


def test_a_cancelled_bill_may_be_made_again_and_a_cancelled_part_as_well(fees: Fees) -> None:
    gone = {"cancelled_at": "2026-07-01T09:30:00", "cancel_reason": "错"}
    with fees.operation():
        fees.item()
        home = fees.unit("3-2-501")
        fees.owner(home, "王芳", None, "2026-01-15", "former")
        fees.owner(home, "李明", "2026-01-15")
        fees.run("2026-01-01 2026-02-28")
        before = spans(fees)
        for row in fees.bills()[1:]:
            fees.db.update("fee_bill", row["id"], gone)
        outcome = fees.run("2026-01-01 2026-02-28")
    assert len(outcome.created) == 2 and spans(fees) == before


def test_other_kinds_of_units_are_spoken_of_only_when_named(fees: Fees) -> None:
    with fees.operation():
        fees.item(unit_kind="shop")
        fees.unit("3-2-501", "王芳")
        assert refused(fees.run("2026")) == []
        assert refused(fees.run("2026", unit="3-2-501")) == [("3-2-501", "other_kind")]


def test_refusals(fees: Fees) -> None:
    with fees.operation():
        with pytest.raises(NotFoundError):
            fees.run("2026")
        fees.item()
        billing.charge(fees.db, "3-2-501" if fees.unit("3-2-501") else "", "门禁卡", 2_000, date(2026, 1, 5))
        with pytest.raises(RuleError):
            fees.run("2026", item="门禁卡")
        for wrong in ({"item": "停车"}, {"unit": "9-9-999"}, {"building": "99"}):
            with pytest.raises(NotFoundError):
                fees.run("2026", **wrong)
        with pytest.raises(UsageError):
            fees.run("2026-02-01 2026-01-01")


# --- charges, prepayments, speed ----------------------------------------------------------------------


def test_a_one_off_charge_is_a_bill_of_its_day(fees: Fees) -> None:
    with fees.operation():
        home = fees.unit("3-2-501")
        fees.owner(home, "王芳", None, "2026-01-15", "former")
        fees.owner(home, "李明", "2026-01-15")
        first = billing.charge(fees.db, "3-2-501", "换锁", 12_050, date(2026, 1, 14), note="门锁 [red]")
        second = billing.charge(fees.db, "3-2-501", "换锁", 12_050, date(2026, 1, 14), due=date(2026, 2, 1))
        with pytest.raises(UsageError):
            billing.charge(fees.db, "3-2-501", "换锁", 1, date(2026, 1, 14), due=date(2026, 1, 13))
    assert [len(one.notices) for one in (first, second)] == [1, 0]
    bills = fees.bills()
    assert [(b["debtor"], b["amount"], b["source"], b["due_date"]) for b in bills] == [
        ("王芳", 12_050, "charge", "2026-01-14"),
        ("王芳", 12_050, "charge", "2026-02-01"),
    ]
    assert amounts.amount(bills[0]["rule"]) == 12_050 and bills[0]["note"] == "门锁 [red]"


def test_a_charge_named_almost_like_an_item_is_not_made_by_mistake(fees: Fees) -> None:
    with fees.operation():
        fees.item("停车费", per="unit")
        fees.unit("3-2-501")
        with pytest.raises(NotFoundError):
            billing.charge(fees.db, "3-2-501", "停车废", 1_000, date(2026, 1, 5))
        made = billing.charge(fees.db, "3-2-501", "停车废", 1_000, date(2026, 1, 5), new_item=True)
    assert len(made.created) == 1


def test_a_prepayment_settles_what_is_billed(fees: Fees) -> None:
    with fees.operation():
        fees.item()
        home = fees.unit("3-2-501", "王芳")
        fees.db.insert(
            "fee_payment",
            {"uid": fees.db.uid(), "unit_id": home, "amount": 30_000, "paid_at": "2026-01-01T10:00:00", "entered_at": "2026-01-01T10:00:00"},
        )  # fmt: skip
        fees.run("2026-01-01 2026-02-28")
    assert fees.db.column("SELECT amount FROM fee_allocation ORDER BY id") == [28_000, 2_000]


def test_a_run_is_taken_back_whole_and_done_again(fees: Fees) -> None:
    with fees.operation():
        fees.item()
        fees.unit("3-2-501", "王芳")
    with fees.operation():
        fees.run("2026")
    made = spans(fees)
    with fees.operation() as db:
        undo.undo(db)
    assert spans(fees) == []
    with fees.operation():
        fees.run("2026")
    assert spans(fees) == made and fees.bills()[0]["id"] == 13


def test_six_hundred_units_and_a_year_of_months_in_one_run(fees: Fees) -> None:
    with fees.operation():
        fees.item()
        for n in range(600):
            fees.unit(f"{n // 60 + 1}-1-{n % 60 + 101}", f"业主{n}", handover_date="2020-05-01")
    begun = perf_counter()
    with fees.operation():
        outcome = fees.run("2026")
    assert len(outcome.created) == 7_200
    assert perf_counter() - begun < 2
