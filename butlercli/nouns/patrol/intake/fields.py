"""The fields of a patrol line: how devices and scripts call them, how their cells are read, what they say together."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.kit.intake import values
from butlercli.kit.intake.engine import Noun
from butlercli.kit.intake.headers import FieldSpec
from butlercli.nouns.patrol import model
from butlercli.nouns.patrol.rules import rounds as rules

if TYPE_CHECKING:
    from butlercli.base.dates import DayOrder

LONGEST_WORD = 200

FIELDS: dict[str, FieldSpec] = {
    "route": FieldSpec(
        ("路线", "巡检路线", "巡更路线", "线路", "巡检线路", "巡更线路", "路线名称", "线路名称", "route name"), repeat=False
    ),
    "point": FieldSpec(
        (
            "点位编号", "地点编号", "巡检点编号", "巡更点编号", "点位代码", "点位编码", "点位", "巡更点", "巡检点", "巡检点位", "巡更点位",
            "点位名称", "地点名称", "巡检点名称", "巡更点名称", "巡检地点", "巡更地点", "地点", "checkpoint", "point code", "point name",
            "location", "code",
        ),
        repeat=False,
    ),
    "at": FieldSpec(
        (
            "巡检时间", "巡更时间", "打卡时间", "刷卡时间", "打点时间", "读卡时间", "签到时间", "到达时间", "巡查时间", "检查时间", "采集时间",
            "记录时间", "时间", "datetime", "timestamp", "time", "scanned at", "scan time", "checked at",
        ),
        repeat=False,
    ),
    "date": FieldSpec(("巡检日期", "巡更日期", "打卡日期", "刷卡日期", "日期", "day"), repeat=False),
    "result": FieldSpec(
        ("结果", "巡检结果", "巡查结果", "检查结果", "巡更结果", "巡检状态", "点位状态", "状态", "status", "state"), repeat=False
    ),
    "fault": FieldSpec(
        (
            "异常情况", "异常", "异常描述", "异常说明", "异常内容", "故障描述", "故障情况", "隐患", "隐患描述", "存在问题", "problem", "defect",
        ),
        repeat=False,
    ),
    "note": FieldSpec(("备注", "说明", "描述", "remark", "remarks", "comment", "comments", "description"), repeat=False),
    "reading": FieldSpec(("读数", "数值", "表读数", "抄表数", "测量值", "value"), repeat=False),
    "by": FieldSpec(
        (
            "巡检人", "巡检人员", "巡检员", "巡更员", "巡更人", "巡更人员", "巡逻员", "人员", "人员姓名", "姓名", "打卡人", "执行人", "保安",
            "person", "guard", "officer", "inspector",
        ),
        repeat=False,
    ),
    "entry": FieldSpec(("录入方式",), repeat=False),
}  # fmt: skip
COMPUTED = ("id", "uid", "window", "ticket_id", "entered_at", "started_at", "finished_at", "on_time", "extra")
NOUN = Noun("patrol", FIELDS, ["route", "point", "at"], COMPUTED)

MISSED = rules.Observed("missed")
"""What a device says of a point nobody came to: no observation, and computed here anyway."""
_BLANK = frozenset(("", "-", "--", "—", "——", "/"))
_NOTHING_WRONG = frozenset(
    ("", "无", "没有", "正常", "无异常", "未见异常", "一切正常", "/", "-", "—", "none", "no", "ok", "n/a", "nothing")
)
_CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?"


class Line(NamedTuple):
    """One line as it was read: where it stands, when and where, what was seen, how it came in, by whom."""

    number: int
    route: Row
    point: Row
    at: str
    seen: rules.Observed
    entry: str
    person: str | None


def is_blank(field: str, cell: object) -> bool:
    """Say whether a cell is as good as empty; a dash for a result may mean that nobody looked, so it is none."""
    return cell is None or (field != "result" and isinstance(cell, str) and cell.strip() in _BLANK)


def readers(orders: "Mapping[str, DayOrder | None]") -> dict[str, values.Read]:
    """Return the reader of every field."""
    short = values.text(LONGEST_WORD)
    return {
        "route": short,
        "point": short,
        "at": moment(orders.get("at")),
        "date": values.day(orders.get("date")),
        "result": values.remembered(result),
        "fault": values.text(rules.LONGEST_NOTE),
        "note": values.text(rules.LONGEST_NOTE),
        "reading": values.text(LONGEST_WORD),
        "by": short,
        "entry": values.word(model.ENTRIES),
    }


def result(text: str) -> rules.Observed:
    """Read a result: a word in either language, or what stands behind `POINT=` on the command line."""
    code = model.RESULTS.find(text)
    return rules.Observed(code) if code is not None else rules.parse_value(text)


def is_clock(cell: object) -> bool:
    """Say whether a cell holds a time of day and no day."""
    if isinstance(cell, time | timedelta):
        return True
    if isinstance(cell, float):
        return 0 <= cell < 1
    return isinstance(cell, str) and re.fullmatch(_CLOCK, cell.strip()) is not None


def moment(order: "DayOrder | None") -> values.Read:
    """Return the reader of times: `YYYY-MM-DDTHH:MM:SS`, or `HH:MM:SS` for one whose day stands in another column.

    A day without a time is refused: its line could be placed in no round.
    """
    full = values.moment(order)

    def read(cell: Any) -> str:
        if type(cell) is str and len(cell) == 19:
            return full(cell)  # type: ignore[no-any-return]
        if is_clock(cell):
            return _clock(cell)
        if isinstance(cell, str):
            cell = cell.strip()
            if re.fullmatch(r"\d{14}", cell):  # 20260701083000
                cell = f"{cell[:8]} {cell[8:10]}:{cell[10:12]}:{cell[12:]}"
        found: str = full(cell)
        if found.endswith("T00:00:00") and not _tells_time(cell):
            raise UsageError(N_("“{value}” is a day without a time."), value=values.plain(cell))
        return found

    return read


def _tells_time(cell: object) -> bool:
    if isinstance(cell, str):
        return re.search(r"\d\s*[:：时点]|\d[Tt]\d", cell) is not None
    return isinstance(cell, datetime) and cell.tzinfo is not None


def _clock(cell: Any) -> str:
    if isinstance(cell, time):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, str):
        match = re.fullmatch(_CLOCK, cell.strip())
        assert match is not None
        hours, minutes, seconds = int(match[1]), int(match[2]), int(match[3] or 0)
    else:
        whole = round(cell.total_seconds() if isinstance(cell, timedelta) else cell * 86400)
        hours, minutes, seconds = whole // 3600, whole // 60 % 60, whole % 60
    if not 0 <= hours < 24 or minutes > 59 or seconds > 59:
        raise UsageError(N_("“{value}” is no time of day."), value=values.plain(cell))
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}"


def when(given: Row) -> str:
    """Return the moment of a line; raises UsageError for one that has no time, or a time without a day."""
    at: str | None = given.get("at")
    if at is None:
        raise UsageError(N_("The line has no time."))
    if len(at) > 8:
        return at
    if "date" not in given:
        raise UsageError(N_("“{value}” is a time without a day."), value=at)
    return f"{given['date']}T{at}"


def check_told(given: Row) -> None:
    """Raise UsageError for a line that leaves its result empty where others tell theirs: it observed nothing."""
    if not any(given.get(field) for field in ("result", "reading", "fault", "note")):
        raise UsageError(N_("The line tells no result."))


def observed(given: Row, point: Row, label: Callable[[str], str] = model.RESULTS.label) -> rules.Observed:
    """Return what a line says of its point, judged by the point's limits.

    Without a result a line says that all is in order, unless it names what is wrong or its reading is outside the
    limits. Raises UsageError for one that says both, for a note that leaves open which it is, for a skipped point
    without a reason, and for a bad reading.
    """
    said: rules.Observed = given.get("result") or rules.Observed("")
    wrong = _unless_nothing(given.get("fault"))
    code = said.result or ("fault" if wrong else "ok")
    reading = given.get("reading") or said.reading
    if code == "ok" and wrong:
        raise UsageError(N_("in order, and yet something is wrong: “{value}”."), value=wrong[:40])
    if code == "ok" and not said.result and reading is None and _unless_nothing(given.get("note")):
        raise UsageError(N_("A note without a result: in order, or a fault?"))
    note = "; ".join(dict.fromkeys(filter(None, (said.note, wrong, given.get("note"))))) or None
    if reading is not None:
        reading = rules.parse_reading(reading, point["reading_unit"])
    if code == "skipped" and not note:
        raise UsageError(N_("Say why it was skipped."))
    if note and len(note) > rules.LONGEST_NOTE:
        note = rules.checked_note(note)
    seen = rules.judged(point, rules.Observed(code, note, reading)) if reading else rules.Observed(code, note)
    if seen.result == "fault" and not seen.note:
        # A ticket wants words: what the reading says, else no more than the device knows.
        why = rules.outside(point, seen.reading) if seen.reading else None
        return seen._replace(note=why or label("fault"))
    return seen


def _unless_nothing(text: str | None) -> str:
    """Return what a text tells, nothing where it says that there is nothing to tell."""
    return "" if text is None or text.lower().rstrip("。.") in _NOTHING_WRONG else text
