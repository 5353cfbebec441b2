"""Which days a report is about, and at which moment it is read."""

from datetime import date, datetime

from butlercli.base.dates.model import Kind
from butlercli.base.errors import UsageError
from butlercli.base.figures import Span
from butlercli.base.i18n import N_, _
from butlercli.kit import texts

KINDS: dict[str, Kind] = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "annual": "year",
}
NAMES: dict[str, str] = {
    "day": N_("day"),
    "week": N_("week"),
    "month": N_("month"),
    "quarter": N_("quarter"),
    "year": N_("year"),
}
YEAR_BEFORE_UNTIL_MONTH = 2  # in January and February the year that is summed up is the one before


class Asked:
    """What was asked for: the report's name, its span, and whether that is a period up to now."""

    __slots__ = ("report", "span", "to_date")

    def __init__(self, report: str, span: Span, to_date: bool = False) -> None:
        """Keep the parts."""
        self.report = report
        self.span = span
        self.to_date = to_date


def moment_of(as_of: str | None, now: datetime) -> datetime:
    """Return the as-of moment: the end of the day named, else now. Raises UsageError for a day to come."""
    if as_of is None:
        return now.replace(microsecond=0)
    from butlercli.base.dates import end_of_day, parse_day
    from butlercli.kit.holidays import festival

    day = parse_day(as_of, now, end=True, prefer="past", holidays=festival)
    if day > now.date():
        raise UsageError(N_("{day} has not come yet: things can be read as of today or earlier."), day=day.isoformat())
    return end_of_day(day)


def choose(report: str, when: str | None, as_of: str | None, now: datetime) -> Asked:
    """Return the calendar period a report is about.

    Without `when`: the current one up to the as-of moment; for `annual` in January and February the year before.
    Raises UsageError for a period to come, and for words that name no such period.
    """
    from butlercli.base.dates import period_of

    kind = KINDS[report]
    moment = moment_of(as_of, now)
    today = moment.date()
    if when is None:
        period = period_of(kind, today)
        if kind == "year" and today.month <= YEAR_BEFORE_UNTIL_MONTH:
            period = period_of(kind, date(today.year - 1, 1, 1))
        end = min(period.end, today)
        return Asked(report, Span(period.start, end, kind, moment), period.end > today)
    start, end = _named(report, when, now)
    _check_begun(start, moment, as_of)
    return Asked(report, Span(start, end, kind, moment), end > today)


def _named(report: str, when: str, now: datetime) -> tuple[date, date]:
    """Read the words of a period: a shorter one (a day) names the period it lies in."""
    from butlercli.base.dates import parse_period, period_of
    from butlercli.kit.holidays import festival

    kind = KINDS[report]
    read = parse_period(when, now, holidays=festival)
    period = period_of(kind, read.start)
    if read.end > period.end:
        raise UsageError(
            N_("“{value}” is longer than a {what}."),
            hint=N_("Try {example}."),
            value=when,
            what=_(NAMES[kind]),
            example="butler report range --from 2026-01 --to 2026-03",
        )
    return period.start, period.end


def choose_range(start: str | None, end: str | None, as_of: str | None, now: datetime) -> Asked:
    """Return a range of days; without an end, up to the as-of day. Raises UsageError as `choose` does."""
    from butlercli.base.dates import parse_period
    from butlercli.kit.holidays import festival

    if start is None:
        raise UsageError(
            N_("A range wants its first day: --from."), hint=N_("Try {example}."), example="--from 2026-01-01"
        )
    moment = moment_of(as_of, now)
    first = parse_period(start, now, holidays=festival).start
    last = parse_period(end, now, holidays=festival).end if end else moment.date()
    _check_begun(first, moment, as_of)
    texts.check_range(first, last)
    return Asked("range", Span(first, last, "range", moment), end is None or last > moment.date())


def choose_any(when: str | None, start: str | None, end: str | None, as_of: str | None, now: datetime) -> Span:
    """Return the days that words name (上周, Q2, 近30天), or a range; without either the year up to the as-of moment.

    Raises UsageError for both at once, for a period to come, and for words that name no period.
    """
    if start is not None or end is not None:
        if when is not None:
            raise UsageError(
                N_("A period goes without --from and --to."), hint=N_("Try {example}."), example="--from 2026-04-01"
            )
        return choose_range(start, end, as_of, now).span
    from butlercli.base.dates import parse_period, period_of
    from butlercli.kit.holidays import festival

    moment = moment_of(as_of, now)
    if when is None:
        return Span(period_of("year", moment.date()).start, moment.date(), "year", moment)
    period = parse_period(when, now, holidays=festival)
    _check_begun(period.start, moment, as_of)
    return Span(period.start, period.end, period.kind, moment)


def _check_begun(start: date, moment: datetime, as_of: str | None) -> None:
    if start <= moment.date():
        return
    if as_of is None:
        raise UsageError(N_("The period begins on {start}: that has not come yet."), start=start.isoformat())
    raise UsageError(
        N_("The period begins on {start}, after the day it is to be read as of ({day})."),
        start=start.isoformat(),
        day=moment.date().isoformat(),
    )
