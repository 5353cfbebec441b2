"""Loose words of 收: the unit, how much, how; what is no unit, sum, way of paying, bill, day or number is the remark."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.money import parse_fen
from butlercli.base.refs import parse_refs
from butlercli.base.text import fold
from butlercli.base.unitcode import try_parse_unit
from butlercli.nouns.fee import model
from butlercli.nouns.register.model import CHANNELS
from butlercli.nouns.register.store import units
from butlercli.store.database import Database

EXAMPLE = "butler 收 3-2-501 1008 微信"
_BILLS = re.compile(r"[#＃]?[Bb][#＃]?\d{1,9}(?:[,，、+＋-][#＃]?[Bb]?\d{1,9})*")
_REF = re.compile(r"(?:流水号|流水|单号|交易号|凭证号|ref)[:：]?(.*)", re.IGNORECASE | re.DOTALL)
_METHODS = {"付宝": "alipay", "支付": "alipay", "pos机": "card", "银行卡": "card", "网银": "transfer", "现钞": "cash"}
_METHODS |= {"收现": "cash", "付现": "cash", "微信转账": "wechat", "微信支付": "wechat", "支付宝转账": "alipay"}
_FILLERS = frozenset(("收", "交", "缴", "缴费", "交费", "收费", "付", "付款", "收款", "pay", "paid"))


class SaidPayment:
    """What loose words say of a payment; the fields are those of `payments.pay`."""

    __slots__ = ("at", "bills", "channel", "fen", "method", "notes", "ref", "sum", "unit", "when")

    def __init__(self, unit: str) -> None:
        """Nothing but the unit is known at first."""
        self.unit = unit
        self.fen: int | None = None
        self.sum = ""  # as it was typed
        self.bills: list[int] = []
        self.method: str | None = None
        self.channel: str | None = None
        self.at: datetime | None = None
        self.when = ""  # as it was typed
        self.ref: str | None = None
        self.notes: list[str] = []

    def fields(self) -> dict[str, Any]:
        """Return the words as keyword arguments."""
        note = " ".join(self.notes) or None
        return {
            "bills": self.bills, "method": self.method, "channel": self.channel, "at": self.at, "ref": self.ref, "note": note,
        }  # fmt: skip


def read(db: Database, words: Sequence[str]) -> SaidPayment:
    """Read the words; raises UsageError where there is no unit, no sum, or more than one sum."""
    left = [word for word in (word.strip("，。；;！! \t") for word in words) if word]
    unit = _unit(db, left)
    if unit is None:
        raise UsageError(N_("Say which unit."), hint=N_("For example: {example}."), example=EXAMPLE)
    left.remove(unit)
    taken = SaidPayment(unit)
    while left:
        word = left.pop(0)
        match = _REF.fullmatch(word)
        if match is not None and taken.ref is None and (match[1] or left):
            taken.ref = match[1].strip() or left.pop(0)
        elif not _understood(db, taken, word) and word.lower() not in _FILLERS:
            taken.notes.append(word)
    if taken.fen is None:
        _refuse_sum(taken)
    return taken


def _unit(db: Database, words: Sequence[str]) -> str | None:
    """Return the word that names a unit: one that is registered, else the first that reads like one with a dash.

    Raises UsageError where two registered units are named: nobody can say whose the money is.
    """
    like = []
    known: dict[str, str] = {}
    for word in words:
        code = try_parse_unit(word)
        if code is None:
            continue
        if units.by_code(db, code.code) is not None:
            known.setdefault(code.code, word)
        elif not _BILLS.fullmatch(word):
            like.append(word)
    sure = [word for word in known.values() if not _BILLS.fullmatch(word)]
    if len(sure) > 1:
        first, second = sure[:2]
        raise UsageError(
            N_("Two units: “{first}” and “{second}”."),
            hint=N_("Say one; what is about another goes with {option}."),
            first=first,
            second=second,
            option="--note",
        )
    if known:
        return next(iter(known.values()))
    return next((word for word in like if _day(db, word) is None), next(iter(like), None))


def _understood(db: Database, taken: SaidPayment, word: str) -> bool:
    if _BILLS.fullmatch(word):
        taken.bills += [id for id in parse_refs(word, model.BILL_LETTER) if id not in taken.bills]
        return True
    return _sum(taken, word) or _way(taken, word) or _when(db, taken, word)


def _sum(taken: SaidPayment, word: str) -> bool:
    """Read a sum; a second one is refused, for nobody can say which was meant."""
    text = fold(word).strip()
    for head in ("收", "交", "缴", "付"):
        text = text.removeprefix(head)
    if not re.match(r"[¥￥]?\d", text):
        return False
    try:
        fen = parse_fen(text)
    except UsageError:
        return False
    if taken.fen is not None:
        raise UsageError(
            N_("Two amounts: “{first}” and “{second}”."),
            hint=N_("Say one; a day or a remark with figures goes with {option}."),
            first=taken.sum,
            second=word,
            option="--at · --note",
        )
    taken.fen, taken.sum = fen, word
    return True


def _way(taken: SaidPayment, word: str) -> bool:
    method = model.METHODS.find(word) or _METHODS.get(word.lower())
    if method is not None and taken.method is None:
        taken.method = method
        return True
    channel = CHANNELS.find(word)
    if channel is not None and taken.channel is None:
        taken.channel = channel
        return True
    return False


def _day(db: Database, word: str) -> datetime | None:
    """Return the moment or day that a word says; a month or a quarter says what was paid for, not when."""
    from butlercli.base.dates import parse_moment
    from butlercli.kit.holidays import festival

    try:
        found, last = (parse_moment(word, db.now, end=end, prefer="past", holidays=festival) for end in (False, True))
    except UsageError:
        return None
    return found if found.date() == last.date() else None


def _when(db: Database, taken: SaidPayment, word: str) -> bool:
    """Read a day, a time, or a time after its day."""
    text = f"{taken.when} {word}".strip()
    found = _day(db, text)
    if found is None:
        return False
    taken.at, taken.when = found, text
    return True


def _refuse_sum(taken: SaidPayment) -> None:
    """Say that no sum was named; a word that all but reads as one is said to be none."""
    for word in taken.notes:
        if re.match(r"[-+¥￥]?\d", fold(word)):
            parse_fen(word)  # raises with the reason
    raise UsageError(N_("Say how much."), hint=N_("For example: {example}."), example=EXAMPLE)
