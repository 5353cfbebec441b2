"""The fields of a unit (房屋), and those of a department but for its people."""

from butlercli.base.areas import parse_area
from butlercli.base.fields import Field
from butlercli.base.i18n import N_
from butlercli.nouns.register.model import UNIT_KINDS, UNIT_STATES

# fmt: off
UNIT = (
    Field("kind", N_("Kind"), N_("home, shop, villa or parking; by the code unless given."), UNIT_KINDS, (
        "房屋类型", "物业类型", "房产类型", "房屋性质", "unit type", "unit kind",
    ), wanted=N_("A unit has a kind."), flags=("-k",)),
    Field("area", N_("Area"), N_("The floor area in square metres, up to four decimals."), parse_area, (
        "建筑面积", "面积", "计费面积", "产权面积", "实测建筑面积", "合同建筑面积", "floor area",
    ), endings=("建筑面积",), metavar="M2"),
    Field("state", N_("State"), N_("occupied, let, vacant, undelivered or renovating."), UNIT_STATES, (
        "房屋状态", "入住状态", "入住情况", "居住情况", "使用状态", "房屋状况", "收楼情况", "收铺情况", "unit state", "status",
    ), flags=("-s",)),
    Field("handover_date", N_("Handed over"), N_("When it was handed over."), "day", (
        "收楼日期", "收铺日期", "收房日期", "交付日期", "交楼日期", "交房日期", "收楼时间", "交房时间", "handover",
    ), metavar="DATE", flags=("--handover", "--handover-date")),
    Field("note", N_("Note"), N_("A remark."), "note"),
)
DEPARTMENT = (
    Field("name", N_("Department"), N_("The name."), wanted=N_("A department has a name.")),
    Field("aliases", N_("Also called"), N_("What else it is called; may be repeated."), "words", metavar="ALIAS", flags=("--alias",)),
    Field("phone", N_("Phone"), N_("Its number."), "phone"),
    Field("note", N_("Note"), N_("A remark."), "note"),
)
# fmt: on
