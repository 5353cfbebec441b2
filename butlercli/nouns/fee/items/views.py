"""How fee items, discounts and meter readings look."""

from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.result import Record, Result
from butlercli.base.sentences import commas
from butlercli.base.text import width
from butlercli.nouns.fee import model
from butlercli.nouns.fee.owed.views import FIRST, NOTHING, when
from butlercli.nouns.fee.rules import percent
from butlercli.nouns.register.model import UNIT_KINDS, UNIT_STATES
from butlercli.output.blocks import Block, Canvas, Column, Fields, Grid, Lines, Styled
from butlercli.output.views import columns, common
from butlercli.output.views.columns import Listing

RECORDS = frozenset[str]()
RATES = {
    "area": N_("{rate} yuan per m² and month"),
    "unit": N_("{rate} yuan a month"),
    "reading": N_("{rate} yuan per unit read"),
    "month": N_("{rate} yuan a month, fixed"),
    "quarter": N_("{rate} yuan a quarter, fixed"),
    "half": N_("{rate} yuan a half-year, fixed"),
    "year": N_("{rate} yuan a year, fixed"),
}


def rate(record: Record, number: str | None = None) -> str:
    """Return a rate with what it is for: 2.80 yuan per m² and month."""
    found = number or record["rate"]
    if found is None:
        return "" if record["source"] == "user" else model.SOURCES.label(record["source"])
    return _(RATES[record["cycle"] if record["per"] == "fixed" else record["per"]]).format(rate=found)


def due(record: Record) -> str:
    """Return when an item is due, in words; nothing for one that no run bills."""
    if record["rate"] is None:
        return ""
    if record["due_day"] == 31:
        if record["timing"] == "prepaid":
            return _("at the end of the first month")
        return _("at the end of the month after")
    said = (
        N_("on day {day} of the first month")
        if record["timing"] == "prepaid"
        else N_("on day {day} of the month after")
    )
    return _(said).format(day=record["due_day"])


def late(record: Record) -> str:
    """Return the rule of an item's late fee in words; nothing where it has none."""
    if not record["late_rate"] or not record["late_rate"].strip("0."):
        return ""
    said = [_("{rate} a day").format(rate=percent(record["late_rate"]))]
    if record["late_grace"]:
        said.append(_("after {n:day|days} of grace").format(n=record["late_grace"]))
    if record["late_cap"]:
        said.append(_("at most {share} of the bill").format(share=percent(record["late_cap"])))
    return commas(*said)


def days(first: str | None, last: str | None) -> str:
    """Return from when to when, as far as it is bounded."""
    if first and last:
        return f"{first} – {last}"
    if first:
        return _("since {when}").format(when=first)
    return _("until {when}").format(when=last) if last else ""


def _cycle(record: Record) -> str:
    if record["rate"] is None:
        return ""
    label = model.CYCLES.label(record["cycle"])
    return f"{label}{_(', from the handover')}" if record["anniversary"] else label


def _whose(record: Record) -> str:
    """Return who has a discount: a unit, or all units of a state."""
    if record["unit"] is not None:
        return str(record["unit"])
    return _("all {state}").format(state=UNIT_STATES.label(record["state"]))


LISTS = {
    "fee.item_list": Listing(
        columns.name(N_("Code"), "code"),
        columns.text(N_("Fee item"), "name", flex=True),
        columns.word(N_("Charged by"), "per", model.PERS, file_only=True),
        Column(N_("Rate"), rate, raw=lambda r: r["rate"], flex=True),
        Column(N_("Cycle"), _cycle, raw=lambda r: model.CYCLES.label(r["cycle"])),
        Column(N_("Due date"), due, raw=lambda r: r["due_day"], flex=True),
        columns.word(N_("Time of payment"), "timing", model.TIMINGS, file_only=True),
        columns.word(N_("Only for"), "unit_kind", UNIT_KINDS),
        columns.text(N_("Meter"), "meter", wide=True),
        Column(N_("Late fee"), late, flex=True, wide=True),
        Column(N_("In force"), lambda r: days(r["since"], r["until"]), flex=True),
        empty=FIRST, other=NOTHING, command="butler fee item add", kept=3,
    ),
    "fee.discount_list": Listing(
        columns.ref("", header=N_("Number")),
        Column(N_("For whom"), lambda r: Styled(_whose(r), "name"), raw=_whose),
        Column(N_("Fee item"), lambda r, seen: seen.row(r).get("item") or r["item"] or _("all"), seen=True, flex=True),
        Column(N_("To pay"), lambda r: percent(r["share"]), align="r"),
        Column(N_("In force"), lambda r: days(r["since"], r["until"])),
        columns.text(N_("Reason"), "reason", flex=True),
        empty=FIRST, other=NOTHING, command="butler fee discount add", kept=4,
    ),
    "fee.reading_list": Listing(
        columns.name(N_("Unit"), "unit"),
        columns.text(N_("Meter"), "meter", flex=True),
        Column(N_("When"), lambda r, seen: when(r["at"], seen.now), raw=lambda r, _seen: r["at"], seen=True),
        columns.text(N_("Reading"), "value", align="r"),
        columns.text(N_("Used"), "used", align="r"),
        Column(N_("Remarks"), lambda r: _new_meter(r), flex=True),
        empty=FIRST, other=NOTHING, command="butler fee read 3-2-501 水表 128.5", kept=4,
    ),
}  # fmt: skip


def _new_meter(record: Record) -> str:
    if not record["replaced"]:
        return ""
    if record["final"] is None:
        return Styled(_("new meter"), "warn")
    return Styled(_("new meter; the old one ended at {value}").format(value=record["final"]), "warn")


