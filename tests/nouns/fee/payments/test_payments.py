"""Paying, giving back, waiving, cancelling: what is settled, what is refused and why, and what the JSON says."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from butlercli.base.errors import ButlerError, NotFoundError, RuleError, UsageError
from butlercli.base.result import Result
from butlercli.kit import undo
from butlercli.nouns.fee.owed.verbs import asof
from butlercli.nouns.fee.payments.verbs import payments
from tests.nouns.fee.purse import NEW, OLD, OTHER, Purse

JANUARY, FEBRUARY, APRIL = date(2026, 1, 1), date(2026, 2, 1), date(2026, 4, 1)
UNIT = "2-1-102"


@pytest.fixture
def purse(tmp_path: Path) -> Purse:
    purse = Purse(tmp_path)
    purse.db.now = datetime(2026, 3, 10, 9, 30)
    return purse


def refused(kind: type[ButlerError], code: str, call: Callable[[], Any]) -> dict[str, Any]:
    with pytest.raises(kind) as caught:
        call()
    assert caught.value.code == code, caught.value
    caught.value.message.format(**caught.value.params)
    caught.value.hint.format(**caught.value.params)
    return caught.value.params


def test_the_oldest_due_is_settled_first_and_the_rest_waits_for_the_next_bill(purse: Purse) -> None:
    first, second = purse.bill(4, JANUARY, 100, OTHER), purse.bill(4, FEBRUARY, 100, OTHER)
    done = purse.run(payments.pay, "2-1-102", 250, (), "wechat", "online", datetime(2026, 3, 1), "LS1")
    assert done.refs == "P1"
    uid = done.data.pop("uid")
    assert uid and done.data == {
        "id": 1, "unit": UNIT, "amount_fen": 250, "method": "wechat", "channel": "online", "ref": "LS1",
        "paid_at": "2026-03-01T00:00:00",
        "allocated": [{"bill_id": first, "amount_fen": 100}, {"bill_id": second, "amount_fen": 100}],
        "unallocated_fen": 50,
    }  # fmt: skip
    assert done.extra["prepaid_fen"] == 50 and done.extra["open"] == []
    third = purse.bill(4, APRIL, 100, OTHER)
    bill = purse.run(payments.cancel, purse.bill(4, APRIL, 7, OTHER), "开错").data
    assert bill["state"] == "cancelled" and bill["outstanding_fen"] == 0
    (row,) = [row for row in asof.bills(purse.db, datetime(2026, 4, 1)) if row["id"] == third]
    assert (row["paid"], row["outstanding"]) == (50, 50), "counts from the first day of the bill's period"
    assert asof.prepaid(purse.db, datetime(2026, 3, 31, 23, 59, 59)) == {4: 50}


def test_a_bill_as_json(purse: Purse) -> None:
    id = purse.bill(4, JANUARY, 100, OTHER)
    purse.run(payments.pay, UNIT, 60)
    bill = purse.run(payments.waive, id, 15, "电梯停运", "张经理").data
    del bill["uid"]
    assert bill == {
        "id": id, "unit": UNIT, "debtor": "业主3", "item": "PM", "period_start": "2026-01-01",
        "period_end": "2026-01-30", "due_date": "2026-01-15", "amount_fen": 100, "waived_fen": 15, "paid_fen": 60,
        "outstanding_fen": 25, "state": "part", "rule": {},
    }  # fmt: skip
    assert purse.run(payments.waive, id, None, "电梯停运", "张经理").data["state"] == "paid"
    other = purse.bill(4, FEBRUARY, 10, OTHER)
    assert purse.run(payments.waive, other, None, "空置", "张经理").data["state"] == "waived"


def test_a_new_owner_does_not_pay_what_the_old_one_owes_unless_it_is_named(purse: Purse) -> None:
    old, unknown, new = (purse.bill(1, day, 100, who) for day, who in ((JANUARY, OLD), (FEBRUARY, None), (APRIL, NEW)))
    done = purse.run(payments.pay, "1-1-101", 500)
    assert [one["bill_id"] for one in done.data["allocated"]] == [unknown, new]
    assert [notice.params["refs"] for notice in done.notices] == [f"B{old}"]
    named = purse.run(payments.pay, "1-1-101", 120, (old,))
    assert named.data["allocated"] == [{"bill_id": old, "amount_fen": 100}] and named.data["unallocated_fen"] == 20


def test_the_old_owner_paid_while_it_was_his(purse: Purse) -> None:
    old, new = purse.bill(1, JANUARY, 100, OLD), purse.bill(1, date(2026, 3, 1), 100, NEW)
    done = purse.run(payments.pay, "1-1-101", 150, at=datetime(2026, 2, 20))
    assert done.data["allocated"] == [{"bill_id": old, "amount_fen": 100}]
    purse.bill(1, APRIL, 100, NEW)
    assert asof.prepaid(purse.db, datetime(2026, 5, 1)) == {1: 50}, "his money is not the new owner's"
    assert purse.run(payments.pay, "1-1-101", 10).data["allocated"] == [{"bill_id": new, "amount_fen": 10}]


def test_the_day_of_the_sale_is_the_new_owners(purse: Purse) -> None:
    old, new = purse.bill(1, JANUARY, 100, OLD), purse.bill(1, date(2026, 3, 1), 100, NEW)
    last = purse.run(payments.pay, "1-1-101", 10, at=datetime(2026, 2, 28, 23, 59, 59))
    first = purse.run(payments.pay, "1-1-101", 10, at=datetime(2026, 3, 1))
    assert [one.data["allocated"][0]["bill_id"] for one in (last, first)] == [old, new]


def test_named_bills_only_and_the_rest_is_kept(purse: Purse) -> None:
    first, second = purse.bill(4, JANUARY, 100, OTHER), purse.bill(4, FEBRUARY, 100, OTHER)
    done = purse.run(payments.pay, UNIT, 130, (second,))
    assert done.data["allocated"] == [{"bill_id": second, "amount_fen": 100}] and done.data["unallocated_fen"] == 30
    again = purse.run(payments.pay, UNIT, 5, (second,))
    assert again.data["unallocated_fen"] == 5 and again.notices[0].params == {"id": second}
    purse.bill(4, APRIL, 40, OTHER)
    rows = {row["id"]: row["paid"] for row in asof.bills(purse.db, purse.db.now - timedelta(seconds=1))}
    assert rows[first] == 0, "what was kept settles the older bill only from when a new one brought it about"
    assert {row["id"]: row["paid"] for row in asof.bills(purse.db, purse.db.now)}[first] == 35


def test_what_a_payment_refuses(purse: Purse) -> None:
    bill, other = purse.bill(4, JANUARY, 100, OTHER), purse.bill(2, JANUARY, 100)
    purse.run(payments.cancel, bill, "开错")
    purse.run(payments.pay, UNIT, 10, ref=" LS9 ")

    def pay(*words: Any, **more: Any) -> Result:
        return purse.run(payments.pay, UNIT, *words, **more)

    assert refused(RuleError, "duplicate_ref", lambda: pay(20, ref="LS9"))["id"] == 1
    refused(RuleError, "cancelled", lambda: pay(20, (bill,)))
    assert refused(RuleError, "other_unit", lambda: pay(20, (other,)))["other"] == "1-1-102"
    assert refused(NotFoundError, "not_found", lambda: pay(20, (77,)))["newest"] == other
    refused(UsageError, "in_future", lambda: pay(20, at=datetime(2026, 3, 10, 9, 31)))
    refused(UsageError, "usage", lambda: pay(0))
    refused(NotFoundError, "unknown_unit", lambda: purse.run(payments.pay, "9-9-901", 10))
    assert purse.db.value("SELECT count(*) FROM fee_payment") == 1


def test_a_refund_takes_prepayment_first_then_the_newest_bill(purse: Purse) -> None:
    first, second = purse.bill(4, JANUARY, 100, OTHER), purse.bill(4, FEBRUARY, 100, OTHER)
    purse.run(payments.pay, UNIT, 230, at=datetime(2026, 2, 10, 9))
    done = purse.run(payments.refund, 1, 50, "多收", datetime(2026, 2, 10))
    assert done.data["allocated"] == [{"bill_id": first, "amount_fen": 100}, {"bill_id": second, "amount_fen": 80}]
    assert done.data["unallocated_fen"] == 0 and done.extra["refunded_fen"] == 50
    assert [bill["id"] for bill in done.extra["reopened"]] == [second]
    assert purse.db.value("SELECT at FROM fee_refund") == "2026-02-10T09:00:00", "the day counts from the payment"
    assert refused(RuleError, "more_than_left", lambda: purse.run(payments.refund, 1, 181, "多收"))["left"] == "1.80"
    refused(RuleError, "before_previous", lambda: purse.run(payments.refund, 1, 1, "多收", datetime(2026, 2, 9)))
    refused(UsageError, "usage", lambda: purse.run(payments.refund, 1, 1, " "))
    assert purse.run(payments.refund, 1, None, "错收").data["allocated"] == []
    nothing = purse.run(payments.refund, 1, None, "错收")
    assert not nothing.changed and nothing.notices
    assert refused(NotFoundError, "not_found", lambda: purse.run(payments.refund, 2, 1, "多收"))["newest"] == 1


def test_what_a_waiver_and_a_cancel_refuse(purse: Purse) -> None:
    bill = purse.bill(4, JANUARY, 100, OTHER)
    purse.run(payments.pay, UNIT, 60, at=datetime(2026, 2, 1, 10))

    def waive(*words: Any) -> Result:
        return purse.run(payments.waive, bill, *words)

    assert refused(RuleError, "more_than_owed", lambda: waive(41, "补偿", "张经理"))["owed"] == "0.40"
    refused(UsageError, "usage", lambda: waive(1, "补偿", ""))
    refused(UsageError, "in_future", lambda: waive(1, "补偿", "张经理", datetime(2026, 4, 1)))
    paid = refused(RuleError, "paid", lambda: purse.run(payments.cancel, bill, "开错"))
    assert paid["payments"] == "P1" and paid["command"] == "butler fee refund P1"
    purse.run(payments.refund, 1, None, "错收", datetime(2026, 3, 1, 10))
    early = datetime(2026, 2, 15)
    refused(RuleError, "before_previous", lambda: waive(100, "补偿", "张经理", early))
    first = refused(RuleError, "before_previous", lambda: purse.run(payments.cancel, bill, "开错", early))
    assert first["first"] == "2026-03-01 10:00"
    purse.run(payments.cancel, bill, "开错", datetime(2026, 3, 1))
    refused(RuleError, "cancelled", lambda: waive(1, "补偿", "张经理"))
    assert not purse.run(payments.cancel, bill, "开错").changed
    assert asof.totals(purse.db, datetime(2026, 2, 28))["paid"] == 60
    assert asof.totals(purse.db, datetime(2026, 3, 2))["bills"] == 0


def test_what_came_later_keeps_an_operation_from_being_taken_back(purse: Purse) -> None:
    purse.bill(4, JANUARY, 100, OTHER)
    purse.run(payments.pay, UNIT, 100)
    purse.run(payments.refund, 1, None, "错收")
    refund = purse.db.value("SELECT max(id) FROM operation")
    purse.run(payments.pay, UNIT, 100)
    assert refused(RuleError, "changed_since", lambda: purse.run(undo.undo, refund))["record"] == "B1"
    purse.run(undo.undo)
    purse.run(undo.undo, refund)
    assert asof.totals(purse.db, purse.db.now)["outstanding"] == 0


def test_bringing_a_payment_back_that_has_lost_its_place_is_refused(purse: Purse) -> None:
    purse.bill(4, JANUARY, 100, OTHER)
    purse.run(payments.pay, UNIT, 100)
    first = purse.db.value("SELECT max(id) FROM operation")
    purse.run(undo.undo, first)
    purse.run(payments.pay, UNIT, 60)
    refused(RuleError, "changed_since", lambda: purse.run(undo.undo, first + 1))
    assert asof.totals(purse.db, purse.db.now)["outstanding"] == 40
