"""How records that are little more than their fields look: columns of a list, the whole of one, how one now stands."""

from collections.abc import Callable, Sequence
from typing import Any

from butlercli.base import rooms
from butlercli.base.fields import Field, Reference
from butlercli.base.i18n import N_, _
from butlercli.base.result import Record, Result
from butlercli.base.vocabulary import Vocabulary
from butlercli.output.blocks import Block, Canvas, Column, Fields, Lines, Seen, Styled
from butlercli.output.views import columns, common
from butlercli.output.views.columns import Listing

View = Callable[[Result, Canvas], list[Block]]
More = Callable[[Record, Canvas], list[Block]]
Told = Callable[[Record], Any]
DayCells = Callable[[Record, str, Seen], tuple[str, ...]]
FIRST, NOTHING = N_("None yet. {command} makes the first."), N_("Nothing found.")


def _nothing(_record: Record, _canvas: Canvas) -> list[Block]:
    return []


def of(fields: Sequence[Field], shown: str, wide: str = "") -> list[Column]:
    """Return columns of fields by their names, `wide` ones only where there is room; all others are in files only."""
    names = [*shown.split(), *wide.split()]
    declared = {field.name: field for field in fields}
    made = [_column(declared[name], name in wide.split()) for name in names]
    return [*made, *(columns.field(field) for field in fields if field.name not in names)]


def listing(kind: str, fields: Sequence[Field], shown: str, wide: str = "") -> Listing:
    """Return how records of a kind are listed: their numbers, then columns as `of` has them."""
    first = f"butler {kind} add"
    number, *more = columns.ref(_letter(kind)), *of(fields, shown, wide)
    return Listing(number, *more, empty=FIRST, other=NOTHING, command=first, kept=1)


def behind(kind: str, fields: Sequence[Field], shown: str, *more: Column) -> Listing:
    """Return how records behind a figure are listed: whether they count, their numbers, some fields, what they add."""
    from butlercli.output.views import report

    chosen = [field for field in fields if field.name in shown.split()]
    return Listing(report.TICK, columns.ref(_letter(kind)), *of(chosen, shown), *more)


def below(title: str, name: str, *shown: Column, empty: str) -> More:
    """Return what stands below the fields of a record: the records under a name of its JSON; title and empty are msgids."""

    def blocks(record: Record, canvas: Canvas) -> list[Block]:
        held = record[name]
        return [columns.grid(shown, held, Seen(canvas.now), title=f"{_(title)} ({len(held)})", empty=_(empty))]

    return blocks


def day_line(kind: str, late: str, when: str, place: str, what: Told, who: str) -> DayCells:
    """Return how a record stands on a line of the day: its name, a mark where it is late, when, where, what, who."""

    def cells(record: Record, _section: str, _seen: Seen) -> tuple[str, ...]:
        name = record["code"] or f"{_letter(kind)}{record['id']}"
        mark = Styled("!", "bad") if record[late] else ""
        return name, mark, record[when] or "", record[place] or "", what(record), record[who] or ""

    return cells


def _letter(kind: str) -> str:
    owner = rooms.lookup("KINDS", kind)
    return str(owner[1].letter) if owner else ""


def _column(field: Field, wide: bool) -> Column:
    if isinstance(field.kind, Vocabulary):
        return columns.word(field.label, field.name, field.kind, wide=wide)
    if isinstance(field.kind, Reference):
        return columns.name(field.label, field.name, wide=wide)
    if field.kind == "money":
        return columns.money(field.label, field.name, zero="", wide=wide)
    return columns.text(field.label, field.name, wide=wide, flex=field.kind in ("text", "note"))


def pages(kind: str, fields: Sequence[Field], title: str, *, more: More = _nothing) -> dict[str, View]:
    """Return the views `KIND.show` and `KIND.echo` of a record: its number and the fields named in `title`, then the others.

    more: what stands below the fields of the whole of one.
    """
    heading = title.split()
    declared = {field.name: field for field in fields}
    others = [field for field in fields if field.name not in heading]

    def head(record: Record) -> str:
        number = f"{_letter(kind)}{record['id']}" if _letter(kind) else ""
        return common.joined(number, *(common.field_value(declared[name], record[name]) for name in heading), by="  ")

    def show(result: Result, canvas: Canvas) -> list[Block]:
        record = result.data
        pairs = [(_(field.label), common.field_value(field, record[field.name])) for field in others]
        pairs.append((_("Photos"), common.listed(photo["name"] for photo in record["photos"])))
        return [Fields(pairs, title=head(record)), *more(record, canvas)]

    def echo(result: Result, _canvas: Canvas) -> list[Block]:
        record = result.data
        said = ((_(field.label), common.field_value(field, record[field.name])) for field in others)
        line = common.joined(*(common.labelled(label, value) if value else "" for label, value in said))
        return [Lines(head(record), *([Styled(f"     {line}", "muted")] if line else []), hang=5)]

    return {f"{kind}.show": show, f"{kind}.echo": echo}
