"""What facilities say of themselves, without being loaded (see butlercli/base/rooms.py)."""

from butlercli.base.i18n import N_
from butlercli.base.rooms import Kind, Source, Table

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
KINDS = {"facility": Kind("facility", ("code", "name"), place=50)}
SEARCH = (Source(4, "facility", {"facility": "id"}),)
