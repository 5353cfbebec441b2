"""Fees in the daily and weekly report: what came in, what it settled, reminders, promises made, due and broken, arrears."""

from butlercli.base.document import Cell, Table
from butlercli.base.i18n import _
from butlercli.base.money import format_fen
from butlercli.base.result import Row
from butlercli.kit.report import wording
from butlercli.kit.report.parts import Part, Report
from butlercli.nouns.fee.figures import metrics
from butlercli.nouns.fee.figures import tables as fee_tables
from butlercli.nouns.fee.figures.metrics import ARREARS, ARREARS_HOUSEHOLDS, PAID_IN, BillSnapshot

MOST_LISTED = 10


def part(snapshot: BillSnapshot, report: Report) -> Part:
    """Return the section: money in, reminders, promises that are due or broken by name of the unit, arrears."""
    promises = fee_tables.promised(snapshot)
    lines = [_money(snapshot, report), _reminders(snapshot, report, promises), _arrears(report)]
    said = [line for line in lines if line]
    tables = [table for table in (_promises(promises, report),) if table.rows]
    return Part("fees", said, tables, [wording.labelled(_("Fees"), said[0]), *said[1:]])


def _money(snapshot: BillSnapshot, report: Report) -> str:
    paid = sum(row["payments"] for row in fee_tables.payments(snapshot, "method"))
    figure = report.figures[PAID_IN]
    if not paid and not figure.value:
        return _("No payment came in.")
    many = _("{n:payment|payments}").format(n=paid)
    text = _("{amount} came in by {payments}; bills settled: {settled}.")
    return text.format(amount=wording.value(figure), payments=many, settled=fee_tables.settled(snapshot))


def _reminders(snapshot: BillSnapshot, report: Report, promises: list[Row]) -> str:
    made = report.figures[metrics.REMINDERS].value
    given = fee_tables.given(snapshot)
    states = {state: sum(row["state"] == state for row in promises) for state in ("kept", "due", "broken")}
    if not made and not promises:
        return ""
    text = _(
        "Reminders made: {n}, new promises: {given}; promises of these days: kept {kept}, due {due}, broken {broken}."
    )
    return text.format(n=wording.number(made), given=given, **states)


def _arrears(report: Report) -> str:
    total, units = report.figures[ARREARS], report.figures[ARREARS_HOUSEHOLDS]
    if not total.value:
        return _("Nothing is past due.")
    return _("Past due: {total}, of {n:unit|units}.").format(total=wording.value(total), n=wording.value(units))


def _promises(promises: list[Row], report: Report) -> Table:
    """List the promises of these days that are not kept, for others' eyes: names are masked."""
    from butlercli.nouns.fee.dunning.verbs.promises import STATES

    cells: list[list[Cell]] = [
        [
            row["unit"],
            report.mask(row["debtor"], row["debtor"]),
            row["promise_date"],
            format_fen(row["promise_fen"]),
            format_fen(row["paid_fen"]),
            STATES.label(row["state"]),
        ]
        for row in promises
        if row["state"] != "kept"
    ]
    headers = [
        _("Unit"),
        _("Debtor"),
        _("Promised for"),
        _("Promised (yuan)"),
        _("Paid (yuan)"),
        _("State"),
    ]
    return Table("fee_promises", _("Promises due"), headers, cells[:MOST_LISTED], "lllrrl")
