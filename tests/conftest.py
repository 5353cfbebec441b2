"""Fixtures: one house per test, with a frozen clock, a real file and the real command line."""

import functools
import json
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from butlercli import main as entry
from butlercli.base import clock, i18n
from butlercli.desk import demo
from butlercli.store import database

NOW = "2026-07-01T09:30"
# A machine that pauses for a second while examples are drawn says nothing about the code.
settings.register_profile("house", parent=settings.default, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


class Outcome:
    """What one command line did: its exit code, what it printed, and what it said."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err

    @property
    def json(self) -> Any:
        """The data printed with --json."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The error said with --json: the last line of stderr."""
        found: dict[str, Any] = json.loads(self.err.splitlines()[-1])["error"]
        return found


class Butler:
    """The real command line, run in this process against one file."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.path = path
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *words: str, now: str = NOW, lang: str = "en", stdin: str | None = None) -> Outcome:
        """Run a command line; words are passed as they are."""
        if stdin is not None:
            import io

            self._monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        self._capsys.readouterr()
        code = entry.run(["--db", str(self.path), "--now", now, "--lang", lang, *words])
        captured = self._capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    def ok(self, *words: str, now: str = NOW, lang: str = "en", stdin: str | None = None) -> Outcome:
        """Run a command line that must succeed."""
        outcome = self(*words, now=now, lang=lang, stdin=stdin)
        assert outcome.code == 0, f"{words}: {outcome.code}\n{outcome.out}\n{outcome.err}"
        return outcome

    def json(self, *words: str, now: str = NOW, lang: str = "en") -> Any:
        """Run a command line with --json that must succeed and return its data."""
        return self.ok(*words, "--json", now=now, lang=lang).json


@pytest.fixture(autouse=True, scope="session")
def _no_waiting_for_the_disk() -> Iterator[None]:
    """Let the system write when it likes: only a power cut could tell, and it is a third of the time of the tests."""
    wrapped = database.connect

    @functools.wraps(wrapped)
    def connect(path: Path | str, *, write: bool) -> sqlite3.Connection:
        connection = wrapped(path, write=write)
        if write:
            connection.execute("PRAGMA synchronous = OFF")
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "connect", connect)
        yield


@pytest.fixture(autouse=True)
def _quiet_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No test sees the developer's own settings, clock, language or data folder."""
    for name in [name for name in os.environ if name.startswith(("BUTLER_", "_BUTLER", "LC_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))
    monkeypatch.setenv("COLUMNS", "100")
    yield
    clock.fix(None)
    clock.use_zone(clock.DEFAULT_ZONE)
    i18n.set_language("zh")


@pytest.fixture
def butler(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Butler:
    """An empty house: no file yet, the first write makes it."""
    return Butler(tmp_path / "butler.db", capsys, monkeypatch)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up community as of NOW, built once for all workers: it is read, never written to."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    path = folder / "demo.db"
    try:
        (folder / "demo.lock").touch(exist_ok=False)
    except FileExistsError:
        for _second in range(600):
            if path.exists():
                return path
            time.sleep(1)
        pytest.fail("another worker was to build the demo, and did not")
    clock.fix(NOW)
    demo.build(folder / "building.db")
    clock.fix(None)
    return (folder / "building.db").rename(path)


@pytest.fixture
def shared_data() -> Path:
    """The folder of real files from real offices; the test is skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder of real files is not here")
    return SHARED_DATA
