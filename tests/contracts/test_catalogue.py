"""Both languages are complete, and English counts: every sentence has its Chinese, every counted noun its form."""

import re

from butlercli.base.i18n import FORM
from tests import catalogue

PLURALS = {"are", "were", "have", "do"}
SINGULARS = {"as", "does", "has", "is", "its", "less", "this", "was"}
# Fields that are no numbers: what a person typed or is shown to type, references, days.
NAMES = {
    "b", "command", "date", "file", "id", "key", "name", "option", "point", "possible", "round", "run", "unit",
}  # fmt: skip
# Numbers that are never one: limits of the program, and lengths beyond them.
LIMITS = {"length", "limit", "most", "seconds"}
# Shares: 100.0% of them were answered.
SHARES = {"at_once", "handled", "late", "rectified", "same_day"}
# Sentences that are right for one as well, or have another sentence for one.
RIGHT = {
    "Of {n} of these bills no owner is known; register them, and the same command names their debtors.",
    "every {n} days",
    "every {n} months",
    "every {n} years",
    "{amount} for periods that have not begun",
}


def test_the_chinese_catalogue_is_complete() -> None:
    assert catalogue.problems() == []


def _uncounted(msgid: str) -> list[str]:
    """Return where a number is followed by a plural, whatever the number is."""
    behind = r"\{(\w+)\}( (?:of|in) (?:them|these|those))?((?: (?!and\b|at\b|in\b|of\b|or\b|to\b|yuan\b)[a-z-]+){1,3})"
    return [
        found[0]
        for found in re.finditer(behind, msgid)
        if found[1] not in NAMES | LIMITS | SHARES
        and any(word in PLURALS or (word.endswith("s") and word not in SINGULARS) for word in found[3].split())
    ]


def test_every_counted_noun_has_a_form_for_one() -> None:
    said = {msgid for msgid, files in catalogue.spoken().items() if files != {"typer"}}
    assert said >= RIGHT
    assert {msgid: found for msgid in said - RIGHT if (found := _uncounted(msgid))} == {}


def test_a_counted_noun_without_a_form_is_found() -> None:
    for msgid in ("{n} bills, {amount} yuan", "{n} overdue bills", "{n} more were rejected", "{n} of them are open"):
        assert _uncounted(msgid)
    for msgid in ("{n:bill|bills}, {amount} yuan", "{n:|was|were} rejected", "open: {n}", "{command} adds one."):
        assert not _uncounted(msgid)


def test_forms_are_whole_and_only_english_has_them() -> None:
    for message in catalogue.read():
        if message.id:
            assert "|" not in re.sub(FORM, "", str(message.id)), message.id
            assert "|" not in str(message.string), message.id
