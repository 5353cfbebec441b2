"""What a person probably meant: the nearest word, how far two texts are apart, the name that a word means."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from butlercli.base.text import fold

_T = TypeVar("_T")


def _plain(word: str) -> str:
    """Return the word as it is compared: half width, lower case, no spaces around."""
    return fold(word).strip().casefold()


def nearest(word: str, candidates: Iterable[str], n: int = 1) -> list[str]:
    """Return up to `n` candidates for a "did you mean", the likeliest first; none where nothing is near.

    Words of up to three characters (most Chinese ones) may differ in half of them, longer ones in less.
    """
    from difflib import SequenceMatcher

    wanted = _plain(word)
    if not wanted:
        return []
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    least = 0.5 if len(wanted) <= 3 else 0.6
    ranked: list[tuple[float, str]] = []
    for candidate in dict.fromkeys(candidates):
        plain = _plain(candidate)
        matcher.set_seq1(plain)
        if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
            score = matcher.ratio()
        else:
            score = 0.0
        if len(wanted) > 1 and plain.startswith(wanted):
            score = max(score, 0.9)
        if score >= least:
            ranked.append((score, candidate))
    ranked.sort(key=lambda pair: -pair[0])
    return [candidate for _score, candidate in ranked[:n]]


def slips(one: str, other: str) -> int:
    """Return how many typing slips lead from one text to the other.

    A slip is a character too many, too few, or wrong, or two neighbours swapped (optimal string alignment
    distance, Damerau 1964).
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one):
        previous, before = before, row
        row = [i + 1]
        for j, right in enumerate(other):
            cost = min(before[j] + (left != right), before[j + 1] + 1, row[j] + 1)
            if i and j and left == other[j - 1] and one[i - 1] == right:
                cost = min(cost, previous[j - 1] + 1)
            row.append(cost)
    return row[-1]


def one_of(text: str, names: Iterable[str], words: Mapping[str, str], refusal: str, shown: str = "") -> str:
    """Return the name a word means: itself, or what `words` says it is called besides.

    refusal: the msgid for a word that means none (`{value}`), with the nearest and all names as the hint, `shown`
    instead of them where they are called otherwise. Raises UsageError (exit 2).
    """
    from butlercli.base.errors import UsageError
    from butlercli.base.i18n import N_

    known = list(names)
    word = text.strip().lower()
    word = words.get(word, word)
    if word in known:
        return word
    close = nearest(word, known)
    raise UsageError(
        refusal,
        hint=N_("Did you mean {nearest}? One of: {choices}.") if close else N_("One of: {choices}."),
        value=text,
        nearest=close[0] if close else "",
        choices=shown or known,
    )
