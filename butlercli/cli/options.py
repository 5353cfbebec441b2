"""Shared options, each declared once. Help texts are msgids; they are translated when a verb is built."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_

Json = Annotated[bool, typer.Option("--json", help=N_("Print JSON."))]
Csv = Annotated[bool, typer.Option("--csv", help=N_("Print CSV (UTF-8 with a mark, so that Excel opens it right)."))]
Output = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help=N_("Write a file; its ending picks the format.")),
]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMAT", help=N_("The format, whatever the file is called.")),
]
Force = Annotated[bool, typer.Option("--force", help=N_("Replace a file that exists."))]
Limit = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=0, help=N_("Show so many rows; 0 shows all (50 unless told).")),
]
Reveal = Annotated[bool, typer.Option("--reveal", help=N_("Show phone numbers whole; noted in the access log."))]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help=N_("Show what would happen; write nothing."))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=N_("Answer yes to every question."))]

TicketRef = Annotated[
    str, typer.Argument(metavar="REF", help=N_("One ticket or several: 12, T12, 12,14,20-22 or 12+14."))
]
OneTicket = Annotated[str, typer.Argument(metavar="REF", help=N_("One ticket: 12 or T12."))]
At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="WHEN",
        help=N_("When it happened, where that was not now: 昨天 21:35, 2026-07-01T09:30."),
    ),
]
From = Annotated[str | None, typer.Option("--from", metavar="WHEN", help=N_("From this day on."))]
To = Annotated[str | None, typer.Option("--to", metavar="WHEN", help=N_("Up to and with this day."))]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help=N_("As things stood at the end of that day; what came later is left out."),
    ),
]
Building = Annotated[str | None, typer.Option("--building", "-b", metavar="BUILDING", help=N_("Only this building."))]
UnitCode = Annotated[str, typer.Argument(metavar="UNIT", help=N_("The unit's code, such as 3-2-501."))]
NewUnit = Annotated[bool, typer.Option("--new-unit", help=N_("Register the unit if it is not known."))]
