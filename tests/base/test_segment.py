"""Chinese full text: two characters together are a word, and no query can break SQLite."""

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from butlercli.base.segment import index_text, query_text


class Shelf:
    """A full-text index in memory."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute("CREATE VIRTUAL TABLE shelf USING fts5(body, tokenize = 'unicode61')")

    def put(self, *texts: str) -> None:
        for text in texts:
            self.connection.execute("INSERT INTO shelf VALUES (?)", (index_text(text),))

    def find(self, words: str) -> list[int]:
        query = query_text(words)
        if not query:
            return []
        rows = self.connection.execute("SELECT rowid FROM shelf WHERE shelf MATCH ? ORDER BY rowid", (query,))
        return [row[0] for row in rows]


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    shelf = Shelf()
    shelf.put("厨房漏水了", "3-2-501 王女士报修", "水龙头漏电", "电梯B1 Panasonic 异响", "３号楼停电")
    yield shelf
    shelf.connection.close()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("漏水", [1]),
        ("水漏", []),
        ("漏", [1, 3]),
        ("501", [2]),
        ("3-2-501", [2]),
        ("３－２－５０１", [2]),
        ("50", [2]),
        ("01", []),
        ("panasonic", [4]),
        ("PANA", [4]),
        ("nasonic", []),
        ("电梯 异响", [4]),
        ("异响 电梯", [4]),
        ("电梯 漏水", []),
        ("电梯B1", [4]),
        ("3号楼", [5]),
        ("王女士 501", [2]),
        ("  ", []),
        ("😀", []),
        ("！？", []),
    ],
)
def test_words_find_what_holds_them(shelf: Shelf, words: str, found: list[int]) -> None:
    assert shelf.find(words) == found


@pytest.mark.parametrize(
    "hostile",
    ['" OR *', "NEAR(", 'NEAR("漏" "水", 5)', "body:漏水", "^漏水", "漏水 NOT 厨房", "-", "*", '"', '""""',
     "(", ")",      "{body}", "a + b", "'; DROP TABLE shelf; --", "漏\x00水", "\ud83d漏水", "😀漏水",
     "漏" * 10_000, "a" * 10_000,      "a " * 5_000, '"a' * 3_000, "²", "\u200d", "AND", "OR OR"],
)  # fmt: skip
def test_hostile_words_are_only_words(shelf: Shelf, hostile: str) -> None:
    shelf.find(hostile)
    shelf.put(hostile)
    assert shelf.connection.execute("SELECT count(*) FROM shelf").fetchone() == (6,)


def test_operators_are_words_to_look_for(shelf: Shelf) -> None:
    assert shelf.find("漏水 NOT 厨房") == []
    assert shelf.find("厨房 OR 电梯") == []


anything = st.text(st.characters(exclude_categories=()), max_size=40)


@settings(max_examples=300)
@given(anything)
def test_no_query_raises(words: str) -> None:
    shelf = Shelf()
    shelf.put(words)
    shelf.find(words)


@given(st.text(alphabet="漏水厨房电梯异响501abc", min_size=1, max_size=12))
def test_a_text_finds_itself_and_so_does_each_beginning(text: str) -> None:
    shelf = Shelf()
    shelf.put(text)
    for end in range(1, len(text) + 1):
        assert shelf.find(text[:end]) == [1]
