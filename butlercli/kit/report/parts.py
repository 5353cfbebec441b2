"""What a noun adds to reports: figures, the records behind them, and its part of the sections.

A noun that reports know answers `report_noun` with what reads its records.
"""

from typing import Protocol

from butlercli.base import rooms
from butlercli.base.document import Table
from butlercli.base.figures import Figure, Span
from butlercli.base.result import Row
from butlercli.kit.report.spans import Asked
from butlercli.kit.report.wording import Mask
from butlercli.store.database import Database


class Report:
    """What a noun knows while it writes: the file, what was asked for, every figure by key, and the mask."""

    __slots__ = ("asked", "db", "figures", "mask")

    def __init__(self, db: Database, asked: Asked, figures: dict[str, Figure], mask: Mask) -> None:
        """Keep the parts."""
        self.db = db
        self.asked = asked
        self.figures = figures
        self.mask = mask


class Part:
    """What a noun says in one section, and the short lines it has for a group chat.

    items are paragraphs that are numbered, through all that the nouns say in the section.
    """

    __slots__ = ("chat", "items", "paragraphs", "section", "tables")

    def __init__(
        self,
        section: str,
        paragraphs: list[str] | None = None,
        tables: list[Table] | None = None,
        chat: list[str] | None = None,
        items: list[str] | None = None,
    ) -> None:
        """`section` is an id of the layout."""
        self.section = section
        self.paragraphs = paragraphs or []
        self.tables = tables or []
        self.chat = chat or []
        self.items = items or []


class Reading(Protocol):
    """A noun's records of one span, as they stood."""

    def figures(self) -> list[Figure]:
        """Return the figures of the span."""

    def explain(self, key: str) -> list[Row] | None:
        """Return the records behind a figure, or None for a key that is not this noun's."""

    def explained(self, key: str) -> str:
        """Return the kind of list that shows the records behind a figure."""

    def summary(self, report: Report) -> list[Part]:
        """Return the parts of the year-end summary's sections (also months, quarters and ranges)."""

    def brief(self, report: Report) -> list[Part]:
        """Return the parts of the daily and weekly report."""


class Noun(Protocol):
    """A noun of the house that reports know."""

    def read(self, db: Database, span: Span, name: str) -> Reading:
        """Read the noun's records of a span; `name` tells two readings of one run apart."""


def nouns() -> tuple[Noun, ...]:
    """Return every noun that reports know, in the order their figures are printed."""
    return tuple(noun() for noun in rooms.answers("report_noun"))
