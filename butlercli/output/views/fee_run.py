"""How a billing run looks: what was made, and every unit that could not be billed, with its reason."""

from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.money import format_fen
from butlercli.base.result import Result
from butlercli.output.blocks import Block, Canvas, Column, Grid, Lines, Styled
from butlercli.output.views import fee

RECORDS = frozenset[str]()
LISTS: dict[str, list[Column]] = {}


def show_run(result: Result, _canvas: Canvas) -> list[Block]:
    """Say how many bills a run made, item by item, what was billed before, and every unit it could not bill."""
    data = result.data
    span = fee.service(data["period_start"], data["period_end"])
    if data["created"]:
        said = _(N_("{period}: {n} bills made, {amount} yuan")).format(
            period=span, n=data["created"], amount=format_fen(data["amount_fen"])
        )
    else:
        said = _(N_("{period}: no bill was made")).format(period=span)
    lines: list[str] = [Styled(said, "head")]
    for row in data["items"]:
        line = _(N_("{item}: {n} bills, {amount} yuan")).format(
            item=row["name"], n=row["bills"], amount=format_fen(row["amount_fen"])
        )
        lines.append(f"     {line}")
    if data["settled_fen"]:
        line = _(N_("settled from prepayments: {amount}")).format(amount=format_fen(data["settled_fen"]))
        lines.append(Styled(f"     {line}", "good"))
    if data["known"]:
        line = _(N_("billed before: {n}")).format(n=data["known"])
        lines.append(Styled(f"     {line}", "muted"))
    blocks: list[Block] = [Lines(*lines, hang=5)]
    if data["unbilled"]:
        blocks.append(_unbilled(result))
    return blocks


def _unbilled(result: Result) -> Grid:
    from butlercli.output.render import fill

    names = result.extra["items"]
    rows = []
    for line, why in zip(result.data["unbilled"], result.extra["why"], strict=True):
        params = dict(why.params)
        if line["reason"] == "other_kind":
            from butlercli.register.model import UNIT_KINDS

            params["kind"] = UNIT_KINDS.label(params["kind"])
        rows.append(
            [
                Styled(line["unit"], "name"),
                names.get(line["item"], line["item"]),
                fee.service(line["period_start"], line["period_end"]),
                Styled(fill(why.msgid, params), "warn"),
            ]
        )
    headers = [_(N_("Unit")), _(N_("Fee item")), _(N_("Service period")), _(N_("Why not"))]
    title = _(N_("Not billed: {n}")).format(n=len(rows))
    return Grid(headers, rows, flex=(1, 3), title=title)


VIEWS: dict[str, Any] = {"fee.run": show_run}
