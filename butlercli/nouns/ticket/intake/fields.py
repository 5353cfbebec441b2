"""The fields of tickets: how other programs call them, and how their cells are read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.phones import normalise_phone
from butlercli.kit.intake import unit_cells, values
from butlercli.kit.intake.engine import Noun
from butlercli.kit.intake.headers import FieldSpec, spec
from butlercli.nouns.ticket import model
from butlercli.nouns.ticket.fields import TICKET
from butlercli.nouns.ticket.rules import past
from butlercli.nouns.ticket.rules.loop import LONGEST_TITLE
from butlercli.nouns.ticket.verbs import add as adding

if TYPE_CHECKING:
    from butlercli.base.dates import DayOrder

_TICKET = {field.name: field for field in TICKET}
FIELDS: dict[str, FieldSpec] = {
    "ref": FieldSpec(
        (
            "工单编号", "工单号", "流水号", "单号", "编号", "留言编号", "受理编号", "案件编号", "报修单号", "投诉编号", "外部编号",
            "case id", "ticket id", "ticket no", "reference", "request id", "service request number", "number",
        ),
        repeat=False,
    ),
    "uid": FieldSpec(("标识",), repeat=False),
    "title": spec(_TICKET["title"]),
    "detail": spec(_TICKET["detail"], repeat=True),
    **unit_cells.FIELDS,
    "place": spec(_TICKET["place"]),
    "facility": spec(_TICKET["facility"]),
    "reporter": spec(_TICKET["reporter"]),
    "phone": spec(_TICKET["phone"]),
    "kind": spec(_TICKET["kind"]),
    "category": spec(_TICKET["category"]),
    "source": spec(_TICKET["source"]),
    "priority": spec(_TICKET["priority"]),
    "party": spec(_TICKET["party"]),
    "department": spec(_TICKET["department"]),
    "assignee": spec(_TICKET["assignee"]),
    "state": FieldSpec(("状态", "工单状态", "处理状态", "当前状态", "status"), repeat=False),
    "tags": spec(_TICKET["tags"]),
    "created_at": FieldSpec(
        (
            "登记时间", "创建时间", "报事时间", "报修时间", "投诉时间", "受理时间", "来电时间", "留言时间", "提交时间", "反映时间", "发生时间",
            "登记日期", "报修日期", "投诉日期", "创建日期", "日期", "时间", "opened date", "opened", "created", "created date", "open date",
            "date", "requested datetime",
        ),
        repeat=False,
    ),
    "responded_at": FieldSpec(("响应时间", "首次响应时间", "首次回复时间", "接单时间", "responded"), repeat=False),
    "dispatched_at": FieldSpec(("派单时间", "派工时间", "转派时间", "dispatched"), repeat=False),
    "arrived_at": FieldSpec(("到场时间", "到达时间", "上门时间", "arrived"), repeat=False),
    "resolved_at": FieldSpec(
        (
            "完成时间", "处理完成时间", "处理时间", "解决时间", "完工时间", "办结时间", "维修完成时间", "完成日期", "处理日期", "resolved",
            "resolved date", "completed date",
        ),
        repeat=False,
    ),
    "answered_at": FieldSpec(("答复时间", "回复时间", "答复日期", "回复日期", "answered"), repeat=False),
    "answer": FieldSpec(
        (
            "答复意见", "答复", "答复内容", "回复内容", "回复", "处理结果", "处理情况", "处理意见", "处理内容", "办理结果", "办理情况",
            "解决方案", "resolution", "response",
        ),
        repeat=False,
    ),
    "called_back_at": FieldSpec(("回访时间", "回访日期", "called back"), repeat=False),
    "verified_at": FieldSpec(("验收时间", "verified"), repeat=False),
    "closed_at": FieldSpec(("关闭时间", "闭环时间", "结案时间", "关单时间", "关闭日期", "closed date", "closed"), repeat=False),
    "escalated_at": FieldSpec(("上报时间", "升级时间", "escalated"), repeat=False),
    "due_at": FieldSpec(("截止时间", "要求完成时间", "处理时限", "到期时间", "due date", "due"), repeat=False),
    "defer_until": FieldSpec(("挂起至",), repeat=False),
    "defer_reason": FieldSpec(("挂起原因",), repeat=False),
    "score": FieldSpec(("评分", "满意度", "回访满意度", "满意度评价", "得分", "评价等级", "rating", "satisfaction"), repeat=False),
    "feedback": FieldSpec(("回访内容", "回访结果", "回访意见", "回访情况", "业主反馈", "反馈", "评价内容"), repeat=False),
    "cause": spec(_TICKET["cause"]),
    "unreached": FieldSpec(("未接通次数",), repeat=False),
    "reopen_count": FieldSpec(("重开次数",), repeat=False),
    "callback_owed": FieldSpec(("应回访",), repeat=False),
    "log": FieldSpec(("日志",), repeat=False),
    "overdue": FieldSpec(("已超时", "超时"), repeat=False),
}  # fmt: skip
COMPUTED = ("id", "building", "response_due_at", "overdue", "links")
NOUN = Noun("ticket", FIELDS, [("title", "detail", "category")], COMPUTED)

MOMENTS = (
    "created_at", "responded_at", "dispatched_at", "arrived_at", "resolved_at", "answered_at", "called_back_at", "verified_at",
    "closed_at", "escalated_at", "due_at", "defer_until",
)  # fmt: skip
STATE_WORDS = {
    "open": past.OPEN_WORD, "未完成": past.OPEN_WORD, "未关闭": past.OPEN_WORD, "未闭环": past.OPEN_WORD,
    "待处理": "new", "未处理": "new", "待受理": "new", "新建": "new", "pending": "new",
    "进行中": "active", "已受理": "active", "已派单": "active", "已接单": "active", "in progress": "active",
    "已处理": "resolved", "处理完成": "resolved", "已解决": "resolved", "待确认": "resolved",
    "已完成": "closed", "已办结": "closed", "已结案": "closed", "已回访": "closed", "完成": "closed", "办结": "closed", "completed": "closed",
    "done": "closed", "已取消": "cancelled", "已作废": "cancelled", "取消": "cancelled", "canceled": "cancelled",
}  # fmt: skip


def readers(orders: "Mapping[str, DayOrder | None]") -> dict[str, values.Read]:
    """Return the reader of every field that is read cell by cell; units are read from several cells."""
    moments: dict[DayOrder | None, values.Read] = {}
    for order in {*orders.values(), None}:
        moments[order] = values.moment(order)
    short, long = values.text(LONGEST_TITLE), values.text(adding.LONGEST_TEXT)
    found: dict[str, values.Read] = {
        "ref": values.text(200),
        "uid": values.uid,
        "title": short,
        "category": values.text(200),
        "department": values.text(200),
        "facility": values.text(200),
        "state": values.text(200),
        "detail": long,
        "answer": long,
        "feedback": long,
        "cause": long,
        "place": short,
        "reporter": values.text(200),
        "assignee": values.text(200),
        "phone": values.remembered(normalise_phone),
        "kind": values.word(model.KINDS),
        "source": values.word(model.SOURCES),
        "priority": values.word(
            model.PRIORITIES, {"中": "normal", "一般": "normal", "medium": "normal", "较高": "high"}
        ),
        "party": values.word(model.PARTIES),
        "defer_reason": values.word(model.DEFER_REASONS),
        "tags": values.words,
        "score": values.remembered(_score),
        "unreached": values.whole(0, 1000),
        "reopen_count": values.whole(0, 1000),
        "callback_owed": values.switch,
        "log": _log,
    }
    for field in MOMENTS:
        found[field] = moments[orders.get(field)]
    return found


def state_word(text: str) -> str | None:
    """Return the state a word stands for, None for an unknown one."""
    return STATE_WORDS.get(text.strip().lower()) or model.STATES.find(text)


def _score(text: str) -> str:
    from butlercli.nouns.ticket.verbs.answer import parse_score

    return str(parse_score(text.removesuffix("分").removesuffix("星")))


def _log(cell: object) -> list[dict[str, str]]:
    """Read the event log as our own files carry it; anything else is no log."""
    import json

    try:
        found = json.loads(values.plain(cell))  # type: ignore[arg-type]
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise UsageError(N_("is not a log as the export writes it."))
    return [item for item in found if isinstance(item.get("at"), str) and isinstance(item.get("verb"), str)]
