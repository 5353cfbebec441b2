"""The sheet of labels: what the codes hold, what stands beside them, and pages that never break through a label."""

import re
import xml.dom.minidom
from collections.abc import Callable
from typing import Any

import pytest
import segno

from butlercli.base.errors import UsageError
from butlercli.nouns.patrol.views import sheet as labels


def point(code: str, name: str = "B1泵房", place: str | None = None) -> dict[str, Any]:
    return {"code": code, "name": name, "place": place, "line": f"butler patrol check {code}"}


def drawn(path: str, size: int) -> list[list[int]]:
    """Read the modules of a code back from the path that draws them."""
    rows = [[0] * size for _ in range(size)]
    for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path):
        for column in range(int(x), int(x) + int(run)):
            rows[int(y)][column] = 1
    return rows


@pytest.mark.parametrize("code", ["B1-PUMP", "东门岗", "😀", "x" * 60])
def test_the_code_drawn_is_the_code_of_the_line(code: str) -> None:
    line = point(code)["line"]
    picture = labels.qr(line)
    path = re.search(r'<path d="([^"]+)"', picture)
    assert path is not None
    expected = segno.make_qr(line, error="m", mode="byte", encoding="utf-8")
    size = len(expected.matrix)
    assert drawn(path[1], size) == [list(row) for row in expected.matrix]
    # Four modules of white on every side, as scanners want.
    assert f'viewBox="-4 -4 {size + 8} {size + 8}"' in picture
    assert expected.mode == "byte" and expected.error in ("M", "Q", "H")


def decoded(matrix: list[list[int]]) -> str:
    """Read a small code of one block as a scanner does (ISO/IEC 18004), without correcting errors: version 1 or 2."""
    size = len(matrix)
    version = (size - 17) // 4
    bits = [matrix[8][x] for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [matrix[y][8] for y in (7, 5, 4, 3, 2, 1, 0)]
    form = int("".join(map(str, bits)), 2) ^ 0b101010000010010
    masks: tuple[Callable[[int, int], int], ...] = (
        lambda y, x: (y + x) % 2,
        lambda y, _x: y % 2,
        lambda _y, x: x % 3,
        lambda y, x: (y + x) % 3,
        lambda y, x: (y // 2 + x // 3) % 2,
        lambda y, x: y * x % 2 + y * x % 3,
        lambda y, x: (y * x % 2 + y * x % 3) % 2,
        lambda y, x: ((y + x) % 2 + y * x % 3) % 2,
    )
    mask = masks[form >> 10 & 7]

    def fixed(y: int, x: int) -> bool:
        corner = (y < 9 and (x < 9 or x >= size - 8)) or (y >= size - 8 and x < 9)
        aligned = version > 1 and abs(y - (size - 7)) <= 2 and abs(x - (size - 7)) <= 2
        return corner or aligned or y == 6 or x == 6

    stream, upward, right = "", True, size - 1
    while right > 0:
        right -= right == 6
        for y in range(size - 1, -1, -1) if upward else range(size):
            for x in (right, right - 1):
                if not fixed(y, x):
                    stream += str(matrix[y][x] ^ (mask(y, x) == 0))
        upward, right = not upward, right - 2
    assert stream[:4] == "0100", "bytes"
    length = int(stream[4:12], 2)
    return bytes(int(stream[12 + 8 * n : 20 + 8 * n], 2) for n in range(length)).decode("utf-8")


@pytest.mark.parametrize("code", ["GATE", "A-1", "东"])
def test_a_scanner_reads_the_line(code: str) -> None:
    line = point(code)["line"]
    matrix = [list(row) for row in labels.matrix(line)]
    assert len(matrix) <= 25
    assert decoded(matrix) == line


def test_pages_of_twelve() -> None:
    page = labels.sheet([point(f"P{number}") for number in range(25)], "html", "示例花园")
    assert page.count('<svg xmlns="') == 3 and page.count("butler patrol check") == 25
    assert "break-after: page" in page and "@page { size: A4; margin: 0 }" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    sheet = labels.sheet([point(f"P{number}") for number in range(25)], "svg", "示例花园")
    root = xml.dom.minidom.parseString(sheet).documentElement
    assert root is not None
    assert (root.getAttribute("width"), root.getAttribute("height")) == ("210mm", "891mm")


def test_names_are_text_and_never_markup() -> None:
    hostile = point("A&B", "<script>alert(1)</script>\x1b[31m\u202e", '"quoted" <b>')
    for form in ("html", "svg"):
        written = labels.sheet([hostile], form, "<i>")
        assert "<script" not in written and "<b>" not in written and "<i>" not in written
        assert "\x1b" not in written and "\u202e" not in written
    assert "A&amp;B" in labels.sheet([hostile], "svg")


def test_long_names_stay_within_their_label() -> None:
    for code, name in (
        ("L" * 60, "长" * 300),
        ("东" * 60, "W" * 300),
        ("LIFT-HALL-WEST-03-LONG", "3栋1单元一层电梯厅西侧" * 3),
    ):
        sheet = labels.sheet([point(code, name, "远" * 200)], "svg", "社区" * 60)
        for y, size, text in re.findall(r'<text x="[\d.]+" y="([\d.]+)" font-size="([\d.]+)"[^>]*>([^<]*)<', sheet):
            assert float(y) < labels.LABEL[1]
            room = labels.LABEL[0] - 8 if text.startswith("butler") else labels.ROOM
            cells = sum(2 if character > "\u2e80" else 1 for character in text)
            assert cells * float(size) * 0.5 <= room, text


def test_a_place_that_says_the_same_is_not_said_twice() -> None:
    assert labels.sheet([point("P", "泵房", "泵房")], "svg").count(">泵房<") == 1


def test_nothing_to_print_and_more_than_a_code_can_hold() -> None:
    with pytest.raises(UsageError):
        labels.sheet([], "html")
    with pytest.raises(UsageError):
        labels.sheet([point("x" * 3000)], "svg")
