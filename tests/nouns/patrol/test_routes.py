"""The register of patrol points and routes, through the real command line."""

import os

import pytest

from butlercli.cli import completion
from tests.conftest import Butler

EARLY = "2026-06-29T07:30"
HOSTILE = ("[red]红[/red] [/]", "\x1b[31m红\x07", "=1+1", "{{ x }} {x} %s", "👨‍👩‍👧 \u202e反", "长" * 200)


@pytest.fixture
def house(butler: Butler) -> Butler:
    for words in (
        ("facility", "add", "PUMP-1", "B1生活水泵", "--kind", "water"),
        ("point", "add", "B1-PUMP", "B1泵房", "--facility", "PUMP-1", "--reading", "压力", "--unit", "MPa", "--min", "0.30", "--max", "0.5"),
        ("point", "add", "B2-FAN", "B2排烟风机"),
        ("point", "add", "GATE", "东门", "--check", "道闸", "--check", "照明"),
        ("point", "add", "ROOF", "3栋天台"),
        ("route", "add", "早巡", "--points", "B1-PUMP,B2-FAN,GATE", "--window", "08:00-10:00"),
        ("route", "add", "夜巡", "--points", "3栋天台、东门", "--window", "22:00-02:00"),
    ):  # fmt: skip
        butler.ok("patrol", *words, now=EARLY)
    return butler


# --- points -----------------------------------------------------------------------------------------


def test_a_point_as_json(house: Butler) -> None:
    point = house.json("patrol", "point", "show", "b1-pump")
    assert {key: point[key] for key in ("code", "name", "facility", "place", "checks", "routes", "retired")} == {
        "code": "B1-PUMP", "name": "B1泵房", "facility": "PUMP-1", "place": None, "checks": [], "routes": ["早巡"], "retired": None,
    }  # fmt: skip
    assert (point["reading"], point["unit"], point["min"], point["max"]) == ("压力", "MPa", "0.3", "0.5")
    assert (point["results"], point["readings"], point["ticket"]) == ([], [], None)


def test_a_point_shows_results_readings_and_its_open_fault(house: Butler) -> None:
    for day, value in ((29, "0.42"), (30, "0.25")):
        house.ok("patrol", "log", "早巡", f"B1-PUMP={value}", now=f"2026-06-{day}T08:30")
    point = house.json("patrol", "point", "show", "B1-PUMP")
    assert [one["result"] for one in point["results"]] == ["fault", "ok"]
    assert [one["value"] for one in point["readings"]] == ["0.42", "0.25"]
    assert (point["ticket"]["id"], point["ticket"]["state"]) == (1, "new")
    page = house.ok("patrol", "point", "show", "B1-PUMP").out
    assert "█▁" in page and "T1" in page and "0.3–0.5 MPa" in page
    house.ok("ticket", "resolve", "1", "已修")
    assert house.json("patrol", "point", "show", "B1-PUMP")["ticket"]["state"] == "resolved"
    house.ok("ticket", "close", "1")
    assert house.json("patrol", "point", "show", "B1-PUMP")["ticket"] is None


@pytest.mark.parametrize(
    "code",
    [
        "",
        " ",
        "A=B",
        "A:B",
        "A B",
        "-A",
        "A,B",
        "A+B",
        "A、B",
        "Ａ＝Ｂ",
        "好",
        "ok",
        "fault",
        "x" * 61,
        "a\x1bb",
        "A'B",
    ],
)
def test_a_code_that_could_not_be_typed_is_refused(house: Butler, code: str) -> None:
    outcome = house("patrol", "point", "add", "--", code, "西门")
    assert outcome.code == 2
    assert len(outcome.err.strip().splitlines()) == 1


