"""The figures of fees, case by case."""

from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from butlercli.base.dates.model import Kind
from butlercli.base.figures import Figure, Span
from butlercli.kit.figures import reading
from butlercli.nouns.fee.figures import metrics, tables
from butlercli.nouns.fee.figures import snapshot as snapshot_table
from butlercli.nouns.fee.owed.verbs import asof
from butlercli.nouns.fee.payments.verbs import payments
from butlercli.store import database
from butlercli.store.database import Database
from tests.bench.fee_data import fee_history
from tests.nouns.fee.purse import Purse

Row = dict[str, Any]
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31), "year", datetime(2026, 12, 31, 23, 59, 59))


@pytest.fixture
def purse(tmp_path: Path) -> Purse:
    return Purse(tmp_path)


def span(first: str, last: str, as_of: str, kind: Kind = "range") -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last), kind, datetime.fromisoformat(as_of))


def figures(db: Database, wanted: Span) -> dict[str, Figure]:
    return {one.key: one for one in reading.figures(metrics.BillSnapshot(db, wanted))}


def made(db: Database, wanted: Span, key: str) -> tuple[Any, Any]:
    """Return numerator and denominator of a figure."""
    figure = figures(db, wanted)[key]
    return figure.numerator, figure.denominator


# --- single cases -------------------------------------------------------------------------------------


def test_without_any_bill_nothing_is_nought_per_cent(purse: Purse) -> None:
    found = figures(purse.db, YEAR)
    assert {figure.value for figure in found.values()} == {None}
    assert "fee.current_collection_rate.PM" not in found


def test_a_bill_counts_from_its_first_day_and_money_from_when_it_was_paid(purse: Purse) -> None:
    purse.bill(4, date(2026, 2, 1), 1000, 3)
    purse.db.now = datetime(2026, 2, 20, 10)
    purse.run(payments.pay, "2-1-102", 400)
    assert figures(purse.db, span("2026-01-01", "2026-12-31", "2026-01-31T23:59:59"))["fee.billed"].value is None
    assert made(purse.db, span("2026-01-01", "2026-12-31", "2026-02-20T09:59:59"), metrics.CURRENT) == (0, 1000)
    assert made(purse.db, span("2026-01-01", "2026-12-31", "2026-02-20T10:00:00"), metrics.CURRENT) == (400, 1000)
    later = figures(purse.db, span("2026-03-01", "2026-03-31", "2026-03-31T23:59:59"))
    assert (later["fee.billed"].value, later[metrics.CURRENT].value) == (0, None), "no bill begins in March"
    assert (later["fee.arrears_opening"].value, later["fee.recovery_rate"].value) == (600, 0.0)
    assert (later[metrics.ARREARS].value, later[metrics.ARREARS_HOUSEHOLDS].value) == (600, 1)


def test_waivers_lower_what_is_to_be_received_and_are_shown_beside(purse: Purse) -> None:
    bill = purse.bill(4, date(2026, 2, 1), 1000, 3)
    purse.run(payments.waive, bill, 200, "漏水", "项目经理", at=datetime(2026, 1, 5, 9))
    purse.run(payments.pay, "2-1-102", 400)
    found = figures(purse.db, YEAR)
    assert found["fee.waived"].value == 200
    assert (found[metrics.CURRENT].value, found["fee.current_collection_rate_before_waivers"].value) == (0.5, 0.4)


def test_what_moved_to_a_new_owner_is_neither_billed_twice_nor_waived(purse: Purse) -> None:
    old = purse.bill(1, date(2026, 1, 10), 1000, 1)
    new = purse.bill(1, date(2026, 3, 1), 300, 2)
    move(purse, old, new, 300, "2026-03-01T00:00:00")
    found = figures(purse.db, YEAR)
    assert (found["fee.billed"].value, found["fee.waived"].value) == (1000, 0)
    assert made(purse.db, YEAR, metrics.CURRENT) == (0, 1000)
    assert figures(purse.db, span("2026-01-01", "2026-12-31", "2026-02-28T23:59:59"))["fee.billed"].value == 1000
    march = span("2026-03-01", "2026-03-31", "2026-03-31T23:59:59")
    assert figures(purse.db, march)["fee.arrears_opening"].value == 700
    assert made(purse.db, march, "fee.combined_rate") == (0, 1000), "the 300 count once"


