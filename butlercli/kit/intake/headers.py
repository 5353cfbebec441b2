"""Header names matched to fields by meaning, and header rows found in a sheet.

A name is compared after folding: half width, lower case, without spaces, line breaks, brackets and what
they hold, colons, asterisks, underscores and hyphens. `手 机号*（必填）` is `手机号`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from butlercli.base.errors import UsageError
from butlercli.base.fields import Field
from butlercli.base.i18n import N_
from butlercli.kit.intake.grid import Cell, Grid, Merge, column_index

HEADER_ROWS = 30
"""Rows of a sheet among which its first header is looked for."""
_LONGEST_NAME = 60

Required = Sequence[str | tuple[str, ...]]
"""Fields a row needs; a tuple is a choice, any one of which will do."""


class FieldSpec(NamedTuple):
    """How a field is called in other people's files.

    `synonyms` match a whole header, best first: of two columns for the field the one with the earlier
    synonym is the field, the other `field#2`. `endings` also match headers that only end so
    (`业主、住户联系电话` ends with `联系电话`), after every synonym. With `repeat` false further columns
    are not kept but named as unmapped. The field's own name is always a synonym.
    """

    synonyms: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    repeat: bool = True


def spec(field: Field, *, repeat: bool = False) -> FieldSpec:
    """Return how files call a field; repeat: whether further columns of it are kept (see FieldSpec)."""
    return FieldSpec(field.headers, field.endings, repeat)


class Match(NamedTuple):
    """A header understood: its field and how well it fits (lower is better)."""

    field: str
    rank: int


@cache
def _noise() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of bracketed remarks, of marks between words, of numbers and units at the end."""
    brackets = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>|《[^《》]*》|「[^「」]*」")
    marks = re.compile(r"[\s\u200b\ufeff:;*#.,!?'\"“”‘’_\-()\[\]【】〔〕<>《》「」]+")
    tail = re.compile(r"(?:\d+|[一二三四]|m2|平方米|平米|元)$")
    return brackets, marks, tail


@lru_cache(maxsize=4096)
def normalise(header: str) -> str:
    """Return the header as it is compared; "" when nothing but marks is left."""
    import unicodedata

    brackets, marks, _tail = _noise()
    text = unicodedata.normalize("NFKC", header).lower()
    # A name that stands in brackets as a whole keeps what they hold.
    return marks.sub("", brackets.sub("", text)) or marks.sub("", text)


@cache
def _private() -> re.Pattern[str]:
    return re.compile(
        r"身份证|身份号|证件(?!类|种|照)|护照|密码|口令"
        r"|(?<![a-z])(?:id|identity)[\s_\-]*cards?|(?<![a-z])identity[\s_\-]*(?:no|num)"
        r"|^\W*(?:(?:owner|resident|tenant|holder|customer|citizen|national)(?:'s)?[\s_\-]*)?id[\s_\-]*(?:no|number)\W*$"
        r"|passport|passw(?:or)?d|passcode|(?<![a-z])pwd(?![a-z])"
    )


@lru_cache(maxsize=4096)
def is_private(header: str) -> bool:
    """Tell whether a column holds identity numbers or passwords, which are never imported."""
    import unicodedata

    text = unicodedata.normalize("NFKC", header)
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower()
    return bool(_private().search(spaced) or _private().search("".join(text.lower().split())))


