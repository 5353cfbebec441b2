"""`butler resident contact` and `butler call`."""

import sys

from butlercli.base.i18n import N_, _
from butlercli.base.result import Result, Row
from butlercli.cli import fields, options, run, values
from butlercli.cli.verb import verb
from butlercli.nouns.register.fields import CONTACT
from butlercli.nouns.register.model import CHANNELS
from butlercli.nouns.register.verbs import contact as contacts
from butlercli.store.database import Database

_NOTED = CONTACT[1:4]
_USUAL = {"channel": "phone"}


@verb(
    "write",
    examples=(
        "butler resident contact 3-2-501 '已告知周六停水' --channel 微信",
        "butler resident contact 3-2-501 走访,老人身体很好 -c visit --at '昨天 15:00'",
    ),
)
@fields.given(_NOTED, arguments=("text",), defaults=_USUAL, read=False)
def contact(
    db: Database,
    code: options.UnitCode,
    given: Row,
    at: options.At = None,
    new_unit: options.NewUnit = False,
) -> Result:
    """Note a contact with a household in the log."""
    return contacts.add(db, code, given, at=values.moment(db, at, "past"), new_unit=new_unit)


@verb("dialogue", examples=("butler call 3-2-501 --note '约好周六上门' --channel 电话",))
@fields.given(
    _NOTED,
    defaults=_USUAL,
    flags={"text": "--note"},
    helps={"text": N_("What came of it; then nothing is asked.")},
    read=False,
)
def call(
    db: Database,
    code: options.UnitCode,
    given: Row,
    json: options.Json = False,
) -> Result:
    """Call a household: the number, wishes, open tickets and last contacts; then one line of outcome for the log.

    Without a terminal it only shows, unless --note says what came of it.
    """
    from butlercli.nouns.register.verbs import page as unitcard

    given["channel"] = CHANNELS.parse(given["channel"])
    card = unitcard.show(db, code, "unit.call")
    if "text" not in given and not json and run.interactive() and sys.stdout.isatty():
        _show(card, db)
        given["text"] = _ask()
        if given["text"] is None:
            return Result("unit.call").notice(N_("Nothing was noted."))
        return _noted(db, card.data["code"], given)
    made = _noted(db, card.data["code"], given) if "text" in given else None
    if json:
        card.data["contact"] = made.data if made else None
        if made:
            card.data["contacts"].insert(0, made.data)
        _show(card, db, json=True)
        return Result("unit.call")
    if made is not None:
        return made
    return card


def _noted(db: Database, code: str, given: Row) -> Result:
    with db.operation("call") as operation:
        result = contacts.add(db, code, given)
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
