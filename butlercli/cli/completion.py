"""Shell completion: groups, verbs, options and live values, answered in plain text without Typer.

The shell's script is Typer's own (`--install-completion`); what it asks is answered here, because Typer's answer would
import Rich and read titles as markup. Several shells run the answer through `eval`: values are offered only where every
shell takes them for a plain word, and in descriptions all punctuation a shell might act upon is written full width.
"""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from butlercli.base import rooms
from butlercli.cli import registry

Candidate = tuple[str, str]

SAFE_VALUE = re.compile(r"[\w.,+/=@-]+")
UNSAFE_TEXT = re.compile(r"[^\w \u00a0-\U0010ffff.,+/=@-]")
LONGEST = 60

# Options without a value that commands of several rooms have; rooms add their own.
FLAGS = frozenset(
    (
        "--json", "--csv", "--force", "--reveal", "--dry-run", "-n", "--yes", "-y", "--help", "-h", "--version",
        "--skip-bad", "--check",
    )
)  # fmt: skip
GLOBALS = ("--db", "--now", "--lang")
ROOT_OPTIONS = (*GLOBALS, "--version", "--help", "--install-completion", "--show-completion")


class Line:
    """What is being typed: the words before, the word begun, and what `--db` and `--lang` say."""

    def __init__(self, words: list[str], begun: str, named: dict[str, str]) -> None:
        self.words = words
        self.begun = begun
        self.named = named


def complete(environ: Mapping[str, str]) -> int:
    """Answer the shell; never raises, never writes anything but candidates, and says nothing where there is trouble."""
    shell = environ.get("_BUTLER_COMPLETE", "").partition("_")[2]
    try:
        line = _line(shell, environ)
        found = candidates(line, environ)
    except Exception:  # a completion must never get in the way of typing
        found = []
    safe = [(value, harmless(text)) for value, text in found if SAFE_VALUE.fullmatch(value)]
    return ANSWERS.get(shell, _bash)(safe, environ)


# --- what is being typed ----------------------------------------------------------------------------


def _line(shell: str, environ: Mapping[str, str]) -> Line:
    if shell == "bash":
        words = _split(environ["COMP_WORDS"])
        number = int(environ["COMP_CWORD"])
        begun = words[number] if number < len(words) else ""
        return _take_globals(words[1:number], begun)
    text = environ.get("_TYPER_COMPLETE_ARGS", "")
    words = _split(text, windows=shell in ("powershell", "pwsh"))[1:]
    begun = words.pop() if words and not text.endswith(" ") else ""
    return _take_globals(words, begun)


