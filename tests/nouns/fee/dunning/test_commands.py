"""Dunning by the command line: reminders, promises, refusals, arrears, their ages, the plan, and the loose words of 催."""

import csv
import io
from pathlib import Path

import pytest

from tests.conftest import Butler
from tests.contracts.test_hostile import HOSTILE, IDS

UNITS = {"1-1-101": "赵敏", "1-1-102": "钱多多", "2-1-303": "孙立", "3-2-501": "王芳"}
EARLY = "2026-01-02T09:00"


@pytest.fixture
def fees(butler: Butler) -> Butler:
    """Four homes of 100 m² with 物业费 of 840 yuan a quarter, of which two quarters are past due."""
    for number, (unit, name) in enumerate(UNITS.items(), 1):
        butler.ok("unit", "add", unit, "--area", "100", now=EARLY)
        phone = ("--phone", f"1380013800{number}") if number != 2 else ()
        butler.ok("resident", "add", name, "-u", unit, "--since", "2020-06-01", *phone, now=EARLY)
    words = ("--name", "物业费", "--per", "area", "--rate", "2.80", "--cycle", "quarter", "--due-day", "15")
    butler.ok("fee", "item", "add", "wyf", *words, now=EARLY)
    butler.ok("fee", "bill", "--period", "2026", now=EARLY)
    return butler


def remind(butler: Butler, unit: str, *words: str, now: str = "2026-07-01T09:30") -> None:
    butler.ok("fee", "remind", unit, *words, now=now)


def test_a_reminder_is_about_what_is_past_due_of_the_debtor(fees: Butler) -> None:
    record = fees.json(
        "fee", "remind", "3-2-501", "--promise", "12-1", "--promise-amount", "¥500", "--note", "发工资后"
    )
    assert record["result"] == "promised"
    assert (record["promise_date"], record["promise_fen"], record["outstanding_fen"]) == ("2026-12-01", 50_000, 168_000)
    assert record["debtor"] == "王芳"
    assert len(record["bills"]) == 2
    due = {row["id"] for row in fees.json("fee", "list", "3-2-501") if row["due_date"] < "2026-07-01"}
    assert set(record["bills"]) == due


def test_a_reminder_of_a_former_owner_is_for_the_one_who_owes(fees: Butler) -> None:
    fees.ok("unit", "transfer", "3-2-501", "--to", "陈静", "--date", "2026-05-01")
    fees.ok("fee", "pay", "3-2-501", "1", "--at", "2026-06-01")
    several = fees("fee", "remind", "3-2-501", "--debtor", "赵")
    assert several.code == 2 and "王芳" in several.err and "陈静" in several.err
    old = fees.json("fee", "remind", "3-2-501", "--debtor", "王芳", "-c", "letter")
    assert old["debtor"] == "王芳" and old["bills"]
    new = fees.json("fee", "remind", "3-2-501", "--debtor", "陈静")
    assert not set(old["bills"]) & set(new["bills"])
    assert {row["debtor"] for row in fees.json("fee", "arrears") if row["unit"] == "3-2-501"} >= {"王芳"}


def test_bills_that_are_named_tell_the_debtor(fees: Butler) -> None:
    bills = [row["id"] for row in fees.json("fee", "list", "3-2-501")]
    record = fees.json("fee", "remind", "3-2-501", "-c", "visit", "--bill", f"B{bills[0]}")
    assert (record["bills"], record["outstanding_fen"]) == ([bills[0]], 84_000)
    other = fees("fee", "remind", "1-1-101", "--bill", f"B{bills[0]}")
    assert other.code == 4
    assert fees("fee", "remind", "1-1-101", "--bill", "B99").code == 3


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("3-2-501 --result promised", 2, "by when"),
        ("3-2-501 --promise 2026-05-01", 2, "before the reminder"),
        ("3-2-501 --promise 7-5 --result refused", 2, "only with the result promised"),
        ("3-2-501 --promise 7-5 --why quality", 2, "does not go with"),
        ("3-2-501 --promise-amount 500", 2, "only with a promise"),
        ("3-2-501 --promise 7-5 --promise-amount -5", 2, "-5"),
        ("3-2-501 --promise 7-5 --promise-amount 1e3", 2, "1e3"),
        ("3-2-501 --channel 鸽子", 2, "鸽子"),
        ("3-2-501 --why 天气", 2, "天气"),
        ("3-2-501 --at 2027-01-01", 2, "has not come yet"),
        ("3-2-501 --evidence signed --file nowhere.jpg", 3, "nowhere.jpg"),
        ("9-9-999", 3, "9-9-999"),
        ("nonsense", 2, "nonsense"),
    ],
)
def test_what_does_not_fit_is_refused_with_one_sentence(fees: Butler, words: str, code: int, said: str) -> None:
    outcome = fees("fee", "remind", *words.split())
    assert outcome.code == code
    assert said in outcome.err and len(outcome.err.strip().splitlines()) == 1
    assert fees.json("fee", "reminders") == []


