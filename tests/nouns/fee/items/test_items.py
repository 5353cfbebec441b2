"""Fee items and discounts: what is kept, what is understood, what is refused."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from butlercli.base.errors import NotFoundError, RuleError, UsageError
from butlercli.nouns.fee.items.verbs import discounts, items
from tests.nouns.fee.community import Fees


@pytest.fixture
def fees(tmp_path: Path) -> Iterator[Fees]:
    house = Fees(tmp_path / "butler.db")
    yield house
    house.db.close()


def test_words_are_understood_in_both_languages(fees: Fees) -> None:
    with fees.operation() as db:
        made = items.add(
            db,
            {"code": "ＷＹ", "name": "物业费", "per": "按面积", "rate": "2.8元/㎡", "cycle": "季度", "timing": "后付", "rounding": "角",
             "due_day": 31, "unit_kind": "住宅", "late_rate": "万分之三", "late_grace": 30, "late_cap": "20%", "anniversary": True,
             "since": date(2025, 1, 1)},
        )  # fmt: skip
    kept = {
        name: made.data[name] for name in ("code", "name", "per", "rate", "cycle", "timing", "rounding", "unit_kind")
    }
    assert kept == {
        "code": "WY", "name": "物业费", "per": "area", "rate": "2.8", "cycle": "quarter", "timing": "postpaid", "rounding": "jiao",
        "unit_kind": "home",
    }  # fmt: skip
    assert (made.data["late_rate"], made.data["late_grace"], made.data["late_cap"]) == ("0.0003", 30, "0.2")
    assert (made.data["anniversary"], made.data["since"], made.data["meter"]) == (True, "2025-01-01", None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": ""}, {"code": "B12"}, {"code": "x" * 61}, {"code": "a\x1b[31m"}, {"per": "monthly"}, {"cycle": "week"},
        {"rate": "-5"}, {"rate": "0"}, {"due_day": 0}, {"due_day": 32}, {"late_rate": "3"}, {"late_grace": -1}, {"meter": "水表"},
        {"since": date(2026, 2, 1), "until": date(2026, 1, 31)}, {"name": " "},
    ],
)  # fmt: skip
def test_what_is_no_item_is_refused(fees: Fees, wrong: dict[str, Any]) -> None:
    with fees.operation(), pytest.raises(UsageError):
        fees.item(**{"code": "WY", **wrong})
    assert items.list_items(fees.db).data == []


def test_an_item_by_reading_has_its_own_name_for_a_meter(fees: Fees) -> None:
    with fees.operation() as db:
        fees.item("SF", rate="3", per="reading", name="水费")
        assert items.show(db, "水费").data["meter"] == "水费"
        assert items.edit(db, "SF", {"per": "unit"}).data["meter"] is None


def test_codes_and_names_are_taken_once(fees: Fees) -> None:
    with fees.operation():
        fees.item("WY", name="物业费")
        for code, name in (("wy", "其他"), ("物业费", "其他"), ("QT", "wy"), ("QT", "物业费")):
            with pytest.raises(RuleError):
                fees.item(code, name=name)


def test_an_item_is_found_by_code_name_or_their_beginning(fees: Fees) -> None:
    with fees.operation() as db:
        fees.item("WY", name="物业费")
        fees.item("CW", name="车位费")
        assert [items.find(db, text)["code"] for text in ("wy", "物业费", "物业", "车")] == ["WY", "WY", "WY", "CW"]
        with pytest.raises(NotFoundError):
            items.find(db, "水费")


def test_a_rate_from_a_day_and_again(fees: Fees) -> None:
    with fees.operation() as db:
        fees.item()
        fees.unit("3-2-501")
        fees.run("2026-01-01 2026-01-31")
        today = items.edit(db, "物业费", {"rate": "3"})
        same = items.edit(db, "物业费", {"rate": "3.00"})
        other = items.edit(db, "物业费", {"rate": "3.10"})
        later = items.edit(db, "物业费", {"rate": "4"}, since=date(2027, 1, 1))
    assert today.data["rates"] == [{"since": None, "rate": "2.80"}, {"since": "2026-07-01", "rate": "3"}]
    assert len(same.notices) == 1 and same.data == today.data
    assert [one["rate"] for one in other.data["rates"]] == ["2.80", "3.10"]
    assert later.data["rate"] == "3.10" and later.data["rates"][-1] == {"since": "2027-01-01", "rate": "4"}


def test_a_rate_from_a_day_already_billed_says_that_bills_keep_theirs(fees: Fees) -> None:
    with fees.operation() as db:
        fees.item()
        fees.unit("3-2-501")
        fees.run("2026")
        result = items.edit(db, "物业费", {"rate": "3"}, since=date(2026, 11, 1))
    assert [notice.params for notice in result.notices] == [{"date": "2026-11-01"}, {"n": 2}]
    assert {row["amount"] for row in fees.bills()} == {28_000}


def test_edits_that_change_nothing_or_say_nothing(fees: Fees) -> None:
    with fees.operation() as db:
        fees.item()
        assert len(items.edit(db, "物业费", {"due_day": 15}).notices) == 1
        assert items.edit(db, "物业费", {"due_day": 10, "until": date(2026, 12, 31)}).data["until"] == "2026-12-31"
        assert items.edit(db, "物业费", {"until": None}).data["until"] is None
        for given, since in (({}, None), ({"due_day": 3}, date(2026, 1, 1))):
            with pytest.raises(UsageError):
                items.edit(db, "物业费", given, since=since)


def test_ended_items_are_listed_when_asked_for(fees: Fees) -> None:
    with fees.operation() as db:
        fees.item("旧", until="2026-06-30")
        fees.item("新")
        assert [row["code"] for row in items.list_items(db).data] == ["新"]
        assert [row["code"] for row in items.list_items(db, ended=True).data] == ["旧", "新"]


def test_discounts_are_given_listed_and_taken_away(fees: Fees) -> None:
    with fees.operation() as db:
        fees.item()
        fees.unit("3-2-501")
        discounts.add(db, "7折", "空置房", state="空置")
        own = discounts.add(db, "50%", "孤寡老人", unit="3-2-501", item="物业费", since=date(2026, 1, 1))
        assert own.data["share"] == "0.5" and own.data["unit"] == "3-2-501"
        assert [row["reason"] for row in discounts.list_discounts(db, unit="3-2-501").data] == ["孤寡老人"]
        assert len(items.show(db, "物业费").data["discounts"]) == 2
        discounts.remove(db, own.data["id"])
        assert [row["state"] for row in discounts.list_discounts(db).data] == ["vacant"]
        with pytest.raises(NotFoundError):
            discounts.remove(db, own.data["id"])
        for wrong in (
            {},
            {"unit": "3-2-501", "state": "vacant"},
            {"state": "vacant", "since": date(2026, 2, 1), "until": date(2026, 1, 1)},
        ):
            with pytest.raises(UsageError):
                discounts.add(db, "50%", "理由", **wrong)
        with pytest.raises(UsageError):
            discounts.add(db, "50%", " ", state="let")
