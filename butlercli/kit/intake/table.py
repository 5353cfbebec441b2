"""A source read with meaning: rows of raw cell values by field, and an account of everything left out.

A second column for the same field is kept as `field#2`, a third as `field#3`: values stay plain cells.
Use `SourceRow.all` for a field that may come several times and `SourceRow.first` for one that may not.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.kit.intake.grid import Cell, Sheet, Source, column_letter
from butlercli.kit.intake.headers import (
    FieldSpec,
    Header,
    Match,
    Matcher,
    Required,
    find_header,
    is_private,
    normalise,
    private_column,
    split_blocks,
)
from butlercli.kit.intake.sections import Passed, SheetSection, scan


class ColumnMap(NamedTuple):
    """One column that is read: its header, the key of its values (`phone`, `phone#2`), its letter."""

    header: str
    field: str
    letter: str


class SourceRow(NamedTuple):
    """One data row: the number a person sees beside it, and its raw cells by field; blank is `None`."""

    number: int
    values: dict[str, Cell]

    def all(self, field: str) -> list[Cell]:
        """Return the filled cells of every column of the field, best column first."""
        cells = [self.values.get(field)]
        number = 2
        while (key := f"{field}#{number}") in self.values:
            cells.append(self.values[key])
            number += 1
        return [cell for cell in cells if cell is not None]

    def first(self, field: str) -> Cell:
        """Return the first filled cell of the field, or `None`."""
        found = self.all(field)
        return found[0] if found else None


class MappedTable(NamedTuple):
    """What was read and what was not.

    `unmapped` names columns nobody asked for (a column without a name by its letter), `refused` those that
    are never imported. `passed` are filled rows that are no data, with the reason. `overlong` are rows of
    delimited text with more cells than the header, whose values may have slipped: an unquoted comma. `kind` is the
    format it was read from.
    """

    sheet: str
    other_sheets: list[str]
    columns: list[ColumnMap]
    unmapped: list[str]
    refused: list[str]
    rows: Sequence[SourceRow]
    passed: list[Passed]
    overlong: list[int]
    kind: str = ""


class _Block(NamedTuple):
    """The columns of one block of one section: values' keys with their 0-based columns."""

    section: SheetSection
    keys: list[str]
    columns: list[int]


def map_source(
    source: Source,
    fields: Mapping[str, FieldSpec],
    *,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    required: Required = (),
    flow: bool = False,
) -> MappedTable:
    """Find the table in a source and read it into rows by field.

    Without `sheet` (a name, or a number counted from 1) the first one with a fitting header is read.
    `mapping` (header or column letter to field; an empty field leaves the column out) wins over meaning,
    and a constant over every column of its field. Rows that fill none of the `required` fields are passed
    over. With `flow` the rows are read anew each time they are gone through. Raises `UsageError` when no header, a needed column, a mapped column or a data row is missing,
    and for a private column mapped on purpose.
    """
    matcher = Matcher(fields, mapping or {}, constants or {}, required)
    chosen, header = _choose(source, sheet, matcher)
    first_header = _with_letters(header, matcher, chosen)
    sections, skipped, overlong = scan(chosen, first_header, matcher, source.kind)
    blocks = [block for section in sections for block in _blocks(section, matcher)]
    _check_mapped(mapping or {}, sections, matcher, source.name)
    rows = Rows(chosen, blocks, skipped, matcher)
    if not rows:
        raise UsageError(
            N_("“{file}” has a header but no data row."), code="no_rows", file=source.name, sheet=chosen.name
        )
    unmapped, refused = _left_out(chosen, blocks)
    passed = [Passed(index + chosen.offset, reason) for index, reason in sorted({**rows.keyless, **skipped}.items())]
    others = [other.name for other in source.sheets if other is not chosen]
    maps = _column_maps(blocks)
    held = rows if flow and not rows.beside else list(rows)
    return MappedTable(chosen.name, others, maps, unmapped, refused, held, passed, overlong, source.kind)


# --- which sheet ----------------------------------------------------------------------------------


def _choose(source: Source, wanted: str | None, matcher: Matcher) -> tuple[Sheet, Header]:
    """Return the sheet and its header: the first that holds all that is needed, else say what is missing."""
    partial: tuple[Sheet, Header] | None = None
    sheets = source.sheets if wanted is None else [_sheet_named(source, wanted)]
    for sheet in sheets:
        header = find_header(sheet.head, sheet.merges, matcher)
        if header and matcher.satisfied(header.fields | set(matcher.letters.values())):
            return sheet, header
        if header and partial is None:
            partial = sheet, header
    if partial is None:
        raise _no_header(source, sheets)
    raise _missing_columns(source.name, partial[1], matcher)


