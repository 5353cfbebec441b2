"""The day on one screen, and 事不过夜: what must not wait overnight."""

from pathlib import Path

from tests.conftest import Butler
from tests.contracts.test_hostile import on_terminal


def counts(butler: Butler, command: str = "today", now: str = "2026-07-01T09:30") -> dict[str, int]:
    found: dict[str, int] = butler(command, "--json", now=now).json["counts"]
    return {name: number for name, number in found.items() if number}


def test_each_ticket_stands_once_under_the_most_pressing_heading(butler: Butler) -> None:
    butler.ok("ticket", "add", "水管爆裂", "-k", "repair", "-p", "urgent")
    assert counts(butler) == {"response_owed": 1}
    butler.ok("ticket", "respond", "1", "马上到")
    assert counts(butler) == {}
    assert counts(butler, now="2026-07-02T09:00") == {"due_today": 1}
    assert counts(butler, now="2026-07-02T09:31") == {"overdue": 1}
    butler.ok("ticket", "escalate", "1", "需要协调", now="2026-07-02T09:40")
    assert counts(butler, now="2026-07-02T09:41") == {"escalated": 1}
    butler.ok("ticket", "resolve", "1", "已修", now="2026-07-02T10:00")
    assert counts(butler, now="2026-07-02T10:01") == {"escalated": 1}


def test_callbacks_owed_deferred_and_complete(butler: Butler) -> None:
    for number in range(3):
        butler.ok("ticket", "add", f"水龙头漏水{number}", "-k", "repair")
        butler.ok("ticket", "respond", str(number + 1), "好")
    butler.ok("ticket", "resolve", "1", "已修")
    butler.ok("ticket", "resolve", "2", "已修")
    butler.ok("ticket", "callback", "2", "--score", "5")
    butler.ok("ticket", "defer", "3", "--until", "明天", "--reason", "等配件")
    assert counts(butler) == {"callback_owed": 1, "to_close": 1, "coming_back": 1}


def test_the_evening_exits_6_while_anything_waits(butler: Butler) -> None:
    butler.ok("ticket", "add", "灯坏了", "-k", "consult")
    waiting = butler("evening", now="2026-07-01T17:50")
    assert waiting.code == 6
    assert "butler ticket respond 1" in waiting.out
    butler.ok("ticket", "respond", "1", "明天上门", now="2026-07-01T17:51")
    assert butler("evening", now="2026-07-01T17:52").code == 0
    assert butler("evening", now="2026-07-07T17:52").code == 6


def test_what_came_in_at_night_may_wait_until_noon_and_no_longer(butler: Butler) -> None:
    butler.ok("ticket", "add", "夜里施工", now="2026-07-01T22:00")
    assert counts(butler, "evening", "2026-07-02T11:00") == {"no_response": 1}
    assert counts(butler, now="2026-07-02T11:00") == {"response_owed": 1}


def test_bare_butler_without_a_file_says_how_to_begin(butler: Butler) -> None:
    outcome = butler()
    assert outcome.code == 3
    assert "butler init" in outcome.err
    assert not butler.path.exists()


def test_an_empty_day_says_so(butler: Butler) -> None:
    butler.ok("ticket", "add", "灯坏了")
    butler.ok("ticket", "cancel", "1", "误报")
    assert "Nothing is waiting" in butler.ok("today").out


def test_one_screen_of_80_by_24_says_when_there_is_more(butler: Butler, tmp_path: Path) -> None:
    lines = "\n".join(f"{number % 9 + 1}-1-{number}01 水龙头漏水很久了请尽快派人来修谢谢" for number in range(1, 60))
    butler.ok("add", "-", stdin=lines)
    for number in range(1, 20):
        butler.ok("ticket", "respond", str(number), "好")
        butler.ok("ticket", "resolve", str(number), "好了")
    drawn = on_terminal(butler.path, ["today"]).splitlines()
    assert len(drawn) <= 23
    assert any("还有" in line or "more" in line for line in drawn)


def with_routes(butler: Butler) -> Butler:
    """A morning round of two points and a night round of one, since yesterday."""
    for line in (
        "point add B1-PUMP B1泵房",
        "point add GATE 东门",
        "route add 早巡 --points B1-PUMP,GATE --window 08:00-10:00",
        "route add 夜巡 --points GATE --window 22:00-02:00",
    ):
        butler.ok("patrol", *line.split(), now="2026-06-30T07:00")
    butler.ok("patrol", "log", "早巡", "--all-ok", now="2026-06-30T08:30")
    return butler


