"""`butler patrol due`, `missed`, `calendar`, `list`, `show` and `labels` on the real command line."""

import csv
import io
import json
import os
import re
import xml.dom.minidom
from pathlib import Path

import pytest

from butlercli.base.text import visible, width
from tests.conftest import Butler
from tests.contracts.test_hostile import HOSTILE, IDS, on_terminal

BEGAN = "2026-06-25T07:00"
PATROL = ("patrol",)
CONTROLS = "\x1b\x07\u202e\u2066\u200b\ufeff"


@pytest.fixture
def house(butler: Butler) -> Butler:
    """A morning round of three points and a night round of two, expected from 27 June on."""
    for words in (
        ("facility", "add", "PUMP-1", "生活水泵", "--kind", "water", "--place", "B1泵房"),
        ("point", "add", "B1-PUMP", "B1泵房", "--facility", "PUMP-1", "--reading", "压力", "--unit", "MPa", "--min", "0.3",
         "--max", "0.5"),
        ("point", "add", "B2-FAN", "B2排烟风机", "--check", "无异响"),
        ("point", "add", "GATE", "东门"),
        ("point", "add", "ROOF", "3栋天台"),
        ("route", "add", "早巡", "--points", "B1-PUMP+B2-FAN+GATE", "--window", "08:00-10:00", "--every", "daily", "--from",
         "2026-06-27"),
        ("route", "add", "夜巡", "--points", "ROOF+GATE", "--window", "22:00-02:00", "--every", "daily", "--from",
         "2026-06-27"),
    ):  # fmt: skip
        butler.ok("patrol", *words, now=BEGAN)
    return butler


@pytest.fixture
def walked(house: Butler) -> Butler:
    """The days since: done with a fault, late, partial, skipped, missed, and one under way."""
    log = ("patrol", "log", "早巡")
    house.ok(*log, "--all-ok", "--fault", "B1-PUMP=漏水", "--by", "王强", now="2026-06-27T08:30")  # R1 done
    house.ok(*log, "--all-ok", now="2026-06-28T11:00")  # R2 late
    house.ok(*log, "B1-PUMP=0.42", "GATE=ok", now="2026-06-29T09:00")  # R3 partial: B2-FAN
    house.ok(*log, "--all-ok", "--skip", "B2-FAN=门锁", now="2026-06-30T09:00")  # R4 partial, nothing missed
    house.ok("patrol", "log", "夜巡", "--all-ok", now="2026-06-30T23:30")  # R5 done
    house.ok(*log, "GATE=ok", now="2026-07-01T09:00")  # R6 open
    return house


def brief(rows: list[dict[str, object]]) -> list[str]:
    """Return rows as a few words: day, route, state, missed points."""
    return [
        " ".join([str(row["date"])[5:], str(row["route"]), str(row["state"]), *row["missed_points"]])  # type: ignore[misc]
        for row in rows
    ]


def test_today_by_window_with_last_night_on_the_page(walked: Butler) -> None:
    rows = walked.json(*PATROL, "due")
    assert brief(rows) == ["06-30 夜巡 done", "07-01 早巡 open", "07-01 夜巡 open"]
    assert rows[1] == {
        "route": "早巡",
        "date": "2026-07-01",
        "window": "08:00-10:00",
        "state": "open",
        "round_id": 6,
        "missed_points": [],
        "skipped_points": [],
        "open_points": ["B1-PUMP", "B2-FAN"],
    }
    page = walked.ok(*PATROL, "due").out
    assert "06-30 22:00-02:00" in page and "30 min left" in page and "to come B1-PUMP, B2-FAN" in page
    # Last night's window is still open after midnight, and belongs to the day it began.
    assert brief(walked.json(*PATROL, "due", now="2026-07-02T00:30"))[0] == "07-01 夜巡 open"
    assert brief(walked.json(*PATROL, "due", now="2026-07-02T02:00"))[0] == "07-01 夜巡 missed ROOF GATE"
    # Another day's page holds that day alone.
    assert brief(walked.json(*PATROL, "due", "2026-06-30")) == ["06-30 早巡 partial", "06-30 夜巡 done"]
    assert brief(walked.json(*PATROL, "due", "明天")) == ["07-02 早巡 open", "07-02 夜巡 open"]


