"""Names and numbers in register cells: several owners of one cell, `姓名：手机`, tenants in a remark.

A number belongs to the name before it; numbers before any name belong to nobody yet. What is no number and no
name is handed back, never guessed.
"""

import re
from functools import cache

from butlercli.base.errors import ButlerError
from butlercli.base.phones import normalise_phone
from butlercli.base.text import fold

NOBODY = frozenset(
    [
        "/",
        "-",
        "--",
        "—",
        "无",
        "空",
        "空置",
        "未售",
        "未出售",
        "未知",
        "不详",
        "待补",
        "待定",
        "暂无",
        "没有",
        "n/a",
        "na",
        "none",
        "null",
        "nil",
        ".",
        "、",
    ]
)
TENANT_NAME = "租户"
"""What a tenant is called whose name the register does not tell."""
_PLACEHOLDERS = frozenset(("18999999999", "13000000000", "13800000000", "11111111111", "0", "1"))


class Mention:
    """One person as a cell names them: name ('' where none is told), role ('' or tenant), numbers, what is no number."""

    __slots__ = ("bad", "name", "phones", "role")

    def __init__(self, name: str = "", role: str = "") -> None:
        """Begin without a number."""
        self.name = name
        self.role = role
        self.phones: list[str] = []
        self.bad: list[str] = []


@cache
def _tokens() -> re.Pattern[str]:
    """Return what a cell is cut into: numbers with dashes and extension, and words."""
    return re.compile(
        r"(?P<number>\+?[0-9][0-9*]*(?:-[0-9*]+)*(?: ?(?:转|分机) ?[0-9]+)?)|(?P<word>[^\W\d_]+(?:[·•'][^\W\d_]+)*)"
    )


@cache
def _spaced_mobile() -> re.Pattern[str]:
    """Return a mobile written in groups: 138 0013 8000."""
    return re.compile(r"(?<![0-9])(1[3-9][0-9]) ([0-9]{4}) ([0-9]{4})(?![0-9])")


@cache
def _tenant() -> re.Pattern[str]:
    return re.compile(r"(?:已?出租|承租[人方户]|租[户客用]?|tenant)(?P<rest>.*)", re.IGNORECASE)


def read_people(text: str) -> list[Mention]:
    """Return whom a cell names, in order; the first mention has no name where numbers come before any name."""
    folded = _spaced_mobile().sub(r"\1\2\3", fold(text))
    found: list[Mention] = []
    current: Mention | None = None
    for token in _tokens().finditer(folded):
        if token["word"]:
            tenant = _tenant().fullmatch(token["word"])
            word = tenant["rest"] if tenant else token["word"]
            if not tenant and current is not None and not current.phones and word.isascii() and current.name.isascii():
                current.name = f"{current.name} {word}".strip()  # a Latin name has several words
                continue
            current = Mention("" if word == "业主" else word, "tenant" if tenant else "")
            found.append(current)
            continue
        if current is None:
            current = Mention()
            found.append(current)
        _add(current, token["number"])
    return _joined(found)


def _add(mention: Mention, number: str) -> None:
    digits = number.rstrip("-")
    if digits in _PLACEHOLDERS:
        return
    try:
        phone = normalise_phone(digits)
    except ButlerError:
        phone = ""
    if phone and len(phone) > 6:
        if phone not in mention.phones:
            mention.phones.append(phone)
    else:
        mention.bad.append(number)


def _joined(found: list[Mention]) -> list[Mention]:
    """A number with one tenant behind it is the tenant's: `13015689625租户强小姐`."""
    if len(found) == 2 and not found[0].name and not found[0].role and found[1].role == "tenant":
        first, second = found
        if len(first.phones) == 1 and not second.phones and not second.bad:
            second.phones, second.bad = first.phones, first.bad
            return [second]
    return found


def split_names(text: str) -> tuple[list[str], bool]:
    """Return the names of one cell, and whether that is certain.

    Marks, line ends and wide spaces part names; a single space does where both sides are Chinese names of two
    characters or more (`何明娟 任怡兴`), and not inside `王 芳` or `John Smith`.
    """
    names: list[str] = []
    certain = True
    for part in re.split(r"[、，,;；/|\n\r\t\\]+", text):
        words = part.split()
        if len(words) < 2 or all(_is_chinese(word) and len(word) >= 2 for word in words):
            names.extend(words)
        elif len(words) == 2 and all(_is_chinese(word) for word in words):
            names.append("".join(words))  # padded to the width of three characters
            certain = certain and sum(map(len, words)) <= 3
        elif re.search(r"\s{2,}", part.strip()):
            names.extend(piece.strip() for piece in re.split(r"\s{2,}", part.strip()))
        else:
            names.append(" ".join(words))
    names = [name for name in names if name.lower() not in NOBODY]
    if any(re.search(r"[\u4e00-\u9fff][.．:：][\u4e00-\u9fff]", name) for name in names):
        certain = False
    return list(dict.fromkeys(names)), certain


def is_name(word: str) -> bool:
    """Tell whether a word is certainly the name of a person: two to four Chinese characters, or a Latin word."""
    if _is_chinese(word):
        return 2 <= len(word) <= 4
    return word.isascii() and len(word) > 1 and any(character.isalpha() for character in word)


def _is_chinese(word: str) -> bool:
    return bool(word) and all("\u3400" <= character <= "\u9fff" or character in "·•" for character in word)
