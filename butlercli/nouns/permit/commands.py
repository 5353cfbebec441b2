"""`butler permit add`, `list`, `show`, `edit`, `inspect`, `close`, `revoke` and `import`."""

from typing import TYPE_CHECKING, Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.cli import fields, importing, options
from butlercli.cli.verb import verb
from butlercli.kit.select import Filter
from butlercli.nouns.permit import store, verbs
from butlercli.nouns.permit.fields import ALL, ENDED, FIELDS, INSPECTION, OUTCOME, PERMITS
from butlercli.store.database import Database

if TYPE_CHECKING:
    from butlercli.kit.intake.engine import Options

Permit = Annotated[str, typer.Argument(metavar="PERMIT", help=N_("The permit: its number, or J12."))]
Photos = Annotated[list[str] | None, typer.Option("--photo", metavar="FILE", help=N_("A photo; may be repeated."))]
Held = Annotated[bool, typer.Option("--held", help=N_("Only those whose deposit is still here."))]


@verb(
    "write",
    examples=(
        "butler permit add 3-2-501 装修 --contractor 王师傅 --from 12-1 --until 1-15 --deposit 2000",
        "butler permit add 3-2-501 搬家 --from 明天 --until 明天",
        "butler permit add 3-2-501 hotwork --code DH-2026-003 --until 12-2 -n",
    ),
)
@fields.given(FIELDS[1:], arguments=("kind",))
def add(
    db: Database, unit: options.UnitCode, given: Row, photo: Photos = None, new_unit: options.NewUnit = False
) -> Result:
    """Record a permit: who works in a unit, from when until when, and the deposit that was left for it."""
    return verbs.add(db, unit, given, photo, new_unit=new_unit)


@verb(
    "read",
    shape="list",
    reveal=True,
    examples=("butler permit list --state open", "butler permit list -u 3-2-501", "butler permit list --held --csv"),
)
@fields.filters(ALL, "unit kind state")
def list_(db: Database, chosen: Filter, held: Held = False, limit: int | None = None) -> Result:
    """List permits, the newest first."""
    return PERMITS.listing(db, chosen.where(store.HELD) if held else chosen, "r.id DESC", limit)


@verb("read", reveal=True, examples=("butler permit show ZX-2026-001", "butler permit show J1 --json"))
def show(db: Database, permit: Permit) -> Result:
    """Show a permit: its fields, what was seen on site, its photos."""
    return PERMITS.show(db, permit, inspections=store.inspections)


@verb("write", examples=("butler permit edit J1 --until 1-31", "butler permit edit J1 --returned 今天 --note ''"))
@fields.given(FIELDS)
def edit(db: Database, permit: Permit, given: Row) -> Result:
    """Change a permit, or note that its deposit was returned. An empty text clears a field."""
    return PERMITS.edit(db, permit, given)


@verb(
    "write",
    examples=(
        "butler permit inspect J1 '未动承重墙，消防通道堆料已清'",
        "butler permit inspect J1 '防水已做 48 小时' --at 昨天",
    ),
)
@fields.given(INSPECTION, arguments=("text",), loose="text")
def inspect(db: Database, permit: Permit, given: Row, photo: Photos = None) -> Result:
    """Note what was seen on site, with photos."""
    return verbs.inspect(db, permit, given, photo)


@verb("write", examples=("butler permit close J1 验收合格 --returned 今天", "butler permit close J1 -n"))
@fields.given((OUTCOME, FIELDS[-2], ENDED), optional=("outcome",), loose="outcome")
def close(db: Database, permit: Permit, given: Row) -> Result:
    """Close a permit: the work is done; --returned notes that the deposit was given back."""
    return verbs.end(db, permit, "closed", given)


@verb(
    "write", examples=("butler permit revoke J1 擅自拆改承重墙", "butler permit revoke J1 夜间施工屡劝不止 --on 昨天")
)
@fields.given((OUTCOME, ENDED), arguments=("outcome",), loose="outcome")
def revoke(db: Database, permit: Permit, given: Row) -> Result:
    """Revoke a permit, with a reason."""
    return verbs.end(db, permit, "revoked", given)


@verb(
    "write",
    examples=("butler permit import 装修登记.xlsx -n", "butler permit import 装修登记.xlsx --set kind=装修 --skip-bad"),
)
@importing.from_file
def import_(db: Database, wanted: "Options") -> Result:
    """Take in permits by their numbers. The same file twice changes nothing; what was changed here stays."""
    from butlercli.nouns.permit.intake import Permits

    return Permits(db, wanted).run()
