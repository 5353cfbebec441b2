"""What facilities say of themselves, without being loaded (see butlercli/base/rooms.py)."""

from butlercli.base.i18n import N_
from butlercli.base.rooms import HOUSE, Kind, Setting, Source, Table

SUBGROUPS = {
    "patrol facility": N_("Facilities: lifts, pumps, fire equipment and all that is inspected."),
}
# fmt: off
COMMANDS = {
    "patrol facility add": ("commands", "add", N_("Register a facility.")),
    "patrol facility list": ("commands", "list_", N_("List facilities.")),
    "patrol facility show": ("commands", "show", N_("Show faults, repairs, readings and the next inspection of a facility.")),
    "patrol facility edit": ("commands", "edit", N_("Change a facility, or note an inspection.")),
    "patrol facility retire": ("commands", "retire", N_("Take a facility out of use.")),
    "patrol facility import": ("commands", "import_", N_("Take in facilities from a file.")),
}
# fmt: on

TABLES = {"facility": Table(N_("facilities: {n}"), "code")}
FINDERS = {"facility": "store"}
FIELDS = {"facility": ("fields", "FIELDS")}
KINDS = {"facility": Kind("facility", ("code", "name"), place=50)}
SEARCH = (Source(4, "facility", {"facility": "id"}),)
ANSWERS = {
    "today": ("day", 30),
    "unit_sections": ("day", 20),
    "search": ("day", 30),
}

_LIFTS = N_("TSG T7001-2023, periodic inspection of lifts (电梯监督检验和定期检验规则)")
_LIFT_TESTS = N_("TSG T7008-2023, self-tests of lifts in the years between (电梯自行检测规则)")
_FIRE = N_("Fire Protection Law art. 16 (3): a full test of fire equipment at least once a year")
_INSPECTION = N_("Inspection (检验) of facilities of this kind: years after they were put into use, or an interval.")
_TEST = N_("Test (检测) of facilities of this kind: years after they were put into use, or an interval.")
# The kinds of facilities (model.py, which is not loaded for this).
_KINDS = "elevator fire water power gas lighting access environment greening playground building other"
# What is known of their schedules, and from where; no rule holds for all communities beyond these.
_SCHEDULES = {
    "inspect.elevator": ("1,4,7,9,11,13,15,every:1y", _LIFTS),
    "test.elevator": ("2,3,5,6,8,10,12,14", _LIFT_TESTS),
    "test.fire": ("every:1y", _FIRE),
}
SETTINGS = {
    f"{what}.{kind}": Setting("schedule", default, help, source, 70)
    for what, help in (("inspect", _INSPECTION), ("test", _TEST))
    for kind in _KINDS.split()
    for default, source in [_SCHEDULES.get(f"{what}.{kind}", ("", HOUSE))]
}
SETTING_TYPES = {
    "schedule": (
        "rules",
        N_("years such as 1,4,7, an interval such as every:1y, or both; none for no schedule"),
    )
}

VIEWS = {
    "facility": "views",
}
DAY_CELLS = {"facility.list": "views"}
DAY_STYLES = {"facility_due": "warn"}

ARGUMENTS = dict.fromkeys(("patrol facility show", "patrol facility edit", "patrol facility retire"), ("facility",))
OPTIONS = {"--facility": "facility", "--kind": "facility-kind", "-k": "facility-kind"}
WORDS = {"facility-kind": ("model", "FACILITY_KINDS")}
CANDIDATES = {"facility": "store"}
