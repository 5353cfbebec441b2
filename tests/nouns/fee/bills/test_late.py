"""Late fees: every day counted by hand gives the same; charged once; none on themselves."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli.base.errors import NotFoundError, RuleError, UsageError
from butlercli.kit import undo
from butlercli.nouns.fee.bills.rules import amounts
from butlercli.nouns.fee.bills.verbs import billing, late, settle
from butlercli.nouns.fee.items.verbs import items
from butlercli.nouns.fee.owed.verbs import asof
from butlercli.nouns.fee.payments.verbs import payments
from butlercli.nouns.register.verbs import transfer
from butlercli.nouns.register.verbs.resident import Person
from tests.nouns.fee.community import Fees

Row = dict[str, Any]
FIRST = date(2026, 1, 1)


@pytest.fixture
def fees(tmp_path: Path) -> Iterator[Fees]:
    house = Fees(tmp_path / "butler.db")
    yield house
    house.db.close()


def house(fees: Fees, **values: Any) -> None:
    """A home of 100 m², the first half of 2026 billed by quarter (840.00 each), due 15 January and 15 April."""
    with fees.operation():
        fees.item(cycle="quarter", **{"late_rate": "0.0003", "late_grace": 30, "late_cap": "0.2", **values})
        fees.unit("3-2-501", "王芳")
        fees.run("2026-01-01 2026-06-30")


def on(fees: Fees, day: str, **values: Any) -> list[Row]:
    return late.compute(fees.db, datetime.fromisoformat(f"{day}T23:59:59"), **values)


def pay(fees: Fees, fen: int, at: str) -> None:
    with fees.operation() as db:
        payments.pay(db, "3-2-501", fen, at=datetime.fromisoformat(at))


def charge(fees: Fees, ref: str = "B1", day: str | None = None, **values: Any) -> Any:
    with fees.operation() as db:
        return late.charge(db, ref, date.fromisoformat(day) if day else None, **values)


# --- the sum --------------------------------------------------------------------------------------------


def test_it_begins_the_day_after_due_and_grace(fees: Fees) -> None:
    house(fees)
    assert on(fees, "2026-02-14") == []
    (first,) = on(fees, "2026-02-15")
    assert (first["from_date"], first["days"], first["amount_fen"]) == ("2026-02-15", 1, 25)  # 840.00 × 0.03% = 0.252
    (tenth,) = on(fees, "2026-02-24")
    assert (tenth["days"], tenth["amount_fen"], tenth["formula"]) == (10, 252, "840.00 × 0.03% × 10 = 2.52")


def test_a_part_payment_lowers_the_days_after_it(fees: Fees) -> None:
    house(fees)
    pay(fees, 40_000, "2026-02-20T10:00")
    (row,) = on(fees, "2026-02-24")
    assert row["formula"] == "840.00 × 0.03% × 6 + 440.00 × 0.03% × 4 = 2.04"
    assert row["amount_fen"] == 204


def test_what_was_paid_in_time_bears_nothing_and_what_was_paid_late_stays_owed(fees: Fees) -> None:
    house(fees)
    pay(fees, 84_000, "2026-02-20T10:00")
    pay(fees, 84_000, "2026-05-15T10:00")
    (row,) = on(fees, "2026-06-30")
    assert (row["bill_id"], row["days"], row["amount_fen"]) == (1, 6, 151)


def test_what_was_paid_in_time_and_given_back_is_late_from_the_day_after(fees: Fees) -> None:
    house(fees)
    pay(fees, 84_000, "2026-01-10T10:00")
    with fees.operation() as db:
        payments.refund(db, 1, None, "误收", datetime(2026, 2, 20, 10))
    assert on(fees, "2026-02-20") == []
    (row,) = on(fees, "2026-02-24")
    assert (row["bill_id"], row["formula"]) == (1, "840.00 × 0.03% × 4 = 1.01")
    pay(fees, 84_000, "2026-02-26T10:00")
    assert on(fees, "2026-03-31")[0]["formula"] == "840.00 × 0.03% × 6 = 1.51"


def test_a_waiver_lowers_it_as_a_payment_does(fees: Fees) -> None:
    house(fees)
    with fees.operation() as db:
        payments.waive(db, 1, 40_000, "漏水赔偿", "张经理", datetime(2026, 2, 20, 10))
    assert on(fees, "2026-02-24")[0]["amount_fen"] == 204


def test_the_cap_is_a_share_of_the_bill(fees: Fees) -> None:
    house(fees, late_rate="0.01")
    (row,) = on(fees, "2026-04-30", bill_ids=[1])
    assert (row["capped"], row["amount_fen"]) == (True, 16_800)
    assert row["formula"] == "min(840.00 × 1% × 75, 20% × 840.00) = 168.00"


def test_without_a_rate_there_is_none(fees: Fees) -> None:
    house(fees, late_rate=None, late_grace=None, late_cap=None)
    assert on(fees, "2026-06-30") == []
    result = late.list_late(fees.db)
    assert (result.data, [notice.msgid for notice in result.notices]) == (
        [], ["No fee item has a late fee; {command} gives it one."],
    )  # fmt: skip


def test_a_cancelled_bill_bears_none_and_did_until_then(fees: Fees) -> None:
    house(fees)
    with fees.operation() as db:
        payments.cancel(db, 1, "面积有误", datetime(2026, 3, 1, 9))
    assert [row["bill_id"] for row in on(fees, "2026-02-28")] == [1]
    assert on(fees, "2026-03-01") == []


def test_what_a_change_of_owner_moved_bears_it_with_the_new_owner_from_its_own_due_day(fees: Fees) -> None:
    house(fees, late_grace=0)
    with fees.operation() as db:
        transfer.transfer(db, "3-2-501", Person("李明"), date(2026, 1, 31))
    old, new = on(fees, "2026-02-09")
    assert (old["debtor"], old["formula"]) == ("王芳", "840.00 × 0.03% × 15 + 280.00 × 0.03% × 10 = 4.62")
    assert (new["debtor"], new["formula"]) == ("李明", "560.00 × 0.03% × 9 = 1.51")


def naive(amount: int, moves: list[tuple[date, int]], first: date, last: date, rate: str, cap: str | None) -> int:
    """Count it on the fingers: each day what was not yet paid when it began, rounded once at the end."""
    total, day = Fraction(0), first
    while day <= last:
        total += (amount - sum(fen for when, fen in moves if when < day)) * Fraction(rate)
        day += timedelta(days=1)
    if cap is not None:
        total = min(total, Fraction(cap) * amount)
    return int(total + Fraction(1, 2))


RATES = st.sampled_from(("0.0003", "0.0005", "0.000333", "0.01", "1"))
CAPS = st.sampled_from((None, "0.2", "0.0333", "1"))


@settings(max_examples=300, deadline=None)
@given(
    amount=st.integers(1, 500_000),
    parts=st.lists(st.tuples(st.integers(-40, 60), st.integers(1, 40)), max_size=5),
    length=st.integers(0, 60),
    rate=RATES,
    cap=CAPS,
)
def test_days_counted_by_hand_give_the_same(amount: int, parts: list[Any], length: int, rate: str, cap: Any) -> None:
    moves: list[tuple[date, int]] = []
    for day, share in parts:
        fen = min(amount * share // 100, amount - sum(fen for _day, fen in moves))
        moves.append((FIRST + timedelta(days=day), fen))
    last = FIRST + timedelta(days=length)
    timed = [(f"{day}T17:30:00", fen, False) for day, fen in moves if day <= last]
    found, capped = late.total_of(late.spans_of(amount, timed, FIRST, last), rate, cap, amount)
    assert found == naive(amount, moves, FIRST, last, rate, cap)
    assert not capped or cap is not None


STEP = st.tuples(st.sampled_from(("pay", "waive", "refund", "charge")), st.integers(0, 170), st.integers(1, 60_000))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, max_size=7), cap=CAPS, grace=st.sampled_from((0, 7, 30)))
def test_the_books_give_what_counting_by_hand_gives(steps: list[Any], cap: str | None, grace: int) -> None:
    with TemporaryDirectory() as folder:
        fees = Fees(Path(folder) / "butler.db")
        fees.db.connection.execute("PRAGMA synchronous = OFF")
        house(fees, late_cap=cap, late_grace=grace)
        for word, days, fen in sorted(steps, key=lambda step: step[1]):
            moment = datetime(2026, 1, 1, 10) + timedelta(days=days)
            try:
                with fees.operation(moment.isoformat()) as db:
                    one(db, word, moment, fen)
            except (RuleError, NotFoundError):
                continue
        fees.db.now = datetime(2026, 7, 1, 9, 30)
        compare(fees, cap, grace)
        fees.db.close()


def one(db: Any, word: str, moment: datetime, fen: int) -> None:
    if word == "pay":
        payments.pay(db, "3-2-501", fen, at=moment)
    elif word == "waive":
        payments.waive(db, 1, fen, "补偿", "张经理", moment)
    elif word == "refund":
        payments.refund(db, 1, fen, "多收", moment)
    else:
        late.charge(db, "3-2-501", moment.date())


def compare(fees: Fees, cap: str | None, grace: int) -> None:
    """Count every bill by hand from what the books say of each day's end, and hold what was charged against it."""
    charged = dict(
        fees.db.execute("SELECT late_of, sum(amount) FROM fee_bill WHERE late_of > 0 GROUP BY late_of").fetchall()
    )
    computed = {row["bill_id"]: row for row in on(fees, "2026-06-30")}
    for bill in fees.bills(source="run"):
        first = date.fromisoformat(bill["due_date"]) + timedelta(days=grace + 1)
        moves, before = [], bill["amount"]
        day = date(2025, 12, 1)
        while day <= date(2026, 6, 30):
            rows = asof.bills(fees.db, datetime.fromisoformat(f"{day}T23:59:59"))
            owed = next((row["outstanding"] for row in rows if row["id"] == bill["id"]), before)
            if owed != before:
                moves.append((day, before - owed))
                before = owed
            day += timedelta(days=1)
        total = naive(bill["amount"], moves, first, date(2026, 6, 30), "0.0003", cap)
        row = computed.get(bill["id"])
        assert (row["total_fen"] if row else charged.get(bill["id"], 0)) >= total
        assert (row["amount_fen"] if row else 0) == max(0, total - charged.get(bill["id"], 0))


