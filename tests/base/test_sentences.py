"""Parts of sentences in both languages."""

import re
from datetime import date, datetime

import pytest

from butlercli.base import sentences
from butlercli.base.dates.iso import BY_AT, minute, not_yet
from butlercli.base.i18n import set_language
from butlercli.base.refs import references
from tests.catalogue import PACKAGE

NOW = datetime(2026, 3, 10, 9, 30)


def test_parts_are_joined_with_the_marks_of_the_language() -> None:
    set_language("zh")
    assert sentences.listed(["甲", "乙"]) == "甲、乙"
    assert sentences.commas("甲", "", "乙") == "甲，乙"
    assert sentences.clauses(["甲", "乙"]) == "甲；乙"
    assert sentences.labelled("漏检", "甲") == "漏检：甲"
    assert "3/4" + sentences.bracketed("甲") == "3/4（甲）"
    set_language("en")
    assert sentences.listed(["a", "b"]) == "a, b"
    assert sentences.commas("a", "", "b") == "a, b"
    assert sentences.clauses(["a", "b"]) == "a; b"
    assert sentences.labelled("missed", "a") == "missed: a"
    assert "3/4" + sentences.bracketed("a") == "3/4 (a)"
    assert sentences.joined("a", None, "", "b") == "a · b"


@pytest.mark.parametrize(("value", "said"), [(None, "–"), (0, "0.0%"), (0.925, "92.5%"), (1, "100.0%")])
def test_a_share_has_one_decimal(value: float | None, said: str) -> None:
    assert sentences.percent(value) == said


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        (None, ""),
        ("2026-03-09T08:00:00", "yesterday 08:00"),
        ("2026-03-10T23:59:59", "today 23:59"),
        ("2026-03-12T00:00:00", "the day after tomorrow 00:00"),
        ("2026-03-13T10:00:00", "03-13 10:00"),
        ("2025-12-31T10:00:00", "2025-12-31 10:00"),
    ],
)
def test_a_moment_near_now_is_said_as_a_person_says_it(stored: str | None, said: str) -> None:
    set_language("en")
    assert sentences.moment(stored, NOW) == said


def test_without_a_now_a_moment_and_a_day_are_said_whole() -> None:
    assert sentences.moment("2026-03-10T10:00:00", None) == "2026-03-10 10:00"
    assert sentences.near("2026-03-10", None) == "2026-03-10"
    assert sentences.near("2026-03-10T10:00:00", NOW) == "03-10"


def test_a_moment_is_said_to_the_minute_and_refused_before_it_comes() -> None:
    assert minute("2026-03-10T10:00:59") == minute(datetime(2026, 3, 10, 10, 0, 59, 5)) == "2026-03-10 10:00"
    refusal = not_yet(date(2026, 3, 11))
    assert (refusal.exit_code, refusal.params, bool(refusal.hint)) == (2, {"at": "2026-03-11"}, True)
    assert (not_yet(NOW, hint=BY_AT, code="in_future").code, not_yet(NOW).code) == ("in_future", "usage")


def test_references_of_records() -> None:
    assert references("B", [3, 1]) == "B3, B1"


@pytest.mark.parametrize(
    ("copied", "places"),
    [
        (r"""language\(\) == ["']zh["'] else ["'](, |; |: | |)["']""", {"base/sentences.py"}),
        (r"\* 100:\.\df\}%", {"base/sentences.py"}),
        (r'replace\("T", " "\)\[:16\]', {"base/dates/iso.py"}),
        (r"%d %H:%M[\}\"]", set()),
        (r"\} has not come yet\.\"", {"base/dates/iso.py"}),
        (r"Nothing to change: name", {"kit/texts.py"}),
        (r"It would end before it begins: ", {"kit/texts.py"}),
    ],
)
def test_what_is_said_in_one_place_is_copied_nowhere(copied: str, places: set[str]) -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(copied, path.read_text(encoding="utf-8"))
    }
    assert found == places
