"""The account of a unit agrees with the figures, for any history and any day."""

from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli.base.errors import ButlerError
from butlercli.nouns.fee.owed.rules.debtors import Debtor
from butlercli.nouns.fee.owed.verbs import asof
from butlercli.nouns.fee.payments import store as payment_store
from butlercli.nouns.fee.payments.verbs import payments, statement
from tests.nouns.fee.purse import NEW, OLD, Purse

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["bill", "bill", "pay", "pay", "named", "refund", "waive", "cancel"]),
        st.integers(1, 6),
        st.integers(1, 300),
        st.integers(0, 200),
    ),
    max_size=14,
)
BEGINNING = date(2026, 1, 1)


def _step(purse: Purse, what: str, which: int, fen: int, day: int) -> None:
    db = purse.db
    at = datetime(2026, 1, 1, 9) + timedelta(days=day)
    if what == "bill":
        purse.bill(1, BEGINNING + timedelta(days=day), fen, (OLD, NEW, None)[which % 3])
    elif what == "pay":
        purse.run(payments.pay, "1-1-101", fen, at=at)
    elif what == "named":
        purse.run(payments.pay, "1-1-101", fen, bills=[which], at=at)
    elif what == "refund":
        purse.run(payments.refund, which, fen if day % 2 else None, "多收", at=at)
    elif what == "waive":
        purse.run(payments.waive, which, fen if day % 2 else None, "困难", "王经理", at=at)
    else:
        purse.run(payments.cancel, which, "重复", at=at)
    assert not db.connection.in_transaction


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS, st.integers(0, 230), st.integers(0, 230))
def test_the_closing_balance_is_what_the_figures_say(steps: list[Any], first: int, last: int) -> None:
    with TemporaryDirectory() as folder:
        purse = Purse(Path(folder))
        purse.db.now = datetime(2026, 9, 1, 9)
        for step in steps:
            try:
                _step(purse, *step)
            except ButlerError:
                continue
        unit = purse.db.row("SELECT * FROM unit WHERE id = 1")
        assert unit is not None
        _check(purse, unit, BEGINNING + timedelta(days=min(first, last)), BEGINNING + timedelta(days=max(first, last)))
        purse.db.close()


def _check(purse: Purse, unit: dict[str, Any], first: date, last: date) -> None:
    db, end = purse.db, datetime(last.year, last.month, last.day, 23, 59, 59)
    before = datetime(first.year, first.month, first.day) - timedelta(seconds=1)
    found = statement.account(db, unit, f"{first}T00:00:00", end)
    for moment, figure in ((before, found["opening_fen"]), (end, found["closing_fen"])):
        outstanding = sum(row["outstanding"] for row in asof.debtors(db, moment, 1))
        assert figure == outstanding - asof.prepaid(db, moment, 1).get(1, 0)
    assert found["outstanding_fen"] - found["prepaid_fen"] == found["closing_fen"]
    running = found["opening_fen"]
    for entry in found["entries"]:
        running += entry["amount_fen"]
        assert entry["balance_fen"] == running
    assert [entry["at"] for entry in found["entries"]] == sorted(entry["at"] for entry in found["entries"])
    for debtor in payment_store.debtors(db, 1):
        name = Debtor.of(debtor).called
        own = statement.account(db, unit, None, end, name)
        assert own["closing_fen"] == own["outstanding_fen"]