def test_due_says_what_was_late_skipped_or_wrong(walked: Butler) -> None:
    page = walked.ok(*PATROL, "due", "2026-06-27").out
    assert "fault 1" in page and "missed     0/2         every point" in page
    assert "last point 06-28 11:00" in walked.ok(*PATROL, "due", "2026-06-28").out
    assert "skipped B2-FAN" in walked.ok(*PATROL, "due", "2026-06-30").out
    assert "漏检 B2-FAN" in walked.ok(*PATROL, "due", "2026-06-29", lang="zh").out


def test_an_extra_round_stands_beneath_the_day_and_not_in_its_rows(house: Butler) -> None:
    house.ok("patrol", "route", "pause", "早巡", "--from", "2026-06-27", "--until", "2026-06-28", now=BEGAN)
    house.ok("patrol", "log", "早巡", "--all-ok", now="2026-06-27T08:30")
    assert brief(house.json(*PATROL, "due", "2026-06-27", now="2026-06-27T09:00")) == ["06-27 夜巡 open"]
    assert "+ R1  早巡 · 08:30 · 3/3 · extra round" in house.ok(*PATROL, "due", now="2026-06-27T09:00").out
    assert [row["id"] for row in house.json(*PATROL, "list", "--extra")] == [1]
    assert brief(house.json(*PATROL, "missed", "--route", "早巡", now="2026-06-29T09:00")) == []
    lines = house.ok(*PATROL, "calendar", "2026-06").out.splitlines()
    assert any(line.startswith("早巡 extra round") and "+" in line for line in lines)


def test_pausing_in_the_past_takes_a_missed_round_away_and_leaves_a_done_one(walked: Butler) -> None:
    before = brief(walked.json(*PATROL, "missed"))
    assert "06-29 早巡 partial B2-FAN" in before
    walked.ok("patrol", "route", "pause", "早巡", "--from", "2026-06-27", "--until", "2026-06-29")
    assert brief(walked.json(*PATROL, "missed", "--route", "早巡")) == []
    assert walked.json(*PATROL, "show", "R1")["state"] == "done"
    assert [row["id"] for row in walked.json(*PATROL, "list", "--extra")] == [3, 2, 1]


def test_missed_is_one_row_a_round_the_newest_first(walked: Butler) -> None:
    rows = walked.json(*PATROL, "missed")
    assert brief(rows) == [
        "06-29 夜巡 missed ROOF GATE",
        "06-29 早巡 partial B2-FAN",
        "06-28 夜巡 missed ROOF GATE",
        "06-27 夜巡 missed ROOF GATE",
    ]  # 06-30: skipped with its reason is not missed
    assert brief(walked.json(*PATROL, "missed", "--route", "早巡")) == ["06-29 早巡 partial B2-FAN"]
    assert brief(walked.json(*PATROL, "missed", "--from", "6月28日", "--to", "6月28日")) == [
        "06-28 夜巡 missed ROOF GATE"
    ]
    # As things stood on the evening of the 28th: the night's window was open still.
    assert brief(walked.json(*PATROL, "missed", "--as-of", "2026-06-28")) == ["06-27 夜巡 missed ROOF GATE"]
    page = walked.ok(*PATROL, "missed", "--limit", "2").out
    assert (
        "2026-06-02 … 2026-07-01: points missed in 4 of 8 expected rounds" in page
        and "2 of 4; --limit 0 shows all." in page
    )


def test_a_late_round_was_missed_as_of_the_moment_before(walked: Butler) -> None:
    walked.ok("patrol", "log", "夜巡", "--all-ok", "--at", "2026-06-30T07:00", now="2026-06-30T12:00")
    assert "06-29 夜巡 late" in brief(walked.json(*PATROL, "calendar", "2026-06"))
    assert walked.json(*PATROL, "missed", "--from", "2026-06-29", "--route", "夜巡") == []
    assert walked(*PATROL, "missed", "--as-of", "2026-07-02").code == 2


