"""A whole round in one line: what is named, what --all-ok fills, and the tickets that faults bring."""

import sqlite3
from pathlib import Path

import pytest

from tests.conftest import Butler

MORNING = "2026-07-01T09:00"


@pytest.fixture
def house(butler: Butler) -> Butler:
    """Two routes: 早巡 in the morning, 夜巡 past midnight; the gate is on both."""
    early = "2026-06-01T08:00"
    for line in (
        ("facility", "add", "PUMP-1", "生活水泵", "--kind", "water", "--place", "B1泵房"),
        ("point", "add", "B1-PUMP", "B1泵房", "--facility", "PUMP-1", "--reading", "压力", "--unit", "MPa", "--min", "0.3", "--max", "0.5"),
        ("point", "add", "B2-FAN", "B2排烟风机"),
        ("point", "add", "GATE", "东门"),
        ("point", "add", "ROOF", "3栋天台"),
        ("route", "add", "早巡", "--points", "B1-PUMP,B2-FAN,GATE", "--window", "08:00-10:00"),
        ("route", "add", "夜巡", "--points", "ROOF,GATE", "--window", "22:00-02:00"),
    ):  # fmt: skip
        butler.ok("patrol", *line, now=early)
    return butler


def points(record: dict) -> dict[str, tuple[str | None, str | None]]:  # type: ignore[type-arg]
    return {point["code"]: (point["result"], point["entry"]) for point in record["points"]}


def test_all_ok_fills_only_what_was_not_named_and_is_kept_as_such(house: Butler) -> None:
    house.ok("patrol", "log", "早巡", "B2-FAN=skip:门锁", now="2026-07-01T08:30")
    found = house.json("patrol", "log", "早巡", "B1-PUMP=0.42", "--all-ok", now=MORNING)
    assert points(found) == {"B1-PUMP": ("ok", "each"), "B2-FAN": ("skipped", "each"), "GATE": ("ok", "all-ok")}
    assert found["state"] == "open"
    later = house.json("patrol", "show", "1", now="2026-07-01T10:00")
    assert (later["state"], later["on_time"]) == ("partial", None)


def test_a_second_result_of_a_point_wants_again_and_the_latest_counts(house: Butler) -> None:
    house.ok("patrol", "log", "早巡", "B2-FAN=skip:门锁", "--all-ok", now="2026-07-01T08:30")
    refused = house("patrol", "log", "早巡", "B2-FAN=ok", now=MORNING)
    assert refused.code == 4
    assert "--again" in refused.err
    found = house.json("patrol", "log", "早巡", "B2-FAN=ok", "--again", now=MORNING)
    assert (found["state"], found["on_time"]) == ("done", True)
    assert points(found)["B2-FAN"] == ("ok", "each")


def test_all_ok_once_more_at_the_very_second_changes_nothing(house: Butler) -> None:
    house.ok("patrol", "log", "早巡", "--all-ok", now=MORNING)
    again = house.ok("patrol", "log", "早巡", "--all-ok", "--again", now=MORNING)
    assert "nothing to do" in again.err
    named = house("patrol", "log", "早巡", "GATE=fault:灯不亮", "--again", now=MORNING)
    assert (named.code, named.out) == (4, "")


def test_a_fault_opens_a_ticket_that_carries_where_it_was_found(house: Butler, tmp_path: Path) -> None:
    photo = tmp_path / "泵房.jpg"
    photo.write_bytes(b"made-up picture")
    found = house.json("patrol", "log", "早巡", "B1-PUMP=fault:漏水", "--photo", f"B1-PUMP={photo}", now=MORNING)
    id = found["points"][0]["ticket_id"]
    ticket = house.json("ticket", "show", str(id), now=MORNING)
    assert (ticket["title"], ticket["kind"], ticket["source"]) == ("B1泵房 漏水", "repair", "patrol")
    assert (ticket["facility"], ticket["place"], ticket["created_at"]) == ("PUMP-1", "B1泵房", f"{MORNING}:00")
    assert [one["name"] for one in ticket["photos"]] == ["泵房.jpg"]
    assert [(one["route"], one["point"]) for one in ticket["rounds"]] == [("早巡", "B1-PUMP")]


