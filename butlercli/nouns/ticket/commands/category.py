"""`butler ticket category list`, `add`, `edit` and `remove`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.cli import fields
from butlercli.cli.verb import verb
from butlercli.nouns.ticket.fields import CATEGORY
from butlercli.nouns.ticket.verbs import category as categories
from butlercli.store.database import Database

Code = Annotated[str, typer.Argument(help=N_("The category: code, name or an unambiguous beginning."))]
Keyword = Annotated[
    list[str] | None, typer.Option(help=N_("A word that speaks for it; added to those it has. May be repeated."))
]
Drop = Annotated[list[str] | None, typer.Option(help=N_("A keyword to take away; may be repeated."))]


@verb("read", shape="list", examples=("butler ticket category list", "butler ticket category list --json"))
def list_(db: Database, limit: int | None = None) -> Result:
    """List the categories with their keywords and how many tickets each has."""
    return categories.list_all(db, limit)


@verb(
    "write",
    examples=("butler ticket category add solar --name 光伏 --keyword 光伏板 --keyword 逆变器 -k repair -d 工程",),
)
@fields.given(CATEGORY)
def add(
    db: Database,
    code: Annotated[str, typer.Argument(help=N_("A new code: small Latin letters, digits and dashes."))],
    *,
    keyword: Keyword = None,
    given: Row,
) -> Result:
    """Add a category. Tickets whose words hold one of its keywords are sorted under it."""
    return categories.add(db, code, given, keyword or ())


@verb(
    "write",
    examples=(
        "butler ticket category edit plumbing --keyword 水锤",
        "butler ticket category edit 噪音 --drop 吵 -d 秩序",
    ),
)
@fields.given(CATEGORY)
def edit(db: Database, code: Code, *, keyword: Keyword = None, drop: Drop = None, given: Row) -> Result:
    """Change a category. Keywords are added and taken away one by one."""
    return categories.edit(db, code, given, keyword or (), drop or ())


@verb("write", examples=("butler ticket category remove gas",))
def remove(db: Database, code: Code) -> Result:
    """Remove a category that no ticket has."""
    return categories.remove(db, code)
