"""What a ticket is about, guessed from its words: kind, category, department.

Words that speak for a kind go before the category's own kind: 投诉 makes a leak a complaint.
"""

import re
from typing import Any

from butlercli.domains.ticket import store_category
from butlercli.store.database import Database

# The words are looked for in this order; the first kind that has one wins.
KIND_WORDS: tuple[tuple[str, str], ...] = (
    ("praise", "表扬 感谢 锦旗 点赞 谢谢你们 thank praise"),
    ("complaint", "投诉 举报 反映 不满 抗议 complain"),
    ("suggestion", "建议 希望能 能否增加 提议 suggest"),
    ("consult", "咨询 请问 怎么办 如何办 想问 多少钱 几点 ask how"),
    ("service", "预约 代收 代买 代办 帮忙 帮搬 借用 上门服务 help borrow"),
    ("repair", "报修 维修 坏了 修一下 故障 失灵 repair broken fix"),
)


def infer(db: Database, text: str) -> dict[str, Any]:
    """Return the kind, category row and department id that the words speak for.

    The longest keyword decides, and among equals the category that stands first in the table. Nothing that fits makes a consultation
    without a category.
    """
    lowered = text.lower()
    category = _category(db, lowered)
    kind = _kind(lowered) or (category["kind"] if category else None) or "consult"
    return {
        "kind": kind,
        "category": category,
        "department_id": category["department_id"] if category else None,
    }


def _category(db: Database, text: str) -> dict[str, Any] | None:
    import json

    best = 0
    found: dict[str, Any] | None = None
    for row in store_category.all_rows(db):
        for keyword in json.loads(row["keywords"]):
            if len(keyword) > best and position(text, keyword.lower()) >= 0:
                best = len(keyword)
                found = row
    return found


def position(text: str, keyword: str) -> int:
    """Return where a keyword stands, or -1; an English one must be a whole word (or its plural)."""
    if keyword.isascii():
        match = re.search(rf"\b{re.escape(keyword)}s?\b", text) if keyword in text else None
        return match.start() if match else -1
    return text.find(keyword)


def _kind(text: str) -> str | None:
    for kind, words in KIND_WORDS:
        if any(position(text, word) >= 0 for word in words.split()):
            return kind
    return None