def test_a_number_proves_only_what_a_courier_delivered(fees: Butler) -> None:
    for evidence, proven in (("signed", False), ("recorded", False), ("arrived", False), ("delivered", True)):
        found = fees.json("fee", "remind", "3-2-501", "--evidence", evidence, "--number", "SF1234567890123")
        assert found["proven"] is proven, evidence
        acts = [row["interrupted_by"] for row in fees.json("fee", "limitation", "3-2-501")]
        assert any(act and act["reminder_id"] == found["id"] for act in acts) is proven, "as limitation counts it"


def test_evidence_counts_with_a_file_or_a_number_and_else_is_said_to_be_unproven(fees: Butler, tmp_path: Path) -> None:
    slip = tmp_path / "回执.jpg"
    slip.write_bytes(b"slip")
    bare = fees.ok("fee", "remind", "3-2-501", "-c", "letter", "--evidence", "signed")
    assert "nproven" in bare.err and "unproven" in bare.out
    kept = fees.json("fee", "remind", "3-2-501", "-c", "letter", "--evidence", "签收", "--file", str(slip))
    assert kept["proven"] and kept["files"][0]["name"] == "回执.jpg"
    assert any(folder.name.endswith("attachments") for folder in tmp_path.iterdir())
    courier = fees.json("fee", "remind", "3-2-501", "-c", "letter", "--number", "773012345678")
    assert (courier["evidence"], courier["evidence_number"], courier["proven"]) == ("delivered", "773012345678", True)
    loose = fees.ok("fee", "remind", "3-2-501", "--file", str(slip))
    assert "only with --evidence" in loose.err


def test_a_promise_far_above_what_is_owed_is_noted_with_a_remark(fees: Butler) -> None:
    words = ("fee", "remind", "3-2-501", "--promise", "12-1", "--promise-amount")
    for amount in ("500", "2520", "5040"):  # as much again may be meant for the next bill
        assert "promised," not in fees.ok(*words, amount).err
    outcome = fees.ok(*words, "999999")
    assert "999,999.00 yuan were promised, 2,520.00 yuan are owed in all" in outcome.err
    # One bill is named, and the others are owed all the same.
    (bill, *_) = fees.json("fee", "reminders")[0]["bills"]
    assert "promised," not in fees.ok(*words, "5040", "--bill", f"B{bill}").err
    assert "2,520.00 yuan are owed" in fees.ok(*words, "5041", "--bill", f"B{bill}").err
    assert fees.json("fee", "reminders")[0]["promise_fen"] == 504_100


def test_a_promise_is_kept_due_broken_or_pending(fees: Butler) -> None:
    remind(fees, "1-1-101", "--promise", "2026-06-20", "--promise-amount", "500", now="2026-06-01T10:00")
    remind(fees, "1-1-102", "--promise", "2026-06-20", now="2026-06-01T10:00")
    remind(fees, "2-1-303", "--promise", "2026-07-01", now="2026-06-01T10:00")
    remind(fees, "3-2-501", "--promise", "2026-07-10", now="2026-06-01T10:00")
    fees.ok("fee", "pay", "1-1-101", "500", "--at", "2026-06-20")
    fees.ok("fee", "pay", "1-1-102", "1679.99", "--at", "2026-06-19")
    states = {row["unit"]: row["promise_state"] for row in fees.json("fee", "reminders")}
    assert states == {"1-1-101": "kept", "1-1-102": "broken", "2-1-303": "due", "3-2-501": "pending"}
    assert [row["unit"] for row in fees.json("fee", "reminders", "--promise", "失约")] == ["1-1-102"]
    fees.ok("fee", "refund", "P1", "1", "--reason", "多缴", "--at", "2026-06-20 12:00")
    assert {row["unit"] for row in fees.json("fee", "reminders", "--promise", "broken")} == {"1-1-101", "1-1-102"}


