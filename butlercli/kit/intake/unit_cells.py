"""Which unit each row of a file is about: one column with the whole code, or the columns a register keeps it in."""

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from butlercli.base.errors import ButlerError
from butlercli.base.unitcode import UnitCode, parse_unit
from butlercli.kit.intake.headers import FieldSpec
from butlercli.kit.intake.values import plain

if TYPE_CHECKING:
    from butlercli.kit.intake.table import SourceRow

FIELDS: dict[str, FieldSpec] = {
    "unit": FieldSpec(
        (
            "房号", "房间号", "房屋编号", "房屋号", "门牌号", "单元号", "新房号", "新单元号", "室号", "铺位", "铺号", "商铺号", "户号",
            "房产编号", "房产", "房屋", "房屋信息", "unit no", "unit number", "apartment", "flat", "房间", "房", "单元名称", "室",
            "room no",
        ),
        repeat=False,
    ),
    "room": FieldSpec(("room number",), repeat=False),
    "building": FieldSpec(
        ("楼栋", "栋号", "楼号", "楼栋编号", "栋数", "楼栋号", "幢号", "栋", "幢", "楼阁名称", "楼宇", "座", "block", "原单元号"),
        repeat=False,
    ),
    "floor": FieldSpec(("楼层", "层", "层数号"), repeat=False),
    "entrance": FieldSpec(("单元", "单元编号", "门洞", "梯号"), repeat=False),
}  # fmt: skip
NAMES = tuple(FIELDS)


class UnitReader:
    """Reads units out of rows; looks at the whole column first where one row alone could not tell."""

    __slots__ = ("_building_has_floor", "_entrance_is_floor", "_known")

    def __init__(self, rows: "Iterable[SourceRow]") -> None:
        """Decide whether a column repeats the building with the floor: `B1`, `B1-3`, `301`, or just the last two."""
        self._known: dict[tuple[str, ...], UnitCode | ButlerError] = {}
        self._entrance_is_floor = False
        if any("entrance" in row.values and "building" in row.values for row in islice(rows, 200)):
            from butlercli.base.unitcolumns import repeats_floor

            triples = (
                (
                    plain(row.values.get("building")),
                    plain(row.values.get("entrance")),
                    plain(row.values.get("unit") or row.values.get("room")),
                )
                for row in rows
            )
            self._entrance_is_floor = repeats_floor(item for item in triples if item[1])

        self._building_has_floor = self._repeats_in_building(rows)

    @staticmethod
    def _repeats_in_building(rows: "Iterable[SourceRow]") -> bool:
        from butlercli.base.unitcolumns import repeats_floor

        if not any("-" in plain(row.values.get("building")) for row in islice(rows, 200)):
            return False
        pairs = (
            (plain(row.values.get("building")).strip(), plain(row.values.get("unit") or row.values.get("room")))
            for row in rows
        )
        return repeats_floor((value.partition("-")[0], value, room) for value, room in pairs if "-" in value and room)

    def read(self, row: "SourceRow") -> UnitCode | None:
        """Return the unit of a row, None where it names none; raises UsageError for what is no unit."""
        values = row.values
        code = values.get("unit")
        room = code if code is not None else values.get("room")
        if room is None:
            return None
        key = tuple(plain(values.get(name)).strip() for name in ("building", "floor", "entrance"))
        key = (*key, plain(room).strip())
        found = self._known.get(key)
        if found is None:
            try:
                found = self._parse(*key)
            except ButlerError as error:
                found = error
            self._known[key] = found
        if isinstance(found, ButlerError):
            raise found
        return found

    def _parse(self, building: str, floor: str, entrance: str, room: str) -> UnitCode:
        if not (building or floor or entrance):
            return parse_unit(room)
        from butlercli.base.unitcolumns import from_columns

        if self._building_has_floor and "-" in building:
            building, floor = building.partition("-")[0], building
        if self._entrance_is_floor and entrance:
            floor, entrance = entrance, ""
        elif building and entrance.startswith(building + "-"):
            entrance = entrance[len(building) + 1 :]
        return from_columns(building, floor, entrance, room)


def shown(row: "SourceRow") -> str:
    """Return the cells a unit was read from, as one text."""
    return " | ".join(plain(row.values[name]) for name in NAMES if row.values.get(name) is not None)
