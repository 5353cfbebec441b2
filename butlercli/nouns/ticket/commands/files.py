"""`butler ticket import` and `export`."""

from typing import TYPE_CHECKING

from butlercli.base.result import Result
from butlercli.cli import importing, options
from butlercli.cli.verb import verb
from butlercli.nouns.ticket.commands import filters
from butlercli.nouns.ticket.verbs import show as show_verbs
from butlercli.store.database import Database

if TYPE_CHECKING:
    from butlercli.kit.intake.engine import Options


@verb(
    "write",
    examples=(
        "butler ticket import 工单.xlsx",
        "butler ticket import 留言.xlsx --map 留言主题=title --set kind=complaint",
        "butler ticket import 工单.csv --skip-bad",
    ),
)
@importing.from_file
def import_(db: Database, wanted: "Options") -> Result:
    """Take in tickets with their history. The same file twice changes nothing; states follow from the times."""
    from butlercli.nouns.ticket.intake.tickets import Tickets

    return Tickets(db, wanted).run()


@verb(
    "read",
    shape="list",
    reveal=True,
    examples=("butler ticket export -o 工单导出.xlsx", "butler ticket export --from 本月 -o 本月.csv --reveal"),
)
def export(
    db: Database,
    state: filters.State = None,
    kind: filters.Kind = None,
    category: filters.Category = None,
    unit: filters.Unit = None,
    building: filters.Building = None,
    facility: filters.Facility = None,
    department: filters.Department = None,
    party: filters.Party = None,
    priority: filters.Priority = None,
    source: filters.Source = None,
    tag: filters.Tag = None,
    overdue: filters.Overdue = False,
    start: options.From = None,
    end: options.To = None,
    text: filters.Text = None,
    limit: int | None = None,
) -> Result:
    """Write tickets to a file with every field as a column, which the import takes back."""
    wanted = filters.wanted(
        db, start, end, state=state, kind=kind, category=category, unit=unit, building=building, facility=facility,
        department=department, party=party, priority=priority, source=source, tags=tag or (), overdue=overdue, text=text,
    )  # fmt: skip
    found = show_verbs.list_tickets(db, wanted, "id", limit)
    found.kind = "import.ticket_rows"
    return found
