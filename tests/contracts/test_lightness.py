"""What a daily command does not load: it must start as fast as the interpreter lets it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "rich",
    "pydantic",
    "sqlite_utils",
    "xlsxwriter",
    "python_calamine",
    "borax",
    "pypinyin",
    "chinese_calendar",
    "platformdirs",
    "click",
    "decimal",
    "csv",
    "zoneinfo",
}
DAILY = (
    ("ticket", "list", "--json"),
    ("ticket", "list"),
    ("ticket", "add", "厨房漏水", "-u", "3-2-501"),
    ("add", "3-2-501", "厨房漏水", "急"),
    ("记", "大堂灯不亮"),
    ("ticket", "done", "1", "已修复", "--score", "5"),
    ("回", "1", "没接"),
    ("today",),
    ("evening",),
    ("patrol", "log", "早巡", "GATE=ok"),
    ("patrol", "log", "早巡", "--all-ok", "--fault", "GATE=锁坏"),
    ("fee", "pay", "3-2-501", "1,008.00", "--method", "微信"),
    ("收", "3-2-501", "100", "微信", "流水号", "WX1"),
    ("催", "3-2-501", "电话", "答应12-1", "交500"),
    ("fee", "remind", "3-2-501", "--channel", "visit", "--why", "quality"),
    ("fee", "arrears", "--json"),
    ("fee", "list", "3-2-501"),
    ("fee", "payments", "--json"),
    (),
    ("unit", "show", "3-2-501"),
)


COMMAND = [sys.executable, "-m", "butlercli"]
# What must be in the file before the commands make sense.
BEFORE = (
    "ticket add 灯坏了",
    "ticket resolve 1 好了",
    "unit add 3-2-501",
    "fee item add 车位费 --per unit --rate 150 --cycle month",
    "fee bill --period 2026",
    "patrol point add GATE 东门",
    "patrol route add 早巡 --points GATE --window 08:00-10:00",
)


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "BUTLER_DB": str(folder / "b.db"), "BUTLER_NOW": "2026-07-01T09:30", "BUTLER_LANG": "zh"}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a little of everything, to be copied."""
    folder = tmp_path_factory.mktemp("lightness")
    for line in BEFORE:
        subprocess.run([*COMMAND, *line.split()], env=environment(folder), check=True, capture_output=True)
    return folder / "b.db"


@pytest.mark.parametrize("words", DAILY, ids=lambda words: " ".join(words) or "butler")
def test_a_daily_command_loads_nothing_heavy(begun: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    shutil.copy(begun, tmp_path / "b.db")
    # The names of what was loaded go to a file at the end of the process.
    script = (
        "import sys, atexit, pathlib; "
        f"atexit.register(lambda: pathlib.Path({str(tmp_path / 'loaded')!r}).write_text('\\n'.join(sys.modules))); "
        f"from butlercli.main import main; main({list(words)!r})"
    )
    done = subprocess.run([sys.executable, "-c", script], env=environment(tmp_path), capture_output=True, check=False)
    assert done.returncode in (0, 6), done.stderr.decode()
    loaded = {name.partition(".")[0] for name in (tmp_path / "loaded").read_text().splitlines()}
    assert "butlercli" in loaded
    assert loaded & HEAVY == set()
