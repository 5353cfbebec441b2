"""Undo and redo: what is taken back, what is in the way, and what is listed."""

import sqlite3
import time
from pathlib import Path

import pytest

from tests.conftest import Butler, Outcome


def outside(butler: Butler, sql: str) -> None:
    """Change something as another SQLite client would."""
    connection = sqlite3.connect(butler.path)
    connection.execute(sql)
    connection.commit()
    connection.close()


def refused(outcome: Outcome, code: str = "changed_since") -> str:
    assert outcome.code == 4, outcome.err
    assert outcome.error["code"] == code
    return str(outcome.error["message"])


@pytest.fixture
def busy(butler: Butler) -> Butler:
    """Operations: 1 adds T1 (and its unit), 2 answers it, 3 adds T2 without a unit."""
    butler.ok("ticket", "add", "厨房漏水", "-u", "3-2-501")
    butler.ok("ticket", "respond", "1", "马上到")
    butler.ok("ticket", "add", "路灯不亮", "--place", "中庭")
    return butler


def test_undo_takes_the_last_operation_back_then_the_one_before(busy: Butler) -> None:
    assert busy.json("undo")["number"] == 3
    assert busy.json("undo")["number"] == 2
    assert busy.json("ticket", "show", "1")["state"] == "new"
    assert busy.json("redo")["number"] == 2
    assert busy.json("redo")["number"] == 3
    assert busy.json("ticket", "show", "1")["state"] == "active"


def test_undo_says_what_it_took_back(busy: Butler) -> None:
    outcome = busy.ok("undo")
    assert outcome.out == "Taken back: operation 3, ticket add T2 (today 09:30).\n"
    assert "Brought back: operation 3" in busy.ok("redo").out


def test_an_operation_in_the_middle_is_taken_back_where_nothing_is_in_the_way(busy: Butler) -> None:
    busy.ok("undo", "2")
    assert busy.json("ticket", "show", "1")["responded_at"] is None
    assert busy.json("ticket", "show", "2")["title"] == "路灯不亮"


def test_a_later_operation_on_the_same_row_is_in_the_way_and_is_named(busy: Butler) -> None:
    busy.ok("ticket", "edit", "1", "-p", "urgent")
    assert "operation 4 (ticket edit T1)" in refused(busy("undo", "2", "--json"))
    assert busy("undo", "2", "--json").error["hint"] == "Take that back first: butler undo 4."


def test_a_later_row_that_refers_to_it_is_in_the_way(busy: Butler) -> None:
    busy.ok("ticket", "add", "又一件", "-u", "3-2-501")
    assert "operation 4 (ticket add T3)" in refused(busy("undo", "1", "--json"))


def test_a_later_note_refers_to_its_ticket(busy: Butler) -> None:
    busy.ok("ticket", "note", "1", "电话打不通")
    assert "operation 4 (ticket note T1)" in refused(busy("undo", "2", "--json"))


def test_an_operation_that_was_taken_back_is_in_nobodys_way(busy: Butler) -> None:
    busy.ok("ticket", "edit", "1", "-p", "urgent")
    busy.ok("undo")
    busy.ok("undo", "2")


def test_an_undo_and_its_redo_cancel_out(busy: Butler) -> None:
    busy.ok("undo", "3")
    busy.ok("undo", "2")
    busy.ok("redo")
    busy.ok("undo", "2")
    assert busy.json("undo", "--list")[0]["undoes"] == 2


def test_a_redo_is_refused_where_something_came_between(busy: Butler) -> None:
    busy.ok("undo", "2")
    busy.ok("ticket", "edit", "1", "-p", "urgent")
    assert "operation 5 (ticket edit T1)" in refused(busy("redo", "--json"))


def test_a_redo_is_refused_where_what_it_stood_on_was_undone(busy: Butler) -> None:
    """T1's answer cannot come back before T1 does."""
    busy.ok("undo", "2")
    busy.ok("undo", "1")
    undo_of_answer = next(row["number"] for row in busy.json("undo", "--list") if row["undoes"] == 2)
    message = refused(busy("undo", str(undo_of_answer), "--json"))
    assert "operation 1 (ticket add T1) was undone since" in message
    busy.ok("redo")
    busy.ok("redo")
    assert busy.json("ticket", "show", "1")["state"] == "active"


def test_a_redone_operation_counts_as_later_than_what_was_undone_meanwhile(busy: Butler) -> None:
    """2 undone, 4 edits and is undone, 2 redone: 4 may not come back over it."""
    busy.ok("undo", "2")
    busy.ok("ticket", "edit", "1", "-p", "urgent")  # 5
    busy.ok("undo", "5")  # 6
    busy.ok("undo", "4")  # 7: the undo of 2, so 2 is back
    assert "operation 2 (ticket respond T1)" in refused(busy("undo", "6", "--json"))


def test_the_undo_of_an_undo_is_a_redo(busy: Butler) -> None:
    busy.ok("undo")
    busy.ok("undo", "4")
    assert busy.json("ticket", "show", "2")["title"] == "路灯不亮"


def test_a_unit_code_taken_by_another_names_the_operation_that_took_it(butler: Butler) -> None:
    butler.ok("config", "set", "community", "一期")
    butler.ok("undo")
    butler.ok("config", "set", "community", "二期")
    assert "operation 3 (config set community)" in refused(butler("redo", "--json"))
    assert butler.json("config", "get", "community")["value"] == "二期"


def test_what_was_removed_cannot_come_back_without_what_it_refers_to(butler: Butler) -> None:
    butler.ok("department", "add", "pool", "--name", "泳池", "--person", "陈师傅")
    butler.ok("department", "edit", "pool", "--remove-person", "陈师傅")
    butler.ok("department", "remove", "pool")
    assert "operation 3 (department remove" in refused(butler("undo", "2", "--json"))


