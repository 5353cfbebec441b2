"""The options of a verb that come from the table of a record's fields."""

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from butlercli.base.fields import Field
    from butlercli.base.result import Result

_OWN = "field_"
"""Before the names of fields, so that an argument of the verb may be called as a field is."""


def given(
    fields: "Sequence[Field]",
    *,
    arguments: Sequence[str] = (),
    required: Sequence[str] = (),
    helps: Mapping[str, str] | None = None,
) -> "Callable[[Callable[..., Result]], Callable[..., Result]]":
    """Give a verb `function(db, ..., given)` an argument or option for each field.

    `given` receives what was typed, as values that are stored (see kit/fields.py). `arguments` are typed without an
    option, `required` are options that must be named, `helps` are msgids in place of the fields' own.
    """

    def declare(function: "Callable[..., Result]") -> "Callable[..., Result]":
        @functools.wraps(function)
        def reading(db: Any, **typed: Any) -> "Result":
            from butlercli.kit import fields as kit

            own = {field.name: typed.pop(_OWN + field.name) for field in fields}
            return function(db, given=kit.values(db, fields, own), **typed)

        first, *rest = inspect.signature(function).parameters.values()
        kept = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in rest if one.name != "given"]
        options = [
            _parameter(
                field, (helps or {}).get(field.name, field.help), field.name in arguments, field.name in required
            )
            for field in fields
        ]
        typed = [one for one in options if one.name.removeprefix(_OWN) in arguments]
        reading.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [first, *kept, *typed, *(one for one in options if one not in typed)]
        )
        return reading

    return declare


def _parameter(field: "Field", help: str, argument: bool, required: bool) -> inspect.Parameter:
    declared = (
        typer.Argument(metavar=field.metavar, help=help)
        if argument
        else typer.Option(*field.flags, metavar=field.metavar, help=help)
    )
    wanted = argument or required
    typed: Any = list[str] if field.kind == "words" else str
    return inspect.Parameter(
        _OWN + field.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if wanted else None,
        annotation=Annotated[typed if wanted else typed | None, declared],
    )