def test_a_payment_of_which_only_the_day_is_known_keeps_the_promise_of_that_day(fees: Butler) -> None:
    fees.ok("fee", "pay", "1-1-102", "400", "--at", "2026-06-30", now="2026-06-30T09:00")
    for unit in ("1-1-101", "1-1-102"):
        remind(fees, unit, "--promise", "2026-06-30", "--promise-amount", "400", now="2026-06-30T10:00")
    fees.ok("fee", "pay", "1-1-101", "400", "--at", "2026-06-30")
    states = {row["unit"]: row["promise_state"] for row in fees.json("fee", "reminders")}
    assert states == {"1-1-101": "kept", "1-1-102": "broken"}  # what was paid before it was promised counts for nothing


def test_the_day_shows_promises_and_sums_and_the_evening_is_not_held_up_by_them(fees: Butler) -> None:
    remind(fees, "2-1-303", "--promise", "2026-07-01", "--promise-amount", "500", now="2026-06-01T10:00")
    remind(fees, "1-1-101", "--promise", "2026-06-20", now="2026-06-01T10:00")
    counts = fees.json()["counts"]
    assert (counts["promises_due"], counts["promises_broken"], counts["fees_past_due"]) == (1, 1, 1)
    text = fees.ok().out
    assert "2 to do" in text and "6,720.00" in text and "500.00" in text
    assert fees.ok("evening").code == 0
    assert "2-1-303" in fees.ok("evening").out
    remind(fees, "1-1-101", "--channel", "visit")
    assert fees.json()["counts"]["promises_broken"] == 0  # somebody asked again
    soon = fees.json(now="2026-07-10T09:00")
    group = next(group for group in soon["groups"] if group["id"] == "fees_coming")
    assert group["records"][0]["bills"] == 4 and group["records"][0]["outstanding_fen"] == 4 * 84_000


def test_pages_and_search_tell_of_fees(fees: Butler) -> None:
    remind(fees, "3-2-501", "--why", "quality", "--note", "卫生间渗水")
    fees.ok("fee", "pay", "3-2-501", "1000", "--ref", "WX77")
    page = fees.json("unit", "show", "3-2-501")
    assert [row["outstanding_fen"] for row in page["bills"]] == [68_000, 84_000, 84_000]
    assert page["payments"][0]["ref"] == "WX77" and page["reminders"][0]["why"] == "quality"
    assert len(fees.json("resident", "show", "王芳")["bills"]) == 3
    for words, where in (("WX77", "payments"), ("1000", "payments"), ("渗水", "reminders"), ("物业", "fee_items")):
        assert fees.json("search", words)["counts"][where] == 1, words
    assert "WX77" in fees.ok("search", "WX77").out


def test_refusals_count_reminders_and_households_and_what_is_behind_them(fees: Butler) -> None:
    remind(fees, "1-1-101", "--why", "service", now="2026-05-01T10:00")
    remind(fees, "1-1-101", "--why", "quality", now="2026-06-01T10:00")
    remind(fees, "1-1-102", "--why", "quality", now="2026-06-02T10:00")
    remind(fees, "2-1-303", "--result", "refused", now="2026-06-02T10:00")
    found = {row["why"]: row for row in fees.json("fee", "refusals")}
    assert (found["quality"]["reminders"], found["quality"]["households"]) == (2, 2)
    assert (found["service"]["reminders"], found["service"]["households"]) == (1, 0)
    assert found["quality"]["outstanding_fen"] == 336_000 and found["service"]["outstanding_fen"] == 0
    assert found[None]["units"] == ["2-1-303"]
    may = fees.json("fee", "refusals", "--period", "2026-05")
    assert [(row["why"], row["households"]) for row in may] == [("service", 1)]
    assert fees.json("fee", "refusals", "--building", "2")[0]["why"] is None
    assert fees("fee", "refusals", "--period", "2026", "--from", "2026-05").code == 2


