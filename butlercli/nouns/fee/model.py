"""The words of fees, and why a unit could not be billed."""

from butlercli.base.i18n import N_
from butlercli.base.vocabulary import Vocabulary

BILL_LETTER = "B"
PAYMENT_LETTER = "P"

PERS = Vocabulary(
    N_("way of charging"),
    {
        "area": ("by area", "按面积", "面积"),
        "unit": ("by unit and month", "按户", "每户"),
        "fixed": ("fixed a period", "每期定额", "定额", "固定"),
        "reading": ("by reading", "按读数", "按表", "抄表"),
    },
)
CYCLES = Vocabulary(
    N_("billing cycle"),
    {
        "month": ("month", "月", "每月", "按月"),
        "quarter": ("quarter", "季", "季度", "每季", "按季"),
        "half": ("half-year", "半年", "每半年", "按半年"),
        "year": ("year", "年", "年度", "每年", "按年"),
    },
)
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
TIMINGS = Vocabulary(
    N_("time of payment"),
    {
        "prepaid": ("in advance", "预收", "先付", "预缴"),
        "postpaid": ("afterwards", "后收", "后付", "后缴"),
    },
)
ROUNDINGS = Vocabulary(
    N_("rounding"),
    {"fen": ("to the fen", "分", "到分"), "jiao": ("to the jiao", "角", "到角"), "yuan": ("to the yuan", "元", "到元")},
)
STATES = Vocabulary(
    N_("state of a bill"),
    {
        "open": ("open", "未缴", "未交", "欠费"),
        "part": ("paid in part", "部分已缴", "部分"),
        "paid": ("paid", "已缴", "已交", "缴清"),
        "cancelled": ("cancelled", "作废"),
        "waived": ("waived", "已减免", "减免"),
    },
)
METHODS = Vocabulary(
    N_("pay method"),
    {
        "wechat": ("WeChat", "微信", "微信支付"),
        "alipay": ("Alipay", "支付宝"),
        "card": ("card", "刷卡", "POS"),
        "transfer": ("bank transfer", "转账", "银行转账"),
        "corporate": ("corporate account", "对公", "对公转账"),
        "debit": ("direct debit", "托收", "代扣"),
        "cash": ("cash", "现金"),
    },
)
REFUSALS = Vocabulary(
    N_("reason of refusal"),
    {
        "quality": ("building defects", "质量遗留", "质量", "房屋质量"),
        "service": ("unhappy with the service", "服务不满", "服务"),
        "vacant": ("vacant", "空置", "没住"),
        "hardship": ("hardship", "经济困难", "困难"),
        "title": ("dispute over title", "产权纠纷", "产权"),
        "lost": ("out of touch", "失联"),
        "other": ("other", "其他"),
    },
)
EVIDENCE = Vocabulary(
    N_("evidence"),
    {
        "signed": ("signed for", "签收", "签字", "签名"),
        "delivered": ("delivered by courier", "送达", "快递", "妥投"),
        "arrived": ("message arrived", "到达", "已读"),
        "recorded": ("recorded", "录音", "录像", "录音录像"),
        "none": ("none", "无", "没有"),
    },
)
RESULTS = Vocabulary(
    N_("result of a reminder"),
    {
        "promised": ("promised", "答应", "承诺", "答应缴费"),
        "refused": ("refused", "拒绝", "拒缴", "不交"),
        "unreached": ("not reached", "没接", "未联系上", "没人", "不在"),
        "disputed": ("disputed", "有异议", "异议", "争议"),
        "paid": ("paid", "已缴", "已交", "缴了"),
    },
)
DEBTORS = Vocabulary(
    N_("kind of debtor"),
    {
        "owner": ("owner", "业主"),
        "developer": ("developer", "建设单位", "开发商"),
        "unknown": ("unknown", "未知", "不详"),
    },
)
SOURCES = Vocabulary(
    N_("source of a bill"),
    {
        "run": ("billing run", "出账"),
        "charge": ("one-off charge", "单次收费", "临时收费"),
        "late": ("late fee", "违约金"),
        "import": ("import", "导入"),
    },
)

# Why nothing was billed: the code that JSON shows, and the sentence with its fields.
UNBILLED: dict[str, str] = {
    "no_area": N_("Its area is not known."),
    "no_handover": N_("Its handover date is not known, and the item runs from it."),
    "not_begun": N_("It is handed over only on {date}."),
    "still_undelivered": N_(
        "It stands as undelivered, yet is handed over on {date}: nothing is billed from that day on."
    ),
    "other_kind": N_("The item is for units of another kind: {kind}."),
    "no_rate": N_("The item has no rate in force on {date}."),
    "no_reading": N_("The meter “{meter}” was not read before and after."),
    "nothing_used": N_("The meter “{meter}” did not move."),
    "below_billed": N_(
        "Bills count up to {value} already, more than the meter “{meter}” shows now: nothing until it passes that, "
        "or cancel the bill and bill again."
    ),
    "free": N_("Nothing is to be paid: {why}."),
    "rounded_away": N_("The amount rounds to nothing."),
    "too_much": N_("The amount is more than {limit} yuan; check area and rate."),
    "overlap": N_("It is billed already with other days: {bills}."),
}


SHARES = ("0%", "50%", "70%", "80%", "90%")
"""Shares that are often paid of an item, as the shell offers them."""


def payment_words() -> list[tuple[str, str]]:
    """Return the words of 收 for how it was paid, Chinese whatever language is spoken, each with its code."""
    from butlercli.nouns.register.model import CHANNELS

    return _chinese(METHODS, CHANNELS)


def reminder_words() -> list[tuple[str, str]]:
    """Return the words of 催 for how it was asked and what came of it, each with its code."""
    from butlercli.nouns.register.model import CHANNELS

    return _chinese(CHANNELS, RESULTS, REFUSALS)


def _chinese(*vocabularies: Vocabulary) -> list[tuple[str, str]]:
    words = {code: labels for vocabulary in vocabularies for code, labels in vocabulary.words.items()}
    return [(labels[1], code) for code, labels in words.items()]
