"""The patrol in reports and statistics: as of a day for ever the same, said in words, masked, nothing without routes."""

from typing import Any

import pytest

from tests.conftest import Butler
from tests.nouns.patrol.walks import Walks


@pytest.fixture
def house(butler: Butler) -> Butler:
    """Return a house with two routes from March 2026 on, whose rounds the tests log by the command line."""
    Walks(butler.path).db.close()
    return butler


def log(house: Butler, moment: str, *words: str, at: str | None = None) -> None:
    """Log a round on a day; `at` tells when it was walked, where that was earlier."""
    house.ok("patrol", "log", *words, *(("--at", at) if at else ()), now=moment)


def metrics(house: Butler, *words: str, now: str) -> dict[str, Any]:
    """Return the patrol's figures of the March report."""
    found = house.json("report", "monthly", "2026-03", *words, now=now)["metrics"]
    return {key: figure for key, figure in found.items() if key.startswith("patrol.")}


def test_a_report_printed_again_says_what_it_said_then(house: Butler) -> None:
    log(house, "2026-03-02T08:30", "早巡", "--all-ok", "--fault", "PUMP=漏水")
    log(house, "2026-03-02T22:30", "夜巡", "ROOF=ok")
    evening = "2026-03-02T23:59:59"
    then = metrics(house, now=evening)
    stats = house.json("patrol", "stats", "2026-03", now=evening)
    daily = house.ok("report", "daily", "2026-03-02", now=evening).out
    assert then["patrol.round_completion_rate"]["numerator"] == 1
    # What follows did not exist that evening: the night's second point, the repair, another fault, the next rounds.
    log(house, "2026-03-03T00:30", "夜巡", "GATE=ok")
    log(house, "2026-03-03T08:30", "早巡", "--all-ok", "--fault", "PUMP=还漏")
    house.ok("ticket", "resolve", "1", "换密封", now="2026-03-03T15:00")
    log(house, "2026-03-04T08:30", "早巡", "--all-ok", "--fault", "LIFT=异响")
    later = "2026-06-01T09:00"
    assert metrics(house, "--as-of", "2026-03-02", now=later) == then
    assert house.json("patrol", "stats", "2026-03", "--as-of", "2026-03-02", now=later) == stats
    assert house.ok("report", "daily", "2026-03-02", "--as-of", "2026-03-02", now=later).out == daily
    now = metrics(house, now=later)
    assert (now["patrol.rectification_rate"]["numerator"], now["patrol.faults"]["value"]) == (2, 3)


def test_the_figure_before_is_as_ripe_and_a_new_kind_had_none_before(house: Butler) -> None:
    log(house, "2026-03-02T08:30", "早巡", "--all-ok", "--fault", "PUMP=漏水")
    log(house, "2026-04-01T08:30", "早巡", "--all-ok", "--fault", "LIFT=异响")
    found = house.json("report", "monthly", "2026-04", now="2026-04-02T12:00")["metrics"]
    completion = found["patrol.round_completion_rate"]
    assert (completion["numerator"], completion["denominator"], completion["previous"]) == (1, 3, pytest.approx(1 / 3))
    assert (found["patrol.faults.elevator"]["value"], found["patrol.faults.elevator"]["previous"]) == (1, 0)
    assert "patrol.faults.water" not in found


def test_a_house_without_routes_says_one_line(butler: Butler) -> None:
    butler.ok("ticket", "add", "厨房漏水")
    annual = butler.json("report", "annual", "2026")
    said = [line for section in annual["sections"] for line in section["paragraphs"] if "atrol" in line]
    assert said == ["No patrols are recorded yet."]
    assert annual["metrics"]["patrol.faults"]["value"] is None
    assert "atrol" not in butler.ok("report", "daily").out
    assert "atrol" not in butler.ok("report", "daily", "--format", "text").out
    assert "no routes yet" in butler.ok("patrol", "stats").out


def test_the_day_names_what_was_not_done(house: Butler) -> None:
    log(house, "2026-03-02T10:30", "早巡", "--all-ok", "--fault", "PUMP=王芳说漏水 13800138000")
    house.ok("unit", "add", "3-2-501")
    house.ok("resident", "add", "王芳", "--unit", "3-2-501")
    evening = house.ok("report", "daily", "2026-03-02", "--format", "text", now="2026-03-02T20:00").out.splitlines()
    assert "Patrol: 2 rounds, done 0, open 1 (夜巡 22:00-02:00), late 1 (早巡 08:00-10:00)" in evening
    assert "Faults found: 1" in evening
    later = house.ok("report", "daily", "2026-03-02", "--format", "text", now="2026-03-05T20:00").out
    assert "missed 1 (夜巡 22:00-02:00)" in later
    page = house.ok("report", "daily", "2026-03-02", now="2026-03-05T20:00").out
    assert "王*说漏水 138****8000" in page
    week = house.ok("report", "weekly", "2026-03-02", "--format", "text", now="2026-03-04T20:00").out
    assert (
        "missed 4 (夜巡 03-02 22:00-02:00, 早巡 03-03 08:00-10:00, 夜巡 03-03 22:00-02:00, 早巡 03-04 08:00-10:00)"
        in week
    )