def test_arrears_are_a_row_a_unit_and_debtor_as_of_any_day(fees: Butler) -> None:
    remind(fees, "3-2-501", "--promise", "2026-07-20")
    rows = fees.json("fee", "arrears")
    keys = ["unit", "debtor", "outstanding_fen", "bills", "oldest_due", "months", "last_reminder", "promise"]
    assert all(list(row) == keys for row in rows)
    assert {row["unit"] for row in rows} == set(UNITS)
    own = next(row for row in rows if row["unit"] == "3-2-501")
    assert (own["last_reminder"], own["promise"], own["months"]) == ("2026-07-01T09:30:00", "2026-07-20", 5)
    before = fees.json("fee", "arrears", "--as-of", "2026-03-31")
    assert {row["outstanding_fen"] for row in before} == {84_000} and {row["last_reminder"] for row in before} == {None}
    fees.ok("fee", "pay", "3-2-501", "1680")
    assert fees.json("fee", "arrears", "--as-of", "2026-03-31") == before
    assert len(fees.json("fee", "arrears")) == 3
    assert fees.json("fee", "arrears", "--min-amount", "1680.01") == []
    assert fees.json("fee", "arrears", "--min-months", "6") == []
    assert [row["unit"] for row in fees.json("fee", "arrears", "--sort", "房号", "--building", "1")] == ["1-1-101", "1-1-102"]  # fmt: skip
    assert "5,040.00" in fees.ok("fee", "arrears", "--limit", "1").out
    table = list(csv.reader(io.StringIO(fees.ok("fee", "arrears", "--csv").out.removeprefix("\ufeff"))))
    assert len(table) == 4 and table[1][2] == "1680.0"
    for words in ("--building 9", "--min-amount x", "--sort colour", "--as-of 2030-01-01", "--min-months -1"):
        assert fees("fee", "arrears", *words.split()).code in (2, 3), words


def test_aging_adds_up_to_the_arrears(fees: Butler) -> None:
    rows = fees.json("fee", "aging")
    assert [row["building"] for row in rows] == ["1", "2", "3"]
    assert sum(row["outstanding_fen"] for row in rows) == sum(
        row["outstanding_fen"] for row in fees.json("fee", "arrears")
    )
    for row in rows:
        assert sum(row["buckets"].values()) == row["outstanding_fen"]
        assert row["buckets"]["31-90"] == row["buckets"]["91-180"] > 0
    assert "6,720.00" in fees.ok("fee", "aging").out
    assert fees.json("fee", "aging", "--as-of", "2026-01-15") == []
    assert fees.json("fee", "aging", "--as-of", "2026-01-16")[0]["buckets"]["1-30"] == 168_000


def test_an_empty_house_says_so(butler: Butler) -> None:
    butler.ok("unit", "add", "3-2-501")
    for words in (
        ("fee", "arrears"),
        ("fee", "aging"),
        ("fee", "plan"),
        ("fee", "reminders"),
        ("fee", "refusals"),
        ("催",),
    ):
        assert len(butler.ok(*words).out.strip().splitlines()) == 1, words
    assert butler.json("催") == {"promises": [], "plan": []}


