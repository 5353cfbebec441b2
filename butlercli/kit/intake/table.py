"""A source read with meaning: rows of raw cell values by field, and an account of everything left out.

A second column for the same field is kept as `field#2`, a third as `field#3`: values stay plain cells.
Use `SourceRow.all` for a field that may come several times and `SourceRow.first` for one that may not.
"""

from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.kit.intake.grid import Cell, Grid, Sheet, Source, column_letter
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
    rows: list[SourceRow]
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
) -> MappedTable:
    """Find the table in a source and read it into rows by field.

    Without `sheet` (a name, or a number counted from 1) the first one with a fitting header is read.
    `mapping` (header or column letter to field; an empty field leaves the column out) wins over meaning,
    and a constant over every column of its field. Rows that fill none of the `required` fields are passed
    over. Raises `UsageError` when no header, a needed column, a mapped column or a data row is missing,
    and for a private column mapped on purpose.
    """
    matcher = Matcher(fields, mapping or {}, constants or {}, required)
    chosen, header = _choose(source, sheet, matcher)
    first_header = _with_letters(header, matcher, chosen)
    sections, skipped = scan(chosen, first_header, matcher, source.kind)
    blocks = [block for section in sections for block in _blocks(section, matcher)]
    _check_mapped(mapping or {}, sections, matcher, source.name)
    rows: list[SourceRow] = []
    keyless: set[int] = set()
    for block in blocks:
        rows.extend(_read(chosen, block, skipped, keyless, matcher))
    if not rows:
        raise UsageError(
            N_("“{file}” has a header but no data row."), code="no_rows", file=source.name, sheet=chosen.name
        )
    unmapped, refused = _left_out(chosen.grid, blocks)
    read = {row.number - chosen.offset for row in rows} if keyless else set()
    skipped.update(dict.fromkeys(keyless - read - skipped.keys(), "no_key"))
    passed = [Passed(index + chosen.offset, reason) for index, reason in sorted(skipped.items())]
    others = [other.name for other in source.sheets if other is not chosen]
    overlong = _overlong(chosen, sections) if source.kind in ("csv", "tsv") else []
    maps = _column_maps(blocks)
    return MappedTable(chosen.name, others, maps, unmapped, refused, rows, passed, overlong, source.kind)


# --- which sheet ----------------------------------------------------------------------------------


def _choose(source: Source, wanted: str | None, matcher: Matcher) -> tuple[Sheet, Header]:
    """Return the sheet and its header: the first that holds all that is needed, else say what is missing."""
    partial: tuple[Sheet, Header] | None = None
    sheets = source.sheets if wanted is None else [_sheet_named(source, wanted)]
    for sheet in sheets:
        header = find_header(sheet.grid, sheet.merges, matcher)
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
        for row in sheet.grid[:30]:
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
    width = max((len(row) for row in sheet.grid), default=0)
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


def _left_out(grid: Grid, blocks: list[_Block]) -> tuple[list[str], list[str]]:
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
                if names[column]:
                    unmapped[names[column]] = None
                elif any(column < len(row) and row[column] is not None for row in grid[section.start : section.stop]):
                    unmapped[column_letter(column)] = None
    return list(unmapped), list(refused)


# --- which rows -----------------------------------------------------------------------------------


def _read(sheet: Sheet, block: _Block, skipped: dict[int, str], keyless: set[int], matcher: Matcher) -> list[SourceRow]:
    """Read the rows of a block but those in `skipped`; filled ones without a needed field go to `keyless`."""
    rows: list[SourceRow] = []
    if not block.columns:
        return rows
    size, width = len(block.columns), block.columns[-1] + 1
    pick = itemgetter(*block.columns, block.columns[-1])  # one column more, so that it is always a tuple
    needed = matcher.needed
    places = [place for place, key in enumerate(block.keys) if key.partition("#")[0] in needed]
    places = places or list(range(size))
    keys, constants, offset, first = tuple(block.keys), dict(matcher.constants), sheet.offset, places[0]
    for index, row in enumerate(sheet.grid[block.section.start : block.section.stop], block.section.start):
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
        rows.append(SourceRow(index + offset, values))
    return rows


def _overlong(sheet: Sheet, sections: list[SheetSection]) -> list[int]:
    numbers: list[int] = []
    for section in sections:
        width = len(section.header.names)
        for index in range(section.start, section.stop):
            row = sheet.grid[index]
            if len(row) > width and any(cell is not None for cell in row[width:]):
                numbers.append(index + sheet.offset)
    return numbers