def rounds(butler: Butler, command: str, now: str) -> dict[str, list[str]]:
    """The rounds under each heading of the patrol."""
    groups = butler(command, "--json", now=now).json["groups"]
    return {
        group["id"]: [f"{one['route']} {one['date'][8:]}" for one in group["records"]]
        for group in groups
        if group["id"].startswith("patrol_") and group["records"]
    }


def test_the_day_names_the_rounds_under_way_missed_and_to_walk(butler: Butler) -> None:
    house = with_routes(butler)
    # At one in the morning last night's round is still to be walked; at nine it is missed.
    assert rounds(house, "today", "2026-07-01T01:00") == {"patrol_due": ["夜巡 30", "早巡 01", "夜巡 01"]}
    assert rounds(house, "today", "2026-07-01T09:00") == {
        "patrol_missed": ["夜巡 30"],
        "patrol_due": ["早巡 01", "夜巡 01"],
    }
    house.ok("patrol", "check", "GATE", "--route", "早巡", now="2026-07-01T09:00")
    assert rounds(house, "today", "2026-07-01T11:00") == {
        "patrol_walk": ["早巡 01"], "patrol_missed": ["夜巡 30"], "patrol_due": ["夜巡 01"],
    }  # fmt: skip
    page = house.ok("today", now="2026-07-01T11:00").out
    assert "butler patrol start 早巡" in page and "butler patrol log 夜巡 GATE=VALUE --at WHEN" in page
    assert "R2  !  08:00-10:00  早巡  to come: B1-PUMP" in page
    house.ok("patrol", "finish", now="2026-07-01T11:05")
    assert rounds(house, "today", "2026-07-01T11:10")["patrol_missed"] == ["夜巡 30", "早巡 01"]
    # The day after, yesterday's rounds are matters of `patrol missed`.
    assert rounds(house, "today", "2026-07-02T07:00") == {
        "patrol_missed": ["夜巡 01"],
        "patrol_due": ["早巡 02", "夜巡 02"],
    }


def test_a_point_skipped_with_its_reason_is_missed_by_nobody(butler: Butler) -> None:
    house = with_routes(butler)
    house.ok("patrol", "log", "夜巡", "GATE=skip:封路", now="2026-06-30T23:00")
    house.ok("patrol", "log", "早巡", "GATE=skip:封路", "--all-ok", now="2026-07-01T09:00")
    assert house("evening", now="2026-07-01T17:50").code == 0
    assert house("patrol", "due", "--check", now="2026-07-01T17:50").code == 0
    assert [row["state"] for row in house.json("patrol", "due", now="2026-07-01T17:50")][:2] == ["partial", "partial"]


def test_the_evening_waits_for_rounds_missed_and_under_way(butler: Butler) -> None:
    house = with_routes(butler)
    house.ok("patrol", "log", "夜巡", "--all-ok", now="2026-06-30T23:00")
    assert house("evening", now="2026-07-01T09:00").code == 0  # there is time until ten
    assert rounds(house, "evening", "2026-07-01T17:50") == {"patrol_missed": ["早巡 01"]}
    assert house("evening", now="2026-07-01T17:50").code == 6
    house.ok("patrol", "start", "早巡", now="2026-07-01T17:51")
    assert rounds(house, "evening", "2026-07-01T17:52") == {"patrol_walk": ["早巡 01"]}
    house.ok("patrol", "check", "GATE", "B1-PUMP", now="2026-07-01T17:53")
    assert house("evening", now="2026-07-01T17:54").code == 0


def test_inspections_due_within_a_month_and_overdue_are_a_matter_of_the_day(butler: Butler) -> None:
    add = ("patrol", "facility", "add")
    butler.ok(
        *add, "LIFT-3-2", "3栋2单元电梯", "--kind", "elevator", "--inspect", "every:1y", "--inspected", "2025-07-20"
    )
    butler.ok(
        *add, "LIFT-3-1", "3栋1单元电梯", "--kind", "elevator", "--inspect", "every:1y", "--inspected", "2025-06-20"
    )
    butler.ok(*add, "TANK", "水箱", "--kind", "water", "--inspect", "every:1y", "--inspected", "2025-09-20")
    groups = {group["id"]: group for group in butler.json("today")["groups"]}
    assert [one["code"] for one in groups["facility_due"]["records"]] == ["LIFT-3-1", "LIFT-3-2"]
    page = butler.ok("today").out
    assert "2026-06-20 past due" in page and "butler patrol facility show LIFT-3-1" in page


