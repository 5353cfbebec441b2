"""How fees read on a screen: nothing that matters is cut off, the same said once, every word in the reader's language."""

import io
import json
import re
from pathlib import Path

import pytest

from butlercli.base import i18n
from butlercli.base.text import width
from butlercli.nouns.fee.bills.views.run import short_codes
from butlercli.nouns.fee.owed.views import service
from tests.conftest import Butler

EARLY = "2026-06-29T09:30"


class Screen(io.StringIO):
    """What is written, as to a terminal."""

    def isatty(self) -> bool:
        """Say that this is one."""
        return True


@pytest.fixture
def house(butler: Butler) -> Butler:
    """Two entrances with the same rooms and a shop; a fee by area that the shop, without one, cannot be billed for."""
    for unit in ("3-1-101", "3-1-102", "3-2-101", "3-2-102"):
        butler.ok("unit", "add", unit, "--area", "89.5", now=EARLY)
    butler.ok("unit", "add", "A01", "--kind", "shop", now=EARLY)
    words = ("fee", "item", "add", "wyf", "--name", "物业费", "--per", "area", "--rate", "2.80", "--cycle", "quarter")
    butler.ok(*words, "--due-day", "15", "--late-rate", "0.0003", now=EARLY)
    return butler


def on_screen(butler: Butler, monkeypatch: pytest.MonkeyPatch, *words: str, columns: int = 80, lang: str = "en") -> str:
    """Run a command as on a terminal of so many columns and return what stands on it."""
    screen = Screen()
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("NO_COLOR", "1")
    with monkeypatch.context() as patch:
        patch.setattr("sys.stdout", screen)
        assert butler(*words, lang=lang).code == 0
    return re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue())


# --- a billing run ----------------------------------------------------------------------------------


def test_units_without_a_bill_stand_together_by_reason_and_json_keeps_each(house: Butler) -> None:
    words = ("fee", "item", "add", "hot", "--name", "热水费", "--per", "reading", "--rate", "12", "--cycle", "month")
    house.ok(*words, "--meter", "热水表", now=EARLY)
    out = house.ok("fee", "bill", "--period", "2026-05", "--item", "hot", lang="zh").out
    assert "未出账：5" in out
    assert "5 户：3-1、3-2 各有 101、102；A01" in out and out.count("热水表") == 1
    found = house.json("fee", "bill", "--period", "2026-05", "--item", "hot")["unbilled"]
    assert [line["unit"] for line in found] == ["3-1-101", "3-1-102", "3-2-101", "3-2-102", "A01"]
    assert "1 unit: A01" in house.ok("fee", "bill", "--period", "2026-Q1", "--item", "wyf").out


def test_unit_codes_share_what_they_have_in_common() -> None:
    i18n.set_language("en")
    assert short_codes(["3-2-501", "3-2-502", "A01", "A02", "V12"]) == "3-2-501, 502; A01, A02, V12"
    assert short_codes(["1-101", "2-101"]) == "1-101; 2-101"
    assert short_codes(["1-101", "1-102", "2-101", "2-102", "3-101"]) == "1, 2: each 101, 102; 3-101"


def test_a_service_period_is_as_short_as_it_can_be() -> None:
    assert service("2026-01-01", "2026-12-31") == "2026"
    assert service("2026-01-01", "2026-03-31") == "2026-01…03"
    assert service("2026-02-01", "2026-02-28") == "2026-02"
    assert service("2026-07-01", "2027-06-30") == "2026-07…2027-06"
    assert service("2026-01-10", "2026-03-31") == "2026-01-10–03-31"


# --- a narrow screen --------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_figure_of_a_bill_is_cut_at_80_columns(house: Butler, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    house.ok("fee", "bill", "--period", "2025")
    house.ok("fee", "bill", "add", "3-1-101", "--item", "维修费", "--amount", "12345.67")
    out = on_screen(house, monkeypatch, "fee", "list", "3-1-101", lang=lang)
    assert "12,345.67" in out and "2025-10…12" in out and "……" not in out
    assert ("d late" if lang == "en" else "逾期 ") in out
    assert all(width(line) <= 80 for line in out.splitlines())


def test_words_give_way_before_money(house: Butler, monkeypatch: pytest.MonkeyPatch) -> None:
    house.ok("fee", "bill", "add", "3-1-101", "--item", "外墙维修工程分摊费用", "--amount", "12345678.90")
    assert on_screen(house, monkeypatch, "fee", "list").count("12,345,678.90") == 2


def test_items_too_wide_for_the_screen_are_said_in_words(house: Butler, monkeypatch: pytest.MonkeyPatch) -> None:
    out = on_screen(house, monkeypatch, "fee", "item", "list")
    assert "2.80 yuan per m² and month  quarter  on day 15 of the first month" in out and "…" not in out


