"""Text in terminal cells, made visible, folded to half width, kept from being read as a formula or by a shell.

Widths follow the terminal's rule: East Asian wide and full characters and emoji take two cells, combining
and format characters none, all else one (Unicode Standard Annex 11; the same figures as Rich).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal

Align = Literal["left", "right", "center"]

_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_TEXT_SYMBOLS = frozenset("#*0123456789©®‼⁉ℹ〰㊗㊙🈂🈷")


@lru_cache(maxsize=8192)
def _cells(character: str) -> int:
    """Return the cells of one character standing alone: 0, 1 or 2."""
    point = ord(character)
    if 0x20 <= point < 0x7F or 0xA0 <= point < 0x300:
        return 1
    if point < 0xA0:
        return 0
    if 0x4E00 <= point <= 0x9FFF or 0xFF01 <= point <= 0xFF60:
        return 2
    import unicodedata

    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Mc", "Zl", "Zp") or 0x1F3FB <= point <= 0x1F3FF:
        return 0
    if category == "Cf":
        # The marks of Arabic and Syriac numbers and years are written around digits and do take room.
        return int(0x600 <= point <= 0x605 or point in (0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD))
    if 0x1160 <= point <= 0x11FF or 0xD7B0 <= point <= 0xD7FF or point in (0x3164, 0xFFA0):
        return 0  # Hangul vowels, finals and fillers combine with the consonant before.
    if 0x2630 <= point <= 0x2637 or 0x268A <= point <= 0x268F or 0x4DC0 <= point <= 0x4DFF:
        return 2  # Wide since Unicode 16, which this Python's tables may not know.
    if category == "Cn":
        return 2 if 0x1F300 <= point <= 0x1FAFF or 0x20000 <= point <= 0x3FFFD else 1
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _grows(character: str) -> bool:
    """Tell whether a one-cell character has an emoji form two cells wide (⚠ and U+FE0F is an emoji)."""
    if _cells(character) != 1:
        return False
    if character in _TEXT_SYMBOLS:
        return True
    import unicodedata

    return character >= "\u203c" and unicodedata.category(character) in ("So", "Sm")


def _clusters(text: str) -> Iterator[tuple[str, int]]:
    """Yield what must stay together (a letter with its accents, a joined emoji) with its cells."""
    cluster, cells = "", 0
    previous = ""
    joined = False
    for character in text:
        if joined or character == _JOINER:
            cluster += character
            joined = character == _JOINER and not joined
            continue
        if character == _EMOJI_STYLE:
            cluster += character
            cells += int(bool(previous) and _grows(previous))
            previous = ""
            continue
        size = _cells(character)
        if size == 0:
            cluster += character
            continue
        if cells:
            yield cluster, cells
            cluster = ""
        cluster, cells, previous = cluster + character, size, character
    if cluster:
        yield cluster, cells


def width(text: str) -> int:
    """Return how many terminal cells the text takes; control characters take none (show them first)."""
    if text.isascii() and text.isprintable():
        return len(text)
    if _JOINER in text or _EMOJI_STYLE in text:
        return sum(cells for _cluster, cells in _clusters(text))
    return sum(map(_cells, text))


def fit(text: str, cells: int, ellipsis: str = "…") -> str:
    """Return the text cut to at most `cells`, with the ellipsis where it was cut; no character is split."""
    if width(text) <= cells:
        return text
    mark = ellipsis if width(ellipsis) <= cells else ""
    return _beginning(text, cells - width(mark)) + mark


def _beginning(text: str, cells: int) -> str:
    """Return the longest beginning of whole characters within `cells`."""
    kept: list[str] = []
    for cluster, size in _clusters(text):
        cells -= size
        if cells < 0:
            break
        kept.append(cluster)
    return "".join(kept)


def pad(text: str, cells: int, align: Align = "left") -> str:
    """Return the text filled up with spaces to `cells`; a longer text is left as it is."""
    missing = cells - width(text)
    if missing <= 0:
        return text
    if align == "right":
        return " " * missing + text
    if align == "center":
        return " " * (missing // 2) + text + " " * (missing - missing // 2)
    return text + " " * missing


# 避头尾: a line does not begin with a mark that closes, nor end with one that opens.
NEVER_FIRST = frozenset("，。、；：！？）】》”’…%")
NEVER_LAST = frozenset("（【《“‘")


def wrap(text: str, cells: int) -> list[str]:
    """Break the text into lines of at most `cells`: Chinese anywhere, Latin at spaces, at newlines always.

    A word longer than a line is broken. A line of less than two cells could hold no Chinese, so two is the
    least. Spaces at a break are dropped.
    """
    cells = max(cells, 2)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrap_paragraph(paragraph, cells))
    return lines


def wrap_hanging(text: str, cells: int, hang: int) -> list[str]:
    """Break one line to `cells`; what follows its first piece is set in by `hang` cells, where that leaves room."""
    if width(text) <= cells:
        return [text]
    first = wrap(text, cells)[0]
    inset = hang if hang < cells - 16 else 0
    return [first, *(" " * inset + piece for piece in wrap(text[len(first) :].lstrip(), cells - inset))]


def _wrap_paragraph(text: str, cells: int) -> list[str]:
    """Break one paragraph; an empty one is one empty line."""
    if width(text) <= cells:
        return [text]
    lines: list[str] = []
    line, used, last = "", 0, ""
    for piece, size in _pieces(text, cells):
        if used + size <= cells:
            line, used, last = line + piece, used + size, piece
            continue
        carried = last if last != line and _stays_with(last, piece) else ""
        lines.append(line[: len(line) - len(carried)].rstrip(" "))
        line, used = ("", 0) if piece == " " else (carried + piece, width(carried) + size)
        last = piece
    if line or not lines:
        lines.append(line)
    return lines


def _stays_with(last: str, piece: str) -> bool:
    """Say whether a line may not break between two pieces: before a closing mark, after an opening one."""
    if last in NEVER_LAST:
        return True
    return piece in NEVER_FIRST and last not in NEVER_FIRST and bool(last.strip())


def _pieces(text: str, cells: int) -> Iterator[tuple[str, int]]:
    """Yield what a line may not break inside: a narrow word, a space, one wide character."""
    word, used = "", 0
    for cluster, size in _clusters(text):
        if size == 2 or cluster == " " or used + size > cells:
            if word:
                yield word, used
            word, used = "", 0
        if size == 2 or cluster == " ":
            yield cluster, size
        else:
            word, used = word + cluster, used + size
    if word:
        yield word, used


# --- showing what cannot be seen ------------------------------------------------------------------


@cache
def _invisible() -> re.Pattern[str]:
    """Return the characters that would act on the screen, or hide, instead of showing themselves.

    Control, bidi and zero-width characters, line separators, tags and lone surrogates. A zero-width joiner
    is left between the parts of an emoji, where it belongs.
    """
    emoji = "[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
    return re.compile(
        "[\x00-\x1f\x7f-\x9f\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
        "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
        f"|(?<!{emoji})\u200d|\u200d(?!{emoji})"
    )


def _escape(match: re.Match[str]) -> str:
    """Spell one character as an escape: `\\n`, `\\x1b`, `\\u202e`."""
    character = match[0]
    named = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}.get(character)
    if named:
        return named
    point = ord(character)
    if point < 0x100:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def visible(text: str, *, keep_newlines: bool = False) -> str:
    """Return the text with control, bidi and zero-width characters as visible escapes; all else as it is."""
    if text.isprintable():
        return text
    if keep_newlines:
        return "\n".join(_invisible().sub(_escape, line) for line in text.split("\n"))
    return _invisible().sub(_escape, text)


# --- half width -----------------------------------------------------------------------------------


@cache
def _half_width() -> dict[int, str]:
    """Return the table of `fold`: characters with an ASCII twin only (`。`, `、`, `【】`, “” have none)."""
    table = {point: chr(point - 0xFEE0) for point in range(0xFF01, 0xFF5F)}
    table |= dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x3000), " ")
    table |= dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE63), "-")
    table[0xFFE5] = "¥"
    return table


def fold(text: str) -> str:
    """Return the text with full-width letters, digits, punctuation, spaces and dashes in half width.

    Each character becomes exactly one, so positions in the result are positions in the text.
    """
    return text if text.isascii() else text.translate(_half_width())


def chinese_number(text: str) -> int | None:
    """Return the value of a Chinese numeral from 一 to 九十九; None for anything else."""
    tens, ten, ones = text.rpartition("十")
    digits = "一二三四五六七八九"
    if any(len(part) > 1 or part not in digits for part in (tens, ones)) or not text:
        return None
    high = (digits.index(tens) + 1 if tens else 1) if ten else 0
    return high * 10 + (digits.index(ones) + 1 if ones else 0)


# --- tables and cells -----------------------------------------------------------------------------


def plain_table(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    aligns: Sequence[Align],
    width: int | None = None,
) -> list[str]:
    """Return aligned lines, columns two spaces apart, no box drawing, no spaces at the end.

    Cells are made visible, so a cell is always one line. `width` in cells cuts the last column, then the
    line; None (piped output) cuts nothing. Without headers (an empty sequence) there is no header line.
    """
    table = [[visible(cell) for cell in row] for row in (headers, *rows) if row]
    sizes = [max((_width(row[column]) for row in table), default=0) for column in range(len(aligns))]
    if width is not None and sizes:
        sizes[-1] = max(min(sizes[-1], width - sum(sizes[:-1]) - 2 * (len(sizes) - 1)), 0)
    lines: list[str] = []
    for row in table:
        last = row[-1] if width is None else fit(row[-1], sizes[-1])
        cells = zip((*row[:-1], last), sizes, aligns, strict=True)
        line = "  ".join(pad(cell, size, align) for cell, size, align in cells).rstrip(" ")
        lines.append(line if width is None else fit(line, width))
    return lines


_width = width  # `plain_table` has a parameter of the same name.

_FORMULA_MARKS = "=+-@＝＋－＠"


def _reads_as_formula(text: str) -> bool:
    """Tell whether a spreadsheet could take the text, any leading `'` aside, for a formula or a command.

    Spaces before the mark do not help: spreadsheets drop them. A text that only looks guarded (`'=1`) counts
    as well, which is what makes taking the guard off exact.
    """
    bare = text.lstrip("'")
    return bare[:1] in ("\t", "\r", "\n") or bare.lstrip()[:1] in tuple(_FORMULA_MARKS)


def formula_safe(text: str) -> str:
    """Return a CSV text cell with a leading `'` where it would start a formula; numbers are not for this."""
    return "'" + text if _reads_as_formula(text) else text


def formula_unsafe(text: str) -> str:
    """Take off again the `'` that `formula_safe` put before a cell: its exact inverse."""
    return text[1:] if text[:1] == "'" and _reads_as_formula(text) else text


def quoted(name: str) -> str:
    """Return a name as a word of a command line: with quotes where a shell would break it."""
    if all(mark.isalnum() or mark in "-_.·" for mark in name) and not name.startswith("-"):
        return name
    import shlex

    return shlex.quote(name)