# --- charging ---------------------------------------------------------------------------------------------


def test_charging_makes_a_bill_of_the_day_with_its_formula(fees: Fees) -> None:
    house(fees)
    before = asof.totals(fees.db, datetime(2026, 2, 23, 23, 59, 59))
    result = charge(fees, day="2026-02-24")
    (bill,) = fees.bills(source="late")
    assert (bill["late_of"], bill["amount"], bill["debtor"], bill["period_start"], bill["period_end"], bill["due_date"]) == (
        1, 252, "王芳", "2026-02-24", "2026-02-24", "2026-02-24",
    )  # fmt: skip
    assert (bill["rule"]["from"], bill["rule"]["to"]) == ("2026-02-15", "2026-02-24")
    assert amounts.formula(bill["rule"]) == "840.00 × 0.03% × 10 = 2.52"
    assert amounts.amount(bill["rule"]) == 252
    assert result.data["id"] == bill["id"] and result.data["item"] == "违约金"
    assert [notice.msgid for notice in result.notices] == ["Fee item {item} was registered."]
    assert asof.totals(fees.db, datetime(2026, 2, 23, 23, 59, 59)) == before


def test_charging_again_charges_what_came_since(fees: Fees) -> None:
    house(fees)
    charge(fees, day="2026-02-24")
    again = charge(fees, day="2026-02-24")
    assert (again.data, again.changed) == (None, False)
    second = charge(fees, day="2026-02-28")
    assert second.data["amount_fen"] == 353 - 252
    assert amounts.formula(second.data["rule"]) == "840.00 × 0.03% × 14 = 3.53; − 2.52 = 1.01"
    earlier = charge(fees, day="2026-02-26")
    assert earlier.data is None, "what was charged later is charged"
    found = [(row["charged_fen"], row["amount_fen"]) for day in (23, 26, 28) for row in on(fees, f"2026-02-{day}")]
    assert found == [(0, 227), (252, 50)], "as it stood on each day"


