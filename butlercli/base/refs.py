"""References: serial numbers of records as people type them, one or many in one argument."""

import re
from collections.abc import Iterable

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_

MOST = 1000


def parse_refs(text: str, letter: str) -> list[int]:
    """Read `12`, `T12`, `#12`, `12,14,20-22` or `12+14` as serial numbers of the kind `letter`.

    Order is kept and repeats are dropped. Raises UsageError (exit 2) for anything else, for another
    kind's letter, and for more than 1,000 records at once.
    """
    cleaned = _narrow(text)
    pattern = _pattern(letter)
    found: list[int] = []
    for piece in re.split(r"[,+]", cleaned):
        match = pattern.fullmatch(piece)
        if match is None:
            raise _not_of(letter, piece, text)
        first = int(match[1])
        last = int(match[2] or first)
        if last < first:
            first, last = last, first
        if last - first >= MOST or len(found) + last - first >= MOST:
            raise UsageError(N_("More than {most} records at once: “{value}”."), most=MOST, value=text)
        found.extend(range(first, last + 1))
    return list(dict.fromkeys(found))


def _pattern(letter: str) -> "re.Pattern[str]":
    one = rf"#?(?:{letter})?#?(\d{{1,9}})"
    return re.compile(rf"{one}(?:-{one})?", re.IGNORECASE)


def _not_of(letter: str, piece: str, text: str) -> UsageError:
    """Return the error for a piece that is no reference of a kind: it is of another, or it is none."""
    from butlercli.base import rooms

    kinds: dict[str, rooms.Kind] = {kind.letter: kind for kind in rooms.merged("KINDS").values() if kind.letter}
    hint, example = N_("Write a number, a list or a range, such as {example}."), f"{letter}12 · 12,14,20-22"
    other = next((one for one in kinds if _pattern(one).fullmatch(piece)), None)
    if other is None or letter not in kinds:
        return UsageError(N_("“{value}” is not a reference."), hint=hint, value=text, example=example)
    from butlercli.base.i18n import language

    chinese = language() == "zh"
    return UsageError(
        N_("“{value}” is {other}, not {wanted}."),
        hint=hint,
        code="other_kind",
        value=piece,
        other=kinds[other].known_as[chinese],
        wanted=kinds[letter].known_as[chinese],
        example=example,
    )


def references(letter: str, ids: Iterable[int]) -> str:
    """Return serial numbers as a sentence names them: B1, B2."""
    return ", ".join(f"{letter}{id}" for id in ids)


def is_list(text: str) -> bool:
    """Say whether a text is several words with the marks of a list between them (`B3,B5`, `12+14`)."""
    return len(re.split(r"[,+]", _narrow(text))) > 1


def parse_ref(text: str, letter: str) -> int:
    """Read exactly one reference; raises UsageError where there are several."""
    refs = parse_refs(text, letter)
    if len(refs) != 1:
        raise UsageError(N_("One record at a time here, not “{value}”."), value=text)
    return refs[0]


def reads_as_refs(text: str, letter: str) -> bool:
    """Say whether a text would itself be a reference (so that `resolve 12 14` is caught)."""
    try:
        parse_refs(text, letter)
    except UsageError:
        return False
    return True


def _narrow(text: str) -> str:
    table = {
        0xFF0C: ",",
        0x3001: ",",
        0xFF03: "#",
        0xFF0B: "+",
        0xFF0D: "-",
        0x2013: "-",
        0x2014: "-",
        0xFF5E: "-",
    }
    table.update({0xFF10 + digit: str(digit) for digit in range(10)})
    return re.sub(r"\s+", "", text.strip().translate(table))
