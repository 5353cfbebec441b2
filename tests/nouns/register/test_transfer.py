"""`butler unit transfer`: a home changes hands, and what hangs on a person stays with that person."""

from typing import Any

import pytest

from tests.conftest import Butler


@pytest.fixture
def house(butler: Butler) -> Butler:
    """A home owned by two, with family, a tenant and an emergency contact."""
    butler.ok("unit", "add", "3-2-501")
    for name, role in (
        ("李明", "owner"),
        ("周兰", "owner"),
        ("李小明", "family"),
        ("钱七", "tenant"),
        ("李大", "emergency"),
    ):
        butler.ok("resident", "add", name, "--unit", "3-2-501", "--role", role, "--since", "2020-01-01")
    return butler


def people(butler: Butler) -> dict[str, tuple[Any, Any, Any]]:
    unit = butler.json("unit", "show", "3-2-501")
    return {person["name"]: (person["role"], person["since"], person["until"]) for person in unit["residents"]}


def test_all_joint_owners_become_former_and_tenants_stay(house: Butler) -> None:
    outcome = house.ok("unit", "transfer", "3-2-501", "--to", "王芳", "--phone", "13800138000", "--date", "2026-05-01")
    assert people(house) == {
        "王芳": ("owner", "2026-05-01", None),
        "钱七": ("tenant", "2020-01-01", None),
        "李小明": ("family", "2020-01-01", "2026-05-01"),
        "李大": ("emergency", "2020-01-01", "2026-05-01"),
        "李明": ("former", "2020-01-01", "2026-05-01"),
        "周兰": ("former", "2020-01-01", "2026-05-01"),
    }
    assert "李小明" in outcome.err
    assert "钱七" in outcome.err
    assert [p["name"] for p in house.json("unit", "show", "3-2-501")["residents"]][:2] == ["王芳", "钱七"]


def test_the_family_stays_when_told(house: Butler) -> None:
    house.ok("unit", "transfer", "3-2-501", "--to", "王芳", "--date", "2026-05-01", "--keep-family")
    assert people(house)["李小明"] == ("family", "2020-01-01", None)


def test_without_a_date_it_is_today(house: Butler) -> None:
    house.ok("unit", "transfer", "3-2-501", "--to", "王芳")
    assert people(house)["王芳"] == ("owner", "2026-07-01", None)


def test_the_same_transfer_twice_changes_nothing(house: Butler) -> None:
    words = ("unit", "transfer", "3-2-501", "--to", "王芳", "--phone", "13800138000", "--date", "2026-05-01")
    house.ok(*words)
    before = people(house)
    assert "nothing to do" in house.ok(*words).err
    assert people(house) == before


def test_a_joint_owner_may_take_it_all(house: Butler) -> None:
    house.ok("unit", "transfer", "3-2-501", "--to", "周兰", "--date", "2026-05-01")
    found = people(house)
    assert found["周兰"] == ("owner", "2020-01-01", None)
    assert found["李明"] == ("former", "2020-01-01", "2026-05-01")


def test_a_child_or_tenant_may_become_the_owner(house: Butler) -> None:
    house.ok("unit", "transfer", "3-2-501", "--to", "李小明", "--date", "2026-05-01")
    assert people(house)["李小明"] == ("owner", "2026-05-01", None)
    page = house.json("resident", "show", "李小明")
    assert [(p["role"], p["until"]) for p in page["residencies"]] == [("family", "2026-05-01"), ("owner", None)]
    assert len(house.json("resident", "list", "--former")) == 5


def test_who_is_known_elsewhere_is_the_same_person(house: Butler) -> None:
    house.ok("unit", "add", "3-2-502")
    house.ok("resident", "add", "王芳", "--unit", "3-2-502", "--phone", "13800138000")
    house.ok("unit", "transfer", "3-2-501", "--to", "王芳", "--phone", "13800138000")
    assert house.json("resident", "show", "王芳")["units"] == ["3-2-501", "3-2-502"]


def test_tickets_stay_with_the_person_who_reported_them(house: Butler) -> None:
    house.ok("ticket", "add", "漏水", "-u", "3-2-501", "--reporter", "李明")
    house.ok("unit", "transfer", "3-2-501", "--to", "王芳")
    assert house.json("resident", "show", "李明")["tickets"][0]["title"] == "漏水"
    assert "tickets" not in house.json("resident", "list")[0]
    assert house.json("resident", "show", "王芳")["tickets"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("9-9-901", "--to", "王芳"), 3),
        (("3-2-501", "--to", " "), 2),
        (("3-2-501",), 2),
        (("3-2-501", "--to", "王芳", "--phone", "138****8000"), 2),
        (("3-2-501", "--to", "王芳", "--date", "2026-07-02"), 2),
        (("3-2-501", "--to", "王芳", "--date", "someday"), 2),
        (("3-2-501", "--to", "王芳", "--date", "2019-12-31"), 4),
    ],
)
def test_bad_input_changes_nothing(house: Butler, words: tuple[str, ...], code: int) -> None:
    before = people(house)
    assert house("unit", "transfer", *words).code == code
    assert people(house) == before


def test_a_unit_without_an_owner_gets_one(butler: Butler) -> None:
    butler.ok("unit", "add", "3-2-501")
    outcome = butler.ok("unit", "transfer", "3-2-501", "--to", "王芳")
    assert "no other owner" in outcome.err
    assert people(butler) == {"王芳": ("owner", "2026-07-01", None)}
