"""The entry: language, clock, the file, and the one place where errors become exit codes.

`--lang`, `--db` and `--now` are read from anywhere on the line before Typer is imported, and shell completion is
answered without it.
"""

import contextlib
import gc
import os
import sys
from typing import Any, NoReturn

from butlercli.base import clock, i18n
from butlercli.base.errors import ButlerError, UsageError
from butlercli.base.i18n import N_

INTERRUPTED = 130
# Objects made before the cycle collector looks for the first time: the modules of a daily verb are fewer, and it would
# walk through them dozens of times (700 is Python's own number).
UNCOLLECTED = 200_000
GLOBAL_OPTIONS = ("--lang", "--db", "--now")


def split_globals(argv: list[str]) -> tuple[dict[str, str], list[str]]:
    """Take `--lang`, `--db` and `--now` with their values out of a line; what follows `--` is left alone.

    Raises UsageError where a value is missing.
    """
    found: dict[str, str] = {}
    rest: list[str] = []
    index = 0
    while index < len(argv):
        word = argv[index]
        if word == "--":
            rest.extend(argv[index:])
            break
        name, equals, value = word.partition("=")
        if name in GLOBAL_OPTIONS:
            if not equals:
                index += 1
                if index >= len(argv):
                    raise UsageError(N_("{option} wants a value."), option=name)
                value = argv[index]
            found[name] = value
        else:
            rest.append(word)
        index += 1
    return found, rest


def main(argv: list[str] | None = None) -> NoReturn:
    """Run butler and leave with its exit code."""
    gc.set_threshold(UNCOLLECTED, 20, 20)
    code = run(sys.argv[1:] if argv is None else argv)
    try:
        sys.stdout.flush()
    except OSError:
        _silence_stdout()
    gc.freeze()  # at the end the interpreter would search every module for cycles once more, for nothing
    sys.exit(code)


def run(argv: list[str]) -> int:
    """Run one command line and return the exit code; every error has become a sentence on stderr."""
    _utf8_streams()
    i18n.set_language(i18n.choose_language(_peek(argv, "--lang"), os.environ))
    as_json = "--json" in argv
    try:
        return _run(argv)
    except ButlerError as error:
        return _fail(error, as_json)
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:
        _silence_stdout()
        return 0
    except Exception as error:
        return _unforeseen(error, as_json)


def _peek(argv: list[str], option: str) -> str | None:
    for index, word in enumerate(argv):
        if word == option:
            return argv[index + 1] if index + 1 < len(argv) else None
        if word.startswith(option + "="):
            return word.partition("=")[2]
    return None


def _run(argv: list[str]) -> int:
    if os.environ.get("_BUTLER_COMPLETE"):
        from butlercli.cli.completion import complete

        return complete(os.environ)
    found, rest = split_globals(argv)
    language = found.get("--lang")
    if language is not None and language.lower()[:2] not in i18n.LANGUAGES:
        raise UsageError(N_("“{value}” is not a language."), hint=N_("Use zh or en."), value=language)
    for word in rest:
        _check_encoding(word)
    clock.fix(found.get("--now") or os.environ.get("BUTLER_NOW"))
    from butlercli.cli.run import Session
    from butlercli.store.location import locate

    Session.path, Session.named = locate(found.get("--db"), os.environ)
    if rest == ["--version"]:
        from butlercli import __version__

        sys.stdout.write(f"butler {__version__}\n")
        return 0
    return _dispatch(rest)


