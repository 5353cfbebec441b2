"""Settings: what may be set, what holds where nothing was set, and where each rule comes from.

Values are stored as text. Reading needs no library; `check` validates with pydantic what is to be stored.
"""

import re
from typing import Any, NamedTuple

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.store.database import Database


class Setting(NamedTuple):
    """One setting: its type's name, the value without one, what it is, and the source of the rule."""

    type: str
    default: str
    help: str
    source: str


_TRADE = N_("custom of the trade: 事不过夜、件件有回音")
_HOUSE = N_("house rule")
_CONTRACT = N_("your company's service standard")
_LIFTS = N_("TSG T7001-2023, periodic inspection of lifts (电梯监督检验和定期检验规则)")
_LIFT_TESTS = N_("TSG T7008-2023, self-tests of lifts in the years between (电梯自行检测规则)")
_FIRE = N_("Fire Protection Law art. 16 (3): a full test of fire equipment at least once a year")

SETTINGS: dict[str, Setting] = {
    "community": Setting("text", "", N_("The community's name, as it stands on reports."), _HOUSE),
    "butler": Setting("text", "", N_("Your name, as it stands on reports."), _HOUSE),
    "timezone": Setting("zone", "Asia/Shanghai", N_("The community's time zone."), _HOUSE),
    "source": Setting("source", "phone", N_("Where a ticket came from when nothing is said."), _HOUSE),
    "sla": Setting("preset", "standard", N_("The preset of deadlines in force for new tickets."), _CONTRACT),
    "night_from": Setting("time", "21:00", N_("What comes in from then on is answered the next day."), _TRADE),
    "night_until": Setting("time", "12:00", N_("By then, where it came in at night."), _TRADE),
    "callback.complaint": Setting("share", "all", N_("Complaints that owe a callback: all, none or a share."), _TRADE),
    "callback.repair": Setting("share", "all", N_("Repairs that owe a callback."), _TRADE),
    "callback.consult": Setting("share", "none", N_("Consultations that owe a callback."), _TRADE),
    "callback.suggestion": Setting("share", "none", N_("Suggestions that owe a callback."), _TRADE),
    "callback.service": Setting("share", "none", N_("Services that owe a callback."), _TRADE),
    "callback.praise": Setting("share", "none", N_("Praise that owes a callback."), _TRADE),
    "register": Setting(
        "register",
        "open",
        N_("open: units are registered when they are named; closed: only by unit add and imports."),
        _HOUSE,
    ),
    "backup_daily": Setting("switch", "true", N_("A backup on the first write of each day."), _HOUSE),
}

# Letters of demand (催缴函).
_CODE_944 = N_("Civil Code (民法典) art. 944: demand within a reasonable period; the number of days is the house's")
SETTINGS |= {
    "letter.days": Setting("days", "15", N_("The reasonable period that letters of demand give, in days."), _CODE_944),
    "letter.template": Setting("text", "", N_("A Word template of your own for letters of demand."), _HOUSE),
    "letter.company": Setting("text", "", N_("The company that issues letters of demand."), _HOUSE),
    "letter.contact": Setting("text", "", N_("Whom to ask about a letter of demand: name and telephone."), _HOUSE),
    "letter.pay": Setting("text", "", N_("How to pay, as letters of demand say it."), _HOUSE),
}

# The kinds of facilities (register/model.py, which is not loaded for this: every command reads settings).
_FACILITY_KINDS = "elevator fire water power gas lighting access environment greening playground building other"
_INSPECTION = N_("Inspection (检验) of facilities of this kind: years after they were put into use, or an interval.")
_TEST = N_("Test (检测) of facilities of this kind: years after they were put into use, or an interval.")
# What is known of their schedules, and from where; no rule holds for all communities beyond these.
_SCHEDULES = {
    "inspect.elevator": ("1,4,7,9,11,13,15,every:1y", _LIFTS),
    "test.elevator": ("2,3,5,6,8,10,12,14", _LIFT_TESTS),
    "test.fire": ("every:1y", _FIRE),
}
for _what, _help in (("inspect", _INSPECTION), ("test", _TEST)):
    for _kind in _FACILITY_KINDS.split():
        _key = f"{_what}.{_kind}"
        SETTINGS[_key] = Setting(
            "schedule", _SCHEDULES.get(_key, ("", ""))[0], _help, _SCHEDULES.get(_key, ("", _HOUSE))[1]
        )