def move(purse: Purse, old: int, new: int, fen: int, at: str) -> None:
    with purse.db.operation("transfer"):
        purse.db.insert(
            "fee_waiver",
            {"bill_id": old, "amount": fen, "at": at, "entered_at": at, "reason": "转让", "moved_to": new},
        )


def test_a_refund_opens_old_arrears_again_but_is_no_recovery_of_them(purse: Purse) -> None:
    purse.bill(4, date(2026, 1, 10), 1000, 3)
    payment = purse.run(payments.pay, "2-1-102", 1000).data["id"]
    purse.db.now = datetime(2026, 6, 10, 9)
    purse.run(payments.refund, payment, 400, "退")
    june = span("2026-06-01", "2026-06-30", "2026-06-30T23:59:59")
    found = figures(purse.db, june)
    assert (found["fee.arrears_opening"].value, found["fee.arrears_recovered"].value) == (0, 0)
    assert found[metrics.ARREARS].value == 400, "it is open again"
    assert found[metrics.PAID_IN].value == -400
    # A month later it stands open from before.
    assert (
        figures(purse.db, span("2026-07-01", "2026-07-31", "2026-07-31T12:00:00"))["fee.arrears_opening"].value == 400
    )


def test_a_bill_cancelled_in_the_period_was_open_when_it_began(purse: Purse) -> None:
    bill = purse.bill(4, date(2026, 1, 10), 1000, 3)
    purse.db.now = datetime(2026, 3, 10, 9)
    purse.run(payments.cancel, bill, "重复")
    march = span("2026-03-01", "2026-03-31", "2026-03-31T23:59:59")
    found = figures(purse.db, march)
    assert (found["fee.arrears_opening"].value, found[metrics.ARREARS].value) == (1000, 0)
    assert figures(purse.db, span("2026-04-01", "2026-04-30", "2026-04-30T12:00:00"))["fee.arrears_opening"].value == 0


def test_read_later_a_bill_of_the_period_is_paid_but_recovery_ends_with_the_period(purse: Purse) -> None:
    purse.bill(4, date(2026, 1, 10), 1000, 3)
    purse.bill(4, date(2026, 2, 1), 500, 3)
    purse.db.now = datetime(2026, 3, 5, 9)
    purse.run(payments.pay, "2-1-102", 1200)
    read_later = span("2026-02-01", "2026-02-28", "2026-03-05T09:00:00")
    assert made(purse.db, read_later, metrics.CURRENT) == (200, 500)
    assert made(purse.db, read_later, "fee.recovery_rate") == (0, 1000), (
        "what came in March was not recovered in February"
    )
    assert figures(purse.db, read_later)[metrics.ARREARS].value == 300
    assert figures(purse.db, read_later)[metrics.PAID_IN].value == 0


def test_on_its_due_day_a_bill_is_due_and_not_past_due(purse: Purse) -> None:
    purse.bill(4, date(2026, 1, 10), 1000, 3, days=5)
    purse.run(payments.pay, "2-1-102", 100)
    eve, day, after = (span("2026-01-01", "2026-12-31", f"2026-01-{n}T23:59:59") for n in (14, 15, 16))
    rate = "fee.due_collection_rate"
    assert [made(purse.db, one, rate) for one in (eve, day, after)] == [(0, 0), (100, 1000), (100, 1000)]
    assert [figures(purse.db, one)[metrics.ARREARS].value for one in (eve, day, after)] == [0, 0, 900]


def test_households_are_paid_up_when_nothing_of_the_period_is_open(purse: Purse) -> None:
    purse.bill(4, date(2026, 1, 10), 100, 3)
    purse.bill(4, date(2026, 2, 10), 100, 3)
    purse.bill(2, date(2026, 1, 10), 100)
    purse.run(payments.pay, "2-1-102", 100)
    purse.run(payments.pay, "1-1-102", 100)
    year = span("2026-01-01", "2026-12-31", "2026-02-09T12:00:00")
    assert made(purse.db, year, metrics.HOUSEHOLDS) == (2, 2), "the bill of February does not exist yet"
    assert made(purse.db, YEAR, metrics.HOUSEHOLDS) == (1, 2)
    units = reading.explain(metrics.BillSnapshot(purse.db, YEAR), metrics.HOUSEHOLDS)
    assert units is not None
    assert [(row["unit"], row["in_numerator"]) for row in units] == [("1-1-102", True), ("2-1-102", False)]