def test_check_is_exit_6_while_something_is_missed(walked: Butler) -> None:
    assert walked(*PATROL, "missed", "--check").code == 6
    assert walked(*PATROL, "missed", "--check", "--from", "2026-06-30").code == 0
    assert walked(*PATROL, "due", "--check").code == 0
    assert walked(*PATROL, "due", "--check", now="2026-07-01T10:00").code == 6
    assert walked(*PATROL, "due", "2026-06-30", "--check").code == 0  # what was skipped has its reason
    assert walked(*PATROL, "due", "2026-06-28", "--check").code == 6
    assert walked(*PATROL, "due", "--check", "--json", now="2026-07-01T10:00").json[1]["state"] == "partial"


def test_nothing_yet_is_said_in_a_friendly_way(butler: Butler) -> None:
    butler.ok("patrol", "facility", "add", "PUMP-1", "水泵", "--kind", "water")
    for verb in ("due", "missed", "calendar"):
        assert "butler patrol route add adds one" in butler.ok(*PATROL, verb).out
        assert butler.json(*PATROL, verb) == []
    assert "butler patrol log logs one" in butler.ok(*PATROL, "list").out
    assert "butler patrol point add adds one" in butler.ok(*PATROL, "labels").out
    assert butler(*PATROL, "labels", "-o", "labels.svg").code == 2
    assert butler.json(*PATROL, "list") == butler.json(*PATROL, "labels") == []


def test_days_before_the_route_and_at_the_ends_of_time(house: Butler) -> None:
    assert "No round is expected on 2026-06-01." in house.ok(*PATROL, "due", "2026-06-01").out
    assert "No round is expected in 2026-05." in house.ok(*PATROL, "calendar", "2026-05").out
    assert "No round had to be done" in house.ok(*PATROL, "missed", "--to", "2026-06-20").out
    house.ok("patrol", "log", "早巡", "--all-ok")
    page = house.ok(*PATROL, "missed", "--from", "2026-07-01", "--route", "早巡", now="2026-07-01T10:00").out
    assert page == "2026-07-01: no point was missed. Rounds expected: 1.\n"
    for day in ("1900-01-01", "2099-12-31"):
        assert house(*PATROL, "due", day).code == 0
        assert house(*PATROL, "calendar", day[:7]).code == 0
        assert house(*PATROL, "missed", "--from", day).code == 0


def test_years_the_calendar_does_not_know_are_named(house: Butler) -> None:
    house.ok("patrol", "route", "add", "工作日巡", "--points", "GATE", "--window", "12:00-13:00", "--every", "workdays",
             now=BEGAN)  # fmt: skip
    assert "2031" in house.ok(*PATROL, "due", "2031-03-03").err
    assert house.ok(*PATROL, "due").err == ""


