"""`butler resident add`, `list`, `show`, `edit`, `remove` and `merge`."""

from typing import TYPE_CHECKING, Annotated

import typer

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.cli import fields, options
from butlercli.cli.verb import verb
from butlercli.nouns.register.fields import EDITED, RESIDENT
from butlercli.nouns.register.model import ROLES
from butlercli.nouns.register.store import listing
from butlercli.nouns.register.verbs import resident as resident_verbs
from butlercli.nouns.register.verbs import resident_list
from butlercli.store.database import Database

if TYPE_CHECKING:
    from datetime import datetime

Ref = Annotated[
    str,
    typer.Argument(
        metavar="RESIDENT", help=N_("The number, the name or its beginning, the pinyin (wf, wangfang) or a phone.")
    ),
]


@verb(
    "write",
    examples=(
        "butler resident add 王芳 --unit 3-2-501 --phone 13800138000 --preference 只接微信",
        "butler resident add 李明 -u 3-2-501 --role 租户 --since 2026-03-01 --tag 养狗",
    ),
)
@fields.given(RESIDENT, arguments=("name",), required=("unit",), read=False)
def add(
    db: Database,
    given: Row,
    new_unit: options.NewUnit = False,
) -> Result:
    """Register a resident of a unit. Who is registered there already only gains what is new."""
    return resident_verbs.add(db, given, new_unit=new_unit)


@verb(
    "read",
    shape="list",
    reveal=True,
    examples=(
        "butler resident list --building 3 --role owner",
        "butler resident list --text wf",
        "butler resident list --silent 180d",
    ),
)
def list_(
    db: Database,
    unit: Annotated[str | None, typer.Option("--unit", "-u", help=N_("A unit."))] = None,
    building: Annotated[str | None, typer.Option("--building", "-b", help=N_("A building."))] = None,
    role: Annotated[str | None, typer.Option("--role", "-r", help=N_("A role."))] = None,
    tag: Annotated[str | None, typer.Option(help=N_("A tag."))] = None,
    text: Annotated[
        str | None, typer.Option("--text", help=N_("Part of a name or number, or pinyin: wf, wangfang."))
    ] = None,
    silent: Annotated[
        str | None,
        typer.Option(
            metavar="LENGTH", help=N_("Households instead: those nobody spoke to for so long (180d), never first.")
        ),
    ] = None,
    former: Annotated[bool, typer.Option("--former", help=N_("Those who left as well."))] = False,
    limit: int | None = None,
) -> Result:
    """List residents by unit; or, with --silent, the households nobody spoke to for long."""
    wanted = listing.WantedResidents(
        unit=unit,
        building=building,
        role=ROLES.parse(role) if role else None,
        tag=tag,
        text=text,
        former=former,
    )
    if silent is None:
        return resident_list.list_residents(db, wanted, limit)
    if former or wanted.role == "former":
        raise UsageError(N_("Who left has no household here: --silent goes without --former."))
    return resident_list.silent(db, wanted, _before(db, silent), limit)


def _before(db: Database, text: str) -> "datetime":
    """Return the moment a length of time ago; calendar months are counted as such."""
    from datetime import datetime

    from butlercli.base.dates import add_months, parse_length

    length = parse_length(text)
    day = add_months(db.now.date(), -length.months)
    return datetime.combine(day, db.now.time()) - length.exact


@verb("read", reveal=True, examples=("butler resident show 李强", "butler resident show 1 --json"))
def show(db: Database, ref: Ref) -> Result:
    """Show a resident: units and roles, numbers, wishes, contacts and tickets."""
    from butlercli.nouns.register.verbs import page as unitcard

    return unitcard.show_resident(db, ref)


@verb(
    "write",
    examples=(
        "butler resident edit 李强 --add-phone 13900139000 --add-preference '午休 12–14 点勿扰'",
        "butler resident edit 2 --until 2026-06-30",
        "butler resident edit 2 --tag 老人独居 --tag 养狗",
    ),
)
@fields.given(
    EDITED,
    helps={
        "phones": N_("The numbers, all of them; one empty word clears them."),
        "tags": N_("The tags, all of them; one empty tag clears them."),
        "preferences": N_("The wishes, all of them; one empty word clears them."),
        "note": N_("A remark; an empty text clears it."),
        "unit": N_("The unit that role and dates are about; a new one is added."),
        "role": N_("owner, tenant, family, occupant, emergency or former."),
    },
)
def edit(db: Database, ref: Ref, given: Row) -> Result:
    """Change a resident, or in which units and roles. An empty text clears a field."""
    return resident_verbs.edit(db, ref, given)


@verb("write", examples=("butler resident remove 4",))
def remove(db: Database, ref: Ref) -> Result:
    """Remove a resident that no ticket and no contact refers to; what does is named."""
    return resident_verbs.remove(db, ref)


@verb("write", examples=("butler resident merge 1 3",))
def merge(
    db: Database,
    keep: Annotated[str, typer.Argument(metavar="A", help=N_("The record that stays."))],
    other: Annotated[str, typer.Argument(metavar="B", help=N_("The record that goes into it."))],
) -> Result:
    """Make two records of one person one: numbers, units, tickets, contacts, tags and wishes of B go to A."""
    return resident_verbs.merge(db, keep, other)
