"""Backups and restoring: whole, verified, and nothing lost on the way."""

import gzip
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Butler


@pytest.fixture
def house(butler: Butler, tmp_path: Path) -> Butler:
    (tmp_path / "泵房.jpg").write_bytes(b"made-up picture")
    butler.ok("ticket", "add", "水泵漏水", "-u", "3-2-501", "--photo", str(tmp_path / "泵房.jpg"))
    return butler


def titles(butler: Butler) -> list[str]:
    return [row["title"] for row in butler.json("ticket", "list", "--sort", "id")][::-1]


def saved(butler: Butler) -> list[Path]:
    return sorted((butler.path.parent / "butler-backups").glob("*-before-restore-*"))


def test_a_backup_holds_database_and_photos_and_comes_back(house: Butler, tmp_path: Path) -> None:
    record = house.json("backup", str(tmp_path / "备份.zip"))
    assert record["photos"] == 1 and record["verified"] is True
    house.ok("ticket", "add", "后来的事")
    shutil.rmtree(house.path.parent / "butler-attachments")
    outcome = house.ok("restore", str(tmp_path / "备份.zip"), "-y")
    assert "Restored from" in outcome.out and "before-restore" in outcome.out
    assert titles(house) == ["水泵漏水"]
    house.ok("doctor")
    house.ok("restore", str(saved(house)[0]), "-y")
    assert titles(house) == ["水泵漏水", "后来的事"]


def test_without_a_name_it_goes_beside_the_database(house: Butler) -> None:
    path = Path(house.json("backup")["path"])
    assert path.parent.name == "butler-backups"
    assert Path(house.json("backup")["path"]) != path
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0


def test_a_backup_never_replaces_what_is_there(house: Butler, tmp_path: Path) -> None:
    target = tmp_path / "备份.zip"
    target.write_text("mine", encoding="utf-8")
    assert house("backup", str(target)).code == 2
    assert target.read_text(encoding="utf-8") == "mine"
    house.ok("backup", str(target), "--force")
    assert zipfile.is_zipfile(target)
    assert house("backup", str(tmp_path)).code == 2
    assert house("backup", str(house.path), "--force").code == 2
    assert titles(house) == ["水泵漏水"]


def test_restoring_wants_a_yes(house: Butler, tmp_path: Path) -> None:
    house.ok("backup", str(tmp_path / "b.zip"))
    before = house.path.read_bytes()
    outcome = house("restore", str(tmp_path / "b.zip"), "--json")
    assert outcome.code == 2 and "-y" in outcome.error["hint"]
    house.ok("restore", str(tmp_path / "b.zip"), "-n")
    assert house.path.read_bytes() == before and not saved(house)


def test_a_file_is_restored_where_none_is(house: Butler, tmp_path: Path) -> None:
    house.ok("backup", str(tmp_path / "b.zip"))
    house.path = tmp_path / "new" / "other.db"
    record = house.json("restore", str(tmp_path / "b.zip"))
    assert record["saved"] is None and record["tickets"] == 1
    if os.name == "posix":
        assert house.path.stat().st_mode & 0o777 == 0o600


def test_automatic_copies_and_bare_files_come_back_too(house: Butler, tmp_path: Path) -> None:
    house.ok("ticket", "add", "第二件")  # the day's copy is made before it
    daily = next((house.path.parent / "butler-backups").glob("*.db.gz"))
    bare = tmp_path / "bare.db"
    shutil.copy(house.path, bare)
    house.ok("restore", str(daily), "-y")
    assert titles(house) == ["水泵漏水"]
    house.ok("restore", str(bare), "-y")
    assert titles(house) == ["水泵漏水", "第二件"]


def bad_backups(house: Butler, folder: Path) -> Iterator[tuple[Path, int]]:
    good = folder / "good.zip"
    house.ok("backup", str(good))
    for name, data, code in (
        ("cut.zip", good.read_bytes()[:-300], 2),
        ("flipped.zip", good.read_bytes()[:200] + b"\x00" * 50 + good.read_bytes()[250:], 2),
        ("text.zip", b"not a backup", 2),
        ("empty.zip", b"", 2),
        ("cut.db", house.path.read_bytes()[:9000], 2),
        ("cut.db.gz", gzip.compress(house.path.read_bytes())[:-50], 2),
        ("text.db.gz", gzip.compress(b"not a database, but long enough to be read"), 5),
    ):
        (folder / name).write_bytes(data)
        yield folder / name, code
    with zipfile.ZipFile(folder / "other.zip", "w") as archive:
        archive.writestr("notes.txt", "nothing")
    yield folder / "other.zip", 2
    newer = folder / "newer.db"
    shutil.copy(house.path, newer)
    connection = sqlite3.connect(newer)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    yield newer, 5
    foreign = sqlite3.connect(folder / "foreign.db")
    foreign.execute("CREATE TABLE ticket (id)")
    foreign.close()
    yield folder / "foreign.db", 5
    yield folder / "nowhere.zip", 3
    yield folder, 2


