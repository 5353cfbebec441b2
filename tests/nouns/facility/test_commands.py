"""`butler patrol facility`: the register of facilities, on the real command line."""

import sqlite3
from pathlib import Path

import pytest

from tests.conftest import Butler
from tests.contracts.test_hostile import HOSTILE, IDS

FACILITY = ("patrol", "facility")


@pytest.fixture
def house(butler: Butler) -> Butler:
    """A lift with its inspections, a pump, and fire equipment that nobody tested for a year."""
    butler.ok(*FACILITY, "add", "LIFT-3-2", "3栋2单元电梯", "--kind", "elevator", "--place", "3栋2单元", "--installed",
              "2019-05-20", "--inspected", "2026-06-18", "--maker", "三菱", "--vendor", "迅达维保", "--vendor-phone",
              "0755-88886666")  # fmt: skip
    butler.ok(*FACILITY, "add", "PUMP-1", "B1生活水泵", "--kind", "给排水", "--place", "B1泵房", "--test", "每半年", "--tested",
              "2026-03-10")  # fmt: skip
    butler.ok(*FACILITY, "add", "FIRE-1", "消防主机", "-k", "fire", "--tested", "2025-05-01")
    return butler


def patrolled(house: Butler, readings: list[str]) -> None:
    """Write a route over one point of the pump, a reading a day, the last of them a fault with a ticket."""
    house.ok("ticket", "add", "水泵压力低", "--source", "patrol", "--place", "B1泵房", "-k", "repair")
    with sqlite3.connect(house.path) as db:
        db.executescript(
            """INSERT INTO patrol_point (id, uid, code, name, facility_id, reading, reading_unit, low, high)
                 VALUES (1, 'p1', 'B1-PUMP', 'B1泵房', (SELECT id FROM facility WHERE code = 'PUMP-1'), '压力', 'MPa', '0.3', '0.5');
               INSERT INTO patrol_point (id, uid, code, name) VALUES (2, 'p2', 'GATE', '东门');
               INSERT INTO patrol_route (id, uid, name) VALUES (1, 'r1', '早巡');
               INSERT INTO patrol_plan (id, route_id, since, every, anchor, windows)
                 VALUES (1, 1, '2026-01-01', 'daily', '2026-01-01', '08:00-10:00');"""
        )
        for number, reading in enumerate(readings, 1):
            day = f"2026-{5 + (number - 1) // 30:02d}-{(number - 1) % 30 + 1:02d}"
            db.execute(
                "INSERT INTO patrol_round (id, uid, route_id, plan_id, date, window_start, window_end, course, started_at, ended_at) "
                "VALUES (?1, 'o' || ?1, 1, 1, ?2, ?2 || 'T08:00:00', ?2 || 'T10:00:00', 'ended', ?2 || 'T08:05:00', ?2 || 'T08:30:00')",
                (number, day),
            )
            last = number == len(readings)
            db.execute(
                "INSERT INTO patrol_result (round_id, point_id, at, result, entry, reading, note, ticket_id) "
                "VALUES (?, 1, ?, ?, 'each', ?, ?, ?)",
                (
                    number,
                    f"{day}T08:10:00",
                    *(("fault", reading, "压力低", 1) if last else ("ok", reading, None, None)),
                ),
            )
    db.close()


def codes(house: Butler, *words: str) -> list[str]:
    return [one["code"] for one in house.json(*FACILITY, "list", *words)]


