"""The examples run as they stand, with nothing but `butler` on the PATH."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.sh"))
BASH = shutil.which("bash")
POWERSHELL = shutil.which("pwsh") or shutil.which("powershell")
TWINS = [EXAMPLES / name for name in ("first-week.ps1", "daily-patrol.ps1", "fee-season.ps1")]
PLAYED = "# --- 演示"
Step = tuple[str, tuple[str, ...], int]
Office = Callable[..., subprocess.CompletedProcess[str]]


def run(command: list[str], folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a script in an empty folder, with this environment's butler first on the PATH."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("BUTLER_", "_BUTLER"))}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        command, cwd=folder, env={**kept, "PATH": path, **environ},
        capture_output=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.skipif(BASH is None, reason="there is no bash here")
@pytest.mark.parametrize("script", SCRIPTS, ids=[script.name for script in SCRIPTS])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_example_runs_and_leaves_nothing_behind(script: Path, language: str, tmp_path: Path) -> None:
    here, scratch = tmp_path / "here", tmp_path / "scratch"
    here.mkdir()
    scratch.mkdir()
    done = run(["bash", str(script)], here, TMPDIR=str(scratch), BUTLER_LANG=language)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert not list(here.iterdir()) and not list(scratch.iterdir())
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(BASH is None, reason="there is no bash here")
def test_the_year_end_reports_can_be_kept(tmp_path: Path) -> None:
    done = run(["bash", str(EXAMPLES / "year-end.sh"), "kept"], tmp_path)
    assert done.returncode == 0, done.stderr
    kept = {path.name for path in (tmp_path / "kept").iterdir()}
    assert kept == {"年度工作总结.md", "年度工作总结.xlsx", "满意率明细.xlsx", "年度.json"}
    assert (
        (tmp_path / "kept" / "年度工作总结.md").read_text(encoding="utf-8").startswith("# 示例花园 年度工作总结与建议")
    )


def test_the_examples_name_no_folder_of_a_machine() -> None:
    for script in [*SCRIPTS, *TWINS]:
        text = script.read_text(encoding="utf-8-sig")
        assert not re.search(r"/(?:work|home|tmp|root)/", text), script.name
        assert "set -eu\n" in text or script in TWINS


PATROL = (
    "init --community 示例花园 --butler 小陈",
    "patrol point add B1-PUMP B1泵房 --reading 压力 --min 0.3 --max 0.5",
    "patrol point add GATE 东门",
    "patrol point add ROOF 3栋天台",
    "patrol route add 早巡 --points B1-PUMP,GATE --window 08:00-10:00 --every daily",
    "patrol route add 午巡 --points ROOF --window 12:00-14:00 --every daily",
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A folder with a database of one's own, in which a script is run with arguments at a moment."""
    environ = {"BUTLER_DB": str(tmp_path / "b.db"), "BUTLER_LANG": "zh"}

    def call(*command: str, now: str = "2026-06-29T08:30") -> subprocess.CompletedProcess[str]:
        return run(list(command), tmp_path, BUTLER_NOW=now, **environ)

    for line in PATROL:
        assert call(sys.executable, "-m", "butlercli", *line.split(), now="2026-06-29T07:00").returncode == 0
    return call


@pytest.mark.skipif(BASH is None, reason="there is no bash here")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "什么也没有记"),
        (("好",), 0, "正常 2"),
        (("B1-PUMP=0.42",), 0, "正常 2"),
        (("B1-PUMP=0.2",), 0, "压力 0.2 < 0.3"),
        (("GATE=门锁坏", "B1-PUMP=跳过：没有钥匙"), 0, "跳过  没有钥匙"),
        (("note.txt",), 0, "异常 2"),
        (("nothing.txt",), 2, "nothing.txt"),
        (("GATE=",), 2, "写法不对"),
        (("北门=坏了",), 3, "没有这个点位"),
        (("ROOF=积水",), 4, "什么也没有记"),
    ],
)
def test_the_daily_patrol_logs_what_it_is_told_and_nothing_else(
    office: Office, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / "note.txt").write_bytes("GATE 门锁坏\r\n\r\nB1-PUMP 有点 漏水".encode("utf-8-sig"))
    done = office("bash", str(EXAMPLES / "daily-patrol.sh"), "早巡", *words)
    assert (done.returncode, said in done.stdout) == (code, True), done.stdout + done.stderr
    kept = office(sys.executable, "-m", "butlercli", "patrol", "list", "--json")
    assert len(json.loads(kept.stdout)) == (code == 0)


