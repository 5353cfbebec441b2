"""`butler resident import` and `export`."""

from typing import TYPE_CHECKING

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import importing
from butlercli.cli.verb import verb
from butlercli.store.database import Database

if TYPE_CHECKING:
    from butlercli.kit.intake.engine import Options


@verb(
    "write",
    examples=(
        "butler resident import 业主名册.xlsx",
        "butler resident import 业主名册.xlsx --sheet 商铺 -n",
        "butler resident import 业主名册.xlsx --map 户名=name",
    ),
)
@importing.from_file
def import_(db: Database, wanted: "Options") -> Result:
    """Take in the owner register: units, residents, numbers. What cannot be understood is named, not guessed."""
    from butlercli.nouns.register.intake.residents import Residents

    return Residents(db, wanted).run()


@verb(
    "read",
    shape="list",
    reveal=True,
    examples=("butler resident export -o 名册.xlsx --reveal", "butler resident export --csv"),
)
def export(db: Database, limit: int | None = None) -> Result:
    """Write the register, a row for each unit and resident, as the import takes it back."""
    from butlercli.nouns.register.intake.residents import export

    found = export(db, limit)
    if not found.data:
        found.notice(N_("The register is empty; {command} takes one in."), command="butler resident import FILE")
    return found
