"""JSON and JSON Lines: objects become rows under a header made of their keys."""

from collections.abc import Iterable, Iterator
from typing import Any

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.kit.intake.delimited import Text
from butlercli.kit.intake.grid import Cell, Flow, Sheet
from butlercli.kit.intake.limits import MAX_CELL, MAX_COLUMNS, MAX_GRID, cell_too_long, too_many_cells


def read_json(told: Text, name: str, *, lines: bool = False) -> list[Sheet]:
    """Read an array of objects, an object of such arrays (one sheet each), one object, or JSON Lines.

    With `lines`, or where a whole object is followed by another, each line is an object. Row numbers are
    the ordinals of the objects (line numbers in JSON Lines). Nested values become JSON text. Raises
    `UsageError` naming the line of bad JSON.
    """
    import json

    if lines or _is_lines(told):
        return [_lines_sheet(told, name)]
    text = told.raw.text(told.encoding).read()
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and text.lstrip().startswith("{"):
            return [_lines_sheet(told, name)]
        raise _bad_json(name, _line(text, error.pos), error.msg) from error
    except (ValueError, RecursionError) as error:
        raise _bad_json(name, 1, str(error)) from error
    return _sheets(value, name)


def _line(text: str, position: int) -> int:
    """Return the 1-based line of a position, whichever line ends the file has."""
    return len((text[:position].replace("\r\n", "\n").replace("\r", "\n") + ".").split("\n"))


def _no_constant(constant: str) -> None:
    raise ValueError(constant)


def _bad_json(name: str, line: int, reason: str) -> UsageError:
    return UsageError(
        N_("Line {line} of “{file}” is not valid JSON: {reason}."),
        code="bad_json",
        file=name,
        line=line,
        reason=reason,
    )


def _no_objects(name: str, row: int = 0) -> UsageError:
    message = N_("“{file}” holds no array of objects.")
    if row:
        message = N_("Entry {row} of “{file}” is not an object.")
    hint = N_("Each row is an object such as {example}.")
    return UsageError(message, hint=hint, code="bad_json", file=name, row=row, example='{"unit": "3-2-501"}')


def _is_lines(told: Text) -> bool:
    """Say whether the first line is an object by itself and more follows: then it need not be read as a whole."""
    import json

    filled = (line for line in told.raw.text(told.encoding, None) if not line.isspace())
    try:
        first = json.loads(next(filled, ""), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and next(filled, None) is not None


def _read_lines(told: Text, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects with their line numbers; only real line ends count, not those inside strings."""
    import json

    for number, line in enumerate(told.raw.text(told.encoding, None), 1):
        if not line or line.isspace():
            continue
        try:
            value = json.loads(line, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise _bad_json(name, number, getattr(error, "msg", str(error))) from error
        if not isinstance(value, dict):
            raise _no_objects(name, number)
        yield number, value


def _lines_sheet(told: Text, name: str) -> Flow:
    """Return JSON Lines as a sheet: every line is read once for its keys, then as a row."""
    keys: dict[str, None] = {}
    count = 0
    for _number, item in _read_lines(told, name):
        keys.update(dict.fromkeys(item))
        count += 1
    _check_reach(list(keys), count, name)
    return Flow("1", lambda: _rows(name, list(keys), _read_lines(told, name)), offset=0)


def _sheets(value: Any, name: str) -> list[Sheet]:
    if isinstance(value, list):
        return [_sheet(name, "1", _objects(value, name))]
    if not isinstance(value, dict):
        raise _no_objects(name)
    tables = {key: part for key, part in value.items() if isinstance(part, list) and part and isinstance(part[0], dict)}
    if tables:
        return [_sheet(name, key, _objects(part, name)) for key, part in tables.items()]
    if any(isinstance(part, list) and not part for part in value.values()):
        return [_sheet(name, key, []) for key, part in value.items() if part == []]
    return [_sheet(name, "1", [value])]


def _objects(values: list[Any], name: str) -> list[dict[str, Any]]:
    for number, value in enumerate(values, 1):
        if not isinstance(value, dict):
            raise _no_objects(name, number)
    return values


def _sheet(file: str, title: str, objects: list[dict[str, Any]]) -> Sheet:
    """Return a sheet whose first grid row is the keys."""
    keys = list(dict.fromkeys(key for item in objects for key in item))
    _check_reach(keys, len(objects), file)
    grid = list(_rows(file, keys, enumerate(objects, 1)))
    return Sheet(title, lambda: (grid, []), offset=0)


def _check_reach(keys: list[str], count: int, file: str) -> None:
    if not keys:
        raise UsageError(N_("“{file}” holds no data row."), code="no_rows", file=file)
    if len(keys) > MAX_COLUMNS or len(keys) * count > MAX_GRID:
        raise too_many_cells(file)


def _rows(file: str, keys: list[str], objects: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[list[Cell]]:
    """Yield the keys, then each object on the row of its number."""
    yield list(keys)
    at = 1
    for number, item in objects:
        while at < number:
            yield []
            at += 1
        row = [_cell(item.get(key)) for key in keys]
        if any(type(cell) is str and len(cell) > MAX_CELL for cell in row):
            raise cell_too_long(file, number)
        yield row
        at += 1


def _cell(value: Any) -> Cell:
    """Return a JSON value as a cell; blank text is `None`, lists and objects become JSON text."""
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if value is None or isinstance(value, (bool, int, float)):
        return value
    import json

    return json.dumps(value, ensure_ascii=False) if value else None
