"""`butler resident contact` and `butler call`."""

import sys
from typing import Annotated

import typer

from butlercli.base.i18n import N_, _
from butlercli.base.result import Result
from butlercli.cli import options, run, values
from butlercli.cli.verb import verb
from butlercli.nouns.register.model import CHANNELS
from butlercli.nouns.register.verbs import contact as contacts
from butlercli.store.database import Database

Channel = Annotated[str, typer.Option("--channel", "-c", help=N_("phone, wechat, visit, desk, online, letter or sms."))]
Name = Annotated[str | None, typer.Option(metavar="NAME", help=N_("Whom of the household."))]


@verb(
    "write",
    examples=(
        "butler resident contact 3-2-501 '已告知周六停水' --channel 微信",
        "butler resident contact 3-2-501 走访,老人身体很好 -c visit --at '昨天 15:00'",
    ),
)
def contact(
    db: Database,
    code: options.UnitCode,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=N_("What came of it."))],
    channel: Channel = "phone",
    name: Name = None,
    at: options.At = None,
    new_unit: Annotated[bool, typer.Option("--new-unit", help=N_("Register the unit if it is not known."))] = False,
) -> Result:
    """Note a contact with a household in the log."""
    moment = values.moment(db, at, "past")
    return contacts.add(db, code, text, CHANNELS.parse(channel), name=name, at=moment, new_unit=new_unit)


@verb("dialogue", examples=("butler call 3-2-501 --note '约好周六上门' --channel 电话",))
def call(
    db: Database,
    code: options.UnitCode,
    note: Annotated[
        str | None, typer.Option(metavar="TEXT", help=N_("What came of it; then nothing is asked."))
    ] = None,
    channel: Channel = "phone",
    name: Name = None,
    json: options.Json = False,
) -> Result:
    """Call a household: the number, wishes, open tickets and last contacts; then one line of outcome for the log.

    Without a terminal it only shows, unless --note says what came of it.
    """
    from butlercli.nouns.register.verbs import page as unitcard

    by = CHANNELS.parse(channel)
    card = unitcard.show(db, code, "unit.call")
    if note is None and not json and run.interactive() and sys.stdout.isatty():
        _show(card, db)
        note = _ask()
        if note is None:
            return Result("unit.call").notice(N_("Nothing was noted."))
        return _noted(db, card.data["code"], note, by, name)
    made = None if note is None else _noted(db, card.data["code"], note, by, name)
    if json:
        card.data["contact"] = made.data if made else None
        if made:
            card.data["contacts"].insert(0, made.data)
        _show(card, db, json=True)
        return Result("unit.call")
    if made is not None:
        return made
    return card


def _noted(db: Database, code: str, note: str, channel: str, name: str | None) -> Result:
    with db.operation("call") as operation:
        result = contacts.add(db, code, note, channel, name=name)
        operation.refs = result.refs
    return result


def _show(card: Result, db: Database, *, json: bool = False) -> None:
    from butlercli.output.show import show

    card.extra["now"] = db.now
    show(card, json=json)


def _ask() -> str | None:
    """Ask for the outcome on stderr; an empty line notes nothing."""
    sys.stderr.write(_("Outcome (empty: note nothing): "))
    sys.stderr.flush()
    return sys.stdin.readline().strip() or None