def test_changes_from_outside_are_in_the_way_and_never_undone(busy: Butler) -> None:
    outside(busy, "UPDATE ticket SET place = '东门' WHERE id = 2")
    refused(busy("undo", "3", "--json"), "changed_outside")
    assert busy.json("ticket", "show", "2")["place"] == "东门"
    rows = busy.json("undo", "--list")
    assert rows[0]["outside"] and rows[0]["refs"] == "ticket" and rows[0]["changes"] == 1
    assert "outside butler" in busy.ok("undo", "--list").out
    busy.ok("undo", "2")


def test_outside_changes_stand_in_their_places_in_the_list(busy: Butler) -> None:
    outside(busy, "UPDATE unit SET note = 'x'")
    busy.ok("ticket", "note", "2", "看过了")
    outside(busy, "UPDATE unit SET note = 'y'")
    assert [row["number"] for row in busy.json("undo", "--list")] == [None, 4, None, 3, 2, 1]
    assert [row["number"] for row in busy.json("undo", "--list", "--limit", "2")] == [None, 4, None, 3]


def test_nothing_crosses_a_migration(busy: Butler) -> None:
    outside(busy, "UPDATE operation SET schema_version = 0 WHERE id = 3")
    refused(busy("undo", "3", "--json"), "migrated")
    busy.ok("undo", "2")


def test_nothing_to_undo_or_redo_is_no_error(butler: Butler) -> None:
    butler.ok("config", "set", "community", "一期")
    assert "nothing to redo" in butler.ok("redo").err
    butler.ok("undo")
    assert "nothing to undo" in butler.ok("undo").err
    assert "undone already" in butler.ok("undo", "1").err
    assert butler.json("undo") is None


def test_an_unknown_number_and_no_number_at_all(busy: Butler) -> None:
    assert busy("undo", "99").code == 3
    assert busy("undo", "T1").code == 2
    assert busy("undo", "--", "-1").code == 2
    assert busy("undo", "9" * 30).code == 2


def test_without_a_file_nothing_is_made(butler: Butler) -> None:
    assert butler("undo").code == 3
    assert butler("redo").code == 3
    assert butler("undo", "--list").code == 3
    assert not butler.path.exists()


def test_a_dry_run_takes_nothing_back(busy: Butler) -> None:
    before = busy.path.read_bytes()
    assert busy.json("undo", "-n")["undone"] is True
    assert busy.path.read_bytes() == before


def test_steps_of_one_walk_are_marked(busy: Butler) -> None:
    outside(busy, "UPDATE operation SET group_uid = 'walk' WHERE id IN (1, 2)")
    out = busy.ok("undo", "--list").out.splitlines()
    assert [("same walk" in line) for line in out[1:]] == [False, False, True]


def test_search_follows(busy: Butler) -> None:
    found = busy.json("ticket", "list", "--text", "路灯")
    assert [row["id"] for row in found] == [2]
    busy.ok("undo")
    assert busy.json("ticket", "list", "--text", "路灯") == []
    busy.ok("redo")
    assert [row["id"] for row in busy.json("ticket", "list", "--text", "路灯")] == [2]


def test_hostile_text_comes_back_as_it_was(butler: Butler) -> None:
    title = "[red]=1+1{{x}}{x}\x1b[31m'\"\\ 👨‍👩‍👧\u202e" + "长" * 9_000
    butler.ok("ticket", "add", title)
    butler.ok("undo")
    butler.ok("redo")
    assert butler.json("ticket", "show", "1")["title"] == title


def test_an_import_is_one_step_and_taken_back_in_seconds(butler: Butler, tmp_path: Path) -> None:
    rows = "".join(f"G{n},报修,水管漏水{n},1-1-{n % 40 + 101},2026-05-01 09:00\n" for n in range(5_000))
    (tmp_path / "big.csv").write_text("工单编号,类型,标题,房号,登记时间\n" + rows, encoding="utf-8")
    butler.ok("ticket", "import", str(tmp_path / "big.csv"))
    butler.ok("ticket", "add", "别处的事", "--place", "东门")
    begun = time.monotonic()
    assert butler.json("undo", "1")["changes"] >= 5_000
    assert time.monotonic() - begun < 5
    assert butler.json("ticket", "list", "--limit", "0")[0]["title"] == "别处的事"
    assert butler.json("unit", "list") == []


def test_an_undone_note_does_not_stand_in_the_way_of_a_later_step(butler: Butler) -> None:
    butler.ok("ticket", "add", "灯坏了")
    butler.ok("ticket", "note", "1", "备注")
    butler.ok("ticket", "respond", "1", "马上到")
    butler.ok("undo", "2")
    butler.ok("undo")
    assert butler.json("ticket", "show", "1")["state"] == "new"
    butler.ok("undo")
    assert butler.json("ticket", "list") == []


def test_taking_an_earlier_operation_back_does_not_block_a_later_one(butler: Butler) -> None:
    butler.ok("ticket", "add", "厨房漏水")
    butler.ok("ticket", "cancel", "1", "撤回")
    butler.ok("ticket", "category", "edit", "plumbing", "--keyword", "水锤")
    butler.ok("undo", "2")
    butler.ok("undo", "3")


def test_a_later_operation_on_rows_that_refer_is_named(butler: Butler) -> None:
    butler.ok("unit", "add", "3-2-501")
    butler.ok("ticket", "add", "厨房漏水", "-u", "3-2-501")
    refused = butler("undo", "1")
    assert refused.code == 4
    assert "operation 2 (ticket add T1)" in refused.err
