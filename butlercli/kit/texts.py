"""Small texts of the register as they are stored: names, notes, lists of tags and preferences."""

from collections.abc import Sequence

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.text import fold

LONGEST_NAME = 200
LONGEST_TEXT = 100_000
LONGEST_TAG = 500
LONGEST_CODE = 60


def name(text: str, wanted: str, most: int = LONGEST_NAME) -> str:
    """Return a name without space around it; raises UsageError where it is empty (`wanted` says so) or too long."""
    found = text.strip()
    if not found:
        raise UsageError(wanted)
    return _limited(found, most)


def code(text: str, refused: str, example: str) -> str:
    """Return the code of a record in half width; raises UsageError where it is empty, long, or of unseen characters.

    refused: the sentence, a msgid with `{value}`; example: a code as it might be.
    """
    found = " ".join(fold(text).split())
    if not found or len(found) > LONGEST_CODE or not found.isprintable():
        raise bad_code(text, refused, example)
    return found


def bad_code(text: str, refused: str, example: str) -> UsageError:
    """Return the refusal of a code, a long one cut short."""
    return UsageError(
        refused,
        hint=N_("At most {most} letters, digits and marks, such as {example}."),
        value=text if len(text) <= LONGEST_CODE else text[: LONGEST_CODE - 1] + "…",
        most=LONGEST_CODE,
        example=example,
    )


def note(text: str | None) -> str | None:
    """Return a free text as typed, or None for an empty one; raises UsageError for one that is too long."""
    return _limited(text, LONGEST_TEXT) if text and text.strip() else None


def _limited(text: str, most: int) -> str:
    if len(text) > most:
        raise UsageError(N_("The text has {length} characters; at most {most} are kept."), length=len(text), most=most)
    return text


def listed(words: Sequence[str], *, tags: bool = False) -> str:
    """Return words as a stored JSON list, each once, empty ones left out; tags without their leading + or #."""
    cleaned = [_limited(word.strip(), LONGEST_TAG) for word in words]
    if tags:
        cleaned = [word.lstrip("+#＋＃").strip() for word in cleaned]
    kept = list(dict.fromkeys(word for word in cleaned if word))
    if not kept:
        return "[]"
    import json

    return json.dumps(kept, ensure_ascii=False)


def unlisted(stored: str) -> list[str]:
    """Return the words of a stored JSON list."""
    if stored == "[]":
        return []
    import json

    words: list[str] = json.loads(stored)
    return words
