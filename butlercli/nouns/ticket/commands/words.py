"""The one-character verbs of the day with loose words after them: 派 到 好 回 挂."""

from typing import Annotated

import typer

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.nouns.ticket.verbs import answer, course
from butlercli.nouns.ticket.verbs import handling as verbs
from butlercli.nouns.ticket.verbs import words as said
from butlercli.store.database import Database

Words = Annotated[list[str] | None, typer.Argument(metavar="[WORDS]", help=N_("Loose words, in any order."))]


@verb("write", examples=("butler 派 12 工程", "butler 派 12 工程 张师傅"))
def dispatch(db: Database, ref: options.TicketRef, words: Words = None, at: options.At = None) -> Result:
    """Send a department; the word after it is who goes."""
    if not words:
        raise UsageError(N_("Say which department."), hint=N_("For example: {example}."), example="butler 派 12 工程")
    return verbs.dispatch(
        db,
        values.ticket_refs(ref, words[0]),
        words[0].lstrip("@＠"),
        values.joined(words[1:]) or None,
        None,
        values.moment(db, at, "past"),
    )


@verb("write", examples=("butler 到 12", "butler 到 12 10:05"))
def arrive(db: Database, ref: options.TicketRef, words: Words = None, at: options.At = None) -> Result:
    """Note the arrival; a time may follow."""
    when = at or values.joined(words) or None
    return verbs.arrive(db, values.ticket_refs(ref), values.moment(db, when, "past"))


@verb("write", examples=("butler 好 12 已疏通",))
def resolve(db: Database, ref: options.TicketRef, words: Words = None, at: options.At = None) -> Result:
    """Note what was done."""
    text = values.joined(words)
    return verbs.resolve(db, values.ticket_refs(ref, text), text, None, values.moment(db, at, "past"))


@verb("write", examples=("butler 回 12 满意", "butler 回 12 没接", "butler 回 12 不满意 又漏了 返工"))
def callback(db: Database, ref: options.TicketRef, words: Words = None, at: options.At = None) -> Result:
    """Call back: 满意, 非常满意 … or 1–5 is the score, 没接 an attempt in vain, 返工 opens the ticket again."""
    brought = said.callback(words or [])
    return answer.callback(db, values.ticket_refs(ref), brought, values.moment(db, at, "past"))


@verb("write", examples=("butler 挂 12 等配件 周五", "butler 挂 12 周五 天气"))
def defer(db: Database, ref: options.TicketRef, words: Words = None, at: options.At = None) -> Result:
    """Put off: a reason and a day, in any order; other words are the remark."""
    until, reason, text = said.deferral(db, words or [])
    return course.defer(db, values.ticket_refs(ref, text), until, reason, text, values.moment(db, at, "past"))
