"""Names of accounts: safe in a journal, and never the same for two."""

import re
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from butlercli.nouns.fee.books.rules import segment


def test_plain_names_stay_as_they_are() -> None:
    for name in ("3-2-501", "物业费", "公摊 电费", "B1-301", "Water（cold）"):
        assert segment(name) == name


def test_what_a_journal_would_read_is_escaped() -> None:
    assert segment("a:b;c") == "a%3Ab%3Bc"
    assert segment("a  b ") == "a %20b%20"
    assert segment("(x)") == "%28x%29"
    assert segment("") == "%"
    assert segment("\u3000") == "%E3%80%80"


@given(st.text(max_size=30))
def test_every_text_comes_back_from_its_name(text: str) -> None:
    name = segment(text)
    assert not re.search(r"[:;()\[\]{}\x00-\x1f]|  |^\s|\s$", name)
    assert (unquote(name, errors="surrogatepass") if text else "") == text
