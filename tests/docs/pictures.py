"""The pictures of the READMEs: `python -m tests.docs.pictures` draws docs/img/*.svg anew from the demo community.

Rich writes the SVG; the clock is fixed, so the same program draws the same bytes. Rich reckons that a Chinese
character is as wide as two Latin ones, which holds in a terminal and in no font of a browser: each run of text is
therefore cut where the script changes, and each piece is told its own place and length.
"""

import html
import io
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from butlercli.base import clock, i18n
from butlercli.base.result import Result
from butlercli.base.text import width
from butlercli.store.database import Database, open_read

if TYPE_CHECKING:
    from rich.console import Console

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "img"
NOW = "2026-07-01T09:30"
NAMES = ("today", "ticket", "patrol", "fees", "annual")
WIDTH = 92
HEIGHTS = {"today": 26, "ticket": 40, "patrol": 10, "fees": 20, "annual": 34}
COMMANDS = {
    "today": "butler",
    "ticket": "butler ticket show {ref}",
    "patrol": "butler patrol calendar 2026-06",
    "fees": "butler fee plan --limit 12",
    "annual": "butler report annual 2025",
}
# Fixed-width fonts whose Chinese is just two Latin characters wide come first; nothing is loaded from the net.
FONTS = "Sarasa Mono SC, Noto Sans Mono CJK SC, Cascadia Mono, Consolas, Menlo, DejaVu Sans Mono, Microsoft YaHei, PingFang SC, monospace"
# Arrows, dots and lines are one cell wide in a terminal, and two in Chinese fonts: they come from a Latin one.
SIGNS = "Cascadia Mono, Consolas, Menlo, DejaVu Sans Mono, monospace"
# Rich's own frame of window and fonts, without the web font.
FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: FONTS; font-size: {char_height}px; line-height: {line_height}px; font-kerning: none; text-spacing-trim: space-all; }}
.{unique_id}-title {{ font-size: 18px; font-family: FONTS; }}
.sign {{ font-family: SIGNS; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
""".replace("FONTS", FONTS).replace("SIGNS", SIGNS)
SIZE = 20  # of a character, in the units of Rich's drawing
ASPECT = 0.5  # the width of a Latin character to its height
CELL = SIZE * ASPECT


def pages(db: Database) -> dict[str, tuple[str, Result]]:
    """Return what is drawn: name to the command line and its result."""
    from butlercli.desk import report as build
    from butlercli.desk import today
    from butlercli.kit.report import spans
    from butlercli.nouns.fee.dunning.verbs import plan
    from butlercli.nouns.patrol.verbs import board
    from butlercli.nouns.ticket.verbs import show as showing

    id = _interesting(db)
    results = {
        "today": today.today(db, 50),
        "ticket": showing.show(db, [id]),
        "patrol": board.calendar(db, date(2026, 6, 1), date(2026, 6, 30), None),
        "fees": plan.plan(db, None, 12),
        "annual": build.report(db, spans.choose("annual", "2025", None, db.now)),
    }
    return {name: (COMMANDS[name].format(ref=id), result) for name, result in results.items()}


def _interesting(db: Database) -> int:
    """Choose the newest repair that was reopened and has come to its close: its timeline has every link."""
    found: int = db.value(
        "SELECT max(id) FROM ticket WHERE kind = 'repair' AND reopen_count > 0 AND state = 'closed'"
        " AND unit_id IS NOT NULL AND arrived_at IS NOT NULL"
    )
    return found


def draw(db: Database, language: str) -> dict[str, str]:
    """Return the pictures of a language: name to SVG."""
    i18n.set_language(language)
    return {name: _svg(name, command, result, db) for name, (command, result) in pages(db).items()}


def _svg(name: str, command: str, result: Result, db: Database) -> str:
    from rich.console import Console
    from rich.text import Text

    from butlercli.output import terminal, views
    from butlercli.output.blocks import Canvas

    canvas = Canvas(WIDTH, HEIGHTS[name], True, db.now)
    result.extra["now"] = db.now
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor",
        highlight=False, markup=False, emoji=False, legacy_windows=False, _environ={},
    )  # fmt: skip
    console.print(Text(f"$ {command}", style="bold"))
    terminal.draw(views.blocks(result, canvas), canvas, console)
    lines = console.export_text(clear=False, styles=True).splitlines()
    if len(lines) > HEIGHTS[name]:
        console = _first(lines[: HEIGHTS[name]])
    text = console.export_svg(title=command, code_format=FORMAT, font_aspect_ratio=ASPECT, unique_id=f"butler-{name}")
    return "\n".join(line.rstrip() for line in _placed(text).splitlines() if line.strip()) + "\n"


def _first(lines: list[str]) -> "Console":
    """Return a console that has recorded these lines: the first screen of a long page."""
    from rich.console import Console
    from rich.text import Text

    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor", _environ={}
    )
    for line in lines:
        console.print(Text.from_ansi(line), soft_wrap=True, highlight=False)
    return console


def _placed(svg: str) -> str:
    """Give each piece of one script its own place and length, so that columns stand under one another."""
    run = re.compile(
        r'(?s)<text class="(?P<cls>[^"]*)" x="(?P<x>[^"]*)" y="(?P<y>[^"]*)" textLength="[^"]*" clip-path="(?P<clip>[^"]*)">(?P<text>.*?)</text>\n?'
    )
    return run.sub(lambda found: "".join(_pieces(found)), svg)


def _pieces(found: re.Match[str]) -> Iterator[str]:
    text = html.unescape(found["text"]).replace("\u00a0", " ")
    x, cells = float(found["x"]), 0
    for kind, group in groupby(text, key=_script):
        piece = "".join(group)
        inner = piece.strip()
        before = len(piece) - len(piece.lstrip(" "))
        if inner:
            begin = x + (cells + before) * CELL
            said = html.escape(inner).replace(" ", "&#160;")
            # Latin letters and signs are narrowed to their cells, Chinese ones spread over theirs.
            adjust = "" if kind == "wide" else ' lengthAdjust="spacingAndGlyphs"'
            sign = " sign" if kind == "sign" else ""
            yield (
                f'<text class="{found["cls"]}{sign}" x="{begin:g}" y="{found["y"]}"'
                f' textLength="{width(inner) * CELL:g}"{adjust} clip-path="{found["clip"]}">{said}</text>\n'
            )
        cells += width(piece)


def _script(character: str) -> str:
    if unicodedata.east_asian_width(character) in "WF":
        return "wide"
    return "latin" if character.isascii() or character == "\u00a0" else "sign"


def text_of(svg: str) -> str:
    """Return the words of a picture in order: what a test compares."""
    return " ".join(
        html.unescape(piece).replace("\u00a0", " ") for piece in re.findall(r"<text[^>]*>(.*?)</text>", svg)
    )


def all_pictures(path: Path) -> dict[Path, str]:
    """Draw everything that is in a demo of this moment: file to SVG."""
    clock.fix(NOW)
    db = open_read(path, True)
    try:
        return {
            FOLDER / f"{name}.{language}.svg": svg
            for language in i18n.LANGUAGES
            for name, svg in draw(db, language).items()
        }
    finally:
        db.close()


def main() -> int:
    """Write the pictures; say which changed."""
    from butlercli.desk.demo import build

    FOLDER.mkdir(parents=True, exist_ok=True)
    clock.fix(NOW)
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder) / "demo.db")
        drawn = all_pictures(Path(folder) / "demo.db")
    for path, svg in drawn.items():
        if not path.exists() or path.read_text(encoding="utf-8") != svg:
            path.write_text(svg, encoding="utf-8", newline="\n")
            sys.stderr.write(f"{path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
