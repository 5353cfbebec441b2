"""The pictures of the READMEs show what the program shows today."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from butlercli.base.text import width
from tests.docs import pictures

Drawn = dict[Path, str]


@pytest.fixture(scope="module")
def drawn(demo_file: Path) -> Drawn:
    return pictures.all_pictures(demo_file)


def test_the_pictures_are_not_stale(drawn: Drawn) -> None:
    assert {path.name for path in drawn} == {path.name for path in pictures.FOLDER.glob("*.svg")}
    for path, svg in drawn.items():
        kept = path.read_text(encoding="utf-8")
        assert pictures.text_of(kept) == pictures.text_of(svg), f"{path.name}: python -m tests.docs.pictures"


def test_a_picture_is_the_same_when_drawn_again(demo_file: Path, drawn: Drawn) -> None:
    assert pictures.all_pictures(demo_file) == drawn


def test_no_piece_of_text_runs_into_the_next(drawn: Drawn) -> None:
    for path, svg in drawn.items():
        rows: dict[str, list[tuple[float, float]]] = {}
        for x, y, length in re.findall(r'<text class="[^"]*" x="([^"]+)" y="([^"]+)" textLength="([^"]+)"', svg):
            rows.setdefault(y, []).append((float(x), float(length)))
        assert len(rows) >= 7
        for row in rows.values():
            for (x, length), (following, _length) in pairwise(sorted(row)):
                assert x + length <= following + 0.01, path.name


def test_chinese_is_told_to_be_two_cells_wide(drawn: Drawn) -> None:
    for svg in drawn.values():
        for length, text in re.findall(r'textLength="([^"]+)"[^>]*>([^<&]+)</text>', svg):
            assert float(length) == width(text) * pictures.CELL


def test_the_pictures_load_nothing_from_the_net(drawn: Drawn) -> None:
    for svg in drawn.values():
        assert re.findall(r"https?://[^\"' )]+", svg) == ["http://www.w3.org/2000/svg"]
