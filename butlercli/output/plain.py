"""Blocks as plain aligned text: in a pipe, and for echoes that need no Rich on a terminal."""

from collections.abc import Iterator, Sequence

from butlercli.base.text import fit, pad, plain_table, visible, width, wrap_hanging
from butlercli.output.blocks import STYLES, Block, Canvas, Fields, Grid, Lines, Runs, style_of


def lines(blocks: Sequence[Block], canvas: Canvas, *, colour: bool) -> Iterator[str]:
    """Yield the lines of the blocks, one blank line between tables and what stands around them."""
    former: Block | None = None
    for block in blocks:
        if former is not None and not (isinstance(former, Lines) and isinstance(block, Lines)):
            yield ""
        yield from _block(block, canvas, colour)
        former = block


def _block(block: Block, canvas: Canvas, colour: bool) -> Iterator[str]:
    if isinstance(block, Lines):
        for line in block.lines:
            text = visible(line)
            if isinstance(line, Runs) and not (canvas.terminal and width(text) > canvas.width):
                yield "".join(_coloured(visible(piece), style_of(piece), colour) for piece in line.pieces).rstrip()
                continue
            pieces = [text]
            if canvas.terminal:
                pieces = [fit(text, canvas.width)] if block.fit else wrap_hanging(text, canvas.width, block.hang)
            for piece in pieces:
                yield _coloured(piece, style_of(line), colour)
    elif isinstance(block, Fields):
        yield from _fields(block)
    else:
        yield from _grid(block)


def _fields(block: Fields) -> Iterator[str]:
    if block.title:
        yield visible(block.title)
    widest = max((width(label) for label, _value in block.pairs), default=0)
    for label, value in block.pairs:
        first, *more = value.split("\n")
        yield f"{pad(label, widest)}  {visible(first)}".rstrip()
        for line in more:
            yield f"{' ' * widest}  {visible(line)}".rstrip()


def _grid(block: Grid) -> Iterator[str]:
    if block.title:
        yield visible(block.title)
    if not block.rows:
        if block.empty:
            yield block.empty
        return
    rows = [[visible(cell) for cell in row] for row in block.rows]
    yield from plain_table(block.headers, rows, ["right" if align == "r" else "left" for align in block.aligns])


def _coloured(text: str, style: str, colour: bool) -> str:
    code = STYLES.get(style, ("", ""))[1]
    return f"\x1b[{code}m{text}\x1b[0m" if colour and code and text else text
