"""The words of the patrol."""

from butlercli.base.i18n import N_
from butlercli.base.vocabulary import Vocabulary

LETTER = "R"

RESULTS = Vocabulary(
    N_("patrol result"),
    {
        "ok": ("in order", "正常", "好", "完好", "合格", "已巡", "√", "✓", "normal", "pass"),
        "fault": ("fault", "异常", "故障", "隐患", "不正常", "不合格", "×", "✗", "fail", "bad"),
        "skipped": ("skipped", "跳过", "未巡", "skip"),
        "missed": ("missed", "漏检"),
    },
)
# What may be entered: `missed` is computed, never stored.
ENTERED = ("ok", "fault", "skipped")
ENTRIES = Vocabulary(
    N_("way of entry"),
    {
        "each": ("point by point", "逐点"),
        "all-ok": ("all in order at once", "一键正常"),
        "device": ("device", "设备"),
        "late": ("entered late", "补录"),
    },
)
# Of a round.
STATES = Vocabulary(
    N_("state of a round"),
    {
        "done": ("done", "已完成", "完成"),
        "partial": ("partial", "不完整"),
        "open": ("open", "进行中"),
        "abandoned": ("abandoned", "中止"),
    },
)
# Of what is expected: a round's window seen from outside.
DUE_STATES = Vocabulary(
    N_("state of what is due"),
    {
        "open": ("open", "待巡"),
        "done": ("done", "已完成"),
        "late": ("late", "迟到"),
        "partial": ("partial", "不完整"),
        "missed": ("missed", "漏检"),
    },
)
LATE_HOURS = 24
"""What is entered later than so many hours after its time is 补录."""