def test_late_fees_bear_none(fees: Fees) -> None:
    house(fees)
    made = charge(fees, day="2026-02-24").data["id"]
    with fees.operation() as db:
        items.edit(db, "违约金", {"late_rate": "0.01"})
    assert [row["bill_id"] for row in on(fees, "2026-06-30")] == [1, 2]
    result = charge(fees, f"B{made}")
    assert [notice.msgid for notice in result.notices] == ["{ref} is a late fee itself; it bears none."]


def test_a_unit_is_charged_bill_by_bill_and_a_due_day_may_be_given(fees: Fees) -> None:
    house(fees)
    result = charge(fees, "3-2-501", due=date(2026, 7, 15))
    assert [(row["due_date"], row["rule"]["of"]) for row in result.data] == [("2026-07-15", 1), ("2026-07-15", 2)]
    assert charge(fees, "3-2-501").data == []


def test_the_item_made_before_by_hand_is_used(fees: Fees) -> None:
    house(fees)
    with fees.operation():
        fees.item("违约金", rate="1", per="fixed")
    assert charge(fees).notices == []


def test_money_paid_ahead_settles_it_at_once(fees: Fees) -> None:
    house(fees)
    pay(fees, 170_000, "2026-06-01T10:00")
    result = charge(fees)
    assert (result.data["state"], result.data["paid_fen"]) == ("part", 2_000)
    assert [notice.params["refs"] for notice in result.notices[1:]] == ["B3"]