@pytest.mark.parametrize("words", [("gate", "西门"), ("ＧＡＴＥ", "西门"), ("东门", "西门"), ("WEST", "roof")])
def test_a_code_belongs_to_one_point(house: Butler, words: tuple[str, str]) -> None:
    outcome = house("patrol", "point", "add", *words, "--json")
    assert (outcome.code, outcome.error["code"]) == (4, "duplicate")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--unit", "MPa"), 2),
        (("--min", "1"), 2),
        (("--max", "1"), 2),
        (("--reading", "温度", "--min", "2", "--max", "1.5"), 2),
        (("--reading", "温度", "--min", "warm"), 2),
        (("--facility", "NONE"), 3),
        (("--place", "x" * 201), 2),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(house: Butler, words: tuple[str, ...], code: int) -> None:
    outcome = house("patrol", "point", "add", "WEST", "西门", *words)
    assert outcome.code == code, outcome.err
    assert house("patrol", "point", "show", "WEST").code == 3


def test_numbers_are_compared_as_numbers(house: Butler) -> None:
    point = house.json(
        "patrol", "point", "add", "T", "机房", "--reading", "温度", "--unit", "℃", "--min", "-9", "--max", "10.50℃"
    )
    assert (point["min"], point["max"]) == ("-9", "10.5")
    assert house("patrol", "point", "edit", "T", "--max", "-9.5").code == 2


def test_every_field_of_a_point_can_be_changed_and_cleared(house: Butler) -> None:
    edit = ("patrol", "point", "edit", "GATE")
    point = house.json(
        *edit,
        "--name",
        "东大门",
        "--place",
        "岗亭",
        "--facility",
        "pump-1",
        "--reading",
        "电压",
        "--unit",
        "V",
        "--min",
        "210",
    )
    assert (point["name"], point["place"], point["facility"], point["reading"], point["min"]) == (
        "东大门",
        "岗亭",
        "PUMP-1",
        "电压",
        "210",
    )
    assert house.json(*edit, "--add-check", "门禁", "--drop-check", "照明")["checks"] == ["道闸", "门禁"]
    assert house.json(*edit, "--check", "只看这个")["checks"] == ["只看这个"]
    point = house.json(*edit, "--place", "", "--facility", "", "--reading", "", "--check", "")
    assert [point[key] for key in ("place", "facility", "reading", "unit", "min", "checks")] == [None] * 5 + [[]]
    assert house.json(*edit, "--code", "EAST")["code"] == "EAST"
    assert house.json("patrol", "route", "show", "早巡")["points"] == ["B1-PUMP", "B2-FAN", "EAST"]
    assert house("patrol", "point", "edit", "EAST").code == 2
    assert house("patrol", "point", "edit", "EAST", "--name", "").code == 2
    assert house("patrol", "point", "edit", "EAST", "--drop-check", "没有").code == 3
    same = house.ok("patrol", "point", "edit", "EAST", "--name", "东大门")
    assert "nothing changed" in same.err


def test_a_point_on_a_route_in_use_cannot_retire(house: Butler) -> None:
    outcome = house("patrol", "point", "retire", "GATE", "--json")
    assert (outcome.code, outcome.error["code"]) == (4, "in_use")
    assert "早巡" in outcome.error["message"] and "夜巡" in outcome.error["message"]
    assert "butler patrol route edit 早巡 --points" in outcome.error["hint"]
    house.ok("patrol", "route", "edit", "早巡", "--points", "B1-PUMP,B2-FAN")
    house.ok("patrol", "route", "retire", "夜巡")
    assert house.json("patrol", "point", "retire", "GATE")["retired"] == "2026-07-01"
    assert "nothing to do" in house.ok("patrol", "point", "retire", "GATE").err
    assert "GATE" not in house.ok("patrol", "point", "list").out
    assert "GATE" in house.ok("patrol", "point", "list", "--all").out
    refused = house("patrol", "route", "edit", "早巡", "--points", "B1-PUMP,GATE")
    assert refused.code == 4 and "--back" in refused.err
    assert house.json("patrol", "point", "retire", "GATE", "--back")["retired"] is None


