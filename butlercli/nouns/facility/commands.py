"""`butler patrol facility add`, `list`, `show`, `edit`, `retire` and `import`."""

from typing import TYPE_CHECKING, Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.cli import fields, importing, values
from butlercli.cli.verb import verb
from butlercli.nouns.facility import verbs as facility_verbs
from butlercli.nouns.facility.fields import FIELDS, KINDS
from butlercli.nouns.facility.model import FACILITY_KINDS
from butlercli.store.database import Database

if TYPE_CHECKING:
    from butlercli.kit.intake.engine import Options

Facility = Annotated[
    str, typer.Argument(metavar="CODE", help=N_("The facility: its code, its name, or the beginning of one."))
]


@verb(
    "write",
    examples=(
        "butler patrol facility add LIFT-3-1 3栋1单元电梯 --kind elevator --place 3栋1单元 --installed 2019-05-20",
        "butler patrol facility add PUMP-2 B1消防泵 --kind 消防 --place B1泵房 --test every:1y --tested 2026-03-10",
        "butler patrol facility add TANK-1 二次供水水箱 --kind water --inspect '1,4,every:1y' --vendor 清源水务",
    ),
)
@fields.given(FIELDS, arguments=("code", "name"), required=("kind",))
def add(db: Database, given: Row) -> Result:
    """Register a facility. Without schedules of its own those of its kind hold (butler config list)."""
    return facility_verbs.add(db, given)


@verb(
    "read",
    shape="list",
    reveal=True,
    examples=(
        "butler patrol facility list --kind elevator",
        "butler patrol facility list --due 90d",
        "butler patrol facility list --place 3栋 --all --csv",
    ),
)
def list_(
    db: Database,
    kind: Annotated[str | None, typer.Option("--kind", "-k", help=KINDS)] = None,
    place: Annotated[str | None, typer.Option(help=N_("Only those whose place or name holds this text."))] = None,
    due: Annotated[
        str | None,
        typer.Option(
            metavar="TIME", help=N_("Only those to be inspected or tested within this time (90d), or overdue.")
        ),
    ] = None,
    all: Annotated[bool, typer.Option("--all", help=N_("Also those out of use."))] = False,
    limit: int | None = None,
) -> Result:
    """List facilities with their next inspection (检验) and test (检测)."""
    within = values.length(due) if due is not None else None
    parsed = FACILITY_KINDS.parse(kind) if kind else None
    return facility_verbs.list_facilities(db, parsed, place or None, within, all, limit)


@verb(
    "read", reveal=True, examples=("butler patrol facility show LIFT-3-2", "butler patrol facility show PUMP-1 --json")
)
def show(db: Database, facility: Facility) -> Result:
    """Show a facility: what is next and by which rule, then its faults, repairs and readings."""
    return facility_verbs.show(db, facility)


@verb(
    "write",
    examples=(
        "butler patrol facility edit LIFT-3-2 --inspected 2026-06-18",
        "butler patrol facility edit PUMP-1 --vendor 清源水务 --vendor-phone 0755-88886666 --test every:6m",
        "butler patrol facility edit PUMP-1 --test ''",
    ),
)
@fields.given(FIELDS, helps={"code": N_("A new code.")})
def edit(db: Database, facility: Facility, given: Row) -> Result:
    """Change a facility, or note an inspection or a test. An empty text clears a field."""
    return facility_verbs.edit(db, facility, given)


@verb(
    "write",
    examples=(
        "butler patrol facility retire PUMP-1 --from 2026-06-30",
        "butler patrol facility retire PUMP-1 --back -n",
    ),
)
def retire(
    db: Database,
    facility: Facility,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=N_("Out of use from this day on; today unless given."))
    ] = None,
    back: Annotated[bool, typer.Option("--back", help=N_("Take it into use again."))] = False,
) -> Result:
    """Take a facility out of use: nothing is due at it any more, and lists show it only with --all."""
    return facility_verbs.retire(db, facility, values.day(db, start), back=back)


@verb(
    "write",
    examples=(
        "butler patrol facility import 设备台账.xlsx -n",
        "butler patrol facility import 设备台账.xlsx --set kind=elevator --skip-bad",
    ),
)
@importing.from_file
def import_(db: Database, wanted: "Options") -> Result:
    """Take in facilities by their codes. The same file twice changes nothing; what was changed here stays."""
    from butlercli.nouns.facility.intake import Facilities

    return Facilities(db, wanted).run()
