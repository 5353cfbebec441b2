"""What the patrol adds to challenges and suggestions: repeated faults, routes that fall short, windows that are missed."""

from butlercli.base.document import Cell, Table
from butlercli.base.i18n import N_, _
from butlercli.base.result import Row
from butlercli.base.sentences import WEEKDAYS
from butlercli.kit.report import advice, wording
from butlercli.kit.report.advice import Rule, above, below
from butlercli.kit.report.parts import Part, Report
from butlercli.nouns.patrol.figures import tables as group_tables
from butlercli.nouns.patrol.figures.metrics import RoundSnapshot
from butlercli.nouns.patrol.figures.tables import REPEAT_DAYS

# The marks are the house's own, as those of tickets are.
LOW_COMPLETION = 0.95
FEW_MISSED = 3
OFTEN_MISSED = 0.1
MOST_NAMED = 3
RULES = (
    Rule(
        "patrol.on_time_rate",
        below(0.9),
        N_("Move the windows of the routes to when they are really walked, or walk them on time"),
    ),
    Rule(
        "patrol.all_ok_share",
        above(0.5),
        N_("Walk point by point and enter each on the spot: a log that says all in order at once proves little"),
    ),
    Rule(
        "patrol.late_entry_rate",
        above(0.1),
        N_("Enter the rounds on the way, not days later"),
    ),
    Rule(
        "patrol.rectification_rate",
        below(0.9),
        N_("Go through the open faults with engineering once a week, each with a day by which it is rectified"),
    ),
)


def parts(snapshot: RoundSnapshot, report: Report) -> list[Part]:
    """Return challenges and suggestions, where the figures give any."""
    repeated = group_tables.repeated(snapshot.db, snapshot.span)
    routes = [row for row in group_tables.grouped(snapshot, "route") if _completion(row) < LOW_COMPLETION]
    routes.sort(key=_completion)
    found = []
    items = [*_repeated_said(repeated, report), *_routes_said(routes)]
    if items:
        found.append(Part("challenges", [], [_repeated_table(repeated, report)] if repeated else [], items=items))
    suggestions = [*_overhauls(repeated, report), *_missed(snapshot), *advice.called_for(RULES, report)]
    if suggestions:
        found.append(Part("suggestions", items=suggestions))
    return found


def _completion(row: Row) -> float:
    expected = int(row["expected"])
    return (int(row["done"]) + int(row["late"])) / expected if expected else 1.0


def _named(row: Row, report: Report) -> str:
    return report.mask(f"{row['facility']} {row['name']}")


def _repeated_said(repeated: list[Row], report: Report) -> list[str]:
    if not repeated:
        return []
    named = wording.listed([f"{_named(row, report)} {row['count']}" for row in repeated[:MOST_NAMED]])
    text = _("{n} (facilities with 3 or more faults within {days:day|days}), most of all {named}.")
    text = text.format(n=len(repeated), days=REPEAT_DAYS, named=named)
    return [wording.labelled(_("Repeated faults"), text)]


def _routes_said(routes: list[Row]) -> list[str]:
    if not routes:
        return []
    named = wording.listed(
        [f"{row['name']} {wording.share(row['done'] + row['late'], row['expected'])}" for row in routes[:MOST_NAMED]]
    )
    text = _("{n} completed less than {mark} of {n:|its|their} rounds: {named}.")
    text = text.format(n=len(routes), mark=wording.percent(LOW_COMPLETION), named=named)
    return [wording.labelled(_("Routes that fall short"), text)]


def _repeated_table(repeated: list[Row], report: Report) -> Table:
    rows: list[list[Cell]] = [
        [
            _named(row, report),
            row["count"],
            row["first"][:10],
            row["last"][:10],
            " ".join(f"T{id}" for id in row["open_tickets"]) or wording.DASH,
        ]
        for row in repeated[:10]
    ]
    headers = [_("Facility"), _("Faults"), _("First"), _("Last"), _("Not handled yet")]
    return Table("repeated_faults", _("Facilities with repeated faults"), headers, rows, "lrlll")


def _overhauls(repeated: list[Row], report: Report) -> list[str]:
    text = _(
        "Have {facility} inspected and overhauled instead of repaired once more (rests on: {n:fault|faults} within "
        "{days:day|days})."
    )
    return [
        text.format(facility=_named(row, report), n=row["count"], days=REPEAT_DAYS) for row in repeated[:MOST_NAMED]
    ]


def _missed(snapshot: RoundSnapshot) -> list[str]:
    """Name the weekday and window that is missed most, where that is no rare thing."""
    worst = group_tables.missed_at(snapshot)
    often = [row for row in worst if row["missed"] >= FEW_MISSED and row["missed"] > OFTEN_MISSED * row["expected"]]
    if not often:
        return []
    row = often[0]
    text = _("Settle who walks on {weekday} at {hour} (rests on: missed there {missed}).")
    missed = wording.share(row["missed"], row["expected"])
    return [text.format(weekday=_(WEEKDAYS[row["weekday"] - 1]), hour=row["hour"], missed=missed)]