def test_points_are_listed_by_route_and_facility(house: Butler) -> None:
    assert [one["code"] for one in house.json("patrol", "point", "list", "--route", "夜")] == ["ROOF", "GATE"]
    assert [one["code"] for one in house.json("patrol", "point", "list", "--facility", "PUMP-1")] == ["B1-PUMP"]
    assert [one["code"] for one in house.json("patrol", "point", "list", "--limit", "2")] == ["B1-PUMP", "B2-FAN"]
    assert house.ok("patrol", "point", "list", "--csv").out.count("\n") == 5


# --- routes -----------------------------------------------------------------------------------------


def test_a_route_as_json(house: Butler) -> None:
    route = house.json("patrol", "route", "show", "早巡")
    del route["uid"]
    assert {key: route[key] for key in route if key not in ("id", "plans", "pauses", "note")} == {
        "name": "早巡", "every": "daily", "windows": ["08:00-10:00"], "points": ["B1-PUMP", "B2-FAN", "GATE"],
        "from": "2026-06-29", "until": None, "retired": None, "paused": None,
        "next": {"date": "2026-07-01", "window": "08:00-10:00"},
    }  # fmt: skip
    house.ok("patrol", "log", "早巡", "--all-ok")
    assert house.json("patrol", "route", "show", "早巡")["next"]["date"] == "2026-07-02"


@pytest.mark.parametrize(
    ("every", "english", "chinese"),
    [
        ("每天", "every day", ""),
        ("workdays", "working days", ""),
        ("weekly:thu,mon", "Mon Thu", "每周一、四"),
        ("monthly:15,1,-1", "1st, 15th, last day", "每月1日、15日、最后一天"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
    ],
)
def test_schedules_are_said_in_words(house: Butler, every: str, english: str, chinese: str) -> None:
    house.ok("patrol", "route", "add", "新线", "--points", "ROOF", "--window", "12:00-13:00", "--every", every)
    assert english in house.ok("patrol", "route", "list").out
    assert chinese in house.ok("patrol", "route", "show", "新线", lang="zh").out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("早巡", "--points", "GATE", "--window", "08:00-09:00"), 4),
        (("-x", "--points", "GATE", "--window", "08:00-09:00"), 2),
        (("巡.csv", "--points", "GATE", "--window", "08:00-09:00"), 2),
        (("新线", "--points", "GATE,NONE,NADA", "--window", "08:00-09:00"), 3),
        (("新线", "--points", "GATE+东门", "--window", "08:00-09:00"), 2),
        (("新线", "--points", "B", "--window", "08:00-09:00"), 2),
        (("新线", "--points", ",", "--window", "08:00-09:00"), 2),
        (("新线", "--points", "GATE", "--window", "8"), 2),
        (("新线", "--points", "GATE", "--window", "08:00-09:00", "--window", "08:30-09:30"), 2),
        (("新线", "--points", "GATE", "--window", "08:00-09:00", "--every", "often"), 2),
        (("新线", "--points", "GATE", "--window", "08:00-09:00", "--every", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), 2),
        (("新线", "--points", "GATE", "--window", "08:00-09:00", "--from", "2026-07-02", "--until", "2026-07-01"), 2),
        (("新线", "--points", "GATE"), 2),
    ],
)
def test_a_route_that_cannot_be_is_refused(house: Butler, words: tuple[str, ...], code: int) -> None:
    outcome = house("patrol", "route", "add", *(["--", *words] if words[0] == "-x" else words))
    assert outcome.code == code, outcome.err
    assert len(house.json("patrol", "route", "list")) == 2


def test_all_unknown_points_are_named(house: Butler) -> None:
    err = house("patrol", "route", "edit", "早巡", "--points", "GATE,NONE,NADA").err
    assert "NONE" in err and "NADA" in err and "GATE" not in err


def test_a_route_of_which_nothing_is_expected_says_so(house: Butler) -> None:
    words = ("--points", "GATE", "--window", "08:00-09:00", "--every", "monthly:31")
    outcome = house.ok("patrol", "route", "add", "新线", *words, "--from", "2026-09-01", "--until", "2026-09-30")
    assert "No round is ever expected" in outcome.err


