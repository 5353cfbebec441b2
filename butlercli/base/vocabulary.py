"""Words of the trade: an English code, its label in both languages, and what else people type for it.

Input is accepted in both languages whatever language is spoken, so the Chinese words stand in the code
beside the English ones (DESIGN §6) and not in the catalogue.
"""

from collections.abc import Iterator

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_, language


class Vocabulary:
    """A closed list of words: code to (English label, Chinese label, further words understood)."""

    __slots__ = ("name", "words")

    def __init__(self, name: str, words: dict[str, tuple[str, ...]]) -> None:
        """`name` is the msgid for what the words are (`ticket kind`); the first two words of each are labels."""
        self.name = name
        self.words = words

    def __contains__(self, code: object) -> bool:
        return code in self.words

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def label(self, code: str | None) -> str:
        """Return the word for a code in the language in force; an unknown code as it is."""
        labels = self.words.get(code or "")
        if labels is None:
            return code or ""
        return labels[1] if language() == "zh" else labels[0]

    def find(self, text: str) -> str | None:
        """Return the code of a word, in either language, or None."""
        word = text.strip().lower()
        if word in self.words:
            return word
        for code, labels in self.words.items():
            if word in (label.lower() for label in labels):
                return code
        return None

    def parse(self, text: str) -> str:
        """Return the code of a word or of its unambiguous beginning; raises UsageError naming the choices."""
        code = self.find(text)
        if code is not None:
            return code
        word = text.strip().lower()
        begun = [
            c for c, labels in self.words.items() if word and any(w.lower().startswith(word) for w in (c, *labels))
        ]
        if len(begun) == 1:
            return begun[0]
        from butlercli.base.i18n import _

        raise UsageError(
            N_("“{value}” is not a {what}."),
            hint=N_("One of: {choices}."),
            value=text,
            what=_(self.name),
            choices=[f"{c} {labels[1]}" for c, labels in self.words.items()],
        )
