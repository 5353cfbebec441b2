"""Money as integer fen: read exactly, written with two decimals, rounded half up."""

from typing import TYPE_CHECKING, Literal

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.text import fold

if TYPE_CHECKING:
    from decimal import Decimal

HIGHEST_FEN = 10_000_000_000  # 100,000,000 yuan: above any bill of a community, below a slip of the finger
_LONGEST = 40
_SIGNS = ("¥", "￥", "rmb", "cny", "人民币")
_UNITS = ("元整", "元", "圆", "块钱", "块", "rmb", "cny")
_PLACES = {"fen": 0, "jiao": 1, "yuan": 2}


def parse_fen(value: "str | int | float | Decimal", *, allow_zero: bool = False) -> int:
    """Read an amount in yuan as fen: `1008`, `1,008.00`, `１００８`, `¥1008`, `1008元`, `1.2万`.

    Exact, with at most two decimals (more only as zeros); `1.2万` is 12,000 yuan. A number from a
    spreadsheet is taken in its shortest decimal form, with the noise of binary sums taken off.

    Raises UsageError: no amount, negative, zero unless `allow_zero`, finer than a fen, wrongly grouped
    (`1,00,8`), with an exponent, or above 100,000,000 yuan.
    """
    text = value if isinstance(value, str) else _plain(value)
    fen = _fen_in(text)
    if fen is None:
        raise _refused(text)
    if fen == 0 and not allow_zero:
        raise UsageError(
            N_("The amount must be more than zero."),
            hint=N_("Write it in yuan: {example}."),
            example="1008.50",
        )
    if fen > HIGHEST_FEN:
        raise UsageError(
            N_("“{value}” is more than {limit} yuan."),
            hint=N_("Check the amount; write it in yuan: {example}."),
            value=_shorten(text),
            limit=format_fen(HIGHEST_FEN),
            example="1008.50",
        )
    return fen


def _plain(value: "int | float | Decimal") -> str:
    """Write a spreadsheet's number out in digits: 1008.1000000000001 is 1008.1, 0.125 stays as it is."""
    from decimal import Decimal

    if isinstance(value, bool):
        return str(value)
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or abs(number) >= 10**15:
        return str(value)
    if isinstance(value, float):
        near = round(number, 2)
        number = near if abs(near - number) < Decimal("0.000001") else number
    return f"{number:f}"


def _fen_in(text: str) -> int | None:
    """Return the fen of a written amount, None when it is none."""
    if len(text) > _LONGEST:
        return None
    digits = fold(text).strip().lower()
    for sign in _SIGNS:
        digits = digits.removeprefix(sign).lstrip()
    for unit in _UNITS:
        if digits.endswith(unit):
            digits = digits.removesuffix(unit).rstrip()
            break
    places = 2
    if digits.endswith("万"):
        digits, places = digits.removesuffix("万").rstrip(), 6
    whole, point, part = digits.partition(".")
    if "," in whole:
        head, *groups = whole.split(",")
        if not 1 <= len(head) <= 3 or any(len(group) != 3 for group in groups):
            return None
        whole = head + "".join(groups)
    if not (whole.isascii() and whole.isdigit()) or (point and not (part.isascii() and part.isdigit())):
        return None
    if part[places:].strip("0"):
        return None
    return int(whole + part[:places].ljust(places, "0"))


def _refused(text: str) -> UsageError:
    """Return the refusal for a text that is no amount, naming the nearest one where it is plain."""
    hint = N_("Write it in yuan: {example}.")
    near = _nearest(text)
    if near is not None:
        hint = N_("The nearest is {example}.")
    return UsageError(
        N_("“{value}” is not an amount of money."),
        hint=hint,
        value=_shorten(text),
        example="1008.50" if near is None else yuan_text(near),
    )


def _nearest(text: str) -> int | None:
    """Return the amount for one that is only too fine: 0.005 is 0.01."""
    whole, point, part = fold(text[:_LONGEST]).strip().partition(".")
    digits = whole + part
    if not point or len(text) > _LONGEST or not (digits.isascii() and digits.isdigit()) or not whole:
        return None
    fen = int(whole + part[:2].ljust(2, "0")) + int(part[2:3] >= "5")
    return fen if 0 < fen <= HIGHEST_FEN else None


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def format_fen(fen: int) -> str:
    """Write fen as yuan for a reader: `1,008.00`, `-0.50`."""
    yuan, part = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{part:02d}"


def yuan_text(fen: int) -> str:
    """Write fen as yuan for a file another program reads: `1008.00`, without grouping."""
    return format_fen(fen).replace(",", "")


def round_fen(amount: "Decimal", unit: Literal["fen", "jiao", "yuan"] = "fen") -> int:
    """Round an amount in fen, which may have a fraction, half up to whole fen, jiao (10) or yuan (100).

    The result is in fen. Negative amounts round away from zero at the half, as a refund mirrors its bill.
    Raises UsageError for an amount that is no finite number.
    """
    from decimal import ROUND_HALF_UP, Context, Decimal

    if not amount.is_finite() or amount.adjusted() > 30:
        raise _refused(str(amount))
    # Rounding to a place keeps the value whole: a division first could round twice.
    place = Decimal((0, (1,), _PLACES[unit]))
    return int(amount.quantize(place, ROUND_HALF_UP, Context(prec=60)))
