"""二 挑战: six classes of trouble, read off the figures and the tickets behind them."""

from butlercli.base.document import Cell, Table
from butlercli.base.i18n import _
from butlercli.base.result import Row
from butlercli.kit.report import wording
from butlercli.kit.report.parts import Part, Report
from butlercli.nouns.ticket.figures.tables import Tables
from butlercli.nouns.ticket.model import PARTIES

MOST_REFS = 8


class Challenge:
    """One class of trouble: its title, how many, what it says, and examples."""

    __slots__ = ("count", "such", "text", "title")

    def __init__(self, title: str, count: int, text: str, refs: list[Row], such: str = "") -> None:
        """`refs` are some of the tickets; `such` names examples that are none."""
        self.title = title
        self.count = count
        self.text = text
        shown = [f"T{row['id']}" for row in refs[:MOST_REFS]]
        self.such = such or " ".join(shown) + (" …" if shown and count > len(shown) else "")


def part(tables: Tables, report: Report) -> Part:
    """Return the chapter: one paragraph a class, the gravest first, and a table of all six."""
    found = [
        _overdue(tables),
        _repeats(tables),
        _rework(tables, report),
        _unanswered(tables, report),
        _third_parties(tables),
        _frequent(tables),
    ]
    items = [wording.labelled(item.title, item.text) for item in found]
    rows: list[list[Cell]] = [[item.title, item.count, item.such] for item in found]
    table = Table(
        "challenges",
        _("Six classes of challenges"),
        [_("Class"), _("Count"), _("Such as")],
        rows,
        "lrl",
    )
    grids = [table]
    repeats = tables.repeats(10)
    if repeats:
        grids.append(_repeat_table(repeats))
    return Part("challenges", [], grids, items=items)


def _overdue(tables: Tables) -> Challenge:
    count, rows = tables.listed("overdue", MOST_REFS)
    if count:
        text = _("{n}, the oldest was due on {day}.")
        text = text.format(n=count, day=rows[0]["due_at"][:10])
    else:
        text = _("nothing is past its due time.")
    return Challenge(_("Overdue"), count, text, rows)


def _repeats(tables: Tables) -> Challenge:
    rows = tables.repeats()
    units = len({row["unit"] for row in rows})
    if rows:
        text = _("{n} (units with the same complaint again within 90 days), most of all {category}.")
        most = max(rows, key=lambda row: int(row["count"]))
        text = text.format(n=units, category=wording.name(most, wording.DASH))
    else:
        text = _("no unit complained of the same again within 90 days.")
    tickets = [{"id": int(row["ids"].split(",")[-1])} for row in rows]
    return Challenge(_("Repeated complaints"), units, text, tickets)


def _rework(tables: Tables, report: Report) -> Challenge:
    count, rows = tables.listed("reopened", MOST_REFS, "created")
    if count:
        text = _("{n} (reopened {rate}; repairs done again {rework}).")
        text = text.format(
            n=count,
            rate=wording.value(report.figures["ticket.reopen_rate"]),
            rework=wording.value(report.figures["ticket.rework_rate"]),
        )
    else:
        text = _("no ticket was opened again.")
    return Challenge(_("Done again"), count, text, rows)


def _unanswered(tables: Tables, report: Report) -> Challenge:
    count, rows = tables.listed("callbacks", MOST_REFS, "created")
    if count:
        text = _("{n} (called back: {rate}).")
        text = text.format(n=count, rate=wording.value(report.figures["ticket.callback_rate"]))
    else:
        text = _("everybody who was owed a callback got one.")
    return Challenge(_("Not called back"), count, text, rows)


def _third_parties(tables: Tables) -> Challenge:
    count, rows = tables.listed("third_party", MOST_REFS, "created")
    if count:
        groups = tables.grouped("party", "third_party")
        parties = wording.listed([f"{PARTIES.label(row['grp'])} {row['count']}" for row in groups])
        text = _("{n} ({parties}).").format(n=count, parties=parties)
    else:
        text = _("no open ticket waits for others.")
    return Challenge(_("Waiting for third parties"), count, text, rows)


def _frequent(tables: Tables) -> Challenge:
    groups = [row for row in tables.grouped("category", limit=4) if row["grp"] is not None][:3]
    total = tables.count()
    title = _("Frequent problems")
    if not groups:
        return Challenge(title, 0, _("no category stands out."), [])
    count = sum(row["count"] for row in groups)
    named = wording.listed([f"{wording.name(row, wording.DASH)} {row['count']}" for row in groups])
    text = _("{named} make up {share} of all tickets.")
    return Challenge(title, count, text.format(named=named, share=wording.percent(count / total)), [], named)


def _repeat_table(rows: list[Row]) -> Table:
    cells: list[list[Cell]] = [
        [row["unit"], wording.name(row, wording.DASH), row["count"], row["last"][:10]] for row in rows
    ]
    headers = [_("Unit"), _("Category"), _("Complaints"), _("Last")]
    return Table("repeat_complaints", _("Units that complained again"), headers, cells, "llrl")
