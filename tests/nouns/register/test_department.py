"""`butler department`: who is sent, and who is in them."""

import pytest

from tests.conftest import Butler


@pytest.fixture
def house(butler: Butler) -> Butler:
    """A house with one more department, with two people."""
    butler.ok("department", "add", "lift", "--name", "电梯维保", "--alias", "梯保", "--phone", "0755-88886666",
              "--arrive-limit", "30", "--person", "陈师傅:13700137000", "--person", "老李")  # fmt: skip
    return butler


def test_a_department_has_people_and_a_limit(house: Butler) -> None:
    found = house.json("department", "show", "梯保", "--reveal")
    assert (found["code"], found["name"], found["aliases"], found["arrive_minutes"]) == (
        "lift",
        "电梯维保",
        ["梯保"],
        30,
    )
    assert found["phone"] == "075588886666"
    assert found["people"] == [{"name": "陈师傅", "phone": "13700137000"}, {"name": "老李", "phone": None}]
    assert house.json("department", "show", "lift")["people"][0]["phone"] == "137****7000"
    assert house.json("department", "list")[0]["code"] == "engineering"
    house.ok("ticket", "add", "电梯坏了", "-d", "电梯维保")
    assert house.json("ticket", "dispatch", "1", "梯保", "--to", "陈师傅")["department"] == "lift"


def test_people_come_and_go(house: Butler) -> None:
    found = house.json("department", "edit", "lift", "--add-person", "小王：13700137002", "--add-person", "陈师傅:13700137009",
                       "--remove-person", "老李", "--alias", "", "--phone", "", "--arrive-limit", "0", "--note",
                       "夜班另算")  # fmt: skip
    assert [person["name"] for person in found["people"]] == ["陈师傅", "小王"]
    assert (found["aliases"], found["phone"], found["arrive_minutes"], found["note"]) == ([], None, None, "夜班另算")
    assert "nothing changed" in house.ok("department", "edit", "lift", "--name", "电梯维保").err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "lift", "--name", "别的"), 4),
        (("add", "other", "--name", "工程"), 4),
        (("add", "other", "--name", "别的", "--alias", "保安"), 4),
        (("add", "电梯", "--name", "别的"), 2),
        (("add", "other", "--name", " "), 2),
        (("add", "other"), 2),
        (("add", "other", "--name", "别的", "--phone", "138****8000"), 2),
        (("add", "other", "--name", "别的", "--person", ":13700137000"), 2),
        (("add", "other", "--name", "别的", "--person", "老李:12"), 2),
        (("add", "other", "--name", "别的", "--arrive-limit", "0"), 2),
        (("show", "nothing"), 3),
        (("edit", "lift"), 2),
        (("edit", "lift", "--name", "客服"), 4),
        (("edit", "lift", "--remove-person", "张三"), 3),
        (("remove", "nothing"), 3),
    ],
)
def test_bad_input_changes_nothing(house: Butler, words: tuple[str, ...], code: int) -> None:
    before = house.json("department", "list")
    outcome = house("department", *words)
    assert (outcome.code, outcome.out) == (code, "")
    assert house.json("department", "list") == before


def test_remove_refuses_while_something_refers(house: Butler) -> None:
    outcome = house("department", "remove", "工程", "--json")
    assert (outcome.code, outcome.error["code"]) == (4, "referred_to")
    assert "categories:" in outcome.error["message"]
    assert house.json("department", "remove", "lift")["code"] == "lift"
    assert house("department", "show", "lift").code == 3
