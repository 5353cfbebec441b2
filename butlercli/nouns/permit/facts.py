"""What permits say of themselves, without being loaded (see butlercli/base/rooms.py)."""

from butlercli.base.i18n import N_
from butlercli.base.rooms import Kind, Source, Table

GROUPS = {"permit": N_("Permits: renovation, moving, hot work, and the deposits left for them.")}
PLACES = {"permit": 60}
COMMANDS = {
    "permit add": ("commands", "add", N_("Record a permit.")),
    "permit list": ("commands", "list_", N_("List permits.")),
    "permit show": ("commands", "show", N_("Show a permit and its inspections.")),
    "permit edit": ("commands", "edit", N_("Change a permit, or note that its deposit was returned.")),
    "permit inspect": ("commands", "inspect", N_("Note what was seen on site.")),
    "permit close": ("commands", "close", N_("Close a permit: the work is done.")),
    "permit revoke": ("commands", "revoke", N_("Revoke a permit, with a reason.")),
    "permit import": ("commands", "import_", N_("Take in permits from a file.")),
}
TABLES = {"permit": Table(N_("permits: {n}"), "code"), "permit_inspection": Table(N_("inspections of permits: {n}"))}
FIELDS = {"permit": ("fields", "ALL"), "permit_inspection": ("fields", "INSPECTION")}
KINDS = {"permit": Kind("permit", ("code",), "J", ("a permit", "许可"), place=130)}
HIDDEN = ("permit_id",)
OWNED = (("permit_inspection", "permit_id"), ("attachment", "permit_id"))
_PARTS = {"permit": "id", "permit_inspection": "permit_id"}
SEARCH = (Source(8, "permit", _PARTS, (("unit", "code", "permit", "unit_id", "id"),)),)
ANSWERS = {
    "today": ("day", 35, "permit"),
    "unit_sections": ("day", 30, "permit"),
    "search": ("day", 35, "permit"),
    "report_noun": ("report", 35),
    "demo_share": ("demo", 25),
}
VIEWS = {"permit": "views.pages"}
DAY_CELLS = {"permit.list": "views.day"}
DAY_STYLES = {"permits_due": "warn"}
ARGUMENTS = {
    **dict.fromkeys(("permit show", "permit edit", "permit inspect", "permit close", "permit revoke"), ("permit",)),
    "permit add": ("unit", "permit-kind"),
}
OPTIONS = {"--kind": "permit-kind", "-k": "permit-kind", "--state": "permit-state", "-s": "permit-state"}
FLAGS = ("--held",)
WORDS = {"permit-kind": ("model", "KINDS"), "permit-state": ("model", "STATES")}
CANDIDATES = {"permit": "store"}
