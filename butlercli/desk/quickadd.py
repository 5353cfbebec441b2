"""One loose line becomes a ticket: unit, reporter, number, urgency, department, tags and times, in any order.

What is recognised is taken out of the line, what remains is the title. What is only a guess stays in the title, so
that nothing typed is lost.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from butlercli.base.errors import ButlerError, CheckError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result
from butlercli.base.text import fold
from butlercli.base.unitcode import UnitMention, find_units, try_parse_unit
from butlercli.kit import settings
from butlercli.nouns.register.store import departments, units
from butlercli.nouns.ticket.verbs import add as adding
from butlercli.nouns.ticket.verbs import handling as verbs
from butlercli.nouns.ticket.verbs.add import Draft
from butlercli.store.database import Database

SEPARATORS = " \t\r\n,.;:!?、。，；：！？·|"
# What may stand before a name: the beginning, a blank, a mark, or something that was taken out.
BOUNDARIES = frozenset(SEPARATORS + "\x00")
TITLES = (
    "先生", "女士", "小姐", "太太", "阿姨", "叔叔", "大爷", "大妈", "大叔", "大姐", "老师", "奶奶", "爷爷", "师傅",
)  # fmt: skip
AFTER_A_NAME = ("来电", "反映", "反馈", "说", "报", "称", ":")
ENGLISH_TITLES = ("Mr", "Mrs", "Ms", "Miss")
NOT_A_NAME = ("有", "一位", "那", "这", "某", "几", "两", "多", "位", "个")
URGENT = frozenset(("特急", "加急", "紧急", "急", "urgent", "asap"))
SOURCE_WORDS = {
    "微信": "wechat", "业主群": "group", "前台": "desk", "app": "app", "12345": "hotline", "街道": "street", "社区": "street",
    "公司400": "company", "业委会": "committee",
}  # fmt: skip
MORNING = ("上午", "早上", "morning")
FEWEST_DIGITS = 7
MOST_GUESSES = 5


class Parsed:
    """A line being read: its characters, which of them are taken, and the draft that grows from it."""

    def __init__(self, text: str) -> None:
        """Begin with nothing taken."""
        self.text = text
        self.folded = fold(text)
        self.taken = bytearray(len(text))
        self.draft = Draft("")
        self.notices: list[Message] = []

    def rest(self) -> str:
        """Return the folded line with what is taken blanked out; offsets still fit."""
        return "".join("\x00" if taken else c for c, taken in zip(self.folded, self.taken, strict=True))

    def take(self, start: int, end: int) -> str:
        """Take a piece out of the line and return it as typed."""
        self.taken[start:end] = b"\x01" * (end - start)
        return self.text[start:end]

    def title(self) -> str:
        """Return what remains, as typed, with one blank where something was taken out of the middle."""
        pieces = re.split("\x00+", "".join("\x00" if t else c for c, t in zip(self.text, self.taken, strict=True)))
        return " ".join(piece for piece in (piece.strip(SEPARATORS + "，、（）()") for piece in pieces) if piece)


def parse(db: Database, text: str, *, log: bool = False, new_unit: bool = False) -> Parsed:
    """Read one line. With `log` a time in front is when it happened (a line of a list written during the night).

    Raises NotFoundError (exit 3) for a unit that is not registered where the register is closed.
    """
    line = Parsed(text)
    _phone(line)
    _unit(db, line, new_unit)
    _words(db, line)
    _times(db, line, log)
    _reporter(line)
    _place(line)
    line.draft.title = line.title()
    return line


def _phone(line: Parsed) -> None:
    if sum(character.isdigit() for character in line.folded) < FEWEST_DIGITS:
        return
    from butlercli.base.phones import find_phones

    for start, end, number in find_phones(line.folded)[:1]:
        line.take(start, end)
        line.draft.phone = number


def _unit(db: Database, line: Parsed, new_unit: bool) -> None:
    """Take the first unit: a registered one wins over a date that looks like one."""
    mentions = _plain_unit(db, line) or find_units(line.rest())
    known = [mention for mention in mentions if units.by_code(db, mention.unit.code)]
    chosen: UnitMention | None = known[0] if known else None
    if chosen is None:
        certain = [mention for mention in mentions if not mention.date_like and not mention.bare]
        chosen = certain[0] if certain else None
    if chosen is None:
        return
    line.take(chosen.start, chosen.end)
    line.draft.unit = chosen.unit.code
    line.draft.new_unit = new_unit
    if not known and not new_unit and settings.get(db, "register") == "closed":
        raise units.unknown(db, chosen.unit)


def _plain_unit(db: Database, line: Parsed) -> list[UnitMention]:
    """Return the registered unit that is written plainly as a word of its own: the usual case, at no cost."""
    place = 0
    for word in line.rest().split(" "):
        if word.count("-") in (1, 2) and word.replace("-", "").isalnum() and word.isascii():
            unit = try_parse_unit(word)
            if unit is not None and units.by_code(db, unit.code):
                return [UnitMention(place, place + len(word), unit, False, False)]
        place += len(word) + 1
    return []


@cache
def _token() -> re.Pattern[str]:
    return re.compile(r"[^\s\x00,;、。，；]+")


def _words(db: Database, line: Parsed) -> None:
    """Take the words that stand alone: +tags, @department, 急, and words for where it came from."""
    for match in _token().finditer(line.rest()):
        word = match[0].rstrip("!.?:")
        if match[0][0] in "+#" and len(match[0]) > 1 and not match[0][1:].isdigit():
            line.draft.tags = (*line.draft.tags, line.take(*match.span())[1:])
        elif match[0][0] == "@" and len(match[0]) > 1:
            _department(db, line, match)
        elif word.lower() in URGENT:
            line.draft.priority = "urgent"
            line.take(*match.span())
        elif line.draft.source is None and word.lower() in SOURCE_WORDS:
            line.draft.source = SOURCE_WORDS[word.lower()]
            line.take(*match.span())


def _department(db: Database, line: Parsed, match: re.Match[str]) -> None:
    """Take `@工程` or `@张师傅`; a word that names neither stays in the title and is said."""
    name = line.text[match.start() + 1 : match.end()]
    found = departments.search(db, name)
    if len(found) == 1:
        line.draft.department = found[0]["code"]
        line.take(*match.span())
        return
    person = departments.person(db, name)
    if person is not None:
        line.draft.department = person["code"]
        line.draft.assignee = person["name"]
        line.take(*match.span())
    else:
        line.notices.append(Message(N_("“{word}” names no department; it stays in the title."), word=match[0]))


def _times(db: Database, line: Parsed, log: bool) -> None:
    """Take one time to come as the due time, and a time in front that is past as when it happened."""
    from butlercli.base.dates import find_moments
    from butlercli.kit.holidays import festival

    rest = line.rest().replace("\x00", " ")
    prefer: Any = "past" if log else None
    for match in find_moments(rest, db.now, prefer=prefer, end=True, holidays=festival):
        leading = not rest[: match.start].strip(SEPARATORS)
        if match.moment > db.now:
            if line.draft.due is None:
                line.draft.due = (
                    match.moment.replace(hour=12, minute=0) if match.text.endswith(MORNING) else match.moment
                )
                line.take(match.start, match.end)
        elif leading and match.has_time and line.draft.at is None:
            line.draft.at = match.moment
            line.take(match.start, match.end)


def _reporter(line: Parsed) -> None:
    """Take a name with its title (王女士, Ms Li) where it begins a word."""
    rest = line.rest()
    for title in TITLES:
        place = rest.find(title)
        for length in (1, 2, 3):
            start = place - length
            name = rest[max(start, 0) : place]
            if place < 0 or start < 0 or not all("\u4e00" <= character <= "\u9fff" for character in name):
                break
            if (start == 0 or rest[start - 1] in BOUNDARIES) and not name.startswith(NOT_A_NAME):
                end = place + len(title)
                line.draft.reporter = name + title
                verb = next((word for word in AFTER_A_NAME if rest.startswith(word, end)), "")
                line.take(start, end + len(verb))
                return
    if any(title in rest for title in ENGLISH_TITLES):
        match = re.search(r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss)\.? [A-Z][a-z]+", rest)
        if match:
            line.draft.reporter = line.take(*match.span())


@cache
def _places() -> re.Pattern[str]:
    building = r"(?:[0-9]{1,3}|[A-Z]\d{0,2})(?:栋|幢|座|号楼|#楼?)(?:[0-9一二三四五六]{1,2}(?:单元|门))?(?:[0-9]{1,2}(?:楼|层))?"
    spot = (
        "大堂|电梯厅|电梯|楼道|楼梯间|天台|楼顶|地下室|地下车库|地库|车库|车棚|门岗|岗亭|泵房|水泵房|配电房|机房|垃圾站|垃圾房|"
        "东门|南门|西门|北门|正门|大门|中庭|花园|广场|凉亭|游乐场|儿童乐园|健身区|泳池|会所|停车场|架空层|单元门口|门口|围墙"
    )
    return re.compile(f"{building}(?:{spot})?|(?:{spot})", re.IGNORECASE)


def _place(line: Parsed) -> None:
    """Note the place where no unit is named; it stays in the title."""
    if line.draft.unit is None:
        match = _places().search(line.rest())
        if match:
            line.draft.place = line.text[match.start() : match.end()]


def add(db: Database, text: str, *, new_unit: bool = False, at: datetime | None = None) -> Result:
    """Record one line as a ticket; the notices say what was guessed."""
    line = parse(db, text, new_unit=new_unit)
    if at is not None:
        line.draft.at = at
    id, notices = adding.insert(db, line.draft)
    return verbs.outcome(db, [id], [*line.notices, *notices], "add")


def add_lines(db: Database, lines: Sequence[str], *, skip_bad: bool = False, new_unit: bool = False) -> Result:
    """Record many lines, one a ticket, all or nothing; with `skip_bad` the good ones.

    Raises CheckError (exit 6) naming every bad line, its number and why; UsageError (exit 2) where there is none.
    """
    ids: list[int] = []
    bad: list[tuple[int, str, ButlerError]] = []
    notices: list[Message] = []
    for number, text in enumerate(lines, start=1):
        if not text.strip() or text.lstrip().startswith("//"):
            continue
        try:
            line = parse(db, text.strip(), log=True, new_unit=new_unit)
            id, remarks = adding.insert(db, line.draft)
        except ButlerError as error:
            bad.append((number, text.strip(), error))
            continue
        ids.append(id)
        notices.extend([*line.notices, *remarks])
    if not ids and not bad:
        raise UsageError(N_("There is no line to record."))
    if bad and not skip_bad:
        raise _refused(bad)
    guesses = [notice for notice in notices if notice.msgid == adding.GUESSED]
    if len(guesses) > MOST_GUESSES:  # what was guessed stands in the echo of each
        notices = [notice for notice in notices if notice.msgid != adding.GUESSED]
        notices.append(
            Message(N_("Of {count} something was guessed from its words; edit changes it."), count=len(guesses))
        )
    result = verbs.outcome(db, ids, notices, "add") if ids else Result("ticket.echo", [])
    if isinstance(result.data, dict):
        result.data = [result.data]
    for number, text, refusal in bad:
        result.notice(N_("Line {number} left out: {text}"), number=number, text=text)
        result.notice(refusal.message, **refusal.params)
    if bad:
        result.exit_code = CheckError.exit_code
    result.notice(N_("{count:ticket|tickets} recorded."), count=len(ids))
    return result


def _refused(bad: Sequence[tuple[int, str, ButlerError]]) -> CheckError:
    error = CheckError(
        N_("{count:line|lines} cannot be read as {count:|a ticket|tickets}; nothing was recorded."),
        hint=N_("Mend them, or record the others with {option}."),
        code="bad_lines",
        count=len(bad),
        option="--skip-bad",
    )
    error.details = [  # shown by the renderer, one line each
        Message(
            N_("line {number}: {text}: {why}"), number=number, text=text, why=Message(refusal.message, **refusal.params)
        )
        for number, text, refusal in bad
    ]
    return error
