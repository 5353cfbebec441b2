"""The READMEs cannot lie: their command lines run, their output is real, their tables and links are true."""

import re
from pathlib import Path

import pytest

from butlercli import main as entry
from butlercli.cli import registry
from tests.docs.pictures import NAMES
from tests.docs.readme import ROOT, Command, Readme

PAGES = ("zh", "en")
# The one-character verbs with loose words, and the commands they stand for.
IN_FULL = {
    "派": ("ticket", "dispatch"),
    "到": ("ticket", "arrive"),
    "好": ("ticket", "resolve"),
    "回": ("ticket", "callback"),
    "挂": ("ticket", "defer"),
    "收": ("fee", "pay"),
    "催": ("fee", "remind"),
}
# What bash or PowerShell would not hand over as it stands, outside single quotes.
EATEN = re.compile(r"[@#;&|<>(){}$`,\"!*?\[\]“”‘’]")


def command_words(command: Command) -> tuple[str, ...]:
    """Return the words of the command that a line means, its one-character form written out."""
    _globals, rest = entry.split_globals(command.words)
    found = registry.split(rest)
    if found is None:
        return tuple(rest)
    words = registry.canonical(found[0])
    return IN_FULL.get(words[0], words)


@pytest.mark.parametrize("language", PAGES)
def test_every_command_line_runs_and_prints_what_is_shown(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = Readme(language)
    page, wrong = readme.refreshed()
    assert not wrong, "\n".join(wrong)
    shown = readme.path.read_text(encoding="utf-8")
    assert page == shown, "the output or the table of commands is stale: python -m tests.docs.readme"


@pytest.mark.parametrize("language", PAGES)
def test_no_shell_eats_a_character_of_an_example(language: str) -> None:
    for command in Readme(language).commands():
        line = re.sub(r"'[^']*'", "", command.text)
        line = re.sub(r"\s#.*", "", line)
        assert not EATEN.search(line), f"line {command.line}: {command.text}"


@pytest.mark.parametrize("language", PAGES)
def test_the_table_names_every_command_of_the_registry(language: str) -> None:
    page = Readme(language).path.read_text(encoding="utf-8")
    table = page.partition("<!-- commands -->")[2].partition("<!-- /commands -->")[0]
    names = set(re.findall(r"^\| `butler ([^`]+)`", table, re.MULTILINE))
    assert names == {" ".join(words) for words in registry.commands()}


def test_both_pages_have_the_same_sections() -> None:
    zh, en = Readme("zh").sections(), Readme("en").sections()
    assert [level for level, _text in zh] == [level for level, _text in en]
    times = [[re.findall(r"\d\d:\d\d", text) for _level, text in page] for page in (zh, en)]
    assert times[0] == times[1]


def test_both_pages_give_the_same_commands() -> None:
    zh, en = ([(c.clock, c.shell, c.code, command_words(c)) for c in Readme(page).commands()] for page in PAGES)
    assert zh == en


def test_the_commands_of_the_day_are_all_shown() -> None:
    used = {command_words(command) for command in Readme("zh").commands()}
    wanted = {("ticket", verb) for verb in ("respond", "dispatch", "arrive", "resolve", "callback", "close", "defer")}
    assert used >= wanted | {("add",), ("today",), ("evening",), ("search",), ("undo",), ("backup",), ("restore",)}


@pytest.mark.parametrize("language", PAGES)
def test_links_and_pictures_lead_somewhere(language: str) -> None:
    readme = Readme(language)
    targets = re.findall(r"\]\(([^)\s]+)\)", "\n".join(readme.lines))
    local = [target for target in targets if not target.startswith("https://")]
    assert local and all((ROOT / target).is_file() for target in local), local
    pictures = [target for target in local if target.endswith(".svg")]
    assert sorted(Path(target).name for target in pictures) == sorted(f"{name}.{language}.svg" for name in NAMES)


def test_the_marks_that_the_proof_reads_are_there() -> None:
    lines = Readme("en").lines
    for mark, end in (("demo", "butler demo"), ("test", "pytest -n auto")):
        at = lines.index(f"<!-- ci: {mark} -->")
        assert lines[at + 1] == "```sh"
        assert lines[at + 2].startswith("python3 -m venv .venv && ") and lines[at + 2].endswith(end)
        assert lines[at + 3] == "```"


@pytest.mark.parametrize("language", PAGES)
def test_the_measured_table_has_its_place(language: str) -> None:
    lines = Readme(language).lines
    assert lines.index("<!-- bench -->") < lines.index("<!-- /bench -->")