def list_discounts(result: Result, canvas: Canvas) -> list[Block]:
    """Draw the list of discounts, items by their names."""
    names = result.extra["items"]
    return columns.listing(result, canvas, lent=[{"item": names.get(record["item"])} for record in result.data])


def list_items(result: Result, canvas: Canvas) -> list[Block]:
    """Draw the list of items; where the screen is too narrow for its rules, each item in words of its own."""
    blocks = columns.listing(result, canvas)
    grid = blocks[0]
    assert isinstance(grid, Grid)
    cells = [max(map(width, column)) for column in zip(grid.headers, *grid.rows, strict=True)]
    if not canvas.terminal or not grid.rows or sum(cells) + 2 * (len(cells) - 1) <= canvas.width:
        return blocks
    today = canvas.now.date().isoformat()
    return [*(_in_words(record, today) for record in result.data), *blocks[1:]]


# --- what verbs answer ------------------------------------------------------------------------------


def _title(record: Record) -> str:
    return record["code"] if record["code"] == record["name"] else f"{record['code']}  {record['name']}"


def echo_item(result: Result, _canvas: Canvas) -> list[Block]:
    """Say in a line or two how an item is charged."""
    return [_in_words(result.data, result.extra["now"].date().isoformat())]


def _in_words(record: Record, today: str) -> Lines:
    head = common.joined(_title(record), rate(record), _cycle(record), due(record), by="  ")
    coming = [one for one in record["rates"][1:] if one["since"] > today]
    more = [
        *(_("{rate} from {date}").format(rate=one["rate"], date=one["since"]) for one in coming),
        UNIT_KINDS.label(record["unit_kind"]),
        common.labelled(_("Meter"), record["meter"]) if record["meter"] else "",
        common.labelled(_("Late fee"), late(record)) if late(record) else "",
        days(record["since"], record["until"]),
    ]
    line = common.joined(*more)
    return Lines(head, *([Styled(f"     {line}", "muted")] if line else []), hang=5)


def show_item(result: Result, canvas: Canvas) -> list[Block]:
    """Draw the whole of an item: how it is charged, its rates through time, its discounts."""
    record = result.data
    fields = Fields(
        [
            (_("Rate"), rate(record)),
            (_("Cycle"), _cycle(record)),
            (_("Due date"), due(record)),
            (_("Rounding"), model.ROUNDINGS.label(record["rounding"])),
            (_("Only for"), UNIT_KINDS.label(record["unit_kind"])),
            (_("Meter"), record["meter"] or ""),
            (_("Late fee"), late(record)),
            (_("In force"), days(record["since"], record["until"])),
            (_("Bills"), str(record["bills"])),
            (_("Note"), record["note"] or ""),
        ],
        title=_title(record),
    )
    blocks: list[Block] = [fields]
    if len(record["rates"]) > 1:
        blocks.append(_rates(record, canvas))
    if record["discounts"]:
        blocks.append(discount_grid(record["discounts"], {record["code"]: record["name"]}))
    return blocks


def _rates(record: Record, canvas: Canvas) -> Grid:
    today = canvas.now.date().isoformat()
    rows = []
    for one, following in zip(record["rates"], [*record["rates"][1:], None], strict=True):
        now = (one["since"] or "") <= today and (following is None or following["since"] > today)
        since = _("from the beginning") if one["since"] is None else one["since"]
        rows.append([Styled(since, "head" if now else "muted"), rate(record, one["rate"])])
    return Grid([_("Periods that begin from"), _("Rate")], rows, flex=(1,), title=_("Rates"))


def discount_grid(records: list[Record], names: dict[str, str]) -> Grid:
    """Draw the discounts of an item or a unit."""
    rows = [
        [
            str(one["id"]),
            Styled(_whose(one), "name"),
            names.get(one["item"], one["item"]) if one["item"] else _("all"),
            percent(one["share"]),
            days(one["since"], one["until"]),
            one["reason"],
        ]
        for one in records
    ]
    headers = [
        _("Number"),
        _("For whom"),
        _("Fee item"),
        _("To pay"),
        _("In force"),
        _("Reason"),
    ]
    return Grid(headers, rows, aligns="rllrll", flex=(5,), title=_("Discounts"))


def echo_discount(result: Result, _canvas: Canvas) -> list[Block]:
    """Say in a line who pays how much of what."""
    record = result.data
    item = result.extra["items"].get(record["item"]) or _("all fee items")
    pays = _("pays {share} of {item}").format(share=percent(record["share"]), item=item)
    head = common.joined(f"{record['id']}", _whose(record), pays, days(record["since"], record["until"]), by="  ")
    lines = [head, Styled(f"     {record['reason']}", "muted")]
    if result.kind == "fee.discount_removed":
        lines.append(Styled("     " + _("Taken away."), "warn"))
    return [Lines(*lines, hang=5)]


def echo_reading(result: Result, canvas: Canvas) -> list[Block]:
    """Say in a line what a meter shows and what was used since the reading before."""
    record = result.data
    used = _("used since the reading before: {n}").format(n=record["used"]) if record["used"] is not None else ""
    head = common.joined(record["unit"], record["meter"], record["value"], when(record["at"], canvas.now), by="  ")
    more = common.joined(used or _("the first reading"), _new_meter(record))
    return [Lines(head, Styled(f"     {more}", "muted"), hang=5)]


VIEWS: dict[str, Any] = {
    "fee.item_list": list_items,
    "fee.item_echo": echo_item,
    "fee.item_show": show_item,
    "fee.discount_list": list_discounts,
    "fee.discount_echo": echo_discount,
    "fee.discount_removed": echo_discount,
    "fee.reading_echo": echo_reading,
}
