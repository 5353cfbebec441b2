"""Laws that hold for every command, found by walking the tree, so that none can be forgotten."""

import pytest

from butlercli.base import i18n
from butlercli.cli import build, registry
from tests.conftest import Butler

COMMANDS = registry.commands()


def name_of(words: tuple[str, ...]) -> str:
    return " ".join(words)


@pytest.mark.parametrize("words", COMMANDS, ids=name_of)
def test_every_command_but_a_dialogue_takes_json(words: tuple[str, ...]) -> None:
    command = build.build_verb(words)
    options = {option for parameter in command.params for option in parameter.opts}
    assert "--json" in options or command.spec.mode == "dialogue"


@pytest.mark.parametrize("words", COMMANDS, ids=name_of)
def test_every_write_has_a_dry_run(words: tuple[str, ...]) -> None:
    command = build.build_verb(words)
    options = {option for parameter in command.params for option in parameter.opts}
    if command.spec.mode in ("write", "dialogue"):
        assert {"-n", "--dry-run"} <= options


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("words", COMMANDS, ids=name_of)
def test_help_ends_with_one_to_three_examples(butler: Butler, words: tuple[str, ...], language: str) -> None:
    out = butler.ok(*words, "--help", lang=language).out
    heading = "Examples:" if language == "en" else i18n._("Examples:")
    examples = out.partition(heading)[2].strip().splitlines()
    assert 1 <= len(examples) <= 3
    assert all(line.strip().startswith("butler") for line in examples)


@pytest.mark.parametrize("words", COMMANDS, ids=name_of)
def test_no_example_needs_a_character_that_a_shell_eats(words: tuple[str, ...]) -> None:
    for example in build.build_verb(words).spec.examples:
        assert not set(example) & set("!#@$`\\"), example
        assert example.count("'") % 2 == 0
        assert '"' not in example or words == ("sql",), example


@pytest.mark.parametrize("words", COMMANDS, ids=name_of)
def test_every_option_is_explained(words: tuple[str, ...]) -> None:
    for parameter in build.build_verb(words).params:
        if not getattr(parameter, "hidden", False):
            assert getattr(parameter, "help", None), f"{words}: {parameter.name}"


@pytest.mark.parametrize("words", COMMANDS, ids=name_of)
def test_an_unknown_option_is_one_sentence_and_exit_2(butler: Butler, words: tuple[str, ...]) -> None:
    outcome = butler(*words, "--no-such-option")
    assert outcome.code == 2
    assert outcome.out == ""
    assert len(outcome.err.strip().splitlines()) == 1
    assert "Traceback" not in outcome.err


def test_an_error_speaks_json_where_json_was_asked_for(butler: Butler) -> None:
    outcome = butler("ticket", "show", "99", "--json")
    assert outcome.code == 3
    assert outcome.error["code"] == "not_found"
    assert outcome.error["message"]


def test_a_wrong_word_names_the_nearest(butler: Butler) -> None:
    assert "butler ticket" in butler("tickt").err
    assert "butler ticket dispatch" in butler("ticket", "dispach", "1").err
    assert butler("tickt").code == 2


def test_the_global_options_stand_anywhere(butler: Butler) -> None:
    from butlercli import main

    path = str(butler.path)
    assert main.run(["ticket", "--db", path, "add", "--lang=en", "灯坏了", "--now", "2026-07-01T08:00"]) == 0
    assert butler.json("ticket", "show", "1")["created_at"] == "2026-07-01T08:00:00"
