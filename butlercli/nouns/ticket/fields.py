"""The fields of a ticket but for its times, and of a category, whose keywords come and go one by one."""

from butlercli.base.fields import Field, Reference
from butlercli.base.i18n import N_
from butlercli.nouns.ticket import model
from butlercli.nouns.ticket.rules.loop import checked_title

# fmt: off
# What is written of a ticket as it stands, as `edit` changes it (`add` is made for speed and names its own options);
# its times have steps of their own.
TICKET = (
    Field("title", N_("Title"), N_("What it is about."), checked_title, (
        "标题", "主题", "留言主题", "工单标题", "投诉标题", "事由", "摘要", "事项", "事件", "诉求标题", "问题", "subject", "summary",
    ), clears=False),
    Field("detail", N_("Detail"), N_("The whole story; an empty text clears it."), "note", (
        "内容", "详情", "详细内容", "留言详情", "留言内容", "问题描述", "描述", "详细描述", "报修内容", "投诉内容", "诉求内容", "工单内容", "反映内容", "报事内容",
        "事件描述", "来电内容", "反馈内容", "description", "details", "content", "body",
    )),
    Field("unit", N_("Unit"), N_("The unit it concerns, such as 3-2-501."), Reference("unit"), flags=("-u",)),
    Field("place", N_("Where"), N_("A place that is no unit."), "note", (
        "地点", "位置", "地址", "报修地点", "street", "location", "address",
    )),
    Field("facility", N_("Facility"), N_("The facility it concerns; an empty text clears it."), Reference("facility"), (
        "设备", "设施", "设备编号", "设施编号", "设备名称", "equipment",
    ), metavar="CODE"),
    Field("kind", N_("Kind"), N_("The kind; the deadlines follow."), model.KINDS, (
        "类型", "工单类型", "业务类型", "诉求类型", "性质", "ticket type", "request type",
    ), flags=("-k",)),
    Field("category", N_("Category"), N_("The category."), Reference("category"), (
        "类别", "分类", "工单类别", "问题类别", "问题分类", "报修类别", "投诉类别", "诉求分类", "事项分类", "categories",
    ), flags=("-c",)),
    Field("priority", N_("Priority"), N_("The priority; the deadlines follow."), model.PRIORITIES, (
        "优先级", "紧急程度", "缓急程度", "缓急", "urgency",
    ), flags=("-p",)),
    Field("department", N_("Department"), N_("The department in charge."), Reference("department"), (
        "责任部门", "处理部门", "承办部门", "承办单位", "派单部门", "部门", "responsible agency", "agency", "dept",
    ), flags=("--dept", "-d")),
    Field("assignee", N_("Who goes"), N_("Who goes."), "note", (
        "处理人", "维修人员", "维修人", "接单人", "责任人", "负责人", "师傅", "经办人", "assigned to", "handler",
    )),
    Field("source", N_("Came from"), N_("Where it came from."), model.SOURCES, (
        "来源", "渠道", "受理渠道", "来电渠道", "诉求来源", "工单来源", "channel", "origin",
    )),
    Field("party", N_("Responsible"), N_("Who is responsible: property, developer, owner, contractor or municipal."), model.PARTIES, ("责任方",)),
    Field("reporter", N_("Reporter"), N_("Who reported it."), "note", (
        "报事人", "报修人", "投诉人", "反映人", "来电人", "联系人", "客户姓名", "客户名称", "业主姓名", "业主", "姓名", "留言用户", "name", "caller",
        "customer", "reported by",
    )),
    Field("phone", N_("Phone"), N_("The number to call back."), "phone", (
        "联系电话", "联系方式", "手机号", "手机号码", "手机", "电话", "来电号码", "报修电话", "mobile", "telephone", "tel",
    )),
    Field("cause", N_("Cause"), N_("Why it came about."), "note", ("原因", "原因分析", "故障原因")),
    Field("tags", N_("Tags"), N_("The tags, all of them; one empty tag clears them."), "tags", ("标签",), metavar="TAG", flags=("--tag",)),
)
# fmt: on
CATEGORY = (
    Field("name", N_("Category name"), N_("Its name in Chinese."), wanted=N_("A category has a name."), most=40),
    Field("english", N_("In English"), N_("Its name in English."), wanted=N_("A category has a name."), most=40),
    Field(
        "kind",
        N_("Kind"),
        N_("The kind of ticket it speaks for."),
        model.KINDS,
        wanted=N_("A category has a kind."),
        flags=("-k",),
    ),
    Field(
        "department",
        N_("Department"),
        N_("The department in charge."),
        Reference("department"),
        metavar="DEPARTMENT",
        flags=("--dept", "-d"),
    ),
)
