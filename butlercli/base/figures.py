"""Figures of a report: the period and the moment they are read at, and what each one says.

A figure is a fact; its label and definition are msgids, translated where it is shown. Rates are fractions
from 0 to 1; a value is None where its denominator is 0, and a count is None before the noun has any record.
"""

from datetime import date, datetime
from typing import Any

from butlercli.base.dates.model import Kind, Period

Number = int | float


class Span:
    """The days from `start` to `end` (both included), read at the moment `as_of`."""

    __slots__ = ("as_of", "end", "kind", "start")

    def __init__(self, start: date, end: date, kind: Kind, as_of: datetime) -> None:
        """`kind` says which calendar shape was asked for: it decides what the period before is."""
        self.start = start
        self.end = end
        self.kind = kind
        self.as_of = as_of

    @property
    def days(self) -> int:
        """Return the number of days."""
        return (self.end - self.start).days + 1

    @property
    def params(self) -> dict[str, str]:
        """Return what SQL compares with: the moments first, last, as_of and last_at (the earlier of both), and the days.

        The days are first_day, last_day, and day, that of the as-of moment.
        """
        last, as_of = f"{self.end}T23:59:59", self.as_of.isoformat(timespec="seconds")
        return {
            "first": f"{self.start}T00:00:00",
            "last": last,
            "as_of": as_of,
            "last_at": min(last, as_of),
            "first_day": self.start.isoformat(),
            "last_day": self.end.isoformat(),
            "day": self.as_of.date().isoformat(),
        }

    def before(self) -> "Span":
        """Return the same stretch one period earlier, equally ripe: the as-of moment moves back with it.

        Calendar months, quarters and years, clamped to the month's end; a range: the equal number of days just
        before (DESIGN §8). Raises UsageError where that lies before the years this program keeps.
        """
        from butlercli.base.dates.periods import previous_period, shift_back

        period = previous_period(Period(self.start, self.end, self.kind))
        by_days = self.kind == "range"
        as_of = shift_back(self.as_of, "day", self.days) if by_days else shift_back(self.as_of, self.kind)
        return Span(period.start, period.end, self.kind, as_of)


class Figure:
    """One figure: key, label, unit, value, what it was made of, and how it is defined.

    unit: count, share (0–1), minutes, hours, score (1–5) or fen. of: count or fen, what numerator and denominator are.
    params fill the fields of label and definition.
    """

    __slots__ = (
        "definition",
        "denominator",
        "grouped",
        "key",
        "label",
        "numerator",
        "of",
        "params",
        "previous",
        "unit",
        "value",
    )

    def __init__(
        self,
        key: str,
        label: str,
        unit: str,
        definition: str,
        value: Number | None,
        numerator: Number | None = None,
        denominator: Number | None = None,
        params: dict[str, Any] | None = None,
        of: str = "count",
    ) -> None:
        """Keep the parts; `previous` is filled in once the period before has been read, `grouped` where it is one group's."""
        self.key = key
        self.label = label
        self.unit = unit
        self.definition = definition
        self.value = value
        self.numerator = numerator
        self.denominator = denominator
        self.params = params or {}
        self.of = of
        self.previous: Number | None = None
        self.grouped = False

    def said(self, msgid: str) -> str:
        """Return the label or definition in the language in force."""
        from butlercli.base.i18n import _

        text = _(msgid)
        return text.format(**self.params) if self.params else text

    def as_json(self) -> dict[str, Any]:
        """Return the figure as DESIGN §8 prints it."""
        return {
            "label": self.said(self.label),
            "unit": self.unit,
            "value": self.value,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "previous": self.previous,
            "definition": self.said(self.definition),
        }


def ratio(numerator: Number, denominator: Number) -> float | None:
    """Return a share, or None where there is nothing to share: never 0 % or 100 %."""
    return numerator / denominator if denominator else None


def interpolated(values: list[Any], count: int, share: float) -> float | None:
    """Return a percentile by linear interpolation between closest ranks (numpy's default, R's type 7).

    values: the sorted values at the ranks floor(share × (count − 1)) and the one after it.
    """
    if not values:
        return None
    rank = share * (count - 1)
    weight = rank - int(rank)
    if len(values) == 1 or not weight:
        return float(values[0])
    return float(values[0] + (values[1] - values[0]) * weight)
