"""The one-character verbs of fees with loose words after them: 收 催."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import DRY_RUN, Result
from butlercli.cli import options, values
from butlercli.cli.run import reading, writing
from butlercli.cli.verb import verb
from butlercli.nouns.fee.dunning.commands.remind import Debtor, File
from butlercli.nouns.fee.payments.commands.pay import taken
from butlercli.store.database import Database

Words = Annotated[list[str], typer.Argument(metavar="WORDS", help=N_("Loose words, in any order."))]


@verb(
    "write",
    examples=(
        "butler 收 3-2-501 1008 微信",
        "butler 收 3-2-501 751.80 B3 现金 昨天",
        "butler 收 3-2-501 300 支付宝 流水号 ZFB0001 女儿代付",
    ),
)
def pay(
    db: Database,
    words: Words,
    at: options.At = None,
    note: Annotated[str | None, typer.Option("--note", help=N_("A remark."))] = None,
    new_unit: options.NewUnit = False,
) -> Result:
    """Take a payment in loose words: unit, amount, way of paying, bills (B3), a day, 流水号 and its number; the rest is a remark."""
    from butlercli.nouns.fee.payments.verbs import payments
    from butlercli.nouns.fee.payments.verbs import words as payment_words

    said = payment_words.read(db, words)
    assert said.fen is not None
    given = said.fields()
    given["at"] = values.moment(db, at, "past") or given["at"]
    given["note"] = " ".join(text for text in (given["note"], note) if text) or None
    return taken(db, payments.pay(db, said.unit, said.fen, new_unit=new_unit, **given))


Asked = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[UNIT] [WORDS]",
        help=N_("A unit, then in any order: how, what came of it, what was promised, why not; the rest is the note."),
    ),
]


@verb(
    "plain",
    examples=(
        "butler 催 3-2-501 电话 答应12-1",
        "butler 催 3-2-501 微信 答应周五 交1000",
        "butler 催 3-2-501 上门 拒绝 质量 厨房还在渗水",
    ),
)
def remind(
    words: Asked = None,
    file: File = None,
    debtor: Debtor = None,
    at: options.At = None,
    dry_run: options.DryRun = False,
) -> Result:
    """Note a reminder in loose words: 电话 上门 微信, 答应12-1 交500, 拒绝 质量, 没接, 签收.

    催 alone shows the promises due and broken, and whom to ask next.
    """
    if not words:
        from butlercli.nouns.fee.dunning.verbs import brief

        with reading() as db:
            result = brief.brief(db)
            result.extra["now"] = db.now
            return result
    from butlercli.nouns.fee.dunning.verbs import words as reminder_words

    with writing(dry=dry_run) as db:
        with db.operation("fee remind") as operation:
            result = reminder_words.note(db, words, files=file or (), debtor=debtor, at=values.moment(db, at, "past"))
            operation.refs = result.refs
        result.extra.setdefault("now", db.now)
        return result.notice(DRY_RUN) if dry_run else result
