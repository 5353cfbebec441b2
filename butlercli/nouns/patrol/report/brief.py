"""The patrol in the daily and weekly report: the rounds that were due, and the faults they found with their tickets."""

from collections import Counter

from butlercli.base.dates.iso import minute
from butlercli.base.document import Cell, Table
from butlercli.base.i18n import _
from butlercli.base.result import Row
from butlercli.kit.report import wording
from butlercli.kit.report.parts import Part, Report
from butlercli.nouns.patrol.figures import tables as group_tables
from butlercli.nouns.patrol.figures.metrics import FAULTS, RoundSnapshot
from butlercli.nouns.patrol.model import DUE_STATES

MOST_LISTED = 10
MOST_NAMED = 5
# States that are named one by one; rounds done are only counted.
NAMED = ("missed", "partial", "late", "open")


def part(snapshot: RoundSnapshot, report: Report) -> Part:
    """Return the section: rounds by state, those not simply done named, faults with their tickets."""
    daily = report.asked.report == "daily"
    rows = group_tables.rounds(snapshot)
    faults = report.figures[FAULTS].value or 0
    paragraphs = [_counted(rows)]
    chat = [wording.labelled(_("Patrol"), _short(rows, daily))]
    if not rows:
        paragraphs = [_("No round was expected.")]
        chat = [wording.labelled(_("Patrol"), _("no round expected"))]
    tables = [table for table in (_rounds(rows, daily),) if table.rows]
    if faults:
        line = _("Faults found: {n}").format(n=faults)
        paragraphs.append(line)
        chat.append(line)
        tables.append(_faults(snapshot, report))
    return Part("patrol", paragraphs, tables, chat)


def _counted(rows: list[Row]) -> str:
    states = Counter(row["state"] for row in rows)
    said = wording.listed([f"{DUE_STATES.label(state)} {states[state]}" for state in DUE_STATES if states[state]])
    return _("Rounds expected: {n} ({states})").format(n=len(rows), states=said)


def _short(rows: list[Row], daily: bool) -> str:
    """Return the line for a chat: how many rounds, how many done, and those that are not, by name."""
    states = Counter(row["state"] for row in rows)
    pieces = [_("{n:round|rounds}").format(n=len(rows))]
    for state in ("done", *reversed(NAMED)):
        if states[state] or state == "done":
            text = f"{DUE_STATES.label(state)} {states[state]}"
            pieces.append(text + (_names(rows, state, daily) if state in NAMED else ""))
    return wording.commas(*pieces)


def _names(rows: list[Row], state: str, daily: bool) -> str:
    own = [row for row in rows if row["state"] == state]
    named = wording.listed(
        [" ".join((row["route"], *(() if daily else (row["date"][5:],)), row["window"])) for row in own[:MOST_NAMED]]
    )
    return wording.bracketed(named + (" …" if len(own) > MOST_NAMED else ""))


def _rounds(rows: list[Row], daily: bool) -> Table:
    """List every round of a day; of a week only those that were not simply done."""
    shown = rows if daily else [row for row in rows if row["state"] in NAMED[:3]]
    cells: list[list[Cell]] = [
        [
            row["date"],
            row["window"],
            row["route"],
            DUE_STATES.label(row["state"]),
            f"{min(row['covered'], row['points'])}/{row['points']}",
            f"R{row['round_id']}" if row["round_id"] else wording.DASH,
        ]
        for row in shown[: MOST_LISTED * 2]
    ]
    headers = [_("Date"), _("Window"), _("Route"), _("State"), _("Points"), _("Round")]
    title = _("Rounds") if daily else _("Rounds not done as expected")
    return Table("patrol_rounds", title, headers, cells, "llllrl")


def _faults(snapshot: RoundSnapshot, report: Report) -> Table:
    """List the faults for others' eyes: names and numbers in notes are masked."""
    cells: list[list[Cell]] = [
        [
            f"{row['code']} {row['name']}",
            report.mask(row["note"]),
            minute(row["at"]),
            f"T{row['ticket_id']}",
            _("rectified") if row["rectified"] else _("not rectified"),
        ]
        for row in group_tables.found(snapshot, MOST_LISTED)
    ]
    headers = [_("Point"), _("Fault"), _("At"), _("Ticket"), _("State")]
    return Table("patrol_faults", _("Faults found"), headers, cells, "lllll")
