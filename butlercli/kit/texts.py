"""Small texts as they are stored (names, notes, lists of tags), and what many verbs refuse or remark in the same words."""

from collections.abc import Sequence
from datetime import date

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message
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
    return limited(found, most)


def code(text: str, refused: str, example: str) -> str:
    """Return the code of a record in half width; raises UsageError where it is empty, long, or of unseen characters.

    refused: the sentence, a msgid with `{value}`; example: a code as it might be.
    """
    found = " ".join(fold(text).split())
    if not found or len(found) > LONGEST_CODE or not found.isprintable():
        raise bad_code(text, refused, example)
    return found


def number(text: str) -> str:
    """Return the number on a paper in half width; raises UsageError as `code` does."""
    return code(text, N_("“{value}” is no number of a record."), "ZX-2026-014")


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
    return limited(text, LONGEST_TEXT) if text and text.strip() else None


def limited(text: str, most: int) -> str:
    """Return a text as it is; raises UsageError for one of more than `most` characters."""
    if len(text) > most:
        raise UsageError(N_("The text has {length} characters; at most {most} are kept."), length=len(text), most=most)
    return text


def listed(words: Sequence[str], *, tags: bool = False) -> str:
    """Return words as a stored JSON list, each once, empty ones left out; tags without their leading + or #."""
    cleaned = [limited(word.strip(), LONGEST_TAG) for word in words]
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


def nothing_to_change() -> UsageError:
    """Return the refusal of an edit that names no field (exit 2)."""
    return UsageError(N_("Nothing to change: name at least one field."))


def unchanged(name: str) -> Message:
    """Return the remark that a record is as it was told to be."""
    return Message(N_("{name} is as you say already; nothing changed."), name=name)


def in_use(name: str, *, used: bool) -> Message:
    """Return the remark that a record is in use, or out of use, as it was told to be."""
    said = N_("{name} is in use; nothing to do.") if used else N_("{name} is out of use already; nothing to do.")
    return Message(said, name=name)


def check_range(first: date | None, last: date | None) -> None:
    """Raise UsageError (exit 2) where a range that is asked for ends before it begins; it may be open."""
    if first is not None and last is not None and last < first:
        raise UsageError(N_("The range ends before it begins: {start} … {end}."), start=str(first), end=str(last))


def check_dates(since: str | None, until: str | None) -> None:
    """Raise UsageError (exit 2) where what a record says would end before it begins."""
    if since and until and until < since:
        raise UsageError(N_("It would end before it begins: {since} … {until}."), since=since, until=until)
