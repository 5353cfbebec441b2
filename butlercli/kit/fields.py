"""What is typed into the fields of a record: read as each field's kind says, and written where it differs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from butlercli.base import rooms
from butlercli.base.dates.iso import not_yet
from butlercli.base.errors import UsageError
from butlercli.base.fields import Field, Reference
from butlercli.base.result import Message, Result, Row
from butlercli.base.vocabulary import Vocabulary
from butlercli.kit import select, texts

if TYPE_CHECKING:
    from butlercli.store.database import Database


Typed = str | Sequence[str] | int | date | None
"""What is typed into a field: a text, the words of a list, a number, a switch; or a day that is one already, None for none."""


def read(db: "Database", field: Field, text: Typed) -> Any:
    """Return what is typed as it is stored, None for a text that clears the field.

    Raises UsageError (exit 2), and for a reference what its finder raises: NotFoundError (exit 3).
    """
    kind = field.kind
    if not isinstance(text, str):
        return _as_it_is(kind, text)
    if not text.strip() and field.clears:
        if field.wanted:
            raise UsageError(field.wanted)
        return None
    if isinstance(kind, Vocabulary):
        return kind.parse(text)
    if isinstance(kind, Reference):
        return find(db, kind.to, text)["id"]
    if kind == "text":
        return texts.name(text, field.wanted, field.most or texts.LONGEST_NAME)
    if kind == "note":
        return texts.note(text)
    if kind == "phone":
        from butlercli.base.phones import normalise_phone

        return normalise_phone(text)
    if kind == "money":
        from butlercli.base.money import parse_fen

        return parse_fen(text)
    if kind == "day" or kind == "past" or kind == "moment":
        return _time(db, field, text)
    assert callable(kind)
    return kind(text)


def _as_it_is(kind: Any, value: Any) -> Any:
    """Return what is no text as it is stored: a switch, a number, a list, a day."""
    if value is None:
        return None
    if isinstance(value, bool):
        return list(kind.words)[not value] if isinstance(kind, Vocabulary) else int(value)
    if isinstance(value, int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if kind == "texts":
        return list(value)
    if kind == "phones":
        from butlercli.base.phones import normalise_phone

        return [normalise_phone(text) for text in value if text.strip()]
    return texts.listed(value, tags=kind == "tags")


def _time(db: "Database", field: Field, text: str) -> str:
    from butlercli.base.dates import parse_day, parse_moment
    from butlercli.kit.holidays import festival

    if field.kind == "moment":
        moment = parse_moment(text, db.now, prefer=field.prefer, holidays=festival)
        if field.prefer == "past" and moment > db.now:
            raise not_yet(moment)
        return moment.isoformat(timespec="seconds")
    prefer = "past" if field.kind == "past" else field.prefer
    day = parse_day(text, db.now, prefer=prefer, holidays=festival).isoformat()
    if field.kind == "past":
        refuse_to_come(db, day)
    return day


def find(db: "Database", kind: str, text: str) -> Row:
    """Return the row of a record of a kind that a text names, as its room finds it."""
    found: Row = finder(kind).find(db, text)
    return found


def finder(kind: str) -> Any:
    """Return the module of a room that finds its records of a kind, and registers what is named where it has `named`."""
    room, module = rooms.lookup("FINDERS", kind) or ("", "")
    return rooms.module_of(room, module)


def refuse_to_come(db: "Database", day: str) -> None:
    """Raise UsageError (exit 2) for a day that has not come yet."""
    if day > db.now.date().isoformat():
        raise not_yet(day)


def values(db: "Database", fields: Sequence[Field], typed: "Mapping[str, Typed]") -> Row:
    """Return the columns of the fields that were typed, as they are stored; raises what `read` raises."""
    found: Row = {}
    for field in fields:
        if field.name in typed:
            found[field.column] = read(db, field, typed[field.name])
            if field.after:
                first = found.get(field.after) or db.now.date().isoformat()
                found[field.column] = _after(found[field.column], first, typed[field.name])
    return found


def _after(day: str | None, first: str, text: Typed) -> str | None:
    """Return a day that was typed without its year as the first one that does not come before another day."""
    import re

    if day is None or day >= first or not isinstance(text, str):
        return day
    numbers = re.findall(r"\d+", text)
    if len(numbers) != 2 or max(map(len, numbers)) > 2:
        return day
    year = int(first[:4]) + (day[4:] < first[4:])
    return f"{year}{day[4:]}" if day[5:] != "02-29" else day


def chosen(db: "Database", fields: Sequence[Field], typed: "Mapping[str, str | None]") -> select.Filter:
    """Return the conditions on rows `r` that what is typed comes to; raises what `read` raises."""
    found = select.Filter()
    for field in fields:
        text = typed[field.name]
        if text is None:
            continue
        if isinstance(field.kind, Vocabulary):
            found.any_of(f"r.{field.column}", [field.kind.parse(word) for word in select.several(text)])
        else:
            found.equal(f"r.{field.column}", read(db, field, text))
    return found


def insert(db: "Database", table: str, given: Row) -> int:
    """Write a new record of a table with a uid and return its id."""
    return db.insert(table, {"uid": db.uid(), **{name: value for name, value in given.items() if value is not None}})


def edit(
    db: "Database", table: str, row: Row, changes: Row, name: str, echo: Callable[[Sequence[Message]], Result]
) -> Result:
    """Write what differs from a record and return how it now stands, with a remark where nothing does.

    name: how the record is called in that remark. Raises UsageError (exit 2) where no field is named.
    """
    if not changes:
        raise texts.nothing_to_change()
    different = {field: value for field, value in changes.items() if row[field] != value}
    if not different:
        return echo([texts.unchanged(name)])
    db.update(table, row["id"], different)
    return echo(())
