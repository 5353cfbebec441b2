"""二 挑战: six classes of trouble, read off the figures and the tickets behind them."""

from butlercli.base.document import Cell, Table
from butlercli.base.i18n import N_, _
from butlercli.desk.report import wording
from butlercli.desk.report.nouns import Part, Report, Row
from butlercli.domains.ticket import metrics_tables
from butlercli.domains.ticket.metrics import LIVE, Snapshot
from butlercli.domains.ticket.model import PARTIES

MOST_REFS = 8
OVERDUE = "NOT p.cancelled AND p.state IN ('new', 'active') AND p.due_at < :as_of"
THIRD_PARTY = "NOT p.cancelled AND p.party <> 'property' AND p.resolved_at IS NULL"
UNANSWERED = "NOT p.cancelled AND p.resolved_at IS NOT NULL AND p.owed AND p.callback_at IS NULL"
REOPENED = "NOT p.cancelled AND p.reopened > 0"


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


def part(snapshot: Snapshot, report: Report) -> Part:
    """Return the chapter: one paragraph a class, the gravest first, and a table of all six."""
    found = [
        _overdue(snapshot),
        _repeats(snapshot),
        _rework(snapshot, report),
        _unanswered(snapshot, report),
        _third_parties(snapshot),
        _frequent(snapshot),
    ]
    paragraphs = [f"{index}. {item.title}: {item.text}" for index, item in enumerate(found, start=1)]
    rows: list[list[Cell]] = [[item.title, item.count, item.such] for item in found]
    table = Table(
        "challenges",
        _(N_("Six classes of challenges")),
        [_(N_("Class")), _(N_("Count")), _(N_("Such as"))],
        rows,
        "lrl",
    )
    tables = [table]
    repeats = metrics_tables.repeats(snapshot.db, snapshot.table, snapshot.params, 10)
    if repeats:
        tables.append(_repeat_table(repeats))
    return Part("challenges", paragraphs, tables)


def _listed(snapshot: Snapshot, where: str, order: str = "p.created_at, p.id") -> tuple[int, list[Row]]:
    return metrics_tables.listed(snapshot.db, snapshot.table, snapshot.params, where, order, MOST_REFS)


def _overdue(snapshot: Snapshot) -> Challenge:
    count, rows = _listed(snapshot, OVERDUE, "p.due_at, p.id")
    if count:
        text = _(N_("{n}, the oldest was due on {day}."))
        text = text.format(n=count, day=rows[0]["due_at"][:10])
    else:
        text = _(N_("nothing is past its due time."))
    return Challenge(_(N_("Overdue")), count, text, rows)


def _repeats(snapshot: Snapshot) -> Challenge:
    rows = metrics_tables.repeats(snapshot.db, snapshot.table, snapshot.params)
    units = len({row["unit"] for row in rows})
    if rows:
        text = _(N_("{n} (units with the same complaint again within 90 days), most of all {category}."))
        most = max(rows, key=lambda row: int(row["count"]))
        text = text.format(n=units, category=wording.name(most, wording.DASH))
    else:
        text = _(N_("no unit complained of the same again within 90 days."))
    tickets = [{"id": int(row["ids"].split(",")[-1])} for row in rows]
    return Challenge(_(N_("Repeated complaints")), units, text, tickets)


def _rework(snapshot: Snapshot, report: Report) -> Challenge:
    count, rows = _listed(snapshot, f"{REOPENED} AND p.ever_resolved")
    if count:
        text = _(N_("{n} (reopened {rate}; repairs done again {rework})."))
        text = text.format(
            n=count,
            rate=wording.value(report.figures["ticket.reopen_rate"]),
            rework=wording.value(report.figures["ticket.rework_rate"]),
        )
    else:
        text = _(N_("no ticket was opened again."))
    return Challenge(_(N_("Done again")), count, text, rows)


def _unanswered(snapshot: Snapshot, report: Report) -> Challenge:
    count, rows = _listed(snapshot, UNANSWERED)
    if count:
        text = _(N_("{n} (called back: {rate})."))
        text = text.format(n=count, rate=wording.value(report.figures["ticket.callback_rate"]))
    else:
        text = _(N_("everybody who was owed a callback got one."))
    return Challenge(_(N_("Not called back")), count, text, rows)


def _third_parties(snapshot: Snapshot) -> Challenge:
    count, rows = _listed(snapshot, THIRD_PARTY)
    if count:
        groups = metrics_tables.grouped(
            snapshot.db, snapshot.table, snapshot.params, "party", THIRD_PARTY.replace("NOT p.cancelled AND ", "")
        )
        parties = wording.comma([f"{PARTIES.label(row['grp'])} {row['count']}" for row in groups])
        text = _(N_("{n} ({parties}).")).format(n=count, parties=parties)
    else:
        text = _(N_("no open ticket waits for others."))
    return Challenge(_(N_("Waiting for third parties")), count, text, rows)


def _frequent(snapshot: Snapshot) -> Challenge:
    groups = [
        row
        for row in metrics_tables.grouped(snapshot.db, snapshot.table, snapshot.params, "category", limit=4)
        if row["grp"] is not None
    ][:3]
    total = int(snapshot.db.value(f"SELECT count(*) FROM {snapshot.table} WHERE {LIVE}"))  # noqa: S608
    title = _(N_("Frequent problems"))
    if not groups:
        return Challenge(title, 0, _(N_("no category stands out.")), [])
    count = sum(row["count"] for row in groups)
    named = wording.comma([f"{wording.name(row, wording.DASH)} {row['count']}" for row in groups])
    text = _(N_("{named} make up {share} of all tickets."))
    return Challenge(title, count, text.format(named=named, share=wording.percent(count / total)), [], named)


def _repeat_table(rows: list[Row]) -> Table:
    cells: list[list[Cell]] = [
        [row["unit"], wording.name(row, wording.DASH), row["count"], row["last"][:10]] for row in rows
    ]
    headers = [_(N_("Unit")), _(N_("Category")), _(N_("Complaints")), _(N_("Last"))]
    return Table("repeat_complaints", _(N_("Units that complained again")), headers, cells, "llrl")
