"""The words of permits (DESIGN §6)."""

from butlercli.base.i18n import N_
from butlercli.base.vocabulary import Vocabulary

KINDS = Vocabulary(
    N_("permit kind"),
    {
        "renovation": ("renovation", "装修"),
        "moving": ("moving", "搬家"),
        "hotwork": ("hot work", "动火", "动火作业"),
        "other": ("other", "其他"),
    },
)
STATES = Vocabulary(
    N_("permit state"), {"open": ("open", "有效"), "closed": ("closed", "已办结"), "revoked": ("revoked", "已吊销")}
)