def test_a_month_at_a_glance(walked: Butler) -> None:
    rows = walked.json(*PATROL, "calendar", "2026-06", "--route", "早巡")
    assert brief(rows) == ["06-27 早巡 done", "06-28 早巡 late", "06-29 早巡 partial B2-FAN", "06-30 早巡 partial"]
    page = walked.ok(*PATROL, "calendar", "2026-06", lang="zh").out.splitlines()
    marks = {line.split(" ", 1)[0]: line.split()[2:] for line in page if ":00" in line}
    assert marks["早巡"] == ["·"] * 26 + ["完", "迟", "缺", "缺"]
    assert marks["夜巡"] == ["·"] * 26 + ["漏", "漏", "漏", "完"]
    assert page[1].split()[:3] == ["一", "二", "三"] and page[0].split()[1:] == [str(day) for day in range(1, 31)]
    english = walked.ok(*PATROL, "calendar", "2026-06").out.splitlines()
    assert english[2].split()[-4:] == ["D", "L", "P", "P"]
    assert "D done 2   L late 1   P partial 2   M missed 3" in english[-1]
    assert walked(*PATROL, "calendar", "2026").code == 2


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal is needed")
@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_fit_the_terminal_with_long_names(walked: Butler, columns: int, language: str) -> None:
    for number, name in enumerate(("地下车库消防设备专项", "地下车库消防设备第二巡检路线", "路" * 60)):
        walked.ok(
            "patrol", "point", "add", f"LONG-{number}", "很长的点位名称" * 6, "--check", "看得很仔细的检查项目" * 5
        )
        walked.ok("patrol", "route", "add", name, "--points", f"LONG-{number}+GATE+B2-FAN", "--window", "08:00-09:00",
                  "--window", "20:00-21:00", "--every", "daily", "--from", "2026-07-01")  # fmt: skip
        fault = f"LONG-{number}={'漏水漏得很厉害' * 60}"
        walked.ok("patrol", "log", name, "--all-ok", "--fault", fault, "--at", "08:30", "--by", "欧阳娜娜" * 8)
    pages = (
        ["due"], ["missed"], ["calendar"], ["calendar", "2026-06"], ["list"], ["list", "--limit", "2"], ["show", "1-9"],
        ["labels"],
    )  # fmt: skip
    for words in pages:
        for line in on_terminal(walked.path, ["--lang", language, "patrol", *words], columns).splitlines():
            bare = re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip("\r\n")
            assert width(bare) <= columns, f"{words}: {bare}"
    drawn = on_terminal(walked.path, ["--lang", language, "patrol", "calendar"], columns)
    assert "地下车库消防设备专项" in drawn, "a route of ten characters stands there whole"


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal is needed")
def test_the_month_is_coloured_day_by_day(walked: Butler) -> None:
    drawn = on_terminal(walked.path, ["--lang", "zh", "patrol", "calendar", "2026-06"])
    assert "\x1b[32m完\x1b[0m" in drawn and "\x1b[33m迟\x1b[0m" in drawn and "\x1b[1;31m漏" in drawn


def test_rounds_are_listed_the_newest_first(walked: Butler) -> None:
    def ids(*words: str) -> list[int]:
        return [row["id"] for row in walked.json(*PATROL, "list", *words)]

    assert ids() == [6, 5, 4, 3, 2, 1]
    assert ids("--route", "夜巡") == [5]
    assert ids("--from", "2026-06-28", "--to", "2026-06-30") == [5, 4, 3, 2]
    assert ids("--state", "done") == [5, 2, 1]
    assert ids("--state", "不完整") == [4, 3]
    assert ids("--state", "open") == [6]
    assert ids("--state", "open,partial") == [6, 4, 3]
    assert ids("--state", "abandoned") == []
    assert ids("--by", "王") == [1]
    assert ids("--facility", "PUMP-1", "--limit", "2") == [6, 4]
    assert ids("--limit", "2") == [6, 5]
    assert ids("--extra") == []
    page = walked.ok(*PATROL, "list", "--limit", "2").out
    assert "2 of 6; --limit 0 shows all." in page
    assert "1 of 2; --limit 0 shows all." in walked.ok(*PATROL, "list", "--state", "partial", "--limit", "1").out
    assert "Nothing found." in walked.ok(*PATROL, "list", "--state", "abandoned").out
    for words in (("--state", "halb"), ("--route", "无"), ("--facility", "无"), ("--from", "7月", "--to", "6月")):
        assert walked(*PATROL, "list", *words).code in (2, 3)
    first = next(
        csv.DictReader(io.StringIO(walked.ok(*PATROL, "list", "--csv", "--limit", "1").out.removeprefix("\ufeff")))
    )
    assert (first["Ref"], first["Points"], first["Points expected"]) == ("6", "1", "3")


def test_a_round_shows_every_point_and_what_became_of_its_fault(walked: Butler) -> None:
    page = walked.ok(*PATROL, "show", "R1").out
    assert "R1  早巡  2026-06-27 08:00-10:00" in page and "fault 1" in page and "王强" in page
    assert "→ T1 · " in page and "漏水" in page and "all in order at once" in page
    fault = walked.json(*PATROL, "show", "R1")["points"][0]["fault"]
    assert (fault["ticket_id"], fault["rectified_at"], fault["confirmed_at"]) == (1, None, None)
    assert "not rectified yet" in page

    walked.ok("ticket", "resolve", "1", "已换垫圈", now="2026-07-01T09:05")
    page = walked.ok(*PATROL, "show", "R1").out
    assert "rectified 07-01 09:05" in page and "not confirmed yet" in page
    walked.ok("patrol", "log", "早巡", "B1-PUMP=0.4", now="2026-07-01T09:20")
    page = walked.ok(*PATROL, "show", "R1").out
    assert "confirmed 07-01 09:20" in page


