"""`butler ticket add`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options, values
from butlercli.cli.verb import verb
from butlercli.nouns.ticket import model
from butlercli.nouns.ticket.verbs import add as adding
from butlercli.store.database import Database


@verb(
    "write",
    examples=(
        "butler ticket add 厨房漏水 -u 3-2-501 --reporter 王女士 --phone 13800138000",
        "butler ticket add 大堂灯不亮 --place 1栋大堂 -d 工程 --due 明天18:00",
        "butler ticket add 夜里施工吵 -k complaint -c noise -p high --at '昨天 22:10' --new-unit -u 5-1-1201",
    ),
)
def add(
    db: Database,
    title: Annotated[str, typer.Argument(help=N_("What it is about, in a few words."))],
    unit: Annotated[str | None, typer.Option("--unit", "-u", help=N_("The unit it concerns, such as 3-2-501."))] = None,
    place: Annotated[str | None, typer.Option(help=N_("A place that is no unit."))] = None,
    facility: Annotated[
        str | None, typer.Option(metavar="CODE", help=N_("The facility it concerns, by its code or name."))
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            "-k",
            help=N_("consult, complaint, suggestion, repair, service or praise; guessed unless given."),
        ),
    ] = None,
    category: Annotated[
        str | None,
        typer.Option("--category", "-c", help=N_("A category's code or name; guessed unless given.")),
    ] = None,
    priority: Annotated[str | None, typer.Option("--priority", "-p", help=N_("low, normal, high or urgent."))] = None,
    department: Annotated[
        str | None, typer.Option("--dept", "-d", help=N_("The department in charge; nobody is sent by this."))
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(help=N_("Where it came from: phone, wechat, group, visit, desk, app, hotline ...")),
    ] = None,
    party: Annotated[
        str | None,
        typer.Option(help=N_("Who is responsible: property, developer, owner, contractor or municipal.")),
    ] = None,
    reporter: Annotated[str | None, typer.Option(help=N_("Who reported it."))] = None,
    phone: Annotated[str | None, typer.Option(help=N_("The number to call back."))] = None,
    detail: Annotated[str | None, typer.Option(help=N_("The whole story."))] = None,
    due: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("Until when it is to be handled."))] = None,
    at: options.At = None,
    tag: Annotated[list[str] | None, typer.Option(help=N_("A tag; may be repeated."))] = None,
    photo: Annotated[
        list[str] | None, typer.Option(metavar="FILE", help=N_("A photo to keep with it; may be repeated."))
    ] = None,
    new_unit: options.NewUnit = False,
) -> Result:
    """Record a ticket. Kind, category and department are guessed from its words unless they are given."""
    draft = adding.Draft(
        title,
        unit=unit,
        place=place,
        facility=facility,
        kind=model.KINDS.parse(kind) if kind else None,
        category=category,
        priority=model.PRIORITIES.parse(priority) if priority else None,
        department=department,
        source=model.SOURCES.parse(source) if source else None,
        party=model.PARTIES.parse(party) if party else None,
        reporter=reporter,
        phone=values.phone(phone),
        detail=detail,
        due=values.moment(db, due, "future", end=True),
        at=values.moment(db, at, "past"),
        tags=tag or (),
        photos=photo or (),
        new_unit=new_unit,
    )
    return adding.add(db, draft)
