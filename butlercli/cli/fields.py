"""The options of a verb that come from the table of a record's fields."""

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from butlercli.base.fields import LISTS, Field

if TYPE_CHECKING:
    from butlercli.base.result import Result

_OWN = "field_"
"""Before the names of fields, so that an argument of the verb may be called as a field is."""


def given(
    fields: Sequence[Field],
    *,
    arguments: Sequence[str] = (),
    optional: Sequence[str] = (),
    loose: str = "",
    required: Sequence[str] = (),
    helps: Mapping[str, str] | None = None,
    flags: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
    read: bool = True,
) -> "Callable[[Callable[..., Result]], Callable[..., Result]]":
    """Give a verb `function(db, ..., given, ...)` an argument or option for each field, in the place of `given`.

    `given` receives what was typed, as values that are stored (see kit/fields.py), or with `read` false as it is.
    `arguments` are typed without an option, `optional` ones may be left out; the words of `loose`, the last of them, need no
    quotes. `required` are options that must be named, `helps` and `flags` are msgids and
    names of options in place of the fields' own, `defaults` are as good as typed.
    """

    def declare(function: "Callable[..., Result]") -> "Callable[..., Result]":
        @functools.wraps(function)
        def reading(db: Any, **typed: Any) -> "Result":
            named = {field.name: typed.pop(_OWN + field.name) for field in fields}
            own = {name: value for name, value in named.items() if value is not None}
            if own.get(loose) is not None:
                own[loose] = " ".join(own[loose])
            if read:
                from butlercli.kit.fields import values

                own = values(db, fields, own)
            return function(db, given=own, **typed)

        options = []
        for field in fields:
            name = field.name
            help, names = (helps or {}).get(name, field.help), (flags or {}).get(name)
            metavar = None if _is_switch(field) else field.metavar
            one: Any = typer.Option(*((names,) if names else field.flags), metavar=metavar, help=help)
            if name in arguments or name in optional:
                one = typer.Argument(metavar=field.metavar if name in arguments else f"[{field.metavar}]", help=help)
            wanted = name in arguments or name in required
            default = inspect.Parameter.empty if wanted else (defaults or {}).get(name)
            options.append(_parameter(field, one, default, several=name == loose))
        first, *rest = inspect.signature(function).parameters.values()
        place = next(place for place, one in enumerate(rest) if one.name == "given")
        rest[place : place + 1] = options
        kept = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in rest]
        reading.__signature__ = inspect.Signature([first, *kept])  # type: ignore[attr-defined]
        return reading

    return declare


def filters(fields: Sequence[Field], names: str) -> "Callable[[Callable[..., Result]], Callable[..., Result]]":
    """Give a list `function(db, ..., chosen, ...)` an option for each of some fields, in the place of `chosen`.

    `chosen` receives the conditions on rows `r` that they come to (see kit/fields.py); words of codes may be several.
    """
    asked = [field for field in fields if field.name in names.split()]

    def declare(function: "Callable[..., Result]") -> "Callable[..., Result]":
        @functools.wraps(function)
        def choosing(db: Any, **typed: Any) -> "Result":
            from butlercli.kit.fields import chosen

            own = {field.name: typed.pop(_OWN + field.name) for field in asked}
            return function(db, chosen=chosen(db, asked, own), **typed)

        first, *rest = inspect.signature(function).parameters.values()
        place = next(place for place, one in enumerate(rest) if one.name == "chosen")
        rest[place : place + 1] = [
            _parameter(field, typer.Option(*field.flags, metavar=field.metavar, help=field.help), None)
            for field in asked
        ]
        kept = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in rest]
        choosing.__signature__ = inspect.Signature([first, *kept])  # type: ignore[attr-defined]
        return choosing

    return declare


def _is_switch(field: Field) -> bool:
    return field.kind == "switch" or "/" in field.flags[0]


def _parameter(field: Field, declared: Any, default: Any, *, several: bool = False) -> inspect.Parameter:
    typed: Any = str
    if several or field.kind in LISTS:
        typed = list[str]
    elif field.kind == "number":
        typed = int
    elif _is_switch(field):
        typed = bool
    annotation: Any = Annotated[typed if default is not None else typed | None, declared]
    return inspect.Parameter(_OWN + field.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