def test_units_of_refusals_are_all_named(house: Butler, monkeypatch: pytest.MonkeyPatch) -> None:
    house.ok("fee", "bill", "--period", "2025")
    for unit in ("3-1-101", "3-1-102", "3-2-101", "3-2-102"):
        house.ok("fee", "remind", unit, "--why", "service")
    out = on_screen(house, monkeypatch, "fee", "refusals")
    assert "…" not in out
    assert all(unit in out for unit in ("3-1-101", "3-1-102", "3-2-101", "3-2-102"))


def test_a_page_of_help_wraps_chinese_and_cuts_nothing(house: Butler, monkeypatch: pytest.MonkeyPatch) -> None:
    out = on_screen(house, monkeypatch, "fee", "item", "add", "--help", lang="zh")
    assert "… │" not in out and "按自然周期" in out


# --- words ------------------------------------------------------------------------------------------


def test_limitation_without_a_span_speaks_of_none(house: Butler) -> None:
    assert "within this time" not in house.ok("fee", "limitation").out
    assert "within this time" in house.ok("fee", "limitation", "--within", "90d").out


def test_a_file_of_figures_says_channels_in_words(house: Butler, tmp_path: Path) -> None:
    house.ok("fee", "bill", "--period", "2025")
    house.ok("fee", "remind", "3-1-101", "--channel", "phone")
    house.ok("fee", "pay", "3-1-101", "100", "--method", "wechat", "--channel", "online")
    house.ok("fee", "stats", "-o", str(tmp_path / "收费.md"), lang="zh")
    text = (tmp_path / "收费.md").read_text(encoding="utf-8")
    assert "电话" in text and "微信" in text and "phone" not in text and "wechat" not in text
    assert '"group": "phone"' in json.dumps(house.json("fee", "stats")["dunning"])


def test_a_moment_in_a_sentence_is_one_a_person_would_write(house: Butler) -> None:
    house.ok("fee", "read", "3-1-101", "水表", "100", "--at", "2026-06-01T08:00")
    outcome = house("fee", "read", "3-1-101", "水表", "90")
    assert outcome.code == 4 and "100 (2026-06-01 08:00)" in outcome.err


def test_evidence_that_proves_nothing_is_marked_on_the_page_of_a_bill(house: Butler) -> None:
    house.ok("fee", "bill", "--period", "2025")
    house.ok("fee", "remind", "3-1-101", "--channel", "visit", "--evidence", "signed")
    bill = house.json("fee", "list", "3-1-101")[0]["id"]
    for words in (("fee", "show", f"B{bill}"), ("fee", "show", "3-1-101"), ("fee", "reminders")):
        assert "签收 未证实" in house.ok(*words, lang="zh").out


def test_a_bill_that_is_settled_has_nothing_to_waive(house: Butler) -> None:
    house.ok("fee", "bill", "--period", "2025-Q1", "--unit", "3-1-101")
    house.ok("fee", "pay", "3-1-101", "751.80")
    outcome = house("fee", "waive", "B1", "5", "--reason", "x", "--approved-by", "y")
    assert outcome.code == 4 and "owes nothing any more" in outcome.err


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        (("pay", "3-1-101", "5", "--bill", "P1"), "“P1” is a payment, not a bill", "“P1”是缴费，不是账单"),
        (("refund", "B1", "--reason", "x"), "“B1” is a bill, not a payment", "“B1”是账单，不是缴费"),
        (("show", "B1,P2"), "One kind of reference at a time, not “B1,P2”", "一次只能查一种编号"),
        (("show", "B1+3-1-101"), "One kind of reference at a time", "一次只能查一种编号"),
    ],
)
def test_a_reference_of_the_wrong_kind_is_called_so(
    house: Butler, words: tuple[str, ...], english: str, chinese: str
) -> None:
    for lang, said in (("en", english), ("zh", chinese)):
        outcome = house("fee", *words, lang=lang)
        assert outcome.code == 2 and said in outcome.err and len(outcome.err.strip().splitlines()) == 1
    assert house.json("fee", "payments") == []


def test_the_page_of_a_unit_names_the_developer_as_the_debtor(house: Butler) -> None:
    house.ok("unit", "add", "3-1-103", "--area", "80", "--state", "undelivered", now=EARLY)
    house.ok("fee", "bill", "--period", "2026-Q3", "--unit", "3-1-103", now=EARLY)
    out = house.ok("fee", "show", "3-1-103").out
    assert "developer" in out and "unknown" not in out
    assert [bill["debtor_kind"] for bill in house.json("fee", "show", "3-1-103")["open_bills"]] == ["developer"]
