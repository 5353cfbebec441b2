"""From what was asked for to one document: figures, previous ones, sections in their order."""

from typing import Any, NamedTuple

from butlercli.base.document import Chapter, Document
from butlercli.base.figures import Figure
from butlercli.base.i18n import N_, _
from butlercli.base.result import Result
from butlercli.kit import settings
from butlercli.kit.figures import reading
from butlercli.kit.report.explain import header
from butlercli.kit.report.parts import Part, Report, nouns
from butlercli.kit.report.spans import Asked
from butlercli.kit.report.wording import Mask
from butlercli.nouns.register import figures as metrics
from butlercli.store.database import Database


class Place(NamedTuple):
    """A section of a layout: its id, title, level, and what it says when nothing has been recorded for it."""

    id: str
    title: str
    level: int
    none: str = ""


# The year-end summary and suggestions, as every butler owes it in December.
SUMMARY = (
    Place("basics", N_("Basic facts"), 1),
    Place("achievements", N_("I. Achievements"), 1),
    Place("communication", N_("1. Communication and satisfaction"), 2),
    Place("facilities", N_("2. Facilities and environment"), 2),
    Place("culture", N_("3. Activities and culture"), 2, N_("No activities are recorded yet.")),
    Place("fees", N_("4. Fees and risks"), 2, N_("No fees are recorded yet.")),
    Place("growth", N_("5. Added value and new ideas"), 2, N_("No added services are recorded yet.")),
    Place("challenges", N_("II. Challenges"), 1),
    Place("suggestions", N_("III. Suggestions"), 1, N_("The figures call for nothing new: keep doing what was done.")),
)
BRIEF = (
    Place("escalated", N_("Passed up"), 1),
    Place("received", N_("Came in"), 1),
    Place("patrol", N_("Patrol"), 1),
    Place("fees", N_("Fees"), 1),
    Place("open", N_("Open"), 1),
    Place("overdue", N_("Overdue"), 1),
    Place("callbacks", N_("Callbacks owed"), 1),
    Place("next", N_("Coming due"), 1),
    Place("figures", N_("Figures"), 1),
)
TITLES = {
    "daily": N_("Daily report"),
    "weekly": N_("Weekly report"),
    "monthly": N_("Monthly report"),
    "quarterly": N_("Quarterly report"),
    "annual": N_("Year-end summary and suggestions"),
    "range": N_("Report"),
}


def report(db: Database, asked: Asked) -> Result:
    """Build a report; its JSON is the Result's data, the document is in `extra`."""
    read = [(noun, noun.snapshot(db, asked.span)) for noun in nouns()]
    before = asked.span.before()
    figures = {
        figure.key: figure
        for noun, snapshot in read
        for figure in reading.compared(snapshot, noun.snapshot(db, before, "before"))
    }
    context = Report(db, asked, figures, Mask(lambda: metrics.names(db)))
    brief = asked.report in ("daily", "weekly")
    parts: list[Part] = [] if brief else [_basics(db, asked)]
    for noun, snapshot in read:
        parts.extend(noun.brief(snapshot, context) if brief else noun.summary(snapshot, context))
    community = settings.get(db, "community")
    title = " ".join(part for part in (community, _(TITLES[asked.report])) if part)
    chat = [_chat_head(community, asked), *(line for part in parts for line in part.chat)]
    document = Document(
        title,
        header(asked, settings.get(db, "butler")),
        _sections(BRIEF if brief else SUMMARY, parts),
        _facts(db, asked, figures),
        chat,
    )
    return Result("report.document", document.as_json(), extra={"document": document})


def _basics(db: Database, asked: Asked) -> Part:
    from butlercli.nouns.register.report.households import basics

    return basics(db, asked.span)


def _sections(layout: tuple[Place, ...], parts: list[Part]) -> list[Chapter]:
    """Bring what the nouns say into the order of the layout; a place nobody speaks for says so in one line."""
    sections = []
    for place in layout:
        own = [part for part in parts if part.section == place.id]
        paragraphs = [line for part in own for line in part.paragraphs]
        items = [line for part in own for line in part.items]
        paragraphs.extend(f"{index}. {line}" for index, line in enumerate(items, start=1))
        tables = [table for part in own for table in part.tables]
        if not own and not place.none and place.id != "achievements":
            continue
        if not paragraphs and not tables and place.none:
            paragraphs = [_(place.none)]
        sections.append(Chapter(place.id, _(place.title), paragraphs, tables, place.level))
    return sections


def _facts(db: Database, asked: Asked, figures: dict[str, Figure]) -> dict[str, Any]:
    return {
        "kind": asked.report,
        "community": settings.get(db, "community") or None,
        "butler": settings.get(db, "butler") or None,
        "from": asked.span.start.isoformat(),
        "to": asked.span.end.isoformat(),
        "as_of": asked.span.params["as_of"],
        "metrics": {key: figure.as_json() for key, figure in figures.items()},
    }


def _chat_head(community: str, asked: Asked) -> str:
    span = asked.span
    days = span.start.isoformat() if span.days == 1 else f"{span.start} – {span.end}"
    return "【" + " ".join(part for part in (community, _(TITLES[asked.report]), days) if part) + "】"
