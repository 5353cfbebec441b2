"""`butler fee late list` and `charge`, and what a change of owner says, through the command line."""

import csv
import io
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.conftest import Butler


def rows(butler: Butler, sql: str) -> list[Any]:
    """What really stands in the file."""
    with closing(sqlite3.connect(butler.path)) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def house(butler: Butler) -> Butler:
    """Two homes with bills of two quarters, of an item with a late fee."""
    for code, name in (("3-2-501", "王芳"), ("3-2-502", "[red]刘洋{x}")):
        butler.ok("unit", "add", code, "--area", "100")
        butler.ok("resident", "add", name, "--unit", code, "--role", "owner")
    butler.ok(
        "fee", "item", "add", "wyf", "--name", "物业费", "--per", "area", "--rate", "2.80", "--cycle", "quarter",
        "--due-day", "15", "--late-rate", "0.0003", "--late-grace", "30", "--late-cap", "0.2",
    )  # fmt: skip
    butler.ok("fee", "bill", "--period", "2026-Q1")
    return butler


def test_the_list_shows_formula_and_sum_and_stores_nothing(house: Butler) -> None:
    out = house.ok("fee", "late", "list").out
    assert "840.00 × 0.03% × 137 = 34.52" in out and "Together 69.04 yuan up to 2026-07-01" in out
    assert "[red]刘洋{x}" in out
    assert rows(house, "SELECT count(*) FROM fee_bill") == [(2,)]


def test_the_list_is_narrowed_by_unit_bill_building_and_day(house: Butler) -> None:
    def ids(*words: str) -> list[int]:
        return [row["bill_id"] for row in house.json("fee", "late", "list", *words)]

    assert ids("3-2-501") == ids("B1") == ids("1") == [1]
    assert ids("B1,B2") == ids("--building", "3") == [1, 2]
    assert ids("--as-of", "2026-02-14") == []
    row = house.json("fee", "late", "list", "B1", "--as-of", "2026-02-24")[0]
    assert (row["days"], row["amount_fen"], row["rate"], row["cap"], row["capped"]) == (10, 252, "0.0003", "0.2", False)


def test_as_csv_the_money_is_a_number(house: Butler) -> None:
    text = house.ok("fee", "late", "list", "B1", "--csv").out.removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["Late fee"], row["Rate"], row["Cap"]) == ("34.52", "0.0003", "0.2")


def test_charging_one_bill_is_an_object_and_a_unit_an_array(house: Butler) -> None:
    tried = house.ok("fee", "late", "charge", "B1", "-n")
    assert "34.52" in tried.out and house.json("fee", "late", "list", "B1") != []
    one = house.json("fee", "late", "charge", "B1", "--at", "2026-06-30", "--due", "2026-07-15")
    assert (one["item"], one["amount_fen"], one["due_date"], one["rule"]["of"]) == ("违约金", 3_427, "2026-07-15", 1)
    assert [row["amount_fen"] for row in house.json("fee", "late", "charge", "3-2-501")] == [25]
    assert house.json("fee", "late", "charge", "3-2-501") == []
    again = house.ok("fee", "late", "charge", "B1")
    assert again.out == "" and "no late fee to charge" in again.err


def test_chinese_has_its_one_word_for_it(house: Butler) -> None:
    said = [
        house.ok("fee", "late", *words, lang="zh")
        for words in (("list",), ("list", "--help"), ("charge", "B1"), ("charge", "B1"), ("charge", "--help"))
    ]
    text = "".join(outcome.out + outcome.err for outcome in said)
    assert "违约金" in text and "滞纳金" not in text


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("list", "B99"), 3),
        (("list", "9-9-999"), 3),
        (("list", "--building", "9"), 3),
        (("charge", "B99"), 3),
        (("charge", "B1", "--at", "2026-07-02"), 2),
        (("charge", "B1", "--due", "2026-06-01"), 2),
        (("charge",), 2),
        (("charge", "=1+1"), 2),
    ],
)
def test_what_cannot_be_is_one_sentence(house: Butler, words: tuple[str, ...], code: int) -> None:
    outcome = house("fee", "late", *words, "--json")
    assert outcome.code == code and outcome.out == ""
    assert outcome.error["message"]


def test_a_transfer_says_which_bills_moved_and_is_taken_back_whole(house: Butler) -> None:
    house.ok("fee", "bill", "--period", "2026-Q2")
    before = rows(house, "SELECT * FROM fee_bill")
    done = house.ok("unit", "transfer", "3-2-501", "--to", "李明", "--date", "2026-02-15")
    assert "Now owed by 李明: B3, of periods from 2026-02-15 on." in done.err
    assert "B1 is cut on 2026-02-15: 420.00 yuan are now B5, owed by 李明; 420.00 yuan stay with 王芳." in done.err
    assert house.json("fee", "show", "B1")["waived_fen"] == 42_000
    house.ok("undo")
    assert rows(house, "SELECT * FROM fee_bill") == before
    assert rows(house, "SELECT count(*) FROM fee_waiver") == [(0,)]


def test_a_dry_run_of_a_transfer_says_what_would_move(house: Butler) -> None:
    done = house.ok("unit", "transfer", "3-2-501", "--to", "李明", "--date", "2026-02-15", "-n")
    assert "B1 is cut" in done.err
    assert house.json("fee", "show", "B1")["waived_fen"] == 0


def test_the_story_of_a_bill_and_of_a_payment(house: Butler) -> None:
    house.ok("fee", "pay", "3-2-501", "300", "--at", "2026-03-10", "--ref", "LS-77")
    house.ok("fee", "waive", "B1", "40", "--reason", "漏水赔偿", "--approved-by", "王经理")
    out = house.ok("history", "B1").out
    assert "840.00" in out and "300.00" in out and "漏水赔偿" in out and "P1" in out
    assert "B1" in house.ok("history", "P1").out
    assert house.json("history", "LS-77") == house.json("history", "P1", "--kind", "payment")
    assert {change["table"] for change in house.json("history", "物业费")} == {"fee_item", "fee_rate"}
    house.ok("fee", "refund", "P1", "--reason", "付错")
    assert "-300.00" in house.ok("history", "P1").out


def test_merging_two_records_of_one_person_takes_the_bills_along(house: Butler) -> None:
    house.ok("resident", "add", "王芳", "--unit", "3-2-502", "--role", "family")
    house.ok("resident", "merge", "3", "1")
    assert rows(house, "SELECT debtor_id FROM fee_bill WHERE unit_id = 1") == [(3,)]
    house.ok("fee", "pay", "3-2-501", "840")
    assert house.json("fee", "show", "B1")["state"] == "paid"


def test_who_owes_and_what_is_billed_cannot_be_removed(house: Butler) -> None:
    for words in (("resident", "remove", "1"), ("unit", "remove", "3-2-501")):
        outcome = house(*words)
        assert outcome.code == 4 and "bills: 1" in outcome.err