def test_a_new_route_may_begin_in_the_past(house: Butler) -> None:
    route = house.json(
        "patrol", "route", "add", "旧线", "--points", "GATE", "--window", "08:00-09:00", "--from", "2026-01-01"
    )
    assert route["from"] == "2026-01-01"
    late = house.ok("patrol", "route", "add", "晚线", "--points", "GATE", "--window", "06:00-07:00")
    assert "--from 2026-07-02" in late.err


def test_a_change_begins_after_the_last_logged_round(house: Butler) -> None:
    house.ok("patrol", "log", "早巡", "--all-ok", now="2026-07-01T08:30")
    edit = ("patrol", "route", "edit", "早巡", "--window", "07:30-09:30")
    refused = house(*edit, "--from", "2026-07-01", "--json")
    assert (refused.code, refused.error["code"]) == (4, "rounds_logged")
    assert "2026-07-02" in refused.error["hint"]
    assert "2026-07-02" in house.ok(*edit).err
    house.ok("patrol", "route", "edit", "早巡", "--points", "GATE", "--from", "2026-07-10")
    later = house.ok("patrol", "route", "edit", "早巡", "--window", "07:00-09:00", "--from", "2026-07-02")
    assert "2026-07-10" in later.err
    plans = house.json("patrol", "route", "show", "早巡")["plans"]
    assert [(plan["from"], plan["until"], plan["windows"]) for plan in plans] == [
        ("2026-06-29", "2026-07-01", ["08:00-10:00"]),
        ("2026-07-02", "2026-07-09", ["07:00-09:00"]),
        ("2026-07-10", None, ["07:30-09:30"]),
    ]


def test_the_end_of_a_route_is_moved_and_taken_away(house: Butler) -> None:
    edit = ("patrol", "route", "edit", "早巡")
    assert house.json(*edit, "--until", "2026-07-31")["until"] == "2026-07-31"
    assert house.json(*edit, "--until", "")["until"] is None
    assert len(house.json("patrol", "route", "show", "早巡")["plans"]) == 1
    house.ok(*edit, "--until", "2026-06-30")
    assert house.json("patrol", "route", "show", "早巡")["next"] is None
    refused = house(*edit, "--window", "07:00-09:30")
    assert refused.code == 2 and "--until" in refused.err
    route = house.json(*edit, "--until", "", now="2026-07-05T07:00")
    assert (route["from"], route["until"]) == ("2026-07-05", None)  # the days between stay without a round


def test_a_route_that_has_not_begun_is_moved(house: Butler) -> None:
    words = ("--points", "GATE", "--window", "08:00-09:00")
    house.ok("patrol", "route", "add", "新线", *words, "--from", "2026-07-10")
    edit = ("patrol", "route", "edit", "新线")
    for day in ("2026-07-20", "2026-07-03"):
        assert house.json(*edit, "--from", day)["from"] == day
    house.ok(*edit, "--window", "09:00-10:00")
    plans = house.json("patrol", "route", "show", "新线")["plans"]
    assert [(plan["from"], plan["windows"]) for plan in plans] == [("2026-07-03", ["09:00-10:00"])]
    assert house("patrol", "route", "edit", "早巡", "--from", "2026-07-20").code == 2
    assert house("patrol", "route", "edit", "早巡").code == 2


def test_pauses_join_and_end(house: Butler) -> None:
    house.ok("patrol", "log", "早巡", "--all-ok", now="2026-06-30T08:30")
    pause = ("patrol", "route", "pause", "早巡")
    said = house.ok(*pause, "--from", "2026-06-29", "--until", "2026-06-30", "--reason", "施工").err
    assert "2026-06-30: 2." in said and "extra now" in said
    assert house.json("patrol", "route", "show", "早巡")["paused"] is None
    route = house.json(*pause, "--from", "2026-06-30", "--until", "2026-07-05")
    assert route["paused"] == {"from": "2026-06-29", "until": "2026-07-05", "reason": "施工"}
    assert route["next"]["date"] == "2026-07-06"
    assert "nothing to do" in house.ok(*pause, "--from", "2026-07-01", "--until", "2026-07-02").err
    house.ok(*pause)
    assert house.json("patrol", "route", "list")[0]["paused"]["until"] is None
    assert house.json("patrol", "route", "resume", "早巡")["paused"] is None
    assert house.json("patrol", "route", "show", "早巡")["pauses"] == [
        {"from": "2026-06-29", "until": "2026-06-30", "reason": "施工"}
    ]
    assert "nothing to do" in house.ok("patrol", "route", "resume", "早巡").err
    assert house(*pause, "--from", "2026-07-02", "--until", "2026-07-01").code == 2