def _dispatch(rest: list[str]) -> int:
    from butlercli.cli import registry

    ahead = ["--json"] if rest[:1] == ["--json"] else []  # before the command it means the same
    split = registry.split(rest[len(ahead) :])
    from butlercli.cli import build

    if split is None:
        _name_shell(rest)
        command: Any = build.build_root()
        words: tuple[str, ...] = ()
        rest = [*rest, "--help"] if registry.is_group(rest) else rest
    else:
        words, rest = split[0], ahead + split[1]
        command = build.build_verb(words, for_help="--help" in rest or "-h" in rest)
        if rest == ["-h"]:
            rest = ["--help"]
    prog_name = " ".join(("butler", *words))
    try:
        code = int(command.main(rest, prog_name=prog_name, standalone_mode=False) or 0)
        return _interrupted() if code == INTERRUPTED else code  # Typer turns Ctrl-C into this code, without a word
    except SystemExit as leaving:
        return int(leaving.code or 0)  # Typer leaves so after it has shown or installed a shell's completion
    except build.typer.Abort:
        return _interrupted()
    except Exception as error:
        from butlercli.cli.refusals import is_refusal, spoken

        if is_refusal(error):
            raise spoken(error, _usage_hint(words, rest)) from error
        raise


def _name_shell(rest: list[str]) -> None:
    """Let `--show-completion zsh` name the shell: Typer takes a name only where it is told not to guess."""
    named = len(rest) == 2 and rest[0] in ("--show-completion", "--install-completion")
    if named or (len(rest) == 1 and rest[0].startswith(("--show-completion=", "--install-completion="))):
        os.environ["_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION"] = "1"


def _usage_hint(words: tuple[str, ...], rest: list[str]) -> str:
    from butlercli.cli import registry

    if words and any(word[:1] == "-" and not word.isascii() for word in rest):
        return i18n._("A text that begins with a dash goes behind {mark}.").format(mark="--")
    longer = registry.longer(words)
    if longer and rest and not rest[0].startswith("-"):
        return i18n._("Did you mean {command}?").format(command=" ".join(("butler", *longer[0])))
    if words:
        return i18n._("See {command} --help.").format(command=" ".join(("butler", *words)))
    if rest:
        from butlercli.base.fuzzy import nearest

        group = registry.groups().get(rest[0])
        names = [*registry.groups(), *registry.top()] if group is None else list(group.verbs)
        wrong = rest[0] if group is None else next((word for word in rest[1:] if not word.startswith("-")), "")
        close = nearest(wrong, names)
        if close:
            command = " ".join(["butler", *([rest[0]] if group else []), close[0]])
            return i18n._("Did you mean {command}?").format(command=command)
    return i18n._("See {command} --help.").format(command="butler")


def _check_encoding(word: str) -> None:
    try:
        word.encode("utf-8")
    except UnicodeEncodeError:
        raise UsageError(
            N_("The command line holds bytes that are not UTF-8 text: “{value}”."), value=ascii(word)
        ) from None


def _fail(error: ButlerError, as_json: bool) -> int:
    from butlercli.output.render import failure

    with contextlib.suppress(OSError):  # nobody may be listening any more
        failure(error, as_json=as_json)
    return error.exit_code


def _interrupted() -> int:
    from butlercli.output.render import remark

    sys.stderr.write("\n" if sys.stderr.isatty() else "")
    remark(N_("Interrupted; what was not confirmed was not written."))
    return INTERRUPTED


def _unforeseen(error: Exception, as_json: bool) -> int:
    if os.environ.get("BUTLER_DEBUG") == "1":
        raise error
    if isinstance(error, OSError):
        return _fail(
            ButlerError(
                N_("The system refused: {why}."),
                code="system",
                why=f"{error.strerror or error}" + (f" ({error.filename})" if error.filename else ""),
            ),
            as_json,
        )
    return _fail(
        ButlerError(
            N_("Something unforeseen went wrong: {why}."),
            hint=N_("Your data is as it was. With BUTLER_DEBUG=1 the whole story is shown."),
            code="unexpected",
            why=f"{type(error).__name__}: {error}",
        ),
        as_json,
    )


def _utf8_streams() -> None:
    """Speak UTF-8 whatever the code page; a character nobody can encode is shown as an escape."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="strict" if stream is sys.stdin else "backslashreplace")


def _silence_stdout() -> None:
    """Send what is still buffered nowhere: the reader of the pipe has gone."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives until the process ends
