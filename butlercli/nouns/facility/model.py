"""The words of facilities (DESIGN §6)."""

from butlercli.base.i18n import N_
from butlercli.base.vocabulary import Vocabulary

FACILITY_KINDS = Vocabulary(
    N_("facility kind"),
    {
        "elevator": ("lift", "电梯", "elevator"),
        "fire": ("fire protection", "消防"),
        "water": ("water and drainage", "给排水", "水泵"),
        "power": ("power", "供配电", "配电"),
        "gas": ("gas", "燃气"),
        "lighting": ("lighting", "照明"),
        "access": ("access and cameras", "门禁监控", "门禁", "监控"),
        "environment": ("environment", "环境卫生"),
        "greening": ("greening", "绿化"),
        "playground": ("playground and fitness", "游乐健身"),
        "building": ("building", "房屋本体"),
        "other": ("other", "其他"),
    },
)
