"""Units: finding one by its code, registering those that are named, and knowing their neighbours."""

from collections.abc import Sequence
from typing import Any

from butlercli.base.errors import NotFoundError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message
from butlercli.base.unitcode import UnitCode, nearest_units, parse_unit
from butlercli.kit import select, settings
from butlercli.store.database import Database


def find(db: Database, text: str) -> dict[str, Any]:
    """Return the registered unit a text names.

    Raises UsageError (exit 2) where the text is no unit code, NotFoundError (exit 3) with the nearest ones.
    """
    code = parse_unit(text)
    row = by_code(db, code.code)
    if row is None:
        raise unknown(db, code, new_unit=False)
    return row


def by_code(db: Database, code: str) -> dict[str, Any] | None:
    """Return the unit of a canonical code, or None."""
    return db.row("SELECT * FROM unit WHERE code = ?", (code,))


def with_ids(db: Database, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the rows of units by id; those that do not exist are left out."""
    sql = "SELECT * FROM unit WHERE id IN (SELECT value FROM json_each(:ids))"
    return {row["id"]: row for row in select.by_ids(db, sql, ids)}


def unknown(db: Database, code: UnitCode, *, new_unit: bool = True) -> NotFoundError:
    """Return the error for a unit that is not registered, with those that are nearest.

    `new_unit` says whether the verb takes --new-unit; the hint must not promise what is not there.
    """
    close = nearest_units(code.code, db.column("SELECT code FROM unit"))
    if close and new_unit:
        hint = N_("Nearest: {nearest}. To register it, add --new-unit or use {command}.")
    elif close:
        hint = N_("Nearest: {nearest}. To register it: {command}.")
    elif new_unit:
        hint = N_("To register it, add --new-unit or use {command}.")
    else:
        hint = N_("To register it: {command}.")
    return NotFoundError(
        N_("Unit {unit} is not in the register."),
        hint=hint,
        code="unknown_unit",
        unit=code.code,
        nearest=" · ".join(close),
        command=f"butler unit add {code.code}",
    )


def named(db: Database, text: str, *, new: bool = False) -> tuple[dict[str, Any], bool]:
    """Return the unit a text names, registering it where that is allowed; and whether it was registered now.

    Well-formed codes are registered when they are named until `unit add` or an import has been used (setting
    `register`); after that only with `new`. Raises as `find` does.
    """
    code = parse_unit(text)
    row = by_code(db, code.code)
    if row is not None:
        return row, False
    if not new and settings.get(db, "register") == "closed":
        raise unknown(db, code)
    insert(db, code)
    made = by_code(db, code.code)
    assert made is not None
    return made, True


def taken(db: Database, text: str, *, new: bool = False) -> tuple[dict[str, Any], list[Message]]:
    """Return the unit that `named` returns, and the remark that it was registered now."""
    row, made = named(db, text, new=new)
    return row, [Message(N_("Unit {unit} was registered."), unit=row["code"])] if made else []


def insert(db: Database, code: UnitCode, **values: Any) -> int:
    """Register a unit and return its id; the kind follows the code where none is given."""
    row = {
        "uid": db.uid(),
        "code": code.code,
        "building": code.building,
        "entrance": code.entrance,
        "room": code.room,
        "kind": kind_of(code),
    }
    row.update({name: value for name, value in values.items() if value is not None})
    return db.insert("unit", row)


def kind_of(code: UnitCode) -> str:
    """Return the kind a bare code speaks for: `V12` a villa, `A01` a shop, all else a home."""
    if not code.entrance and "-" not in code.code:
        return "villa" if code.code.startswith("V") else "shop"
    return "home"


def close_register(db: Database) -> None:
    """From now on a unit that is not registered is refused (`unit add` or an import was used)."""
    if settings.get(db, "register") == "open":
        settings.store(db, "register", "closed")


def building(db: Database, text: str | None) -> str | None:
    """Return a building as it is registered, or None where there is no text; raises NotFoundError (exit 3)."""
    return None if text is None else require_building(db, text)


def require_building(db: Database, text: str) -> str:
    """Return the canonical name of a building that has units; exit 3 naming those there are."""
    word = text.strip().upper().removesuffix("栋").removesuffix("幢").removesuffix("号楼").removesuffix("#")
    known = [str(name) for name in db.column("SELECT DISTINCT building FROM unit ORDER BY building")]
    if word in known:
        return word
    if not word:
        raise UsageError(N_("A building has a name."))
    raise NotFoundError(
        N_("There is no building “{value}”."),
        hint=N_("One of: {choices}."),
        value=text,
        choices=", ".join(known[:30]),
    )