# Deadlines: the fields of a preset (DESIGN §7); hours are calendar hours from created_at.
PRESET_FIELDS: dict[str, Setting] = {
    "response": Setting("response", "same-day", N_("Response: same-day, or minutes."), _TRADE),
    "urgent_response_minutes": Setting("minutes", "30", N_("Response when urgent, in minutes."), _CONTRACT),
    "urgent_hours": Setting("hours", "24", N_("Handling when urgent, in hours."), _CONTRACT),
    "repair_hours": Setting("hours", "48", N_("Handling of repairs, in hours."), _CONTRACT),
    "complaint_hours": Setting("hours", "72", N_("Handling of complaints, in hours."), _CONTRACT),
    "other_hours": Setting("hours", "120", N_("Handling of all else, in hours."), _CONTRACT),
}
# A second preset to choose from; what it does not name is as in `standard`.
PRESETS: dict[str, dict[str, str]] = {
    "standard": {},
    "swift": {"urgent_hours": "12", "repair_hours": "24", "complaint_hours": "48", "other_hours": "72"},
}
_PRESET_KEY = re.compile(r"sla\.(?P<preset>[^.\s]{1,40})\.(?P<field>[a-z_]+)")


def get(db: Database, key: str) -> str:
    """Return a setting's value as text: what was set, else the default. Raises KeyError for an unknown key."""
    stored = db.settings.get(key)
    return stored if stored is not None else SETTINGS[key].default


def preset_value(db: Database, preset: str, field: str) -> str:
    """Return one field of a preset of deadlines: what was set, what the preset says, or the standard."""
    stored = db.settings.get(f"sla.{preset}.{field}")
    if stored is not None:
        return stored
    built_in = PRESETS.get(preset, {}).get(field)
    if built_in is not None:
        return built_in
    return db.settings.get(f"sla.standard.{field}") or PRESET_FIELDS[field].default


def presets(db: Database) -> list[str]:
    """Return the names of all presets: those built in and those that were set."""
    found = dict.fromkeys(PRESETS)
    for key in db.settings:
        match = _PRESET_KEY.fullmatch(key)
        if match:
            found[match["preset"]] = None
    return list(found)


def definition(key: str) -> Setting:
    """Return what a key means; raises UsageError (exit 2) with the nearest key for an unknown one."""
    if key in SETTINGS:
        return SETTINGS[key]
    match = _PRESET_KEY.fullmatch(key)
    if match and match["field"] in PRESET_FIELDS:
        return PRESET_FIELDS[match["field"]]
    from butlercli.base.fuzzy import nearest

    known = [*SETTINGS, *(f"sla.standard.{field}" for field in PRESET_FIELDS)]
    close = nearest(key, known)
    raise UsageError(
        N_("There is no setting “{key}”."),
        hint=N_("Did you mean {nearest}?") if close else N_("See {command}."),
        key=key,
        nearest=close[0] if close else "",
        command="butler config list",
    )


def value_of(db: Database, key: str) -> str:
    """Return the value in force of any key, presets included."""
    match = _PRESET_KEY.fullmatch(key)
    return preset_value(db, match["preset"], match["field"]) if match else get(db, key)


def all_keys(db: Database) -> list[str]:
    """Return every key that says something: the fixed ones, and those of each preset.

    Schedules that are empty and were not set are left out: most kinds of facilities have none.
    """
    fixed = [key for key, known in SETTINGS.items() if known.type != "schedule" or known.default or key in db.settings]
    return [*fixed, *(f"sla.{preset}.{field}" for preset in presets(db) for field in PRESET_FIELDS)]


def check(db: Database, key: str, text: str) -> str:
    """Validate a value with pydantic and return it as it is stored; raises UsageError (exit 2)."""
    from butlercli.kit import setting_types

    return setting_types.check(definition(key).type, text.strip(), presets(db))


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

    known = definition(key)
    match = _PRESET_KEY.fullmatch(key)
    default = PRESETS.get(match["preset"], {}).get(match["field"], known.default) if match else known.default
    return {
        "key": key,
        "value": value_of(db, key),
        "default": default,
        "set": key in db.settings,
        "help": _(known.help),
        "source": _(known.source),
    }