class Matcher:
    """Knows the fields of one noun, what the user mapped by hand, and which fields a row needs."""

    __slots__ = (
        "_endings",
        "_exact",
        "constants",
        "fields",
        "letters",
        "named",
        "needed",
        "required",
        "words",
    )

    def __init__(
        self,
        fields: Mapping[str, FieldSpec],
        mapping: Mapping[str, str],
        constants: Mapping[str, str],
        required: Required,
    ) -> None:
        """Prepare the tables; raises `UsageError` for an unknown field or a mapped private column."""
        _check_fields(fields, (*mapping.values(), *constants))
        self.fields, self.constants, self.required = fields, constants, required
        self.needed = {name for need in required for name in ((need,) if isinstance(need, str) else need)}
        self.named: dict[str, str] = {}
        self.letters: dict[int, str] = {}
        for header, field in mapping.items():
            if is_private(header):
                raise private_column(header)
            self.named[normalise(header)] = field
            if header.isascii() and header.isalpha() and header.isupper() and len(header) <= 3:
                self.letters[column_index(header)] = field
        self._exact: dict[str, Match] = {}
        self._endings: list[tuple[str, Match]] = []
        for field, spec in fields.items():
            names = [normalise(name) for name in (*spec.synonyms, field)]
            for rank, name in enumerate(names):
                self._exact.setdefault(name, Match(field, rank))
            for rank, name in enumerate(map(normalise, spec.endings), len(names)):
                self._endings.append((name, Match(field, rank)))
        # The longest ending says most: `业主姓名` before `姓名`.
        self._endings.sort(key=lambda pair: -len(pair[0]))
        self.words = {name for spec in fields.values() for name in spec.synonyms} | {*fields, *mapping}

    def exact(self, header: str) -> Match | None:
        """Return the field whose synonym the whole header is, also without a number or unit at its end."""
        name = normalise(header)
        return self._exact.get(name) or self._exact.get(_noise()[2].sub("", name))

    def match(self, header: str) -> Match | None:
        """Return the field a header means: by hand first (rank -1), then by synonym, then by ending.

        A header the user mapped to nothing, and a private one, means no field.
        """
        name = normalise(header)
        if not name or len(name) > _LONGEST_NAME or is_private(header):
            return None
        if name in self.named:
            return Match(self.named[name], -1) if self.named[name] else None
        found = self.exact(header)
        if found is None and self._endings:
            for text in (name, _noise()[2].sub("", name)):
                found = found or next((match for ending, match in self._endings if text.endswith(ending)), None)
        return found

    def satisfied(self, fields: Iterable[str]) -> bool:
        """Tell whether these fields and the constants hold everything a row needs."""
        return not self.missing(fields)

    def missing(self, fields: Iterable[str]) -> list[str | tuple[str, ...]]:
        """Return the needed fields that are neither among these nor constants."""
        have = {*fields, *self.constants}
        return [need for need in self.required if have.isdisjoint((need,) if isinstance(need, str) else need)]


def private_column(header: str) -> UsageError:
    """Return the refusal to import an identity number or a password."""
    return UsageError(
        N_("The column “{column}” is never imported: identity numbers and passwords do not belong here."),
        hint=N_("Leave out --map for it."),
        code="private_column",
        column=header,
    )


def _check_fields(fields: Mapping[str, FieldSpec], named: Iterable[str]) -> None:
    for field in named:
        if field and field not in fields:
            from butlercli.base.fuzzy import nearest

            near = nearest(field, fields)
            raise UsageError(
                N_("There is no field “{field}” here."),
                hint=N_("Did you mean “{nearest}”?") if near else N_("Fields: {fields}."),
                code="unknown_field",
                field=field,
                nearest=near[0] if near else "",
                fields=", ".join(fields),
            )


class Header(NamedTuple):
    """A header found: 0-based first and last grid row, and each column's name and match."""

    first: int
    last: int
    names: list[str]
    matches: list[Match | None]

    @property
    def fields(self) -> set[str]:
        """Return the distinct fields recognised."""
        return {match.field for match in self.matches if match}


def find_header(grid: Grid, merges: list[Merge], matcher: Matcher) -> Header | None:
    """Return the header among the first rows: the row, or two rows, in which most fields are recognised.

    It takes two fields, or one when that is all a row needs. A pair of rows is preferred only where it
    tells more than either row alone, so a data row below the header never joins it.
    """
    best: Header | None = None
    singles = [header_at(grid[index], index, matcher) for index in range(min(HEADER_ROWS + 1, len(grid)))]
    for index, single in enumerate(singles[:HEADER_ROWS]):
        best = _better(best, single, matcher)
        if index + 1 < len(singles) and _all_text(grid[index + 1]):
            pair = _pair_at(grid, index, merges, matcher)
            if len(pair.fields) > max(len(single.fields), len(singles[index + 1].fields)):
                best = _better(best, pair, matcher)
    if best is None or not best.fields:
        return None
    if len(best.fields) < 2 and not (matcher.required and matcher.satisfied(best.fields)):
        return None
    # A second table further down may have more columns: the first one is still read first. The row right
    # above has no data of its own; it is the upper half of a merged header.
    earlier = (plain_header_at(grid[index], index, matcher) for index in range(best.first - 1))
    return next((header for header in earlier if header), best)


def _better(best: Header | None, other: Header, matcher: Matcher) -> Header:
    """Return the header that satisfies the needs, then the one that knows more fields, then the first."""
    if best is None:
        return other
    rank: Callable[[Header], tuple[bool, int]] = lambda header: (  # noqa: E731
        bool(header.fields) and matcher.satisfied(header.fields),
        len(header.fields),
    )
    return other if rank(other) > rank(best) else best


