"""`butler ticket import` and `export`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import importing, options, values
from butlercli.cli.verb import verb
from butlercli.domains.ticket import queries, store_filter
from butlercli.store.database import Database


@verb(
    "write",
    examples=(
        "butler ticket import 工单.xlsx",
        "butler ticket import 留言.xlsx --map 留言主题=title --set kind=complaint",
        "butler ticket import 工单.csv --skip-bad",
    ),
)
def import_(
    db: Database,
    file: importing.File,
    sheet: importing.Sheet = None,
    mapping: importing.Map = None,
    constants: importing.Set = None,
    skip_bad: importing.SkipBad = False,
    date_format: importing.DateFormat = None,
    format: importing.InputFormat = None,
) -> Result:
    """Take in tickets with their history. The same file twice changes nothing; states follow from the times."""
    from butlercli.desk.transfer.tickets import take_in

    with importing.prepared(file, sheet, mapping, constants, skip_bad, date_format, format) as wanted:
        return take_in(db, wanted)


@verb(
    "read",
    shape="list",
    reveal=True,
    examples=("butler ticket export -o 工单导出.xlsx", "butler ticket export --from 本月 -o 本月.csv --reveal"),
)
def export(
    db: Database,
    state: Annotated[
        str | None, typer.Option("--state", "-s", help=N_("A state, or open for all that are not closed."))
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", "-k", help=N_("A kind."))] = None,
    category: Annotated[str | None, typer.Option("--category", "-c", help=N_("A category."))] = None,
    unit: Annotated[str | None, typer.Option("--unit", "-u", help=N_("A unit."))] = None,
    building: Annotated[str | None, typer.Option("--building", "-b", help=N_("A building."))] = None,
    department: Annotated[str | None, typer.Option("--dept", "-d", help=N_("A department."))] = None,
    party: Annotated[str | None, typer.Option(help=N_("A responsible party."))] = None,
    priority: Annotated[str | None, typer.Option("--priority", "-p", help=N_("A priority."))] = None,
    source: Annotated[str | None, typer.Option(help=N_("A source."))] = None,
    tag: Annotated[list[str] | None, typer.Option(help=N_("A tag; repeated, all of them."))] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help=N_("Only those past their due time."))] = False,
    start: options.From = None,
    end: options.To = None,
    text: Annotated[str | None, typer.Option("--text", help=N_("Only those that hold these words."))] = None,
    limit: int | None = None,
) -> Result:
    """Write tickets to a file with every field as a column, which the import takes back."""
    wanted = store_filter.Wanted(
        state=state, kind=kind, category=category, unit=unit, building=building, department=department, party=party,
        priority=priority, source=source, tags=tag or (), overdue=overdue, text=text,
    )  # fmt: skip
    wanted.start, wanted.end = values.span(db, start, end) if start or end else (None, None)
    found = queries.list_tickets(db, wanted, "id", limit)
    found.kind = "import.ticket_rows"
    return found
