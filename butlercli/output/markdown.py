"""Documents and lists as Markdown. What people typed comes out as the characters it is, never as markup."""

import re
from collections.abc import Sequence
from functools import cache

from butlercli.base.document import Cell, Chapter, Document, Table
from butlercli.base.text import visible


@cache
def _marks() -> re.Pattern[str]:
    """Return the characters that mean something inside a line (CommonMark 0.31 and GitHub's tables)."""
    return re.compile(r"([\\`*_\[\]<>|~&$])")


@cache
def _openings() -> re.Pattern[str]:
    """Return what means something only where a line begins: headings, lists, rules."""
    return re.compile(r"^(\s*)(#|[-+](?=\s|$|[-+])|=(?==*\s*$)|\d{1,9}(?=[.)](?:\s|$)))")


def text(value: str) -> str:
    """Return one line of text with every mark escaped."""
    escaped = _marks().sub(r"\\\1", visible(value))
    opening = _openings().match(escaped)
    if opening is None:
        return escaped
    if opening[2].isdigit():
        end = opening.end()
        return f"{escaped[:end]}\\{escaped[end:]}"
    return f"{opening[1]}\\{escaped[len(opening[1]) :]}"


def cell(value: Cell) -> str:
    """Return a table cell; line ends inside it become breaks."""
    if value is None:
        return ""
    if isinstance(value, str):
        lines = value.replace("\r\n", "\n").split("\n")
        return "<br>".join(_marks().sub(r"\\\1", visible(line)) for line in lines)
    return str(value)


def table(headers: Sequence[str], rows: Sequence[Sequence[Cell]], aligns: str) -> str:
    """Return a table in GitHub's form."""
    rule = ["---:" if align == "r" else "---" for align in aligns]
    lines = [[cell(header) for header in headers], rule, *([cell(value) for value in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def document(made: Document) -> str:
    """Return a document: its title, then a heading a section."""
    parts = [f"# {text(made.title)}\n", f"{text(made.subtitle)}\n"]
    for section in made.chapters:
        parts.extend(_section(section))
    return "\n".join(parts)


def _section(section: Chapter) -> list[str]:
    parts = [f"{'#' * (section.level + 1)} {text(section.title)}\n"]
    parts.extend(f"{text(paragraph)}\n" for paragraph in section.paragraphs)
    for grid in section.tables:
        if grid.title != section.title:
            parts.append(f"**{text(grid.title)}**\n")
        parts.append(_grid(grid))
    return parts


def _grid(grid: Table) -> str:
    return table(grid.headers, grid.rows, grid.aligns)
