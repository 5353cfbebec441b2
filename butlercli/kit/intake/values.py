"""Cells read into values with the parsers of `base/`, inside pydantic models: a value has one grammar."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from butlercli.base.errors import ButlerError, UsageError
from butlercli.base.i18n import N_
from butlercli.kit.intake.grid import Cell

if TYPE_CHECKING:
    from butlercli.base.dates import DayOrder
    from butlercli.base.vocabulary import Vocabulary
    from butlercli.kit.intake.table import SourceRow

Read = Callable[[Any], Any]
LONGEST_TEXT = 100_000
_REMEMBERED = 20_000


def plain(cell: Cell) -> str:
    """Return a cell as the text a person sees: a whole number without `.0`, a day without its midnight."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e16:
        return str(int(cell))
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else str(cell)


def text(most: int = LONGEST_TEXT) -> Read:
    """Return the reader of a text of at most so many characters, space around it taken off."""

    def read(cell: Cell) -> str:
        found = cell.strip() if type(cell) is str else plain(cell)
        if "\r" in found:  # the line ends of another system
            found = found.replace("\r\n", "\n")
        if len(found) > most:
            raise UsageError(
                N_("The text has {length} characters; at most {most} are kept."), length=len(found), most=most
            )
        return found

    return read


def remembered(parse: Callable[[str], Any]) -> Read:
    """Return a reader that parses each different text once: a column of 50,000 cells has a few hundred.

    Of a column in which every cell is another, it forgets what it knows now and then.
    """
    known: dict[Any, Any] = {}

    def read(cell: Cell) -> Any:
        found = known.get(cell)
        if found is None:
            if len(known) >= _REMEMBERED:
                known.clear()
            found = known[cell] = parse(plain(cell).strip())
        return found

    return read


def word(vocabulary: "Vocabulary", further: Mapping[str, str] | None = None) -> Read:
    """Return the reader of a word of a vocabulary, in either language, or of `further` spellings of codes."""

    def parse(value: str) -> str:
        known = (further or {}).get(value.lower())
        if known is not None:
            return known
        return vocabulary.parse(value)

    return remembered(parse)


def moment(order: "DayOrder | None") -> Read:
    """Return the reader of a date column, as stored: `YYYY-MM-DDTHH:MM:SS` in the community's zone."""
    from datetime import datetime

    from butlercli.base import clock
    from butlercli.base.dates import format_iso, parse_cell_moment

    zone = clock.zone()
    iso = datetime.fromisoformat

    def read(cell: Cell) -> str:
        if type(cell) is str and len(cell) == 19 and cell[4] == cell[7] == "-" and cell[13] == cell[16] == ":":
            # What programs write; all else goes the long way.
            try:
                found = iso(cell)
            except ValueError:
                found = None
            if found is not None and 1990 <= found.year < 2100 and cell.isascii():
                return f"{cell[:10]}T{cell[11:]}"
        return format_iso(parse_cell_moment(cell, order, zone))

    return read


def day(order: "DayOrder | None") -> Read:
    """Return the reader of a column of days: `YYYY-MM-DD`."""
    read = moment(order)
    return lambda cell: read(cell)[:10]


def whole(least: int, most: int) -> Read:
    """Return the reader of a whole number within bounds."""

    def parse(value: str) -> int:
        if value.isascii() and value.isdigit() and len(value) < 12 and least <= int(value) <= most:
            return int(value)
        raise UsageError(
            N_("“{value}” is not a whole number from {least} to {most}."),
            value=value,
            least=least,
            most=most,
        )

    return remembered(parse)


def switch(cell: Cell) -> int:
    """Read yes or no as 1 or 0; raises UsageError for anything else."""
    found = {"true": 1, "1": 1, "yes": 1, "是": 1, "false": 0, "0": 0, "no": 0, "否": 0}
    value = plain(cell).strip().lower()
    if value in found:
        return found[value]
    raise UsageError(N_("“{value}” is neither yes nor no."), value=value[:40])


def uid(cell: Cell) -> str:
    """Read a uid; raises UsageError for anything else."""
    import re

    text = plain(cell).strip().lower()
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text):
        raise UsageError(N_("“{value}” is not a uid."), value=text[:40])
    return text


