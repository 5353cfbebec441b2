"""`butler sql` reads the documented views, and nothing but them; it writes nothing whatever is asked."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import NOW, Butler


@pytest.fixture
def house(butler: Butler) -> Butler:
    butler.ok("resident", "add", "王芳", "--unit", "3-2-501", "--phone", "13800138000", "--new-unit")
    butler.ok("ticket", "add", "=1+1 [red]漏水", "-u", "3-2-501", "--phone", "13800138000", "--tag", "水")
    return butler


def test_rows_come_in_every_format(house: Butler, tmp_path: Path) -> None:
    query = "SELECT id, title, unit FROM v_ticket"
    assert house.json("sql", query) == [{"id": 1, "title": "=1+1 [red]漏水", "unit": "3-2-501"}]
    assert house.ok("sql", query).out.splitlines() == ["id  title           unit", " 1  =1+1 [red]漏水  3-2-501"]
    assert house.ok("sql", query, "--csv").out.split() == ["\ufeffid,title,unit", "1,'=1+1", "[red]漏水,3-2-501"]
    for name in ("a.csv", "a.json", "a.xlsx", "a.md"):
        house.ok("sql", query, "-o", str(tmp_path / name))
        assert (tmp_path / name).stat().st_size > 0


def test_columns_that_share_a_name_are_all_there(house: Butler) -> None:
    assert house.json("sql", "SELECT a.id, b.id, NULL AS x FROM v_unit a, v_unit b") == [
        {"id": 1, "id_2": 1, "x": None}
    ]


def test_a_long_answer_is_cut_on_the_screen_only(house: Butler) -> None:
    many = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 200) SELECT x FROM c"
    out = house.ok("sql", many).out
    assert len(out.splitlines()) < 60 and "--limit 0" in out
    assert len(house.json("sql", many)) == 200
    assert len(house.json("sql", many, "--limit", "3")) == 3


def test_phones_stay_masked(house: Butler) -> None:
    for query in ("SELECT phone FROM v_ticket", "SELECT phones FROM v_resident", "SELECT * FROM v_ticket"):
        assert "13800138000" not in house.ok("sql", query, "--json").out


@pytest.mark.parametrize(
    "query",
    [
        "SELECT phone FROM resident_phone",
        "SELECT t.phone FROM v_ticket v JOIN ticket t ON t.id = v.id",
        "SELECT (SELECT phone FROM resident_phone) FROM v_unit",
        "WITH x AS (SELECT phone FROM resident_phone) SELECT * FROM x",
        "WITH v_unit AS (SELECT phone FROM resident_phone) SELECT * FROM v_unit",
        'WITH "v_unit"/**/(a) AS MATERIALIZED (SELECT phone FROM resident_phone) SELECT * FROM v_unit',
        "WITH [V_Unit] AS NOT MATERIALIZED (SELECT phone FROM resident_phone) SELECT * FROM v_unit",
        "SELECT sql FROM sqlite_master",
        "SELECT body FROM search",
        "SELECT * FROM pragma_table_info('ticket')",
        "PRAGMA table_info(ticket)",
        "PRAGMA user_version = 7",
        "PRAGMA query_only = OFF",
        "DELETE FROM ticket",
        "INSERT INTO setting (key, value) VALUES ('a', 'b')",
        "UPDATE v_ticket SET title = 'x'",
        "DROP TABLE ticket",
        "CREATE TEMP TABLE x (a)",
        "ATTACH DATABASE 'x.db' AS x",
        "VACUUM INTO 'x.db'",
        "BEGIN",
        "SELECT 1; DELETE FROM ticket",
        "SELECT load_extension('x')",
        "",
        "-- nothing",
        "SELEC 1",
    ],
)
def test_anything_else_is_refused_and_changes_nothing(
    house: Butler, query: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = house.path.read_bytes()
    outcome = house("sql", query)
    assert outcome.code == 2 and outcome.out == "" and "13800138000" not in outcome.err
    assert len(outcome.err.strip().splitlines()) == 1
    assert house.path.read_bytes() == before
    assert not (tmp_path / "x.db").exists()


def test_what_may_be_asked_beside_plain_selects(house: Butler) -> None:
    assert house.json("sql", "SELECT value FROM v_ticket, json_each(v_ticket.tags)") == [{"value": "水"}]
    assert house.json("sql", "SELECT count(*) AS n FROM v_ticket_event")[0]["n"] >= 0
    assert house.json("sql", "PRAGMA table_info(v_unit)")[0]["name"] == "id"
    assert house.json("sql", "EXPLAIN SELECT 1")
    assert house.json("sql", "SELECT count(*) AS n FROM v_ticket WHERE unit = (SELECT code FROM v_unit)") == [{"n": 1}]


def test_the_nearest_name_is_offered(house: Butler) -> None:
    assert house("sql", "SELECT * FROM v_tickets", "--json").error["hint"] == "Did you mean v_ticket?"
    assert house("sql", "SELECT titel FROM v_ticket", "--json").error["hint"] == "Did you mean title?"
    assert "no such column: titel" in house("sql", "SELECT titel FROM v_ticket").err


def test_the_views_and_their_columns_are_listed(house: Butler) -> None:
    views = {row["view"]: row["columns"] for row in house.json("sql", "--views")}
    assert {"v_ticket", "v_unit", "v_resident", "v_department", "v_contact", "v_ticket_event"} <= set(views)
    assert "area_m2" in views["v_unit"]
    assert house("sql").code == 2


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
def test_ctrl_c_stops_a_query_that_runs_away(house: Butler) -> None:
    query = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
    command = [sys.executable, "-m", "butlercli", "--db", str(house.path), "--now", NOW, "--lang", "en", "sql", query]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    time.sleep(1.5)
    running.send_signal(signal.SIGINT)
    _out, err = running.communicate(timeout=10)
    assert running.returncode == 130
    assert "Interrupted" in err and "Traceback" not in err
