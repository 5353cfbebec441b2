"""Who may do what: SQL, rendering, the time, and which modules a daily command loads."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "butlercli"
FILES = sorted(PACKAGE.rglob("*.py"))
SQL_ROOMS = ("store/", "register/", "kit/")
SQL_FILES = ("store", "metrics", "stats")
SQL_FLOORS = {"store", "figures"}
SQL_IN_VERBS = "nouns/register/verbs/"
SQL_WORDS = ("SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE ", "DROP ", "ALTER ")


def is_room_of_sql(path: Path) -> bool:
    inside = path.relative_to(PACKAGE).as_posix()
    if inside.startswith((*SQL_ROOMS, SQL_IN_VERBS)):
        return True
    if inside.startswith("nouns/"):
        return bool(SQL_FLOORS & set(path.relative_to(PACKAGE).with_suffix("").parts))
    return inside.startswith("domains/") and path.name.startswith(SQL_FILES)


@pytest.mark.parametrize(
    "path", [p for p in FILES if not is_room_of_sql(p)], ids=lambda p: p.relative_to(PACKAGE).as_posix()
)
def test_sql_stays_in_its_rooms(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            text = node.value.lstrip()
            statement = text.startswith(SQL_WORDS) and any(
                word in text for word in (" FROM ", " SET ", " VALUES", "TABLE")
            )
            assert not statement, f"line {node.lineno}: {text[:60]}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_only_the_clock_asks_the_time(path: Path) -> None:
    if path.name == "clock.py" and path.parent.name == "base":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            assert (name, node.func.attr) not in {
                ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"),
            }, f"line {node.lineno}"  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_only_output_prints(path: Path) -> None:
    inside = path.relative_to(PACKAGE).as_posix()
    if inside.startswith("output/") or inside.endswith("/completion.py") or inside in ("main.py", "cli/completion.py"):
        return
    source = path.read_text(encoding="utf-8")
    assert "sys.stdout.write" not in source
    assert not any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
        for node in ast.walk(ast.parse(source))
    )


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_files_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


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
)


@pytest.mark.parametrize("words", DAILY, ids=" ".join)
def test_a_daily_command_loads_nothing_heavy(tmp_path: Path, words: tuple[str, ...]) -> None:
    environment = {
        **os.environ,
        "BUTLER_DB": str(tmp_path / "b.db"),
        "BUTLER_NOW": "2026-07-01T09:30",
        "BUTLER_LANG": "zh",
    }
    command = [sys.executable, "-m", "butlercli"]
    subprocess.run([*command, "ticket", "add", "灯坏了"], env=environment, check=True, capture_output=True)
    subprocess.run([*command, "ticket", "resolve", "1", "好了"], env=environment, check=True, capture_output=True)
    fees = ("item add 车位费 --per unit --rate 150 --cycle month", "bill --period 2026")
    for line in (f"fee {words}" for words in fees):
        subprocess.run([*command, *["unit", "add", "3-2-501"]], env=environment, check=False, capture_output=True)
        subprocess.run([*command, *line.split()], env=environment, check=True, capture_output=True)
    for line in ("point add GATE 东门", "route add 早巡 --points GATE --window 08:00-10:00"):
        subprocess.run([*command, "patrol", *line.split()], env=environment, check=True, capture_output=True)
    # The names of what was loaded go to a file at the end of the process.
    script = (
        "import sys, atexit, pathlib; "
        f"atexit.register(lambda: pathlib.Path({str(tmp_path / 'loaded')!r}).write_text('\\n'.join(sys.modules))); "
        f"from butlercli.main import main; main({list(words)!r})"
    )
    subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=False)
    loaded = {name.partition(".")[0] for name in (tmp_path / "loaded").read_text().splitlines()}
    assert "butlercli" in loaded
    assert loaded & HEAVY == set()
