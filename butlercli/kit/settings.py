"""Settings: what may be set, what holds where nothing was set, and where each rule comes from.

The rooms say which there are (`SETTINGS`, `PRESETS` in their facts). Values are stored as text. Reading needs no
library; `check` validates with pydantic what is to be stored.
"""

import re
from typing import Any

from butlercli.base import rooms
from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.rooms import Preset, Setting
from butlercli.store.database import Database

# A field of a named set: the setting that says which set is in force, the set, the field.
_FIELD = re.compile(r"(?P<key>[a-z_]+)\.(?P<preset>[^.\s]{1,40})\.(?P<field>[a-z_]+)")


def known() -> dict[str, Setting]:
    """Return every setting that is no field of a set, in the order of the list."""
    found: dict[str, Setting] = rooms.merged("SETTINGS")
    return dict(sorted(found.items(), key=lambda item: item[1].place))


def default(key: str) -> str:
    """Return what holds where nothing was set. Raises KeyError for an unknown key."""
    return _setting(key).default


def source(key: str) -> str:
    """Return where the rule of a setting comes from, a msgid. Raises KeyError for an unknown key."""
    return _setting(key).source


def _setting(key: str) -> Setting:
    found = rooms.lookup("SETTINGS", key)
    if found is None:
        raise KeyError(key)
    setting: Setting = found[1]
    return setting


def _preset(key: str) -> Preset:
    found = rooms.lookup("PRESETS", key)
    if found is None:
        raise KeyError(key)
    preset: Preset = found[1]
    return preset


def get(db: Database, key: str) -> str:
    """Return a setting's value as text: what was set, else the default. Raises KeyError for an unknown key."""
    stored = db.settings.get(key)
    return stored if stored is not None else default(key)


def preset_value(db: Database, key: str, preset: str, field: str) -> str:
    """Return one field of a named set: what was set, what the set says, or what the first says."""
    stored = db.settings.get(f"{key}.{preset}.{field}")
    if stored is not None:
        return stored
    known = _preset(key)
    said = known.built_in.get(preset, {}).get(field)
    if said is not None:
        return said
    return db.settings.get(f"{key}.{next(iter(known.built_in))}.{field}") or known.fields[field].default


def _field(key: str) -> tuple[str, str, str] | None:
    """Return setting, set and field where a key names a field of a set."""
    match = _FIELD.fullmatch(key)
    if match is None:
        return None
    found = rooms.lookup("PRESETS", match["key"])
    return (match["key"], match["preset"], match["field"]) if found and match["field"] in found[1].fields else None


def presets(db: Database, key: str) -> list[str]:
    """Return the names of all sets of a setting: those built in and those that were set."""
    found = dict.fromkeys(_preset(key).built_in)
    for stored in db.settings:
        field = _field(stored)
        if field and field[0] == key:
            found[field[1]] = None
    return list(found)


def definition(key: str) -> Setting:
    """Return what a key means; raises UsageError (exit 2) with the nearest key for an unknown one."""
    settings = known()
    if key in settings:
        return settings[key]
    field = _field(key)
    if field:
        return _preset(field[0]).fields[field[2]]
    from butlercli.base.fuzzy import nearest

    fields = (
        f"{name}.{next(iter(preset.built_in))}.{field}"
        for name, preset in rooms.merged("PRESETS").items()
        for field in preset.fields
    )
    close = nearest(key, [*settings, *fields])
    raise UsageError(
        N_("There is no setting “{key}”."),
        hint=N_("Did you mean {nearest}?") if close else N_("See {command}."),
        key=key,
        nearest=close[0] if close else "",
        command="butler config list",
    )


def value_of(db: Database, key: str) -> str:
    """Return the value in force of any key, fields of sets included."""
    field = _field(key)
    return preset_value(db, *field) if field else get(db, key)


def all_keys(db: Database) -> list[str]:
    """Return every key that says something: the fixed ones, and those of each named set.

    Schedules that are empty and were not set are left out: most kinds of facilities have none.
    """
    fixed = [key for key, one in known().items() if one.type != "schedule" or one.default or key in db.settings]
    sets: dict[str, Preset] = rooms.merged("PRESETS")
    return [
        *fixed,
        *(f"{k}.{name}.{field}" for k, one in sets.items() for name in presets(db, k) for field in one.fields),
    ]


def check(db: Database, key: str, text: str) -> str:
    """Validate a value with pydantic and return it as it is stored; raises UsageError (exit 2)."""
    from butlercli.kit import setting_types

    type = definition(key).type
    return setting_types.check(type, text.strip(), presets(db, key) if type == "preset" else [])


def store(db: Database, key: str, value: str) -> None:
    """Write a checked value."""
    row = db.row("SELECT id, value FROM setting WHERE key = ?", (key,))
    if row is None:
        db.insert("setting", {"key": key, "value": value})
    elif row["value"] != value:
        db.update("setting", row["id"], {"value": value})
    db.forget_settings()


def record(db: Database, key: str) -> dict[str, Any]:
    """Return a setting as JSON: key, value, default, whether it was set, what it is, the source of the rule."""
    from butlercli.base.i18n import _

    setting, field = definition(key), _field(key)
    default = setting.default
    if field:
        default = _preset(field[0]).built_in.get(field[1], {}).get(field[2], default)
    return {
        "key": key,
        "value": value_of(db, key),
        "default": default,
        "set": key in db.settings,
        "help": _(setting.help),
        "source": _(setting.source),
    }
