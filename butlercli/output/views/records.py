"""How records that are little more than their fields look: columns of a list, the whole of one, how one now stands."""

from collections.abc import Callable, Sequence

from butlercli.base import rooms
from butlercli.base.fields import Field, Reference
from butlercli.base.i18n import _
from butlercli.base.result import Record, Result
from butlercli.base.vocabulary import Vocabulary
from butlercli.output.blocks import Block, Canvas, Column, Fields, Lines, Styled
from butlercli.output.views import columns, common

View = Callable[[Result, Canvas], list[Block]]
More = Callable[[Record, Canvas], list[Block]]


def _nothing(_record: Record, _canvas: Canvas) -> list[Block]:
    return []


def of(fields: Sequence[Field], shown: str, wide: str = "") -> list[Column]:
    """Return columns of fields by their names, `wide` ones only where there is room; all others are in files only."""
    names = [*shown.split(), *wide.split()]
    declared = {field.name: field for field in fields}
    made = [_column(declared[name], name in wide.split()) for name in names]
    return [*made, *(columns.field(field) for field in fields if field.name not in names)]


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
        owner = rooms.lookup("KINDS", kind)
        number = f"{owner[1].letter}{record['id']}" if owner and owner[1].letter else ""
        return common.joined(number, *(common.field_value(declared[name], record[name]) for name in heading), by="  ")

    def show(result: Result, canvas: Canvas) -> list[Block]:
        record = result.data
        pairs = [(_(field.label), common.field_value(field, record[field.name])) for field in others]
        return [Fields(pairs, title=head(record)), *more(record, canvas)]

    def echo(result: Result, _canvas: Canvas) -> list[Block]:
        record = result.data
        said = ((_(field.label), common.field_value(field, record[field.name])) for field in others)
        line = common.joined(*(common.labelled(label, value) if value else "" for label, value in said))
        return [Lines(head(record), *([Styled(f"     {line}", "muted")] if line else []), hang=5)]

    return {f"{kind}.show": show, f"{kind}.echo": echo}