def test_a_facility_has_its_next_dates_and_where_they_come_from(house: Butler) -> None:
    lift = house.json(*FACILITY, "show", "LIFT-3-2")
    assert (lift["kind"], lift["place"], lift["installed"]) == ("elevator", "3栋2单元", "2019-05-20")
    assert (lift["next_inspect"], lift["next_test"], lift["overdue"]) == ("2028-05-20", "2027-05-20", False)
    inspect, test = lift["schedules"]["inspect"], lift["schedules"]["test"]
    assert inspect["setting"] == "inspect.elevator" and "TSG T7001" in inspect["source"]
    assert (inspect["unrecorded"], test["unrecorded"]) == (False, True)
    pump = house.json(*FACILITY, "show", "PUMP-1")
    assert (pump["test"], pump["next_test"], pump["next_inspect"]) == ("every:6m", "2026-09-10", None)
    assert pump["schedules"]["test"]["setting"] is None
    fire = house.json(*FACILITY, "show", "FIRE-1")
    assert (fire["next_test"], fire["overdue"]) == ("2026-05-01", True)


def test_the_settings_are_followed_and_named(house: Butler) -> None:
    assert house.json("config", "set", "inspect.water", "每年")["value"] == "every:1y"
    house.ok(*FACILITY, "edit", "PUMP-1", "--inspected", "2025-09-01")
    pump = house.json(*FACILITY, "show", "PUMP-1")
    assert (pump["next_inspect"], pump["schedules"]["inspect"]["source"]) == ("2026-09-01", "set here")
    assert house.json("config", "set", "inspect.elevator", "none")["value"] == ""
    assert house.json(*FACILITY, "show", "LIFT-3-2")["next_inspect"] is None
    keys = [one["key"] for one in house.json("config", "list")]
    assert "inspect.water" in keys and "test.fire" in keys and "inspect.gas" not in keys
    assert house.json("config", "get", "inspect.gas")["value"] == ""
    outcome = house("config", "set", "inspect.elevator", "4,1")
    assert outcome.code == 2 and "years such as" in outcome.err


def test_it_is_found_by_code_name_or_their_beginning(house: Butler) -> None:
    for text in ("LIFT-3-2", "lift-3-2", "ＬＩＦＴ－３－２", "lift", "3栋2", "3栋2单元电梯"):
        assert house.json(*FACILITY, "show", text)["code"] == "LIFT-3-2"
    house.ok(*FACILITY, "add", "LIFT-3-20", "货梯", "--kind", "elevator")
    assert house.json(*FACILITY, "show", "LIFT-3-2")["name"] == "3栋2单元电梯"
    several = house(*FACILITY, "show", "LIFT", "--json")
    assert several.code == 2 and "LIFT-3-20" in several.error["message"]
    missing = house(*FACILITY, "show", "LIFT-3-3", "--json")
    assert missing.code == 3 and "LIFT-3-2" in missing.error["hint"]


def test_lists_are_filtered(house: Butler) -> None:
    assert codes(house) == ["FIRE-1", "LIFT-3-2", "PUMP-1"]
    assert codes(house, "--kind", "电梯") == ["LIFT-3-2"]
    assert codes(house, "--place", "B1") == ["PUMP-1"]
    assert codes(house, "--due", "90d") == ["FIRE-1", "PUMP-1"]
    assert codes(house, "--due", "30d") == ["FIRE-1"]
    assert house(*FACILITY, "list", "--due", "soon").code == 2
    assert house(*FACILITY, "list", "--kind", "rocket").code == 2
    shown = house.ok(*FACILITY, "list").out
    assert "2026-05-01 !" in shown and "! past due" in shown and "2027-05-20?" in shown and "not recorded" in shown
    table = house.ok(*FACILITY, "list", "--csv", "--limit", "1").out
    assert "FIRE-1" in table and "PUMP-1" not in table


