"""What a bill owes: one formula, and no second one in another SQL text."""

import re
from pathlib import Path

import butlercli
from butlercli.nouns.fee.owed.rules import bills

ROOT = Path(butlercli.__file__).parent
# A sum of what was waived of, or settled on, each bill.
SUMMED = re.compile(r"sum\(\s*(?:\w+\.)?amount\s*\)[^;]{0,40}?FROM\s+fee_(?:waiver|allocation)\b[^;]{0,60}?bill_id\s*=")


def test_no_other_sql_adds_up_what_was_waived_and_settled_of_a_bill() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if "migrations" not in path.parts and SUMMED.search(path.read_text("utf-8"))
    }
    assert found == set()


def test_the_state_follows_from_the_sums() -> None:
    def state(amount: int, waived: int, paid: int, *, cancelled: bool = False) -> str:
        return bills.state_of({"amount": amount, "waived": waived, "paid": paid}, cancelled=cancelled)

    assert [state(100, 0, 0), state(100, 30, 0), state(100, 30, 20)] == ["open", "open", "part"]
    assert [state(100, 30, 70), state(100, 100, 0), state(0, 0, 0, cancelled=True)] == ["paid", "waived", "cancelled"]
