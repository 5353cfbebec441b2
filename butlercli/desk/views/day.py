"""How the day, the evening and a search look: one screen, the most pressing first."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from butlercli.base import rooms
from butlercli.base.i18n import N_, _
from butlercli.base.result import Record, Result
from butlercli.base.text import pad, width
from butlercli.output.blocks import Block, Canvas, Column, Lines, Seen, Styled
from butlercli.output.views import columns, common
from butlercli.output.views.columns import Listing

RECORDS: frozenset[str] = frozenset()


def _sections(result: Result) -> list[Record]:
    """Return the sections with the records as they may be shown (masked)."""
    pairs = zip(result.extra["sections"], result.data["groups"], strict=True)
    return [{**section, "records": group["records"]} for section, group in pairs]


def _screen(result: Result, canvas: Canvas, heading: Sequence[str], nothing: str) -> list[Block]:
    """Lay the sections on one screen: each heading with its count and next command, as many lines as fit."""
    sections = [section for section in _sections(result) if section["total"]]
    lines: list[str] = list(heading)
    styles = rooms.merged("DAY_STYLES")
    if not sections:
        return [Lines(*lines, Styled(nothing, "good"), fit=True)]
    room = _room(canvas, len(lines), sections)
    for section in sections:
        title = common.joined(_(section["title"]), "" if section.get("summed") else str(section["total"]), by=" ")
        lines.append(Styled(f"{title}  → {section['next']}", styles.get(section["id"], "head")))
        shown = section["records"][: room.pop(0)]
        row_of = _row_of(section["kind"])
        seen = _seen(section, canvas.now)
        lines.extend(_aligned([row_of(record, section["id"], seen) for record in shown]))
        if shown and section["total"] > len(shown):
            lines.append(Styled("  " + _("… and {n} more").format(n=section["total"] - len(shown)), "muted"))
    return [Lines(*lines, fit=True)]


def _room(canvas: Canvas, used: int, sections: list[Record]) -> list[int]:
    """Share the lines of the screen among the sections: each in turn gets one more while there is room.

    With its first record a section also gets the line that says there is more, in the place of which its last one stands;
    where there is room for none, its heading says how many there are.
    """
    wanted = [len(section["records"]) for section in sections]
    if not canvas.terminal:
        return wanted
    left = canvas.height - used - len(sections) - 1  # a line for each heading, and one for the prompt below
    given = [0] * len(sections)
    growing = True
    while growing:
        growing = False
        for index, section in enumerate(sections):
            last, first = given[index] + 1 == section["total"], given[index] == 0
            cost = first if last else 1 + first
            if given[index] < wanted[index] and cost <= left:
                given[index] += 1
                left -= cost
                growing = True
    return given


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    """Return a line a record: reference, marks, time and place in columns, then title and name as they come."""
    if not rows:
        return []
    widths = [max(width(row[column]) for row in rows) for column in range(4)]
    lines = []
    for ref, mark, when, place, title, who in rows:
        cells = [pad(ref, widths[0], "right")]
        cells.extend(pad(text, cells_) for text, cells_ in zip((mark, when, place), widths[1:], strict=True) if cells_)
        lines.append("  " + common.joined(*cells, title, who, by="  "))
    return lines


def _row_of(kind: str) -> Callable[[Record, str, Seen], tuple[str, ...]]:
    """Return how a record of a kind is laid on a line: (record, section, what it is seen with) to reference, marks, time, place, title, who."""
    owner = rooms.lookup("DAY_CELLS", kind)
    if owner is None:
        raise KeyError(kind)
    found: Callable[[Record, str, Seen], tuple[str, ...]] = rooms.module_of(*owner).DAY_CELLS[kind]
    return found


def _to_do(result: Result) -> int:
    """Return how much is to be done; what is only told beside it does not count."""
    return sum(section["total"] for section in result.extra["sections"] if not section.get("aside"))


def today(result: Result, canvas: Canvas) -> list[Block]:
    """The day."""
    now: datetime = canvas.now
    day = f"{now:%Y-%m-%d} {common.weekday(now.date())} {now:%H:%M}"
    total = _to_do(result)
    heading = [Styled(common.joined(result.data["community"], day, _("{n} to do").format(n=total)), "head")]
    return _screen(result, canvas, heading, _("Nothing is waiting. A new one: butler add 3-2-501 kitchen leak"))


def evening(result: Result, canvas: Canvas) -> list[Block]:
    """The evening."""
    total = _to_do(result)
    said = _("{n} must not wait overnight").format(n=total) if total else _("before you go home")
    heading = [Styled(common.joined(f"{canvas.now:%Y-%m-%d}", said), "head")]
    return _screen(result, canvas, heading, _("Everything has an answer. Good night."))


def search(result: Result, canvas: Canvas) -> list[Block]:
    """What was found, by kind."""
    blocks: list[Block] = []
    for section in _sections(result):
        if not section["total"]:
            continue
        shown = columns.shown(_columns(section), canvas)
        more = f" ({len(section['records'])})" if section["total"] > len(section["records"]) else ""
        title = f"{_(section['title'])} {section['total']}{more}"
        blocks.append(columns.grid(shown, section["records"], _seen(section, canvas.now), title=title))
    return blocks or [Lines(_("Nothing found."))]


def _columns(section: Record) -> list[Column]:
    from butlercli.output import views

    return views.columns_of(Result(section["kind"]))


def _seen(section: Record, now: datetime | None) -> Seen:
    return Seen(now, rows=section.get("rows"))


def table(result: Result) -> tuple[list[str], list[list[Any]], str]:
    """Return headers, rows and alignments for a file: one row a record, its heading first."""
    sections, now = _sections(result), result.extra.get("now")
    return columns.together(
        [
            columns.Part(_(section["title"]), _columns(section), section["records"], _seen(section, now))
            for section in [section for section in sections if section["records"]] or sections[-1:]
        ]
    )


def _round_state(record: Record) -> str:
    from butlercli.nouns.patrol.model import STATES

    return STATES.label(record["state"])


def _round_notes(record: Record) -> str:
    notes = (common.joined(point["code"], point["note"], by=" ") for point in record["points"] if point["note"])
    return common.joined(record["note"], *notes)


def _every(record: Record) -> str:
    from butlercli.nouns.patrol.views.routes import every

    return every(record["every"])


_NOTE = columns.text(N_("Note"), "note", flex=True)
LISTS = {
    "search.residents": Listing(
        columns.text(N_("Name"), "name", flex=True),
        columns.words(N_("Unit"), "units", ", ", flex=True),
        columns.words(N_("Phone"), "phones", flex=True),
        _NOTE,
    ),
    "search.units": Listing(columns.text(N_("Unit"), "code"), _NOTE),
    "search.contacts": Listing(
        columns.text(N_("Unit"), "unit"), columns.moment(N_("When"), "at"), columns.text(N_("Text"), "text", flex=True)
    ),
    "search.facilities": Listing(
        columns.text(N_("Code"), "code"),
        columns.text(N_("Facility"), "name", flex=True),
        columns.text(N_("Where"), "place", flex=True),
        columns.text(N_("Next inspection"), "next_inspect"),
        columns.text(N_("Next test"), "next_test"),
        columns.text(N_("Maintained by"), "vendor", flex=True),
    ),
    "search.points": Listing(
        columns.text(N_("Code"), "code"),
        columns.text(N_("Point"), "name", flex=True),
        columns.text(N_("Where"), "place", flex=True),
        columns.text(N_("Facility"), "facility"),
        Column(N_("Reading"), lambda r: common.joined(r["reading"], r["reading_unit"], by=" "), flex=True),
    ),
    "search.routes": Listing(
        columns.text(N_("Route"), "name", flex=True),
        columns.words(N_("Windows"), "windows", flex=True),
        Column(N_("Every"), _every, raw=lambda r: r["every"], flex=True),
        columns.count(N_("Points"), "points"),
        _NOTE,
    ),
    "search.rounds": Listing(
        columns.ref("R", header=N_("Round")),
        columns.text(N_("Route"), "route", flex=True),
        columns.text(N_("Date"), "date"),
        columns.text(N_("Window"), "window"),
        Column(N_("State"), _round_state),
        Column(N_("Note"), _round_notes, flex=True),
    ),
}
VIEWS = {"day.today": today, "day.evening": evening, "search.all": search}
