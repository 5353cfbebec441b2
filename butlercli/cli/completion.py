"""Shell completion: groups, verbs, options and live values, answered in plain text without Typer.

The shell's script is Typer's own (`--install-completion`); what it asks is answered here, because Typer's answer would
import Rich and read titles as markup. Several shells run the answer through `eval`: values are offered only where every
shell takes them for a plain word, and in descriptions all punctuation a shell might act upon is written full width.
"""

import re
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from butlercli.cli import registry
from butlercli.nouns.fee import completion as completion_fee

if TYPE_CHECKING:
    from butlercli.store.candidates import Candidates

Candidate = tuple[str, str]

SAFE_VALUE = re.compile(r"[\w.,+/=@-]+")
UNSAFE_TEXT = re.compile(r"[^\w \u00a0-\U0010ffff.,+/=@-]")
LONGEST = 60

TICKET_VERBS = "show edit respond dispatch arrive resolve callback verify close done defer resume reopen escalate cancel note link slip"
# What the words after a command are, one after the other.
ARGUMENTS: dict[tuple[str, ...], tuple[str, ...]] = {
    **{("ticket", name): ("ticket",) for name in TICKET_VERBS.split()},
    **{(name,): ("ticket",) for name in "到好回挂"},
    ("ticket", "dispatch"): ("ticket", "department"),
    ("ticket", "link"): ("ticket", "ticket"),
    ("ticket", "reopen"): ("ended",),
    ("ticket", "category", "edit"): ("category",),
    ("派",): ("ticket", "department"),
    ("add",): ("unit",),
    ("记",): ("unit",),
    ("call",): ("unit",),
    ("history",): ("record",),
    ("undo",): ("operation",),
    **{("unit", name): ("unit",) for name in ("show", "edit", "remove", "transfer")},
    **{("resident", name): ("resident",) for name in ("show", "edit", "remove")},
    ("resident", "merge"): ("resident", "resident"),
    ("resident", "contact"): ("unit",),
    **{("patrol", "facility", name): ("facility",) for name in ("show", "edit", "retire")},
    **{("patrol", "point", name): ("point",) for name in ("show", "edit", "retire")},
    **{("patrol", "route", name): ("route",) for name in ("show", "edit", "pause", "resume", "retire")},
    **{("patrol", name): ("route",) for name in ("start", "finish", "abandon")},
    **dict.fromkeys((("patrol", "log"), ("巡",)), ("route", *(("point",) * 40))),
    **dict.fromkeys((("patrol", "check"), ("patrol", "labels")), ("point",) * 40),
    **{("department", name): ("department",) for name in ("show", "edit", "remove")},
    **{("config", name): ("setting",) for name in ("get", "set")},
    **completion_fee.ARGUMENTS,
}
# What the word after an option is; "" for anything.
OPTIONS = {
    "--unit": "unit", "-u": "unit", "--remove-unit": "unit", "--dept": "department", "-d": "department",
    "--category": "category", "-c": "category", "--building": "building", "-b": "building", "--kind": "kind", "-k": "kind",
    "--priority": "priority", "-p": "priority", "--state": "state", "-s": "state", "--source": "source", "--party": "party",
    "--role": "role", "-r": "role", "--reason": "reason", "--facility": "facility", "--channel": "channel", "--lang": "language",
    "--route": "route", "--point": "point", "--points": "points", "--fault": "point", "--skip": "point",
}  # fmt: skip
FLAGS = completion_fee.FLAGS | {
    "--json", "--csv", "--force", "--reveal", "--dry-run", "-n", "--yes", "-y", "--help", "-h", "--version",
    "--overdue", "--new-unit", "--unreached", "--unhappy", "--duplicate", "--former", "--list", "--fix",
    "--views", "--all", "--all-ok", "--again", "--back", "--extra", "--skip-bad", "--check",
    "--keep-family", "--walk",
}  # fmt: skip
LIVE = completion_fee.LIVE | {
    "unit", "department", "facility", "route", "point", "points", "category", "building", "resident", "ticket",
    "ended", "record", "operation",
}  # fmt: skip
GLOBALS = ("--db", "--now", "--lang")
ROOT_OPTIONS = (*GLOBALS, "--version", "--help", "--install-completion", "--show-completion")


class Line(NamedTuple):
    """What is being typed: the words before, the word begun, and what `--db` and `--lang` say."""

    words: list[str]
    begun: str
    named: dict[str, str]


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
    if line.words and line.words[0] == "fee":
        asked = completion_fee.kind_of(line.words[-1], line.words)
        if asked is not None:
            return _values(asked, line, environ)
    if line.words and line.words[-1] in OPTIONS:
        kind = OPTIONS[line.words[-1]]
        if kind == "kind" and line.words[:2] == ["patrol", "facility"]:
            kind = "facility-kind"
        elif kind == "role" and line.words[0] == "patrol":
            kind = "route"
        elif kind == "state" and line.words[0] == "patrol":
            kind = "round-state"
        return _values(kind, line, environ)
    if line.words and line.words[-1] in GLOBALS:
        return []
    found = registry.split(line.words) if line.words else None
    if found is None:
        return [pair for pair in _names(line) if pair[0].startswith(line.begun)]
    words, rest = found
    if line.begun.startswith("-"):
        return [pair for pair in _options(words) if pair[0].startswith(line.begun)]
    kinds = ARGUMENTS.get(words, ())
    place = _place(rest)
    found_values = _values(kinds[place], line, environ) if 0 <= place < len(kinds) else []
    longer = [] if rest else _names(line)  # `fee bill` is a verb, and so is `fee bill add`
    return [*(pair for pair in longer if pair[0].startswith(line.begun)), *found_values]


