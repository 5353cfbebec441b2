"""How the figures of fees look: rates and sums, counts by group, dunning by channel; the records behind a figure."""

from collections.abc import Callable
from typing import Any

from butlercli.base.dates.iso import minute
from butlercli.base.figures import Figure
from butlercli.base.i18n import N_, _
from butlercli.base.money import format_fen
from butlercli.base.result import Record, Result
from butlercli.base.text import width
from butlercli.nouns.fee import model
from butlercli.nouns.fee.owed import views as owed_views
from butlercli.nouns.register.model import CHANNELS
from butlercli.output.blocks import Block, Canvas, Column, Grid, Lines, Seen, Styled
from butlercli.output.views import common, report
from butlercli.output.views.columns import yuan

RECORDS: frozenset[str] = frozenset()


def page(result: Result, canvas: Canvas) -> list[Block]:
    """Draw the figures, the table by group and dunning by channel; without bills only how one begins."""
    data = result.data
    head = Lines(Styled(_title(data), "head"))
    if not result.extra["begun"]:
        text = _("No bills and no payments are recorded yet; {command} adds what is charged, {run} bills it.")
        return [head, Lines(text.format(command="butler fee item add", run="butler fee bill"))]
    blocks: list[Block] = [head, _figures(result.extra["figures"], canvas)]
    if data["by"] != "channel":
        empty = N_("Nothing was billed, and nothing is open.")
        blocks.append(_grid(_GROUPS[data["by"]], data["groups"], _TITLES[data["by"]], empty, canvas))
    if data["dunning"] or data["by"] == "channel":
        empty = N_("No reminders were made in this period.")
        blocks.append(_grid(_DUNNING, data["dunning"], N_("Dunning by channel"), empty, canvas))
    if data["by"] == "channel":
        for way, title in (("channel", N_("Paid in by channel")), ("method", N_("Paid in by method"))):
            rows = [record for record in data["payments"] if record["by"] == way]
            blocks.append(_grid(_MONEY[way], rows, title, N_("No payment came in."), canvas))
    return blocks


def _title(data: Record) -> str:
    days = data["from"] if data["from"] == data["to"] else f"{data['from']} – {data['to']}"
    line = _("{days}, as of {moment}").format(days=days, moment=minute(data["as_of"]))
    return common.joined(_("Fees"), line, by="  ")


def _figures(figures: list[Figure], canvas: Canvas) -> Block:
    """Draw the figures; the period before gives way where the screen is too narrow for the whole of their names."""
    rows = []
    for figure in figures:
        made = "/".join(report.part(figure, one) for one in _parts(figure)) if figure.denominator else ""
        rows.append([figure.said(figure.label), _value(figure, figure.value), made, _value(figure, figure.previous)])
    headers = [_("Figure"), _("Value"), _("Made of"), _("Before")]
    natural = [max(map(width, cells)) for cells in zip(headers, *rows, strict=True)]
    if canvas.terminal and sum(natural) + 2 * (len(natural) - 1) > canvas.width:
        headers, rows = headers[:-1], [row[:-1] for row in rows]
    return Grid(headers, rows, aligns="lrrr"[: len(headers)], flex=[0], title=_("Key figures (money in yuan)"))


def _value(figure: Figure, value: Any) -> str:
    return _yuan(value) if figure.unit == "fen" else report.amount(figure, value)


def _parts(figure: Figure) -> tuple[Any, Any]:
    return figure.numerator, figure.denominator


def _grid(columns: list[Column], records: list[Record], title: str, empty: str, canvas: Canvas) -> Block:
    shown = [column for column in columns if canvas.wide or not column.wide]
    return Grid(
        [_(column.header) for column in shown],
        [[column.cell(record, Seen()) for column in shown] for record in records],
        aligns="".join(column.align for column in shown),
        flex=[0],
        title=_(title),
        empty=_(empty),
    )


# --- columns ------------------------------------------------------------------------------------------


def _yuan(fen: int | None) -> str:
    return "–" if fen is None else format_fen(fen)


def _money(header: str, key: str, *, wide: bool = False, style: str = "") -> Column:
    """Return a column of money; what is not nothing stands out where it is no good news."""

    def get(record: Record) -> str:
        text = _yuan(record[key])
        return Styled(text, style) if style and record[key] else text

    return Column(header, get, raw=lambda record: yuan(record[key]), align="r", wide=wide)


