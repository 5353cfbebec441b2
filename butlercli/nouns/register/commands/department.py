"""`butler department add`, `list`, `show`, `edit` and `remove`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.cli import fields, values
from butlercli.cli.verb import verb
from butlercli.nouns.register.fields import DEPARTMENT
from butlercli.nouns.register.verbs import department as department_verbs
from butlercli.store.database import Database

Department = Annotated[str, typer.Argument(metavar="DEPARTMENT", help=N_("The code, a name, or the beginning of one."))]


def _people(texts: list[str] | None) -> list[tuple[str, str | None]]:
    """Read NAME or NAME:PHONE."""
    found = []
    for text in texts or ():
        name, _colon, number = text.replace("：", ":").partition(":")
        found.append((name, values.phone(number) if number.strip() else None))
    return found


@verb(
    "write",
    examples=(
        "butler department add lift --name 电梯维保 --phone 0755-88886666 --arrive-limit 30",
        "butler department add pool --name 泳池 --alias 游泳馆 --person 陈师傅:13700137000",
    ),
)
@fields.given(DEPARTMENT, required=("name",))
def add(
    db: Database,
    code: Annotated[str, typer.Argument(metavar="CODE", help=N_("A short code in Latin letters."))],
    *,
    arrive_limit: Annotated[
        int | None, typer.Option(metavar="MIN", min=1, max=10_000, help=N_("On site within so many minutes."))
    ] = None,
    person: Annotated[
        list[str] | None, typer.Option(metavar="NAME[:PHONE]", help=N_("Who is in it; may be repeated."))
    ] = None,
    given: Row,
) -> Result:
    """Add a department with the people in it."""
    return department_verbs.add(db, code, {**given, "arrive_minutes": arrive_limit}, _people(person))


@verb("read", shape="list", reveal=True, examples=("butler department list", "butler department list --json"))
def list_(db: Database, limit: int | None = None) -> Result:
    """List the departments and the people in them."""
    return department_verbs.list_departments(db, limit)


@verb("read", reveal=True, examples=("butler department show 工程", "butler department show service --json"))
def show(db: Database, department: Department) -> Result:
    """Show a department and the people in it."""
    return department_verbs.show(db, department)


@verb(
    "write",
    examples=(
        "butler department edit 工程 --add-person 张师傅:13700137000 --arrive-limit 30",
        "butler department edit security --alias 门岗 --alias 保安",
    ),
)
@fields.given(
    DEPARTMENT,
    helps={
        "aliases": N_("What else it is called, all of it; one empty word clears it."),
        "phone": N_("Its number; an empty text clears it."),
        "note": N_("A remark; an empty text clears it."),
    },
)
def edit(
    db: Database,
    department: Department,
    *,
    arrive_limit: Annotated[
        int | None,
        typer.Option(metavar="MIN", min=0, max=10_000, help=N_("On site within so many minutes; 0 for no limit.")),
    ] = None,
    add_person: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME[:PHONE]", help=N_("Who came, or has another number; may be repeated.")),
    ] = None,
    remove_person: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=N_("Who left; may be repeated."))
    ] = None,
    given: Row,
) -> Result:
    """Change a department or its people. An empty text clears a field."""
    limit = {} if arrive_limit is None else {"arrive_minutes": arrive_limit or None}
    return department_verbs.edit(db, department, {**given, **limit}, _people(add_person), remove_person or ())


@verb("write", examples=("butler department remove pool",))
def remove(db: Database, department: Department) -> Result:
    """Remove a department that no ticket and no category refers to; what does is named."""
    return department_verbs.remove(db, department)
