"""Loose words of 催: the unit, how, what came of it, what was promised; all that means nothing else is the note."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.money import parse_fen
from butlercli.base.result import Result
from butlercli.base.text import fold
from butlercli.base.unitcode import parse_unit, try_parse_unit
from butlercli.nouns.fee import model
from butlercli.nouns.fee.dunning.verbs import reminders
from butlercli.nouns.register.model import CHANNELS
from butlercli.nouns.register.store import units
from butlercli.nouns.ticket.verbs.words import UNREACHED
from butlercli.store.database import Database

EXAMPLE = "butler 催 3-2-501 电话 答应12-1"
_CHANNELS = {
    "打电话": "phone", "打了电话": "phone", "致电": "phone", "来电": "phone", "call": "phone", "called": "phone",
    "发微信": "wechat", "上门了": "visit", "面谈": "visit", "当面": "visit", "发短信": "sms", "text": "sms",
    "催缴函": "letter", "寄函": "letter", "发函": "letter", "函": "letter", "信": "letter", "律师函": "letter",
}  # fmt: skip
_NOBODY_THERE = ("没人", "不在", "不在家", "没人在家", "家里没人", "没人开门", "无人")
_RESULTS = {
    "拒绝": "refused", "拒缴": "refused", "拒交": "refused", "不交": "refused", "不缴": "refused", "不肯交": "refused",
    "不愿交": "refused", "已交": "paid", "已缴": "paid", "交了": "paid", "缴了": "paid", "付了": "paid", "已付": "paid",
}  # fmt: skip
Day = Callable[[str], date | None]
_PROMISED = ("答应", "承诺", "保证", "说好", "promised", "promise", "promises")


class SaidReminder:
    """What loose words say of a reminder; the fields are those of `reminders.remind`."""

    __slots__ = ("channel", "evidence", "fen", "notes", "number", "promise", "promised", "result", "unit", "why")

    def __init__(self, unit: str) -> None:
        """Nothing but the unit is known at first."""
        self.unit = unit
        self.channel: str | None = None
        self.result: str | None = None
        self.promise: date | None = None
        self.promised = False
        self.fen: int | None = None
        self.why: str | None = None
        self.evidence: str | None = None
        self.number: str | None = None
        self.notes: list[str] = []

    def fields(self) -> dict[str, Any]:
        """Return the words as keyword arguments."""
        return {
            "result": self.result,
            "promise": self.promise,
            "promise_fen": self.fen,
            "why": self.why,
            "note": " ".join(self.notes) or None,
            "evidence": self.evidence or "none",
            "number": self.number,
        }


def read(db: Database, words: Sequence[str]) -> SaidReminder:
    """Read the words; raises UsageError where there is no unit, and where something was promised but not by when."""
    pieces = [(number, *piece) for number, word in enumerate(words) for piece in _pieces(word)]
    unit = _unit(db, [text for _number, _mark, text in pieces])
    if unit is None:
        parse_unit(pieces[0][2] if pieces else "")  # says what a unit looks like
        raise UsageError(N_("Say which unit."), hint=N_("For example: {example}."), example=EXAMPLE)
    pieces.remove(next(piece for piece in pieces if piece[2] == unit))
    if not pieces:
        raise UsageError(N_("Say what came of it."), hint=N_("For example: {example}."), example=EXAMPLE)
    said = SaidReminder(unit)
    _understand(said, pieces, _day_reader(db))
    if said.promised and said.promise is None:
        raise UsageError(
            N_("Say by when it was promised."), hint=N_("For example: {example}."), example="butler 催 3-2-501 答应12-1"
        )
    return said


def _understand(said: SaidReminder, pieces: Sequence[tuple[int, str, str]], day: Day) -> None:
    """Read pieces (the number of their word, the mark before them, their text), a promise before day and sum without it.

    What means nothing is the note, in the order in which it was said and with the marks inside its word.
    """
    first = [place for place, piece in enumerate(pieces) if piece[2].lower().startswith(_PROMISED)]
    notes: dict[int, str] = {}
    for place in (*first, *(place for place in range(len(pieces)) if place not in first)):
        text = pieces[place][2]
        if not any(reader(said, text, day) for reader in _READERS):
            said.notes.append(text)
        if said.notes:
            notes[place] = said.notes.pop()
    for place in sorted(notes):
        number, mark, _text = pieces[place]
        if mark and place - 1 in notes and pieces[place - 1][0] == number:
            said.notes[-1] += mark + notes[place]
        else:
            said.notes.append(notes[place])


@cache
def _marks() -> "re.Pattern[str]":
    """Return the marks between the parts of what was typed without a blank; the comma of 1,008 is none."""
    return re.compile(r"([；;。、！!]|[,，](?![0-9０-９]{3}(?![0-9０-９])))")


def _pieces(word: str) -> list[tuple[str, str]]:
    """Return the parts of a word between marks, each with the mark before it: 答应12-1，交500 are two."""
    parts = ["", *_marks().split(word.strip("，。,；;！!、 "))]
    found = [(mark, text.strip()) for mark, text in zip(parts[::2], parts[1::2], strict=True)]
    return [(mark, text) for mark, text in found if text]


def _unit(db: Database, words: Sequence[str]) -> str | None:
    """Return the word that names a unit: one that is registered, else the first that reads like one and not as a day."""
    like = [(word, code) for word in words if (code := try_parse_unit(word)) is not None]
    known = next((word for word, code in like if units.by_code(db, code.code) is not None), None)
    day = _day_reader(db)
    return known or next((word for word, _code in like if day(word) is None), like[0][0] if like else None)


def note(
    db: Database,
    words: Sequence[str],
    *,
    files: Sequence[str] = (),
    debtor: str | None = None,
    at: datetime | None = None,
) -> Result:
    """Note the reminder that the words mean; raises the refusals of `reminders.remind`."""
    said = read(db, words)
    return reminders.remind(db, said.unit, said.channel or "phone", files=files, debtor=debtor, at=at, **said.fields())


def _day_reader(db: Database) -> Day:
    def read_day(text: str) -> date | None:
        """Read a day; a longer time (下个月) is over only with its last one."""
        from butlercli.base.dates import parse_day
        from butlercli.kit.holidays import festival

        for tail, instead in (("", ""), ("之前", ""), ("以前", ""), ("前", ""), ("以内", "后"), ("内", "后")):
            if not text.endswith(tail):
                continue
            words, end = text.removesuffix(tail) + instead, not tail.endswith("前")
            try:
                return parse_day(words, db.now, end=end, prefer="future", holidays=festival)
            except UsageError:
                continue
        return None

    return read_day


@cache
def _pays() -> "re.Pattern[str]":
    """Return the pattern of a day and an amount with the word for paying between them: 周五交1000, 12-1付清."""
    return re.compile(
        r"(?P<day>.*?)(?:先|再|就|来|会)?(?:交清|缴清|付清|结清|交费|缴费|交|缴|付|给|还|转)(?P<amount>[-¥￥]?\d\S*)?"
    )


def _amount(word: str) -> int | None:
    """Return an amount of money: with its unit, or a bare number of three digits or more."""
    if not word or not (word[-1] in "元块万钱" or word[0] in "¥￥" or re.fullmatch(r"[\d,]{3,}(\.\d+)?", word)):
        return None
    try:
        return parse_fen(word)
    except UsageError:
        return None


def _promise(said: SaidReminder, word: str, day: Day) -> bool:
    """Read 答应12-1, 答应周五交1000, 周五交1000, and after 答应 a day alone."""
    text = fold(word)
    head = next((head for head in _PROMISED if text.lower().startswith(head)), None)
    rest = text[len(head) :].lstrip(":： ") if head else text.removeprefix("说")
    if head:
        said.promised = True
        _came(said, "promised")
    if not rest:
        return head is not None
    if _day_and_amount(said, rest, day):
        return True
    return head is not None and (_money(said, rest, day) or _kept_note(said, rest))


def _day_and_amount(said: SaidReminder, text: str, day: Day) -> bool:
    match = _pays().fullmatch(text)
    found = None
    if match is not None:
        found = day(match["day"]) if match["day"] else None
        if (match["day"] and (found is None or said.promise)) or (match["amount"] and said.fen is not None):
            return False
        if not match["day"] and not (match["amount"] and said.promised):
            return False
        if match["amount"]:
            said.fen = parse_fen(match["amount"])
    elif said.promised and said.promise is None:
        found = day(text)
        if found is None:
            return False
    else:
        return False
    if found is not None:
        said.promise, said.promised = found, True
        _came(said, "promised")
    return True


def _came(said: SaidReminder, code: str) -> None:
    """Keep what came of it; raises UsageError where the words say two things at once."""
    if said.result not in (None, code):
        raise UsageError(
            N_("Both “{one}” and “{other}”: which of them came of it?"),
            code="result_mismatch",
            one=model.RESULTS.label(said.result),
            other=model.RESULTS.label(code),
        )
    said.result = code


def _kept_note(said: SaidReminder, text: str) -> bool:
    said.notes.append(text)
    return True


def _money(said: SaidReminder, word: str, _day: Day) -> bool:
    if not said.promised or said.fen is not None:
        return False
    said.fen = _amount(fold(word))
    return said.fen is not None or word in ("交", "缴", "付", "先交", "先付", "先缴")


def _channel(said: SaidReminder, word: str, _day: Day) -> bool:
    code = CHANNELS.find(word) or _CHANNELS.get(word.lower())
    if code is None or said.channel is not None:
        return False
    said.channel = code
    return True


def _channel_and_result(said: SaidReminder, word: str, day: Day) -> bool:
    """Read 电话没接, 上门拒绝: how, and what came of it, without a blank."""
    head = next((head for head in ("打电话", "电话", "微信", "短信", "上门") if word.startswith(head)), None)
    if head is None or not _result(said, word[len(head) :], day):
        return False
    return _channel(said, head, day) or True


def _result(said: SaidReminder, word: str, day: Day) -> bool:
    text = word.lower()
    if text in _NOBODY_THERE:
        _came(said, "unreached")
        said.channel = said.channel or "visit"
        return True
    code = "unreached" if text in UNREACHED else _RESULTS.get(text) or model.RESULTS.find(text)
    if code is not None and code != "promised":
        _came(said, code)
        return True
    head = next((head for head in ("拒绝", "拒缴", "拒交") if word.startswith(head) and len(word) > len(head)), None)
    if head is None:
        return False
    _came(said, "refused")
    rest = word[len(head) :].lstrip(":：，,")
    return _why(said, rest, day) or _kept_note(said, rest)


def _why(said: SaidReminder, word: str, _day: Day) -> bool:
    code = model.REFUSALS.find(word)
    if code is None or said.why is not None or said.promised or said.result in ("paid", "unreached"):
        return False
    said.why = code
    return True


def _evidence(said: SaidReminder, word: str, _day: Day) -> bool:
    code = model.EVIDENCE.find(word) or model.EVIDENCE.find(word.lstrip("已有").removesuffix("了"))
    if code is not None and code != "none" and said.evidence is None:
        said.evidence = code
        if code == "delivered" and said.channel is None:
            said.channel = "letter"
        return True
    if said.evidence == "delivered" and said.number is None and re.fullmatch(r"[A-Za-z]{0,4}\d{8,20}", word, re.ASCII):
        said.number = word.upper()
        return True
    return False


_READERS: tuple[Callable[[SaidReminder, str, Day], bool], ...] = (
    _promise,
    _channel,
    _channel_and_result,
    _result,
    _evidence,
    _why,
    _money,
)
