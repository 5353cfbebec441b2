"""Ages of what is past due, and the speed of ten years of it."""

import time
from datetime import date, datetime
from pathlib import Path

import pytest

from butlercli.nouns.fee.owed.verbs import asof
from butlercli.store import database
from tests.bench.fee_data import fee_history
from tests.nouns.fee.purse import Purse


def test_months_are_whole() -> None:
    assert asof.months_between(date(2026, 3, 15), date(2026, 5, 14)) == 1
    assert asof.months_between(date(2026, 3, 15), date(2026, 5, 15)) == 2
    assert asof.months_between(date(2025, 12, 31), date(2026, 1, 1)) == 0


@pytest.mark.parametrize(
    ("due", "bucket"),
    [
        ("2026-06-30", None), ("2026-06-29", "1-30"), ("2026-05-31", "1-30"), ("2026-05-30", "31-90"),
        ("2026-04-01", "31-90"), ("2026-03-31", "91-180"), ("2026-01-01", "91-180"), ("2025-12-31", "181-365"),
        ("2025-06-30", "181-365"), ("2025-06-29", "1-2y"), ("2024-06-30", "1-2y"), ("2024-06-29", "2-3y"),
        ("2023-06-30", "2-3y"), ("2023-06-29", "3y+"),
    ],
)  # fmt: skip
def test_a_bill_ages_by_the_days_past_due(tmp_path: Path, due: str, bucket: str | None) -> None:
    purse = Purse(tmp_path)
    purse.bill(4, date.fromisoformat(due), 100, days=0)
    rows = asof.aging(purse.db, datetime(2026, 6, 30, 23, 59, 59))
    if bucket is None:
        assert rows == []
    else:
        (row,) = rows
        assert row["buckets"] == {code: 100 if code == bucket else 0 for code in asof.BUCKETS}
        assert (row["building"], row["outstanding_fen"], row["units"]) == ("2", 100, 1)


def test_leap_days_have_an_age() -> None:
    assert asof.edges(date(2028, 2, 29))[-2:] == ["2026-02-28", "2025-02-28"]


def test_arrears_are_told_by_unit_and_debtor_in_house_order(tmp_path: Path) -> None:
    purse = Purse(tmp_path)
    for unit, start, fen, debtor in (
        (4, date(2026, 2, 1), 5, 3), (1, date(2026, 1, 1), 10, 1), (1, date(2026, 3, 1), 20, 2), (1, date(2026, 2, 1), 30, 1),
    ):  # fmt: skip
        purse.bill(unit, start, fen, debtor)
    rows = asof.arrears(purse.db, datetime(2026, 3, 16))
    found = [
        (row["unit"], row["debtor"], row["outstanding_fen"], row["bills"], row["oldest_due"], row["months"])
        for row in rows
    ]
    assert found == [
        ("1-1-101", "业主1", 40, 2, "2026-01-15", 2),
        ("1-1-101", "业主2", 20, 1, "2026-03-15", 0),
        ("2-1-102", "业主3", 5, 1, "2026-02-15", 1),
    ]
    assert [row["unit"] for row in asof.arrears(purse.db, datetime(2026, 3, 16), building="2")] == ["2-1-102"]
    assert asof.arrears(purse.db, datetime(2026, 1, 15, 23, 59, 59)) == [], "the due day itself is not past due"


def test_ten_years_of_a_community_add_up_quickly(tmp_path: Path) -> None:
    path = tmp_path / "years.db"
    database.open_write(path).close()
    counts = fee_history(path, 3, units=200)
    db = database.open_read(path, named=True)
    moment = datetime(2026, 6, 30, 23, 59, 59)
    total = asof.totals(db, moment)
    assert total["bills"] == counts["fee_bill"] == 7200
    begun = time.perf_counter()
    owed = sum(row["outstanding_fen"] for row in asof.arrears(db, moment))
    assert sum(row["outstanding_fen"] for row in asof.aging(db, moment)) == owed == total["outstanding"]
    assert time.perf_counter() - begun < 0.5, "twenty times what it takes"
    plan = " ".join(row[3] for row in db.execute("EXPLAIN QUERY PLAN " + asof_sql(), {"at": "", "day": ""}))
    assert "COVERING INDEX fee_allocation_bill" in plan and "COVERING INDEX fee_waiver_bill" in plan
    db.close()


def asof_sql() -> str:
    from butlercli.nouns.fee.owed.store import formula

    return f"SELECT {formula.WAIVED_THEN}, {formula.PAID_THEN} FROM fee_bill b WHERE {formula.COUNTS_THEN}"
