"""What stands behind the day's sum and the promises: equal to what is added up bill by bill."""

from datetime import datetime
from pathlib import Path

import pytest

from butlercli.base import clock
from butlercli.nouns.fee.dunning.verbs import arrears, promises
from butlercli.nouns.fee.dunning.verbs.promises import state_of
from butlercli.nouns.fee.owed.verbs import asof
from butlercli.nouns.fee.page.store import day as day_store
from butlercli.store.database import open_write
from tests.bench.fee_data import fee_history

MOMENTS = (
    "2025-08-10T09:00:00",
    "2025-12-31T23:59:59",
    "2026-02-15T10:00:00",
    "2026-02-16T00:00:00",
    "2026-07-01T09:30:00",
)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of bills of 60 units, made once."""
    clock.fix("2026-07-01T09:30")
    path = tmp_path_factory.mktemp("fees") / "year.db"
    open_write(path).close()
    fee_history(path, 1, units=60)
    return path


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_sum_of_the_day_is_what_is_past_due_bill_by_bill(year: Path, moment: str) -> None:
    clock.fix("2026-07-01T09:30")
    db = open_write(year)
    rows = asof.arrears(db, datetime.fromisoformat(moment))
    day = moment[:10]
    slow = sum(row["outstanding"] for row in asof.bills(db, datetime.fromisoformat(moment)) if row["due_date"] < day)
    assert day_store.past_due(db, moment) == sum(row["outstanding_fen"] for row in rows) == slow
    one = rows[0] if rows else None
    if one is not None:
        found = arrears.standing(db, datetime.fromisoformat(moment), unit_id=one["unit_id"])
        assert one["outstanding_fen"] in [row["outstanding_fen"] for row in found]
    db.close()


@pytest.mark.parametrize(
    ("day", "promised", "paid", "state"),
    [
        ("2026-07-01", 100, 100, "kept"),
        ("2026-07-01", 100, 99, "due"),
        ("2026-06-30", 100, 99, "broken"),
        ("2026-07-02", 100, 0, "pending"),
        ("2026-07-02", 0, 0, "pending"),
        ("2026-06-30", 0, 1, "kept"),
    ],
)
def test_the_state_of_a_promise(day: str, promised: int, paid: int, state: str) -> None:
    assert state_of(day, promised, paid, datetime(2026, 7, 1, 9, 30)) == state


def test_a_promise_is_broken_at_the_end_of_its_day() -> None:
    assert state_of("2026-07-01", 100, 0, datetime(2026, 7, 1, 23, 59, 59)) == "broken"
    assert state_of("2026-07-01", 100, 0, datetime(2026, 7, 1, 23, 59, 58)) == "due"


def test_promises_of_a_house_without_any(year: Path) -> None:
    clock.fix("2026-07-01T09:30")
    db = open_write(year)
    assert promises.promises(db, db.now) == []
    assert promises.latest(db, db.now) == {}
    db.close()
