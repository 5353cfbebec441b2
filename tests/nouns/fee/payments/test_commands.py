"""The counter through the real command line: items, discounts, readings, bills, payments, corrections."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli.base.money import yuan_text
from tests.conftest import Butler

EARLY = "2026-06-29T09:30"


@pytest.fixture
def house(butler: Butler) -> Butler:
    """Two homes with areas, a shop without one; B1 and B2 are 3-2-501's, B3 and B4 3-2-502's."""
    for unit, name, area in (("3-2-501", "王芳", "89.5"), ("3-2-502", "李强", "120.3")):
        butler.ok("resident", "add", name, "--unit", unit, "--new-unit", now=EARLY)
        butler.ok("unit", "edit", unit, "--area", area, now=EARLY)
    butler.ok("unit", "add", "A01", "--kind", "shop", now=EARLY)
    butler.ok(
        "fee", "item", "add", "wyf", "--name", "物业费", "--per", "area", "--rate", "2.80", "--cycle", "quarter", "--due-day", "15",
        now=EARLY,
    )  # fmt: skip
    for unit in ("3-2-501", "3-2-502"):
        for quarter in ("2026-Q1", "2026-Q2"):
            butler.ok("fee", "bill", "--period", quarter, "--unit", unit, now=EARLY)
    return butler


# --- items, discounts, readings ---------------------------------------------------------------------


def test_a_rate_has_a_history_and_an_item_speaks_chinese(house: Butler) -> None:
    item = house.json(
        "fee", "item", "edit", "物业", "--rate", "3.00", "--from", "2026-07-01", "--late-rate", "万分之三"
    )
    assert item["rates"] == [{"since": None, "rate": "2.80"}, {"since": "2026-07-01", "rate": "3.00"}]
    assert item["late_rate"] == "0.0003"
    assert house.json("fee", "item", "edit", "wyf", "--late-rate", "")["late_rate"] is None
    out = house.ok("fee", "item", "show", "wyf", lang="zh").out
    assert "3.00" in out and "2.80" in out
    run = house.json("fee", "bill", "--period", "2026-Q3", "--unit", "3-2-501")
    assert run["amount_fen"] == 80_550  # 89.5 × 3.00 × 3


def test_an_item_is_checked_word_by_word(house: Butler) -> None:
    base = ("fee", "item", "add", "x", "--per", "unit", "--rate", "10", "--cycle", "month")
    for words in (
        ("--per", "weight"), ("--cycle", "week"), ("--rate", "-5"), ("--rate", "1e3"), ("--due-day", "32"), ("--round", "cent"),
        ("--kind", "castle"), ("--meter", "水表"), ("--late-rate", "3"), ("--from", "2026-02-30"),
        ("--from", "2026-02-02", "--until", "2026-02-01"),
    ):  # fmt: skip
        outcome = house(*base, *words)
        assert (outcome.code, outcome.out) == (2, ""), words
        assert len(outcome.err.strip().splitlines()) == 1
    assert house("fee", "item", "add", "WYF", "--per", "unit", "--rate", "10", "--cycle", "month").code == 4


def test_a_discount_is_changed_and_never_overlaps(house: Butler) -> None:
    made = house.json(
        "fee", "discount", "add", "7折", "--unit", "3-2-501", "--reason", "低保家庭", "--until", "2026-12-31"
    )
    assert (made["share"], made["until"]) == ("0.7", "2026-12-31")
    assert house("fee", "discount", "add", "80%", "--unit", "3-2-501", "--reason", "x").code == 4
    changed = house.json("fee", "discount", "edit", "1", "--share", "80%", "--from", "2026-07-01", "--until", "")
    assert (changed["share"], changed["since"], changed["until"]) == ("0.8", "2026-07-01", None)
    assert "nothing changed" in house.ok("fee", "discount", "edit", "1", "--share", "0.8").err
    assert house("fee", "discount", "edit", "1").code == 2
    assert house("fee", "discount", "edit", "1", "--until", "2026-06-01").code == 2
    house.ok("fee", "discount", "add", "50%", "--unit", "3-2-501", "--reason", "旧", "--until", "2026-06-30")
    assert house("fee", "discount", "edit", "2", "--until", "2026-07-31").code == 4
    assert house.json("fee", "bill", "--period", "2026-Q3", "--unit", "3-2-501")["amount_fen"] == 60_144  # 751.80 × 0.8
    assert house.json("fee", "discount", "remove", "1")["reason"] == "低保家庭"
    assert house("fee", "discount", "remove", "1").code == 3


def test_readings_of_one_unit_and_of_all(house: Butler) -> None:
    for unit, value, day in (("3-2-501", "120", "06-01"), ("3-2-502", "7", "06-02"), ("3-2-501", "128.5", "06-30")):
        house.ok("fee", "read", unit, "水表", value, "--at", f"2026-{day}T08:00")
    rows = house.json("fee", "readings")
    assert [(row["unit"], row["value"], row["used"]) for row in rows] == [
        ("3-2-501", "128.5", "8.5"), ("3-2-502", "7", None), ("3-2-501", "120", None),
    ]  # fmt: skip
    assert [row["value"] for row in house.json("fee", "readings", "3-2-501", "--from", "2026-06-15")] == ["128.5"]
    assert house("fee", "read", "3-2-501", "水表", "12").code == 4
    assert house("fee", "read", "3-2-501", "水表", "12x").code == 2
    assert house("fee", "read", "3-2-501", "水表", "-5").code == 2
    assert "new meter" in house.ok("fee", "read", "3-2-501", "水表", "0", "--replaced", "--final", "130").out


# --- bills ------------------------------------------------------------------------------------------


def test_a_run_counts_and_names_whom_it_left_out(house: Butler) -> None:
    run = house.json("fee", "bill", "--period", "2026-Q3")
    assert (run["created"], run["amount_fen"], run["known"], run["bills"]) == (2, 176_232, 0, [5, 6])
    assert run["items"] == [{"item": "wyf", "name": "物业费", "bills": 2, "amount_fen": 176_232, "paid_fen": 0}]
    assert [(line["unit"], line["reason"]) for line in run["unbilled"]] == [("A01", "no_area")]
    again = house.ok("fee", "bill", "--period", "2026-Q3")
    assert "billed before: 2" in again.out and "A01" in again.out and "area is not known" in again.out


def test_a_run_wants_a_period_and_tells_of_bill_add(house: Butler) -> None:
    outcome = house("fee", "bill")
    assert outcome.code == 2 and "bill add" in outcome.err
    assert "bill add" in house("fee", "bill", "ad", "3-2-501").err
    assert "bill add" in house.ok("fee", "bill", "--help").out
    assert house("fee", "bill", "--period", "2026-Q3", "--unit", "3-2-501", "--building", "3").code == 2
    assert house("fee", "bill", "--period", "2026-Q9").code == 2
    assert house("fee", "bill", "--period", "2026-Q3", "--building", "9").code == 3


def test_a_one_off_charge_takes_money_as_people_write_it(house: Butler) -> None:
    made = house.json(
        "fee", "bill", "add", "3-2-501", "--item", "维修费", "--amount", "¥１,008.50", "--due", "2026-07-31"
    )
    assert (made["amount_fen"], made["due_date"], made["rule"]) == (
        100_850,
        "2026-07-31",
        {"per": "once", "amount": 100_850},
    )
    for amount in ("-5", "1e3", "NaN", "0.001", "12000000000", "0", "", "abc"):
        outcome = house("fee", "bill", "add", "3-2-501", "--item", "维修费", "--amount", amount)
        assert (outcome.code, outcome.out) == (2, ""), amount
        assert len(outcome.err.strip().splitlines()) == 1
    assert house("fee", "bill", "add", "3-2-501", "--item", "物业废", "--amount", "5").code == 3
    assert house.ok("fee", "bill", "add", "3-2-501", "--item", "物业废", "--amount", "5", "--new-item").code == 0


def test_bills_are_waived_and_cancelled_all_or_none(house: Butler) -> None:
    one = house.json("fee", "waive", "B1", "100", "--reason", "漏水", "--approved-by", "王经理")
    assert (one["waived_fen"], one["state"]) == (10_000, "open")
    assert house("fee", "waive", "B1,B2", "5", "--reason", "x", "--approved-by", "y").code == 2
    both = house.json("fee", "waive", "B1,B2", "余额", "--reason", "困难", "--approved-by", "王经理")
    assert [bill["state"] for bill in both] == ["waived", "waived"]
    house.ok("fee", "pay", "3-2-502", "10")
    assert house("fee", "cancel", "B4,B3", "--reason", "x").code == 4
    assert house.json("fee", "show", "B4")["state"] == "open"
    assert house("fee", "waive", "B3", "9999", "--reason", "x", "--approved-by", "y").code == 4
    assert house("fee", "waive", "B99", "1", "--reason", "x", "--approved-by", "y").code == 3
    assert house("fee", "waive", "B3", "1", "--reason", "", "--approved-by", "y").code == 2
    assert house.json("fee", "cancel", "B4", "--reason", "面积有误")["state"] == "cancelled"
    assert "already" in house.ok("fee", "cancel", "B4", "--reason", "x").err


def test_bills_are_listed_by_what_they_are(house: Butler) -> None:
    house.ok("fee", "pay", "3-2-501", "800")
    house.ok("fee", "cancel", "B4", "--reason", "x")

    def ids(*words: str) -> list[int]:
        return [bill["id"] for bill in house.json("fee", "list", *words)]

    assert ids() == [2, 4, 1, 3]
    assert ids("3-2-501") == [2, 1]
    assert ids("--state", "paid") == [1]
    assert ids("--state", "部分,作废") == [2, 4]
    assert ids("--overdue") == [2, 3]
    assert ids("--period", "2026-Q1", "--debtor", "李") == [3]
    assert ids("--from", "2026-04") == [2, 4]
    assert ids("--debtor", "%") == []
    assert ids("--source", "late") == []
    assert ids("--item", "物业费", "--building", "3", "--limit", "1") == [2]
    assert ids("--as-of", "2026-03-31") == [1, 3]  # nothing of the second quarter had begun, nothing was paid
    assert {bill["state"] for bill in house.json("fee", "list", "--as-of", "2026-03-31")} == {"open"}
    out = house.ok("fee", "list").out
    assert "3 bills, 2,514.12 yuan · paid 800.00 · outstanding 1,714.12" in out
    csv = house.ok("fee", "list", "--csv").out.splitlines()
    assert csv[1].startswith("B2,3-2-501,物业费,2026-04…06,2026-04-01,2026-06-30,2026-04-15,751.8")
    assert house("fee", "list", "--state", "lost").code == 2
    assert house("fee", "list", "--item", "zzz").code == 3


# --- payments ---------------------------------------------------------------------------------------


def test_the_echo_of_a_payment_says_what_was_settled_and_what_is_open(house: Butler) -> None:
    out = house.ok("fee", "pay", "3-2-501", "1,008.00", "--method", "微信", "--channel", "desk").out
    assert "settled B1 物业费 2026-01…03: 751.80" in out
    assert "settled B2 物业费 2026-04…06: 256.20 of 751.80" in out
    assert "still open: 495.60 yuan" in out
    made = house.json("fee", "pay", "3-2-501", "1000")
    assert (made["unallocated_fen"], made["allocated"]) == (50_440, [{"bill_id": 2, "amount_fen": 49_560}])
    assert "504.40" in house.ok("fee", "show", "P2").out
    run = house.json("fee", "bill", "--period", "2026-Q3", "--unit", "3-2-501")
    assert run["settled_fen"] == 50_440


@pytest.mark.parametrize("amount", ["-5", "1e3", "NaN", "0.001", "12000000000", "", "1,00,8", "∞", "一百"])
def test_what_is_no_money_is_refused_in_one_sentence(house: Butler, amount: str) -> None:
    for words in (("fee", "pay", "3-2-501", amount), ("fee", "refund", "P1", amount, "--reason", "x")):
        outcome = house(*words)
        assert (outcome.code, outcome.out) == (2, "")
        assert len(outcome.err.strip().splitlines()) == 1
    assert house.json("fee", "payments") == []


@pytest.mark.parametrize("amount", ["1,008.00", "１００８", "¥1008", "1008元", " 1008 ", "0.1008万"])
def test_money_is_understood_as_people_write_it(house: Butler, amount: str) -> None:
    assert house.json("fee", "pay", "3-2-501", amount)["amount_fen"] == 100_800


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fen=st.integers(1, 10_000_000))
def test_every_amount_is_shown_and_kept_exactly(house: Butler, fen: int) -> None:
    dry = house.ok("fee", "pay", "3-2-501", yuan_text(fen), "-n", "--json").json
    assert dry["amount_fen"] == fen
    assert sum(part["amount_fen"] for part in dry["allocated"]) + dry["unallocated_fen"] == fen


def test_named_bills_refs_and_refunds(house: Butler) -> None:
    made = house.json("fee", "pay", "3-2-501", "800", "--bill", "B2", "--ref", "WX1", "--at", "2026-06-20T10:00")
    assert (made["allocated"], made["unallocated_fen"]) == ([{"bill_id": 2, "amount_fen": 75_180}], 4_820)
    again = house("fee", "pay", "3-2-501", "800", "--ref", "WX1")
    assert again.code == 4 and "P1" in again.err
    assert house("fee", "pay", "3-2-501", "1", "--bill", "B3").code == 4
    assert house("fee", "pay", "3-2-501", "1", "--bill", "x").code == 2
    assert house("fee", "pay", "3-2-501", "1", "--method", "gold").code == 2
    assert house("fee", "pay", "9-9-909", "1").code == 3
    back = house.ok("fee", "refund", "P1", "100", "--reason", "多收")
    assert "refunded 100.00, in all 100.00" in back.out and "open again B2" in back.out
    page = house.json("fee", "show", "P1")
    assert (page["refunded_fen"], page["unallocated_fen"]) == (10_000, 0)
    assert [part["amount_fen"] for part in page["settled"]] == [75_180, -5_180]
    assert house("fee", "refund", "P1", "9999", "--reason", "x").code == 4


def test_payments_are_listed_newest_first_with_their_sum(house: Butler) -> None:
    house.ok("fee", "pay", "3-2-501", "100", "--method", "微信", "--at", "2026-06-20", "--ref", "WX100%")
    house.ok("fee", "pay", "3-2-502", "200", "--method", "cash", "--channel", "上门")

    def ids(*words: str) -> list[int]:
        return [payment["id"] for payment in house.json("fee", "payments", *words)]

    assert (ids(), ids("3-2-501"), ids("--method", "现金")) == ([2, 1], [1], [2])
    assert (ids("--to", "2026-06"), ids("--channel", "visit"), ids("--ref", "100%"), ids("--prepaid")) == (
        [1],
        [2],
        [1],
        [],
    )
    assert "2 payments, 300.00 yuan" in house.ok("fee", "payments").out


# --- pages ------------------------------------------------------------------------------------------


def test_show_knows_bills_payments_and_units(house: Butler) -> None:
    house.ok("fee", "pay", "3-2-501", "100", "--method", "cash")
    bill = house.json("fee", "show", "b1")
    assert bill["formula"] == "89.5 m² × 2.80 × 3 = 751.80"
    assert (bill["item_name"], bill["debtor"], bill["allocations"][0]["payment_id"]) == ("物业费", "王芳", 1)
    assert [one["id"] for one in house.json("fee", "show", "B1,B3-4")] == [1, 3, 4]
    assert house.json("fee", "show", "P1")["settled"][0]["bill_id"] == 1
    unit = house.json("fee", "show", "3-2-501")
    assert (unit["outstanding_fen"], unit["overdue_fen"], len(unit["open_bills"])) == (140_360, 140_360, 2)
    assert [one["id"] for one in unit["payments"]] == [1]
    house.ok("unit", "add", "B3", "--kind", "parking")
    assert house.json("fee", "show", "B3")["unit"] == "B3"
    assert house.json("fee", "show", "#B3")["unit"] == "3-2-502"
    for ref, code in (("B99", 3), ("P99", 3), ("9-9-909", 3), ("???", 2), ("B1,P1", 2)):
        assert house("fee", "show", ref).code == code, ref


def test_a_file_without_fees_says_how_to_begin(butler: Butler) -> None:
    butler.ok("ticket", "add", "灯坏了")
    for words, begin in (("list", "fee bill"), ("payments", "fee pay"), ("item list", "fee item add"),
                         ("discount list", "fee discount add"), ("readings", "fee read")):  # fmt: skip
        assert begin in butler.ok("fee", *words.split()).out
        assert butler.json("fee", *words.split()) == []
    assert butler("fee", "bill", "--period", "2026").code == 3


# --- loose words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("3-2-501 1008 微信", (100_800, "wechat", None, None, None)),
        ("微信 1,008元 3-2-501 上门", (100_800, "wechat", "visit", None, None)),
        ("3-2-501 收¥20 现金 女儿 代付", (2_000, "cash", None, None, "女儿 代付")),
        ("3-2-501 20 支付宝 流水号 ZFB01", (2_000, "alipay", None, "ZFB01", None)),
        ("20 3-2-501 流水号：A-1 微信 微信", (2_000, "wechat", "wechat", "A-1", None)),
        ("3栋2单元501 20 2026年物业费", (2_000, None, None, None, "2026年物业费")),
        ("3-2-501 20 6月 微信", (2_000, "wechat", None, None, "6月")),
        ("3-2-501 20 1季度", (2_000, None, None, None, "1季度")),
    ],
)
def test_a_payment_in_loose_words(house: Butler, words: str, expected: tuple[object, ...]) -> None:
    made = house.json("收", *words.split())
    page = house.json("fee", "show", f"P{made['id']}")
    assert (made["amount_fen"], made["method"], made["channel"], made["ref"], page["note"]) == expected
    assert (made["unit"], made["paid_at"]) == ("3-2-501", "2026-07-01T09:30:00")


def test_loose_words_name_bills_and_a_day(house: Butler) -> None:
    made = house.json("收", "3-2-501", "100", "B2", "昨天")
    assert (made["paid_at"], made["allocated"]) == ("2026-06-30T00:00:00", [{"bill_id": 2, "amount_fen": 10_000}])
    assert house.json("收", "3-2-501", "100", "6月20日", "10:05")["paid_at"].startswith("2026-06-20")


def test_money_for_one_of_two_units_is_nobodys(house: Butler) -> None:
    house.ok("unit", "add", "3-2-599")
    outcome = house("收", "3-2-501", "3-2-599", "100")
    assert (outcome.code, outcome.out) == (2, "") and "Two units" in outcome.err
    assert house.json("收", "3-2-501", "100", "3-2-501")["unit"] == "3-2-501"


@pytest.mark.parametrize(
    "words",
    ["微信", "3-2-501", "3-2-501 微信", "1008 微信", "3-2-501 5 8", "3-2-501 0", "3-2-501 1e3", "3-2-501 5 B99x9 B9"],
)
def test_loose_words_that_say_too_little_are_refused(house: Butler, words: str) -> None:
    outcome = house("收", *words.split())
    assert outcome.code in (2, 3) and outcome.out == ""
    assert len(outcome.err.strip().splitlines()) == 1
    assert house.json("fee", "payments") == []


def test_what_a_change_of_owner_moved_is_billed_once(butler: Butler) -> None:
    butler.ok("unit", "add", "3-2-501", "--area", "100")
    butler.ok("resident", "add", "王芳", "--unit", "3-2-501")
    butler.ok("fee", "item", "add", "wyf", "--name", "物业费", "--per", "area", "--rate", "1", "--cycle", "quarter")
    butler.ok("fee", "bill", "--period", "2026-Q2")
    butler.ok("unit", "transfer", "3-2-501", "--to", "陈静", "--date", "2026-05-01")
    bills = butler.json("fee", "list", "3-2-501")
    assert sum(bill["amount_fen"] for bill in bills) > 30_000  # the part from May stands in both bills
    assert "2 bills, 300.00 yuan" in butler.ok("fee", "show", "3-2-501").out
