"""Chinese for an FTS5 index: each character its own token, so that every word is a phrase.

Both functions leave splitting and folding of all other text to SQLite's `unicode61` tokenizer, which reads
the index and the query alike.
"""

from butlercli.base.text import fold


def _stands_alone(point: int) -> bool:
    """Tell whether a code point belongs to a script written without spaces: Han, kana, hangul."""
    if point < 0x3005:
        return False
    return (
        point <= 0x3007
        or 0x3040 <= point <= 0x30FF
        or 0x3400 <= point <= 0x4DBF
        or 0x4E00 <= point <= 0x9FFF
        or 0xAC00 <= point <= 0xD7AF
        or 0xF900 <= point <= 0xFAFF
        or 0x20000 <= point <= 0x3FFFF
    )


class _Spacing(dict[int, str]):
    """A table for `str.translate` that fills as characters are met; a pattern would cost 2 ms to compile."""

    def __missing__(self, point: int) -> str:
        """Decide once for each character."""
        if point == 0 or 0xD800 <= point <= 0xDFFF:
            # SQLite ends a text at NUL, and a lone surrogate has no UTF-8.
            self[point] = " "
        else:
            self[point] = f" {chr(point)} " if _stands_alone(point) else chr(point)
        return self[point]


_spacing = _Spacing()


def index_text(text: str) -> str:
    """Return the text to put into the index: half width, lower case, Chinese characters set apart."""
    return " ".join(fold(text).lower().translate(_spacing).split())


def query_text(text: str) -> str:
    """Return the FTS5 MATCH expression for what a person typed; '' where nothing in it can be searched.

    Words apart are all wanted, in any order; inside a word order counts (漏水 is not 水漏). A word that ends
    in a letter or digit also finds longer ones that begin so. No character is FTS5 syntax.
    """
    phrases: list[str] = []
    for word in fold(text).lower().split():
        searchable = [character for character in word if character.isalnum()]
        if searchable:
            spaced = " ".join(word.replace('"', '""').translate(_spacing).split())
            prefix = "" if _stands_alone(ord(searchable[-1])) else "*"
            phrases.append(f'"{spaced}"{prefix}')
    return " ".join(dict.fromkeys(phrases))