def _split(text: str, *, windows: bool = False) -> list[str]:
    """Split a line as a shell would; a quote that is still open ends with the line."""
    import shlex

    lexer = shlex.shlex(text, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    if windows:
        lexer.escape = ""
    found: list[str] = []
    try:
        found.extend(lexer)
    except ValueError:
        found.append(lexer.token)
    return found


def _take_globals(words: list[str], begun: str) -> Line:
    named: dict[str, str] = {}
    rest: list[str] = []
    pending = ""
    for word in words:
        name, equals, value = word.partition("=")
        if pending:
            named[pending], pending = word, ""
        elif name in GLOBALS and equals:
            named[name] = value
        elif name in GLOBALS:
            pending = name
        else:
            rest.append(word)
    return Line([*rest, pending] if pending else rest, begun, named)


# --- what may follow --------------------------------------------------------------------------------


def candidates(line: Line, environ: Mapping[str, str]) -> list[Candidate]:
    """Return what may stand in the place of the word begun, each with a description."""
    from butlercli.base import i18n

    if "--lang" in line.named:
        i18n.set_language(i18n.choose_language(line.named["--lang"], environ))
    if line.words and line.words[-1].startswith("-"):
        kind = _kind_after(line.words[-1], line.words)
        if kind is not None:
            return _values(kind, line, environ)
    if line.words and line.words[-1] in GLOBALS:
        return []
    found = registry.split(line.words) if line.words else None
    if found is None:
        return [pair for pair in _names(line) if pair[0].startswith(line.begun)]
    words, rest = found
    if line.begun.startswith("-"):
        return [pair for pair in _options(words) if pair[0].startswith(line.begun)]
    kinds = _said("ARGUMENTS", words).get(" ".join(registry.canonical(words)), ())
    place = _place(rest)
    found_values = _values(kinds[place], line, environ) if 0 <= place < len(kinds) else []
    longer = [] if rest else _names(line)  # `fee bill` is a verb, and so is `fee bill add`
    return [*(pair for pair in longer if pair[0].startswith(line.begun)), *found_values]


def _said(table: str, words: Sequence[str]) -> dict[str, Any]:
    """Return a table of the facts of the room that a line belongs to."""
    room = rooms.owner(list(words))
    found: dict[str, Any] = getattr(rooms.facts(room), table, {}) if room else {}
    return found


def _kind_after(option: str, words: Sequence[str]) -> str | None:
    """Return what stands after an option: as its verb says, as its room says, else as any room says; None for a flag."""
    if option == "--lang":
        return "language"
    if option in GLOBALS:
        return None
    own = _said("OPTIONS", words)
    for key in (f"{' '.join(words[:3])} {option}", f"{' '.join(words[:2])} {option}", option):
        if key in own:
            return str(own[key])
    found = rooms.lookup("OPTIONS", option)
    return None if found is None else str(found[1])


def flags() -> set[str]:
    """Return the options that want no value, of all rooms."""
    return {*FLAGS, *(flag for facts in rooms.all_facts() for flag in getattr(facts, "FLAGS", ()))}


def _place(rest: list[str]) -> int:
    """Return how many plain words stand already; -1 right after an option that wants a value of its own."""
    count, wants = 0, False
    for word in rest:
        if wants:
            wants = False
        elif word.startswith("-") and len(word) > 1:
            wants = "=" not in word and word not in flags()
        else:
            count += 1
    return -1 if wants else count


def _names(line: Line) -> list[Candidate]:
    """Return the groups and verbs that may come next, and the options of the root."""
    from butlercli.base.i18n import _

    if not line.words:
        if line.begun.startswith("-"):
            return [(name, "") for name in ROOT_OPTIONS]
        groups = [(name, _(entry.help)) for name, entry in registry.groups().items()]
        verbs = [(name, _(entry[2])) for name, entry in registry.top().items()]
        short = [(name, _(registry.top()[words[0]][2])) for name, words in registry.aliases().items()]
        return [*groups, *verbs, *short]
    group = registry.group_of(line.words[0])
    if group is None:
        return []
    under = line.words[1:]
    found: dict[str, str] = {}
    for name, entry in group.verbs.items():
        parts = name.split()
        if parts[: len(under)] == under and len(parts) > len(under):
            inside = len(parts) > len(under) + 1
            help = (registry.subgroup(line.words[0], parts[0]) if inside else None) or entry[2]
            found.setdefault(parts[len(under)], _(help))
    return list(found.items())


def _options(words: tuple[str, ...]) -> list[Candidate]:
    """Return the options of a verb; this alone needs Typer, as it alone knows them."""
    from butlercli.cli.build import build_verb

    found: list[Candidate] = []
    for parameter in build_verb(words).params:
        names = [name for name in (*parameter.opts, *parameter.secondary_opts) if name.startswith("-")]
        found.extend((name, getattr(parameter, "help", None) or "") for name in names)
    return [*found, ("--help", "")]


def _values(kind: str, line: Line, environ: Mapping[str, str]) -> list[Candidate]:
    if kind == "setting":
        from butlercli.base.i18n import _
        from butlercli.kit import settings

        found = [(key, _(setting.help)) for key, setting in settings.known().items()]
    elif (asked := rooms.lookup("CANDIDATES", kind)) is not None:
        return _live(asked, kind, line, environ)
    else:
        found = _fixed(kind)
    return [pair for pair in found if pair[0].startswith(line.begun)]


def _fixed(kind: str) -> list[Candidate]:
    """Return the words of a closed list with their labels; nothing where no room knows the kind."""
    if kind == "language":
        return [("zh", "中文"), ("en", "English")]
    owner = rooms.lookup("WORDS", kind)
    if owner is None:
        return []
    room, (module, name) = owner
    words = getattr(rooms.module_of(room, module), name)
    if callable(words):
        found: list[Candidate] = words()
        return found
    return [(code, words.label(code) if hasattr(words, "label") else "") for code in words]


def _live(asked: tuple[str, Any], kind: str, line: Line, environ: Mapping[str, str]) -> list[Candidate]:
    from butlercli.store.candidates import Candidates
    from butlercli.store.location import locate, size

    path, _named = locate(line.named.get("--db"), environ)
    if not size(path):
        return []
    offer = getattr(rooms.module_of(*asked), f"candidates_{kind}")
    source = Candidates(path)
    try:
        found: list[Candidate] = offer(source, line.begun, line.words)
        return found
    finally:
        source.close()


# --- in the words of each shell ---------------------------------------------------------------------


def harmless(text: str) -> str:
    """Return a description as one short line in which no shell finds anything to act upon."""
    from butlercli.base.text import fit, visible

    line = fit(visible(text), LONGEST)
    return UNSAFE_TEXT.sub(lambda match: chr(ord(match[0]) + 0xFEE0) if "!" <= match[0] <= "~" else " ", line)


def _write(lines: list[str]) -> int:
    if lines:
        sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _bash(found: list[Candidate], _environ: Mapping[str, str]) -> int:
    return _write([value for value, _text in found])


def _zsh(found: list[Candidate], _environ: Mapping[str, str]) -> int:
    pairs = " ".join(f'"{value}":"{text}"' if text else f'"{value}"' for value, text in found)
    return _write([f"_arguments '*: :(({pairs}))'" if found else "_files"])


def _fish(found: list[Candidate], environ: Mapping[str, str]) -> int:
    if environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
        return 0 if found else 1
    return _write([f"{value}\t{text}" if text else value for value, text in found])


def _powershell(found: list[Candidate], _environ: Mapping[str, str]) -> int:
    return _write([f"{value}:::{text or ' '}" for value, text in found])


ANSWERS: dict[str, Callable[[list[Candidate], Mapping[str, str]], int]] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
    "powershell": _powershell,
    "pwsh": _powershell,
}
