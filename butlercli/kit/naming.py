"""Finding a record by what people call it: code or name, in full or by an unambiguous beginning."""

from collections.abc import Callable, Sequence

from butlercli.base.errors import ButlerError, NotFoundError, UsageError
from butlercli.base.result import Row

MOST_CHOICES = 12


def search(rows: Sequence[Row], text: str, words: Callable[[Row], Sequence[str]]) -> list[Row]:
    """Return the rows a text names: those it names in full, else those of which a word begins with it."""
    word = text.strip().lower()
    if not word:
        return []
    begun: list[Row] = []
    exact: list[Row] = []
    for row in rows:
        known = [name.lower() for name in words(row) if name]
        if word in known:
            exact.append(row)
        elif any(name.startswith(word) for name in known):
            begun.append(row)
    return exact or begun


def code_and_name(row: Row) -> tuple[str, str]:
    """Return the words a row with `code` and `name` is known by."""
    return row["code"], row["name"]


def choices(rows: Sequence[Row], said: Callable[[Row], str]) -> list[str]:
    """Return candidates as words for a sentence, the first dozen."""
    shown = [said(row) for row in rows[:MOST_CHOICES]]
    return [*shown, "…"] if len(rows) > MOST_CHOICES else shown


def find(
    rows: Sequence[Row],
    text: str,
    *,
    words: Callable[[Row], Sequence[str]] = code_and_name,
    several: str,
    none: str,
    hint: str,
    empty: str,
    command: str,
) -> Row:
    """Return the one row a text names.

    several, none, hint, empty are msgids: `{value}` is the text, `{choices}` the candidates, `{command}` what adds a
    row. Raises UsageError (exit 2) listing the candidates where it is ambiguous, NotFoundError (exit 3) naming the
    nearest, or all there are, where there is none.
    """
    found = search(rows, text, words)
    if len(found) == 1:
        return found[0]
    raise unfound(rows, found, text, words=words, several=several, none=none, hint=hint, empty=empty, command=command)


def unfound(
    rows: Sequence[Row],
    found: Sequence[Row],
    text: str,
    *,
    words: Callable[[Row], Sequence[str]],
    several: str,
    none: str,
    hint: str,
    empty: str,
    command: str,
) -> ButlerError:
    """Return the error for a text that names no row, or several of them."""

    def said(row: Row) -> str:
        return " ".join(dict.fromkeys(words(row)))

    if found:
        return UsageError(several, code="ambiguous", value=text, choices=choices(found, said))
    if not rows:
        return NotFoundError(none, hint=empty, value=text, command=command)
    from butlercli.base.fuzzy import nearest

    by_word = {name: row for row in rows for name in words(row) if name}
    close = [by_word[name] for name in nearest(text, list(by_word))]
    return NotFoundError(none, hint=hint, value=text, choices=choices(close or rows, said), command=command)
