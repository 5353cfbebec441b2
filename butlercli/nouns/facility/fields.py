"""The fields of a facility (设备台账)."""

from butlercli.base.fields import Field
from butlercli.base.i18n import N_
from butlercli.kit import texts
from butlercli.nouns.facility import rules
from butlercli.nouns.facility.model import FACILITY_KINDS

KINDS = N_("elevator, fire, water, power, gas, lighting, access, environment, greening, playground, building or other.")


def code(text: str) -> str:
    """Return a facility's code in half width; raises UsageError for an empty or long one, or one of unseen characters."""
    return texts.code(text, N_("“{value}” is no code of a facility."), "LIFT-3-2")


def schedule(text: str) -> str | None:
    """Return a schedule of inspections as it is stored, None for an empty one; raises UsageError."""
    return rules.canonical(text) or None


# fmt: off
FIELDS = (
    Field("code", N_("Code"), N_("A short code, as on its label."), code, (
        "设备编号", "设施编号", "设备代码", "设备编码", "设施代码", "资产编号", "编号", "代码", "编码", "内部编号", "facility code",
        "facility no", "asset no", "equipment no",
    ), wanted=N_("A facility has a code.")),
    Field("name", N_("Facility"), N_("What it is called."), "text", (
        "设备名称", "设施名称", "设施设备名称", "设备设施名称", "设备", "设施", "名称", "facility", "facility name", "equipment",
    ), wanted=N_("A facility has a name.")),
    Field("kind", N_("Kind"), KINDS, FACILITY_KINDS, (
        "类别", "设备类别", "设施类别", "种类", "设备种类", "设备类型", "设施类型", "类型", "分类", "系统", "所属系统", "facility kind",
        "category", "type",
    ), wanted=N_("A facility has a kind."), flags=("-k",)),
    Field("place", N_("Where"), N_("Where it stands."), "text", (
        "位置", "安装位置", "设备位置", "安装地点", "所在位置", "使用地点", "地点", "where", "location",
    )),
    Field("installed", N_("Put into use"), N_("The day it was put into use."), "day", (
        "投用日期", "安装日期", "启用日期", "投入使用日期", "使用日期", "投用时间", "安装时间", "启用时间", "put into use", "installed on",
        "installation date",
    ), prefer="past", metavar="DATE"),
    Field("inspect", N_("Inspection schedule"), N_(
        "When it is inspected (检验): years after it was put into use (1,4,7), an interval (every:1y), or both."
    ), schedule, ("检验周期", "年检周期", "检验年份", "inspection schedule"), metavar="SCHEDULE"),
    Field("test", N_("Test schedule"), N_("When it is tested (检测), in the same way."), schedule, (
        "检测周期", "检测年份", "test schedule",
    ), metavar="SCHEDULE"),
    Field("inspected", N_("Last inspection"), N_("The day of its last inspection (检验)."), "past", (
        "上次检验", "上次检验日期", "检验日期", "最近检验日期", "年检日期", "上次年检日期", "上次检验时间", "检验时间", "last inspection",
        "inspection date",
    ), metavar="WHEN"),
    Field("tested", N_("Last test"), N_("The day of its last test (检测)."), "past", (
        "上次检测", "上次检测日期", "检测日期", "最近检测日期", "上次检测时间", "检测时间", "last test", "test date",
    ), metavar="WHEN"),
    Field("maker", N_("Maker"), N_("Who made it."), "text", (
        "品牌", "制造单位", "生产厂家", "制造厂家", "制造商", "厂家", "manufacturer", "brand",
    )),
    Field("model", N_("Model"), N_("Its model."), "text", ("型号", "规格型号", "设备型号", "型号规格", "规格")),
    Field("vendor", N_("Maintained by"), N_("Who maintains it (维保单位)."), "text", (
        "维保单位", "维护单位", "维修单位", "维保公司", "维护保养单位", "maintained by", "contractor", "maintenance company",
    )),
    Field("vendor_phone", N_("Phone of the maintainer"), N_("The number of who maintains it."), "phone", (
        "维保电话", "维保单位电话", "维保联系电话", "联系电话", "电话", "vendor phone", "phone of the maintainer", "maintenance phone",
    ), metavar="PHONE"),
    Field("note", N_("Note"), N_("A remark."), "note", ("备注", "说明", "remark", "remarks")),
)
# A column of files that no option names: `retire` writes it.
RETIRED = Field("retired", N_("Out of use"), "", "day", ("停用日期", "停用时间", "报废日期", "out of use"))
# What follows from the fields, as files call it: known, never read.
COMPUTED = {
    "next_inspect": ("下次检验", "下次检验日期", "检验有效期", "检验到期日期", "next inspection"),
    "next_test": ("下次检测", "下次检测日期", "next test"),
}
# fmt: on