def test_edit_changes_and_clears(house: Butler) -> None:
    made = house.json(*FACILITY, "edit", "PUMP-1", "--code", "PUMP-01", "--name", "生活泵", "--kind", "power", "--place", "",
                      "--installed", "2020-02-29", "--inspect", "1,4,每年", "--inspected", "昨天", "--test", "", "--tested", "",
                      "--maker", "南方", "--model", "CDL", "--vendor", "清源", "--vendor-phone", "13700137000", "--note",
                      "两用一备")  # fmt: skip
    assert (made["code"], made["name"], made["kind"], made["place"]) == ("PUMP-01", "生活泵", "power", None)
    assert (made["inspect"], made["inspected"], made["test"], made["tested"]) == (
        "1,4,every:1y",
        "2026-06-30",
        None,
        None,
    )
    assert (made["vendor_phone"], made["next_inspect"]) == ("137****7000", "2027-02-28")
    assert "nothing changed" in house.ok(*FACILITY, "edit", "PUMP-01", "--maker", "南方").err
    assert house.json(*FACILITY, "edit", "PUMP-01", "--vendor-phone", "", "--maker", "")["maker"] is None


def test_phones_are_masked_in_lists_and_pipes(house: Butler) -> None:
    assert house.json(*FACILITY, "show", "LIFT-3-2")["vendor_phone"] == "0755****6666"
    assert house.json(*FACILITY, "show", "LIFT-3-2", "--reveal")["vendor_phone"] == "075588886666"
    assert "88886666" not in house.ok(*FACILITY, "list", "--csv").out + house.ok(*FACILITY, "show", "LIFT-3-2").out


def test_retired_it_is_listed_with_all_and_nothing_is_due(house: Butler) -> None:
    made = house.json(*FACILITY, "retire", "FIRE-1", "--from", "2026-06-30")
    assert (made["retired"], made["next_test"], made["overdue"]) == ("2026-06-30", None, False)
    assert "already" in house.ok(*FACILITY, "retire", "FIRE-1").err
    assert "FIRE-1" not in codes(house) and "FIRE-1" in codes(house, "--all")
    assert codes(house, "--due", "90d", "--all") == ["PUMP-1"]
    assert house.json(*FACILITY, "retire", "FIRE-1", "--back")["next_test"] == "2026-05-01"
    assert "nothing to do" in house.ok(*FACILITY, "retire", "FIRE-1", "--back").err
    assert house.json(*FACILITY, "retire", "PUMP-1", "--from", "2026-08-01")["next_test"] == "2026-09-10"
    assert house(*FACILITY, "retire", "LIFT-3-2", "--from", "2018-01-01").code == 2
    assert house(*FACILITY, "retire", "LIFT-3-2", "--from", "2026-01-01", "--back").code == 2


def test_faults_tickets_and_readings_over_time(house: Butler) -> None:
    patrolled(house, [f"0.{30 + number % 20}" for number in range(39)] + ["0.2"])
    house.ok("ticket", "add", "水泵异响", "--facility", "PUMP-1")
    pump = house.json(*FACILITY, "show", "PUMP-1")
    assert pump["points"] == [{"code": "B1-PUMP", "name": "B1泵房", "retired": None}]
    assert [(one["point"], one["note"], one["ticket_id"], one["route"]) for one in pump["faults"]] == [
        ("B1-PUMP", "压力低", 1, "早巡")
    ]
    assert [(one["id"], one["state"]) for one in pump["repairs"]] == [(2, "new"), (1, "new")]
    (reading,) = pump["readings"]
    assert len(reading["values"]) == 30
    assert (reading["min"], reading["max"], reading["last"]) == ("0.2", "0.49", "0.2")
    assert (reading["low"], reading["high"], reading["reading_unit"]) == ("0.3", "0.5", "MPa")
    page = house.ok(*FACILITY, "show", "PUMP-1").out
    assert "█" in page and "▁" in page and "0.3 – 0.5" in page and "T1" in page and "压力低" in page
    assert house.json(*FACILITY, "show", "LIFT-3-2")["readings"] == []
    assert "B1-PUMP" in house.ok(*FACILITY, "retire", "PUMP-1").err


# --- tickets ----------------------------------------------------------------------------------------


