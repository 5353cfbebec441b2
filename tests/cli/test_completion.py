"""Shell completion: live values in plain text, harmless in every shell, quick, and silent in trouble."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from butlercli import main as entry
from butlercli.cli import completion, registry
from tests.conftest import Butler

EVIL = "a'b\"c $(touch pwned) `touch pwned` \\x:y;z|&<> [red]粗[/red]\n第二行 %s * ? ~ # !! ${HOME} " + "长" * 300


@pytest.fixture
def house(butler: Butler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Butler:
    butler.ok("resident", "add", "王芳", "--unit", "3-2-501", "--phone", "13800138000", "--new-unit")
    butler.ok("unit", "add", "3-2-502")
    butler.ok("unit", "add", "A01")
    butler.ok("ticket", "add", EVIL, "-u", "3-2-501")
    butler.ok("ticket", "add", "路灯不亮", "--place", "中庭")
    butler.ok("ticket", "add", "已经好了", "-k", "consult")
    butler.ok("ticket", "done", "3", "好了")
    monkeypatch.setenv("BUTLER_DB", str(butler.path))
    monkeypatch.setenv("BUTLER_LANG", "en")
    return butler


def ask(line: str, shell: str = "bash") -> list[tuple[str, str]]:
    """What may follow, before it is put into the words of a shell."""
    words = completion._split(line)[1:]
    begun = words.pop() if words and not line.endswith(" ") else ""
    return completion.candidates(completion._take_globals(words, begun), os.environ)


def values(line: str) -> list[str]:
    return [value for value, _text in ask(line)]


def test_groups_verbs_and_short_forms(house: Butler) -> None:
    top = values("butler ")
    assert {"ticket", "unit", "undo", "记", "派", "回", "晚"} <= set(top)
    assert values("butler ti") == ["ticket"]
    assert set(values("butler ticket ")) == {name.split()[0] for name in registry.groups()["ticket"].verbs}
    assert values("butler ticket resp") == ["respond"]
    assert set(values("butler ticket category ")) >= {"list", "add", "edit"}
    assert "--db" in values("butler --")


def test_open_tickets_come_with_their_titles(house: Butler) -> None:
    found = dict(ask("butler ticket respond "))
    assert list(found) == ["2", "1"]
    assert found["2"] == "路灯不亮"
    assert values("butler ticket respond T") == ["T2", "T1"]
    assert values("butler ticket respond 2,") == ["2,2", "2,1"]
    assert values("butler 回 ") == ["2", "1"]
    assert values("butler ticket reopen ") == ["3"]
    assert values("butler ticket respond 2 ") == []


def test_facilities_and_their_kinds(house: Butler) -> None:
    house.ok("patrol", "facility", "add", "LIFT-3-2", "3栋2单元电梯", "--kind", "elevator")
    assert dict(ask("butler patrol facility show lift")) == {"LIFT-3-2": "3栋2单元电梯"}
    assert values("butler ticket add x --facility 3栋") == ["3栋2单元电梯"]
    assert values("butler patrol facility list --kind ele") == ["elevator"]
    assert values("butler patrol facility list --all --kind fi") == ["fire"]


def test_fees_offer_items_bills_payments_meters_and_words(house: Butler) -> None:
    house.ok("fee", "item", "add", "car", "--name", "停车费", "--per", "unit", "--rate", "150", "--cycle", "month")
    house.ok(
        "fee",
        "item",
        "add",
        "gas",
        "--name",
        "燃气费",
        "--per",
        "reading",
        "--rate",
        "3",
        "--cycle",
        "month",
        "--meter",
        "燃气表",
    )
    house.ok("fee", "bill", "--period", "2026-06", "--item", "car")
    house.ok("fee", "pay", "3-2-501", "150")
    house.ok("fee", "discount", "add", "7折", "--unit", "A01", "--reason", EVIL[:50])
    assert {"bill", "pay", "list", "item"} <= set(values("butler fee "))
    assert values("butler fee bill ") == ["add"]
    assert values("butler fee bill add 3-2-5") == ["3-2-501", "3-2-502"]
    assert dict(ask("butler fee waive ")) == {"B3": "A01 停车费 150.00", "B2": "3-2-502 停车费 150.00"}
    assert values("butler fee cancel B2,B") == ["B2,B3", "B2,B2"]
    assert values("butler fee pay 3-2-502 150 --bill ") == ["B2"]
    assert values("butler fee pay 3-2-501 150 -b ") == []
    assert values("butler fee list -b ") == ["3", "A"]
    assert dict(ask("butler fee refund ")) == {"P1": "3-2-501 150.00 2026-07-01"}
    assert values("butler fee show p") == ["p1"]
    assert values("butler fee show B") == ["B3", "B2"]
    assert values("butler fee show 3-2-501") == ["3-2-501"]
    assert dict(ask("butler fee item edit c")) == {"car": "停车费"}
    assert values("butler fee list --item 停") == ["停车费"]
    assert "broken" in values("butler fee reminders --promise ")
    assert values("butler fee read 3-2-501 ") == ["燃气表"]
    assert values("butler fee discount edit ") == ["1"]
    assert values("butler fee discount add 70% --state va") == ["vacant"]
    assert values("butler fee list --state pa") == ["part", "paid"]
    assert values("butler fee pay 3-2-501 5 --method ca") == ["card", "cash"]
    assert values("butler fee payments --channel des") == ["desk"]
    assert values("butler fee item add x --per ") == ["area", "unit", "fixed", "reading"]
    assert values("butler fee item add x --prepaid --cycle h") == ["half"]
    assert values("butler fee remind 3-2-501 --why q") == ["quality"]
    assert "微信" in values("butler 收 3-2-501 100 ")


def test_every_flag_is_known_to_take_no_value() -> None:
    from butlercli.cli import build

    flags = {
        name
        for words in registry.commands()
        for parameter in build.build_verb(words).params
        if getattr(parameter, "is_flag", False)
        for name in (*parameter.opts, *parameter.secondary_opts)
    }
    assert flags <= completion.flags()


def test_units_departments_categories_residents_and_settings(house: Butler) -> None:
    assert values("butler unit show 3-2") == ["3-2-501", "3-2-502"]
    assert values("butler unit show ａ０") == ["A01"]
    assert values("butler ticket list -u A") == ["A01"]
    assert values("butler ticket list --unit a") == ["A01"]
    assert dict(ask("butler call 3"))["3-2-501"] == "王芳"
    assert "engineering" in values("butler ticket dispatch 1 ")
    assert values("butler 派 1 工") == ["工程"]
    assert values("butler ticket add x -d eng") == ["engineering"]
    assert "plumbing" in values("butler ticket add x -c ")
    assert values("butler resident show 王") == ["王芳"]
    assert "community" in values("butler config set comm")
    assert values("butler undo ")[0] == "7"
    assert values("butler history eng") == ["engineering"]


def test_words_of_closed_lists(house: Butler) -> None:
    assert values("butler ticket add x -p ur") == ["urgent"]
    assert "complaint" in values("butler ticket list --kind ")
    assert values("butler --lang ") == ["zh", "en"]


def test_options_of_a_verb(house: Butler) -> None:
    assert {"--unit", "-u", "--photo", "--json", "--help"} <= set(values("butler ticket add -"))


def test_options_with_values_do_not_count_as_words(house: Butler) -> None:
    assert values("butler ticket respond --at 昨天 ") == ["2", "1"]
    assert values("butler ticket respond --json ") == ["2", "1"]
    assert values("butler ticket respond --at ") == []


def test_the_line_names_the_file_and_a_quote_may_be_open(house: Butler, tmp_path: Path) -> None:
    assert values(f"butler --db {tmp_path / 'none.db'} ticket respond ") == []
    assert values(f"butler --db={house.path} ticket respond ") == ["2", "1"]
    assert values("butler ticket respond 1 'half a ") == []
    assert not (tmp_path / "none.db").exists()


# --- through the command line -----------------------------------------------------------------------


def shell_env(shell: str, line: str) -> dict[str, str]:
    env = {"_BUTLER_COMPLETE": f"complete_{shell}"}
    if shell == "bash":
        words = line.split(" ")
        return env | {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    env["_TYPER_COMPLETE_ARGS"] = line
    if shell == "powershell":
        env["_TYPER_COMPLETE_WORD_TO_COMPLETE"] = line.rpartition(" ")[2]
    if shell == "fish":
        env["_TYPER_COMPLETE_FISH_ACTION"] = "get-args"
    return env


def answer(shell: str, line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    capsys.readouterr()
    with monkeypatch.context() as patch:
        for name, value in shell_env(shell, line).items():
            patch.setenv(name, value)
        assert entry.run([]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def test_each_shell_is_answered_in_its_own_words(
    house: Butler, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answer("bash", "butler ticket respond ", capsys, monkeypatch) == "2\n1\n"
    assert answer("zsh", "butler unit show A", capsys, monkeypatch) == "_arguments '*: :((\"A01\"))'\n"
    assert answer("zsh", "butler restore ", capsys, monkeypatch) == "_files\n"
    assert answer("fish", "butler ticket respond 2", capsys, monkeypatch) == "2\t路灯不亮\n"
    assert answer("powershell", "butler ticket respond 2", capsys, monkeypatch) == "2:::路灯不亮\n"
    assert answer("powershell", "butler unit show A", capsys, monkeypatch) == "A01::: \n"


def test_fish_asks_whether_there_is_anything(house: Butler, monkeypatch: pytest.MonkeyPatch) -> None:
    for line, code in (("butler ticket respond ", 0), ("butler restore ", 1)):
        for name, value in (shell_env("fish", line) | {"_TYPER_COMPLETE_FISH_ACTION": "is-args"}).items():
            monkeypatch.setenv(name, value)
        assert entry.run([]) == code


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_hostile_title_is_one_harmless_line(
    house: Butler, shell: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = answer(shell, "butler ticket respond 1", capsys, monkeypatch)
    assert len(out.splitlines()) == 1
    text = out.partition("3-2-501")[2]
    assert not set(text.removesuffix("\"))'\n")) & set("'\"$`\\:;|&<>()[]{}*?~#!%^\t\r"), out


@pytest.mark.parametrize(
    "setting",
    [
        {"BUTLER_DB": "/nowhere/butler.db"},
        {"BUTLER_DB": "."},
        {"BUTLER_NOW": "nonsense"},
        {"COMP_CWORD": "many"},
        {"_BUTLER_COMPLETE": "complete_tcsh"},
        {"_BUTLER_COMPLETE": "nonsense"},
    ],
)
def test_trouble_is_silent(
    house: Butler, setting: dict[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (shell_env("bash", "butler ticket respond ") | setting).items():
        monkeypatch.setenv(name, value)
    capsys.readouterr()
    assert entry.run([]) == 0
    assert capsys.readouterr().err == ""


def test_a_busy_damaged_or_missing_file_offers_nothing_and_makes_none(house: Butler, tmp_path: Path) -> None:
    house.path.write_bytes(b"not a database")
    completion_of = [completion.complete(os.environ | shell_env("bash", "butler ticket respond ")) for _ in range(2)]
    assert completion_of == [0, 0]
    house.path.unlink()
    assert completion.complete(os.environ | shell_env("bash", "butler ticket respond ")) == 0
    assert not house.path.exists()


PROBE = """
import json, sys
from butlercli.main import run
run([])
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def test_neither_typer_nor_rich_is_loaded(house: Butler) -> None:
    env = os.environ | shell_env("zsh", "butler ticket respond ")
    done = subprocess.run([sys.executable, "-c", PROBE], env=env, capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stderr))
    assert "_arguments" in done.stdout
    for module in ("typer", "rich", "pydantic", "sqlite_utils", "platformdirs", "dataclasses"):
        assert module not in loaded


