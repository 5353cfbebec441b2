"""How a billing run looks: what was made, and every unit that could not be billed, with its reason."""

from collections.abc import Sequence
from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.money import format_fen
from butlercli.base.result import Result
from butlercli.nouns.fee.owed import views as owed_views
from butlercli.output.blocks import Block, Canvas, Column, Lines, Styled
from butlercli.output.views import common

RECORDS = frozenset[str]()
LISTS: dict[str, list[Column]] = {}
MADE = N_("{period}: {n:bill|bills} made, {amount} yuan")


def show_run(result: Result, _canvas: Canvas) -> list[Block]:
    """Say how many bills a run made, item by item, what was billed before, and every unit it could not bill."""
    data = result.data
    span = owed_views.service(data["period_start"], data["period_end"])
    if data["created"]:
        said = _(MADE).format(period=span, n=data["created"], amount=format_fen(data["amount_fen"]))
    else:
        said = _("{period}: no bill was made").format(period=span)
    lines: list[str] = [Styled(said, "head")]
    for row in data["items"]:
        line = _("{item}: {n:bill|bills}, {amount} yuan").format(
            item=row["name"], n=row["bills"], amount=format_fen(row["amount_fen"])
        )
        lines.append(f"     {line}")
    if data["settled_fen"]:
        line = _("settled from prepayments: {amount}").format(amount=format_fen(data["settled_fen"]))
        lines.append(Styled(f"     {line}", "good"))
    if data["known"]:
        line = _("billed before: {n}").format(n=data["known"])
        lines.append(Styled(f"     {line}", "muted"))
    blocks: list[Block] = [Lines(*lines, hang=5)]
    if data["unbilled"]:
        blocks.append(_unbilled(result))
    return blocks


def _unbilled(result: Result) -> Lines:
    """Say why units were not billed: units of the same item, period and reason stand together, all of them named."""
    from butlercli.output.render import fill

    names = result.extra["items"]
    groups: dict[tuple[str, str, str], list[str]] = {}
    for line, why in zip(result.data["unbilled"], result.extra["why"], strict=True):
        params = why.params
        if line["reason"] == "other_kind":
            from butlercli.nouns.register.model import UNIT_KINDS

            params = {**params, "kind": UNIT_KINDS.label(params["kind"])}
        span = owed_views.service(line["period_start"], line["period_end"])
        key = (names.get(line["item"], line["item"]), span, fill(why.msgid, params))
        groups.setdefault(key, []).append(line["unit"])
    lines: list[str] = [Styled(_("Not billed: {n}").format(n=len(result.data["unbilled"])), "head")]
    for key, codes in groups.items():
        lines.append(Styled(f"     {common.joined(*key, by='  ')}", "warn"))
        said = _("{n:unit|units}: {codes}").format(n=len(codes), codes=short_codes(codes))
        lines.append(f"       {said}")
    return Lines(*lines, hang=7)


def short_codes(codes: Sequence[str]) -> str:
    """Return unit codes with what they share said once: 3-2-501, 502 of an entrance; 1-1, 1-2: each 101, 102 of several."""
    places: dict[str, list[str]] = {}
    for code in codes:
        place, _dash, room = code.rpartition("-")
        places.setdefault(place, []).append(room)
    alike: dict[tuple[str, ...], list[str]] = {}
    for place, rooms in places.items():
        alike.setdefault(tuple(rooms), []).append(place)
    return common.clauses(_rooms_of(same, rooms) for rooms, same in alike.items())


def _rooms_of(places: Sequence[str], rooms: Sequence[str]) -> str:
    if len(places) > 1 and len(rooms) > 1 and "" not in places:
        return _("{places}: each {rooms}").format(places=common.listed(places), rooms=common.listed(rooms))
    return common.clauses(f"{place}-" * bool(place) + common.listed(rooms) for place in places)


VIEWS: dict[str, Any] = {"fee.run": show_run}