@pytest.mark.skipif(BASH is None, reason="there is no bash here")
def test_the_daily_patrol_and_the_reminder_tell_of_a_gap(office: Office) -> None:
    done = office("bash", str(EXAMPLES / "daily-patrol.sh"), "早巡", "好", now="2026-06-29T14:30")
    assert done.returncode == 6 and "午巡" in done.stdout
    reminder = ("bash", str(EXAMPLES / "patrol-reminder.sh"), "check")
    told = office(*reminder, now="2026-06-29T14:30")
    assert told.returncode == 6 and "午巡" in told.stdout
    early = office(*reminder, now="2026-06-29T07:30")
    assert (early.returncode, early.stdout, early.stderr) == (0, "", "")


# --- PowerShell ------------------------------------------------------------------------------------


def steps(text: str, clock: str, ending: str) -> list[Step]:
    """Return the butler lines of a script: the clock, the words, the exit code that is expected."""
    now, found = "", list[Step]()
    for line in (line.strip() for line in text.rpartition(PLAYED)[2].splitlines()):
        if moment := re.fullmatch(clock, line):
            now = moment[1]
        elif played := re.fullmatch(r"[Pp]lay (\d) (.+)", line):
            found.append((now, tuple(shlex.split(played[2])), int(played[1])))
        elif line.startswith("butler"):
            found.append((now, tuple(shlex.split(line.partition(" || ")[0])), 0))
        elif (code := re.fullmatch(ending, line)) and found:
            found[-1] = (*found[-1][:2], int(code[1] or 0))
    return found


@pytest.mark.parametrize("twin", TWINS, ids=[twin.name for twin in TWINS])
def test_the_powershell_twin_takes_the_same_steps(twin: Path) -> None:
    bash = twin.with_suffix(".sh").read_text(encoding="utf-8")
    wanted = steps(bash, r"export BUTLER_NOW=(\S+)", r'test "\$code" -eq (\d)')
    assert len(wanted) > 15
    assert steps(twin.read_text(encoding="utf-8-sig"), r"\$env:BUTLER_NOW = '([^']+)'", r"Expect ?(\d*)") == wanted


@pytest.mark.parametrize("twin", TWINS, ids=[twin.name for twin in TWINS])
def test_the_powershell_twin_keeps_to_simple_rules(twin: Path) -> None:
    """It has the mark that Windows PowerShell wants for Chinese, closed brackets, and no character it would eat."""
    assert twin.read_bytes().startswith(b"\xef\xbb\xbf")
    text = twin.read_text(encoding="utf-8-sig")
    code = without_remarks(text)
    assert not any(re.search("[“”‘’]", line) for line in code), "PowerShell takes them for quotation marks"
    for line in without_remarks(text.rpartition(PLAYED)[2]):
        if line.strip().startswith(("butler", "Play")):
            assert not re.search(r"[@#;&|<>(){}$`,\"!]", line), line
    whole = re.sub(r'"[^"]*"', '""', "\n".join(code))
    for opening, closing in ("()", "{}", "[]"):
        assert whole.count(opening) == whole.count(closing)
    commands = [number for number, line in enumerate(code) if line.strip().startswith("butler")]
    assert all(re.match(r"Expect|.*\$LASTEXITCODE", code[number + 1].strip()) for number in commands)


def without_remarks(text: str) -> list[str]:
    """Return the lines of a script without its remarks, and with nothing between single quotes."""
    return [re.sub(r"'[^']*'", "''", line) for line in text.splitlines() if not line.strip().startswith("#")]


@pytest.mark.skipif(POWERSHELL is None, reason="there is no PowerShell here")
@pytest.mark.parametrize("twin", TWINS, ids=[twin.name for twin in TWINS])
def test_the_powershell_twin_runs(twin: Path, tmp_path: Path) -> None:
    assert POWERSHELL is not None
    done = run([POWERSHELL, "-NoProfile", "-ExecutionPolicy", "Bypass", "-File", str(twin)], tmp_path)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