# --- through real shells ----------------------------------------------------------------------------


def in_shell(shell: str, script: str, folder: Path) -> list[str]:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not here")
    scripts = Path(sys.executable).parent
    env = os.environ | {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    done = subprocess.run([shell, "-c", script], env=env, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert not (folder / "pwned").exists()
    return done.stdout.splitlines()


def test_bash(house: Butler, tmp_path: Path) -> None:
    script = """eval "$(butler --show-completion bash)"
COMP_WORDS=(butler ticket respond ""); COMP_CWORD=3; _butler_completion butler; printf '%s\\n' "${COMPREPLY[@]}" """
    assert in_shell("bash", script, tmp_path) == ["2", "1"]


def test_fish(house: Butler, tmp_path: Path) -> None:
    script = 'butler --show-completion fish | source; complete -C "butler ticket respond 2"'
    assert in_shell("fish", script, tmp_path) == ["2\t路灯不亮"]


def test_zsh_evaluates_the_answer_twice_and_runs_nothing(house: Butler, tmp_path: Path) -> None:
    script = """_arguments() { local action="${1#*: :}"; local -a found; eval found\\=\\( "${action[3,-3]}" \\); print -rl -- $found }
words=(butler ticket respond ""); CURRENT=4
eval $(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" _BUTLER_COMPLETE=complete_zsh butler)"""
    lines = in_shell("zsh", script, tmp_path)
    assert lines[0] == "2:路灯不亮" and lines[1].startswith("1:3-2-501 ")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_the_script_of_a_named_shell_is_shown(butler: Butler, shell: str) -> None:
    outcome = butler.ok("--show-completion", shell)
    assert f"complete_{shell}" in outcome.out
    assert not butler.path.exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_installing_writes_into_the_home_folder(
    butler: Butler, shell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    butler.ok("--install-completion", shell)
    assert any("_BUTLER_COMPLETE" in file.read_text() for file in tmp_path.rglob("*butler*") if file.is_file())


def test_an_unknown_shell_is_one_sentence(butler: Butler) -> None:
    outcome = butler("--show-completion", "csh")
    assert outcome.code == 2 and outcome.out == ""
