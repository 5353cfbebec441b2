"""The examples run as they stand, with nothing but `butler` on the PATH."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.sh"))
BASH = shutil.which("bash")
POWERSHELL = shutil.which("pwsh") or shutil.which("powershell")
TWIN = EXAMPLES / "first-week.ps1"
Step = tuple[str, tuple[str, ...], int]


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
    for script in [*SCRIPTS, TWIN]:
        text = script.read_text(encoding="utf-8-sig")
        assert not re.search(r"/(?:work|home|tmp|root)/", text), script.name
        assert "set -eu\n" in text or script == TWIN


# --- PowerShell ------------------------------------------------------------------------------------


def steps(text: str, clock: str, ending: str) -> list[Step]:
    """Return the butler lines of a script: the clock, the words, the exit code that is expected."""
    now, found = "", list[Step]()
    for line in (line.strip() for line in text.splitlines()):
        if moment := re.fullmatch(clock, line):
            now = moment[1]
        elif line.startswith("butler"):
            found.append((now, tuple(shlex.split(line.partition(" || ")[0])), 0))
        elif (code := re.fullmatch(ending, line)) and found:
            found[-1] = (*found[-1][:2], int(code[1] or 0))
    return found


def test_the_powershell_twin_takes_the_same_steps() -> None:
    bash = (EXAMPLES / "first-week.sh").read_text(encoding="utf-8")
    twin = TWIN.read_text(encoding="utf-8-sig")
    wanted = steps(bash, r"export BUTLER_NOW=(\S+)", r'test "\$code" -eq (\d)')
    assert len(wanted) > 40
    assert steps(twin, r"\$env:BUTLER_NOW = '([^']+)'", r"Expect ?(\d*)") == wanted


def test_the_powershell_twin_keeps_to_simple_rules() -> None:
    """It has the mark that Windows PowerShell wants for Chinese, closed brackets, and no character it would eat."""
    assert TWIN.read_bytes().startswith(b"\xef\xbb\xbf")
    lines = TWIN.read_text(encoding="utf-8-sig").splitlines()
    code = [re.sub(r"'[^']*'", "''", line) for line in lines if not line.strip().startswith("#")]
    for line in code:
        if line.strip().startswith("butler"):
            assert not re.search(r"[@#;&|<>(){}$`,\"!“”‘’]", line), line
    whole = re.sub(r'"[^"]*"', '""', "\n".join(code))
    for opening, closing in ("()", "{}", "[]"):
        assert whole.count(opening) == whole.count(closing)
    commands = [number for number, line in enumerate(code) if line.strip().startswith("butler")]
    assert all(code[number + 1].strip().startswith("Expect") for number in commands)


@pytest.mark.skipif(POWERSHELL is None, reason="there is no PowerShell here")
def test_the_powershell_twin_runs(tmp_path: Path) -> None:
    assert POWERSHELL is not None
    done = run([POWERSHELL, "-NoProfile", "-ExecutionPolicy", "Bypass", "-File", str(TWIN)], tmp_path)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
