"""Columns by type: what each says on a screen and in a file, and what a list leaves out."""

from datetime import datetime
from typing import Any

import pytest

from butlercli.base.i18n import set_language
from butlercli.base.result import Record, Result
from butlercli.base.vocabulary import Vocabulary
from butlercli.output.blocks import Canvas, Column, Grid, Lines, Seen
from butlercli.output.views import columns
from butlercli.output.views.columns import Listing, Part

NOW = datetime(2026, 7, 1, 9, 30)
SEEN = Seen(NOW)
WORDS = Vocabulary("a word", {"red": ("red", "红"), "blue": ("blue", "蓝")})


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


@pytest.mark.parametrize(
    ("column", "value", "shown", "kept"),
    [
        (columns.ref("T", "x"), 12, "T12", 12),
        (columns.ref("T", "x"), None, "", None),
        (columns.ref("B", "x", lettered=True), 3, "B3", "B3"),
        (columns.name("x", "x"), "3-2-501", "3-2-501", "3-2-501"),
        (columns.text("x", "x"), "[red]=1+1", "[red]=1+1", "[red]=1+1"),
        (columns.text("x", "x"), None, "", ""),
        (columns.word("x", "x", WORDS), "blue", "blue", "blue"),
        (columns.word("x", "x", WORDS), None, "", ""),
        (columns.words("x", "x", ", "), ["a", "b"], "a, b", "a, b"),
        (columns.listed("x", "x"), ["a", "b"], "a, b", "a, b"),
        (columns.moment("x", "x"), "2026-07-01T08:00:00", "today 08:00", "2026-07-01T08:00:00"),
        (columns.moment("x", "x"), None, "", None),
        (columns.count("x", "x"), 1234, "1,234", 1234),
        (columns.count("x", "x"), None, "", None),
        (columns.share("x", "x"), 0.125, "12.5%", 0.125),
        (columns.share("x", "x"), None, "–", None),
        (columns.money("x", "x"), 123456, "1,234.56", 1234.56),
        (columns.money("x", "x"), 0, "0.00", 0.0),
        (columns.money("x", "x", zero=""), 0, "", 0.0),
        (columns.money("x", "x", none="–"), None, "–", None),
        (columns.count("x", "x", none="–"), None, "–", None),
    ],
)
def test_a_column_says_one_thing_on_a_screen_and_keeps_another_in_a_file(
    column: Column, value: Any, shown: str, kept: Any
) -> None:
    assert column.cell({"x": value}, SEEN) == shown
    assert column.value({"x": value}, SEEN) == kept


def test_money_that_is_no_good_news_stands_out() -> None:
    column = columns.money("x", "x", style="bad")
    assert getattr(column.cell({"x": 100}, SEEN), "style", "") == "bad"
    assert getattr(column.cell({"x": 0}, SEEN), "style", "") == ""


HOW = Listing(
    columns.ref("T"),
    columns.text("First", "first"),
    columns.text("Second", "second", wide=True),
    columns.text("Third", "third", file_only=True),
    empty="Nothing; {command} adds one.",
    command="butler x add",
    kept=1,
)


def drawn(records: list[Record], width: int = 120, *, total: int | None = None, terminal: bool = True) -> list[Any]:
    result = Result("x", records, total=total)
    return columns.listing(result, Canvas(width, 40, terminal, NOW), HOW)


def record(id: int, first: str = "", second: str = "") -> Record:
    return {"id": id, "first": first, "second": second, "third": "file"}


def test_columns_that_are_empty_throughout_are_left_out_on_a_terminal_alone() -> None:
    grid = drawn([record(1), record(2, second="b")])[0]
    assert isinstance(grid, Grid)
    assert grid.headers == ["Ref", "Second"]
    assert grid.rows == [["T1", ""], ["T2", "b"]]
    assert grid.aligns == "rl"
    assert drawn([record(1)], terminal=False)[0].headers == ["Ref", "First", "Second"]


def test_wide_columns_give_way_and_file_columns_never_show() -> None:
    assert drawn([record(1, "a", "b")], 80)[0].headers == ["Ref", "First"]
    assert drawn([record(1, "a", "b")], 120)[0].headers == ["Ref", "First", "Second"]


def test_an_empty_list_says_what_makes_the_first() -> None:
    assert drawn([])[0].empty == "Nothing; butler x add adds one."


def test_a_list_that_is_cut_says_of_how_many() -> None:
    blocks = drawn([record(1, "a")], total=7)
    assert isinstance(blocks[1], Lines)
    assert blocks[1].lines == ["1 of 7; --limit 0 shows all."]
    assert len(drawn([record(1, "a")], total=1)) == 1


def test_what_is_lent_is_found_by_the_record_and_nothing_is_written_into_it() -> None:
    records = [record(1), record(1)]
    seen = Seen(NOW, rows={1: {"name": "row"}}).lend(records, [{"name": "first"}, {"name": "second"}])
    assert [seen.row(one)["name"] for one in records] == ["first", "second"]
    assert seen.row(record(1))["name"] == "row"
    assert seen.row({"id": 9}) == {}
    assert all(one.keys() == {"id", "first", "second", "third"} for one in records)


def test_lists_stand_together_under_one_header_a_name() -> None:
    parts = [
        Part("A", [columns.text("Name", "a"), columns.count("Number", "n")], [{"a": "x", "n": 1}], SEEN),
        Part("B", [columns.text("Other", "b"), columns.text("Name", "a")], [{"a": "y", "b": "z"}], SEEN),
    ]
    headers, rows, aligns = columns.together(parts)
    assert headers == ["Heading", "Name", "Number", "Other"]
    assert rows == [["A", "x", 1, None], ["B", "y", None, "z"]]
    assert aligns == "llrl"