def test_a_ticket_names_a_facility_and_takes_its_place(house: Butler) -> None:
    made = house.json("ticket", "add", "电梯异响", "--facility", "lift")
    assert (made["facility"], made["place"]) == ("LIFT-3-2", "3栋2单元")
    assert list(made).index("facility") == list(made).index("place") + 1
    with_place = house.json("ticket", "add", "电梯灯坏", "--facility", "LIFT-3-2", "--place", "轿厢")
    assert with_place["place"] == "轿厢"
    with_unit = house.json("ticket", "add", "电梯响", "--facility", "LIFT-3-2", "-u", "3-2-501", "--new-unit")
    assert (with_unit["place"], with_unit["unit"]) == (None, "3-2-501")
    house.ok("ticket", "add", "水管漏水")
    assert [one["id"] for one in house.json("ticket", "list", "--facility", "LIFT-3-2")] == [3, 2, 1]
    assert house.json("ticket", "show", "4")["facility"] is None
    assert house.json("ticket", "edit", "4", "--facility", "PUMP-1")["facility"] == "PUMP-1"
    page = house.ok("ticket", "show", "4").out
    assert "PUMP-1 B1生活水泵" in page and "facility" in page
    assert house.json("ticket", "edit", "4", "--facility", "")["facility"] is None
    for words in (("add", "x"), ("edit", "4"), ("list",)):
        assert house("ticket", *words, "--facility", "nothing").code == 3
    assert "PUMP-1" in house.ok("sql", "SELECT code FROM v_facility", "--json").out


def test_imported_tickets_name_facilities(house: Butler, tmp_path: Path) -> None:
    file = tmp_path / "工单.csv"
    file.write_text(
        "工单编号,标题,设备编号,登记时间\nW1,异响,LIFT-3-2,2026-06-01\nW2,漏水,不知道,2026-06-02\n", encoding="utf-8"
    )
    found = house.json("ticket", "import", str(file))
    assert found["added"] == 2 and [one["value"] for one in found["warnings"]] == ["不知道"]
    assert house.json("ticket", "show", "1")["facility"] == "LIFT-3-2"
    assert house.json("ticket", "show", "2")["tags"] == ["不知道"]
    file.write_text("工单编号,标题,设备编号,登记时间\nW1,异响,PUMP-1,2026-06-01\n", encoding="utf-8")
    assert house.json("ticket", "import", str(file))["updated"][0]["fields"] == ["facility"]


# --- what is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "lift-3-2", "别的", "--kind", "elevator"), 4),
        (("add", "X", "别的"), 2),
        (("add", "X"), 2),
        (("add", "", "别的", "--kind", "elevator"), 2),
        (("add", "长" * 61, "别的", "--kind", "elevator"), 2),
        (("add", "a\x1b[31m", "别的", "--kind", "elevator"), 2),
        (("add", "X", " ", "--kind", "elevator"), 2),
        (("add", "X", "长" * 10_000, "--kind", "elevator"), 2),
        (("add", "X", "别的", "--kind", "rocket"), 2),
        (("add", "X", "别的", "--kind", "fire", "--inspect", "4,1"), 2),
        (("add", "X", "别的", "--kind", "fire", "--installed", "2019-02-30"), 2),
        (("add", "X", "别的", "--kind", "fire", "--inspected", "2026-07-02"), 2),
        (("add", "X", "别的", "--kind", "fire", "--vendor-phone", "138****8000"), 2),
        (("show", "nothing"), 3),
        (("edit", "LIFT-3-2"), 2),
        (("edit", "LIFT-3-2", "--name", ""), 2),
        (("edit", "LIFT-3-2", "--code", ""), 2),
        (("edit", "LIFT-3-2", "--code", "pump-1"), 4),
        (("edit", "LIFT-3-2", "--kind", ""), 2),
        (("edit", "LIFT-3-2", "--test", "every:0y"), 2),
        (("edit", "nothing", "--name", "x"), 3),
        (("retire", "nothing"), 3),
        (("retire", "LIFT-3-2", "--from", "someday"), 2),
    ],
)
def test_bad_input_is_one_sentence_and_changes_nothing(house: Butler, words: tuple[str, ...], code: int) -> None:
    before = house.json(*FACILITY, "list", "--all")
    outcome = house(*FACILITY, *words)
    assert (outcome.code, outcome.out) == (code, ""), outcome.err
    assert "Traceback" not in outcome.err
    assert house.json(*FACILITY, "list", "--all") == before


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_hostile_texts_come_out_as_typed(butler: Butler, text: str) -> None:
    short = text[:60].strip()
    butler.ok(
        *FACILITY, "add", "--kind", "fire", "--place", short, "--vendor", short, "--note", text, "--", "X-1", short
    )
    found = butler.json(*FACILITY, "show", "X-1")
    assert (found["name"], found["place"], found["vendor"], found["note"]) == (short, short, short, text)
    butler.ok("ticket", "add", "坏了", "--facility", "X-1")
    for words in (
        (*FACILITY, "show", "X-1"),
        (*FACILITY, "list"),
        ("ticket", "show", "1"),
        (*FACILITY, "list", "--csv"),
    ):
        out = butler.ok(*words).out.removeprefix("\ufeff")
        assert not any(character in out for character in "\x1b\x07\u202e\u2066\u200b\ufeff")
    assert butler(*FACILITY, "show", "--", text).code in (0, 2, 3)


