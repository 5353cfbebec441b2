"""The types of settings, validated by pydantic."""

import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter, ValidationError

from butlercli.base import clock, rooms
from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_

Check = Callable[[str], str]


def _zone(value: str) -> str:
    clock.zone_named(value)
    return value


def _share(value: str) -> str:
    words = {"全部": "all", "100%": "all", "无": "none", "不": "none", "0%": "none"}
    value = words.get(value, value).lower().replace("％", "%")
    if value in ("all", "none") or re.fullmatch(r"[1-9]\d?%", value):
        return value
    raise ValueError


def _time(value: str) -> str:
    match = re.fullmatch(r"(\d{1,2})[:：](\d{2})", value)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise ValueError
    return f"{int(match[1]):02d}:{match[2]}"


def _response(value: str) -> str:
    if value in ("same-day", "当天", "当日"):
        return "same-day"
    if re.fullmatch(r"[1-9]\d{0,4}", value):
        return value
    raise ValueError


def _word(*allowed: str) -> Any:
    def check(value: str) -> str:
        if value not in allowed:
            raise ValueError
        return value

    return Annotated[str, AfterValidator(check)]


def _switch(value: str) -> str:
    words = {"true": "true", "yes": "true", "on": "true", "开": "true", "是": "true", "1": "true"}
    words.update({"false": "false", "no": "false", "off": "false", "关": "false", "否": "false", "0": "false"})
    return words[value.lower()] if value.lower() in words else _refuse()


def _refuse() -> str:
    raise ValueError


_TYPES: dict[str, tuple[Any, str]] = {
    "text": (Annotated[str, Field(max_length=200)], N_("a text of at most 200 characters")),
    "zone": (Annotated[str, AfterValidator(_zone)], N_("a time zone such as Asia/Shanghai")),
    "share": (Annotated[str, AfterValidator(_share)], N_("all, none, or a share such as 30%")),
    "time": (Annotated[str, AfterValidator(_time)], N_("a time such as 21:00")),
    "response": (Annotated[str, AfterValidator(_response)], N_("same-day, or minutes")),
    "minutes": (Annotated[int, Field(ge=1, le=10_000)], N_("whole minutes, from 1 to 10000")),
    "hours": (Annotated[int, Field(ge=1, le=10_000)], N_("whole hours, from 1 to 10000")),
    "days": (Annotated[int, Field(ge=1, le=365)], N_("whole days, from 1 to 365")),
    "switch": (Annotated[str, BeforeValidator(_switch)], N_("true or false")),
}


def _of_room(type: str) -> tuple[Any, str]:
    """Return a type that one room knows: its words, or its own check; raises KeyError for an unknown one."""
    found = rooms.lookup("SETTING_TYPES", type)
    if found is None:
        raise KeyError(type)
    room, (known, wanted) = found
    if not isinstance(known, str):
        return _word(*known), wanted
    checked_setting: Check = rooms.module_of(room, known).checked_setting

    def checked(value: str) -> str:
        try:
            return checked_setting(value)
        except UsageError:
            return _refuse()

    return Annotated[str, AfterValidator(checked)], wanted


def check(type: str, text: str, presets: list[str]) -> str:
    """Return a value as it is stored; raises UsageError (exit 2) that says what is wanted."""
    if type == "preset":
        adapter, wanted = TypeAdapter[Any](_word(*presets)), N_("the name of a preset")
    else:
        known, wanted = _TYPES[type] if type in _TYPES else _of_room(type)
        adapter = TypeAdapter[Any](known)
    try:
        return str(adapter.validate_python(text))
    except ValidationError:
        from butlercli.base.i18n import _

        raise UsageError(
            N_("“{value}” does not fit this setting."),
            hint=N_("Wanted: {wanted}."),
            value=text,
            wanted=_(wanted),
        ) from None
