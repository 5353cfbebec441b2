"""Rates, shares and readings as people type and read them, kept as exact decimal text. Pure."""

import re
from typing import TYPE_CHECKING

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.text import chinese_number, fold

if TYPE_CHECKING:
    from decimal import Decimal

HIGHEST_RATE = 1_000_000
_LONGEST = 40
_RATE_UNITS = re.compile(
    r"(?:元整|元|圆|块|rmb|cny)?(?:/(?:㎡|m²|m2|平方米|平米|平|户|月|吨|度|方|m³|kwh|t)){0,2}", re.IGNORECASE
)
_DISCOUNT_WORDS = {"全免": "0", "免": "0", "免收": "0", "全额": "1"}


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _decimal(text: str, places: int) -> str | None:
    """Return plain digits with at most so many decimals as decimal text, else None; commas group thousands."""
    match = re.fullmatch(r"(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d+))?", text, re.ASCII)
    if match is None:
        return None
    whole, part = match[1].replace(",", "").lstrip("0") or "0", match[2] or ""
    if part[places:].strip("0"):
        return None
    return f"{whole}.{part[:places]}" if part else whole


def parse_rate(text: str) -> str:
    """Read a rate in yuan, `2.80`, `¥2.80`, `2.8元/㎡`, as decimal text with at most six decimals.

    Raises UsageError (exit 2): no number, zero, negative, with an exponent, or above a million.
    """
    word = fold(text).strip().lower().removeprefix("¥").strip() if len(text) <= _LONGEST else ""
    digits = re.match(r"[\d.,]*", word, re.ASCII)
    assert digits is not None
    found = _decimal(digits[0], 6) if _RATE_UNITS.fullmatch(word[digits.end() :].replace(" ", "")) else None
    if found is None or not found.strip("0."):
        raise UsageError(
            N_("“{value}” is no rate."),
            hint=N_("Write it in yuan, with at most six decimals: {example}."),
            value=_shown(text),
            example="2.80",
        )
    if int(found.partition(".")[0]) >= HIGHEST_RATE:
        raise UsageError(
            N_("“{value}” is more than {limit} yuan."),
            hint=N_("Check the amount; write it in yuan: {example}."),
            value=_shown(text),
            limit=f"{HIGHEST_RATE:,}",
            example="2.80",
        )
    return found


def parse_share(text: str) -> str:
    """Read the share that is paid, `70%`, `0.7`, `7折`, `85折`, `全免`, as decimal text from `0` to `1`.

    Raises UsageError (exit 2) for anything else; a bare `70` is refused, for it might mean either.
    """
    word = _compact(text)
    word = _DISCOUNT_WORDS.get(word, word)
    shift = 0
    if word.endswith("%"):
        word, shift = word[:-1], 2
    elif re.fullmatch(r"(?!10)\d{1,2}(?:\.\d)?折", word, re.ASCII):
        word = word[:-1]
        shift = len(word.partition(".")[0])  # 7折 is 0.7, 85折 is 0.85, 8.5折 as well
    share = _shifted(word, shift)
    if share is None:
        raise UsageError(
            N_("“{value}” is no share."),
            hint=N_("Say how much is paid: {example}."),
            value=_shown(text),
            example="70% · 0.7 · 7折",
        )
    return share


def parse_part(text: str) -> str:
    """Read a part of an amount, `0.0003`, `0.03%`, `0.3‰`, `万分之三`, as decimal text from `0` to `1`.

    Raises UsageError (exit 2) for anything else. Late fees are told so: a day, and at most in all.
    """
    word = _compact(text)
    shift = 0
    for mark, places in (("%", 2), ("‰", 3)):
        if word.endswith(mark):
            word, shift = word[:-1], places
    for mark, places in (("百分之", 2), ("千分之", 3), ("万分之", 4)):
        if word.startswith(mark):
            number = chinese_number(word[len(mark) :])
            word, shift = str(number) if number is not None else word[len(mark) :], places
    part = _shifted(word, shift)
    if part is None:
        raise UsageError(
            N_("“{value}” is no part of an amount."),
            hint=N_("For example: {example}."),
            value=_shown(text),
            example="0.0003 · 0.03% · 万分之三",
        )
    return part


def _compact(text: str) -> str:
    return fold(text).strip().lower().replace(" ", "") if len(text) <= _LONGEST else ""


def _shifted(word: str, places: int) -> str | None:
    """Return a number moved so many places down as decimal text, or None for no number or one above 1."""
    from decimal import Decimal

    found = _decimal(word, 6)
    share = None if found is None else Decimal(found).scaleb(-places)
    return None if share is None or share > 1 else _trimmed(f"{share:f}")


def parse_reading(text: str) -> str:
    """Read what a meter shows as decimal text with at most six decimals; raises UsageError (exit 2)."""
    word = fold(text).strip() if len(text) <= _LONGEST else ""
    found = _decimal(word, 6)
    if found is None:
        raise UsageError(
            N_("“{value}” is no reading."), hint=N_("For example: {example}."), value=_shown(text), example="1250.5"
        )
    return _trimmed(found)


def _trimmed(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def plain(number: "Decimal") -> str:
    """Write a number as decimal text without an exponent or needless zeros."""
    return _trimmed(f"{number:f}")


def percent(share: str) -> str:
    """Write a share as a percentage without needless zeros: `0.7` is `70%`."""
    from decimal import Decimal

    return _trimmed(f"{Decimal(share) * 100:f}") + "%"