def test_a_dry_run_writes_nothing_and_undo_takes_it_back(house: Butler) -> None:
    before = house.json(*FACILITY, "list", "--all")
    house.ok(*FACILITY, "add", "X", "别的", "--kind", "fire", "-n")
    house.ok(*FACILITY, "edit", "LIFT-3-2", "--name", "y", "-n")
    house.ok(*FACILITY, "retire", "LIFT-3-2", "-n")
    assert house.json(*FACILITY, "list", "--all") == before
    house.ok(*FACILITY, "edit", "LIFT-3-2", "--name", "y")
    assert [one["field"] for one in house.json("history", "lift-3-2")][-1] == "name"
    house.ok("undo")
    assert house.json(*FACILITY, "list", "--all") == before


def test_an_empty_register_says_what_adds_one(butler: Butler) -> None:
    butler.ok("config", "set", "community", "示例花园")
    assert "butler patrol facility add" in butler.ok(*FACILITY, "list").out
    assert butler.json(*FACILITY, "list") == []
    assert "butler patrol facility add" in butler(*FACILITY, "show", "X").err


@pytest.mark.parametrize(("day", "found"), [("2026-06-30", 2), ("2026-02-10", 1), ("2026-01-10", 0)])
def test_what_is_due_soon_is_listed_the_first_first(house: Butler, day: str, found: int) -> None:
    from datetime import date

    from butlercli.base import clock
    from butlercli.nouns.facility import store as facilities
    from butlercli.store.database import open_read

    clock.fix("2026-07-01T09:30")
    db = open_read(house.path, True)
    try:
        records = facilities.due(db, date.fromisoformat(day), 90)
        assert [one["code"] for one in records] == ["FIRE-1", "PUMP-1"][:found]
        fire = facilities.find(db, "消防")
        assert facilities.by_id(db, fire["id"]) == fire
        assert [one["code"] for one in facilities.records(db, [3, 99, 1])] == ["FIRE-1", "LIFT-3-2"]
    finally:
        db.close()


def test_a_schedule_is_said_in_words(butler: Butler) -> None:
    add = ("patrol", "facility", "add", "LIFT-9", "客梯", "--kind", "elevator", "--installed", "2020-05-20")
    butler(*add, "--inspect", "1,4,every:1y", "--test", "every:6m")
    english, chinese = (butler("patrol", "facility", "show", "LIFT-9", lang=lang).out for lang in ("en", "zh"))
    assert "in the years of use 1, 4, then every year" in english and "every 6 months" in english
    assert "投用后第 1、4 年，之后每年" in chinese and "每 6 个月" in chinese and "every" not in chinese
