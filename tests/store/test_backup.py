"""Automatic copies: one a day, the newest seven and one of each of eight weeks, and never in the way."""

import gzip
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.store import backup, failures
from tests.conftest import Butler


def copies(butler: Butler) -> list[str]:
    return sorted(file.name for file in (butler.path.parent / "butler-backups").glob("*.db.gz"))


def test_the_first_write_of_a_day_makes_a_copy_of_the_state_before(butler: Butler, tmp_path: Path) -> None:
    butler.ok("ticket", "add", "第一件", now="2026-07-01T09:00")
    outcome = butler.ok("ticket", "add", "第二件", now="2026-07-02T09:00")
    assert "The day's backup is in" in outcome.err
    assert "backup" not in butler.ok("ticket", "add", "第三件", now="2026-07-02T10:00").err
    file = butler.path.parent / "butler-backups" / "butler-2026-07-02.db.gz"
    (tmp_path / "copy.db").write_bytes(gzip.decompress(file.read_bytes()))
    connection = sqlite3.connect(tmp_path / "copy.db")
    assert connection.execute("SELECT title FROM ticket").fetchall() == [("第一件",)]
    connection.close()


def test_reading_and_dry_runs_make_no_copy(butler: Butler) -> None:
    butler.ok("ticket", "add", "第一件", now="2026-07-01T09:00")
    butler.ok("ticket", "list", now="2026-07-02T09:00")
    butler.ok("ticket", "add", "第二件", "-n", now="2026-07-02T09:00")
    assert copies(butler) == []


def test_it_can_be_switched_off(butler: Butler) -> None:
    butler.ok("config", "set", "backup_daily", "false")
    butler.ok("ticket", "add", "第一件", now="2026-07-02T09:00")
    assert copies(butler) == []


def test_seven_days_and_eight_weeks_are_kept(butler: Butler) -> None:
    butler.ok("ticket", "add", "第一件", now="2026-01-01T09:00")
    folder = butler.path.parent / "butler-backups"
    folder.mkdir()
    day = date(2026, 1, 1)
    for number in range(150):
        (folder / f"butler-{day + timedelta(days=number)}.db.gz").write_bytes(b"")
    (folder / "butler-mine.zip").write_bytes(b"")
    last = day + timedelta(days=150)
    butler.ok("ticket", "add", "第二件", now=f"{last}T09:00")
    kept = [found for found, _file in backup.daily_copies(butler.path)]
    assert kept[:7] == [last - timedelta(days=number) for number in range(7)]
    weeks = {found.isocalendar()[:2] for found in kept}
    assert len(weeks) == 8 and len(kept) <= 15
    assert (folder / "butler-mine.zip").exists()


@given(st.sets(st.dates(date(2020, 1, 1), date(2030, 1, 1)), min_size=1))
def test_the_newest_copy_is_always_kept_and_never_more_than_fifteen(days: set[date]) -> None:
    kept = backup.kept(list(days))
    assert max(days) in kept
    assert len(kept) <= backup.DAILY_KEPT + backup.WEEKLY_KEPT
    assert kept <= days


def test_a_copy_that_cannot_be_made_does_not_keep_anybody_from_recording(butler: Butler) -> None:
    butler.ok("ticket", "add", "第一件", now="2026-07-01T09:00")
    (butler.path.parent / "butler-backups").write_text("a file in the way", encoding="utf-8")
    butler.ok("ticket", "add", "第二件", now="2026-07-02T09:00")
    assert len(butler.json("ticket", "list")) == 2


def test_a_migration_is_preceded_by_a_copy(butler: Butler, monkeypatch: pytest.MonkeyPatch) -> None:
    butler.ok("ticket", "add", "第一件")
    connection = sqlite3.connect(butler.path)
    connection.execute("PRAGMA user_version = 0")
    connection.close()
    outcome = butler.ok("ticket", "list")
    assert "第一件" in outcome.out
    assert (butler.path.parent / "butler-backups" / "butler-schema-0.db.gz").exists()


def test_a_copy_of_a_held_file_is_not_waited_for_for_ever(butler: Butler, monkeypatch: pytest.MonkeyPatch) -> None:
    butler.ok("ticket", "add", "第一件")
    monkeypatch.setattr(failures, "LOCK_WAIT_MS", 100)
    other = sqlite3.connect(butler.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    outcome = butler("backup", "--json")
    other.close()
    assert outcome.code == 5 and outcome.error["code"] == "locked"
