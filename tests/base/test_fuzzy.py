"""Did you mean: near words, beginnings, typing slips."""

from hypothesis import given
from hypothesis import strategies as st

from butlercli.base.fuzzy import nearest, slips

DEPARTMENTS = {"engineering": 1, "工程": 1, "security": 2, "秩序": 2, "安保": 2, "service": 3, "客服": 3}


def test_a_slip_in_a_word_finds_the_word() -> None:
    assert nearest("enginering", DEPARTMENTS) == ["engineering"]
    assert nearest("Ｓecurity", DEPARTMENTS) == ["security"]
    assert nearest("工城", DEPARTMENTS) == ["工程"]
    assert nearest("给水排", ["给排水", "电梯", "消防"]) == ["给排水"]
    assert nearest("eng", DEPARTMENTS) == ["engineering"]


def test_what_is_near_nothing_gets_no_suggestion() -> None:
    assert nearest("xyz", DEPARTMENTS) == []
    assert nearest("", DEPARTMENTS) == []
    assert nearest("工程", []) == []


def test_the_likeliest_comes_first() -> None:
    assert nearest("list", ["lint", "list", "last"], 3)[0] == "list"
    assert len(nearest("list", ["lint", "list", "last"], 2)) == 2


def test_slips_count_what_fingers_do() -> None:
    assert slips("501", "501") == 0
    assert slips("501", "510") == 1
    assert slips("501", "5011") == 1
    assert slips("501", "502") == 1
    assert slips("", "501") == 3


@given(st.text(max_size=8), st.text(max_size=8))
def test_slips_are_a_distance(one: str, other: str) -> None:
    count = slips(one, other)
    assert count == slips(other, one)
    assert (count == 0) == (one == other)
    assert abs(len(one) - len(other)) <= count <= max(len(one), len(other))


@given(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=5))
def test_suggestions_are_candidates(word: str, candidates: list[str]) -> None:
    assert set(nearest(word, candidates, 3)) <= set(candidates)