def test_a_reading_outside_its_limits_is_a_fault_by_itself(house: Butler) -> None:
    found = house.json("patrol", "log", "早巡", "B1-PUMP=0.25", now=MORNING)
    point = found["points"][0]
    assert (point["result"], point["reading"]) == ("fault", "0.25")
    assert point["note"] == "压力 0.25 MPa < 0.3"
    assert point["ticket_id"] == 1
    inside = house.json("patrol", "log", "早巡", "B1-PUMP=０．３００MPa", "--again", now="2026-07-01T09:30")
    assert inside["points"][0]["result"] == "ok"


def test_a_fault_joins_the_open_ticket_of_its_point_whatever_the_route(house: Butler) -> None:
    house.ok("patrol", "log", "早巡", "GATE=fault:灯不亮", now=MORNING)
    found = house.json("patrol", "log", "夜巡", "GATE=fault:还是不亮", now="2026-07-01T22:30")
    assert found["points"][1]["ticket_id"] == 1
    assert len(house.json("ticket", "list", now="2026-07-01T23:00")) == 1
    assert house.json("ticket", "show", "1", now="2026-07-01T23:00")["log"][-1]["note"] == "R2 夜巡: 还是不亮"


def test_a_resolved_ticket_is_opened_again_and_a_closed_one_is_not(house: Butler) -> None:
    house.ok("patrol", "log", "早巡", "GATE=fault:灯不亮", now=MORNING)
    house.ok("ticket", "resolve", "1", "换灯管", now="2026-07-01T11:00")
    house.ok("patrol", "log", "夜巡", "GATE=fault:又不亮", now="2026-07-01T22:30")
    again = house.json("ticket", "show", "1", now="2026-07-01T23:00")
    assert (again["state"], again["reopen_count"]) == ("active", 1)
    house.ok("ticket", "resolve", "1", "换镇流器", now="2026-07-02T07:00")
    house.ok("ticket", "close", "1", now="2026-07-02T07:30")
    found = house.json("patrol", "log", "早巡", "GATE=fault:第三次", now="2026-07-02T09:00")
    assert found["points"][2]["ticket_id"] == 2


def test_the_next_ok_after_the_repair_confirms_it(house: Butler) -> None:
    house.ok("patrol", "log", "早巡", "GATE=fault:灯不亮", now=MORNING)
    house.ok("ticket", "resolve", "1", "换灯管", now="2026-07-02T07:00")
    # Seen before the repair, entered after it: that says nothing of the repair.
    house.ok("patrol", "log", "夜巡", "GATE=ok", "--at", "2026-07-01T22:30", now="2026-07-02T07:30")
    assert house.json("ticket", "show", "1", now="2026-07-02T07:30")["verified_at"] is None
    outcome = house.ok("patrol", "log", "早巡", "--all-ok", "--by", "小陈", now="2026-07-02T09:00")
    assert "T1" in outcome.err
    ticket = house.json("ticket", "show", "1", now="2026-07-02T09:00")
    assert ticket["verified_at"] == "2026-07-02T09:00:00"
    assert house.ok("ticket", "close", "1", now="2026-07-02T09:05")


