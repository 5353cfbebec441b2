"""From the registry's static table to Typer commands: one verb when it runs, stubs for a page of help."""

import gettext
import importlib
import sys
from functools import cache
from typing import Any

from butlercli.base import i18n
from butlercli.base.i18n import N_, _

# Typer asks gettext for its own words when it is loaded; ours answers, in the language in force.
gettext.gettext = i18n._
gettext.ngettext = lambda msgid1, msgid2, n: i18n._(msgid1 if n == 1 else msgid2)

import typer  # noqa: E402
from typer.core import TyperCommand, TyperGroup  # noqa: E402
from typer.main import get_command_from_info, get_install_completion_arguments  # noqa: E402
from typer.models import CommandInfo  # noqa: E402

from butlercli.cli import registry  # noqa: E402
from butlercli.cli.verb import EXAMPLES, Spec  # noqa: E402

USAGE = N_("Usage: ")
USAGE_WORDS = (N_("[OPTIONS]"), N_("COMMAND [ARGS]..."))
SHOW_HELP = N_("Show this message and exit.")
# Typer's own texts of its two options, marked here for the catalogue.
COMPLETION = (
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
    N_("Install completion for the specified shell."),
    N_("Show completion for the specified shell, to copy it or customize the installation."),
)
HELP_NAMES = {"help_option_names": ["--help", "-h"]}


class Spoken:
    """What Typer says without asking gettext, said in the language in force."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line of usage."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        pieces = pieces.replace("{", "").replace("}", "")
        for word in USAGE_WORDS:
            pieces = pieces.replace(word, _(word))
        formatter.write_usage(ctx.command_path, pieces, prefix=_(USAGE))

    def get_help_option(self, ctx: Any) -> Any:
        """Return Typer's --help with its text translated."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _(SHOW_HELP)
        return option


class Verb(Spoken, TyperCommand):
    """A command whose help ends with examples."""

    spec: Spec

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print Typer's help, then the examples as they are to be typed."""
        if self.rich_markup_mode is not None:
            _fold_long_words()
        super().format_help(ctx, formatter)
        lines = [f"  {example}\n" for example in self.spec.examples]
        formatter.write("\n" + _(EXAMPLES) + "\n" + "".join(lines))


class Group(Spoken, TyperGroup):
    """A group for pages of help: its members are stubs, made of the registry's one-line texts."""


@cache
def _fold_long_words() -> None:
    """Have the pages of help wrap a Chinese sentence: to Rich it is one word, and it would cut it off with an ellipsis."""
    from typer import rich_utils

    make = rich_utils._make_rich_text

    def folded(**words: Any) -> Any:
        text: Any = make(**words)
        text.overflow = "fold"
        return text

    pages: Any = rich_utils
    pages._make_rich_text = folded


def markup_mode() -> Any:
    """Return Typer's markup mode: Rich pages on a terminal, plain ones in a pipe."""
    return "rich" if sys.stdout.isatty() else None


def load(module: str, function: str) -> Any:
    """Import the function of a verb."""
    return getattr(importlib.import_module(module), function)


def build_verb(words: tuple[str, ...], *, for_help: bool = True) -> Verb:
    """Build the command of one verb; its texts are only put into the language in force where they will be read."""
    module, function, _help = registry.find(words)
    runner = load(module, function)
    runner.spec.name = " ".join(registry.canonical(words))
    info = CommandInfo(
        name=words[-1],
        cls=Verb,
        callback=runner,
        help=_(runner.__doc__ or "") if for_help else "",
        context_settings=dict(HELP_NAMES),
        epilog=None,
    )
    command = get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode=markup_mode())
    assert isinstance(command, Verb)
    command.spec = runner.spec
    for parameter in command.params:
        _name(parameter)
        if for_help:
            _translate(parameter)
    return command


def _translate(parameter: Any) -> None:
    if getattr(parameter, "help", None):
        parameter.help = _(parameter.help)


def _name(parameter: Any) -> None:
    """Give a parameter the name it goes by in pages and refusals."""
    if parameter.metavar is None and parameter.param_type_name == "argument":
        parameter.metavar = (f"[{parameter.name}]" if not parameter.required else parameter.name).upper()
    elif parameter.metavar is None and not parameter.is_flag:
        parameter.metavar = parameter.name.upper()


def build_root() -> Group:
    """Build the whole tree for help and for errors: groups and verbs as stubs."""
    mode = markup_mode()
    commands: dict[str, Any] = {}
    for name, group in registry.groups().items():
        commands[name] = _group(name, group.help, _members(name, group.verbs, mode), mode)
    for name, entry in registry.top().items():
        aliases = [alias for alias, target in registry.aliases().items() if target == (name,)]
        text = _(entry[2]) + (f" ({' · '.join(aliases)})" if aliases else "")
        commands[name] = TyperCommand(name=name, help=text, rich_markup_mode=mode)
    return Group(
        name="butler",
        commands=commands,
        help=_(registry.ROOT_HELP),
        rich_markup_mode=mode,
        context_settings=dict(HELP_NAMES),
        suggest_commands=False,
        params=_root_params(),
    )


def _group(name: str, help: str, members: dict[str, Any], mode: Any) -> Group:
    return Group(
        name=name,
        commands=members,
        help=_(help),
        rich_markup_mode=mode,
        context_settings=dict(HELP_NAMES),
        suggest_commands=False,  # our own hint is said in the language in force
    )


def _members(group: str, verbs: dict[str, registry.Entry], mode: Any) -> dict[str, Any]:
    """Return the stubs of a group's verbs; verbs of two words stand in a group of their own.

    Where the first word is a verb by itself (`fee bill`, `fee bill add`), both stand beside each other.
    """
    members: dict[str, Any] = {}
    for verb, entry in verbs.items():
        first, _space, second = verb.partition(" ")
        beside = bool(second) and first in verbs
        stub = TyperCommand(name=verb if beside else second or first, help=_(entry[2]), rich_markup_mode=mode)
        if second and not beside:
            inner = members.setdefault(first, _group(first, registry.subgroup(group, first) or "", {}, mode))
            inner.commands[second] = stub
        else:
            members[verb] = stub
    return members


def _root_params() -> list[Any]:
    from typer.core import TyperOption

    texts = {
        "--db": registry.DB_HELP,
        "--now": registry.NOW_HELP,
        "--lang": registry.LANG_HELP,
    }
    params: list[Any] = [
        TyperOption(param_decls=[name], help=_(text), metavar=name[2:].upper(), expose_value=False)
        for name, text in texts.items()
    ]
    params.append(
        TyperOption(param_decls=["--version"], is_flag=True, help=_(registry.VERSION_HELP), expose_value=False)
    )
    params.extend(get_install_completion_arguments())
    for parameter in params:
        _name(parameter)
        _translate(parameter)
    return params


__all__ = ["Group", "Verb", "build_root", "build_verb", "typer"]
