"""What the imports of fees share: the table without totals and explanations, the units, the identity of a row."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from butlercli.base.errors import ButlerError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.kit.intake import unit_cells, values
from butlercli.kit.intake.engine import Options
from butlercli.kit.intake.importer import Checked, Importer, some
from butlercli.kit.intake.sections import Passed
from butlercli.nouns.fee.intake import fields as intake_fields

if TYPE_CHECKING:
    from butlercli.base.unitcode import UnitCode
    from butlercli.kit.intake.grid import Cell
    from butlercli.kit.intake.table import MappedTable, SourceRow

_MONEY = ("amount", "amount_fen")
_FIGURES = frozenset((*_MONEY, "area", "rate", "months"))
_PLACES = frozenset(("unit", "room"))
_LONGEST_ENTRANCE = 4


class Given(NamedTuple):
    """A row that could be read: its number, its unit (None where none is told) and its values."""

    number: int
    unit: "UnitCode | None"
    values: Row


class FeeImporter(Importer):
    """An import of fees: totals and explanations are passed over, every row is of a unit."""

    def constant(self, readers: Mapping[str, values.Read], field: str, text: str) -> object:
        """Read a value of `--set`."""
        if field == "unit":
            from butlercli.base.unitcode import parse_unit

            return parse_unit(text)
        return super().constant(readers, field, text)

    def read(self) -> "MappedTable":
        """Read the file; `titles` are then the texts above its rows with the names of sheet and file."""
        from butlercli.kit.intake.formats import read_source
        from butlercli.kit.intake.table import map_source

        options, noun = self.options, self.noun
        source = read_source(options.file, options.stdin, format=options.format)
        mapped = map_source(
            source, noun.fields, sheet=options.sheet, mapping=options.mapping, constants=options.constants, required=noun.required
        )  # fmt: skip
        sheet = next(sheet for sheet in source.sheets if sheet.name == mapped.sheet)
        first = min(row.number for row in mapped.rows) - sheet.offset
        above = [cell for line in sheet.head[: min(max(first, 0), 30)] for cell in line if isinstance(cell, str)]
        self.titles = [*above, mapped.sheet, re.split(r"[/\\]", options.file)[-1]]
        return _tidy(_without_numbers(mapped), options)

    def is_blank(self, _key: str, cell: "Cell") -> bool:
        """Say whether a cell tells nothing."""
        return not intake_fields.told(cell)

    def begin(self) -> None:
        """Look at the columns that tell units."""
        self._units = unit_cells.UnitReader(self.account.table.rows)

    def make(self, rows: Checked) -> Iterable[Any]:
        """Return what the rows come to that could be read, with their units."""
        found = []
        for row, given in rows:
            try:
                unit = self._units.read(row)
            except ButlerError as error:
                shown = unit_cells.shown(row)
                self.refuse(row.number, "room" if self.headers.keys() & _PLACES == {"room"} else "unit", shown, error)
                continue
            if given:
                if "amount_fen" in given:
                    given["amount"] = given.pop("amount_fen")
                found.append(Given(row.number, unit, given))
        bad = self.account.bad_rows()
        self.given = [one for one in found if one.number not in bad]
        return self.make_of(self.given)

    def make_of(self, rows: list[Given]) -> Iterable[Any]:
        """Return what rows with units come to; what breaks a rule becomes a problem."""
        raise NotImplementedError

    def lacks(self, one: Given, fields: Sequence[tuple[str, str]]) -> bool:
        """Put down the first thing a row lacks: its unit, or one of some fields with the sentence that says so."""
        if one.unit is None:
            self.problem(one.number, "unit", None, N_("names no unit."))
            return True
        for field, why in fields:
            if one.values.get(field) in (None, ""):
                self.problem(one.number, field, None, why)
                return True
        return False

    def register(self, units: Iterable["UnitCode | None"]) -> dict[str, int]:
        """Return the ids of units by code; those that are not known are registered and counted."""
        from butlercli.nouns.register.store import bulk

        ids, new = bulk.units_for(self.db, {unit.code: unit for unit in units if unit is not None})
        self.account.extra["units_registered"] = len(new)
        return ids


def _without_numbers(table: "MappedTable") -> "MappedTable":
    """Leave out a column of entrances that holds numbers of another system: 单元编号 01725349 is no entrance."""
    filled = [cell for row in table.rows if (cell := row.values.get("entrance")) is not None]
    if not filled or not all(len(values.plain(cell).strip()) > _LONGEST_ENTRANCE for cell in filled):
        return table
    for row in table.rows:
        row.values.pop("entrance", None)
    gone = [column.header or column.letter for column in table.columns if column.field == "entrance"]
    columns = [column for column in table.columns if column.field != "entrance"]
    return table._replace(columns=columns, unmapped=[*table.unmapped, *gone])


@cache
def _total() -> re.Pattern[str]:
    """Return what names a total: 合计, 本页 小计:, B1栋小计, 总计（50户）, grand total."""
    word = r"(?:合计|小计|总计|共计|累计|总合计|sub-?total|grandtotal|total)"
    return re.compile(
        rf"{word}(?:金额|户数|\d*户|\d*条|\d*笔|数)?[:：]?(?:[(（].{{0,20}}[)）])?[:：]?|.{{0,12}}{word}[:：]?",
        re.IGNORECASE,
    )


def _says_total(cell: "Cell") -> bool:
    if not isinstance(cell, str) or len(cell) > 40 or not ("计" in cell or "otal" in cell or "OTAL" in cell):
        return False
    return _total().fullmatch("".join(cell.split())) is not None


def _tidy(table: "MappedTable", options: Options) -> "MappedTable":
    """Pass over rows that are totals, explanations, or without any money; raises UsageError where none is left."""
    constants = options.constants.keys()
    passed: dict[int, str] = {}
    rows = []
    for row in table.rows:
        reason = _no_row(row, constants)
        if reason is None:
            rows.append(row)
        else:
            passed[row.number] = reason
    if not passed:
        return table
    if not rows:
        raise UsageError(
            N_("“{file}” has a header but no data row."), code="no_rows", file=options.file, sheet=table.sheet
        )
    for row in rows:
        passed.pop(row.number, None)  # of blocks side by side, one may be filled and the other not
    further = [Passed(number, reason) for number, reason in passed.items()]
    return table._replace(rows=rows, passed=sorted([*table.passed, *further]))


def _no_row(row: "SourceRow", constants: Collection[str]) -> str | None:
    """Return why a row is no record of money, None where it is one."""
    cells = {name: cell for name, cell in row.values.items() if name not in constants and intake_fields.told(cell)}
    # A remark may speak of a total too: it makes a row one only where nothing but figures stands beside it.
    if any(_says_total(cell) for name, cell in cells.items() if name != "note" or cells.keys() <= {*_FIGURES, "note"}):
        return "total"
    if "amount" not in row.values and "amount_fen" not in row.values:
        # The last line of a list of meters may be a sum that nobody named.
        return "total" if cells.keys() == {"value"} and not _PLACES & set(constants) else None
    told = [cells[name] for name in _MONEY if name in cells]
    if told and cells.keys() <= _FIGURES and not _PLACES & set(constants):
        return "total"
    if not told and _explains(cells):
        return "note"
    # A row that tells when it was paid but not how much is a slip; one that tells neither is a bill left open.
    unpaid = not told and "paid_at" in row.values and "paid_at" not in cells
    return "nothing" if unpaid or (told and all(_is_zero(cell) for cell in told)) else None


def _is_zero(cell: "Cell") -> bool:
    text = values.plain(cell).strip().removeprefix("¥").removesuffix("元")
    return bool(text) and not text.strip("0.") and any(c == "0" for c in text)


def _explains(cells: Mapping[str, "Cell"]) -> bool:
    """Say whether the only cells are texts that name no unit: an explanation under the data."""
    from butlercli.base.unitcode import try_parse_unit

    if len(cells) > 2 or not all(isinstance(cell, str) for cell in cells.values()):
        return False
    named = [cells[name] for name in ("unit", "room") if name in cells]
    return not any(try_parse_unit(str(cell)) for cell in named)


class Identities:
    """Tells rows apart: by a reference, by a uid, or by their values and their place among equal ones."""

    __slots__ = ("_refs", "_run", "_seen", "_twice", "_uids")

    def __init__(self, run: Importer, twice: str) -> None:
        """`twice`: the sentence for a reference that stands in a row before, with its field {first}."""
        self._run = run
        self._twice = twice
        self._refs: dict[str, int] = {}
        self._uids: dict[str, int] = {}
        self._seen: dict[bytes, int] = {}

    def of(self, one: Given) -> str | None:
        """Return the uid of a row (its own, or made of its values; `""` with a reference), None where it is refused."""
        for field, known in (("ref", self._refs), ("uid", self._uids)):
            told = one.values.get(field)
            if told:
                first = known.setdefault(told, one.number)
                if first != one.number:
                    self._run.problem(one.number, field, told, self._twice, first=first)
                    return None
        own = one.values.get("uid")
        if own:
            return str(own)
        return "" if one.values.get("ref") else self._made(one)

    def _made(self, one: Given) -> str:
        code = one.unit.code if one.unit else None
        text = repr((code, sorted(one.values.items(), key=lambda item: item[0]))).encode("utf-8", "surrogatepass")
        digest = blake2b(text, digest_size=16).digest()
        ordinal = self._seen[digest] = self._seen.get(digest, 0) + 1
        if ordinal > 1:
            digest = blake2b(digest + str(ordinal).encode(), digest_size=16).digest()
        # A UUID of the form that holds values of one's own (RFC 9562, version 8): the same on every machine.
        bits = int.from_bytes(digest, "big")
        number = bits & ~(0xF << 76) & ~(0x3 << 62) | (8 << 76) | (2 << 62)
        digits = f"{number:032x}"
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def refs(letter: str, first: int, count: int, changed: Sequence[int]) -> str:
    """Return what an import wrote as references: `B1-B50,B7`."""
    found = [f"{letter}{id}" for id in changed]
    if count:
        last = first + count - 1
        found.insert(0, f"{letter}{first}" if count == 1 else f"{letter}{first}-{letter}{last}")
    return some(found)