def test_the_next_ok_confirms_a_repair_that_was_closed_without_a_check(walked: Butler) -> None:
    walked.ok("ticket", "done", "1", "已换垫圈", now="2026-07-01T09:05")
    assert walked.json(*PATROL, "show", "R1")["points"][0]["fault"]["confirmed_at"] is None
    walked.ok("patrol", "log", "早巡", "B1-PUMP=0.4", now="2026-07-01T09:20")
    fault = walked.json(*PATROL, "show", "R1")["points"][0]["fault"]
    assert (fault["state"], fault["confirmed_at"], fault["confirmed_by_round"]) == ("closed", "2026-07-01T09:20:00", 6)
    assert "confirmed 07-01 09:20 R6" in walked.ok(*PATROL, "show", "R1").out


def test_a_duplicate_shows_the_ticket_that_stands_for_it(walked: Butler) -> None:
    walked.ok("ticket", "add", "泵房漏水", "--source", "phone", "-k", "repair")
    walked.ok("ticket", "link", "1", "2", "--duplicate")
    assert walked.json(*PATROL, "show", "R1")["points"][0]["fault"]["ticket_id"] == 2
    assert "→ T1 = T2" in walked.ok(*PATROL, "show", "R1").out


def test_earlier_lines_of_a_point_readings_and_photos(walked: Butler, tmp_path: Path) -> None:
    photo = tmp_path / "泵房.jpg"
    photo.write_bytes(b"made-up picture")
    walked.ok(
        "patrol", "log", "早巡", "B1-PUMP=0.6", "--photo", f"B1-PUMP={photo}", "--by", "李工", now="2026-07-01T09:05"
    )
    walked.ok("patrol", "log", "早巡", "B1-PUMP=0.45", "--again", "--by", "王强", now="2026-07-01T09:25")
    point = walked.json(*PATROL, "show", "R6")["points"][0]
    assert (point["result"], point["reading"], point["person"], point["fault"]) == ("ok", "0.45", "王强", None)
    assert [(line["result"], line["reading"], line["person"]) for line in point["earlier"]] == [
        ("fault", "0.6", "李工")
    ]
    assert [one["name"] for one in point["photos"]] == ["泵房.jpg"]
    page = walked.ok(*PATROL, "show", "R6").out
    assert "压力 0.45 MPa (0.3–0.5)" in page and "Earlier 09:05" in page and "Photos: 泵房.jpg" in page
    assert "to come" in page and "To check: 无异响" in page


def test_several_rounds_and_none(walked: Butler) -> None:
    assert [row["id"] for row in walked.json(*PATROL, "show", "R1-3,5")] == [1, 2, 3, 5]
    assert walked(*PATROL, "show", "R99").code == 3
    assert walked(*PATROL, "show", "T1").code == 2


