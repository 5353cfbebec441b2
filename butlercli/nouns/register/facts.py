"""What the register says of itself, without being loaded (see butlercli/base/rooms.py)."""

from butlercli.base.i18n import N_

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
    "unit show": ("commands.unit", "show", N_("Show everything about a unit.")),
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
