"""The books for a second ledger: what hledger adds up is what stands here, on any day."""

import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from butlercli.base.errors import ButlerError
from butlercli.nouns.fee.books import rules as accounts
from butlercli.nouns.fee.books.verbs.export import balances, export
from butlercli.nouns.fee.books.views import hledger
from butlercli.nouns.fee.owed.store import asof as asof_store
from butlercli.nouns.fee.payments.verbs import payments
from butlercli.store.database import open_read
from tests.bench.fee_data import fee_history
from tests.conftest import Butler
from tests.nouns.fee.community import Fees

END = datetime(2026, 7, 1, 9, 30)
ITEMS = ("物业费", "a: b;c  (d)", "=cmd|'x'")


def proven(data: dict[str, Any], folder: Path) -> None:
    """Let hledger check a journal, where it is installed."""
    if shutil.which("hledger") is None:
        pytest.skip("hledger is not installed")
    path = folder / "books.journal"
    path.write_text(hledger.text(data), encoding="utf-8")
    run = subprocess.run(
        ["hledger", "-f", str(path), "check", "--strict", "ordereddates"],
        capture_output=True, text=True, env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin:/usr/local/bin"}, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


def sums(data: dict[str, Any]) -> dict[str, int]:
    """Add up the postings by account; every entry must balance."""
    found: dict[str, int] = {}
    for entry in data["transactions"]:
        assert sum(posting["amount_fen"] for posting in entry["postings"]) == 0
        for posting in entry["postings"]:
            found[posting["account"]] = found.get(posting["account"], 0) + posting["amount_fen"]
    return found


def assert_agrees(data: dict[str, Any]) -> None:
    """The postings must come to the balances that stand here."""
    added = sums(data)
    added.pop(accounts.OPENING, None)
    stands = {row["account"]: row["amount_fen"] for row in data["balances"]}
    assert {name: fen for name, fen in added.items() if fen} == {name: fen for name, fen in stands.items() if fen}


def house(path: Path) -> Fees:
    fees = Fees(path)
    with fees.operation():
        for item in ITEMS:
            fees.item(item, "1.00")
        for number in (1, 2, 3):
            fees.unit(f"3-2-50{number}", f"业主{number}")
    return fees


steps = st.lists(
    st.tuples(
        st.sampled_from(("bill", "pay", "waive", "cancel", "refund", "charge")),
        st.integers(1, 6),
        st.integers(1, 60_000),
        st.dates(date(2025, 12, 1), date(2026, 6, 30)),
    ),
    min_size=3,
    max_size=14,
)
# A bill that was cancelled, by a date of its own, before it was waived.
CANCELLED_BEFORE = [
    ("bill", 1, 1, date(2025, 12, 1)), ("waive", 3, 1, date(2026, 1, 2)), ("cancel", 3, 1, date(2026, 1, 1)),
]  # fmt: skip


def happen(fees: Fees, step: tuple[str, int, int, date]) -> None:
    """Do one thing; what the rules refuse does not happen."""
    from butlercli.nouns.fee.bills.verbs import billing

    what, number, fen, day = step
    at = datetime(day.year, day.month, day.day, 12)
    unit = f"3-2-50{number % 3 + 1}"
    try:
        with fees.operation() as db:
            if what == "bill":
                billing.run(db, date(2026, number, 1), date(2026, number, 28), ITEMS[fen % 3])
            elif what == "pay":
                payments.pay(db, unit, fen, at=at)
            elif what == "waive":
                payments.waive(db, number, fen % 3000 + 1, "补偿", "经理", at)
            elif what == "cancel":
                payments.cancel(db, number, "重复", at)
            elif what == "refund":
                payments.refund(db, number, fen if fen % 2 else None, "多缴", at)
            else:
                billing.charge(db, unit, ITEMS[0], fen, day)
    except ButlerError:
        return


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(steps=CANCELLED_BEFORE, first=date(2026, 1, 1), last=date(2026, 1, 1))
@given(
    steps=steps, first=st.dates(date(2026, 1, 1), date(2026, 6, 30)), last=st.dates(date(2026, 1, 1), date(2026, 7, 1))
)
def test_the_entries_come_to_our_balances_whatever_happened(
    steps: list[tuple[str, int, int, date]], first: date, last: date, tmp_path_factory: pytest.TempPathFactory
) -> None:
    fees = house(tmp_path_factory.mktemp("books") / "butler.db")
    for step in [("bill", 1, 0, date(2026, 1, 1)), *steps]:
        happen(fees, step)
    for end in (END, datetime(last.year, last.month, last.day, 23, 59, 59)):
        assert_agrees(export(fees.db, None, end).data)
        if first <= end.date():
            assert_agrees(export(fees.db, first, end).data)
    fees.db.close()


def test_hledger_finds_the_same_for_hostile_names(tmp_path: Path) -> None:
    fees = house(tmp_path / "butler.db")
    for step in (
        ("bill", 1, 0, END.date()), ("bill", 2, 1, END.date()), ("bill", 3, 2, END.date()), ("pay", 1, 15_000, date(2026, 2, 3)),
        ("pay", 2, 25_000, date(2025, 12, 9)), ("waive", 1, 100, date(2026, 3, 1)), ("cancel", 6, 0, date(2026, 5, 5)),
        ("refund", 2, 6001, date(2026, 4, 1)), ("charge", 3, 777, date(2026, 6, 1)),
    ):  # fmt: skip
        happen(fees, step)
    for first in (None, date(2026, 3, 1)):
        proven(export(fees.db, first, END).data, tmp_path)
    fees.db.close()


def test_a_bill_moved_to_a_new_owner_is_no_waiver(tmp_path: Path, butler: Butler) -> None:
    for line in (
        ("resident", "add", "王芳", "--unit", "3-2-501", "--new-unit"),
        ("unit", "edit", "3-2-501", "--area", "100"),
        (
            "fee",
            "item",
            "add",
            "wyf",
            "--name",
            "物业费",
            "--per",
            "area",
            "--rate",
            "2",
            "--cycle",
            "quarter",
            "--due-day",
            "15",
        ),
        ("fee", "bill", "--period", "2026-Q2"),
        ("unit", "transfer", "3-2-501", "--to", "陈静", "--date", "2026-05-16"),
    ):
        butler.ok(*line)
    data = butler.json("fee", "export")
    assert_agrees(data)
    assert {row["account"]: row["amount_fen"] for row in data["balances"]}.get(accounts.WAIVED, 0) == 0
    assert {row["account"]: row["amount_fen"] for row in data["balances"]}["income:物业费"] == -60_000
    proven(data, tmp_path)


def test_years_of_books_are_proven(tmp_path: Path, butler: Butler) -> None:
    butler.ok("init")
    fee_history(butler.path, 2, units=60)
    db = open_read(butler.path, True)
    data = export(db, date(2025, 7, 1), datetime(2026, 3, 31, 23, 59, 59)).data
    assert_agrees(data)
    owed = sum(fen for name, fen in balances(db, data["as_of"]).items() if name.startswith(accounts.RECEIVABLE))
    assert owed == asof_store.totals(db, data["as_of"])["outstanding"]
    db.close()
    proven(data, tmp_path)


def test_it_is_written_as_a_journal_and_as_a_spreadsheet(butler: Butler) -> None:
    butler.ok("init")
    fee_history(butler.path, 1, units=4)
    journal, book = butler.path.parent / "账.journal", butler.path.parent / "账.xlsx"
    butler.ok("fee", "export", "-o", str(journal))
    assert journal.read_text("utf-8") == butler.ok("fee", "export", "--format", "hledger").out
    assert "assets:receivable" in butler.ok("fee", "export").out
    butler.ok("fee", "export", "-o", str(book), lang="zh")
    import python_calamine

    opened = python_calamine.CalamineWorkbook.from_path(str(book))
    assert opened.sheet_names == ["账单", "缴费", "分配", "减免", "退款"]
    rows = opened.get_sheet_by_name("账单").to_python()
    column = rows[0].index("金额")
    assert rows[-1][0] == "合计"
    assert rows[-1][column] == pytest.approx(sum(float(str(row[column])) for row in rows[1:-1]))
    assert butler("fee", "export", "--format", "csv").code == 2
    assert butler("fee", "export", "--from", "2026-06-30", "--to", "2026-06-01").code == 2
