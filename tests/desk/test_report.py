"""Reports from the command line: JSON, documents, the records behind figures, and what is refused."""

import json
from pathlib import Path

import pytest

from tests.conftest import Butler

NOW = "2026-07-01T09:30"
HOSTILE = "=1+1 [red]x[/red] {{x}} {x} | <b> \x1b[31m `code` 王小芳 13800138000"


@pytest.fixture
def busy(butler: Butler) -> Butler:
    """A house with a short June: complaints, a repair done again, a third party, a hostile title."""
    butler.ok("init", "--community", "示例花园", "--butler", "李管家", now="2026-01-01T08:00")
    butler.ok("unit", "add", "3-2-501", "--state", "occupied", "--area", "89.5", now="2026-01-02T08:00")
    butler.ok("unit", "add", "3-2-502", "--state", "vacant", now="2026-01-02T08:00")
    butler.ok("resident", "add", "王小芳", "--unit", "3-2-501", "--phone", "13800138000", now="2026-01-02T08:00")
    june = "2026-06-0"
    butler.ok("ticket", "add", "楼上噪音扰民", "-u", "3-2-501", "-k", "complaint", "-c", "noise", now=f"{june}1T10:00")
    butler.ok("ticket", "respond", "1", "已联系", now=f"{june}1T10:30")
    butler.ok("ticket", "resolve", "1", "已劝阻", now=f"{june}1T20:00")
    butler.ok("ticket", "callback", "1", "--score", "5", now=f"{june}2T10:00")
    butler.ok("ticket", "close", "1", now=f"{june}2T10:01")
    butler.ok("ticket", "add", HOSTILE, "-u", "3-2-501", "-k", "repair", "--reporter", "王小芳", now=f"{june}3T22:00")
    butler.ok("ticket", "escalate", "2", "久拖不决", now=f"{june}4T13:00")
    butler.ok(
        "ticket", "add", "外墙渗水", "--place", "3栋外墙", "-k", "repair", "--party", "developer", now=f"{june}5T09:00"
    )
    return butler


def metric(butler: Butler, key: str, *words: str, now: str = NOW) -> object:
    return butler.json("report", "monthly", "2026-06", *words, now=now)["metrics"][key]["value"]


def test_the_json_of_a_report(busy: Butler) -> None:
    data = busy.json("report", "annual")
    assert list(data)[:6] == ["kind", "community", "butler", "from", "to", "as_of"]
    assert (data["kind"], data["community"], data["butler"]) == ("annual", "示例花园", "李管家")
    assert (data["from"], data["to"], data["as_of"]) == ("2026-01-01", "2026-07-01", "2026-07-01T09:30:00")
    rate = data["metrics"]["ticket.same_day_response_rate"]
    assert set(rate) == {"label", "unit", "value", "numerator", "denominator", "previous", "definition"}
    assert (rate["value"], rate["numerator"], rate["denominator"], rate["unit"]) == (1 / 3, 1, 3, "share")
    assert data["metrics"]["ticket.total"]["previous"] is None  # no ticket by then: not 0
    ids = [section["id"] for section in data["sections"]]
    assert ids == [
        "basics",
        "achievements",
        "communication",
        "facilities",
        "culture",
        "fees",
        "growth",
        "challenges",
        "suggestions",
    ]
    assert set(data["sections"][0]) == {"id", "title", "paragraphs", "tables"}


def test_a_report_of_an_empty_house_says_so(butler: Butler) -> None:
    butler.ok("init", "--community", "示例花园", "--butler", "李管家")
    data = butler.json("report", "annual")
    assert data["metrics"]["ticket.total"]["value"] is None
    for section in data["sections"]:
        assert len(section["paragraphs"]) <= 2, section
    assert butler.ok("report", "daily").out
    assert butler.json("ticket", "stats") == []


def test_last_month_printed_again_is_the_same(busy: Butler) -> None:
    words = ("report", "monthly", "2026-06", "--as-of", "2026-06-04", "--json")
    then = busy.ok(*words, now="2026-07-01T09:30").out
    busy.ok("ticket", "reopen", "1", "又吵", now="2026-07-02T10:00")
    busy.ok("ticket", "cancel", "2", "撤回", now="2026-07-02T10:00")
    busy.ok("ticket", "defer", "3", "--until", "2026-07-09", now="2026-07-02T10:00")
    busy.ok("ticket", "add", "新事", now="2026-07-03T10:00")
    assert busy.ok(*words, now="2027-07-01T09:30").out == then
    weekly = ("report", "weekly", "2026-06-03", "--as-of", "2026-06-04", "--json")
    assert busy.ok(*weekly, now="2027-07-01T09:30").json["sections"][0]["tables"][0]["rows"][0][0] == "T2"


def test_figures_move_with_the_as_of_day(busy: Butler) -> None:
    assert metric(busy, "ticket.satisfaction_rate", "--as-of", "2026-06-01") is None
    assert metric(busy, "ticket.satisfaction_rate", "--as-of", "2026-06-02") == 1
    assert metric(busy, "ticket.total", "--as-of", "2026-06-02") == 1
    assert metric(busy, "ticket.total") == 3


def test_every_figure_can_be_opened(busy: Butler) -> None:
    data = busy.json("report", "monthly", "2026-06")
    for key, figure in data["metrics"].items():
        records = busy.json("report", "monthly", "2026-06", "--explain", key)
        if figure["unit"] == "share" and key != "ticket.late_entry_rate":
            counted = sum(record["in_numerator"] for record in records)
            assert (counted, len(records)) == (figure["numerator"], figure["denominator"]), key
        assert busy.ok("report", "monthly", "2026-06", "--explain", key).out
    records = busy.json("report", "monthly", "2026-06", "--explain", "ticket.same_day_response_rate")
    assert [record["in_numerator"] for record in records] == [True, False, False]
    assert {"id", "title", "unit", "created_at", "in_numerator"} <= set(records[0])
    assert "138****8000" in records[1]["title"]


