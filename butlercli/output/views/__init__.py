"""Views: how the data of each kind of result is laid out. One module a noun, loaded when it is needed."""

import importlib
from collections.abc import Callable
from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.result import Result
from butlercli.output.blocks import Block, Canvas, Column, Grid, Lines, Styled

MODULES = {
    "ticket": "butlercli.nouns.ticket.views",
    "category": "butlercli.nouns.ticket.views",
    "unit": "butlercli.nouns.register.views.unit",
    "resident": "butlercli.nouns.register.views.people",
    "department": "butlercli.nouns.register.views.people",
    "contact": "butlercli.nouns.register.views.people",
    "facility": "butlercli.nouns.facility.views",
    "day": "butlercli.desk.views.day",
    "search": "butlercli.desk.views.day",
    "report": "butlercli.output.views.report",
    "patrol": "butlercli.nouns.patrol.views.common",
    "patrolstats": "butlercli.nouns.patrol.views.stats",
    "point": "butlercli.nouns.patrol.views.routes",
    "route": "butlercli.nouns.patrol.views.routes",
    "patrol.due": "butlercli.nouns.patrol.views.board",
    "patrol.missed": "butlercli.nouns.patrol.views.board",
    "patrol.calendar": "butlercli.nouns.patrol.views.board",
    "patrol.list": "butlercli.nouns.patrol.views.rounds",
    "patrol.show": "butlercli.nouns.patrol.views.rounds",
    "patrol.ticket_rounds": "butlercli.nouns.patrol.views.day",
    "facility.repairs": "butlercli.nouns.ticket.views",
    "facility.faults": "butlercli.nouns.patrol.views.facility",
    "facility.readings": "butlercli.nouns.patrol.views.facility",
    "late": "butlercli.nouns.fee.bills.views.late",
    "fee": "butlercli.nouns.fee.owed.views",
    "fee.item_list": "butlercli.nouns.fee.items.views",
    "fee.item_echo": "butlercli.nouns.fee.items.views",
    "fee.item_show": "butlercli.nouns.fee.items.views",
    "fee.discount_list": "butlercli.nouns.fee.items.views",
    "fee.discount_echo": "butlercli.nouns.fee.items.views",
    "fee.discount_removed": "butlercli.nouns.fee.items.views",
    "fee.reading_list": "butlercli.nouns.fee.items.views",
    "fee.reading_echo": "butlercli.nouns.fee.items.views",
    "fee.run": "butlercli.nouns.fee.bills.views.run",
    "fee.bill_show": "butlercli.nouns.fee.page.views",
    "fee.payment_show": "butlercli.nouns.fee.page.views",
    "fee.unit_show": "butlercli.nouns.fee.page.views",
    "fee.stats": "butlercli.nouns.fee.views",
    "fee.explain_bills": "butlercli.nouns.fee.views",
    "fee.explain_units": "butlercli.nouns.fee.views",
    "fee.explain_payments": "butlercli.nouns.fee.views",
    "fee.explain_reminders": "butlercli.nouns.fee.views",
    "fee.explain_promises": "butlercli.nouns.fee.views",
    "fee.confirm": "butlercli.nouns.fee.payments.views",
    "fee.statement": "butlercli.nouns.fee.payments.views",
    "fee.reconcile": "butlercli.nouns.fee.books.views.books",
    "fee.export": "butlercli.nouns.fee.books.views.books",
    "dunning": "butlercli.nouns.fee.dunning.views.reminders",
    "dunning.limitation": "butlercli.nouns.fee.dunning.views.papers",
    "dunning.letters": "butlercli.nouns.fee.dunning.views.papers",
    "dunning.plan": "butlercli.nouns.fee.dunning.views.plan",
    "dunning.brief": "butlercli.nouns.fee.dunning.views.plan",
    "dunning.prepaid": "butlercli.nouns.fee.dunning.views.day",
    "dunning.promise": "butlercli.nouns.fee.dunning.views.day",
    "dunning.sum": "butlercli.nouns.fee.dunning.views.day",
    "import": "butlercli.output.views.imports",
    "operation": "butlercli.desk.views.file",
    "history": "butlercli.desk.views.file",
    "setting": "butlercli.desk.views.file",
    "house": "butlercli.desk.views.file",
    "sql": "butlercli.desk.views.file",
}


def _module(kind: str) -> Any:
    name = MODULES.get(kind) or MODULES[kind.partition(".")[0]]
    return importlib.import_module(name)


def is_record(kind: str) -> bool:
    """Say whether a kind is the view of one record, which shows phones whole on a terminal."""
    return kind in _module(kind).RECORDS


def columns(result: Result) -> list[Column]:
    """Return the columns of a list; raises KeyError for a kind that is no list.

    A query of the user's own brings its columns along.
    """
    names = result.extra.get("columns")
    if names is not None:
        return [_plain_column(name) for name in names]
    found: list[Column] = list(_module(result.kind).LISTS[result.kind])
    return found


def _plain_column(name: str) -> Column:
    return Column(
        name,
        lambda record: "" if record[name] is None else str(record[name]),
        raw=lambda record: record[name],
        flex=True,
    )


def is_list(kind: str) -> bool:
    """Say whether a kind is a list with columns."""
    return kind in _module(kind).LISTS


def blocks(result: Result, canvas: Canvas) -> list[Block]:
    """Return the blocks of a result for a canvas."""
    module = _module(result.kind)
    view: Callable[[Result, Canvas], list[Block]] | None = module.VIEWS.get(result.kind)
    if view is not None:
        return view(result, canvas)
    return list_blocks(result, canvas)


def table(result: Result) -> tuple[list[str], list[list[Any]], str]:
    """Return headers, rows and alignments of what stands in lots (the day, a search) as one table for a file."""
    found: tuple[list[str], list[list[Any]], str] = _module(result.kind).table(result)
    return found


def prepare(result: Result, now: Any) -> None:
    """Lend each record of a list the moment and the row it was made of (names of what it refers to)."""
    rows = result.extra.get("rows", {})
    for record in result.data:
        record["_now"] = now
        record["_row"] = rows.get(record.get("id"), {})


def list_blocks(result: Result, canvas: Canvas, empty: str = N_("Nothing found.")) -> list[Block]:
    """Lay out a list by its columns, with a line that says how many there are where not all are shown."""
    shown = [column for column in columns(result) if not column.file_only and (canvas.wide or not column.wide)]
    prepare(result, canvas.now)
    grid = Grid(
        [_(column.header) for column in shown],
        [[column.get(record) for column in shown] for record in result.data],
        aligns="".join(column.align for column in shown),
        flex=[index for index, column in enumerate(shown) if column.flex],
        empty=_(empty),
    )
    found: list[Block] = [grid]
    if result.total is not None and result.total > len(result.data):
        text = _(N_("{shown} of {total}; --limit 0 shows all.")).format(shown=len(result.data), total=result.total)
        found.append(Lines(Styled(text, "muted")))
    return found
