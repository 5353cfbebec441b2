"""History: who changed what in a record, field by field."""

import sqlite3

import pytest

from tests.conftest import Butler


@pytest.fixture
def told(butler: Butler) -> Butler:
    """A ticket with a unit, answered, edited; and a resident who moved and lost a number."""
    butler.ok("ticket", "add", "厨房漏水", "-u", "3-2-501", "--phone", "13800138000")
    butler.ok("ticket", "respond", "1", "马上到")
    butler.ok("ticket", "edit", "1", "-p", "urgent")
    return butler


def test_each_field_has_its_old_and_new_value_and_its_operation(told: Butler) -> None:
    changes = told.json("history", "T1")
    priority = [change for change in changes if change["field"] == "priority"]
    assert [(c["old"], c["new"], c["operation"], c["verb"]) for c in priority] == [
        (None, "normal", 1, "ticket add"),
        ("normal", "urgent", 3, "ticket edit"),
    ]
    assert priority[1]["at"] == "2026-07-01T09:30:00"
    assert priority[1]["action"] == "update"


def test_what_belongs_to_a_record_is_part_of_its_story(told: Butler) -> None:
    notes = [c for c in told.json("history", "1") if c["table"] == "ticket_event" and c["field"] == "note"]
    assert notes[0]["new"] == "马上到"


def test_the_story_of_what_was_taken_back_can_still_be_read(told: Butler) -> None:
    for _ in range(3):
        told.ok("undo")
    assert told("ticket", "show", "1").code == 3
    story = [c for c in told.json("history", "T1") if c["field"] in ("title", "note") and c["row"] == 1]
    assert [(c["table"], c["action"]) for c in story] == [
        ("ticket", "insert"),
        ("ticket_event", "insert"),
        ("ticket_event", "delete"),
        ("ticket", "delete"),
    ]
    assert told.json("history", "3-2-501")[-1]["action"] == "delete"


def test_a_change_from_outside_is_told_as_such(told: Butler) -> None:
    connection = sqlite3.connect(told.path)
    connection.execute("UPDATE ticket SET title = '改过' WHERE id = 1")
    connection.commit()
    connection.close()
    last = told.json("history", "1")[-1]
    assert (last["operation"], last["verb"], last["at"]) == (None, None, None)
    assert (last["old"], last["new"]) == ("厨房漏水", "改过")
    assert "outside butler" in told.ok("history", "1").out


def test_units_residents_departments_and_settings_are_found_by_name(butler: Butler) -> None:
    butler.ok("resident", "add", "王芳", "--unit", "3-2-501", "--phone", "13800138000", "--new-unit")
    butler.ok("department", "edit", "engineering", "--arrive-limit", "25")
    butler.ok("config", "set", "butler", "小陈")
    assert {c["table"] for c in butler.json("history", "3栋2单元501")} == {"unit", "residency"}
    assert {c["table"] for c in butler.json("history", "王芳")} == {"resident", "resident_phone", "residency"}
    assert butler.json("history", "1", "--kind", "resident") == butler.json("history", "王芳")
    limit = butler.json("history", "工程")
    assert [(c["field"], c["old"], c["new"]) for c in limit] == [("arrive_minutes", 30, 25)]
    assert butler.json("history", "butler")[-1]["new"] == "小陈"


def test_phones_are_masked_unless_revealed(told: Butler) -> None:
    assert "13800138000" not in told.ok("history", "1", "--json").out
    assert "13800138000" not in told.ok("history", "1").out
    assert "13800138000" in told.ok("history", "1", "--json", "--reveal").out


def test_a_name_of_nothing_and_of_several(butler: Butler) -> None:
    butler.ok("resident", "add", "王芳", "--unit", "3-2-501", "--new-unit")
    butler.ok("resident", "add", "王芳", "--unit", "3-2-502", "--new-unit")
    assert butler("history", "没有的").code == 3
    assert butler("history", "T99").code == 3
    outcome = butler("history", "王芳", "--json")
    assert outcome.code == 2 and "resident 1, resident 2" in outcome.error["message"]
    assert butler("history", "1", "--kind", "villa").code == 2


def test_what_a_field_refers_to_is_called_by_name(told: Butler) -> None:
    assert "3-2-501 (1)" in told.ok("history", "1").out
    assert "response_base" not in told.ok("history", "1").out


def test_a_round_a_route_and_a_point_have_their_story(butler: Butler) -> None:
    butler.ok("patrol", "point", "add", "GATE", "东门", now="2026-06-30T08:00")
    butler.ok("patrol", "route", "add", "早巡", "--points", "GATE", "--window", "08:00-10:00", now="2026-06-30T08:00")
    butler.ok("patrol", "log", "早巡", "GATE=fault:灯不亮", now="2026-06-30T08:30")
    butler.ok("patrol", "point", "edit", "GATE", "--name", "东大门")
    story = butler.json("history", "R1")
    assert {(c["table"], c["verb"]) for c in story} == {("patrol_round", "patrol log"), ("patrol_result", "patrol log")}
    assert ("note", "灯不亮") in {(c["field"], c["new"]) for c in story}
    assert {c["table"] for c in butler.json("history", "早巡")} == {"patrol_route", "patrol_plan", "patrol_plan_point"}
    for named in ("GATE", "东大门", "东门"):  # also by the name it had
        changes = butler.json("history", named)
        assert {c["table"] for c in changes} == {"patrol_point"}
        assert ("name", "东门", "东大门") in {(c["field"], c["old"], c["new"]) for c in changes}
    assert butler("history", "R9").code == 3
