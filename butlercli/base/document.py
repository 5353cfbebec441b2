"""A document: what a report says, before anybody decides how it looks.

Sections hold paragraphs and tables; every string is final text in the language in force, and every table
cell is a plain value, so that one model serves the terminal, text, Markdown, spreadsheets and later Word.
"""

from typing import Any

Cell = str | int | float | None


class Yuan(float):
    """An amount of money in a table: a number for spreadsheets, `1,008.00` wherever it is read."""

    __slots__ = ()

    @classmethod
    def of(cls, fen: int) -> "Yuan":
        """Return an amount of fen."""
        return cls(fen / 100)

    def __str__(self) -> str:
        return f"{self:,.2f}"


class Table:
    """A titled grid. `aligns` has one letter a column: `l` left, `r` right."""

    __slots__ = ("aligns", "headers", "id", "rows", "title")

    def __init__(self, id: str, title: str, headers: list[str], rows: list[list[Cell]], aligns: str = "") -> None:
        """Keep the parts; columns without a letter are aligned left first, right after."""
        self.id = id
        self.title = title
        self.headers = headers
        self.rows = rows
        self.aligns = aligns or "l" + "r" * (len(headers) - 1)

    def as_json(self) -> dict[str, Any]:
        """Return the table as JSON values."""
        return {"id": self.id, "title": self.title, "headers": self.headers, "rows": self.rows}


class Chapter:
    """A heading with paragraphs and tables; `level` is 1, or 2 for a part of the one before."""

    __slots__ = ("id", "level", "paragraphs", "tables", "title")

    def __init__(
        self,
        id: str,
        title: str,
        paragraphs: list[str] | None = None,
        tables: list[Table] | None = None,
        level: int = 1,
    ) -> None:
        """Keep the parts."""
        self.id = id
        self.title = title
        self.paragraphs = paragraphs or []
        self.tables = tables or []
        self.level = level

    def as_json(self) -> dict[str, Any]:
        """Return the chapter as JSON values."""
        return {
            "id": self.id,
            "title": self.title,
            "paragraphs": self.paragraphs,
            "tables": [table.as_json() for table in self.tables],
        }


class Document:
    """A titled sequence of chapters; `facts` is what the JSON form carries beside them."""

    __slots__ = ("chapters", "chat", "facts", "subtitle", "title")

    def __init__(
        self,
        title: str,
        subtitle: str,
        chapters: list[Chapter],
        facts: dict[str, Any],
        chat: list[str] | None = None,
    ) -> None:
        """`chat` holds the short lines of the text form made for a group chat."""
        self.title = title
        self.subtitle = subtitle
        self.chapters = chapters
        self.facts = facts
        self.chat = chat or []

    def as_json(self) -> dict[str, Any]:
        """Return the whole document as JSON values."""
        return {**self.facts, "sections": [chapter.as_json() for chapter in self.chapters]}
