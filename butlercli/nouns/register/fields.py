"""The fields of a unit (房屋), of a resident, of a contact, and those of a department but for its people."""

from butlercli.base.areas import parse_area
from butlercli.base.fields import Field, Reference
from butlercli.base.i18n import N_
from butlercli.kit.texts import LONGEST_TEXT
from butlercli.nouns.register.model import CHANNELS, ROLES, UNIT_KINDS, UNIT_STATES

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
# What is of the resident, what are numbers of their own, and what is of where he or she lives.
RESIDENT = (
    Field("name", N_("Name"), N_("The name."), "text", (
        "业主姓名", "业主名称", "姓名", "客户名称", "客户姓名", "住户姓名", "产权人", "户主", "业主", "住户", "owner name", "owner", "resident",
        "full name",
    ), endings=("业主姓名", "业主名称"), wanted=N_("A resident has a name.")),
    Field("unit", N_("Unit"), N_("The unit, such as 3-2-501."), Reference("unit"), flags=("-u",)),
    Field("role", N_("Role"), N_(
        "owner, tenant, family, occupant, emergency or former; owner unless given."
    ), ROLES, (
        "角色", "身份", "住户类型", "住户身份", "客户类型", "业主类型", "人员类型", "与业主关系",
    ), flags=("-r",)),
    Field("phones", N_("Phone"), N_("A number; may be repeated."), "phones", (
        "手机", "手机号", "手机号码", "联系电话", "联系方式", "电话", "移动电话", "固定电话", "座机", "mobile", "telephone", "tel", "phones",
    ), endings=("联系电话", "联系手机", "固定电话", "手机号", "手机号码"), column="phone", metavar="PHONE", flags=("--phone",)),
    Field("tags", N_("Tags"), N_("A tag; may be repeated."), "tags", ("标签",), metavar="TAG", flags=("--tag",)),
    Field("preferences", N_("Wishes"), N_("A wish, such as 只接微信; may be repeated."), "words", (
        "偏好", "沟通偏好", "联系偏好",
    ), metavar="PREFERENCE", flags=("--preference",)),
    Field("note", N_("Note"), N_("A remark."), "note", ("住户备注", "resident note")),
    Field("since", N_("Since"), N_("From when on."), "day", (
        "起始日期", "入住日期", "迁入日期", "move in",
    ), metavar="DATE"),
    Field("until", N_("Until"), N_("Until when, for who moved out."), "day", (
        "截止日期", "迁出日期", "退租日期", "move out",
    ), metavar="DATE"),
)
_NAME, _UNIT, _ROLE, _PHONES, _TAGS, _PREFERENCES, _NOTE, *_DAYS = RESIDENT
# Of `edit`: lists also grow by one.
EDITED = (
    _NAME,
    _PHONES,
    Field("add_phones", "", N_("One more number; may be repeated."), "phones", metavar="ADD_PHONE", flags=("--add-phone",)),
    _TAGS,
    Field("add_tags", "", N_("One more tag; may be repeated."), "tags", metavar="ADD_TAG", flags=("--add-tag",)),
    _PREFERENCES,
    Field(
        "add_preferences", "", N_("One more wish; may be repeated."), "words", metavar="ADD_PREFERENCE", flags=("--add-preference",)
    ),
    _NOTE,
    _UNIT,
    _ROLE,
    *_DAYS,
    Field("remove_unit", "", N_("Never lived there: take the unit away."), str, metavar="UNIT", clears=False),
)
CONTACT = (
    Field("unit", N_("Unit"), "", Reference("unit")),
    Field("text", N_("What came of it"), N_("What came of it."), most=LONGEST_TEXT, wanted=N_("Say in a few words what came of it.")),
    Field("channel", N_("Channel"), N_(
        "phone, wechat, visit, desk, online, letter or sms."
    ), CHANNELS, flags=("-c",), clears=False),
    Field("resident", N_("Resident"), N_("Whom of the household."), Reference("resident"), metavar="NAME", flags=("--name",)),
    Field("at", N_("When"), "", "moment", prefer="past"),
)
DEPARTMENT = (
    Field("name", N_("Department"), N_("The name."), wanted=N_("A department has a name.")),
    Field("aliases", N_("Also called"), N_("What else it is called; may be repeated."), "words", metavar="ALIAS", flags=("--alias",)),
    Field("phone", N_("Phone"), N_("Its number."), "phone"),
    Field("note", N_("Note"), N_("A remark."), "note"),
)
# fmt: on
