"""What is typed into a field, by its kind: what is kept, what an empty text means, what is refused."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from butlercli.base.errors import UsageError
from butlercli.base.fields import Field
from butlercli.base.vocabulary import Vocabulary
from butlercli.kit import fields, texts
from butlercli.store.database import Database, open_write

SHOES = Vocabulary("shoe", {"left": ("left", "左"), "right": ("right", "右")})


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    house = open_write(tmp_path / "butler.db")
    yield house
    house.close()


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("money", "1,008.5元", 100_850),
        ("number", 15, 15),
        ("switch", True, 1),
        ("switch", False, 0),
        (SHOES, "右", "right"),
        (SHOES, True, "left"),
        (SHOES, False, "right"),
        ("day", date(2026, 5, 1), "2026-05-01"),
        ("moment", "2026-06-30 17:00", "2026-06-30T17:00:00"),
        ("tags", ["+水", " 水 ", ""], '["水"]'),
        ("words", ["+水"], '["+水"]'),
        ("words", [""], "[]"),
        ("phones", ["137 0013 7000", ""], ["13700137000"]),
        ("texts", ["A,B", ""], ["A,B", ""]),
        ("text", None, None),
        ("text", "  ", None),
    ],
)
def test_what_is_typed_is_kept_as_its_kind_says(db: Database, kind: Any, typed: Any, kept: Any) -> None:
    assert fields.read(db, Field("x", "X", "", kind), typed) == kept


@pytest.mark.parametrize(
    "field",
    [
        Field("x", "X", "", wanted="It has one."),
        Field("x", "X", "", SHOES, clears=False),
        Field("x", "X", "", "day", clears=False),
        Field("x", "X", "", "phone", clears=False),
    ],
)
def test_an_empty_text_is_refused_where_it_clears_nothing(db: Database, field: Field) -> None:
    with pytest.raises(UsageError):
        fields.read(db, field, "")


def test_only_what_was_typed_has_a_value_and_none_clears(db: Database) -> None:
    table = (Field("x", "X", ""), Field("y", "Y", "", column="z"), Field("w", "W", ""))
    assert fields.values(db, table, {"x": "one", "y": None, "other": 1}) == {"x": "one", "z": None}


def test_days_that_end_before_they_begin() -> None:
    texts.check_dates("2026-01-01", "2026-01-01")
    texts.check_dates(None, "2026-01-01")
    with pytest.raises(UsageError):
        texts.check_dates("2026-01-02", "2026-01-01")
