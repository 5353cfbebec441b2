"""What a ticket is about, guessed from its words: kind, category, department.

Words that speak for a kind go before the category's own kind: 投诉 makes a leak a complaint.
"""

import re

from butlercli.base.result import Row
from butlercli.nouns.ticket.store import categories
from butlercli.store.database import Database

# The words are looked for in this order; the first kind that has one wins.
KIND_WORDS: tuple[tuple[str, str], ...] = (
    ("praise", "表扬 感谢 锦旗 点赞 谢谢你们 thank praise"),
    ("complaint", "投诉 举报 反映 不满 抗议 complain"),
    ("suggestion", "建议 希望能 能否增加 提议 suggest"),
    ("consult", "咨询 请问 怎么办 如何办 想问 想装 申请 能不能 可不可以 多少钱 几点 ask how"),
    ("service", "预约 代收 代买 代办 帮忙 帮搬 借用 上门服务 help borrow"),
    ("repair", "报修 维修 坏了 修一下 故障 失灵 repair broken fix"),
)


def infer(db: Database, text: str) -> Row:
    """Return the kind, category row and department id that the words of one ticket speak for."""
    return Inferer(db).infer(text)


class Inferer:
    """Guesses from words, for one ticket or for many: the category table is read once.

    The longest keyword decides, and among equals the category that stands first in the table. Nothing that fits
    makes a consultation without a category. Keywords are kept by their first character, so that a text is only
    searched for those that could be in it.
    """

    __slots__ = ("_keywords", "categories")

    def __init__(self, db: Database) -> None:
        """Read the category table."""
        import json

        self.categories: list[Row] = categories.all_rows(db)
        self._keywords: dict[str, list[tuple[int, int, str]]] = {}
        for order, row in enumerate(self.categories):
            for keyword in json.loads(row["keywords"]):
                if keyword:
                    self._keywords.setdefault(keyword[0].lower(), []).append((-len(keyword), order, keyword.lower()))

    def infer(self, text: str) -> Row:
        """Return the kind, category row and department id that the words speak for."""
        lowered = text.lower()
        category = self._category(lowered)
        kind = _kind(lowered) or (category["kind"] if category else None) or "consult"
        return {
            "kind": kind,
            "category": category,
            "department_id": category["department_id"] if category else None,
        }

    def _category(self, text: str) -> Row | None:
        best: tuple[int, int] | None = None
        for letter in set(text) & self._keywords.keys():
            for rank, order, keyword in self._keywords[letter]:
                if (best is None or (rank, order) < best) and is_said(text, keyword):
                    best = (rank, order)
        return self.categories[best[1]] if best is not None else None


def is_said(text: str, keyword: str) -> bool:
    """Say whether a text holds a keyword; an English one must be a whole word (or its plural)."""
    if keyword not in text:
        return False
    return not keyword.isascii() or re.search(rf"\b{re.escape(keyword)}s?\b", text) is not None


def _kind(text: str) -> str | None:
    for kind, words in KIND_WORDS:
        if any(is_said(text, word) for word in words.split()):
            return kind
    return None
