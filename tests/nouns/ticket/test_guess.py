"""What the words speak for: kind, category, department."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from butlercli.nouns.ticket.verbs import guess
from butlercli.store.database import Database, connect
from butlercli.store.migrations import migrate, seeds
from tests.conftest import Butler


@pytest.mark.parametrize(
    ("title", "kind", "category", "department"),
    [
        ("厨房漏水", "repair", "plumbing", "engineering"),
        ("投诉楼上漏水", "complaint", "plumbing", "engineering"),
        ("外墙渗水", "repair", "leak", "engineering"),
        ("电梯困人", "repair", "elevator", "engineering"),
        ("装修噪音扰民", "complaint", "noise", "service"),
        ("电动车飞线充电", "complaint", "charging", "security"),
        ("表扬保安拾金不昧", "praise", "security", "security"),
        ("你好", "consult", None, None),
        ("the toilet is leaking", "repair", "plumbing", "engineering"),
        ("neighbour upstairs", "complaint", "neighbour", "service"),
        ("地下车库水泵不转", "repair", "plumbing", "engineering"),
        ("屋里有焦味", "repair", "fire", "engineering"),
        ("阳台门关不上", "repair", "access", "engineering"),
        ("想装充电桩", "consult", "charging", "security"),
    ],
)
def test_kind_category_and_department(
    butler: Butler, title: str, kind: str, category: str | None, department: str | None
) -> None:
    made = butler.json("ticket", "add", title)
    assert (made["kind"], made["category"], made["department"]) == (kind, category, department)


def test_what_is_given_wins_and_the_echo_says_what_was_guessed(butler: Butler) -> None:
    outcome = butler.ok("ticket", "add", "厨房漏水", "-k", "complaint", "-d", "客服")
    assert "plumbing guessed" in outcome.err and "repair" not in outcome.err
    made = butler.json("ticket", "show", "1")
    assert (made["kind"], made["category"], made["department"]) == ("complaint", "plumbing", "service")


def test_a_new_keyword_counts(butler: Butler) -> None:
    butler.ok(
        "ticket", "category", "add", "solar", "--name", "光伏", "--keyword", "光伏板", "-k", "repair", "-d", "工程"
    )
    made = butler.json("ticket", "add", "楼顶光伏板松动")
    assert (made["category"], made["department"]) == ("solar", "engineering")
    butler.ok("ticket", "category", "edit", "solar", "--drop", "光伏板")
    assert butler.json("ticket", "add", "楼顶光伏板松动")["category"] != "solar"
    assert butler("ticket", "category", "remove", "solar").code == 4


WORDS = [word for category in seeds.CATEGORIES for word in category[5].split()]
WORDS += [word for _kind, words in guess.KIND_WORDS for word in words.split()]
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=8).flatmap(
    lambda parts: st.sampled_from(["", " ", "，"]).map(lambda gap: gap.join(parts))
)


def expected_category(text: str) -> str | None:
    """Say the rule anew, the slow way: the longest keyword, then the first in the table."""
    found = [
        (-len(word), order, code)
        for order, (code, _name, _english, _kind, _department, words) in enumerate(seeds.CATEGORIES)
        for word in words.split()
        if guess.is_said(text.lower(), word.lower())
    ]
    return min(found)[2] if found else None


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_the_longest_keyword_decides_then_the_table(text: str) -> None:
    found = GUESSES.infer(text)["category"]
    assert (found["code"] if found else None) == expected_category(text)


def opened() -> Database:
    connection = connect(":memory:", write=True)
    migrate(connection)
    return Database(connection, Path(":memory:"))


GUESSES = guess.Inferer(opened())
