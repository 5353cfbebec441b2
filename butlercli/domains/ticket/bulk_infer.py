"""The guesses of `infer` for many tickets: the same results, with the category table read once."""

from typing import Any

from butlercli.domains.ticket import store_category
from butlercli.domains.ticket.infer import KIND_WORDS, position
from butlercli.store.database import Database

Row = dict[str, Any]


class Inferer:
    """Guesses kind, category and department from words as `infer.infer` does.

    Keywords are found by their first character: a text is only searched for those that could be in it.
    """

    __slots__ = ("_keywords", "_kinds", "categories")

    def __init__(self, db: Database) -> None:
        """Read the category table."""
        import json

        self.categories: list[Row] = store_category.all_rows(db)
        self._keywords: dict[str, list[tuple[int, str, int]]] = {}
        for order, row in enumerate(self.categories):
            for keyword in json.loads(row["keywords"]):
                if keyword:
                    word = keyword.lower()
                    self._keywords.setdefault(word[0], []).append((-len(keyword), word, order))
        self._kinds: dict[str, list[tuple[int, str]]] = {}
        for order, (_kind, words) in enumerate(KIND_WORDS):
            for word in words.split():
                self._kinds.setdefault(word[0], []).append((order, word))

    def infer(self, text: str) -> Row:
        """Return the kind, category row and department id that the words speak for."""
        lowered = text.lower()
        letters = set(lowered)
        category = self._category(lowered, letters)
        order = min(
            (
                order
                for letter in letters & self._kinds.keys()
                for order, word in self._kinds[letter]
                if position(lowered, word) >= 0
            ),
            default=-1,
        )
        kind = KIND_WORDS[order][0] if order >= 0 else (category["kind"] if category else None)
        return {
            "kind": kind or "consult",
            "category": category,
            "department_id": category["department_id"] if category else None,
        }

    def _category(self, text: str, letters: set[str]) -> Row | None:
        """Return the category of the longest keyword; among equals the one that stands first in the table."""
        best = (0, 0)
        for letter in letters & self._keywords.keys():
            for rank, keyword, order in self._keywords[letter]:
                if (rank, order) < best and keyword in text and position(text, keyword) >= 0:
                    best = (rank, order)
        return self.categories[best[1]] if best[0] else None
