"""The words of the register (DESIGN §6)."""

from butlercli.base.i18n import N_
from butlercli.base.vocabulary import Vocabulary

UNIT_KINDS = Vocabulary(
    N_("unit kind"),
    {
        "home": ("home", "住宅"),
        "shop": ("shop", "商铺"),
        "villa": ("villa", "别墅"),
        "parking": ("parking space", "车位"),
    },
)
UNIT_STATES = Vocabulary(
    N_("unit state"),
    {
        "occupied": ("occupied", "自住", "已入住", "入住"),
        "let": ("let", "出租"),
        "vacant": ("vacant", "空置", "空关"),
        "undelivered": ("undelivered", "未交付", "未收楼"),
        "renovating": ("renovating", "装修中", "装修"),
    },
)
ROLES = Vocabulary(
    N_("role"),
    {
        "owner": ("owner", "业主"),
        "tenant": ("tenant", "租户", "租客"),
        "family": ("family", "家属", "家人"),
        "occupant": ("occupant", "使用人", "商户", "使用人/商户"),
        "emergency": ("emergency contact", "紧急联系人"),
        "former": ("former owner", "原业主"),
    },
)
CHANNELS = Vocabulary(
    N_("channel"),
    {
        "online": ("online", "线上"),
        "visit": ("visit", "上门", "走访", "入户"),
        "phone": ("phone", "电话"),
        "wechat": ("WeChat", "微信"),
        "desk": ("desk", "前台"),
        "letter": ("letter", "函件"),
        "sms": ("SMS", "短信"),
    },
)
