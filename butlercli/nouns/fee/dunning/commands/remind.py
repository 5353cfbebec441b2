"""`butler fee remind`, `reminders` and `refusals`: the log of dunning."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.money import parse_fen
from butlercli.base.refs import parse_refs
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.nouns.fee import model
from butlercli.nouns.register.model import CHANNELS
from butlercli.nouns.register.store import units
from butlercli.store.database import Database

File = Annotated[
    list[str] | None,
    typer.Option("--file", metavar="FILE", help=N_("A slip, a recording, a photo; copied. May be repeated.")),
]
Number = Annotated[str | None, typer.Option("--number", metavar="TEXT", help=N_("The courier's number of a letter."))]
Debtor = Annotated[
    str | None, typer.Option("--debtor", metavar="NAME", help=N_("Who was asked, where several owe at the unit."))
]
Bills = Annotated[
    list[str] | None,
    typer.Option("--bill", "-b", metavar="REF", help=N_("About these bills only (B3 or B3,B4); may be repeated.")),
]


@verb(
    "write",
    examples=(
        "butler fee remind 3-2-501 --channel phone --promise 12-1 --promise-amount 500",
        "butler fee remind 3-2-501 --channel 上门 --why quality --note '卫生间渗水没修好'",
        "butler fee remind 3-2-501 --channel letter --evidence delivered --number SF1234567890123",
    ),
)
def remind(
    db: Database,
    unit: options.UnitCode,
    channel: Annotated[
        str, typer.Option("--channel", "-c", help=N_("phone, visit, wechat, letter, sms, online or desk."))
    ] = "phone",
    result: Annotated[
        str | None,
        typer.Option("--result", "-r", help=N_("promised, refused, unreached, disputed or paid.")),
    ] = None,
    promise: Annotated[
        str | None, typer.Option("--promise", metavar="DATE", help=N_("By when it was promised; says promised."))
    ] = None,
    promise_amount: Annotated[
        str | None,
        typer.Option(
            "--promise-amount", metavar="AMOUNT", help=N_("How much, in yuan; all that is past due unless given.")
        ),
    ] = None,
    why: Annotated[
        str | None,
        typer.Option(
            "--why", help=N_("Why not: quality, service, vacant, hardship, title, lost or other; says refused.")
        ),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("What was said."))] = None,
    evidence: Annotated[
        str, typer.Option("--evidence", "-e", help=N_("signed, delivered, arrived, recorded or none."))
    ] = "none",
    file: File = None,
    number: Number = None,
    at: options.At = None,
    debtor: Debtor = None,
    bill: Bills = None,
) -> Result:
    """Note that a debtor was asked to pay: by which channel, what came of it, what was promised, what proves it.

    It is about all bills past due of the debtor, unless some are named. Evidence counts only with a file or a number.
    """
    from butlercli.nouns.fee.dunning.verbs import reminders

    return reminders.remind(
        db,
        unit,
        CHANNELS.parse(channel),
        result=model.RESULTS.parse(result) if result is not None else None,
        promise=values.day(db, promise, "future", end=True),
        promise_fen=parse_fen(promise_amount) if promise_amount is not None else None,
        why=model.REFUSALS.parse(why) if why is not None else None,
        note=note,
        evidence=model.EVIDENCE.parse(evidence),
        files=file or (),
        number=number,
        at=values.moment(db, at, "past"),
        debtor=debtor,
        bills=[id for text in bill or () for id in parse_refs(text, model.BILL_LETTER)],
    )


@verb(
    "read",
    shape="list",
    examples=(
        "butler fee reminders 3-2-501",
        "butler fee reminders --promise broken",
        "butler fee reminders --result refused --from 本月 --csv",
    ),
)
def reminders(
    db: Database,
    unit: Annotated[str | None, typer.Argument(metavar="[UNIT]", help=N_("Only this unit."))] = None,
    result: Annotated[str | None, typer.Option("--result", "-r", help=N_("Only with this result."))] = None,
    channel: Annotated[str | None, typer.Option("--channel", "-c", help=N_("Only by this channel."))] = None,
    promise: Annotated[
        str | None, typer.Option("--promise", help=N_("Only promises that stand so: kept, due, broken or pending."))
    ] = None,
    building: options.Building = None,
    start: options.From = None,
    end: options.To = None,
    limit: int | None = None,
) -> Result:
    """List reminders and what became of promises, the newest first."""
    from butlercli.nouns.fee.dunning.store import reminders as reminder_store
    from butlercli.nouns.fee.dunning.verbs import promises
    from butlercli.nouns.fee.dunning.verbs import reminders as reminder_verbs

    first, last = values.span(db, start, end) if start or end else (None, None)
    wanted = reminder_store.Wanted(
        unit_id=units.find(db, unit)["id"] if unit is not None else None,
        first=first,
        last=last,
        result=model.RESULTS.parse(result) if result is not None else None,
        channel=CHANNELS.parse(channel) if channel is not None else None,
        building=units.building(db, building),
    )
    return reminder_verbs.listing(db, wanted, promises.STATES.parse(promise) if promise is not None else None, limit)


@verb(
    "read",
    shape="list",
    examples=("butler fee refusals", "butler fee refusals --period 2026 --building 3", "butler fee refusals --json"),
)
def refusals(
    db: Database,
    period: Annotated[
        str | None, typer.Option("--period", "-p", metavar="PERIOD", help=N_("Only of a period: 2026, Q2, 上月."))
    ] = None,
    start: options.From = None,
    end: options.To = None,
    building: options.Building = None,
    limit: int | None = None,
) -> Result:
    """Count the reasons of refusal: in how many reminders, of how many households, and what stands behind them now.

    Of a household the newest refusal counts.
    """
    from butlercli.base.errors import UsageError
    from butlercli.nouns.fee.dunning.verbs import refusals as refusal_verbs

    if period is not None:
        if start or end:
            raise UsageError(
                N_("A period goes without --from and --to."), hint=N_("Try {example}."), example="--from 2026-04-01"
            )
        start = end = period
    first, last = values.span(db, start, end) if start or end else (None, None)
    found = refusal_verbs.refusals(db, db.now, first, last, units.building(db, building))
    if limit is not None:
        found.data = found.data[:limit]
    return found
