"""Walking a round: one key a point on a terminal, step by step without one, and in loose words."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW, Butler
from tests.contracts.test_hostile import HOSTILE, IDS
from tests.walked import Terminal

EARLY = "2026-06-29T09:30"
ON_POSIX = pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal is needed")
ROUTE = ("patrol", "start", "早巡")


@pytest.fixture
def house(butler: Butler) -> Butler:
    """Two routes that share the gate: mornings 08:00-10:00, nights 22:00-02:00."""
    for line in (
        "facility add PUMP-1 B1生活水泵 --kind water --place B1泵房",
        "point add B1-PUMP B1泵房 --facility PUMP-1 --reading 压力 --unit MPa --min 0.3 --max 0.5 --check 无渗漏",
        "point add B2-FAN B2排烟风机",
        "point add GATE 东门",
        "point add ROOF 3栋天台",
        "route add 早巡 --points B1-PUMP,B2-FAN,GATE --window 08:00-10:00",
        "route add 夜巡 --points ROOF,GATE --window 22:00-02:00",
    ):
        butler.ok("patrol", *line.split(), now=EARLY)
    return butler


def rows(house: Butler, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(house.path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def lines(house: Butler) -> list[tuple[Any, ...]]:
    sql = "SELECT point, result, entry, reading, note, ticket_id FROM v_patrol_result ORDER BY id"
    return rows(house, sql)


def rounds(house: Butler) -> list[tuple[Any, ...]]:
    return rows(house, "SELECT route, date, course, note FROM v_patrol_round ORDER BY id")


@pytest.fixture
def walk(house: Butler) -> Iterator[Terminal]:
    """A terminal on which the morning round was begun."""
    yield Terminal(house.path, [*ROUTE])


# --- on a terminal ----------------------------------------------------------------------------------


@ON_POSIX
def test_one_key_a_point_and_the_round_ends_by_itself(house: Butler, walk: Terminal) -> None:
    walk.wait("1/3  B1-PUMP B1泵房").wait("无渗漏").wait("0.3–0.5")
    walk.press("r").type("0.42", after="back to the keys): ").wait("in order 0.42 MPa")
    walk.wait("2/3").press("f").type("异响", after="back to the keys): ").wait("Repair tickets opened: T1")
    walk.wait("3/3").press("s").type("施工封闭", after="back to the keys): ").wait("skipped")
    assert "R1  早巡" in walk.leave()
    assert lines(house) == [
        ("B1-PUMP", "ok", "each", "0.42", None, None),
        ("B2-FAN", "fault", "each", None, "异响", 1),
        ("GATE", "skipped", "each", None, "施工封闭", None),
    ]
    assert rounds(house) == [("早巡", "2026-07-01", "ended", None)]


@ON_POSIX
def test_a_stray_key_a_paste_and_enter_say_nothing(house: Butler, walk: Terminal) -> None:
    for keys in ("\n", " ", "x", "\x1b[A", "\x1bOP", "好", "no water", "oo"):
        walk.press(keys)
    walk.press("q").leave()
    assert lines(house) == [] and rounds(house) == []


@ON_POSIX
def test_an_empty_text_goes_back_and_no_number_is_asked_for_again(house: Butler, walk: Terminal) -> None:
    walk.press("f").type("", after="back to the keys): ").press("s").type("", after="back to the keys): ")
    walk.press("r").type("高", after="back to the keys): ").wait("is no reading").type("", after="back to the keys): ")
    walk.press("r").type("0.2", after="back to the keys): ").wait("outside its limits").wait("T1")
    walk.wait("2/3").press("r").wait("has no reading").press("q").leave()
    assert lines(house) == [("B1-PUMP", "fault", "each", "0.2", "压力 0.2 MPa < 0.3", 1)]


@ON_POSIX
def test_back_takes_the_answer_and_its_ticket_back(house: Butler, walk: Terminal) -> None:
    walk.press("b").wait("no answer of this walk")
    walk.press("f").type("看错了", after="back to the keys): ").wait("T1").wait("2/3")
    walk.press("b").wait("taken back: B1-PUMP").wait("1/3")
    assert rows(house, "SELECT count(*) FROM ticket") == [(0,)] and rounds(house) == []
    walk.press("o").wait("2/3").press("o").wait("3/3").press("b").wait("2/3").press("q")
    assert "go on with butler patrol start 早巡" in walk.leave()
    assert lines(house) == [("B1-PUMP", "ok", "each", None, None, None)]


@ON_POSIX
def test_an_unfinished_walk_goes_on_where_it_stopped(house: Butler, walk: Terminal) -> None:
    walk.press("o").wait("2/3").interrupt()
    drawn = walk.leave(130)
    assert "Kept so far" in drawn and "Traceback" not in drawn
    assert house.json("today")["counts"]["patrol_walk"] == 1
    again = Terminal(house.path, [*ROUTE], now="2026-07-01T11:45", lang="zh")  # the window has ended meanwhile
    again.wait("2/3").press("s").type("门锁", after="）：").wait("3/3").press("o").leave()
    assert [line[:2] for line in lines(house)] == [("B1-PUMP", "ok"), ("B2-FAN", "skipped"), ("GATE", "ok")]
    # What was skipped is asked once more, and only that.
    once = Terminal(house.path, [*ROUTE], now="2026-07-01T11:50")
    once.wait("2/3").wait("skipped before").press("o").leave()
    assert house.json("patrol", "show", "R1", now="2026-07-01T12:00")["state"] == "done"
    assert len(rounds(house)) == 1


@ON_POSIX
def test_the_clock_set_back_neither_doubles_nor_loses_a_round(house: Butler, walk: Terminal) -> None:
    walk.press("o").wait("2/3").press("o").wait("3/3").press("q").leave()
    back = Terminal(house.path, [*ROUTE], now="2026-07-01T07:10")
    back.wait("2 of 3 points").wait("3/3").press("o")
    assert "done" in back.leave()
    assert len(lines(house)) == 3 and len(rounds(house)) == 1


@ON_POSIX
def test_each_answer_is_undone_by_itself_or_the_walk_as_a_whole(house: Butler, walk: Terminal) -> None:
    before = len(house.json("undo", "--list", "--limit", "0"))
    walk.press("o").wait("2/3").press("f").type("异响", after="): ").wait("3/3").press("o").leave()
    listed = house.json("undo", "--list", "--limit", "0")
    assert len(listed) == before + 3 and len({one["group"] for one in listed[:3]}) == 1
    assert "same walk" in house.ok("undo", "--list").out
    house.ok("undo", str(listed[1]["number"]))
    assert [line[0] for line in lines(house)] == ["B1-PUMP", "GATE"]
    house.ok("redo")
    house.ok("undo", "--walk", "-n")
    assert len(lines(house)) == 3
    house.ok("undo", "--walk")
    assert lines(house) == [] and rounds(house) == [] and rows(house, "SELECT count(*) FROM ticket") == [(0,)]


@ON_POSIX
def test_a_walk_taken_back_is_taken_back_whole_or_not_at_all(house: Butler, walk: Terminal) -> None:
    walk.press("f").type("漏水", after="): ").wait("2/3").press("o").wait("3/3").press("o").leave()
    house.ok("ticket", "respond", "1", "马上到")
    refused = house("undo", "5", "--walk", "--json")
    assert refused.code in (3, 4)
    number = house.json("undo", "--list")[1]["number"]
    assert house("undo", str(number), "--walk", "--json").code == 4
    assert len(lines(house)) == 3


@ON_POSIX
def test_nothing_of_a_dry_walk_is_kept(house: Butler) -> None:
    state = house.path.read_bytes()
    dry = Terminal(house.path, [*ROUTE, "-n"])
    dry.press("o").wait("2/3").press("f").type("漏水", after="): ").wait("T1").wait("3/3").press("b").wait("2/3").press(
        "o"
    )
    dry.wait("3/3").press("o")
    assert "nothing was written" in dry.leave()
    assert house.path.read_bytes() == state


@ON_POSIX
def test_what_is_typed_on_the_way_is_kept_as_typed(house: Butler, walk: Terminal) -> None:
    for text in HOSTILE:
        if text.isprintable() and len(text) < 1000:
            walk.press("f").type(text, after="back to the keys): ").wait("2/3")
            assert [line[4] for line in lines(house)] == [text]
            walk.press("b").wait("taken back")
    walk.press("q").leave()


# --- step by step -----------------------------------------------------------------------------------


def test_without_a_terminal_a_round_is_begun_checked_and_finished(house: Butler) -> None:
    begun = house.ok(*ROUTE, "--json")
    assert begun.json["state"] == "open" and "butler patrol check B1-PUMP" in begun.err
    house.ok("patrol", "check", "B1-PUMP=0.42", "B2-FAN", "--by", "小陈")
    assert house("patrol", "check", "B2-FAN", "--json").error["code"] == "again"
    assert house("patrol", "check", "B2-FAN", "--again", "--json").error["code"] == "same_second"
    house.ok("patrol", "check", "B2-FAN=fault:异响", "--again", now="2026-07-01T09:31")
    assert house("patrol", "finish", "R1", "--at", "2026-07-01T09:30", "--json", now="2026-07-01T09:40").code == 4
    done = house.ok("patrol", "finish", "R1", now="2026-07-01T10:05")
    assert "Without a result: GATE 东门" in done.err
    assert rounds(house) == [("早巡", "2026-07-01", "ended", None)]
    nothing = house.ok("patrol", "finish", "1", now="2026-07-01T10:06")
    assert "not under way" in nothing.err


def test_the_last_point_checked_ends_the_round(house: Butler) -> None:
    assert "has ended" not in house.ok("patrol", "check", "B1-PUMP", "B2-FAN=skip:门锁").err
    assert "has ended" in house.ok("patrol", "check", "GATE").err  # the round under way has it: no route is asked for
    assert [row[2] for row in rounds(house)] == ["ended"]


def test_a_point_of_several_routes_goes_to_the_one_under_way(house: Butler) -> None:
    refused = house("patrol", "check", "GATE", "--json")
    assert refused.code == 2 and "早巡" in refused.error["message"] and "--route" in refused.error["hint"]
    house.ok("patrol", "check", "GATE", "--route", "夜巡", now="2026-07-01T23:50")
    house.ok("patrol", "check", "ROOF", now="2026-07-02T00:10")  # midnight has passed: still the round of the 1st
    assert [row[:3] for row in rounds(house)] == [("夜巡", "2026-07-01", "ended")]
    house.ok("patrol", "start", "早巡", now="2026-07-02T09:00")
    house.ok("patrol", "start", "夜巡", now="2026-07-02T22:10")
    assert house("patrol", "check", "GATE", now="2026-07-02T22:11").code == 0  # the morning's walk is long forgotten
    several = house("patrol", "finish", "--json", now="2026-07-02T22:12")
    assert several.code == 2 and "R2 早巡" in several.error["message"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("check", "NOWHERE"), 3),
        (("check", "GATE=maybe", "--route", "早巡"), 2),
        (("check", "ROOF", "--route", "早巡"), 4),
        (("check", "B1-PUMP", "ROOF"), 4),
        (("check", "B2-FAN=0.4"), 2),
        (("check", "B2-FAN", "--at", "2026-07-01T09:31"), 2),
        (("check", "B2-FAN", "--photo", "B2-FAN=没有.jpg"), 3),
        (("start", "没有"), 3),
        (("start", "R9"), 3),
        (("finish", "没有"), 3),
        (("abandon", "早巡"), 2),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(house: Butler, words: tuple[str, ...], code: int) -> None:
    refused = house("patrol", *words, "--json")
    assert refused.code == code and refused.error["message"]
    assert rounds(house) == [] and lines(house) == []


def test_nothing_under_way_is_no_error(house: Butler) -> None:
    for words in (("finish",), ("finish", "早巡"), ("abandon", "停电")):
        assert "No round" in house.ok("patrol", *words).err


def test_a_round_broken_off_keeps_its_results_and_may_be_taken_up_again(house: Butler) -> None:
    house.ok(*ROUTE)
    house.ok("patrol", "abandon", "早巡", "台风", "停电")
    assert rounds(house) == [("早巡", "2026-07-01", "abandoned", "台风 停电")]
    assert "not under way" in house.ok("patrol", "abandon", "R1", "再来").err
    again = house.ok(*ROUTE, now="2026-07-01T09:40")
    assert "taken up again" in again.err and "台风" in again.err
    house.ok("patrol", "check", "B2-FAN", now="2026-07-01T09:41")
    house.ok("patrol", "finish", now="2026-07-01T09:42")
    assert house("patrol", "abandon", "R1", "晚了").code == 4
    assert house("patrol", "start", "R1", now="2026-07-04T09:00", lang="en").code == 4


def test_photos_of_a_check_go_with_its_ticket(house: Butler, tmp_path: Path) -> None:
    (tmp_path / "泵房.jpg").write_bytes(b"made-up picture")
    house.ok("patrol", "check", "B1-PUMP=fault:漏水", "--photo", f"B1-PUMP={tmp_path / '泵房.jpg'}")
    assert house.json("ticket", "show", "1")["photos"][0]["name"] == "泵房.jpg"


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_hostile_texts_come_out_as_typed(house: Butler, text: str) -> None:
    if not text.strip() or len(text) > 10_000:
        return
    house.ok("patrol", "check", f"B2-FAN=fault:{text}")
    assert house.json("patrol", "show", "R1")["points"][1]["note"] == text.strip()
    assert house.json("ticket", "show", "1")["rounds"][0]["note"] == text.strip()
    house.ok("patrol", "abandon", "--", "早巡", text)
    for words in (("today",), ("ticket", "show", "1"), ("search", "排烟风机")):
        assert "\x1b" not in house.ok(*words).out


# --- loose words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("早巡 好", [("B1-PUMP", "ok", "all-ok"), ("B2-FAN", "ok", "all-ok"), ("GATE", "ok", "all-ok")]),
        ("正常 早巡", [("B1-PUMP", "ok", "all-ok"), ("B2-FAN", "ok", "all-ok"), ("GATE", "ok", "all-ok")]),
        ("早巡 B1泵房 好", [("B1-PUMP", "ok", "each")]),
        ("B1泵房 早巡 漏水", [("B1-PUMP", "fault", "each", None, "漏水", 1)]),
        ("早巡 漏水 严重 B1泵房", [("B1-PUMP", "fault", "each", None, "漏水 严重", 1)]),
        ("早巡 B1泵房 异常 漏水", [("B1-PUMP", "fault", "each", None, "漏水", 1)]),
        ("早巡 B1泵房 0.35", [("B1-PUMP", "ok", "each", "0.35")]),
        ("早巡 B1泵房 好 0.35MPa", [("B1-PUMP", "ok", "each", "0.35")]),
        ("早巡 B1泵房 0.9", [("B1-PUMP", "fault", "each", "0.9", "压力 0.9 MPa > 0.5", 1)]),
        ("早巡 B1泵房 跳过 门锁", [("B1-PUMP", "skipped", "each", None, "门锁")]),
        ("早 B2 异响 其余好", [("B1-PUMP", "ok", "all-ok"), ("B2-FAN", "fault", "each"), ("GATE", "ok", "all-ok")]),
        ("早巡 东门 关不上 B2-FAN 好", [("B2-FAN", "ok", "each"), ("GATE", "fault", "each", None, "关不上", 1)]),
        ("B2排烟风机 异响", [("B2-FAN", "fault", "each", None, "异响", 1)]),
    ],
)
def test_loose_words_say_what_was_seen(house: Butler, words: str, found: list[tuple[Any, ...]]) -> None:
    house.ok("巡", *words.split())
    assert [line[: len(wanted)] for line, wanted in zip(lines(house), found, strict=True)] == found


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("早巡 B1泵房", 2),  # nothing may be made up
        ("早巡 漏水", 3),
        ("早巡 ROOF 漏水", 4),
        ("早巡 B1泵房 跳过", 2),
        ("早巡 B1泵房 好 吗", 2),
        ("东门 关不上", 2),
        ("其余好 B2-FAN 异响", 2),
        ("好", 3),
        ("午巡 好", 3),
    ],
)
def test_loose_words_that_say_too_little_are_refused(house: Butler, words: str, code: int) -> None:
    refused = house("巡", *words.split(), "--json")
    assert refused.code == code and refused.error["message"]
    assert lines(house) == []


def test_loose_words_alone_show_what_is_due_and_a_route_alone_begins_it(house: Butler) -> None:
    assert house.json("巡") == house.json("patrol", "due")
    house.ok("巡", "早巡")
    assert rounds(house) == [("早巡", "2026-07-01", "walking", None)]
    house.ok("巡", "早巡", "好", "-n")
    assert lines(house) == []
    house.ok("巡", "早巡", "好")
    assert rounds(house) == [("早巡", "2026-07-01", "ended", None)]
    assert "nothing to do" in house.ok("巡", "早巡", "好").err
    assert house.ok("巡", "早巡").code == 0 and len(lines(house)) == 3


def test_a_house_without_a_file_is_told_how_to_begin(butler: Butler) -> None:
    assert butler("巡").code == 3 and butler("巡", "早巡", "好").code == 3
    assert not butler.path.exists()


@ON_POSIX
def test_the_route_alone_walks_on_a_terminal(house: Butler) -> None:
    walk = Terminal(house.path, ["巡", "早巡"], now=NOW)
    walk.press("o").wait("2/3").press("q").leave()
    assert lines(house) == [("B1-PUMP", "ok", "each", None, None, None)]
