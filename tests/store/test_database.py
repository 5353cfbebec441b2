"""Trouble with the file: one clear sentence, the right exit code, and the data as it was."""

import inspect
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from butlercli.store import database, failures, journal
from butlercli.store.database import open_write
from tests.conftest import NOW, Butler, Outcome

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX only")


def one_sentence(outcome: Outcome, code: int) -> str:
    assert outcome.code == code, (outcome.code, outcome.err)
    assert outcome.out == ""
    assert len(outcome.err.strip().splitlines()) == 1, outcome.err
    assert "Traceback" not in outcome.err
    return outcome.err


@pytest.fixture
def house(butler: Butler) -> Butler:
    butler.ok("ticket", "add", "第一件", "-u", "3-2-501")
    butler.ok("ticket", "note", "1", "看过了")
    return butler


# --- held, read-only, full --------------------------------------------------------------------------


def test_a_file_that_another_program_holds(house: Butler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "LOCK_WAIT_MS", 100)
    other = sqlite3.connect(house.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    for words in (("ticket", "add", "第二件"), ("ticket", "list"), ("undo",), ("doctor",), ("sql", "SELECT 1")):
        assert "Another program holds" in one_sentence(house(*words), 5)
    other.execute("ROLLBACK")
    other.close()
    assert len(house.json("ticket", "list")) == 1


def test_a_commit_that_a_reader_holds_up_is_rolled_back(house: Butler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "LOCK_WAIT_MS", 100)
    reader = sqlite3.connect(house.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM ticket").fetchone()
    outcome = house("ticket", "add", "第二件")
    assert outcome.code == 5 and "Another program holds" in outcome.err
    reader.close()
    assert len(house.json("ticket", "list")) == 1
    house.ok("ticket", "add", "第三件")


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_file_and_folder(house: Butler) -> None:
    house.path.chmod(0o400)
    assert "read-only" in one_sentence(house("ticket", "add", "第二件"), 5)
    house.ok("ticket", "list")
    house.ok("ticket", "add", "第二件", "-n")
    house.path.chmod(0o600)
    house.path.parent.chmod(0o500)
    try:
        assert house("ticket", "add", "第二件").code == 5
        house.ok("ticket", "list")
        house.ok("ticket", "add", "第二件", "-n")
    finally:
        house.path.parent.chmod(0o700)


def test_a_dry_run_where_nothing_may_be_written_plays_in_memory(house: Butler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    before = house.path.read_bytes()
    assert house.json("ticket", "add", "第二件", "-n")["id"] == 2
    assert house.path.read_bytes() == before


def test_a_full_disk(house: Butler, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = database.connect

    def cramped(path: Path | str, *, write: bool) -> sqlite3.Connection:
        connection = plain(path, write=write)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    monkeypatch.setattr(database, "connect", cramped)
    assert "disk is full" in one_sentence(house("ticket", "add", "长文", "--detail", "长" * 90_000), 5)
    monkeypatch.undo()
    assert len(house.json("ticket", "list")) == 1


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from butlercli.main import run
sys.exit(run(sys.argv[2:]))
"""


@posix
def test_a_file_that_may_not_grow(house: Butler) -> None:
    size = house.path.stat().st_size
    words = ["--db", str(house.path), "--now", NOW, "--lang", "en", "ticket", "add", "长文", "--detail", "长" * 40_000]
    outcome = subprocess.run(
        [sys.executable, "-c", LIMITED, str(size), *words], capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 5, outcome.stderr
    assert len(outcome.stderr.strip().splitlines()) == 1
    assert len(house.json("ticket", "list")) == 1
    house.ok("doctor", "--json")


@posix
def test_a_new_file_that_finds_no_room_is_not_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    words = ["--db", str(path), "--lang", "en", "ticket", "add", "x"]
    outcome = subprocess.run(
        [sys.executable, "-c", LIMITED, "8192", *words], capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 5, outcome.stderr
    assert not path.exists() or path.stat().st_size == 0


# --- not what it should be --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [("ticket", "list"), ("ticket", "add", "x"), ("undo",), ("backup",), ("sql", "SELECT 1")]
)
def test_files_that_are_not_databases(butler: Butler, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "notes.txt").write_text("shopping list, long enough to look like something", encoding="utf-8")
    foreign = sqlite3.connect(tmp_path / "foreign.db")
    foreign.execute("CREATE TABLE mine (a)")
    foreign.close()
    for name in ("notes.txt", "foreign.db"):
        butler.path = tmp_path / name
        before = butler.path.read_bytes()
        assert "is not a butler database" in one_sentence(butler(*words), 5)
        assert butler.path.read_bytes() == before


@pytest.mark.parametrize("words", [("ticket", "list"), ("ticket", "add", "x")])
def test_a_folder_a_device_and_a_path_through_a_file(butler: Butler, tmp_path: Path, words: tuple[str, ...]) -> None:
    butler.path = tmp_path
    one_sentence(butler(*words), 2)
    if os.name == "posix":
        butler.path = Path("/dev/null")
        one_sentence(butler(*words), 2)
        assert Path("/dev/null").exists()
    (tmp_path / "file").write_bytes(b"")
    butler.path = tmp_path / "file" / "butler.db"
    one_sentence(butler(*words), 3 if words[1] == "list" else 5)


def test_a_newer_schema_is_left_untouched(house: Butler) -> None:
    connection = sqlite3.connect(house.path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = house.path.read_bytes()
    for words in (("ticket", "list"), ("ticket", "add", "x"), ("undo",), ("ticket", "add", "x", "-n")):
        assert "newer butler" in one_sentence(house(*words), 5)
    assert house.path.read_bytes() == before


@pytest.mark.parametrize("length", [10, 100, 5_000, 50_000])
def test_a_truncated_file(house: Butler, length: int) -> None:
    house.path.write_bytes(house.path.read_bytes()[:length])
    for words in (("ticket", "list"), ("ticket", "add", "x"), ("undo", "--list")):
        outcome = house(*words)
        assert outcome.code == 5, (words, outcome.out, outcome.err)
        assert "Traceback" not in outcome.err


# --- interrupted ------------------------------------------------------------------------------------

CRASH = """
import os, sys
from pathlib import Path
from butlercli.store.database import open_write
db = open_write(Path(sys.argv[1]))
db.execute("PRAGMA cache_size = 2")
db.execute("PRAGMA cache_spill = 1")
with db.operation("crash"):
    for number in range(3000):
        db.insert("unit", {"uid": str(number), "code": f"9-9-{number}", "room": "x" * 200})
    os.kill(os.getpid(), 9)
"""


@posix
def test_a_crash_in_the_middle_leaves_nothing_and_the_next_reader_finds_the_file_whole(house: Butler) -> None:
    result = subprocess.run([sys.executable, "-c", CRASH, str(house.path)], capture_output=True, check=False)
    assert result.returncode == -9, result.stderr
    assert house.path.with_name("butler.db-journal").stat().st_size > 0
    copy = house.path.with_name("copy.db")
    shutil.copy(house.path, copy)
    assert len(house.json("unit", "list")) == 1
    house.ok("doctor")
    house.ok("ticket", "add", "第二件", "-n")


SLOW = """
import sys, time
from butlercli.nouns.ticket.verbs import add
plain = add.add
def slow(db, draft):
    result = plain(db, draft)
    print("ready", file=sys.stderr, flush=True)
    time.sleep(30)
    return result
add.add = slow
from butlercli.main import main
main(sys.argv[1:])
"""


def wait_until_ready(running: "subprocess.Popen[str]") -> None:
    """Read what the process says up to `ready`; one that ends before fails here, and is not waited for."""
    assert running.stderr is not None
    said: list[str] = []
    while (line := running.stderr.readline()).strip() != "ready":
        said.append(line)
        assert line, "".join(said)


@posix
def test_ctrl_c_in_the_middle_writes_nothing(house: Butler) -> None:
    words = ["--db", str(house.path), "--now", NOW, "--lang", "en", "ticket", "add", "第二件"]
    running = subprocess.Popen([sys.executable, "-c", SLOW, *words], stderr=subprocess.PIPE, text=True)
    wait_until_ready(running)
    running.send_signal(signal.SIGINT)
    _out, err = running.communicate(timeout=20)
    assert running.returncode == 130
    assert err.strip() == "Interrupted; what was not confirmed was not written."
    assert len(house.json("ticket", "list")) == 1


@posix
def test_ctrl_c_while_a_new_file_is_made_leaves_none(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    words = ["--db", str(path), "--now", NOW, "--lang", "en", "ticket", "add", "第一件"]
    running = subprocess.Popen([sys.executable, "-c", SLOW, *words], stderr=subprocess.PIPE, text=True)
    wait_until_ready(running)
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=20)
    assert running.returncode == 130
    assert not path.exists()


@posix
def test_a_reader_that_goes_away_is_no_error(house: Butler) -> None:
    for number in range(60):
        house.ok("ticket", "add", f"又一件{number}")
    command = f"{sys.executable} -m butlercli --db {house.path} --lang en ticket list --limit 0 | head -1"
    result = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert result.returncode == 0 and result.stderr == ""
    assert len(result.stdout.splitlines()) == 1


# --- operations -------------------------------------------------------------------------------------


def test_an_operation_that_changed_nothing_leaves_no_trace(house: Butler) -> None:
    before = len(house.json("undo", "--list"))
    house.ok("config", "set", "butler", "小陈")
    house.ok("config", "set", "butler", "小陈")
    assert len(house.json("undo", "--list")) == before + 1


def test_a_failure_takes_everything_back(house: Butler) -> None:
    db = open_write(house.path)
    with pytest.raises(RuntimeError), db.operation("half"):
        db.insert("unit", {"uid": "u", "code": "9-9-9", "room": "9"})
        raise RuntimeError
    assert db.value("SELECT 1 FROM unit WHERE code = '9-9-9'") is None
    assert db.value("SELECT 1 FROM operation WHERE open = 1") is None
    db.close()


def test_two_processes_write_side_by_side(house: Butler) -> None:
    words = ["--db", str(house.path), "--now", NOW, "ticket", "add"]
    running = [
        subprocess.Popen([sys.executable, "-m", "butlercli", *words, f"同时{n}"], stdout=subprocess.PIPE)
        for n in range(6)
    ]
    for one in running:
        one.communicate(timeout=60)
    assert [one.returncode for one in running] == [0] * 6
    assert len(house.json("ticket", "list")) == 7
    house.ok("doctor")


def test_two_processes_create_the_file_side_by_side(tmp_path: Path, butler: Butler) -> None:
    words = ["--db", str(butler.path), "--now", NOW, "ticket", "add"]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "butlercli", *words, f"同时{n}"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for n in range(4)
    ]
    errors = [one.communicate(timeout=60)[1].decode() for one in running]
    assert [one.returncode for one in running] == [0] * 4, errors
    assert len(butler.json("ticket", "list")) == 4
    butler.ok("doctor")


def test_a_file_never_lacks_its_triggers(house: Butler) -> None:
    """The version is raised and the triggers are written in one transaction."""
    connection = sqlite3.connect(house.path)
    assert journal.present(connection) == journal.triggers(connection)
    assert {name.rpartition("_")[0] for name in journal.present(connection)} == set(journal.recorded_tables(connection))
    connection.close()


def test_what_is_written_is_on_the_disk_before_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "butler.db"
    open_write(path).close()
    connection = inspect.unwrap(database.connect)(path, write=True)  # the tests do not wait for the disk, users do
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    connection.close()
