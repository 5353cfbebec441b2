"""What the year-end summary says of the patrol: rounds, how their results were entered, faults and their repair."""

from butlercli.base.document import Cell, Table
from butlercli.base.figures import Figure
from butlercli.base.i18n import _
from butlercli.base.result import Row
from butlercli.kit.report import wording
from butlercli.kit.report.parts import Part, Report
from butlercli.nouns.facility.model import FACILITY_KINDS
from butlercli.nouns.patrol.figures import metrics
from butlercli.nouns.patrol.figures import tables as group_tables
from butlercli.nouns.patrol.figures.metrics import FAULTS, RECTIFIED, RoundSnapshot
from butlercli.nouns.patrol.store.expect import UNKNOWN_YEARS


def parts(snapshot: RoundSnapshot, report: Report) -> list[Part]:
    """Return the patrol's line among the achievements, where there is one, and its paragraphs among the facilities."""
    found = [_achievements(report.figures)] if report.figures["patrol.round_completion_rate"].denominator else []
    paragraphs = [*_rounds(snapshot, report.figures), *_entries(report.figures), *_faults(report.figures)]
    tables = [table for table in (_by_route(snapshot), _by_kind(snapshot)) if table.rows]
    return [*found, Part("facilities", paragraphs, tables)]


def _achievements(figures: dict[str, Figure]) -> Part:
    rounds = figures["patrol.round_completion_rate"]
    text = _("{done} of {expected:patrol round|patrol rounds} {done:|was|were} completed ({rate}).").format(
        done=wording.number(rounds.numerator), expected=wording.number(rounds.denominator), rate=wording.value(rounds)
    )
    chat = [wording.labelled(rounds.said(rounds.label), wording.value(rounds) + wording.bracketed(wording.of(rounds)))]
    if figures[FAULTS].value:
        found = _("{faults:fault was|faults were} found on the way, {rectified} of them are rectified.").format(
            faults=wording.number(figures[FAULTS].value), rectified=wording.value(figures[RECTIFIED])
        )
        text = wording.sentences(text, found)
        chat.extend(
            wording.labelled(figure.said(figure.label), wording.value(figure))
            for figure in (figures[FAULTS], figures[RECTIFIED])
        )
    return Part("achievements", [text], [], chat)


def _rounds(snapshot: RoundSnapshot, figures: dict[str, Figure]) -> list[str]:
    rounds = figures["patrol.round_completion_rate"]
    if not rounds.denominator:
        lines = [_("No patrol rounds were expected in this period.")]
    else:
        text = _(
            "Patrol: {done} of {expected:round|rounds} completed, {rate}; points looked at: {coverage}; rounds on "
            "time: {on_time}."
        )
        lines = [
            text.format(
                done=wording.number(rounds.numerator),
                expected=wording.number(rounds.denominator),
                rate=wording.compared(rounds),
                coverage=wording.compared(figures["patrol.point_coverage"]),
                on_time=wording.compared(figures["patrol.on_time_rate"]),
            )
        ]
    if snapshot.unknown_years:
        years = wording.listed([str(year) for year in sorted(snapshot.unknown_years)])
        text = _(UNKNOWN_YEARS)
        lines.append(text.format(years=years))
    return lines


def _entries(figures: dict[str, Figure]) -> list[str]:
    """Say how the results were entered: never left out, for a log is evidence."""
    at_once, late = figures["patrol.all_ok_share"], figures["patrol.late_entry_rate"]
    if not at_once.denominator:
        return []
    text = _(
        "Of {total:result|results} {at_once} were entered as all in order at once, {late} were typed more than 24 "
        "hours after their time."
    )
    return [
        text.format(
            total=wording.number(at_once.denominator), at_once=wording.compared(at_once), late=wording.compared(late)
        )
    ]


def _faults(figures: dict[str, Figure]) -> list[str]:
    faults, rectified = figures[FAULTS], figures[RECTIFIED]
    if faults.value is None:
        return []
    if not faults.value:
        return [_("No faults were found.")]
    text = _("Faults found: {faults}; {done:of them is|of them are} rectified, {rate}.")
    return [
        text.format(
            faults=wording.compared(faults),
            done=wording.number(rectified.numerator),
            rate=wording.compared(rectified),
        )
    ]


def _by_route(snapshot: RoundSnapshot) -> Table:
    rows: list[list[Cell]] = [
        [
            row["name"],
            row["expected"],
            row["done"],
            row["late"],
            row["partial"],
            row["missed"],
            _share(row["covered"], row["points"]),
            _share(row["on_time"], row["done"] + row["late"]),
            row["faults"],
        ]
        for row in group_tables.grouped(snapshot, "route")
    ]
    headers = [
        _("Route"), _("Expected"), _("Done"), _("Late"), _("Partial"), _("Missed"),
        _("Coverage"), _("Punctual"), _("Faults"),
    ]  # fmt: skip
    return Table("patrol_by_route", _("Patrol by route"), headers, rows)


def _by_kind(snapshot: RoundSnapshot) -> Table:
    rows: list[list[Cell]] = [
        [_kind(row), row["faults"], row["rectified"], _share(row["rectified"], row["faults"])]
        for row in metrics.by_facility_kind(snapshot)
    ]
    headers = [_("Facility kind"), _("Faults"), _("Rectified"), _("Rectification rate")]
    return Table("patrol_faults_by_kind", _("Faults found by kind of facility"), headers, rows)


def _kind(row: Row) -> str:
    return FACILITY_KINDS.label(row["kind"]) if row["kind"] else _("no facility")


def _share(part: int, whole: int) -> str:
    return wording.percent(part / whole) if whole else wording.DASH
