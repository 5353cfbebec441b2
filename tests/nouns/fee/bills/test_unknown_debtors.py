"""Bills of nobody become their owner's once the register knows it."""

from pathlib import Path

import pytest

from tests.conftest import Butler


@pytest.fixture
def billed(butler: Butler) -> Butler:
    """A house billed before anybody was registered."""
    butler.ok("unit", "add", "3-2-501", "--area", "100")
    butler.ok("fee", "item", "add", "wyf", "--name", "物业费", "--per", "area", "--rate", "1", "--cycle", "quarter")
    told = butler.ok("fee", "bill", "--period", "2026")
    assert "Of 4 of these bills no owner is known" in told.err
    return butler


def debtors(butler: Butler) -> list[tuple[int, str | None]]:
    return sorted((bill["id"], bill["debtor"]) for bill in butler.json("fee", "list"))


def test_the_same_command_names_them_and_undo_takes_it_back(billed: Butler) -> None:
    billed.ok("resident", "add", "王芳", "--unit", "3-2-501")
    told = billed.ok("fee", "bill", "--period", "2026")
    assert "The debtor of 4 bills is known now: B1, B2, B3, B4." in told.err
    assert debtors(billed) == [(1, "王芳"), (2, "王芳"), (3, "王芳"), (4, "王芳")]
    assert "known now" not in billed.ok("fee", "bill", "--period", "2026").err
    billed.ok("undo")  # the run that found nothing to do is no operation
    assert debtors(billed) == [(1, None), (2, None), (3, None), (4, None)]


def test_a_bill_in_whose_days_the_owner_changed_is_nobodys_still(billed: Butler) -> None:
    billed.ok("resident", "add", "王芳", "--unit", "3-2-501")
    billed.ok("unit", "transfer", "3-2-501", "--to", "陈静", "--date", "2026-05-10")
    told = billed.ok("fee", "bill", "--period", "2026")
    assert "so their debtor stays unknown: B2." in told.err
    assert debtors(billed) == [(1, "王芳"), (2, None), (3, "陈静"), (4, "陈静")]


def test_a_late_fee_follows_its_bill(billed: Butler) -> None:
    billed.ok("fee", "item", "edit", "wyf", "--late-rate", "0.0003", "--late-grace", "0")
    billed.ok("fee", "late", "charge", "B1")
    billed.ok("resident", "add", "王芳", "--unit", "3-2-501")
    billed.ok("unit", "transfer", "3-2-501", "--to", "陈静", "--date", "2026-04-01")
    billed.ok("fee", "bill", "--period", "2026")
    assert dict(debtors(billed))[5] == "王芳", "the late fee was charged in July, of a bill of January"


def test_imported_bills_are_named_when_the_file_comes_again(butler: Butler, tmp_path: Path) -> None:
    file = tmp_path / "bills.csv"
    file.write_text("unit,item,period_start,period_end,amount\n1-1-101,物业费,2026-01-01,2026-03-31,300\n", "utf-8")
    butler.ok("fee", "import", "bills", str(file))
    butler.ok("resident", "add", "王芳", "--unit", "1-1-101")
    assert "known now: B1." in butler.ok("fee", "import", "bills", str(file)).err
    assert debtors(butler) == [(1, "王芳")]
