"""`butler fee waive` and `butler fee cancel`."""

from collections.abc import Callable
from typing import Annotated

import typer

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.refs import parse_refs
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.nouns.fee import model
from butlercli.nouns.fee.payments.verbs import payments
from butlercli.store.database import Database

Bills = Annotated[str, typer.Argument(metavar="REF", help=N_("One bill or several: 3, B3, B3,B5-7 or B3+B5."))]
REST = frozenset(("rest", "all", "余额", "余下", "剩余", "全部", "全额", "全免"))


@verb(
    "write",
    examples=(
        "butler fee waive B3 100 --reason 漏水赔偿 --approved-by 王经理",
        "butler fee waive B3,B4 rest --reason 困难家庭 --approved-by 王经理 --at 2026-06-30",
    ),
)
def waive(
    db: Database,
    ref: Bills,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help=N_("How much in yuan; rest is all it still owes."))],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Why it is waived."))],
    approved_by: Annotated[str, typer.Option("--approved-by", metavar="NAME", help=N_("Who approved it."))],
    at: options.At = None,
) -> Result:
    """Forgive a part of a bill, or the rest of it, with the reason and who approved it. The bill itself stays."""
    from butlercli.base.money import parse_fen

    fen = None if amount.strip().lower() in REST else parse_fen(amount)
    bills = parse_refs(ref, model.BILL_LETTER)
    if fen is not None and len(bills) > 1:
        raise UsageError(
            N_("An amount is for one bill; of several only the rest can be waived at once."),
            hint=N_("For example: {example}."),
            example=f"butler fee waive {ref} rest",
        )
    when = values.moment(db, at, "past")
    return _each(bills, lambda id: payments.waive(db, id, fen, reason, approved_by, when))


@verb("write", examples=("butler fee cancel B3 --reason 面积有误", "butler fee cancel B3,B4 --reason 重复出账 -n"))
def cancel(
    db: Database,
    ref: Bills,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Why it is cancelled."))],
    at: options.At = None,
) -> Result:
    """Cancel bills on which nothing is paid; they count no more from then on, and may be billed again."""
    when = values.moment(db, at, "past")
    return _each(parse_refs(ref, model.BILL_LETTER), lambda id: payments.cancel(db, id, reason, when))


def _each(bills: list[int], act: Callable[[int], Result]) -> Result:
    """Do something to every bill, all or nothing; one is answered as an object, several as an array."""
    results = [act(id) for id in bills]
    if len(results) == 1:
        return results[0]
    return Result(
        "fee.bill",
        [result.data for result in results],
        notices=[notice for result in results for notice in result.notices],
        refs=",".join(result.refs for result in results),
        extra={"verb": results[0].extra["verb"], "each": [result.extra for result in results]},
        changed=any(result.changed for result in results),
    )
