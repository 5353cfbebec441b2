"""Areas as integer 0.0001 m²: registers carry four decimals, and two would cost fen."""

from typing import TYPE_CHECKING

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.text import fold

if TYPE_CHECKING:
    from decimal import Decimal

SCALE = 10_000  # units of 0.0001 m² in a square metre
HIGHEST_AREA = 1_000_000 * SCALE
_LONGEST = 40
_UNITS = ("平方米", "平方", "平米", "平", "㎡", "m²", "m2", "m^2", "sqm")


def parse_area(value: "str | int | float | Decimal") -> int:
    """Read an area in m² as units of 0.0001 m²: `89.5`, `89.5㎡`, `89.5000平方米`, `1,089.53`.

    A text may have four decimals, more only as zeros; a number from a spreadsheet is rounded half up to
    four, as binary fractions carry noise (89.53000000001).

    Raises UsageError: no area, zero or less, or more than 1,000,000 m².
    """
    text = value if isinstance(value, str) else str(value)
    area = _area_in(text) if isinstance(value, str) else _rounded(value)
    if area is None:
        raise UsageError(
            N_("“{value}” is not an area."),
            hint=N_("Write square metres with at most four decimals: {example}."),
            value=text if len(text) <= 40 else text[:39] + "…",
            example="89.5",
        )
    if not 0 < area <= HIGHEST_AREA:
        raise UsageError(
            N_("An area is more than 0 and at most {limit} m², not “{value}”."),
            hint=N_("Write square metres: {example}."),
            value=text if len(text) <= 40 else text[:39] + "…",
            limit="1,000,000",
            example="89.5",
        )
    return area


def _area_in(text: str) -> int | None:
    """Return a written area, None when it is none."""
    if len(text) > _LONGEST:
        return None
    digits = fold(text).strip().lower()
    for unit in _UNITS:
        if digits.endswith(unit):
            digits = digits.removesuffix(unit).rstrip()
            break
    whole, point, part = digits.partition(".")
    if "," in whole:
        head, *groups = whole.split(",")
        if not 1 <= len(head) <= 3 or any(len(group) != 3 for group in groups):
            return None
        whole = head + "".join(groups)
    if not (whole.isascii() and whole.isdigit()) or (point and not (part.isascii() and part.isdigit())):
        return None
    return None if part[4:].strip("0") else int(whole + part[:4].ljust(4, "0"))


def _rounded(value: "int | float | Decimal") -> int | None:
    """Return a number's area rounded half up to 0.0001 m², None for what is no finite number."""
    from decimal import ROUND_HALF_UP, Decimal

    if isinstance(value, bool):
        return None
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return None
    if abs(number) > 10**9:
        return HIGHEST_AREA + 1 if number > 0 else 0
    return int((number * SCALE).quantize(Decimal(1), ROUND_HALF_UP))


def area_number(area: int | None) -> int | float | None:
    """Return an area in m² as JSON shows it: up to four decimals, exact; whole metres without a point."""
    if area is None:
        return None
    return area // SCALE if area % SCALE == 0 else area / SCALE