def test_the_year_says_how_it_was_entered_and_what_to_do(house: Butler) -> None:
    for day in range(2, 12):
        log(house, f"2026-03-{day:02d}T08:30", "早巡", "--all-ok", *(("--fault", "PUMP=漏水") if day < 5 else ()))
    report = house.json("report", "annual", "2026", now="2026-03-12T12:00")
    texts = {section["id"]: "\n".join(section["paragraphs"]) for section in report["sections"]}
    assert "patrol rounds were completed" in texts["achievements"]
    assert "Of 30 results 90.0% (before: –) were entered as all in order at once" not in texts["facilities"]
    assert (
        "Of 30 results 90.0% were entered as all in order at once, 0.0% were typed more than 24" in texts["facilities"]
    )
    assert (
        "Repeated faults: 1 (facilities with 3 or more faults within 90 days), most of all PUMP-1 PUMP设备 3."
        in texts["challenges"]
    )
    assert (
        "Routes that fall short: 2 completed less than 95.0% of their rounds: 夜巡 0.0% (0/11)" in texts["challenges"]
    )
    numbers = [line.partition(".")[0] for line in texts["challenges"].splitlines()]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert "Have PUMP-1 PUMP设备 inspected and overhauled" in texts["suggestions"]
    assert "Walk point by point" in texts["suggestions"]
    tables = {table["id"]: table for section in report["sections"] for table in section["tables"]}
    assert tables["patrol_by_route"]["rows"][0] == ["早巡", 12, 10, 0, 0, 2, "83.3%", "100.0%", 3]
    assert tables["patrol_faults_by_kind"]["rows"] == [["water and drainage", 3, 0, "0.0%"]]


def test_explain_lists_rounds_that_nobody_logged(house: Butler) -> None:
    log(house, "2026-03-01T08:30", "早巡", "--all-ok")
    words = ("report", "monthly", "2026-03", "--explain", "patrol.round_completion_rate")
    found = house.json(*words, now="2026-03-02T09:00")
    assert [(row["id"], row["route"], row["window"], row["state"], row["in_numerator"]) for row in found] == [
        (1, "早巡", "08:00-10:00", "done", True),
        (None, "夜巡", "22:00-02:00", "missed", False),
    ]
    page = house.ok(*words, now="2026-03-02T09:00").out
    assert "50.0% = 1/2" in page and "None" not in page
    assert "Did you mean patrol.faults" in house("report", "monthly", "--explain", "patrol.faultz").err


def test_stats_lead_with_repeated_faults(house: Butler) -> None:
    for day in ("02", "03", "04"):
        log(house, f"2026-03-{day}T08:30", "早巡", "--all-ok", "--fault", "PUMP=漏水")
    found = house.json("patrol", "stats", "2026-03", now="2026-03-05T12:00")
    assert list(found) == ["from", "to", "as_of", "repeated", "metrics", "by", "groups"]
    assert [(row["facility"], row["count"], row["open_tickets"]) for row in found["repeated"]] == [("PUMP-1", 3, [1])]
    page = house.ok("patrol", "stats", "2026-03", now="2026-03-05T12:00").out
    assert page.index("PUMP-1") < page.index("Rounds completed") < page.index("By route")
    for by in ("point", "facility", "month", "person", "路线"):
        assert house.json("patrol", "stats", "2026-03", "--by", by, now="2026-03-05T12:00")["groups"]
    assert house("patrol", "stats", "--by", "colour").code == 2
    assert house("patrol", "stats", "2026-03", "--from", "2026-03-01").code == 2
    csv = house.ok("patrol", "stats", "2026-03", "--format", "csv", now="2026-03-05T12:00").out
    assert "Repeated faults,PUMP-1" in csv


def test_years_without_an_official_calendar_are_named(house: Butler) -> None:
    from butlercli.store.database import open_write

    db = open_write(house.path)
    with db.operation("test"):
        db.execute("UPDATE patrol_plan SET every = 'workdays', since = '2002-01-01', anchor = '2002-01-01'")
    db.close()
    said = house.ok("patrol", "stats", "2002-03").err
    assert "does not know 2002: working days there are Monday to Friday." in said


@pytest.mark.parametrize("by", ["route", "month"])
def test_stats_leave_out_what_has_only_open_windows(house: Butler, by: str) -> None:
    morning = "2026-03-01T09:00"  # 早巡 is open until ten, 夜巡 has not begun
    assert house.json("patrol", "stats", "2026-03", "--by", by, now=morning)["groups"] == []
    log(house, morning, "早巡", "PUMP=ok")
    found = house.json("patrol", "stats", "2026-03", "--by", by, now=morning)["groups"]
    assert [(group["group"], group["expected"], group["results"]) for group in found] == [
        ("早巡" if by == "route" else "2026-03", 0, 1)
    ]
    if by == "route":
        later = house.json("patrol", "stats", "2026-03", now="2026-03-01T12:00")["groups"]
        assert [(group["group"], group["expected"]) for group in later] == [("早巡", 1)]
