"""Typer's refusals in the house's words and languages: it does not ask gettext for them."""

from typing import Any

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_, _


def is_refusal(error: Exception) -> bool:
    """Say whether an error is one of Typer's own usage errors (they know how to format their message)."""
    return hasattr(error, "format_message")


def spoken(error: Any, hint: str) -> UsageError:
    """Return a refusal of Typer's as ours; `hint` is said where the refusal has none of its own."""
    kind = type(error).__name__
    name = _name(error)
    if kind == "NoSuchOption" and name[1:2].isdigit():
        return UsageError(N_("No number here is negative: {name}."), hint=_plain(hint), name=name)
    if kind == "NoSuchOption":
        close = _nearest_option(error)
        said = N_("There is no option {name}.")
        return UsageError(said, hint=N_("Did you mean {nearest}?") if close else _plain(hint), name=name, nearest=close)
    if kind == "MissingParameter":
        return UsageError(N_("{name} is missing."), hint=_plain(hint), name=name)
    if kind == "BadOptionUsage":
        takes_none = "does not take" in str(error.message)
        said = N_("{name} takes no value.") if takes_none else N_("{name} wants a value.")
        return UsageError(said, hint=_plain(hint), name=name)
    if kind == "BadParameter" and error.param is not None and error.param.type.name.startswith("int"):
        least = getattr(error.param.type, "min", None)
        said = (
            N_("{name} wants a whole number, {least} or more.")
            if least is not None
            else N_("{name} wants a whole number.")
        )
        return UsageError(said, hint=_plain(hint), name=name, least=least)
    message = str(error.format_message())
    if message.startswith("Got unexpected extra argument"):
        return UsageError(
            N_("Too many words: {words}."), hint=_plain(hint), words=message.rpartition("(")[2].rstrip(")")
        )
    if message.startswith(_("No such command {name!r}.").partition("{")[0]):
        return UsageError(
            N_("There is no command “{name}”."), hint=_plain(hint), name=message.partition("'")[2].rpartition("'")[0]
        )
    return UsageError(_plain(message), hint=_plain(hint))


def _plain(text: str) -> str:
    """Return final text so that it survives being filled as a msgid."""
    return text.replace("{", "{{").replace("}", "}}")


def _name(error: Any) -> str:
    option: str | None = getattr(error, "option_name", None)
    if option:
        return option
    parameter = getattr(error, "param", None)
    if parameter is None:
        return ""
    if parameter.param_type_name == "option":
        return str(parameter.opts[0])
    return str(parameter.metavar or parameter.name.upper()).strip("[]")


def _nearest_option(error: Any) -> str:
    from butlercli.base.fuzzy import nearest

    context = error.ctx
    known = [
        name for parameter in (context.command.params if context else ()) for name in parameter.opts if name[:2] == "--"
    ]
    return next(iter(nearest(error.option_name, known)), "")
