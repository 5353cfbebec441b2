"""The service periods of imported bills: read from days, months and titles; ends that are the next period's first day."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from butlercli.base.dates.civil import add_months, month_end
from butlercli.base.errors import ButlerError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Row
from butlercli.kit.intake.importer import Importer
from butlercli.nouns.fee.intake.rows import Given
from butlercli.nouns.fee.owed.rules.periods import DAY

if TYPE_CHECKING:
    from butlercli.store.database import Database

Span = tuple[date, date]
_MOST_MONTHS = 240


def whole_months(start: date, end: date) -> int | None:
    """Return how many whole months lie between two days, both included; None where it is no whole number."""
    following = end + DAY
    count = (following.year - start.year) * 12 + following.month - start.month
    return count if 0 < count <= _MOST_MONTHS and add_months(start, count) == following else None


def settle(run: Importer, rows: Sequence[Given], titles: Sequence[str]) -> dict[int, Span]:
    """Return the service period of each row, by its place among them; what has none becomes a problem.

    A row tells both days, or a month, or its first day and how many months; where no row tells anything, the titles
    above, the sheet's or the file's name do. Raises UsageError (exit 2) where these do not either.
    """
    db = run.db
    if rows and not any({"period_start", "period"} & one.values.keys() for one in rows):
        span = _from_titles(db, titles)
        run.notices.append(
            Message(N_("The period is read from the title: {start}–{end}."), start=str(span[0]), end=str(span[1]))
        )
        return dict.fromkeys(range(len(rows)), span)
    spans: dict[int, Span] = {}
    explicit: list[int] = []
    for place, one in enumerate(rows):
        try:
            found, both = _of_row(db, one.values)
        except ButlerError as error:
            told = next((name for name in ("period_end", "period_start", "period") if name in one.values), "period")
            run.refuse(one.number, told, one.values.get(told), error)
            continue
        spans[place] = found
        if both:
            explicit.append(place)
    _shorten(rows, spans, explicit, run)
    return spans


def _of_row(db: "Database", given: Row) -> tuple[Span, bool]:
    """Return the period a row tells, and whether it tells both its days."""
    start, end = given.get("period_start"), given.get("period_end")
    if start is None:
        if "period" not in given:
            raise UsageError(N_("tells no period of service."))
        return _period(db, given["period"]), False
    first = date.fromisoformat(start if len(start) > 7 else f"{start}-01")
    if end is not None:
        last = date.fromisoformat(end) if len(end) > 7 else month_end(date.fromisoformat(f"{end}-01"))
        if last < first:
            raise UsageError(N_("The period ends before it begins: {start} … {end}."), start=str(first), end=str(last))
        return (first, last), len(start) > 7 and len(end) > 7
    if given.get("months"):
        return (first, add_months(first, given["months"]) - DAY), False
    if len(start) == 7:
        return (first, month_end(first)), False
    if "period" in given:
        return _period(db, given["period"]), False
    raise UsageError(N_("tells no end of the period that begins on {start}."), start=str(first))


def _period(db: "Database", text: str) -> Span:
    """Read a period as a file writes it: 2014年10月, 202604, 2026Q1, 2026-01-01至2026-03-31; a single day is none."""
    from butlercli.base.dates import parse_period

    compact = re.fullmatch(r"((?:19|20)\d\d)(0[1-9]|1[0-2])", text.strip(), re.ASCII)
    found = parse_period(f"{compact[1]}-{compact[2]}" if compact else text, db.now)
    if found.start == found.end:
        raise UsageError(N_("“{value}” is a day, not a period."), value=text[:40])
    return found.start, found.end


# --- ends that are not part of the period ---------------------------------------------------------------


def _shorten(rows: Sequence[Given], spans: dict[int, Span], explicit: list[int], run: Importer) -> None:
    """Recognise files whose end is the first day no longer served: 2020-01-01 … 2021-01-01 is a year.

    A file does so where at least one of its periods is whole months up to the same day, and none is whole months up to
    the day before. Where it has both, nobody can tell, and the rows of the first kind are refused.
    """
    longer = [place for place in explicit if spans[place][0] < spans[place][1]]
    after = [place for place in longer if whole_months(spans[place][0], spans[place][1] - DAY)]
    within = [place for place in longer if whole_months(*spans[place])]
    if not after:
        return
    if within:
        for place in after:
            one = rows[place]
            why = N_("is the day a next period begins, while other rows end on the day before; which is meant?")
            run.problem(one.number, "period_end", str(spans.pop(place)[1]), why)
        return
    for place in longer:
        start, end = spans[place]
        spans[place] = (start, end - DAY)
    start, end = spans[after[0]]
    run.notices.append(
        Message(
            N_("The end dates are the first day no longer served: {start} … {written} is taken as {start}–{end}."),
            start=str(start),
            written=str(end + DAY),
            end=str(end),
        )
    )


# --- a period in a title -------------------------------------------------------------------------------


@cache
def _named() -> re.Pattern[str]:
    """Return what names a month, a quarter, a half or a year in a title."""
    year, dash = r"(?:19|20)\d\d", r"[-~—–至到]"
    return re.compile(
        rf"{year}年?第?[1-4一二三四]季度?|{year}-?Q[1-4]|{year}年[上下]半年"
        rf"|{year}年\d{{1,2}}月?{dash}\d{{1,2}}月|{year}年\d{{1,2}}月(?!\d)|{year}[-./](?:0[1-9]|1[0-2])(?![-./\d])"
        rf"|(?<!\d){year}(?:0[1-9]|1[0-2])(?!\d)|{year}年度?(?!\d|第)"
    )


def _from_titles(db: "Database", titles: Sequence[str]) -> Span:
    """Return the one period that titles name; raises UsageError (exit 2) where there is none, or several."""
    found: dict[Span, str] = {}
    for title in titles:
        for text in _named().findall("".join(title.split())[:200]):
            try:
                found[_titled(db, text)] = text
            except ButlerError:
                continue
        if len(found) == 1:
            return next(iter(found))
    if found:
        raise UsageError(
            N_("The file names several periods and does not say which bill is of which: {choices}."),
            hint=N_("Say it for all rows: {example}."),
            code="no_period",
            choices=", ".join(found.values()),
            example="--set period=2026-03",
        )
    raise UsageError(
        N_("The file does not say which period its bills are for."),
        hint=N_("Say it for all rows: {example}; or name the column, as in {other}."),
        code="no_period",
        example="--set period=2026-03",
        other="--map 账期=period",
    )


def _titled(db: "Database", text: str) -> Span:
    months = re.fullmatch(r"(\d{4})年(\d{1,2})月?[-~—–至到](\d{1,2})月", text)
    if months:
        first, last = (int(months[n]) for n in (2, 3))
        if not 1 <= first <= last <= 12:
            raise UsageError(N_("“{value}” is a day, not a period."), value=text)
        return date(int(months[1]), first, 1), month_end(date(int(months[1]), last, 1))
    return _period(db, text.replace(".", "-").replace("/", "-"))