def _count(header: str, key: str, *, wide: bool = False) -> Column:
    return Column(header, lambda record: f"{record[key]:,}", raw=lambda record: record[key], align="r", wide=wide)


def _share(header: str, key: str, *, wide: bool = False) -> Column:
    return Column(
        header, lambda record: common.percent(record[key]), raw=lambda record: record[key], align="r", wide=wide
    )


def _named(record: Record) -> str:
    return str(record["name"] or record["group"])


def _channel(record: Record) -> str:
    return CHANNELS.label(record["group"]) if record["group"] else Styled(_("not stated"), "muted")


def _method(record: Record) -> str:
    return model.METHODS.label(record["group"]) if record["group"] else Styled(_("not stated"), "muted")


_BILLED = [
    _count(N_("Homes"), "units", wide=True),
    _money(N_("Billed"), "billed_fen"),
    _money(N_("Waived"), "waived_fen", wide=True),
    _money(N_("Received"), "received_fen"),
    _share(N_("Collected"), "collection_rate"),
    _share(N_("Paid up"), "household_collection_rate", wide=True),
]
_EARLIER = [
    _money(N_("From before"), "arrears_opening_fen", wide=True),
    _share(N_("Recovery"), "recovery_rate", wide=True),
]
_OVERDUE = [_money(N_("Past due"), "arrears_fen", style="bad")]
_GROUPS = {
    "item": [Column(N_("Fee item"), _named, flex=True), *_BILLED, *_EARLIER, *_OVERDUE],
    "building": [Column(N_("Building"), _named, flex=True), *_BILLED, *_EARLIER, *_OVERDUE],
    "month": [Column(N_("Month"), _named), *_BILLED, *_OVERDUE, _money(N_("Paid in"), "paid_in_fen")],
}
_TITLES = {
    "item": N_("By fee item (yuan)"),
    "building": N_("By building (yuan)"),
    "month": N_("By month of service (yuan)"),
}
_DUNNING = [
    Column(N_("Channel"), _channel, flex=True),
    _count(N_("Reminders made"), "reminders"),
    _count(N_("Reached"), "reached"),
    _count(N_("Promised"), "promised"),
    _count(N_("Refused"), "refused", wide=True),
    Column(
        N_("Kept"),
        lambda r: f"{r['promises_kept']}/{r['promises_due']}" if r["promises_due"] else "–",
        raw=lambda r: r["promise_kept_rate"],
        align="r",
    ),
    _count(N_("Paid within 30 days"), "followed"),
    _share(N_("Share"), "followed_rate", wide=True),
    _money(N_("Paid (yuan)"), "followed_fen"),
]
_PAID = [
    _count(N_("Count"), "payments"),
    _money(N_("Paid (yuan)"), "paid_fen"),
    _money(N_("Refunded (yuan)"), "refunded_fen"),
]
_MONEY = {
    "channel": [Column(N_("Channel"), _channel, flex=True), *_PAID],
    "method": [Column(N_("Method"), _method, flex=True), *_PAID],
}


def table(result: Result) -> tuple[list[str], list[list[Any]], str]:
    """Return headers, rows and alignments for a file: figures, groups, dunning and money paid in, in one table."""
    data = result.data
    figures = {figure.key: figure for figure in result.extra["figures"]}
    keyed = [{"key": key, **record} for key, record in data["metrics"].items()]
    of_figures = [
        Column(N_("Figure"), lambda r: r["label"]),
        *(
            Column(header, str, raw=_figure_raw(figures, name), align="r")
            for header, name in (
                (N_("Value"), "value"), (N_("Numerator"), "numerator"), (N_("Denominator"), "denominator"),
                (N_("Before"), "previous"),
            )
        ),
    ]  # fmt: skip
    sections: list[tuple[str, list[Column], list[Any]]] = [(N_("Key figures"), of_figures, keyed)]
    if data["by"] != "channel":
        sections.append((_TITLES[data["by"]], _GROUPS[data["by"]], data["groups"]))
    sections.append((N_("Dunning by channel"), _DUNNING, data["dunning"]))
    for way, title in (("channel", N_("Paid in by channel")), ("method", N_("Paid in by method"))):
        sections.append((title, _MONEY[way], [record for record in data["payments"] if record["by"] == way]))
    headers: dict[str, str] = {_("Heading"): "l"}
    for _title, columns, _rows in sections:
        headers.update({_(column.header): column.align for column in columns})
    rows: list[list[Any]] = []
    for title, columns, records in sections:
        for record in records:
            cells = {_(column.header): column.value(record, Seen()) for column in columns}
            rows.append([_(title), *(cells.get(header) for header in list(headers)[1:])])
    return list(headers), rows, "".join(headers.values())


