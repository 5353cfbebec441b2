"""The one renderer: a Result becomes JSON, CSV, a file, a Rich page on a terminal or plain text in a pipe.

stdout is data; notices and errors go to stderr.
"""

import sys

from butlercli.base.result import DRY_RUN, Result
from butlercli.output.render import colour_wanted, json_text, masked, notices


def show(
    result: Result,
    *,
    json: bool = False,
    csv: bool = False,
    output: str | None = None,
    format: str | None = None,
    force: bool = False,
    reveal: bool = False,
) -> int:
    """Show a result the way the command line asks for; returns the exit code.

    That it is a dry run is said first, all other remarks after the result.
    """
    notices([message for message in result.notices if message.msgid == DRY_RUN])
    if output or format:
        from butlercli.output.files import write

        write(result, output, format, force=force, reveal=reveal)
    elif json:
        sys.stdout.write(json_text(masked(result.data, reveal)) + "\n")
    elif csv:
        from butlercli.output.files import csv_text

        sys.stdout.write(csv_text(result, reveal=reveal))
    else:
        _show_view(result, reveal)
    sys.stdout.flush()
    notices([message for message in result.notices if message.msgid != DRY_RUN])
    return result.exit_code


def _show_view(result: Result, reveal: bool) -> None:
    from butlercli.output import views

    if result.data is None and not result.extra.get("view"):
        return
    terminal = sys.stdout.isatty()
    if not (result.extra.get("whole") or (terminal and views.is_record(result.kind))):
        result.data = masked(result.data, reveal)
    width, height = _size() if terminal else (0, 0)
    from butlercli.output.blocks import Canvas, Lines

    canvas = Canvas(width, height, terminal, result.extra.get("now"))
    blocks = views.blocks(result, canvas)
    if terminal and any(not isinstance(block, Lines) for block in blocks):
        from butlercli.output.terminal import draw

        draw(blocks, canvas)
        return
    from butlercli.output.plain import lines

    sys.stdout.write("".join(line + "\n" for line in lines(blocks, canvas, colour=terminal and colour_wanted())))


def _size() -> tuple[int, int]:
    import shutil

    columns, rows = shutil.get_terminal_size((80, 24))
    return max(columns, 40), rows