def test_an_unknown_figure_names_the_nearest(busy: Butler) -> None:
    outcome = busy("report", "annual", "--explain", "ticket.same_day_respons_rate", "--json")
    assert outcome.code == 2
    assert "ticket.same_day_response_rate" in outcome.error["hint"]


@pytest.mark.parametrize(
    "words", [("monthly", "2026-08"), ("daily", "明天"), ("annual", "2026", "--as-of", "2026-12-31"), ("range",)]
)
def test_what_cannot_be_reported_is_refused(busy: Butler, words: tuple[str, ...]) -> None:
    outcome = busy("report", *words)
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize("report", ["daily", "weekly", "monthly", "annual"])
def test_documents_and_chat_hide_names_and_numbers(busy: Butler, report: str) -> None:
    when = [] if report == "annual" else ["2026-06-03"]
    for form in ("md", "json", "text"):
        out = busy.ok("report", report, *when, "--format", form).out
        assert "王小芳" not in out
        assert "13800138000" not in out
        assert "李管家" in out or form == "text"
    chat = busy.ok("report", report, *when, "--format", "text").out
    assert "李管家" not in chat
    assert "3-2-501" not in chat
    assert all(len(line) < 120 for line in chat.splitlines())


def test_hostile_text_comes_out_as_the_characters_it_is(busy: Butler) -> None:
    shown = busy.ok("report", "daily", "2026-06-03").out
    assert "=1+1 [red]x[/red] {{x}} {x} | <b> \\x1b[31m `code` 王** 138****8000" in shown
    assert "\x1b" not in shown
    markdown = busy.ok("report", "daily", "2026-06-03", "--format", "md").out
    assert r"\[red\]x\[/red\] {{x}} {x} \| \<b\> \\x1b\[31m \`code\`" in markdown


def test_files_of_a_report(busy: Butler, tmp_path: Path) -> None:
    busy.ok("report", "monthly", "2026-06", "-o", str(tmp_path / "月报.md"))
    assert (tmp_path / "月报.md").read_text("utf-8").startswith("# 示例花园 Monthly report\n")
    busy.ok("report", "monthly", "2026-06", "-o", str(tmp_path / "月报.json"))
    assert json.loads((tmp_path / "月报.json").read_text("utf-8"))["kind"] == "monthly"
    busy.ok("report", "monthly", "2026-06", "-o", str(tmp_path / "月报.xlsx"))
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "月报.xlsx"))
    assert book.sheet_names[0] == "Text"
    assert "Tickets by month" in book.sheet_names
    rows = book.get_sheet_by_name("Tickets by month").to_python()
    assert rows[1][:4] == ["2026-06", 3.0, 1.0, 2.0]
    assert busy("report", "monthly", "-o", str(tmp_path / "月报.csv")).code == 2


def test_contacts_are_counted(busy: Butler) -> None:
    busy.ok("resident", "contact", "3-2-501", "走访，一切都好", "--channel", "visit", now="2026-06-10T10:00")
    data = busy.json("report", "monthly", "2026-06")
    assert data["metrics"]["contact.visits"]["value"] == 1
    reach = data["metrics"]["contact.household_reach"]
    assert (reach["value"], reach["numerator"], reach["denominator"]) == (1, 1, 1)  # the vacant unit is no household
    assert (
        busy.json("report", "monthly", "2026-06", "--as-of", "2026-06-09")["metrics"]["contact.visits"]["value"] is None
    )


def test_the_daily_report_has_what_is_passed_up_first(busy: Butler) -> None:
    data = busy.json("report", "daily", "2026-06-05", "--as-of", "2026-06-05")
    ids = [section["id"] for section in data["sections"]]
    assert ids == ["escalated", "received", "open", "overdue", "callbacks", "next"]
    tables = {
        section["id"]: [row[0] for table in section["tables"] for row in table["rows"]] for section in data["sections"]
    }
    assert tables == {
        "escalated": ["T2"],
        "received": ["T3"],
        "open": [],
        "overdue": ["T2"],
        "callbacks": [],
        "next": [],
    }


def test_statistics(busy: Butler) -> None:
    busy.ok("ticket", "add", "又是楼上噪音", "-u", "3-2-501", "-k", "complaint", "-c", "noise", now="2026-06-20T10:00")
    rows = busy.json("ticket", "stats")
    assert (rows[0]["by"], rows[0]["group"], rows[0]["count"]) == ("category", "noise", 2)
    assert rows[0]["share"] == 0.5
    assert [row["cumulated_share"] for row in rows if row["by"] == "category"][-1] == 1
    assert rows[-1]["by"] == "repeat_complaints"
    assert (rows[-1]["group"], rows[-1]["tickets"]) == ("3-2-501", [1, 4])
    assert busy.json("ticket", "stats", "--by", "month", "--from", "2026-06-10")[0]["count"] == 1
    for by in ("building", "unit", "dept", "cause", "party", "weekday", "hour", "kind"):
        assert sum(row["count"] for row in busy.json("ticket", "stats", "--by", by)) == 4, by
        assert busy.ok("ticket", "stats", "--by", by).out
    assert busy("ticket", "stats", "--by", "buildng").code == 2
    assert "3-2-501" in busy.ok("ticket", "stats", "--csv").out