def only_masked(told: object, known: object) -> bool:
    """Tell whether a text is the known one with its phone numbers masked, as our own files show it."""
    if not (isinstance(told, str) and isinstance(known, str) and "****" in told):
        return False
    from butlercli.base.phones import mask_phones_in

    return told == mask_phones_in(known)


def words(cell: Cell) -> list[str]:
    """Read a list: as JSON, or words between separators (`水、急`, `水, 急`)."""
    import json
    import re

    value = plain(cell).strip()
    if value.startswith("["):
        try:
            found = json.loads(value)
        except ValueError:
            found = None
        if isinstance(found, list):
            return [str(item) for item in found]
    return [item.strip() for item in re.split(r"[、，,;；|\n]+", value) if item.strip()]


def column_orders(
    rows: "Iterable[SourceRow]",
    columns: Mapping[str, str],
    given: "DayOrder | None",
    skip: Callable[[Cell], bool] | None = None,
) -> "dict[str, DayOrder | None]":
    """Decide the order of day, month and year of columns, in one go through the rows.

    columns: their headers by key; given: the order that was said; skip: cells that are no day. Raises UsageError where
    the values of one leave it open.
    """
    if given is not None or not columns:
        return dict.fromkeys(columns, given)
    from butlercli.base.dates import DayOrderVotes

    votes = {key: DayOrderVotes() for key in columns}
    pairs = list(votes.items())
    for row in rows:
        cells = row.values
        for key, vote in pairs:
            cell = cells.get(key)
            # What begins with the year decides nothing: most columns are all of that.
            if type(cell) is str and not cell[:4].isdigit() and not (skip and skip(cell)):
                vote.add(cell)
    orders = {key: vote.decided() for key, vote in pairs}
    for key, order in orders.items():
        if order is None:
            raise UsageError(
                N_("The column “{column}” does not tell day and month apart."),
                hint=N_("Say how it writes dates: --date-format dmy (day first), mdy (month first) or ymd."),
                code="date_order",
                column=columns[key],
            )
    return orders


class Checked:
    """The outcome of checking rows: values by row index, and what was refused as (index, field, error)."""

    __slots__ = ("refused", "values")

    def __init__(self, values: list[dict[str, Any]], refused: list[tuple[int, str, ButlerError]]) -> None:
        """Refused rows keep an empty dictionary in `values`."""
        self.values = values
        self.refused = refused


class Checker:
    """Validates rows with a pydantic model made of the readers of the fields they have."""

    __slots__ = ("_adapter",)

    def __init__(self, name: str, readers: Mapping[str, Read]) -> None:
        """Make the model; its name stands in pydantic's own errors."""
        from pydantic import TypeAdapter

        model = _model(name, readers)
        self._adapter: TypeAdapter[list[dict[str, Any]]] = TypeAdapter(list[model])  # type: ignore[valid-type]

    def check(self, rows: list[dict[str, Any]]) -> Checked:
        """Return the values of rows, and what was refused."""
        from pydantic import ValidationError

        try:
            return Checked(self._adapter.validate_python(rows), [])
        except ValidationError as error:
            refused = [_refusal(item) for item in error.errors(include_url=False)]
        bad = {index for index, _field, _error in refused}
        good = self._adapter.validate_python([row for index, row in enumerate(rows) if index not in bad])
        fresh = iter(good)
        return Checked([{} if index in bad else next(fresh) for index in range(len(rows))], refused)


def _model(name: str, readers: Mapping[str, Read]) -> Any:
    from typing import Annotated

    from pydantic import PlainValidator
    from typing_extensions import TypedDict  # pydantic's own dependency; wants it below Python 3.12

    fields = {field: Annotated[Any, PlainValidator(_wrapped(read))] for field, read in readers.items()}
    return TypedDict(name, fields, total=False)  # type: ignore[operator]


def _wrapped(read: Read) -> Read:
    def validate(cell: Any) -> Any:
        try:
            return read(cell)
        except ButlerError as error:
            raise ValueError(error) from None

    return validate


def _refusal(item: Any) -> tuple[int, str, ButlerError]:
    index, field = item["loc"][0], str(item["loc"][1]) if len(item["loc"]) > 1 else ""
    cause = item.get("ctx", {}).get("error")
    inner = cause.args[0] if isinstance(cause, ValueError) and cause.args else None
    if not isinstance(inner, ButlerError):
        inner = UsageError(N_("“{value}” does not fit here."), value=str(item.get("input"))[:40])
    return int(index), field, inner
