"""What the year-end summary says of fees: what was collected, what is open and how old it is, promises and refusals."""

from butlercli.base.document import Cell, Table
from butlercli.base.figures import Figure
from butlercli.base.i18n import _
from butlercli.base.money import format_fen
from butlercli.base.result import Row
from butlercli.kit.report import wording
from butlercli.kit.report.parts import Part, Report
from butlercli.nouns.fee.figures import metrics
from butlercli.nouns.fee.figures import tables as fee_tables
from butlercli.nouns.fee.figures.metrics import ARREARS, ARREARS_HOUSEHOLDS, CURRENT, HOUSEHOLDS, BillSnapshot
from butlercli.nouns.fee.model import REFUSALS
from butlercli.nouns.fee.owed.verbs.asof import AGES

Figures = dict[str, Figure]

MOST_GROUPS = 12
MOST_REASONS = 3


def parts(snapshot: BillSnapshot, report: Report) -> list[Part]:
    """Return the line among the achievements, where anything was billed, and the paragraphs and tables of the section."""
    figures = report.figures
    found = [_achievements(figures)] if figures[CURRENT].denominator else []
    paragraphs = [_collected(figures), *_earlier(figures), _past_due(figures), *_dunned(figures), *_refused(snapshot)]
    tables = [_grouped(snapshot, report, "item"), _grouped(snapshot, report, "building"), _aging(snapshot)]
    return [*found, Part("fees", paragraphs, [table for table in tables if table.rows])]


def shared(figure: Figure) -> str:
    """Return a share with what it was made of and the one before: 92.5% (925.00/1,000.00; before: 90.0%)."""
    if figure.value is None:
        return wording.DASH
    made = wording.of(figure)
    if figure.previous is not None:
        before = _("before: {value}").format(value=wording.measured(figure.previous, figure.unit))
        made = wording.commas(made, before)
    return wording.value(figure) + wording.bracketed(made)


def _achievements(figures: Figures) -> Part:
    rate, households = figures[CURRENT], figures[HOUSEHOLDS]
    text = _("Of {due} to be paid for the period {received} came in ({rate}).")
    said = text.format(
        due=wording.yuan(_whole(rate.denominator)),
        received=wording.yuan(_whole(rate.numerator)),
        rate=wording.value(rate),
    )
    if households.numerator:
        more = _("{settled} of {units:unit|units} billed {settled:|owes|owe} nothing for it.")
        more = more.format(settled=wording.number(households.numerator), units=wording.number(households.denominator))
        said = wording.sentences(said, more)
    recovery = figures["fee.recovery_rate"]
    if recovery.numerator and recovery.numerator > 0:
        more = _("{amount} of earlier arrears were recovered ({rate}).")
        said = wording.sentences(
            said, more.format(amount=wording.yuan(_whole(recovery.numerator)), rate=wording.value(recovery))
        )
    chat = [
        wording.labelled(figure.said(figure.label), wording.value(figure) + wording.bracketed(wording.of(figure)))
        for figure in (rate, households, recovery)
        if figure.value is not None
    ]
    return Part("achievements", [said], [], chat)


def _whole(amount: float | None) -> int:
    return int(amount or 0)


def _collected(figures: Figures) -> str:
    rate = figures[CURRENT]
    if not figures["fee.billed"].value:
        return _("No bills begin in this period.")
    billed = _("Billed for the period: {billed}; waived: {waived}; received: {received}.").format(
        billed=wording.value(figures["fee.billed"]),
        waived=wording.value(figures["fee.waived"]),
        received=wording.value(figures["fee.received"]),
    )
    text = _(
        "Collection rate of the period: {rate}, before waivers {before_waivers}; of what is due: {due}; households paid up: {households}."
    )
    rates = text.format(
        rate=shared(rate),
        before_waivers=wording.value(figures["fee.current_collection_rate_before_waivers"]),
        due=shared(figures["fee.due_collection_rate"]),
        households=shared(figures[HOUSEHOLDS]),
    )
    return wording.sentences(billed, rates)