def test_the_day_as_a_file_holds_every_section(butler: Butler) -> None:
    house = with_routes(butler)
    house.ok("ticket", "add", "灯坏了")
    house.ok(
        "patrol", "facility", "add", "X", "水箱", "--kind", "water", "--test", "every:1y", "--tested", "2025-07-02"
    )
    for option in ("--csv", "--format=md"):
        text = house.ok("today", option).out
        assert "灯坏了" in text and "夜巡" in text and "水箱" in text


def test_search_and_the_pages_of_unit_and_ticket_have_their_patrol_lines(butler: Butler) -> None:
    butler.ok("patrol", "facility", "add", "LIFT-3-2", "电梯", "--kind", "elevator", "--place", "三号楼2单元")
    butler.ok("patrol", "facility", "add", "PUMP-1", "生活水泵", "--kind", "water", "--place", "B1泵房")
    butler.ok("patrol", "point", "add", "CAR", "轿厢", "--facility", "LIFT-3-2")
    butler.ok("patrol", "route", "add", "电梯巡", "--points", "CAR", "--window", "08:00-10:00")
    butler.ok("patrol", "log", "电梯巡", "CAR=fault:按钮失灵", "--by", "王强")
    butler.ok("unit", "add", "3-2-501")
    butler.ok("unit", "add", "4-2-501")
    counted = butler.json("search", "电梯")["counts"]
    assert (counted["facilities"], counted["routes"], counted["rounds"]) == (1, 1, 0)
    assert butler.json("search", "轿厢")["counts"]["points"] == 1
    found = butler.json("search", "失灵")
    assert {group["id"] for group in found["groups"] if group["count"]} == {"tickets", "rounds"}
    assert "R1" in butler.ok("search", "失灵").out
    unit = butler.json("unit", "show", "3-2-501")
    assert [(one["code"], one["open_tickets"][0]["id"]) for one in unit["facilities"]] == [("LIFT-3-2", 1)]
    assert butler.json("unit", "show", "4-2-501")["facilities"] == []
    (line,) = butler.json("ticket", "show", "1")["rounds"]
    assert (line["id"], line["route"], line["date"], line["window"]) == (1, "电梯巡", "2026-07-01", "08:00-10:00")
    assert (line["point"], line["result"], line["note"], line["at"]) == (
        "CAR",
        "fault",
        "按钮失灵",
        "2026-07-01T09:30:00",
    )
    assert "Patrol (1)" in butler.ok("ticket", "show", "1").out
    butler.ok("ticket", "add", "灯坏了")
    assert "Patrol" not in butler.ok("ticket", "show", "2").out and butler.json("ticket", "show", "2")["rounds"] == []


def test_numbers_in_the_sections_of_a_page_are_masked_in_a_pipe(butler: Butler) -> None:
    butler.ok("patrol", "facility", "add", "LIFT", "电梯", "--kind", "elevator", "--place", "3栋")
    butler.ok("ticket", "add", "请打13800138000", "-u", "3-2-501", "--new-unit")
    butler.ok("ticket", "add", "按钮坏了13900139000", "--facility", "LIFT")
    page = butler.ok("unit", "show", "3-2-501").out
    assert "138****8000" in page and "139****9000" in page
    assert "13800138000" not in page and "13900139000" not in page


def test_a_house_without_routes_pays_nothing_for_them(butler: Butler) -> None:
    import subprocess
    import sys

    butler.ok("ticket", "add", "灯坏了")
    script = (
        "import sys; from butlercli.main import run; "
        f"run(['--db', {str(butler.path)!r}, 'today']); print('LOADED', *sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    loaded = done.stderr.partition("LOADED ")[2].split()
    assert "butlercli.nouns.patrol.day" in loaded
    assert not {"dateutil", "butlercli.nouns.patrol.store.expect", "butlercli.nouns.facility.rules"} & set(loaded)
