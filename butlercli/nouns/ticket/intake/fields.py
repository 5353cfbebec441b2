"""The fields of tickets: how other programs call them, and how their cells are read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.phones import normalise_phone
from butlercli.kit.intake import unit_cells, values
from butlercli.kit.intake.engine import Noun
from butlercli.kit.intake.headers import FieldSpec
from butlercli.nouns.ticket import model
from butlercli.nouns.ticket.rules import past
from butlercli.nouns.ticket.verbs import add as adding

if TYPE_CHECKING:
    from butlercli.base.dates import DayOrder

FIELDS: dict[str, FieldSpec] = {
    "ref": FieldSpec(
        (
            "工单编号", "工单号", "流水号", "单号", "编号", "留言编号", "受理编号", "案件编号", "报修单号", "投诉编号", "外部编号",
            "case id", "ticket id", "ticket no", "reference", "request id", "service request number", "number",
        ),
        repeat=False,
    ),
    "uid": FieldSpec(("标识",), repeat=False),
    "title": FieldSpec(
        ("标题", "主题", "留言主题", "工单标题", "投诉标题", "事由", "摘要", "事项", "事件", "诉求标题", "问题", "subject", "summary"),
        repeat=False,
    ),
    "detail": FieldSpec(
        (
            "内容", "详情", "详细内容", "留言详情", "留言内容", "问题描述", "描述", "详细描述", "报修内容", "投诉内容", "诉求内容",
            "工单内容", "反映内容", "报事内容", "事件描述", "来电内容", "反馈内容", "description", "details", "content", "body",
        ),
    ),
    **unit_cells.FIELDS,
    "place": FieldSpec(("地点", "位置", "地址", "报修地点", "street", "location", "address"), repeat=False),
    "facility": FieldSpec(("设备", "设施", "设备编号", "设施编号", "设备名称", "equipment"), repeat=False),
    "reporter": FieldSpec(
        (
            "报事人", "报修人", "投诉人", "反映人", "来电人", "联系人", "客户姓名", "客户名称", "业主姓名", "业主", "姓名", "留言用户",
            "name", "caller", "customer", "reported by",
        ),
        repeat=False,
    ),
    "phone": FieldSpec(
        ("联系电话", "联系方式", "手机号", "手机号码", "手机", "电话", "来电号码", "报修电话", "mobile", "telephone", "tel"),
        repeat=False,
    ),
    "kind": FieldSpec(("类型", "工单类型", "业务类型", "诉求类型", "性质", "ticket type", "request type"), repeat=False),
    "category": FieldSpec(
        ("类别", "分类", "工单类别", "问题类别", "问题分类", "报修类别", "投诉类别", "诉求分类", "事项分类", "categories"), repeat=False
    ),
    "source": FieldSpec(("来源", "渠道", "受理渠道", "来电渠道", "诉求来源", "工单来源", "channel", "origin"), repeat=False),
    "priority": FieldSpec(("优先级", "紧急程度", "缓急程度", "缓急", "urgency"), repeat=False),
    "party": FieldSpec(("责任方",), repeat=False),
    "department": FieldSpec(
        ("责任部门", "处理部门", "承办部门", "承办单位", "派单部门", "部门", "responsible agency", "agency", "dept"), repeat=False
    ),
    "assignee": FieldSpec(
        ("处理人", "维修人员", "维修人", "接单人", "责任人", "负责人", "师傅", "经办人", "assigned to", "handler"), repeat=False
    ),
    "state": FieldSpec(("状态", "工单状态", "处理状态", "当前状态", "status"), repeat=False),
    "tags": FieldSpec(("标签",), repeat=False),
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
    "cause": FieldSpec(("原因", "原因分析", "故障原因"), repeat=False),
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
    short, long = values.text(adding.LONGEST_TITLE), values.text(adding.LONGEST_TEXT)
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