def _place(rest: list[str]) -> int:
    """Return how many plain words stand already; -1 right after an option that wants a value of its own."""
    count, wants = 0, False
    for word in rest:
        if wants:
            wants = False
        elif word.startswith("-") and len(word) > 1:
            wants = word not in FLAGS and "=" not in word
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
    group = registry.groups().get(line.words[0])
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
    elif kind in LIVE:
        return _live(kind, line, environ)
    else:
        found = _fixed(kind)
    return [pair for pair in found if pair[0].startswith(line.begun)]


def _fixed(kind: str) -> list[Candidate]:
    if kind == "language":
        return [("zh", "中文"), ("en", "English")]
    fees = completion_fee.words_of(kind)
    if fees is not None:
        return fees
    from butlercli.nouns.patrol import model as patrol
    from butlercli.nouns.register import model as register
    from butlercli.nouns.ticket import model as ticket

    words = {
        "kind": ticket.KINDS, "priority": ticket.PRIORITIES, "state": ticket.STATES, "source": ticket.SOURCES,
        "party": ticket.PARTIES, "reason": ticket.DEFER_REASONS, "role": register.ROLES, "facility-kind": register.FACILITY_KINDS,
        "channel": register.CHANNELS, "round-state": patrol.STATES,
    }.get(kind)  # fmt: skip
    return [(code, words.label(code)) for code in words] if words is not None else []


def _live(kind: str, line: Line, environ: Mapping[str, str]) -> list[Candidate]:
    from butlercli.store.candidates import Candidates
    from butlercli.store.location import locate, size

    path, _named = locate(line.named.get("--db"), environ)
    if not size(path):
        return []
    source = Candidates(path)
    try:
        return _asked(source, kind, line)
    finally:
        source.close()


def _asked(source: "Candidates", kind: str, line: Line) -> list[Candidate]:
    from butlercli.base.text import fold

    begun = line.begun
    if kind in completion_fee.LIVE:
        return completion_fee.live(source, kind, begun, line.words)
    if kind == "unit":
        return source.units(fold(begun).upper())
    if kind in ("ticket", "ended"):
        return _tickets(source, kind, begun)
    if kind == "record":
        found = [
            *_tickets(source, "ticket", begun),
            *source.units(fold(begun).upper()),
            *_named_so(source.departments(), begun),
        ]
        return found if begun else found[:50]
    if kind == "resident":
        return source.residents(begun)
    if kind in ("building", "operation"):
        pairs = source.buildings() if kind == "building" else source.operations()
        return [pair for pair in pairs if pair[0].startswith(begun)]
    if kind in ("facility", "point"):
        return _coded(source.facilities() if kind == "facility" else source.points(), begun)
    if kind == "route":
        return [pair for pair in source.routes() if pair[0].lower().startswith(begun.lower())]
    if kind == "points":
        # The last of a list: `GATE,RO` offers `GATE,ROOF`.
        before, last = re.fullmatch(r"(.*[,+、])?([^,+、]*)", begun).groups(default="")  # type: ignore[union-attr]
        return [(before + value, text) for value, text in _coded(source.points(), last)]
    return _named_so(source.departments() if kind == "department" else source.categories(), begun)


def _coded(pairs: list[Candidate], begun: str) -> list[Candidate]:
    """Return codes with names, whatever their case; once a name is begun that no code begins with, the names."""
    found = [pair for pair in pairs if pair[0].lower().startswith(begun.lower())]
    return found or [(name, code) for code, name in pairs if name.startswith(begun)]


def _named_so(pairs: list[Candidate], begun: str) -> list[Candidate]:
    """Return codes with names; once a Chinese name is begun, the names themselves."""
    if begun.isascii():
        return [pair for pair in pairs if pair[0].startswith(begun)]
    return [(name, code) for code, name in pairs if name.startswith(begun)]


def _tickets(source: "Candidates", kind: str, begun: str) -> list[Candidate]:
    """Return tickets for the last number of a list (`12,1` offers `12,14`), in the way it is begun (`T1` offers `T14`)."""
    from butlercli.store.candidates import ENDED, OPEN

    match = re.fullmatch(r"(.*[,+])?([Tt]?)(\d*)", begun)
    if match is None:
        return []
    before, letter, digits = match[1] or "", match[2], match[3]
    pairs = source.tickets(digits, ENDED if kind == "ended" else OPEN)
    return [(f"{before}{letter}{value}", text) for value, text in pairs]


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