def test_a_bad_backup_touches_nothing(house: Butler, tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    for file, code in bad_backups(house, folder):
        before = house.path.read_bytes()
        outcome = house("restore", str(file), "-y")
        assert outcome.code == code, (file.name, outcome.err)
        assert len(outcome.err.splitlines()) == 1, outcome.err
        assert house.path.read_bytes() == before and not saved(house), file.name
    assert not [file for file in house.path.parent.iterdir() if file.name.startswith(".")]


def test_a_photo_that_was_tampered_with_is_refused(house: Butler, tmp_path: Path) -> None:
    house.ok("backup", str(tmp_path / "b.zip"))
    with zipfile.ZipFile(tmp_path / "b.zip") as old, zipfile.ZipFile(tmp_path / "c.zip", "w") as new:
        for name in old.namelist():
            new.writestr(name, b"other" if name.startswith("attachments/") else old.read(name))
    assert house("restore", str(tmp_path / "c.zip"), "-y").code == 2


def test_triggers_of_others_do_not_come_in(house: Butler, tmp_path: Path) -> None:
    bare = tmp_path / "bare.db"
    shutil.copy(house.path, bare)
    connection = sqlite3.connect(bare)
    connection.execute("CREATE TRIGGER evil AFTER INSERT ON ticket BEGIN DELETE FROM resident; END")
    connection.commit()
    connection.close()
    house.ok("restore", str(bare), "-y")
    house.ok("doctor")


def test_a_damaged_database_can_be_restored_over_and_is_kept(house: Butler, tmp_path: Path) -> None:
    house.ok("backup", str(tmp_path / "b.zip"))
    damaged = house.path.read_bytes()[:7000]
    house.path.write_bytes(damaged)
    journal = house.path.with_name("butler.db-journal")
    journal.write_bytes(b"stale journal of long ago")
    house.ok("restore", str(tmp_path / "b.zip"), "-y")
    assert titles(house) == ["水泵漏水"]
    assert not journal.exists()
    with zipfile.ZipFile(saved(house)[0]) as archive:
        assert archive.read("butler.db") == damaged


def test_stale_side_files_are_removed(house: Butler, tmp_path: Path) -> None:
    house.ok("backup", str(tmp_path / "b.zip"))
    for ending in ("-wal", "-shm"):
        house.path.with_name("butler.db" + ending).write_bytes(b"")
    house.ok("restore", str(tmp_path / "b.zip"), "-y")
    assert not list(house.path.parent.glob("butler.db-*"))


def test_a_database_that_another_program_holds_is_not_replaced(
    house: Butler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.ok("backup", str(tmp_path / "b.zip"))
    monkeypatch.setattr("butlercli.store.failures.LOCK_WAIT_MS", 100)
    other = sqlite3.connect(house.path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM ticket").fetchone()
    before = house.path.read_bytes()
    outcome = house("restore", str(tmp_path / "b.zip"), "-y", "--json")
    other.close()
    assert outcome.code == 5 and outcome.error["code"] == "locked"
    assert house.path.read_bytes() == before and not saved(house)


WRITER = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], timeout=20, isolation_level=None)
print("ready", flush=True)
for number in range(100_000):
    connection.execute("BEGIN IMMEDIATE")
    for _half in range(2):
        connection.execute("INSERT INTO access_log (at, command) VALUES ('x', ?)", (str(number),))
    connection.execute("COMMIT")
    time.sleep(0.005)
"""


def test_a_backup_is_of_one_moment_while_another_process_writes(house: Butler, tmp_path: Path) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(house.path)], stdout=subprocess.PIPE)
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        for number in range(3):
            house.ok("backup", str(tmp_path / f"{number}.zip"))
    finally:
        writer.kill()
        writer.communicate()
    for number in range(3):
        with zipfile.ZipFile(tmp_path / f"{number}.zip") as archive:
            archive.extract("butler.db", tmp_path / str(number))
        connection = sqlite3.connect(tmp_path / str(number) / "butler.db")
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        halves = connection.execute("SELECT count(*) FROM access_log GROUP BY command HAVING count(*) <> 2").fetchall()
        connection.close()
        assert halves == []