def _figure_raw(figures: dict[str, Figure], name: str) -> Callable[[Record], Any]:
    """Return how a figure's number stands in a file: money in yuan."""

    def get(record: Record) -> Any:
        figure = figures[record["key"]]
        unit = figure.of if name in ("numerator", "denominator") else figure.unit
        return yuan(record[name]) if unit == "fen" else record[name]

    return get


# --- the records behind a figure ----------------------------------------------------------------------


def _ticked(record: Record) -> str:
    return Styled("✓", "good") if record["in_numerator"] else Styled("·", "muted")


def _time(key: str) -> Callable[[Record], str]:
    return lambda record: minute(record[key] or "")


def _ref(letter: str, key: str = "id") -> Callable[[Record], str]:
    return lambda record: f"{letter}{record[key]}"


def _days(record: Record) -> str:
    return owed_views.service(record["period_start"], record["period_end"])


_TICK = Column("✓", _ticked, raw=lambda r: 1 if r["in_numerator"] else 0)
_UNIT = Column(N_("Unit"), lambda r: r["unit"])
_PAYMENT_FACTS = [
    Column(N_("At"), _time("at"), raw=lambda r: r["at"]),
    _money(N_("Counted"), "amount_fen"),
    _money(N_("Payment"), "payment_fen"),
    Column(
        N_("Method"),
        lambda r: model.METHODS.label(r["method"]) if r["method"] else "",
    ),
    Column(N_("Channel"), lambda r: CHANNELS.label(r["channel"]) if r["channel"] else ""),
]
LISTS: dict[str, list[Column]] = {
    "fee.explain_bills": [
        _TICK,
        Column(N_("Bill"), _ref("B"), raw=lambda r: r["id"], align="r"),
        _UNIT,
        Column(N_("Fee item"), lambda r: r["item_name"], flex=True),
        Column(N_("Service period"), _days),
        Column(N_("Due date"), lambda r: r["due_date"], wide=True),
        _money(N_("Amount"), "amount_fen", wide=True),
        _money(N_("Numerator"), "numerator_fen"),
        _money(N_("Denominator"), "denominator_fen"),
        _money(N_("Outstanding"), "outstanding_fen", style="bad"),
    ],
    "fee.explain_units": [
        _TICK,
        _UNIT,
        _count(N_("Bills"), "bills"),
        Column(N_("Oldest due date"), lambda r: r["oldest_due"]),
        _money(N_("Billed"), "billed_fen"),
        _money(N_("Outstanding"), "outstanding_fen", style="bad"),
    ],
    "fee.explain_payments": [
        _TICK,
        Column(N_("Payment"), _ref("P"), raw=lambda r: r["id"], align="r"),
        _UNIT,
        *_PAYMENT_FACTS,
    ],
    "fee.explain_reminders": [
        _TICK,
        _UNIT,
        Column(N_("At"), _time("at"), raw=lambda r: r["at"]),
        Column(N_("Channel"), lambda r: CHANNELS.label(r["channel"])),
        Column(N_("Result"), lambda r: model.RESULTS.label(r["result"]) if r["result"] else ""),
        Column(N_("Reason"), lambda r: model.REFUSALS.label(r["why"]) if r["why"] else ""),
        Column(N_("Promised for"), lambda r: r["promise_date"] or ""),
        _money(N_("Outstanding"), "outstanding_fen"),
    ],
    "fee.explain_promises": [
        _TICK,
        _UNIT,
        Column(N_("At"), _time("at"), raw=lambda r: r["at"]),
        Column(N_("Promised for"), lambda r: r["promise_date"]),
        _money(N_("Promised (yuan)"), "promise_fen"),
        _money(N_("Paid (yuan)"), "paid_fen"),
        Column(N_("State"), lambda r: _state(r["state"])),
    ],
}


def _state(code: str) -> str:
    from butlercli.nouns.fee.dunning.verbs.promises import STATES

    return Styled(STATES.label(code), {"kept": "good", "broken": "bad"}.get(code, "warn"))


VIEWS: dict[str, Any] = {"fee.stats": page, **dict.fromkeys(LISTS, report.explain)}
