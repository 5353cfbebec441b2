"""The fields of bills, payments and readings in other people's files, and how their cells are read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.money import format_fen, parse_fen
from butlercli.kit import texts
from butlercli.kit.intake import unit_cells, values
from butlercli.kit.intake.engine import Noun
from butlercli.kit.intake.headers import FieldSpec, spec
from butlercli.nouns.fee import fields as declared
from butlercli.nouns.fee import rules as fee_rules
from butlercli.nouns.fee.model import METHODS
from butlercli.nouns.register.model import CHANNELS

if TYPE_CHECKING:
    from butlercli.base.dates import DayOrder
    from butlercli.kit.intake.grid import Cell

LONGEST_REF = 200
# Cells that say there is nothing.
BLANK = frozenset(("", "/", "-", "—", "--", "无", "N/A", "n/a"))


def _one(*synonyms: str) -> FieldSpec:
    """Return the spec of a field that has one column; further ones are named as left out."""
    return FieldSpec(synonyms, repeat=False)


_NOTE = _one("备注", "说明", "摘要", "remark", "remarks", "memo")
_UNIT: dict[str, FieldSpec] = dict(unit_cells.FIELDS)

BILLS: dict[str, FieldSpec] = {
    "ref": _one("计费id", "账单编号", "账单号", "账单id", "费用编号", "收费编号", "应收编号", "应收单号", "bill no", "bill id", "bill number"),
    "uid": _one(),
    **_UNIT,
    "item": _one(
        "收费项目", "费用名称", "收费项目名称", "费用项目", "收费名称", "费项", "费项名称", "收费科目", "科目", "费用类型", "费用类别", "收费类型", "收费类别",
        "费用项", "项目名称", "项目", "fee item", "fee", "charge",
    ),
    "period_start": _one(
        "计费起始日期", "计费开始日期", "起始日期", "开始日期", "开始时间", "起始时间", "服务期起", "服务开始日期", "账期起", "账期开始", "费用开始日期",
        "费用起始日期", "收费开始日期", "计费开始时间", "费用开始时间", "收费起始日期", "起始日", "起", "from", "start", "start date", "period from",
    ),
    "period_end": _one(
        "计费终止日期", "计费结束日期", "截止日期", "终止日期", "结束日期", "结束时间", "截止时间", "终止时间", "服务期止", "服务结束日期", "账期止", "账期结束",
        "费用结束日期", "费用截止日期", "收费结束日期", "计费结束时间", "费用结束时间", "收费截止日期", "截止日", "止", "to", "end", "end date", "period to",
    ),
    "period": _one(
        "账期", "服务期", "服务期间", "费用期间", "收费期间", "计费期间", "费用所属期", "所属期", "所属期间", "所属月份", "费用月份", "收费月份", "账单月份",
        "计费月份", "月份", "收费周期", "计费日期", "费用年月", "计费年月", "期间", "month", "billing period", "service period",
    ),
    "months": _one("缴费周期", "计费月数", "月数", "收费月数", "缴费月数", "months"),
    "due_date": _one(
        "应缴日期", "应缴日", "应交日期", "应收日期", "到期日期", "到期日", "缴费截止日期", "缴费期限", "最后缴费日期", "最迟缴费日期", "due", "due on",
    ),
    "amount": _one(
        "应缴金额", "应收金额", "应计金额", "应交金额", "应付金额", "账单金额", "应缴费用", "应收费用", "应缴", "应收", "应交", "费用金额", "收费金额", "金额",
        "费用", "amount due", "billed",
    ),
    "amount_fen": _one(),
    "area": _one("建筑面积", "计费面积", "收费面积", "面积", "floor area"),
    "rate": _one("单价", "收费标准", "收费单价", "物业费标准", "费率", "标准", "unit price", "price"),
    "state": _one("账单状态", "缴费状态", "收费状态", "状态", "status"),
    "note": _NOTE,
}  # fmt: skip
PAYMENTS: dict[str, FieldSpec] = {
    "ref": _one(
        "流水号", "交易流水号", "支付流水号", "收款流水号", "缴费流水号", "银行流水号", "交易单号", "交易号", "支付单号", "订单号", "商户订单号", "收据号", "收据编号",
        "票据号", "票据编号", "收款单号", "缴费单号", "凭证号", "transaction id", "transaction no", "receipt no", "reference",
    ),
    "uid": _one(),
    **_UNIT,
    "amount": _one(
        "实缴金额", "实收金额", "缴费金额", "收款金额", "支付金额", "付款金额", "交费金额", "实付金额", "到账金额", "入账金额", "已缴金额", "已收金额", "交易金额",
        "收入金额", "贷方金额", "贷方发生额", "实缴", "实收", "已缴", "已收", "金额", "paid", "amount paid", "received",
    ),
    "amount_fen": _one(),
    "paid_at": _one(
        "缴费时间", "缴费日期", "收款时间", "收款日期", "支付时间", "支付日期", "付款时间", "付款日期", "交费时间", "交费日期", "收费时间", "收费日期", "交易时间",
        "交易日期", "到账时间", "到账日期", "入账时间", "入账日期", "记账日期", "日期", "时间", "paid on", "paid at", "payment date", "date",
    ),
    "method": _one("支付方式", "缴费方式", "付款方式", "收款方式", "交费方式", "支付类型", "结算方式", "收费方式", "pay method", "payment method"),
    "channel": _one("缴费渠道", "收费渠道", "收款渠道", "支付渠道", "渠道", "来源"),
    "note": _NOTE,
}  # fmt: skip
READINGS: dict[str, FieldSpec] = {
    "uid": _one(),
    **_UNIT,
    **{field.name: spec(field) for field in declared.READINGS[1:]},
}
_BILL_COMPUTED = (
    "id", "debtor", "debtor_kind", "item_name", "waived_fen", "paid_fen", "outstanding_fen", "rule", "source", "cancelled_at", "cancel_reason",
)  # fmt: skip
BILL = Noun("fee_bill", BILLS, [("unit", "room"), "item", ("amount", "amount_fen")], _BILL_COMPUTED)
PAYMENT = Noun(
    "fee_payment",
    PAYMENTS,
    [("unit", "room"), ("amount", "amount_fen"), "paid_at"],
    ("id", "allocated", "unallocated_fen", "refunded_fen"),
)
READING = Noun("fee_reading", READINGS, [("unit", "room"), "meter", "at", "value"], ("id", "used"))
# Finance's export is known by its references; it need not name a unit.
FINANCE = Noun(
    "fee_finance",
    {name: spec for name, spec in PAYMENTS.items() if name != "uid"},
    ["ref", ("amount", "amount_fen"), "paid_at"],
    ("id", "uid", "allocated", "unallocated_fen", "refunded_fen"),
)

# How files call the ways to pay beside our own words.
_METHODS = {
    "微信扫码": "wechat", "微信公众号": "wechat", "微信小程序": "wechat", "微信转账": "wechat", "支付宝扫码": "alipay", "支付宝支付": "alipay",
    "银行卡": "card", "pos机": "card", "pos刷卡": "card", "银行汇款": "transfer", "汇款": "transfer", "网银": "transfer", "网上银行": "transfer",
    "银行托收": "debit", "银行代扣": "debit", "现金支付": "cash",
}  # fmt: skip


def bill_readers(orders: "Mapping[str, DayOrder | None]") -> dict[str, values.Read]:
    """Return the reader of every field of a bill but those of its unit."""
    short = values.text(texts.LONGEST_NAME)
    found: dict[str, values.Read] = dict.fromkeys(("item", "period", "state", "uid"), short)
    found.update({name: month_or_day(orders.get(name)) for name in ("period_start", "period_end")})
    found.update(ref=values.text(LONGEST_REF), due_date=values.day(orders.get("due_date")))
    found.update(amount=money(fen=False), amount_fen=money(fen=True), months=_lenient(_months))
    found.update(area=_lenient(_area), rate=_lenient(fee_rules.parse_rate), note=values.text(texts.LONGEST_TEXT))
    return found


def payment_readers(orders: "Mapping[str, DayOrder | None]", *, negative: bool = False) -> dict[str, values.Read]:
    """Return the reader of every field of a payment but those of its unit; `negative` sums are refunds."""
    found: dict[str, values.Read] = {"uid": values.text(texts.LONGEST_NAME), "ref": values.text(LONGEST_REF)}
    found.update(paid_at=values.moment(orders.get("paid_at")), note=values.text(texts.LONGEST_TEXT))
    found.update(amount=money(fen=False, negative=negative), amount_fen=money(fen=True, negative=negative))
    found.update(method=values.word(METHODS, _METHODS), channel=values.word(CHANNELS))
    return found


def reading_readers(orders: "Mapping[str, DayOrder | None]") -> dict[str, values.Read]:
    """Return the reader of every field of a reading but those of its unit."""
    reading = values.remembered(fee_rules.parse_reading)
    found: dict[str, values.Read] = {"uid": values.text(texts.LONGEST_NAME), "meter": values.text(texts.LONGEST_NAME)}
    found.update(at=values.moment(orders.get("at")), value=reading, final=reading, replaced=values.switch)
    return found


def money(*, fen: bool, negative: bool = False) -> values.Read:
    """Return the reader of an amount as fen, in yuan or (`fen`) in fen; zero is read, negative ones only if allowed."""
    known: dict[Any, int] = {}

    def read(cell: "Cell") -> int:
        key = (type(cell), cell)
        if key not in known:
            known[key] = _fen(cell, fen) if not negative else _signed(cell, fen)
        return known[key]

    return read


def _signed(cell: "Cell", fen: bool) -> int:
    shown = values.plain(cell).strip()
    if shown.startswith(("-", "−", "－")):
        return -_fen(shown[1:], fen)
    return _fen(cell, fen)


def _fen(cell: "Cell", fen: bool) -> int:
    shown = values.plain(cell).strip()
    if fen:
        return values.whole(0, 10_000_000_000)(shown)  # type: ignore[no-any-return]
    if shown.startswith(("-", "−", "－", "(")):
        raise UsageError(
            N_("“{value}” is less than nothing: a refund is recorded with {command}, a credit as a waiver."),
            value=shown[:40],
            command="butler fee refund",
        )
    return parse_fen(cell if isinstance(cell, int | float) else shown, allow_zero=True)


def month_or_day(order: "DayOrder | None") -> values.Read:
    """Return the reader of a border of a period: `YYYY-MM-DD`, or `YYYY-MM` where only the month is told."""
    import re

    day = values.day(order)
    month = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?", re.ASCII)

    def read(cell: "Cell") -> str:
        found = month.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if found is not None and 1 <= int(found[2]) <= 12:
            day(f"{found[1]}-{found[2]}-1")  # refuses years that are not kept
            return f"{found[1]}-{int(found[2]):02d}"
        return str(day(cell))

    return read


def _lenient(parse: Any) -> values.Read:
    """Return the reader of what only explains an amount: None for what it cannot read."""

    def read(cell: "Cell") -> Any:
        try:
            return parse(values.plain(cell).strip())
        except UsageError:
            return None

    return read


def _area(text: str) -> str:
    """Read an area in m² as decimal text with at most four decimals."""
    number = fee_rules.parse_reading(text.removesuffix("㎡").removesuffix("m²").removesuffix("平方米").strip())
    if len(number.partition(".")[2]) > 4 or not number.strip("0."):
        raise UsageError(N_("“{value}” does not fit here."), value=text[:40])
    return number


def _months(text: str) -> int:
    return int(values.whole(1, 1200)(text.removesuffix("个月").strip()))


def told(cell: "Cell") -> bool:
    """Say whether a cell tells anything."""
    return cell is not None and not (isinstance(cell, str) and cell.strip() in BLANK)


def shown(name: str, before: Any, after: Any) -> str:
    """Say in one word of a list what a field is here and what the file says: `amount 100.00 → 120.00`."""
    if name == "amount":
        before, after = format_fen(before), format_fen(after)
    return f"{name} {before or '—'} → {after or '—'}"
