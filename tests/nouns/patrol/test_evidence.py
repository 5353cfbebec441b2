"""What was seen is kept as it was seen: in its own round, with its own ticket, whatever is changed or taken back later."""

from pathlib import Path

import pytest

from tests.conftest import Butler


@pytest.fixture
def house(butler: Butler) -> Butler:
    """One route of two points in the morning, since June."""
    for line in (
        ("facility", "add", "PUMP-1", "生活水泵", "--kind", "water"),
        ("point", "add", "B1-PUMP", "B1泵房", "--facility", "PUMP-1"),
        ("point", "add", "GATE", "东门"),
        ("route", "add", "早巡", "--points", "B1-PUMP,GATE", "--window", "08:00-10:00"),
    ):
        butler.ok("patrol", *line, now="2026-06-01T07:00")
    return butler


def dues(house: Butler, day: str, now: str) -> list[tuple[str, str]]:
    return [(row["window"], row["state"]) for row in house.json("patrol", "due", day, now=now)]


# --- which round ----------------------------------------------------------------------------------


@pytest.mark.parametrize("later", ["2026-06-03T08:40", "2026-06-03T10:20"])
def test_a_round_stays_one_round_though_its_route_is_paused_meanwhile(house: Butler, later: str) -> None:
    house.ok("patrol", "log", "早巡", "GATE=ok", now="2026-06-03T08:20")
    house.ok("patrol", "route", "pause", "早巡", now="2026-06-03T08:30")
    found = house.json("patrol", "log", "早巡", "B1-PUMP=ok", now=later)
    assert (found["id"], found["date"], found["state"], found["extra"]) == (1, "2026-06-03", "done", True)
    assert [row["id"] for row in house.json("patrol", "list", now=later)] == [1]


def test_a_round_of_a_paused_day_is_its_own_round(house: Butler) -> None:
    house.ok("patrol", "log", "早巡", "--all-ok", now="2026-06-03T08:20")
    house.ok("patrol", "route", "pause", "早巡", "--from", "2026-06-03", now="2026-06-04T07:00")
    found = house.json("patrol", "log", "早巡", "--all-ok", now="2026-06-04T08:20")
    assert (found["id"], found["date"], found["extra"]) == (2, "2026-06-04", True)


def test_a_stream_finds_the_round_of_a_day_that_is_paused_now(house: Butler, tmp_path: Path) -> None:
    house.ok("patrol", "log", "早巡", "GATE=ok", now="2026-06-03T08:20")
    house.ok("patrol", "route", "pause", "早巡", now="2026-06-03T08:30")
    file = tmp_path / "a.jsonl"
    file.write_text('{"route":"早巡","point":"B1-PUMP","at":"2026-06-03T09:00"}\n', encoding="utf-8")
    house.ok("patrol", "log", str(file), now="2026-06-03T11:00")
    assert [row["id"] for row in house.json("patrol", "list", now="2026-06-03T11:00")] == [1]


def test_an_empty_cell_under_the_header_of_results_observes_nothing(house: Butler, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        "route,point,at,result\n早巡,GATE,2026-06-02T08:20,ok\n早巡,B1-PUMP,2026-06-02T08:21,\n", encoding="utf-8"
    )
    refused = house("patrol", "log", str(file), now="2026-06-02T11:00")
    assert (refused.code, refused.out) == (6, "")
    assert "row 3" in refused.err and "tells no result" in refused.err
    assert house.json("patrol", "list", now="2026-06-02T11:00") == []


# --- which ticket ---------------------------------------------------------------------------------


def test_a_fault_joins_the_open_ticket_of_its_point_though_the_last_one_by_time_is_closed(house: Butler) -> None:
    house.ok("patrol", "log", "早巡", "GATE=fault:灯不亮", now="2026-06-10T08:30")
    house.ok("ticket", "resolve", "T1", "换灯", now="2026-06-10T09:00")
    house.ok("ticket", "close", "T1", now="2026-06-10T09:01")
    house.ok("patrol", "log", "早巡", "GATE=fault:门歪", "--at", "2026-06-05T08:30", now="2026-06-10T09:30")
    assert house.json("patrol", "point", "show", "GATE", now="2026-06-10T09:30")["ticket"]["id"] == 2
    found = house.json("patrol", "log", "早巡", "GATE=fault:门还是歪", now="2026-06-11T08:30")
    assert [point["ticket_id"] for point in found["points"]] == [None, 2]
    assert len(house.json("ticket", "list", now="2026-06-11T08:30")) == 2


# --- changes of a route that come and go ------------------------------------------------------------


