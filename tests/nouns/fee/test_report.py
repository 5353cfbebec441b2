"""Fees in reports: said in words with what they were made of, masked, as of a day, and nothing where there are none."""

from typing import Any

import pytest

from tests.conftest import Butler

EARLY = "2025-09-20T09:00"


@pytest.fixture
def house(butler: Butler) -> Butler:
    """Return a house with quarterly fees of three homes from the last quarter of 2025 on, some of them paid."""
    add = ("fee", "item", "add", "wyf", "--name", "物业费", "--per", "unit", "--rate", "100", "--cycle", "quarter")
    butler.ok(*add, "--due-day", "15", now=EARLY)
    for code in ("1-1-101", "3-2-501", "3-2-502"):
        butler.ok("unit", "add", code, now=EARLY)
    butler.ok("resident", "add", "王建国", "--unit", "3-2-501", "--phone", "13812345678", now=EARLY)
    for period, now in (("2025-Q4", "2025-10-01T09:00"), ("2026-Q1", "2026-01-01T09:00")):
        butler.ok("fee", "bill", "--period", period, now=now)
    butler.ok("fee", "pay", "1-1-101", "600", now="2026-01-10T09:00")
    butler.ok("fee", "waive", "B6", "30", "--reason", "漏水", "--approved-by", "李经理", now="2026-01-11T09:00")
    butler.ok("fee", "remind", "3-2-501", "--promise", "2026-02-10", now="2026-02-03T09:00")
    butler.ok("fee", "pay", "3-2-502", "450", now="2026-02-04T09:00")
    butler.ok("fee", "remind", "3-2-501", "--why", "quality", now="2026-02-11T09:00")
    return butler


def sections(house: Butler, *words: str, now: str) -> dict[str, dict[str, Any]]:
    """Return the sections of a report by id."""
    return {section["id"]: section for section in house.json("report", *words, now=now)["sections"]}


def test_the_summary_says_rates_with_what_they_are_made_of(house: Butler) -> None:
    found = sections(house, "quarterly", "2026-Q1", now="2026-03-31T18:00")
    text = " ".join(found["fees"]["paragraphs"])
    assert "Billed for the period: 900.00 yuan; waived: 30.00 yuan; received: 450.00 yuan." in text
    assert "Collection rate of the period: 51.7% (450.00/870.00, before: 0.0%), before waivers 50.0%" in text
    assert "Open from before the period: 900.00 yuan; recovered: 600.00 yuan, 66.7%." in text
    assert "Past due: 720.00 yuan (before: 900.00 yuan), of 2 units." in text
    assert "Reminders made: 2. Promises kept: 0.0% (0/1)." in text
    assert "Households that refuse to pay: 1, most of all for: building defects 1." in text
    tables = {table["id"]: table["rows"] for table in found["fees"]["tables"]}
    assert tables["fees_by_item"] == [["物业费", "900.00", "30.00", "450.00", "51.7%", "33.3%", "66.7%", "720.00"]]
    assert [row[0] for row in tables["fees_by_building"]] == ["1", "3"]
    assert [row[:2] for row in tables["fees_aging"]] == [["31–90 days", "420.00"], ["91–180 days", "300.00"]]
    assert (
        "Of 870.00 yuan to be paid for the period 450.00 yuan came in (51.7%)."
        in found["achievements"]["paragraphs"][-1]
    )
    challenges = " ".join(found["challenges"]["paragraphs"])
    assert (
        "720.00 yuan of 2 units are past due, nothing for more than a year; most of all building 3 (720.00 yuan)."
        in challenges
    )
    suggestions = " ".join(found["suggestions"]["paragraphs"])
    assert "(rests on: Collection rate of what is due 51.7%, 450.00/870.00)." in suggestions
    assert "(rests on: Promises kept 0.0%, 0/1)." in suggestions


def test_a_report_printed_again_says_what_it_said_then(house: Butler) -> None:
    words = ("report", "quarterly", "2026-Q1")
    then = house.ok(*words, "--as-of", "2026-02-10", now="2026-02-10T23:59:59").out
    daily = house.ok("report", "daily", "2026-02-10", "--as-of", "2026-02-10", now="2026-02-10T23:59:59").out
    house.ok("fee", "pay", "3-2-501", "600", now="2026-05-01T09:00")
    later = "2026-06-01T09:00"
    assert house.ok(*words, "--as-of", "2026-02-10", now=later).out == then
    assert house.ok("report", "daily", "2026-02-10", "--as-of", "2026-02-10", now=later).out == daily


def test_the_daily_report_tells_money_and_promises_and_masks_names(house: Butler) -> None:
    paid = sections(house, "daily", now="2026-02-04T18:00")["fees"]
    assert paid["paragraphs"][0] == "450.00 yuan came in by 1 payment; bills settled: 1."
    due = sections(house, "daily", now="2026-02-10T18:00")["fees"]
    assert due["paragraphs"][1].endswith("promises of these days: kept 0, due 1, broken 0.")
    (row,) = due["tables"][0]["rows"]
    assert (row[0], row[1], row[-1]) == ("3-2-501", "王**", "due today")
    week = house.ok("report", "weekly", "2026-02-10", "--format", "text", now="2026-02-15T18:00").out
    assert "Fees: No payment came in." in week
    assert "broken 1" in week
    assert "王建国" not in week + house.ok("report", "annual", now="2026-02-15T18:00").out


def test_a_settled_bill_counts_on_the_day_that_settled_it(house: Butler) -> None:
    house.ok("fee", "pay", "3-2-501", "100", now="2026-03-01T09:00")
    house.ok("fee", "pay", "3-2-501", "200", now="2026-03-02T09:00")
    for day, settled in (("2026-03-01", 0), ("2026-03-02", 1), ("2026-03-03", None)):
        said = sections(house, "daily", day, now="2026-03-20T18:00")["fees"]["paragraphs"][0]
        assert said.endswith(f"settled: {settled}.") if settled is not None else said == "No payment came in."


def test_a_period_without_bills_says_so_and_still_tells_what_is_open(house: Butler) -> None:
    found = sections(house, "monthly", "2026-03", now="2026-03-31T18:00")["fees"]
    assert found["paragraphs"][0] == "No bills begin in this period."
    assert found["paragraphs"][1].startswith("Open from before the period: 720.00 yuan; recovered: 0.00 yuan, 0.0%")
    figures = house.json("report", "monthly", "2026-03", now="2026-03-31T18:00")["metrics"]
    assert figures["fee.current_collection_rate"]["value"] is None
    assert figures["fee.current_collection_rate"]["previous"] is None


def test_the_figure_before_is_as_ripe(house: Butler) -> None:
    figures = house.json("report", "quarterly", "2026-Q1", now="2026-01-10T12:00")["metrics"]
    rate = figures["fee.current_collection_rate"]
    assert (rate["numerator"], rate["denominator"], rate["previous"]) == (30000, 90000, 0.0)
    assert figures["fee.arrears_total"]["previous"] == 0, "on the tenth of October nothing was past due yet"


def test_a_house_without_fees_says_one_line(butler: Butler) -> None:
    butler.ok("unit", "add", "1-1-101", now=EARLY)
    assert sections(butler, "annual", now="2026-02-15T18:00")["fees"]["paragraphs"] == ["No fees are recorded yet."]
    assert "fees" not in sections(butler, "daily", now="2026-02-15T18:00")
    figures = butler.json("report", "annual", now="2026-02-15T18:00")["metrics"]
    assert {figure["value"] for key, figure in figures.items() if key.startswith("fee.")} == {None}