def _earlier(figures: Figures) -> list[str]:
    if not figures["fee.arrears_opening"].value:
        return [_("Nothing was open from before the period.")]
    text = _(
        "Open from before the period: {opening}; recovered: {recovered}, {rate}. Combined collection rate: {combined}."
    )
    return [
        text.format(
            opening=wording.value(figures["fee.arrears_opening"]),
            recovered=wording.value(figures["fee.arrears_recovered"]),
            rate=wording.compared(figures["fee.recovery_rate"]),
            combined=shared(figures["fee.combined_rate"]),
        )
    ]


def _past_due(figures: Figures) -> str:
    if not figures[ARREARS].value:
        return _("Nothing is past due.")
    text = _("Past due: {total}, of {n:unit|units}.")
    return text.format(total=wording.compared(figures[ARREARS]), n=wording.value(figures[ARREARS_HOUSEHOLDS]))


def _dunned(figures: Figures) -> list[str]:
    reminders, promises = figures[metrics.REMINDERS], figures[metrics.PROMISES]
    said = []
    if reminders.value:
        said.append(_("Reminders made: {n}.").format(n=wording.value(reminders)))
    if promises.denominator:
        said.append(_("Promises kept: {rate}.").format(rate=shared(promises)))
    return [wording.sentences(*said)] if said else []


def _refused(snapshot: BillSnapshot) -> list[str]:
    rows = metrics.refusals(snapshot)
    if not rows:
        return []
    named = wording.listed([f"{reason(row)} {row['count']}" for row in fee_tables.reasons(rows)[:MOST_REASONS]])
    text = _("Households that refuse to pay: {n}, most of all for: {reasons}.")
    return [text.format(n=len(rows), reasons=named)]


def reason(row: Row) -> str:
    """Return the words for a reason of refusal."""
    return REFUSALS.label(row["why"]) if row["why"] else _("not stated")


def _grouped(snapshot: BillSnapshot, report: Report, by: str) -> Table:
    rows = fee_tables.grouped(snapshot, by)
    if by == "building" and len(rows) > MOST_GROUPS:
        # Those with the most past due; all of them stand in the statistics.
        worst = sorted(rows, key=lambda row: -row["arrears"])[:MOST_GROUPS]
        rows = [row for row in rows if row in worst]
    cells: list[list[Cell]] = [
        [
            report.mask(row["name"]) or row["grp"],
            format_fen(row["billed"]),
            format_fen(row["waived"]),
            format_fen(row["received"]),
            _share(row["received"], row["billed"] - row["waived"]),
            _share(row["units"] - row["unsettled"], row["units"]),
            _share(row["recovered"], row["opening"]),
            format_fen(row["arrears"]),
        ]
        for row in rows[:MOST_GROUPS]
    ]
    first = _("Fee item") if by == "item" else _("Building")
    title = _("Fees by item (yuan)") if by == "item" else _("Fees by building (yuan)")
    headers = [
        first, _("Billed"), _("Waived"), _("Received"), _("Collected"), _("Households"),
        _("Recovery"), _("Past due"),
    ]  # fmt: skip
    return Table(f"fees_by_{by}", title, headers, cells)


def _aging(snapshot: BillSnapshot) -> Table:
    rows = [row for row in fee_tables.aging(snapshot) if row["bills"]]
    total = sum(row["fen"] for row in rows)
    cells: list[list[Cell]] = [
        [_(AGES[row["bucket"]]), format_fen(row["fen"]), _share(row["fen"], total), row["units"], row["bills"]]
        for row in rows
    ]
    headers = [_("Past due for"), _("Yuan"), _("Share"), _("Homes"), _("Bills")]
    return Table("fees_aging", _("Arrears by age"), headers, cells)


def _share(part: int, whole: int) -> str:
    return wording.percent(part / whole) if whole else wording.DASH
