"""Loose words of the one-character verbs, read by what they mean and not by where they stand."""

from collections.abc import Sequence
from datetime import datetime

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.nouns.ticket import model
from butlercli.nouns.ticket.verbs.answer import Answer, parse_score
from butlercli.store.database import Database

UNREACHED = (
    "没接", "未接", "没人接", "无人接听", "无人接", "关机", "停机", "打不通", "没打通", "没接通", "未接通", "占线", "忙线", "无应答",
    "不接", "拒接", "空号", "不在", "不在家", "unreached", "no-answer",
)  # fmt: skip
AGAIN = ("返工", "返修", "重做", "没修好", "没好", "重开", "redo", "again", "unhappy")


def callback(words: Sequence[str]) -> Answer:
    """Read `满意`, `5 师傅很快`, `没接`, `不满意 返工`; words that mean nothing else are the feedback.

    Raises UsageError where nothing is said at all, and for a number that is no score.
    """
    score: int | None = None
    unreached = unhappy = False
    rest: list[str] = []
    for word in words:
        bare = word.strip("，。,.!！")
        points = bare.removesuffix("分")
        code = model.SCORES.find(bare)
        if code is not None and score is None:
            score = int(code)
        elif score is None and points.isdecimal() and len(points) < 3:
            score = parse_score(str(int(points)))  # a number that is no score is no feedback either
        elif bare.lower() in UNREACHED:
            unreached = True
        elif bare.lower() in AGAIN:
            unhappy = True
            rest.append(word)
        else:
            rest.append(word)
    if score is None and not (unreached or unhappy or rest):
        raise UsageError(
            N_("Say what the callback brought."), hint=N_("For example: {example}."), example="butler 回 12 满意"
        )
    return Answer(score, " ".join(rest) or None, None, unreached, unhappy)


def deferral(db: Database, words: Sequence[str]) -> tuple[datetime, str, str | None]:
    """Read `等配件 周五`: the reason, the day, and what remains as the remark; raises UsageError without a day."""
    reason = "other"
    until: datetime | None = None
    rest: list[str] = []
    for word in words:
        code = model.DEFER_REASONS.find(word)
        if code is not None and reason == "other":
            reason = code
        elif until is None and (found := _day(db, word)) is not None:
            until = found
        else:
            rest.append(word)
    if until is None:
        raise UsageError(N_("Say until when."), hint=N_("For example: {example}."), example="butler 挂 12 等配件 周五")
    return until, reason, " ".join(rest) or None


def _day(db: Database, word: str) -> datetime | None:
    from butlercli.base.dates import parse_moment
    from butlercli.kit.holidays import festival

    text = word.removeprefix("到").removesuffix("前")
    try:
        return parse_moment(text, db.now, end=True, prefer="future", holidays=festival)
    except UsageError:
        return None
