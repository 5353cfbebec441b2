"""How the day, the evening and a search look: one screen, the most pressing first."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from butlercli.base import rooms
from butlercli.base.i18n import N_, _
from butlercli.base.result import Record, Result
from butlercli.base.text import pad, width
from butlercli.output.blocks import Block, Canvas, Column, Lines, Styled
from butlercli.output.views import common

RECORDS: frozenset[str] = frozenset()


def _sections(result: Result, now: datetime | None) -> list[Record]:
    """Return the sections with the records as they may be shown (masked), each lent its moment and row."""
    sections: list[Record] = []
    for section, group in zip(result.extra["sections"], result.data["groups"], strict=True):
        records = group["records"]
        for record in records:
            record["_now"] = now
            record["_row"] = section.get("rows", {}).get(record.get("id"), {})
        sections.append({**section, "records": records})
    return sections


def _screen(result: Result, canvas: Canvas, heading: Sequence[str], nothing: str) -> list[Block]:
    """Lay the sections on one screen: each heading with its count and next command, as many lines as fit."""
    sections = [section for section in _sections(result, canvas.now) if section["total"]]
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
        lines.extend(_aligned([row_of(record, section["id"]) for record in shown]))
        if section["total"] > len(shown):
            lines.append(Styled("  " + _("… and {n} more").format(n=section["total"] - len(shown)), "muted"))
    return [Lines(*lines, fit=True)]


def _room(canvas: Canvas, used: int, sections: list[Record]) -> list[int]:
    """Share the lines of the screen among the sections: each in turn gets one more while there is room.

    The last record of a section costs nothing: it stands in place of the line that says there is more.
    """
    wanted = [len(section["records"]) for section in sections]
    if not canvas.terminal:
        return wanted
    # A line for each heading, one for "and more", and one for the prompt below.
    left = canvas.height - used - 2 * len(sections) - 1
    given = [0] * len(sections)
    growing = True
    while growing:
        growing = False
        for index, section in enumerate(sections):
            cost = 0 if given[index] + 1 == section["total"] else 1
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


def _row_of(kind: str) -> Callable[[Record, str], tuple[str, ...]]:
    """Return how a record of a kind is laid on a line: (record, section) to reference, marks, time, place, title, who."""
    owner = rooms.lookup("DAY_CELLS", kind)
    if owner is None:
        raise KeyError(kind)
    found: Callable[[Record, str], tuple[str, ...]] = rooms.module_of(*owner).DAY_CELLS[kind]
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
    from butlercli.output.blocks import Grid

    blocks: list[Block] = []
    for section in _sections(result, canvas.now):
        if not section["total"]:
            continue
        columns = _columns(section)
        shown = [column for column in columns if not column.file_only and (canvas.wide or not column.wide)]
        more = f" ({len(section['records'])})" if section["total"] > len(section["records"]) else ""
        blocks.append(
            Grid(
                [_(column.header) for column in shown],
                [[column.get(record) for column in shown] for record in section["records"]],
                aligns="".join(column.align for column in shown),
                flex=[index for index, column in enumerate(shown) if column.flex],
                title=f"{_(section['title'])} {section['total']}{more}",
            )
        )
    return blocks or [Lines(_("Nothing found."))]


def _columns(section: Record) -> list[Column]:
    from butlercli.output import views

    return views.columns(Result(section["kind"]))


def table(result: Result) -> tuple[list[str], list[list[Any]], str]:
    """Return headers, rows and alignments for a file: one row a record, its heading first.

    Where the sections are of several nouns, columns of one name are one column.
    """
    sections = _sections(result, result.extra.get("now"))
    columns: dict[str, str] = {_("Heading"): "l"}
    for section in [section for section in sections if section["records"]] or sections[-1:]:
        columns.update({_(column.header): column.align for column in _columns(section)})
    rows: list[list[Any]] = []
    for section in sections:
        for record in section["records"]:
            cells = {_(column.header): column.raw(record) for column in _columns(section)}
            rows.append([_(section["title"]), *(cells.get(header) for header in list(columns)[1:])])
    return list(columns), rows, "".join(columns.values())


def _text(key: str) -> Any:
    return lambda record: record[key] or ""


def _round_state(record: Record) -> str:
    from butlercli.nouns.patrol.model import STATES

    return STATES.label(record["state"])


def _round_notes(record: Record) -> str:
    notes = (common.joined(point["code"], point["note"], by=" ") for point in record["points"] if point["note"])
    return common.joined(record["note"], *notes)


def _every(record: Record) -> str:
    from butlercli.nouns.patrol.views.routes import every

    return every(record["every"])


LISTS: dict[str, list[Column]] = {
    "search.residents": [
        Column(N_("Name"), _text("name"), flex=True),
        Column(N_("Unit"), lambda r: ", ".join(r["units"]), flex=True),
        Column(N_("Phone"), lambda r: " ".join(r["phones"]), flex=True),
        Column(N_("Note"), _text("note"), flex=True),
    ],
    "search.units": [
        Column(N_("Unit"), _text("code")),
        Column(N_("Note"), _text("note"), flex=True),
    ],
    "search.contacts": [
        Column(N_("Unit"), _text("unit")),
        Column(N_("When"), lambda r: common.moment(r["at"], r["_now"])),
        Column(N_("Text"), _text("text"), flex=True),
    ],
    "search.facilities": [
        Column(N_("Code"), _text("code")),
        Column(N_("Facility"), _text("name"), flex=True),
        Column(N_("Where"), _text("place"), flex=True),
        Column(N_("Next inspection"), _text("next_inspect")),
        Column(N_("Next test"), _text("next_test")),
        Column(N_("Maintained by"), _text("vendor"), flex=True),
    ],
    "search.points": [
        Column(N_("Code"), _text("code")),
        Column(N_("Point"), _text("name"), flex=True),
        Column(N_("Where"), _text("place"), flex=True),
        Column(N_("Facility"), _text("facility")),
        Column(N_("Reading"), lambda r: common.joined(r["reading"], r["reading_unit"], by=" "), flex=True),
    ],
    "search.routes": [
        Column(N_("Route"), _text("name"), flex=True),
        Column(N_("Windows"), lambda r: " ".join(r["windows"]), flex=True),
        Column(N_("Every"), _every, raw=lambda r: r["every"], flex=True),
        Column(N_("Points"), lambda r: str(r["points"]), raw=lambda r: r["points"], align="r"),
        Column(N_("Note"), _text("note"), flex=True),
    ],
    "search.rounds": [
        Column(N_("Round"), lambda r: f"R{r['id']}", raw=lambda r: r["id"], align="r"),
        Column(N_("Route"), _text("route"), flex=True),
        Column(N_("Date"), _text("date")),
        Column(N_("Window"), _text("window")),
        Column(N_("State"), _round_state),
        Column(N_("Note"), _round_notes, flex=True),
    ],
}
VIEWS = {"day.today": today, "day.evening": evening, "search.all": search}