def test_a_reading_is_no_telephone_number(walked: Butler) -> None:
    walked.ok("patrol", "point", "add", "METER", "总水表", "--reading", "读数")
    walked.ok("patrol", "route", "add", "抄表", "--points", "METER", "--window", "09:00-10:00", "--every", "daily")
    walked.ok("patrol", "log", "抄表", "METER=13800138000")
    shown = walked.json(*PATROL, "show", "R7")
    assert shown["points"][0]["reading"] == "13800138000"


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_hostile_text_comes_out_as_typed(house: Butler, tmp_path: Path, text: str) -> None:
    from butlercli.base.clock import fix
    from butlercli.store.database import open_write

    short = text[:60].strip()
    fix(None)
    db = open_write(house.path)
    with db.operation("seed"):
        point = db.insert("patrol_point", {"uid": db.uid(), "code": short, "name": text, "place": text})
        route = db.insert("patrol_route", {"uid": db.uid(), "name": text})
        days = {"since": "2026-06-30", "anchor": "2026-06-30"}
        plan = db.insert("patrol_plan", {"route_id": route, "every": "daily", "windows": "08:00-10:00", **days})
        db.insert("patrol_plan_point", {"plan_id": plan, "point_id": point, "position": 1})
        other = db.insert("patrol_point", {"uid": db.uid(), "code": "OTHER", "name": "别处"})
        db.insert("patrol_plan_point", {"plan_id": plan, "point_id": other, "position": 2})
        walked = {"date": "2026-06-30", "window_start": "2026-06-30T08:00:00", "window_end": "2026-06-30T10:00:00"}
        times = {
            "started_at": "2026-06-30T08:30:00",
            "ended_at": "2026-06-30T08:30:00",
            "course": "ended",
            "note": text,
        }
        round_ = db.insert("patrol_round", {"uid": db.uid(), "route_id": route, "plan_id": plan, **walked, **times})
        line = {"round_id": round_, "point_id": other, "at": "2026-06-30T08:30:00", "note": text, "person": text}
        db.insert("patrol_result", {**line, "result": "skipped", "entry": "each"})
    db.close()
    pages = (
        ("due",),
        ("missed",),
        ("calendar",),
        ("list",),
        ("show", "1"),
        ("labels",),
        ("due", "--csv"),
        ("list", "--csv"),
    )
    for words in pages:
        out = house.ok(*PATROL, *words).out.removeprefix("\ufeff")
        assert not any(character in out for character in CONTROLS), words
    assert visible(text) in house.ok(*PATROL, "show", "1").out or "\n" in text
    shown = house.json(*PATROL, "show", "1")
    assert (shown["route"], shown["note"], shown["points"][0]["name"], shown["by"]) == (text, text, text, text)
    for ending in ("svg", "html"):
        file = tmp_path / f"labels.{ending}"
        house.ok(*PATROL, "labels", "-o", str(file))
        written = file.read_text(encoding="utf-8")
        assert not any(character in written for character in CONTROLS) and "<b>" not in written
        if ending == "svg":
            xml.dom.minidom.parseString(written)


def test_labels_are_listed_and_written(house: Butler, tmp_path: Path) -> None:
    rows = house.json(*PATROL, "labels")
    assert [row["code"] for row in rows] == ["B1-PUMP", "B2-FAN", "GATE", "ROOF"]
    assert rows[0] == {
        "code": "B1-PUMP",
        "name": "B1泵房",
        "place": "B1泵房",
        "facility": "PUMP-1",
        "line": "butler patrol check B1-PUMP",
    }
    assert [row["code"] for row in house.json(*PATROL, "labels", "--route", "夜巡")] == ["ROOF", "GATE"]
    assert [row["code"] for row in house.json(*PATROL, "labels", "东门", "B1-PUMP", "GATE")] == ["GATE", "B1-PUMP"]
    assert house(*PATROL, "labels", "ROOF", "--route", "早巡").code == 4
    assert house(*PATROL, "labels", "无").code == 3
    file = tmp_path / "标签.html"
    house.ok(*PATROL, "labels", "-o", str(file))
    assert house(*PATROL, "labels", "-o", str(file)).code == 2
    house.ok(*PATROL, "labels", "-o", str(file), "--force")
    assert house(*PATROL, "labels", "-o", str(tmp_path / "labels.pdf")).code == 2
    assert house(*PATROL, "list", "-o", str(tmp_path / "list.html")).code == 2
    for ending in ("csv", "json", "md", "xlsx"):
        house.ok(*PATROL, "labels", "-o", str(tmp_path / f"labels.{ending}"))
    assert json.loads((tmp_path / "labels.json").read_text(encoding="utf-8")) == rows
    assert house.ok(*PATROL, "labels", "--format", "svg").out.startswith("<?xml")


def test_a_point_out_of_use_has_no_label_unless_it_is_named(house: Butler) -> None:
    house.ok("patrol", "point", "add", "OLD", "旧点位")
    house.ok("patrol", "point", "retire", "OLD")
    assert "OLD" not in [row["code"] for row in house.json(*PATROL, "labels")]
    assert [row["code"] for row in house.json(*PATROL, "labels", "OLD")] == ["OLD"]
