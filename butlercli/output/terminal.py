"""Blocks as Rich tables and panels, fitted to the width of the terminal by the cells of their characters."""

from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions
from rich.measure import Measurement
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from butlercli.base.text import Align, fit, pad, visible, width, wrap, wrap_hanging
from butlercli.output.blocks import STYLES, Block, Canvas, Fields, Grid, Lines, Runs, style_of
from butlercli.output.render import colour_wanted

GAP = 2


def draw(blocks: Sequence[Block], canvas: Canvas, console: Console | None = None) -> None:
    """Draw blocks on the terminal (or on the console handed in, for pictures)."""
    console = console or Console(
        width=canvas.width,
        highlight=False,
        markup=False,
        emoji=False,
        no_color=not colour_wanted(),
        soft_wrap=False,
    )
    for block in blocks:
        if isinstance(block, Lines):
            _draw_lines(console, block, canvas)
        elif isinstance(block, Fields):
            _draw_fields(console, block, canvas)
        else:
            _draw_grid(console, block, canvas)


def _text(text: str) -> Text:
    return Text(text, style=STYLES.get(style_of(text), ("", ""))[0], no_wrap=True, overflow="crop", end="")


def _shown(text: str) -> str:
    """Make text safe for a screen and keep its style."""
    from butlercli.output.blocks import Styled

    style = style_of(text)
    safe = visible(text)
    return Styled(safe, style) if style else safe


def _draw_lines(console: Console, block: Lines, canvas: Canvas) -> None:
    for line in block.lines:
        style = STYLES.get(style_of(line), ("", ""))[0]
        text = visible(line)
        if isinstance(line, Runs) and width(text) <= canvas.width:
            pieces = [(visible(piece), STYLES.get(style_of(piece), ("", ""))[0]) for piece in line.pieces]
            console.print(Text.assemble(*pieces))
            continue
        for piece in [fit(text, canvas.width)] if block.fit else wrap_hanging(text, canvas.width, block.hang):
            console.print(Text(piece, style=style))


def _draw_fields(console: Console, block: Fields, canvas: Canvas) -> None:
    from rich.panel import Panel

    grid = Table.grid(padding=(0, GAP, 0, 0))
    label_width = max((width(label) for label, _value in block.pairs), default=0)
    room = max(canvas.width - label_width - GAP - (4 if block.title else 0), 10)
    grid.add_column(width=label_width, no_wrap=True)
    grid.add_column(width=room, no_wrap=True)
    for label, value in block.pairs:
        style = STYLES.get(style_of(value), ("", ""))[0]
        pieces = [piece for line in value.split("\n") for piece in (wrap(visible(line), room) or [""])]
        grid.add_row(Text(label, style="dim"), Text("\n".join(pieces), style=style))
    if block.title:
        title = Text(fit(visible(block.title), canvas.width - 6), style="bold")
        console.print(Panel(grid, title=title, title_align="left", width=canvas.width, border_style="dim"))
    else:
        console.print(grid)


def _draw_grid(console: Console, block: Grid, canvas: Canvas) -> None:
    from rich import box

    if block.title:
        console.print(Text(fit(visible(block.title), canvas.width), style="bold"))
    if not block.rows:
        if block.empty:
            console.print(Text(block.empty, style="dim"))
        return
    rows = [[_shown(cell) for cell in row] for row in block.rows]
    widths = fitted_widths(block, rows, canvas.width)
    # The box puts one blank between columns; the cells bring the rest of the gap and their own alignment, which
    # spares Rich a padding object for every cell.
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=0, show_edge=False, header_style="dim")
    aligns: list[Align] = ["right" if align == "r" else "left" for align in block.aligns]
    for index, (header, cells) in enumerate(zip(block.headers, widths, strict=True)):
        table.add_column(
            Text(pad(fit(header, cells), cells, aligns[index])), width=cells + (index < len(widths) - 1), no_wrap=True
        )
    for row in rows:
        table.add_row(*(_Cell(console, *cell) for cell in zip(row, widths, aligns, strict=True)))
    console.print(table)


class _Cell:
    """A cell that is cut and padded already: Rich draws it as it is, without the work of wrapping a Text."""

    __slots__ = ("cells", "segment")

    def __init__(self, console: Console, text: str, cells: int, align: Align) -> None:
        self.cells = cells
        style = STYLES.get(style_of(text), ("", ""))[0]
        self.segment = Segment(pad(fit(text, cells), cells, align), console.get_style(style) if style else None)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        yield self.segment

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(self.cells, self.cells)


def fitted_widths(block: Grid, rows: Sequence[Sequence[str]], total: int) -> list[int]:
    """Return the width of each column in cells: natural where all fit, else the flexible ones give way.

    Where even that is not enough, the other columns of words give way, the widest first; numbers, which would read as
    others once they are cut, only after them.
    """
    widths = [max(width(header), *(width(row[index]) for row in rows)) for index, header in enumerate(block.headers)]
    # Rich pads every column on the right but the last.
    over = sum(widths) + GAP * (len(widths) - 1) - total
    words = [index for index, align in enumerate(block.aligns) if align != "r"]
    for candidates, least in ((block.flex, 8), (words, 7), (range(len(widths)), 4)):
        while over > 0:
            widest = max(candidates, key=lambda index: widths[index], default=None)
            if widest is None or widths[widest] <= least:
                break
            second = sorted((widths[index] for index in candidates), reverse=True)[1:2]
            cut = min(over, max(1, widths[widest] - max(least, *(second or [least]))))
            widths[widest] -= cut
            over -= cut
    return widths
