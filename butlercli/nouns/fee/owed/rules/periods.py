"""Service periods and due dates. Pure: days in, days out; both ends of a period are included."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from butlercli.base.dates.civil import add_months, days_in_month, month_end
from butlercli.nouns.fee.model import MONTHS

DAY = timedelta(days=1)


class Period(NamedTuple):
    """A service period: the whole cycle it belongs to, and the days of it that are served."""

    nominal_start: date
    nominal_end: date
    start: date
    end: date
    months: int

    @property
    def days(self) -> int:
        """Return the number of days served."""
        return (self.end - self.start).days + 1

    @property
    def days_of_period(self) -> int:
        """Return the number of days of the whole cycle."""
        return (self.nominal_end - self.nominal_start).days + 1


def service_periods(
    cycle: str,
    anniversary: bool,
    handover: date | None,
    first: date,
    last: date,
    *,
    since: date | None = None,
    until: date | None = None,
) -> list[Period]:
    """Return the service periods whose first served day lies between `first` and `last`, in order.

    Calendar cycles, or with `anniversary` cycles counted from the handover day (31 January: 28 February, 31 March).
    Service runs from the handover day and `since` to `until`, where these are known. Raises ValueError for an
    anniversary without a handover day, UsageError for days outside the years this program keeps.
    """
    if anniversary and handover is None:
        raise ValueError("an anniversary wants a handover day")
    months = MONTHS[cycle]
    begins = max((day for day in (handover, since) if day is not None), default=None)
    found = []
    for start, end in _cycles(handover if anniversary else None, months, first, last):
        served_from = start if begins is None else max(start, begins)
        served_to = end if until is None else min(end, until)
        if served_from <= served_to and first <= served_from <= last:
            found.append(Period(start, end, served_from, served_to, months))
    return found


def _cycles(anchor: date | None, months: int, first: date, last: date) -> Iterator[tuple[date, date]]:
    """Yield whole cycles from the one that holds `first` on, up to those that begin by `last`."""
    if anchor is None:
        start = date(first.year, (first.month - 1) // months * months + 1, 1)
        while start <= last:
            yield start, month_end(add_months(start, months - 1))
            start = add_months(start, months)
        return
    between = (first.year - anchor.year) * 12 + first.month - anchor.month
    number = max(between // months - 1, 0)
    start = add_months(anchor, number * months)
    while start <= last:
        number += 1
        following = add_months(anchor, number * months)
        yield start, following - DAY
        start = following


def due_date(period: Period, timing: str, due_day: int) -> date:
    """Return the day a bill is due.

    Prepaid: the due day of the month in which its service begins; postpaid: of the month after that in which it ends.
    A missing day is the month's last; never before the first day of service.
    """
    month = period.start if timing == "prepaid" else add_months(period.end, 1)
    due = month.replace(day=min(due_day, days_in_month(month.year, month.month)))
    return max(due, period.start)


def split(period: Period, changes: Iterable[date]) -> list[Period]:
    """Cut a period before each day of change that lies inside it; the parts follow each other without a gap."""
    inside = sorted({day for day in changes if period.start < day <= period.end})
    starts = [period.start, *inside]
    ends = [*(day - DAY for day in inside), period.end]
    return [period._replace(start=start, end=end) for start, end in zip(starts, ends, strict=True)]
