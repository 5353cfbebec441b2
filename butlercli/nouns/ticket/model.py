"""The words of tickets and the state table."""

from butlercli.base.i18n import N_
from butlercli.base.vocabulary import Vocabulary

LETTER = "T"

KINDS = Vocabulary(
    N_("ticket kind"),
    {
        "consult": ("consultation", "咨询"),
        "complaint": ("complaint", "投诉"),
        "suggestion": ("suggestion", "建议"),
        "repair": ("repair", "报修", "维修"),
        "service": ("service", "服务"),
        "praise": ("praise", "表扬"),
    },
)
STATES = Vocabulary(
    N_("ticket state"),
    {
        "new": ("awaiting response", "待响应"),
        "active": ("in hand", "处理中"),
        "resolved": ("awaiting callback", "待回访"),
        "closed": ("closed", "已闭环", "已关闭"),
        "deferred": ("deferred", "挂起"),
        "cancelled": ("cancelled", "作废"),
    },
)
# What `resolved` is called where no callback is owed.
CONFIRMING = Vocabulary(N_("ticket state"), {"resolved": ("awaiting confirmation", "待确认")})
PRIORITIES = Vocabulary(
    N_("priority"),
    {
        "low": ("low", "低"),
        "normal": ("normal", "普通"),
        "high": ("high", "高"),
        "urgent": ("urgent", "紧急", "急", "加急", "特急"),
    },
)
SOURCES = Vocabulary(
    N_("source"),
    {
        "phone": ("phone", "电话"),
        "wechat": ("WeChat", "微信"),
        "group": ("owners' group", "业主群", "群"),
        "visit": ("visit", "上门"),
        "desk": ("desk", "前台"),
        "app": ("app", "APP"),
        "hotline": ("12345 hotline", "12345"),
        "street": ("street office", "街道社区", "街道", "社区"),
        "company": ("company hotline", "公司400", "400"),
        "committee": ("owners' committee", "业委会"),
        "patrol": ("patrol", "巡检"),
        "incident": ("incident", "突发事件"),
        "event": ("event", "活动"),
    },
)
PARTIES = Vocabulary(
    N_("responsible party"),
    {
        "property": ("property office", "物业"),
        "developer": ("developer's warranty", "建设单位保修", "开发商"),
        "owner": ("owner at own cost", "业主自费"),
        "contractor": ("maintenance contractor", "外包维保", "维保"),
        "municipal": ("municipal", "市政"),
    },
)
DEFER_REASONS = Vocabulary(
    N_("reason to defer"),
    {
        "parts": ("waiting for parts", "等配件"),
        "owner": ("waiting for the owner", "等业主"),
        "developer": ("waiting for the developer", "等开发商"),
        "contractor": ("waiting for the contractor", "等维保"),
        "weather": ("weather", "天气", "等天气"),
        "approval": ("waiting for approval", "等审批"),
        "other": ("other", "其他"),
    },
)
SCORES = Vocabulary(
    N_("score"),
    {
        "5": ("very satisfied", "非常满意", "很满意"),
        "4": ("satisfied", "满意"),
        "3": ("fair", "一般", "基本满意"),
        "2": ("dissatisfied", "不满意", "不满"),
        "1": ("very dissatisfied", "非常不满意", "很不满意"),
    },
)
VERBS = Vocabulary(
    N_("step"),
    {
        "add": ("recorded", "记录"),
        "respond": ("responded", "响应"),
        "dispatch": ("dispatched", "派单"),
        "arrive": ("arrived", "到场"),
        "resolve": ("resolved", "处理完成"),
        "callback": ("called back", "回访"),
        "verify": ("verified", "验收"),
        "close": ("closed", "闭环"),
        "defer": ("deferred", "挂起"),
        "resume": ("resumed", "恢复"),
        "reopen": ("reopened", "重开"),
        "escalate": ("escalated", "上报"),
        "cancel": ("cancelled", "作废"),
        "note": ("note", "备注"),
        "edit": ("corrected", "更正"),
        "link": ("linked", "关联"),
    },
)
# What `edit` changes, as the timeline says it; the log keeps the codes.
FIELDS = Vocabulary(
    N_("field"),
    {
        "title": ("title", "标题"),
        "detail": ("detail", "详情"),
        "unit": ("unit", "房号"),
        "place": ("place", "位置"),
        "facility": ("facility", "设备"),
        "kind": ("kind", "类型"),
        "category": ("category", "分类"),
        "priority": ("priority", "优先级"),
        "department": ("department", "部门"),
        "assignee": ("assignee", "处理人"),
        "source": ("source", "来源"),
        "party": ("responsible party", "责任方"),
        "reporter": ("reporter", "报事人"),
        "phone": ("phone", "电话"),
        "cause": ("cause", "原因"),
        "tags": ("tags", "标签"),
        "due": ("due time", "时限"),
        "created_at": ("time recorded", "记录时间"),
        "responded_at": ("time of response", "响应时间"),
        "dispatched_at": ("time of dispatch", "派单时间"),
        "arrived_at": ("time of arrival", "到场时间"),
        "resolved_at": ("time of handling", "处理时间"),
        "called_back_at": ("time of callback", "回访时间"),
        "verified_at": ("time of verification", "验收时间"),
        "closed_at": ("time of closing", "闭环时间"),
        "reopened_at": ("time of reopening", "重开时间"),
    },
)
LINKS = Vocabulary(
    N_("link"),
    {
        "record": ("record", "记录"),
        "response": ("response", "响应"),
        "handling": ("handling", "处理"),
        "callback": ("callback", "回访"),
        "feedback": ("feedback", "反馈"),
    },
)

OPEN_STATES = ("new", "active", "resolved", "deferred")
# The state table: from which states a verb goes. `edit` and `note` go from any.
FROM: dict[str, tuple[str, ...]] = {
    "respond": ("new", "active"),
    "dispatch": ("new", "active"),
    "arrive": ("active",),
    "resolve": ("new", "active"),
    "callback": ("resolved",),
    "verify": ("resolved",),
    "close": ("resolved",),
    "done": ("new", "active", "resolved"),
    "defer": ("new", "active"),
    "resume": ("deferred",),
    "reopen": ("resolved", "closed", "cancelled"),
    "escalate": OPEN_STATES,
    "cancel": OPEN_STATES,
}
# Where a verb finds its work already done: that is no error (DESIGN §3.8).
NOTHING_TO_DO: dict[str, tuple[str, ...]] = {
    "close": ("closed",),
    "done": ("closed",),
    "cancel": ("cancelled",),
    "resume": ("new", "active"),
    "reopen": ("new", "active"),
}
ATTEMPTS_THAT_SATISFY = 3
# Reported by nobody who could be called back, where no reporter is named.
UNREPORTED_SOURCES = ("patrol", "incident")
