"""Sentences whose nouns agree with their numbers."""

from collections.abc import Iterator

import pytest

from butlercli.base import i18n
from butlercli.base.i18n import _


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = i18n.language()
    i18n.set_language("en")
    yield
    i18n.set_language(before)


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "0 bills"),
        (1, "1 bill"),
        (2, "2 bills"),
        (11, "11 bills"),
        ("1", "1 bill"),
        ("1,001", "1,001 bills"),
        (1.5, "1.5 bills"),
        ("–", "– bills"),
    ],
)
def test_a_number_chooses_its_noun_also_as_a_text(n: object, said: str) -> None:
    assert _("{n:bill|bills}").format(n=n) == said


def test_one_sentence_has_several_counts_and_verbs_that_agree() -> None:
    text = "{n:bill|bills} of {units:unit|units} {n:|is|are} open: {why}"
    assert _(text).format(n=1, units=2, why="{n:a|b}") == "1 bill of 2 units is open: {n:a|b}"
    assert _(text).format(n=2, units=1, why="") == "2 bills of 1 unit are open: "


def test_a_sentence_without_counts_is_a_plain_text() -> None:
    assert type(_("{n} left")) is str
    assert _("{n:>3} left").format(n=1) == "  1 left"
    assert _("a|b {n}").format(n=1) == "a|b 1"


def test_a_translation_has_plain_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_catalogue", {"{n:bill|bills}": "{n} 张账单"})
    assert _("{n:bill|bills}").format(n=1) == "1 张账单"