def _sheet_named(source: Source, wanted: str) -> Sheet:
    for sheet in source.sheets:
        if wanted in (sheet.name, sheet.name.strip()):
            return sheet
    if wanted.isdecimal() and 0 < int(wanted) <= len(source.sheets):
        return source.sheets[int(wanted) - 1]
    raise UsageError(
        N_("“{file}” has no sheet “{sheet}”."),
        hint=N_("Its sheets: {sheets}."),
        code="unknown_sheet",
        file=source.name,
        sheet=wanted,
        sheets=", ".join(sheet.name for sheet in source.sheets),
    )


def _no_header(source: Source, sheets: list[Sheet]) -> UsageError:
    """Return the error for a table whose columns mean nothing here, with the names it seems to have."""
    seen: list[str] = []
    for sheet in sheets:
        for row in sheet.head[:30]:
            texts = [cell.strip() for cell in row if isinstance(cell, str)]
            if len(texts) > max(len(seen), 1):
                seen = texts
                break
    hint = N_("Its first row reads: {columns}. Name a column with --map, as in --map {example}.")
    if not seen:
        hint = N_("The first row must name the columns.")
    return UsageError(
        N_("No header that is understood here was found in “{file}”."),
        hint=hint,
        code="no_header",
        file=source.name,
        columns=", ".join(text[:20] for text in seen[:12]),
        example=f"{seen[0][:20]}=…" if seen else "",
    )


def _missing_columns(file: str, header: Header, matcher: Matcher) -> UsageError:
    missing = matcher.missing(header.fields)
    needs = [" / ".join((need,) if isinstance(need, str) else need) for need in missing]
    return UsageError(
        N_("“{file}” has no column for: {fields}."),
        hint=N_("Its columns: {columns}. Name one with --map COLUMN=FIELD, or fill it with --set FIELD=VALUE."),
        code="missing_column",
        file=file,
        fields=", ".join(needs),
        columns=", ".join(name for name in header.names if name),
    )


# --- which columns --------------------------------------------------------------------------------


def _with_letters(header: Header, matcher: Matcher, sheet: Sheet) -> Header:
    """Return the header with columns mapped by letter; a real column of that name goes first."""
    if not matcher.letters:
        return header
    taken = {normalise(name) for name in header.names}
    width = max((len(row) for row in sheet.rows()), default=0)
    names = header.names + [""] * (width - len(header.names))
    matches = header.matches + [None] * (width - len(header.matches))
    for column, field in matcher.letters.items():
        if normalise(column_letter(column)) in taken or column >= width:
            continue
        if is_private(names[column]):
            raise private_column(names[column])
        matches[column] = Match(field, -1) if field else None
    return Header(header.first, header.last, names, matches)


def _check_mapped(mapping: Mapping[str, str], sections: list[SheetSection], matcher: Matcher, file: str) -> None:
    """Raise `UsageError` for a column mapped by hand that is not in the file."""
    names = [name for section in sections for name in section.header.names if name]
    known = {normalise(name) for name in names}
    width = max(len(section.header.names) for section in sections)
    letters = {column_letter(column) for column in matcher.letters if column < width}
    for column in mapping:
        if normalise(column) not in known and column not in letters:
            from butlercli.base.fuzzy import nearest

            near = nearest(column, names)
            raise UsageError(
                N_("“{file}” has no column “{column}”."),
                hint=N_("Did you mean “{nearest}”?") if near else N_("Its columns: {columns}."),
                code="unknown_column",
                file=file,
                column=column,
                nearest=near[0] if near else "",
                columns=", ".join(names),
            )


def _blocks(section: SheetSection, matcher: Matcher) -> Iterator[_Block]:
    """Yield the blocks of a section with the key of each column that is read."""
    header = section.header
    for part in split_blocks(header, matcher):
        found: dict[str, list[tuple[int, int]]] = {}
        for column in part:
            match = header.matches[column]
            if match and match.field not in matcher.constants:
                found.setdefault(match.field, []).append((match.rank, column))
        keys: dict[int, str] = {}
        for field, places in found.items():
            places.sort()
            if places[0][0] < 0:
                places = [place for place in places if place[0] < 0]
            if not matcher.fields[field].repeat:
                del places[1:]
            for number, (_rank, column) in enumerate(places, 1):
                keys[column] = field if number == 1 else f"{field}#{number}"
        columns = sorted(keys)
        yield _Block(section, [keys[column] for column in columns], columns)