def test_lists_are_written_as_files(fees: Butler, tmp_path: Path) -> None:
    remind(fees, "3-2-501", "--promise", "2026-07-20")
    for name in ("arrears", "aging", "plan", "reminders", "refusals"):
        for ending in ("xlsx", "md", "csv", "json"):
            file = tmp_path / f"{name}.{ending}"
            fees.ok("fee", name, "-o", str(file))
            assert file.stat().st_size > 0
    assert "13800138004" not in (tmp_path / "plan.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_texts_come_out_as_typed_or_visible(fees: Butler, text: str) -> None:
    made = fees.ok("fee", "remind", "3-2-501", "--note", text, "--number", text[:60].strip() or "x", "--json").json
    assert made["note"] == text
    fees.ok("ticket", "add", "--unit", "3-2-501", "--kind", "complaint", "--", text[:60].strip())
    for words in (("fee", "reminders"), ("fee", "plan"), ("催",), ("unit", "show", "3-2-501")):
        out = fees.ok(*words).out
        assert not any(character in out for character in "\x1b\x07\u202e\u2066\u200b\ufeff")
    for row in csv.reader(io.StringIO(fees.ok("fee", "reminders", "--csv").out.removeprefix("\ufeff"))):
        assert not any(cell.startswith(("=", "+", "@", "＝", "＋", "＠")) for cell in row)


# --- 催 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("3-2-501 电话 答应12-1", {"channel": "phone", "promise_date": "2026-12-01", "result": "promised"}),
        ("3-2-501 上门 拒绝 质量", {"channel": "visit", "result": "refused", "why": "quality"}),
        ("3-2-501 没接", {"channel": "phone", "result": "unreached"}),
        ("3-2-501 微信 答应周五 交1000", {"channel": "wechat", "promise_date": "2026-07-03", "promise_fen": 100_000}),
        ("电话 3栋2单元501 周五交１，００８", {"promise_date": "2026-07-03", "promise_fen": 100_800}),
        ("3-2-501 答应12-1前交1,008.00元", {"promise_date": "2026-12-01", "promise_fen": 100_800}),
        ("3-2-501 答应 月底 先交 500", {"promise_date": "2026-07-31", "promise_fen": 50_000, "note": None}),
        ("3-2-501 说下周一付清", {"promise_date": "2026-07-06", "promise_fen": None}),
        ("3-2-501 答应三天内", {"promise_date": "2026-07-04"}),
        ("3-2-501 不交 空置 一直没住", {"result": "refused", "why": "vacant", "note": "一直没住"}),
        ("3-2-501 拒缴质量 漏水没修", {"result": "refused", "why": "quality", "note": "漏水没修"}),
        ("3-2-501 困难", {"result": "refused", "why": "hardship"}),
        ("3-2-501 没人", {"channel": "visit", "result": "unreached"}),
        ("3-2-501 有异议 面积不对", {"result": "disputed", "note": "面积不对"}),
        ("3-2-501 已签收 函件", {"channel": "letter", "evidence": "signed", "proven": False}),
        ("3-2-501 快递 SF1234567890123", {"channel": "letter", "evidence_number": "SF1234567890123", "proven": True}),
        ("3-2-501 录音 电话 明天再打", {"evidence": "recorded", "note": "明天再打"}),
        ("3-2-501 已交", {"result": "paid"}),
        ("12-1 3-2-501 答应", {"promise_date": "2026-12-01"}),
        ("500 3-2-501 答应周五", {"promise_date": "2026-07-03", "promise_fen": 50_000, "note": None}),
        ("3-2-501 答应500元 周五", {"promise_date": "2026-07-03", "promise_fen": 50_000, "note": None}),
        (
            "3-2-501 答应12-1，交1，008，余下月底",
            {"promise_date": "2026-12-01", "promise_fen": 100_800, "note": "余下月底"},
        ),
        ("3-2-501 昨天交500 答应周五交20", {"promise_date": "2026-07-03", "promise_fen": 2_000, "note": "昨天交500"}),
        ("3-2-501 答应下个月", {"promise_date": "2026-08-31"}),
        ("3-2-501 厨房，漏水 3次 电话没接", {"channel": "phone", "result": "unreached", "note": "厨房，漏水 3次"}),
    ],
)
def test_loose_words_are_read_by_what_they_mean(fees: Butler, line: str, wanted: dict[str, object]) -> None:
    record = fees.json("催", *line.split())
    assert {name: record[name] for name in wanted} == wanted
    assert record["unit"] == "3-2-501"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("3-2-501", 2),
        ("3-2-501 答应", 2),
        ("3-2-501 答应 拒绝", 2),
        ("3-2-501 拒绝 答应12-1", 2),
        ("3-2-501 没接 答应12-1", 2),
        ("3-2-501 答应12-1 交0.001", 2),
        ("3-2-501 答应12-1 交-5", 2),
        ("3-2-501 答应12-1 交1e3", 2),
        ("3-2-501 答应2026-06-01", 2),
        ("hello", 2),
        ("9-9-901 没接", 3),
    ],
)
def test_loose_words_that_say_too_little_or_two_things_are_refused(fees: Butler, line: str, code: int) -> None:
    outcome = fees("催", *line.split())
    assert outcome.code == code and len(outcome.err.strip().splitlines()) == 1
    assert fees.json("fee", "reminders") == []


def test_a_dry_run_notes_nothing_and_undo_takes_a_reminder_back(fees: Butler) -> None:
    fees.ok("催", "3-2-501", "没接", "-n")
    assert fees.json("fee", "reminders") == []
    fees.ok("催", "3-2-501", "没接")
    assert len(fees.json("fee", "reminders")) == 1
    fees.ok("undo")
    assert fees.json("fee", "reminders") == []


def test_alone_it_shows_promises_and_whom_to_ask(fees: Butler) -> None:
    remind(fees, "2-1-303", "--promise", "2026-07-01", now="2026-06-01T10:00")
    remind(fees, "3-2-501", "--promise", "2026-07-10")
    shown = fees.json("催")
    assert [row["unit"] for row in shown["promises"]] == ["2-1-303"]
    assert [row["unit"] for row in shown["plan"]] == ["1-1-101", "1-1-102"]
    assert "2-1-303" in fees.ok("催").out


def test_a_promise_of_a_past_day_is_answered_with_the_next_such_day(butler: Butler) -> None:
    butler.ok("unit", "add", "3-2-501")
    for said, example in (("2020-01-01", "2027-01-01"), ("2026-06-30", "2027-06-30"), ("2020-12-01", "2026-12-01")):
        refused = butler("fee", "remind", "3-2-501", "--promise", said)
        assert refused.code == 2 and f"Write the year too: {example}." in refused.err