def test_one_cancelled_comes_up_again_and_one_waived_does_not(fees: Fees) -> None:
    house(fees)
    made = charge(fees, day="2026-02-24").data["id"]
    with fees.operation() as db:
        payments.waive(db, made, None, "首次逾期", "张经理")
    assert on(fees, "2026-02-24") == []
    with fees.operation() as db:
        payments.cancel(db, made, "开错")
    assert [row["amount_fen"] for row in late.compute(fees.db, datetime(2026, 7, 1, 9, 30), bill_ids=[1])] == [3_452]


def test_less_of_the_bill_names_the_late_fee_that_is_open(fees: Fees) -> None:
    house(fees)
    charge(fees, day="2026-02-24")
    with fees.operation() as db:
        waived = payments.waive(db, 1, 10_000, "漏水赔偿", "张经理")
        cancelled = payments.cancel(db, 1, "面积有误")
    for result in (waived, cancelled):
        assert [notice.params for notice in result.notices] == [{"late": "B3", "ref": "B1"}]


def test_the_late_fee_goes_with_the_bill_that_a_new_owner_takes_over(fees: Fees) -> None:
    house(fees)
    charge(fees, "3-2-501", "2026-05-20")
    with fees.operation() as db:
        result = transfer.transfer(db, "3-2-501", Person("李明"), date(2026, 3, 1))
    found = {(bill["late_of"], bill["debtor"]) for bill in fees.bills(source="late")}
    assert found == {(1, "王芳"), (2, "李明")}
    assert [notice.params.get("late") for notice in result.notices][-1] == "B3"


def test_charging_is_taken_back_whole(fees: Fees) -> None:
    house(fees)
    with fees.operation():
        count = fees.db.value("SELECT count(*) FROM fee_item")
    charge(fees)
    with fees.operation() as db:
        undo.undo(db)
    assert fees.bills(source="late") == []
    assert fees.db.value("SELECT count(*) FROM fee_item") == count


def test_days_that_cannot_be_are_refused(fees: Fees) -> None:
    house(fees)
    with pytest.raises(UsageError):
        charge(fees, day="2026-07-02")
    with pytest.raises(UsageError):
        charge(fees, due=date(2026, 6, 30))
    with pytest.raises(NotFoundError):
        charge(fees, "B9")
    with pytest.raises(NotFoundError):
        charge(fees, "9-9-999")


def test_a_bill_that_was_named_says_why_there_is_nothing(fees: Fees) -> None:
    house(fees)
    with fees.operation() as db:
        billing.charge(db, "3-2-501", "门禁卡", 2_000, date(2026, 2, 3))
    fees.db.now = datetime(2026, 3, 1, 9)
    said = [notice.msgid for notice in late.list_late(fees.db, "B2,B3").notices]
    assert said == [
        "{ref} is late only from {date} on.",
        "The fee item {item} has no late fee; {command} gives it one.",
    ]


def test_a_unit_that_is_registered_comes_before_a_bill_of_that_number(fees: Fees) -> None:
    house(fees)
    with fees.operation():
        fees.unit("B1")
    assert late.scope(fees.db, "B1")[1] is None
    assert late.scope(fees.db, "#B1") == (None, [1])


def test_a_refund_opens_a_bill_that_other_money_settles_at_once(fees: Fees) -> None:
    house(fees)
    pay(fees, 84_000, "2026-01-10T10:00")
    pay(fees, 84_000, "2026-01-11T10:00")
    with fees.operation() as db:
        payments.pay(db, "3-2-501", 50_000, (1,), at=datetime(2026, 1, 12, 10))
        result = payments.refund(db, 1, 84_000, "付错", datetime(2026, 2, 1, 10))
    assert [notice.params["refs"] for notice in result.notices] == ["B1"]
    moved = fees.db.rows("SELECT payment_id, amount, at FROM fee_allocation WHERE bill_id = 1 ORDER BY id")
    assert [tuple(row.values()) for row in moved] == [
        (1, 84_000, "2026-01-10T10:00:00"), (1, -84_000, "2026-02-01T10:00:00"), (3, 50_000, "2026-02-01T10:00:00"),
    ]  # fmt: skip
    assert settle.prepaid(fees.db, [1]) == []
