"""Beginning, and the settings: what is asked, what is given, what is changed."""

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import NOW, Butler


def test_init_creates_the_file_and_says_whose_it_is(butler: Butler) -> None:
    record = butler.json("init", "--community", "示例花园", "--butler", "小陈")
    assert record["created"] is True
    assert (record["community"], record["butler"], record["timezone"]) == ("示例花园", "小陈", "Asia/Shanghai")
    if os.name == "posix":
        assert butler.path.stat().st_mode & 0o777 == 0o600


def test_init_changes_only_what_is_given(butler: Butler) -> None:
    butler.ok("init", "--community", "示例花园", "--butler", "小陈")
    butler.ok("ticket", "add", "第一件")
    outcome = butler.ok("init", "--community", "二期", "--json")
    assert (outcome.json["community"], outcome.json["butler"], outcome.json["created"]) == ("二期", "小陈", False)
    assert "There is a database already" in outcome.err
    assert len(butler.json("ticket", "list")) == 1
    outcome = butler.ok("init")
    assert "There is a database already" in outcome.err and "二期" in outcome.out
    assert len(butler.json("undo", "--list")) == 3


def test_init_without_a_terminal_asks_nothing(butler: Butler) -> None:
    assert butler.json("init")["community"] is None
    assert butler.path.exists()


def test_a_bad_time_zone_makes_no_file(butler: Butler) -> None:
    assert butler("init", "--timezone", "Mars/Base").code == 2
    assert not butler.path.exists()


def test_a_dry_run_makes_no_file(butler: Butler) -> None:
    butler.ok("init", "--community", "示例花园", "-n")
    assert not butler.path.exists()


@pytest.mark.skipif(os.name != "posix", reason="wants a pseudo terminal")
def test_init_asks_on_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "asked.db"
    primary, secondary = pty.openpty()
    command = [sys.executable, "-m", "butlercli", "--db", str(path), "--now", NOW, "--lang", "en", "init"]
    running = subprocess.Popen(command, stdin=secondary, stdout=secondary, stderr=secondary, close_fds=True)
    os.close(secondary)
    seen = ""
    for question, answer in (("community's name", "示例花园"), ("Your name", "小陈"), ("Time zone", "")):
        seen += _until(primary, question)
        os.write(primary, f"{answer}\n".encode())
    assert running.wait(timeout=20) == 0
    seen += _until(primary, "Asia/Shanghai")
    assert "示例花园" in seen and path.exists()
    os.close(primary)


def _until(terminal: int, wanted: str) -> str:
    seen, end = b"", time.monotonic() + 20
    while wanted.encode() not in seen and time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:
                break
    assert wanted.encode() in seen, seen
    return seen.decode(errors="replace")


def test_settings_are_listed_with_their_source(butler: Butler) -> None:
    butler.ok("init")
    keys = {row["key"]: row for row in butler.json("config", "list")}
    assert keys["callback.complaint"]["value"] == "all"
    assert all(row["source"] and row["help"] for row in keys.values())
    assert "sla.standard.repair_hours" in keys


def test_settings_are_checked_and_can_be_taken_back(butler: Butler) -> None:
    record = butler.json("config", "set", "callback.repair", "30％")
    assert (record["value"], record["set"], record["default"]) == ("30%", True, "all")
    assert butler.json("config", "get", "callback.repair")["value"] == "30%"
    assert "nothing to do" in butler.ok("config", "set", "callback.repair", "30%").err
    butler.ok("undo")
    assert butler.json("config", "get", "callback.repair")["set"] is False


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("callback.repair", "maybe"),
        ("night_from", "25:00"),
        ("timezone", "Mars"),
        ("sla", "nosuch"),
        ("sla.standard.repair_hours", "0"),
        ("backup_daily", "perhaps"),
        ("community", "长" * 300),
    ],
)
def test_a_bad_value_is_refused(butler: Butler, key: str, value: str) -> None:
    butler.ok("init")
    before = butler.json("config", "get", key)
    assert butler("config", "set", key, value).code == 2
    assert butler.json("config", "get", key) == before


def test_an_unknown_setting_names_the_nearest(butler: Butler) -> None:
    butler.ok("init")
    assert "community" in butler("config", "get", "comunity", "--json").error["hint"]
    assert butler("config", "set", "nosuch", "x").code == 2


def test_the_demo_touches_no_database_that_exists(butler: Butler) -> None:
    butler.ok("init")
    before = butler.path.read_bytes()
    assert butler("demo").code == 4
    assert butler.path.read_bytes() == before
