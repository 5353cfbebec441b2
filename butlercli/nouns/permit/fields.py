"""The fields of a permit: its own, and those that its verbs write."""

from butlercli.base.errors import UsageError
from butlercli.base.fields import Field, Reference
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.kit import texts
from butlercli.kit.records import Records
from butlercli.nouns.permit.model import KINDS, STATES

# fmt: off
FIELDS = (
    Field("unit", N_("Unit"), N_("The unit it is for, such as 3-2-501."), Reference("unit"), (
        "房号", "房间号", "房屋编号", "门牌号",
    ), wanted=N_("A permit is for a unit."), flags=("-u",)),
    Field("kind", N_("Kind"), N_("renovation, moving, hotwork or other."), KINDS, (
        "类型", "类别", "许可类型", "事项", "申请事项", "permit kind", "type",
    ), wanted=N_("A permit has a kind."), flags=("-k",)),
    Field("code", N_("Permit number"), N_("The number on the paper; without one it goes by its J number."), texts.number, (
        "许可证号", "许可编号", "证号", "编号", "出入证号", "permit no", "permit number",
    )),
    Field("contractor", N_("Contractor"), N_("Who does the work."), "text", (
        "施工单位", "装修公司", "装修单位", "施工负责人", "负责人", "搬家公司",
    )),
    Field("phone", N_("Phone"), N_("The contractor's number."), "phone", (
        "联系电话", "施工电话", "负责人电话", "电话", "手机", "contractor phone",
    )),
    Field("from", N_("From"), N_("The first day."), "day", (
        "开始日期", "开工日期", "起始日期", "开始时间", "开工时间", "first day", "start",
    ), column="since", metavar="DATE"),
    Field("until", N_("Until"), N_("The last day."), "day", (
        "结束日期", "完工日期", "截止日期", "到期日期", "结束时间", "完工时间", "last day", "end",
    ), after="since", metavar="DATE"),
    Field("deposit_fen", N_("Deposit"), N_("The deposit in yuan; it is no fee."), "money", (
        "押金", "保证金", "装修押金", "装修保证金", "deposit",
    ), column="deposit", metavar="YUAN", flags=("--deposit",)),
    Field("taken", N_("Deposit taken"), N_("The day it was taken; today unless given."), "past", (
        "收押金日期", "押金收取日期", "交押金日期", "deposit taken",
    ), metavar="DATE"),
    Field("returned", N_("Deposit returned"), N_("The day it was given back."), "past", (
        "退押金日期", "押金退还日期", "退还日期", "deposit returned",
    ), metavar="DATE"),
    Field("note", N_("Note"), N_("A remark."), "note", ("备注", "说明", "remark", "remarks")),
)
STATE = Field("state", N_("State"), N_("open, closed or revoked."), STATES, ("状态", "办理状态"), flags=("-s",))
ENDED = Field("ended", N_("Ended on"), N_("The day it ended; today unless given."), "past", (
    "办结日期", "办结时间", "验收日期",
), metavar="DATE", flags=("--on",))
OUTCOME = Field("outcome", N_("What came of it"), N_("What came of it, or why."), "note", (
    "办结情况", "验收情况", "吊销原因",
), metavar="TEXT")
INSPECTION = (
    Field("text", N_("What was seen"), N_("What was seen."), most=texts.LONGEST_TEXT, wanted=N_("Say in a few words what was seen.")),
    Field("at", N_("When"), N_("When, where that was not now."), "moment", prefer="past", metavar="WHEN"),
)
# fmt: on
ALL = (*FIELDS, STATE, ENDED, OUTCOME)


def check(row: Row) -> None:
    """Raise UsageError (exit 2) where a permit would end before it begins, or its deposit make no sense."""
    texts.check_dates(row["since"], row["until"])
    texts.check_dates(row["taken"], row["returned"])
    if (row["taken"] or row["returned"]) and not row["deposit"]:
        raise UsageError(N_("No deposit is recorded; {option} says how much it is."), option="--deposit")


def computed(row: Row, today: str) -> Row:
    """Return what follows from a permit on a day: whether it is overdue, and whether its deposit is still here."""
    overdue = row["state"] == "open" and row["until"] is not None and row["until"] < today
    return {"overdue": overdue, "deposit_held": bool(row["deposit"]) and row["returned"] is None}


PERMITS = Records("permit", ALL, command="butler permit", check=check, computed=computed)