def test_a_route_retires_and_comes_back_without_missed_rounds(house: Butler) -> None:
    house.ok("patrol", "log", "早巡", "--all-ok", now="2026-07-01T08:30")
    assert house("patrol", "route", "retire", "早巡", "--from", "2026-07-01").code == 4
    assert house.json("patrol", "route", "retire", "早巡")["retired"] == "2026-07-02"
    later = "2026-07-20T07:00"
    assert [one["name"] for one in house.json("patrol", "route", "list", now=later)] == ["夜巡"]
    assert house("patrol", "route", "edit", "早巡", "--points", "GATE", now=later).code == 4
    assert house("patrol", "route", "retire", "早巡", "--from", "2026-07-15", now=later).code == 4
    back = house.json("patrol", "route", "retire", "早巡", "--back", now=later)
    assert (back["retired"], back["next"]["date"]) == (None, "2026-07-20")
    pauses = house.json("patrol", "route", "show", "早巡", now=later)["pauses"]
    assert pauses == [{"from": "2026-07-02", "until": "2026-07-19", "reason": None}]
    assert "nothing to do" in house.ok("patrol", "route", "retire", "早巡", "--back", now=later).err


def test_unknown_working_days_are_said(house: Butler) -> None:
    words = ("--points", "GATE", "--window", "08:00-09:00", "--every", "workdays", "--from", "2031-03-01")
    assert "2031" in house.ok("patrol", "route", "add", "远线", *words).err


# --- both ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE, ids=[ascii(text[:12]) for text in HOSTILE])
def test_texts_are_kept_as_typed_and_shown_without_controls(house: Butler, text: str) -> None:
    typed = text.strip()
    house.ok("patrol", "point", "add", "--place", text, "--check", text, "--reading", text[:20], "--", "X-1", text)
    point = house.json("patrol", "point", "show", "X-1")
    assert (point["name"], point["place"], point["checks"]) == (typed, typed, [typed])
    house.ok("patrol", "route", "add", "新线", "--points", "X-1", "--window", "08:00-10:00", "--note", text)
    house.ok("patrol", "route", "pause", "新线", "--reason", text)
    route = house.json("patrol", "route", "show", "新线")
    assert route["note"] == text and route["paused"]["reason"] == text
    for words in (("point", "list"), ("point", "show", "X-1"), ("route", "list"), ("route", "show", "新线")):
        assert not set(house.ok("patrol", *words).out) & set("\x1b\x07\u202e")


def test_routes_and_points_are_completed(house: Butler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUTLER_DB", str(house.path))

    def values(line: str) -> list[str]:
        words = completion._split(line)[1:]
        begun = words.pop() if words and not line.endswith(" ") else ""
        return [value for value, _text in completion.candidates(completion._take_globals(words, begun), os.environ)]

    assert values("butler patrol log ") == ["早巡", "夜巡"]
    assert values("butler patrol log 早巡 --all-ok b") == ["B1-PUMP", "B2-FAN"]
    assert values("butler patrol log 早巡 --fault G") == ["GATE"]
    assert values("butler 巡 夜") == ["夜巡"]
    assert values("butler patrol route edit 早巡 --points GATE,R") == ["GATE,ROOF"]
    assert values("butler patrol point show 东") == ["东门"]
    assert values("butler patrol point list --route ") == ["早巡", "夜巡"]
    assert values("butler patrol list -r 早") == ["早巡"]
    assert values("butler patrol route pause 早") == ["早巡"]
