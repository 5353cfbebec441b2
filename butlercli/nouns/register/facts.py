"""What the register says of itself, without being loaded (see butlercli/base/rooms.py)."""

from butlercli.base.i18n import N_
from butlercli.base.rooms import HOUSE, Kind, Setting, Source, Table

GROUPS = {
    "unit": N_("Units: homes, shops, villas, parking spaces."),
    "resident": N_("Residents: owners, tenants, families, and how they wish to be spoken to."),
    "department": N_("Departments and the people in them."),
}
PLACES = {"unit": 40, "resident": 50, "department": 60, "call": 150}
# fmt: off
COMMANDS = {
    "unit add": ("commands.unit", "add", N_("Register a unit.")),
    "unit list": ("commands.unit", "list_", N_("List units.")),
    "unit show": ("commands.page", "show", N_("Show everything about a unit.")),
    "unit edit": ("commands.unit", "edit", N_("Change a unit.")),
    "unit remove": ("commands.unit", "remove", N_("Remove a unit that nothing refers to.")),
    "unit transfer": ("commands.transfer", "transfer", N_("Record a change of owner (过户).")),
    "resident add": ("commands.resident", "add", N_("Register a resident of a unit.")),
    "resident list": ("commands.resident", "list_", N_("List residents, or households not contacted for long.")),
    "resident show": ("commands.resident", "show", N_("Show a resident.")),
    "resident edit": ("commands.resident", "edit", N_("Change a resident.")),
    "resident remove": ("commands.resident", "remove", N_("Remove a resident that nothing refers to.")),
    "resident merge": ("commands.resident", "merge", N_("Make two records of one person one.")),
    "resident contact": ("commands.contact", "contact", N_("Note a contact in the log.")),
    "resident import": ("commands.files", "import_", N_("Take in the owner register from a file.")),
    "resident export": ("commands.files", "export", N_("Write the register to a file.")),
    "department add": ("commands.department", "add", N_("Add a department.")),
    "department list": ("commands.department", "list_", N_("List departments.")),
    "department show": ("commands.department", "show", N_("Show a department.")),
    "department edit": ("commands.department", "edit", N_("Change a department or its people.")),
    "department remove": ("commands.department", "remove", N_("Remove a department that nothing refers to.")),
    "call": ("commands.contact", "call", N_("Call a household: number, preferences, open tickets; then the outcome.")),
}
# fmt: on

TABLES = {
    "unit": Table(label="code", carried=True),
    "resident": Table(label="name"),
    "resident_phone": Table(),
    "residency": Table(N_("residents: {n}")),
    "department": Table(label="name"),
    "department_person": Table(),
    "contact": Table(N_("contacts: {n}")),
}


def _code(text: str) -> str:
    """Return a unit's code as it is kept; what is none, as it is."""
    from butlercli.base.unitcode import try_parse_unit

    found = try_parse_unit(text)
    return found.code if found is not None else text


FINDERS = {"department": "store.departments", "unit": "store.units", "resident": "store.residents"}
FIELDS = {
    "unit": ("fields", "UNIT"),
    **dict.fromkeys(("resident", "resident_phone", "residency"), ("fields", "RESIDENT")),
    "department": ("fields", "DEPARTMENT"),
    "contact": ("fields", "CONTACT"),
}
KINDS = {
    "unit": Kind("unit", ("code",), place=10, canonical=_code),
    "resident": Kind("resident", ("name",), numbered=True, place=30),
    "department": Kind("department", ("code",), numbered=True, place=20),
}
HIDDEN = ("spelling",)
LABELS = {"import.register": {"role": "ROLES"}}
SEARCH = (
    Source(
        1,
        "resident",
        {"resident": "id", "resident_phone": "resident_id", "residency": "resident_id"},
        (("unit", "code", "residency", "unit_id", "resident_id"),),
    ),
    Source(2, "unit", {"unit": "id"}),
    Source(3, "contact", {"contact": "id"}, (("unit", "code", "contact", "unit_id", "id"),)),
)
SETTINGS = {
    "register": Setting(
        "register",
        "open",
        N_("open: units are registered when they are named; closed: only by unit add and imports."),
        HOUSE,
        40,
    ),
}
SETTING_TYPES = {"register": (("open", "closed"), N_("open or closed"))}
ANSWERS = {
    "demo_share": ("demo", 10),
    "search": ("day", 10),
    "report_noun": ("report.contacts", 20),
}

VIEWS = {
    "unit": "views.unit",
    "resident": "views.people",
    "department": "views.people",
    "contact": "views.people",
}

ARGUMENTS = {
    **dict.fromkeys(("unit show", "unit edit", "unit remove", "unit transfer", "resident contact", "call"), ("unit",)),
    **dict.fromkeys(("resident show", "resident edit", "resident remove"), ("resident",)),
    "resident merge": ("resident", "resident"),
    **dict.fromkeys(("department show", "department edit", "department remove"), ("department",)),
}
OPTIONS = {
    "--unit": "unit", "-u": "unit", "--remove-unit": "unit", "--building": "building", "-b": "building",
    "--dept": "department", "-d": "department", "--role": "role", "-r": "role", "--channel": "channel",
    "unit add --kind": "unit-kind", "unit edit --kind": "unit-kind", "unit list --kind": "unit-kind",
    "unit add -k": "unit-kind", "unit edit -k": "unit-kind", "unit list -k": "unit-kind",
    "unit add --state": "unit-state", "unit edit --state": "unit-state", "unit list --state": "unit-state",
    "unit add -s": "unit-state", "unit edit -s": "unit-state", "unit list -s": "unit-state",
}  # fmt: skip
FLAGS = ("--new-unit", "--former", "--keep-family")
WORDS = {
    "role": ("model", "ROLES"),
    "channel": ("model", "CHANNELS"),
    "unit-state": ("model", "UNIT_STATES"),
    "unit-kind": ("model", "UNIT_KINDS"),
}
CANDIDATES = dict.fromkeys(("unit", "building", "resident", "department"), "store.candidates")