def test_what_is_typed_a_day_later_says_so(house: Butler) -> None:
    found = house.json("patrol", "log", "早巡", "GATE=ok", "--all-ok", "--at", "2026-06-29T09:00", now=MORNING)
    assert points(found) == {"B1-PUMP": ("ok", "all-ok"), "B2-FAN": ("ok", "all-ok"), "GATE": ("ok", "late")}
    assert (found["date"], found["on_time"]) == ("2026-06-29", True)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("早巡",), 2, "--all-ok"),
        (("早巡", "ROOF=ok"), 4, "夜巡"),
        (("早巡", "NOPE=ok"), 3, "NOPE"),
        (("早巡", "B"), 2, "POINT=VALUE"),
        (("早巡", "B=ok"), 2, "B1-PUMP"),
        (("早巡", "GATE=fault"), 2, "wrong"),
        (("早巡", "GATE=skip:"), 2, "skipped"),
        (("早巡", "GATE=0.4"), 2, "no reading"),
        (("早巡", "GATE=maybe"), 2, "maybe"),
        (("早巡", "GATE=ok", "东门=ok"), 2, "twice"),
        (("早巡", "GATE=ok", "--at", "2026-07-02T09:00"), 2, "2026-07-02"),
        (("早巡", "GATE=ok", "--set", "by=小陈"), 2, "file of lines"),
        (("早巡", "GATE=ok", "--skip-bad"), 2, "file of lines"),
        (("巡更机.csv", "GATE=ok"), 2, "--set route"),
        (("晚巡", "--all-ok"), 3, "晚巡"),
        (("早巡", "GATE=ok", "--photo", "GATE=nowhere.jpg"), 3, "nowhere.jpg"),
        (("早巡", "GATE=ok", "--photo", "B2-FAN=x.jpg"), 2, "B2-FAN"),
        (("早巡", "GATE=fault:" + "长" * 10_001), 2, "10001"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_nothing_is_written(
    house: Butler, words: tuple[str, ...], code: int, said: str
) -> None:
    outcome = house("patrol", "log", *words, now=MORNING)
    assert outcome.code == code
    assert said in outcome.err
    assert len(outcome.err.strip().splitlines()) == 1
    assert sqlite3.connect(house.path).execute("SELECT count(*) FROM patrol_round").fetchone() == (0,)


def test_hostile_text_comes_out_as_typed(house: Butler) -> None:
    text = "[red]\x1b[31m=1+1{{x}}{id}🔥\u202e" + "长" * 9_000
    found = house.json("patrol", "log", "早巡", f"GATE=fault:{text}", now=MORNING)
    assert found["points"][2]["note"] == text
    shown = house.ok("patrol", "show", "1", now=MORNING).out
    assert "[red]\\x1b[31m=1+1{{x}}{id}🔥\\u202e" in shown.replace("\n", "")
    assert house.json("ticket", "show", "1", now=MORNING)["title"].startswith("东门 [red]\x1b[31m=1+1{{x}}{id}🔥")


def test_a_walk_on_a_day_without_a_round_is_not_lost_without_a_word(house: Butler) -> None:
    house.ok(
        "patrol",
        "route",
        "add",
        "周检",
        "--points",
        "GATE",
        "--window",
        "14:00-16:00",
        "--every",
        "weekly:tue",
        now="2026-06-01T08:00",
    )
    house.ok("patrol", "log", "周检", "--all-ok", now="2026-06-30T15:00")
    outcome = house("patrol", "log", "周检", "--all-ok", now="2026-07-01T15:00")  # a Wednesday
    assert outcome.code == 4
    assert "R1 of 2026-06-30" in outcome.err and "--again" in outcome.err
    assert house.ok("patrol", "log", "周检", "--all-ok", "--again", now="2026-07-01T15:00")
    # Two days later nothing is near: an extra round.
    assert house.json("patrol", "log", "周检", "--all-ok", now="2026-07-02T15:00")["extra"] is True


@pytest.mark.parametrize("words", [("log", "早巡", "GATE=ok"), ("check", "B2-FAN"), ("start", "早巡")])
def test_a_day_alone_is_no_time_of_a_result(house: Butler, words: tuple[str, ...]) -> None:
    outcome = house("patrol", *words, "--at", "昨天", now=MORNING)
    assert (outcome.code, outcome.out) == (2, "")
    assert "day without a time" in outcome.err
