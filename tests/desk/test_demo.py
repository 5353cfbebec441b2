"""The made-up community: the same for the same day, obeying every rule, never over an existing file."""

import sqlite3
from pathlib import Path

import pytest

from butlercli.base import clock
from butlercli.base.errors import RuleError
from butlercli.desk import demo
from tests.conftest import Butler


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    clock.fix("2026-07-01T09:30")
    demo.build(path)
    clock.fix(None)
    return path


def dump(path: Path) -> list[str]:
    return [line for line in sqlite3.connect(path).iterdump() if "_sqlite_migrations" not in line]


def test_is_the_same_for_the_same_day(built: Path, tmp_path: Path) -> None:
    clock.fix("2026-07-01T09:30")
    again = tmp_path / "again.db"
    demo.build(again)
    assert dump(again) == dump(built)


def test_is_two_years_of_600_households(built: Path) -> None:
    db = sqlite3.connect(built)
    assert db.execute("SELECT count(*) FROM unit WHERE kind = 'home'").fetchone() == (600,)
    assert 2800 <= db.execute("SELECT count(*) FROM ticket").fetchone()[0] <= 3300
    assert db.execute(
        "SELECT min(created_at) < '2024-07-03', max(created_at) <= '2026-07-01T09:30:00' FROM ticket"
    ).fetchone() == (1, 1)
    assert db.execute("SELECT max(at) <= '2026-07-01T09:30:00' FROM ticket_event").fetchone() == (1,)


def test_obeys_the_rules(built: Path) -> None:
    db = sqlite3.connect(built)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    wrong = "SELECT count(*) FROM ticket WHERE state = 'closed' AND (resolved_at IS NULL OR closed_at < resolved_at OR responded_at < created_at)"
    assert db.execute(wrong).fetchone() == (0,)


def test_never_touches_an_existing_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    path.write_bytes(b"mine")
    with pytest.raises(RuleError):
        demo.build(path)
    assert path.read_bytes() == b"mine"


def test_the_command_builds_prints_the_report_and_says_how_to_look_around(butler: Butler) -> None:
    outcome = butler.ok("demo", lang="zh")
    assert "示例花园" in outcome.out and "年度" in outcome.out
    assert "butler" in outcome.err
    before = butler.path.read_bytes()
    again = butler("demo")
    assert again.code == 4
    assert butler.path.read_bytes() == before