def test_a_payment_after_two_reminders_counts_once_and_a_refunded_one_not_at_all(purse: Purse) -> None:
    remind(purse, 4, "2026-02-01T09:00:00", "phone")
    remind(purse, 4, "2026-02-05T09:00:00", "phone")
    remind(purse, 4, "2026-02-06T09:00:00", "visit")
    remind(purse, 2, "2026-02-06T09:00:00", "phone", "unreached")
    purse.db.now = datetime(2026, 6, 1, 9)
    purse.run(payments.pay, "2-1-102", 100, at=datetime(2026, 3, 3, 9))
    purse.run(payments.pay, "2-1-102", 50, at=datetime(2026, 3, 3, 9, 0, 1))
    gone = purse.run(payments.pay, "1-1-102", 70, at=datetime(2026, 2, 10)).data["id"]
    purse.run(payments.refund, gone, 70, "退", at=datetime(2026, 4, 1))
    assert _followed(purse, "2026-12-31T23:59:59") == {"phone": (3, 2, 2, 150), "visit": (1, 1, 1, 150)}
    assert _followed(purse, "2026-03-03T09:00:00") == {"phone": (3, 2, 3, 170), "visit": (1, 1, 1, 100)}
    assert _followed(purse, "2026-03-03T08:59:59") == {"phone": (3, 2, 1, 70), "visit": (1, 1, 0, 0)}


def remind(purse: Purse, unit: int, at: str, channel: str, result: str | None = "disputed") -> None:
    with purse.db.operation("remind"):
        values = {"uid": f"m{unit}{at}", "unit_id": unit, "debtor_kind": "unknown", "at": at, "entered_at": at}
        purse.db.insert("fee_reminder", values | {"channel": channel, "result": result, "outstanding": 0})


def _followed(purse: Purse, as_of: str) -> dict[str, tuple[int, ...]]:
    rows = tables.dunning(metrics.BillSnapshot(purse.db, span("2026-01-01", "2026-12-31", as_of)))
    return {row["grp"]: (row["reminders"], row["reached"], row["followed"], row["fen"]) for row in rows}


def test_ages_and_the_third_year_are_counted_from_the_due_date(purse: Purse) -> None:
    purse.bill(4, date(2024, 2, 29), 70, 3, days=0)
    purse.bill(2, date(2026, 1, 1), 30, days=0)
    snapshot = metrics.BillSnapshot(purse.db, span("2026-01-01", "2026-12-31", "2026-12-01T12:00:00"))
    ages = {row["bucket"]: row["fen"] for row in tables.aging(snapshot) if row["fen"]}
    assert ages == {"2-3y": 70, "181-365": 30}
    assert tables.nearing_limit(snapshot) == {"bills": 1, "fen": 70, "first": "2027-02-28"}


def test_years_of_history_are_passed_over_by_an_index(tmp_path: Path) -> None:
    path = tmp_path / "years.db"
    database.open_write(path).close()
    fee_history(path, 3, units=200)
    db = database.open_read(path, named=True)
    wanted = span("2026-01-01", "2026-06-30", "2026-06-30T23:59:59")
    begun = perf_counter()
    found = {one.key: one.value for one in reading.figures(metrics.BillSnapshot(db, wanted))}
    assert perf_counter() - begun < 1, "twenty times what it takes"
    assert found[metrics.ARREARS] == sum(row["outstanding_fen"] for row in asof.arrears(db, wanted.as_of))
    asked = snapshot_table.WANTED.replace("{name}", "x").partition(" AS\n")[2]
    params = wanted.params
    plan = " ".join(row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {asked}", params))
    assert "COVERING INDEX fee_allocation_bill" in plan
    assert "USING INDEX fee_allocation_refund" in plan
    paid = db.execute("EXPLAIN QUERY PLAN SELECT sum(amount) FROM fee_payment WHERE paid_at <= '2026'").fetchall()
    assert "COVERING INDEX fee_payment_paid" in paid[0][3]
    db.close()