def header_at(row: list[Cell], index: int, matcher: Matcher) -> Header:
    """Read one row, whose grid row is `index`, as a header; numbers and dates in it are no names."""
    names = [_name(cell) for cell in row]
    matches = [matcher.match(name) if name else None for name in names]
    return Header(index, index, names, matches)


def plain_header_at(row: list[Cell], index: int, matcher: Matcher) -> Header | None:
    """Return a row as a header only when it can be nothing else.

    Data may hold single words of a header (电话 as a source), so: nothing but text, most of it understood,
    at least two fields, and among them what a row needs.
    """
    names = [cell for cell in row if cell is not None]
    if not matcher.required or not names or not _all_text(row):
        return None
    header = header_at(row, index, matcher)
    known = sum(match is not None for match in header.matches)
    if known * 2 < len(names) or len(header.fields) < 2 or matcher.needed.isdisjoint(header.fields):
        return None
    return header if matcher.satisfied(header.fields) else None


def _pair_at(grid: Grid, index: int, merges: list[Merge], matcher: Matcher) -> Header:
    """Read a row and the one below it as one header: `业主` over `姓名`, `建筑` over `面积`.

    A lower name that stands under several upper ones (`姓名` under `业主` and under `租户`) means its
    field only under the first, unless both together are a name.
    """
    lower = [_name(cell) for cell in grid[index + 1]]
    upper = _spread(grid[index], index, merges, len(lower))
    lower += [""] * (len(upper) - len(lower))
    own = [_name(cell) for cell in grid[index]] + [""] * (len(upper) - len(grid[index]))
    names: list[str] = []
    matches: list[Match | None] = []
    groups: dict[str, str] = {}
    for top, low, mine in zip(upper, lower, own, strict=True):
        name, match = "", None
        if low or mine:  # else an upper name spread over nothing, which would be counted again and again
            name, match = _pair(top, low, groups, matcher)
        names.append(name)
        matches.append(match)
    return Header(index, index + 1, names, matches)


def _pair(top: str, low: str, groups: dict[str, str], matcher: Matcher) -> tuple[str, Match | None]:
    """Return the name and match of one column: both names together, else the lower, else the upper alone."""
    both = low if top == low else top + low
    group = groups.setdefault(normalise(low), top)
    if is_private(both):
        return both, None
    if matcher.exact(both) or normalise(both) in matcher.named:
        return both, matcher.match(both)
    if low and group == top and (match := matcher.match(low)):
        return low, match
    return both, matcher.match(top) if not low else None


def _spread(row: list[Cell], index: int, merges: list[Merge], width: int) -> list[str]:
    """Return the upper names, each spread over the columns it is merged over.

    Where the format tells of no merges a name reaches to the next one, as a merged cell looks in CSV.
    """
    names = [_name(cell) for cell in row] + [""] * (width - len(row))
    for merge in merges:
        if merge.top <= index <= merge.bottom and merge.left < len(names):
            for column in range(merge.left + 1, min(merge.right + 1, len(names))):
                names[column] = names[column] or names[merge.left]
    if not merges:
        for column in range(1, len(names)):
            names[column] = names[column] or names[column - 1]
    return names


def _name(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) and len(cell) <= 4 * _LONGEST_NAME else ""


def _all_text(row: list[Cell]) -> bool:
    return all(cell is None or isinstance(cell, str) for cell in row)


def split_blocks(header: Header, matcher: Matcher) -> list[list[int]]:
    """Return the columns of each block of a header whose names repeat side by side; one block otherwise.

    Blocks are stretches of the same names in the same order, each holding what a row needs by itself, so
    two owners beside one unit stay one row. Columns left of the first block belong to every block.
    """
    names = [normalise(name) for name in header.names]
    everything = list(range(len(names)))
    places: dict[str, list[int]] = {}
    for column, name in enumerate(names):
        if name:
            places.setdefault(name, []).append(column)
    for starts in places.values():
        if not 1 < len(starts) <= 50:
            continue
        parts = [everything[a:b] for a, b in zip(starts, [*starts[1:], len(names)], strict=True)]
        texts = [[names[column] for column in part if names[column]] for part in parts]
        same = all(text == texts[0] for text in texts[:-1]) and texts[-1][: len(texts[0])] == texts[0]
        if same and len(texts[0]) > 1 and all(_complete(header, part, matcher) for part in parts):
            return [everything[: starts[0]] + part for part in parts]
    return [everything]


def _complete(header: Header, part: list[int], matcher: Matcher) -> bool:
    fields = {match.field for column in part if (match := header.matches[column])}
    return bool(fields) and (matcher.satisfied(fields) if matcher.required else len(fields) > 1)