def test_a_change_of_a_route_does_not_come_back_before_a_round_logged_meanwhile(house: Butler) -> None:
    house.ok(
        "patrol", "route", "edit", "早巡", "--window", "07:00-07:30", "--from", "2026-06-03", now="2026-06-02T07:00"
    )
    house.ok("undo", now="2026-06-02T07:01")
    house.ok("patrol", "log", "早巡", "--all-ok", now="2026-06-03T08:30")
    refused = house("redo", now="2026-06-03T08:40")
    assert refused.code == 4
    assert "R1" in refused.err
    assert dues(house, "2026-06-03", "2026-06-03T11:00") == [("08:00-10:00", "done")]


def test_the_points_of_a_route_are_not_taken_back_from_under_a_round(house: Butler) -> None:
    house.ok("patrol", "route", "edit", "早巡", "--points", "GATE", now="2026-06-01T07:10")
    house.ok("patrol", "log", "早巡", "--all-ok", now="2026-06-01T08:30")
    number = next(row["number"] for row in house.json("undo", "--list") if row["verb"] == "patrol route edit")
    assert house("undo", str(number), now="2026-06-01T08:40").code == 4
    assert dues(house, "2026-06-01", "2026-06-01T11:00") == [("08:00-10:00", "done")]
    house.ok("undo", now="2026-06-01T11:00")
    house.ok("undo", now="2026-06-01T11:00")
    assert house.json("patrol", "route", "show", "早巡")["points"] == ["B1-PUMP", "GATE"]


# --- figures that are past --------------------------------------------------------------------------


def test_a_point_that_looks_at_another_facility_now_leaves_its_faults_where_they_were_found(house: Butler) -> None:
    house.ok("patrol", "facility", "add", "FIRE-1", "消防泵", "--kind", "fire", now="2026-06-01T07:00")
    for day in ("02", "03", "04"):
        house.ok("patrol", "log", "早巡", "B1-PUMP=fault:漏水", "--all-ok", now=f"2026-06-{day}T08:30")
    before = house.json("patrol", "stats", "2026-06", "--by", "facility", now="2026-06-04T12:00")
    house.ok("patrol", "point", "edit", "B1-PUMP", "--facility", "FIRE-1", now="2026-06-05T09:00")
    after = house.json(
        "patrol", "stats", "2026-06", "--by", "facility", "--as-of", "2026-06-04", now="2026-06-05T12:00"
    )
    assert [one["facility"] for one in before["repeated"]] == ["PUMP-1"]
    assert [one["facility"] for one in after["repeated"]] == ["PUMP-1"]
    assert after["metrics"]["patrol.faults.water"]["value"] == 3
    assert {group["group"]: group["faults"] for group in after["groups"] if group["faults"]} == {"PUMP-1": 3}
    page = house.json("patrol", "facility", "show", "PUMP-1", now="2026-06-05T12:00")
    assert len(page["faults"]) == 3
    assert house.json("patrol", "facility", "show", "FIRE-1", now="2026-06-05T12:00")["faults"] == []


def test_a_clock_set_back_shows_a_round_with_all_that_was_logged(house: Butler) -> None:
    house.ok("patrol", "log", "早巡", "GATE=ok", now="2026-06-02T08:50")
    found = house.json("patrol", "log", "早巡", "B1-PUMP=ok", now="2026-06-02T08:10")
    assert (found["id"], found["state"], found["on_time"]) == (1, "done", True)
    assert house.json("patrol", "show", "R1", now="2026-06-02T08:10")["state"] == "done"


@pytest.mark.parametrize("day", ["昨天", "2026-06-03", "今天"])
def test_a_day_without_a_time_is_no_time_of_a_result(house: Butler, day: str) -> None:
    refused = house("patrol", "log", "早巡", "--all-ok", "--at", day, now="2026-06-04T12:00")
    assert (refused.code, refused.out) == (2, "")
    assert "a day without a time" in refused.err
    found = house.json("patrol", "log", "早巡", "--all-ok", "--at", f"{day} 8:30", now="2026-06-04T12:00")
    assert found["started_at"].endswith("T08:30:00")


def test_a_round_does_not_come_back_to_a_place_that_is_taken(butler: Butler) -> None:
    """Taken back, then logged anew: bringing the first one back names the second."""
    butler.ok("patrol", "point", "add", "GATE", "东门", now="2026-06-01T08:00")
    butler.ok("patrol", "route", "add", "早巡", "--points", "GATE", "--window", "08:00-10:00", now="2026-06-01T08:00")
    butler.ok("patrol", "log", "早巡", "--all-ok", now="2026-07-01T08:30")
    butler.ok("undo", now="2026-07-01T08:40")
    butler.ok("patrol", "log", "早巡", "GATE=ok", now="2026-07-01T09:00")
    latest = butler.json("undo", "--list", now="2026-07-01T09:00")[0]
    refused = butler("undo", str(latest["number"] - 1), now="2026-07-01T09:05")  # taking the undo back
    assert refused.code == 4, refused.err
    assert f"{latest['number']}" in refused.err and "unforeseen" not in refused.err
    assert [one["id"] for one in butler.json("patrol", "list", now="2026-07-01T09:05")] == [2]
