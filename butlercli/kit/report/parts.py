"""What a noun adds to reports: figures, the records behind them, and its part of the sections.

A noun that reports know answers `report_noun` with what reads its records.
"""

from collections.abc import Callable
from typing import Any

from butlercli.base import rooms
from butlercli.base.document import Table
from butlercli.base.figures import Figure
from butlercli.base.i18n import _
from butlercli.kit.figures.snapshot import Snapshot
from butlercli.kit.report import wording
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


class Noun:
    """A noun of the house that reports know: its snapshot, and what it says."""

    __slots__ = ("_brief", "_none", "_sections", "_summary", "snapshot")

    def __init__(
        self,
        snapshot: type[Snapshot],
        summary: Callable[[Any, Report], list[Part]],
        brief: Callable[[Any, Report], list[Part]] | None = None,
        none: str = "",
        sections: tuple[str, ...] = (),
    ) -> None:
        """Keep the parts.

        summary: what the year-end summary says (also months, quarters and ranges); brief: the daily and weekly report;
        none: what stands in some sections of the summary before there is any record (a msgid).
        """
        self.snapshot = snapshot
        self._summary = summary
        self._brief = brief
        self._none = none
        self._sections = sections

    def summary(self, snapshot: Snapshot, report: Report) -> list[Part]:
        """Return the parts of the year-end summary's sections."""
        if self._none and not snapshot.begun:
            return [Part(section, [_(self._none)]) for section in self._sections]
        return self._summary(snapshot, report)

    def brief(self, snapshot: Snapshot, report: Report) -> list[Part]:
        """Return the parts of the daily and weekly report."""
        return self._brief(snapshot, report) if self._brief else []


def spoken(section: str, *keys: str) -> Callable[[Any, Report], list[Part]]:
    """Return a summary of a noun that has nothing special to say: some of its figures in a sentence, those of nothing left out."""

    def summary(_snapshot: Any, report: Report) -> list[Part]:
        figures = [report.figures[key] for key in keys if report.figures[key].value]
        said = [wording.labelled(figure.said(figure.label), wording.compared(figure)) for figure in figures]
        return [Part(section, [_("{said}.").format(said=wording.commas(*said))])] if said else []

    return summary


def nouns() -> tuple[Noun, ...]:
    """Return every noun that reports know, in the order their figures are printed."""
    return tuple(noun() for noun in rooms.answers("report_noun"))
