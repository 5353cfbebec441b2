"""Lines of a script, a note or a device: each into the round its time belongs to, none twice, none invented."""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from butlercli import main as entry
from butlercli.base import clock
from tests.conftest import Butler
from tests.nouns.patrol.made import BEGUN, SETUP, Row, line, text


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with three routes, as it was on the first of May."""
    path = tmp_path_factory.mktemp("stream") / "butler.db"
    for words in SETUP:
        assert entry.run(["--db", str(path), "--now", BEGUN, *words]) == 0
    clock.fix(None)
    return path


@pytest.fixture
def house(made: Path, butler: Butler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Butler]:
    """A copy of it, in a folder of its own."""
    shutil.copy(made, butler.path)
    monkeypatch.chdir(tmp_path)
    yield butler


def log(house: Butler, *lines: Row, words: Sequence[str] = (), code: int = 0) -> Any:
    """Log lines from standard input; returns the account, or the error."""
    outcome = house("patrol", "log", "-", "--json", *words, stdin=text(*lines))
    assert outcome.code == code, outcome.err
    return outcome.json if outcome.out else outcome.error


def results(house: Butler) -> list[tuple[Any, ...]]:
    """What is kept: route, day, point, time, result, entry, reading, note, person."""
    with sqlite3.connect(house.path) as connection:
        sql = "SELECT route, date, point, at, result, entry, reading, note, person FROM v_patrol_result ORDER BY at, point"
        return connection.execute(sql).fetchall()


def value(house: Butler, sql: str) -> Any:
    with sqlite3.connect(house.path) as connection:
        return connection.execute(sql).fetchone()[0]


def whys(account: Any) -> list[str]:
    return [problem["why"] for problem in account["rejected"]]


# --- what a line says -----------------------------------------------------------------------------


def test_json_lines_and_csv_say_the_same(house: Butler, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "route,point,at,result,note,reading,by\n"
        "早巡,B1-PUMP,2026-06-30T08:05:00,,,0.42,李师傅\n"
        "早巡,GATE,2026-06-30T08:09:00,fault,锁坏,,李师傅\n",
        encoding="utf-8",
    )
    house.ok("patrol", "log", "a.csv")
    kept = results(house)
    assert kept == [
        ("早巡", "2026-06-30", "B1-PUMP", "2026-06-30T08:05:00", "ok", "device", "0.42", None, "李师傅"),
        ("早巡", "2026-06-30", "GATE", "2026-06-30T08:09:00", "fault", "device", None, "锁坏", "李师傅"),
    ]
    house.ok("undo")
    log(
        house,
        line("B1-PUMP", "2026-06-30T08:05:00", reading=0.42, by="李师傅"),
        line("GATE", "2026-06-30T08:09:00", result="异常", note="锁坏", by="李师傅"),
    )
    assert results(house) == kept


def test_a_devices_export_is_understood_by_its_headers(house: Butler, tmp_path: Path) -> None:
    (tmp_path / "巡更机.csv").write_bytes(
        (
            "示例花园巡更记录,,,,,,\n"
            "巡检线路,地点编号,日期,刷卡时间,巡检状态,异常情况,巡更员\n"
            "早巡,B1-PUMP,2026-06-30,8:05:10,正常,无,李师傅\n"
            "早巡,GATE,2026/6/30,08:09,,门轴异响,李师傅\n"
            "夜巡,ROOF,2026-06-30,-,漏检,-,-\n"
            "夜巡,GATE,2026-07-01,01:59:59,×,,李师傅\n"
        ).encode("gb18030")
    )
    account = house.json("patrol", "log", "巡更机.csv")
    assert (account["added"], account["missed"], account["rejected"]) == (3, 1, [])
    assert [row[1:8] for row in results(house)] == [
        ("2026-06-30", "B1-PUMP", "2026-06-30T08:05:10", "ok", "device", None, None),
        ("2026-06-30", "GATE", "2026-06-30T08:09:00", "fault", "device", None, "门轴异响"),
        ("2026-06-30", "GATE", "2026-07-01T01:59:59", "fault", "device", None, "fault"),
    ]


def test_a_workbook_is_read(house: Butler, tmp_path: Path) -> None:
    import datetime

    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "巡更.xlsx"))
    sheet, shown = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.write_row(0, 0, ["路线", "点位", "打卡时间"])
    sheet.write_row(1, 0, ["早巡", "东门"])
    sheet.write_datetime(1, 2, datetime.datetime(2026, 6, 30, 8, 9, 7), shown)
    book.close()
    house.ok("patrol", "log", "巡更.xlsx")
    assert results(house)[0][2:5] == ("GATE", "2026-06-30T08:09:07", "ok")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, ("ok", None, None)),
        ({"result": "正常", "note": "已上油"}, ("ok", None, "已上油")),
        ({"result": "OK"}, ("ok", None, None)),
        ({"result": "fault:漏水"}, ("fault", None, "漏水")),
        ({"result": "故障", "note": "漏水"}, ("fault", None, "漏水")),
        ({"result": "skip", "note": "施工封闭"}, ("skipped", None, "施工封闭")),
        ({"result": "0.4"}, ("ok", "0.4", None)),
        ({"reading": "0.40 MPa"}, ("ok", "0.4", None)),
        ({"reading": 0.2}, ("fault", "0.2", "压力 0.2 MPa < 0.3")),
        ({"reading": 0.2, "result": "ok", "note": "表已换"}, ("fault", "0.2", "压力 0.2 MPa < 0.3 表已换")),
        ({"reading": 0.2, "result": "fault"}, ("fault", "0.2", "压力 0.2 MPa < 0.3")),
        ({"reading": 0.4, "note": "复测"}, ("ok", "0.4", "复测")),
        ({"result": "fault"}, ("fault", None, "fault")),
        ({"异常情况": "漏水"}, ("fault", None, "漏水")),
        ({"异常情况": "无", "note": "无"}, ("ok", None, "无")),
    ],
)
def test_what_a_line_says(house: Butler, given: Row, kept: tuple[Any, ...]) -> None:
    log(house, line("B1-PUMP", "2026-06-30T08:05:00", **given))
    (row,) = results(house)
    assert (row[4], *row[6:8]) == kept


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"result": "maybe"}, "“maybe” says nothing of a point."),
        ({"result": "-"}, "“-” says nothing of a point."),
        ({"result": "跳过"}, "Say why it was skipped."),
        ({"result": "正常", "异常情况": "漏水"}, "in order, and yet something is wrong: “漏水”."),
        ({"note": "漏水"}, "A note without a result: in order, or a fault?"),
        ({"reading": "高"}, "“高” is no reading."),
        ({"point": "GATE", "reading": 0.4}, "GATE 东门 has no reading."),
        ({"point": "ROOF"}, "ROOF 3栋天台 is no point of “早巡” on 2026-06-30."),
        ({"point": "LIFT"}, "There is no patrol point “LIFT”."),
        ({"route": "午巡"}, "There is no route “午巡”."),
        ({"at": "2026-06-30"}, "“2026-06-30” is a day without a time."),
        ({"at": 20260630}, "“20260630” is a day without a time."),
        ({"at": "08:05"}, "“08:05:00” is a time without a day."),
        ({"at": "25:05"}, "“25:05” is no time of day."),
        ({"at": "2026-07-01T09:30:01"}, "2026-07-01 09:30:01 has not come yet."),
        ({"at": None}, "The line has no time."),
        ({"entry": "guess"}, "“guess” is not a way of entry."),
    ],
)
def test_a_line_that_cannot_be_taken_is_named_with_its_reason(house: Butler, given: Row, why: str) -> None:
    good = line("GATE", "2026-06-29T08:05:00", result="ok")
    bad = {**line("B1-PUMP", "2026-06-30T08:05:00"), **given}
    outcome = house("patrol", "log", "-", "--json", stdin=text(good, bad))
    assert outcome.code == 6 and outcome.error["code"] == "bad_rows"
    assert "row 2" in outcome.err and why in outcome.err.replace('\\"', '"')
    assert results(house) == []


def test_times_are_civil_times_of_the_community(house: Butler) -> None:
    log(
        house,
        line("B1-PUMP", "2026-06-30T00:05:00Z"),
        line("GATE", "2026-06-30T09:09:00+09:00"),
        line("ROOF", "20260629225900", route="夜巡"),
    )
    assert [row[3] for row in results(house)] == ["2026-06-29T22:59:00", "2026-06-30T08:05:00", "2026-06-30T08:09:00"]


def test_midnight_to_the_second_is_a_time(house: Butler) -> None:
    log(house, line("ROOF", "2026-06-30 00:00", route="夜巡"), line("GATE", "2026年6月30日 0时0分", route="夜巡"))
    assert [row[1:4:2] for row in results(house)] == [("2026-06-29", "2026-06-30T00:00:00")] * 2


def test_a_day_may_be_given_to_all_lines(house: Butler) -> None:
    house.ok(
        "patrol", "log", "-", "--set", "date=2026-06-30", "--set", "route=早巡", "--by", "李师傅",
        stdin="point,time\nGATE,08:05\nB1-PUMP,8:01:30\n",
    )  # fmt: skip
    assert [row[3:9:5] for row in results(house)] == [
        ("2026-06-30T08:01:30", "李师傅"), ("2026-06-30T08:05:00", "李师傅"),
    ]  # fmt: skip


def test_how_a_line_came_in_is_kept(house: Butler) -> None:
    log(
        house,
        line("B1-PUMP", "2026-06-29T08:05:00", entry="逐点"),
        line("GATE", "2026-06-29T08:06:00"),
        line("B1-PUMP", "2026-06-30T09:45:00", entry="each"),
        line("GATE", "2026-06-30T08:06:00", entry="all-ok"),
    )
    assert [row[5] for row in results(house)] == ["late", "device", "all-ok", "each"]
    house.ok("undo")
    log(house, line("GATE", "2026-07-01T08:06:00"), words=("--set", "entry=each"))
    assert [row[5] for row in results(house)] == ["each"]


# --- where it belongs -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("route", "at", "day", "window"),
    [
        ("夜巡", "2026-06-28T23:59:00", "2026-06-28", "22:00-02:00"),
        ("夜巡", "2026-06-29T01:59:59", "2026-06-28", "22:00-02:00"),
        ("夜巡", "2026-06-29T02:00:00", "2026-06-28", "22:00-02:00"),
        ("夜巡", "2026-06-29T11:59:59", "2026-06-28", "22:00-02:00"),
        ("夜巡", "2026-06-29T12:00:00", "2026-06-28", "22:00-02:00"),
        ("夜巡", "2026-06-29T12:00:01", "2026-06-29", "22:00-02:00"),
        ("早巡", "2026-06-28T23:59:59", "2026-06-28", "08:00-10:00"),
        ("周巡", "2026-06-30T23:59:00", "2026-06-29", "14:00-15:00"),
        ("周巡", "2026-06-25T08:00:00", "2026-06-25", None),
    ],
)
def test_a_line_belongs_to_the_round_its_time_says(
    house: Butler, route: str, at: str, day: str, window: str | None
) -> None:
    point = "GATE" if route == "早巡" else "ROOF"
    log(house, line(point, at, route=route))
    (record,) = house.json("patrol", "list", "--from", "2026-06-01", "--to", "2026-07-01")
    assert (record["date"], record["window"], record["extra"]) == (day, window, window is None)


def test_a_clock_set_back_neither_doubles_nor_loses_a_round(house: Butler) -> None:
    times = ("2026-06-30T08:50:00", "2026-06-30T08:10:00", "2026-06-29T22:30:00", "2026-06-30T22:10:00")
    account = log(
        house,
        line("B1-PUMP", times[0]),
        line("GATE", times[1]),
        line("ROOF", times[2], route="夜巡"),
        line("ROOF", times[3], route="夜巡"),
        line("GATE", "2026-06-30T01:00:00", route="夜巡"),
    )
    assert (account["added"], account["rounds"], account["rounds_added"]) == (5, 3, 3)
    rounds = house.json("patrol", "list", "--from", "2026-06-01", "--to", "2026-07-01")
    assert sorted((row["date"], row["route"], row["state"]) for row in rounds) == [
        ("2026-06-29", "夜巡", "done"), ("2026-06-30", "夜巡", "partial"), ("2026-06-30", "早巡", "done"),
    ]  # fmt: skip


# --- twice, and once more -------------------------------------------------------------------------


def test_the_same_lines_again_change_nothing(house: Butler) -> None:
    lines = (line("B1-PUMP", "2026-06-30T08:05:00", reading=0.1), line("GATE", "2026-06-30T08:09:00"))
    first = log(house, *lines, lines[1])
    assert (first["added"], first["duplicates"], first["unchanged"]) == (2, 1, 0)
    before = (results(house), value(house, "SELECT count(*) FROM operation"))
    again = log(house, *lines, lines[1])
    assert (again["added"], again["duplicates"], again["unchanged"], again["rounds"]) == (0, 3, 3, 0)
    assert (results(house), value(house, "SELECT count(*) FROM operation")) == before


def test_of_two_lines_of_one_second_the_fault_is_kept_and_the_other_named(house: Butler) -> None:
    lines = [line("GATE", "2026-06-30T08:09:00", result=word) for word in ("ok", "fault", "ok")]
    account = log(house, *lines)
    assert (account["added"], account["duplicates"]) == (1, 2)
    assert [warning["row"] for warning in account["warnings"]] == [1, 3]
    assert results(house)[0][4] == "fault"


def test_a_second_result_of_a_point_wants_again(house: Butler) -> None:
    lines = (line("GATE", "2026-06-30T08:09:00", result="fault"), line("GATE", "2026-06-30T08:40:00", result="ok"))
    log(house, *lines, code=6)
    assert results(house) == []
    log(house, lines[0])
    outcome = house("patrol", "log", "-", stdin=text(lines[1]))
    assert outcome.code == 6 and "wants --again" in outcome.err
    log(house, lines[1], words=("--again",))
    assert [row[4] for row in results(house)] == ["fault", "ok"]
    (record,) = house.json("patrol", "list", "--from", "2026-06-30", "--to", "2026-06-30")
    assert record["points"][1]["result"] == "ok"


def test_bad_lines_may_be_set_aside(house: Butler, tmp_path: Path) -> None:
    lines = "route,point,at\n早巡,GATE,2026-06-30 08:09\n早巡,=1+1,2026-06-30 08:10\n"
    (tmp_path / "a.csv").write_text(lines, encoding="utf-8")
    outcome = house("patrol", "log", "a.csv", "--skip-bad", "--json")
    assert outcome.code == 6
    assert (outcome.json["added"], outcome.json["rejected_file"]) == (1, "a.csv.rejected.csv")
    assert "早巡,'=1+1,2026-06-30 08:10,3," in (tmp_path / "a.csv.rejected.csv").read_text(encoding="utf-8-sig")
    assert house("patrol", "log", "-", "--skip-bad", stdin=lines).code == 6
    assert (tmp_path / "import.rejected.csv").exists()


def test_a_round_that_was_paused_since_is_known_all_the_same(house: Butler) -> None:
    lines = (line("B1-PUMP", "2026-06-30T08:05:00"), line("GATE", "2026-06-30T08:09:00"))
    log(house, *lines)
    house.ok("patrol", "route", "pause", "早巡", "--from", "2026-06-30", "--until", "2026-06-30")
    again = log(house, *lines)
    assert (again["added"], again["duplicates"]) == (0, 2)


def test_a_round_under_way_takes_the_lines_of_a_device(house: Butler) -> None:
    house.ok("patrol", "check", "GATE", "--route", "早巡", now="2026-07-01T08:30")
    assert value(house, "SELECT course FROM patrol_round") == "walking"
    log(house, line("B1-PUMP", "2026-07-01T08:05:00", reading=0.4))
    record = house.json("patrol", "show", "R1")
    assert (record["state"], record["started_at"], record["finished_at"]) == (
        "done", "2026-07-01T08:05:00", "2026-07-01T08:30:00",
    )  # fmt: skip
    assert value(house, "SELECT course FROM patrol_round") == "ended"


# --- tickets --------------------------------------------------------------------------------------


def test_faults_and_repairs_fall_as_they_happened_whatever_the_order_of_the_lines(house: Butler) -> None:
    first = log(house, line("GATE", "2026-06-28T08:09:00", result="fault", note="门锁坏"))
    assert first["tickets_opened"] == [1]
    house.ok("ticket", "resolve", "1", "换锁芯", "--at", "2026-06-28T15:00", now="2026-06-28T15:00")
    second = log(
        house,
        line("GATE", "2026-06-30T08:09:00", result="fault", note="又坏"),
        line("GATE", "2026-06-29T08:09:00"),
        line("GATE", "2026-06-27T08:09:00"),
        line("B1-PUMP", "2026-06-29T08:05:00", reading="0.1"),
        line("B1-PUMP", "2026-06-30T08:05:00", reading="0.2"),
    )
    assert (second["tickets_confirmed"], second["tickets_joined"], second["tickets_opened"]) == ([1], [2, 1], [2])
    ticket = house.json("ticket", "show", "1")
    assert [event["verb"] for event in ticket["log"]][-2:] == ["verify", "reopen"]
    assert (ticket["state"], ticket["verified_at"]) == ("active", None)
    assert value(house, "SELECT facility FROM v_ticket WHERE id = 2") == "PUMP-1"
    assert value(house, "SELECT count(*) FROM patrol_result WHERE result = 'fault' AND ticket_id IS NOT NULL") == 4


def test_a_stream_is_one_operation_and_one_step_of_undo(house: Butler) -> None:
    before = value(house, "SELECT count(*) FROM operation")
    days = range(1, 29)
    log(
        house,
        *(line("GATE", f"2026-06-{day:02d}T08:09:00", result="fault" if day % 9 == 0 else "ok") for day in days),
        *(line("ROOF", f"2026-06-{day:02d}T23:59:00", route="夜巡") for day in days),
    )
    assert value(house, "SELECT count(*) FROM operation") == before + 1
    assert value(house, "SELECT refs FROM operation ORDER BY id DESC LIMIT 1") == "R1-R56"
    house.ok("undo")
    assert results(house) == [] and value(house, "SELECT count(*) FROM ticket") == 0


def test_a_dry_run_shows_how_the_lines_are_read_and_writes_nothing(house: Butler) -> None:
    before = house.path.read_bytes()
    shown = house(
        "patrol",
        "log",
        "-",
        "-n",
        stdin=text(line("东门", "2026-06-28T23:59:00", result="坏", 指纹="x"), line("GATE", "2026-06-28T08:00:00")),
    )
    assert shown.code == 6 and "says nothing of a point" in shown.err
    shown = house.ok("patrol", "log", "-", "-n", stdin="线路,点位,时间,指纹\n夜巡,东门,2026-06-29 01:00,9\n")
    for words in ("线路", "2026-06-28", "22:00-02:00", "GATE 东门", "device", "指纹", "A dry run"):
        assert words in shown.out + shown.err
    assert house.path.read_bytes() == before


def test_the_words_of_a_line_are_kept_as_typed(house: Butler) -> None:
    hostile = "[red]x[/red] \x1b[31m {x} {{y}} 🚪 =1+1 ‮"
    log(house, line("GATE", "2026-06-28T08:00:00", result="fault", note=hostile, by=hostile))
    assert results(house)[0][7:] == (hostile, hostile)
    assert "\x1b" not in house.ok("patrol", "show", "R1").out