def _column_maps(blocks: list[_Block]) -> list[ColumnMap]:
    maps = [
        ColumnMap(block.section.header.names[column], key, column_letter(column))
        for block in blocks
        for key, column in zip(block.keys, block.columns, strict=True)
    ]
    return list(dict.fromkeys(maps))


def _left_out(sheet: Sheet, blocks: list[_Block]) -> tuple[list[str], list[str]]:
    """Return the names of the columns that are not read: those nobody asked for, and the private ones."""
    unmapped: dict[str, None] = {}
    refused: dict[str, None] = {}
    read: dict[int, set[int]] = {}
    for block in blocks:
        read.setdefault(block.section.start, set()).update(block.columns)
    for section in dict.fromkeys(block.section for block in blocks):
        names = section.header.names
        named = [column for column, name in enumerate(names) if name]
        for column in range(named[-1] + 1 if named else 0):
            if is_private(names[column]):
                refused[names[column]] = None
            elif column not in read[section.start]:
                rows = sheet.rows(section.start, section.stop)
                if names[column]:
                    unmapped[names[column]] = None
                elif any(column < len(row) and row[column] is not None for row in rows):
                    unmapped[column_letter(column)] = None
    return list(unmapped), list(refused)


# --- which rows -----------------------------------------------------------------------------------


class Rows(Sequence[SourceRow]):
    """The rows of blocks, one block after the other; read anew each time they are gone through, so that none is held."""

    __slots__ = ("_blocks", "_constants", "_count", "_needed", "_sheet", "_skipped", "beside", "keyless")

    def __init__(self, sheet: Sheet, blocks: "list[_Block]", skipped: Collection[int], matcher: Matcher) -> None:
        """Go through them once: count them, and find the filled rows without a needed field."""
        self._sheet, self._blocks, self._skipped = sheet, blocks, skipped
        self._constants, self._needed = dict(matcher.constants), matcher.needed
        self.keyless: dict[int, str] = {}
        # Of blocks side by side, one may be filled and the other not.
        self.beside = len({id(block.section) for block in blocks}) < len(blocks)
        lacking: set[int] = set()
        read = (row.number - sheet.offset for block in blocks for row in self._read(block, lacking))
        if self.beside:
            numbers = list(read)
            self._count = len(numbers)
            lacking.difference_update(numbers)
        else:
            self._count = sum(1 for _number in read)
        self.keyless = dict.fromkeys(lacking, "no_key")

    def __len__(self) -> int:
        """Return how many there are."""
        return self._count

    def __iter__(self) -> Iterator[SourceRow]:
        """Go through them."""
        return (row for block in self._blocks for row in self._read(block, set()))

    def __getitem__(self, place: Any) -> Any:
        """Return one, or some, by going through those before."""
        return next(islice(self, place, None)) if isinstance(place, int) else list(self)[place]

    def _read(self, block: "_Block", keyless: set[int]) -> Iterator[SourceRow]:
        """Yield the rows of a block but those passed over; filled ones without a needed field go to `keyless`."""
        if not block.columns:
            return
        size, width = len(block.columns), block.columns[-1] + 1
        pick = itemgetter(*block.columns, block.columns[-1])  # one column more, so that it is always a tuple
        places = [place for place, key in enumerate(block.keys) if key.partition("#")[0] in self._needed]
        places = places or list(range(size))
        keys, constants, offset, first = tuple(block.keys), self._constants, self._sheet.offset, places[0]
        skipped, start = self._skipped, block.section.start
        for index, row in enumerate(self._sheet.rows(start, block.section.stop), start):
            if len(row) < width:
                row = row + [None] * (width - len(row))
            cells = pick(row)
            if cells[first] is None and all(cells[place] is None for place in places):
                if cells.count(None) <= size:
                    keyless.add(index)
                continue
            if index in skipped:
                continue
            values = dict(zip(keys, cells, strict=False))
            if constants:
                values.update(constants)
            yield SourceRow(index + offset, values)
