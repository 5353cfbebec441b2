"""The fields of the owner register: how offices call them, and how their cells are read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from butlercli.base.areas import parse_area
from butlercli.kit import texts
from butlercli.kit.intake import unit_cells, values
from butlercli.kit.intake.engine import Noun
from butlercli.kit.intake.grid import Cell
from butlercli.kit.intake.headers import FieldSpec, spec
from butlercli.nouns.register.fields import RESIDENT, UNIT
from butlercli.nouns.register.model import ROLES, UNIT_KINDS

if TYPE_CHECKING:
    from butlercli.base.dates import DayOrder

_UNIT = {field.name: field for field in UNIT}
_RESIDENT = {field.name: field for field in RESIDENT}
FIELDS: dict[str, FieldSpec] = {
    **unit_cells.FIELDS,
    "uid": FieldSpec(("标识",), repeat=False),
    "name": spec(_RESIDENT["name"], repeat=True),
    "phone": spec(_RESIDENT["phones"], repeat=True),
    "tenant": FieldSpec(("租户姓名", "租客姓名", "租户", "承租人", "租客", "tenant name")),
    "tenant_phone": FieldSpec(("租户电话", "租客电话", "租户手机", "承租人电话", "tenant phone", "租户联系电话")),
    "family": FieldSpec(("家庭成员", "家庭成员名单", "家庭主要成员名单", "家属"), ("家庭成员名单", "成员名单"), repeat=False),
    "role": spec(_RESIDENT["role"]),
    "area": spec(_UNIT["area"], repeat=True),
    "kind": spec(_UNIT["kind"]),
    "state": spec(_UNIT["state"]),
    "handover_date": spec(_UNIT["handover_date"], repeat=True),
    "remark": FieldSpec(
        ("备注1性质", "缺资料", "出租情况", "租赁情况", "使用性质", "地址", "使用情况", "详细地址", "备注"), ("备注",)
    ),
    "note": spec(_RESIDENT["note"]),
    "unit_note": FieldSpec(("房屋备注", "unit remark"), repeat=False),
    **{name: spec(_RESIDENT[name]) for name in ("tags", "preferences", "since", "until")},
}  # fmt: skip
COMPUTED = ("id", "residents", "units")
NOUN = Noun("register", FIELDS, [("unit", "room")], COMPUTED)

# What the codes of a widespread property system mean, as its own template explains them beside the table.
STATES = {
    "2001": "occupied", "2002": "undelivered", "2004": "vacant", "2006": "let", "2008": "vacant", "2009": "renovating",
    "已入住": "occupied", "自用": "occupied", "居住": "occupied", "未入住": "vacant", "空闲": "vacant", "未装修": "vacant",
    "已出租": "let", "出租中": "let", "租赁": "let", "未销售": "undelivered", "未售": "undelivered", "未交房": "undelivered",
    "未收": "undelivered", "未收房": "undelivered",
}  # fmt: skip
# Words that say that a unit was handed over or fitted out, and nothing about who lives in it.
SAYS_NOTHING = frozenset(
    (
        "2003",
        "2005",
        "2007",
        "已收楼",
        "已收",
        "已收铺",
        "已收房",
        "已交房",
        "已交付",
        "已装修",
        "已出售",
        "毛坯",
        "精装",
    )
)
KINDS = {
    "110": "home",
    "公寓": "home",
    "住宅楼": "home",
    "商业": "shop",
    "店铺": "shop",
    "门面": "shop",
    "车库": "parking",
}
_ROLES = {
    "1001": "owner", "1002": "family", "1003": "tenant", "产权人": "owner", "户主": "owner", "共有人": "owner", "家庭成员": "family",
    "配偶": "family", "子女": "family", "父母": "family", "承租人": "tenant", "房屋租客": "tenant", "使用人": "occupant", "商户": "occupant",
}  # fmt: skip


def readers(orders: "Mapping[str, DayOrder | None]") -> dict[str, values.Read]:
    """Return the reader of every field whose cells hold one value; names and numbers are read by `people`."""
    return {
        "area": _area,
        "handover_date": values.day(orders.get("handover_date")),
        "since": values.day(orders.get("since")),
        "until": values.day(orders.get("until")),
        "role": values.word(ROLES, _ROLES),
        "kind": values.word(UNIT_KINDS, KINDS),
        "uid": values.uid,
        "tags": values.words,
        "preferences": values.words,
        "note": values.text(texts.LONGEST_TEXT),
        "unit_note": values.text(texts.LONGEST_TEXT),
        "state": values.text(200),
    }


def _area(cell: Cell) -> int:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return parse_area(cell)
    return parse_area(values.plain(cell).strip())
