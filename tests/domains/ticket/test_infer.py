"""What the words speak for: kind, category, department."""

import pytest

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
