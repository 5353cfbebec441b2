"""The state of a fault's ticket, wherever it is shown: on the ticket's page, the round's, the point's, the facility's."""

import pytest

from tests.conftest import Butler
from tests.nouns.patrol.made import BEGUN, SETUP

RETURNED = "2026-05-09T09:00"


@pytest.fixture
def house(butler: Butler) -> Butler:
    """A fault of the pump whose ticket was put off until the 8th."""
    for words in SETUP:
        butler.ok(*words, now=BEGUN)
    butler.ok("patrol", "log", "早巡", "--all-ok", "--fault", "B1-PUMP=漏水", now="2026-05-02T08:30")
    return butler


def defer(house: Butler) -> None:
    house.ok("ticket", "defer", "1", "--until", "2026-05-08", "--reason", "parts", now="2026-05-02T10:00")


def states(house: Butler, now: str) -> set[str]:
    """Return what all pages say of the ticket in JSON."""
    unit = house.json("unit", "show", "1-1-101", now=now)["facilities"][0]
    return {
        house.json("ticket", "show", "1", now=now)["state"],
        house.json("patrol", "show", "R1", now=now)["points"][0]["fault"]["state"],
        house.json("patrol", "point", "show", "B1-PUMP", now=now)["ticket"]["state"],
        house.json("patrol", "facility", "show", "PUMP-1", now=now)["repairs"][0]["state"],
        unit["open_tickets"][0]["state"],
    }


@pytest.mark.parametrize(
    ("before", "state", "said"),
    [((), "new", "待响应"), (("ticket", "dispatch", "1", "工程"), "active", "处理中")],
)
def test_a_deferred_ticket_that_came_back_is_in_one_state_everywhere(
    house: Butler, before: tuple[str, ...], state: str, said: str
) -> None:
    house.ok("unit", "add", "1-1-101", now=BEGUN)
    house.ok("patrol", "facility", "edit", "PUMP-1", "--place", "1栋泵房", now=BEGUN)
    if before:
        house.ok(*before, now="2026-05-02T09:00")
    defer(house)
    assert states(house, "2026-05-07T09:00") == {"deferred"}
    assert states(house, RETURNED) == {state}
    for page in (
        ("ticket", "show", "1"),
        ("patrol", "show", "R1"),
        ("patrol", "point", "show", "B1-PUMP"),
        ("patrol", "facility", "show", "PUMP-1"),
    ):
        text = house.ok(*page, lang="zh", now=RETURNED).out
        assert said in text, page
        assert {"待响应", "处理中"} - {said} & {word for word in ("待响应", "处理中") if word in text} == set(), page


def test_a_duplicate_shows_the_state_of_the_ticket_it_stands_for(house: Butler) -> None:
    house.ok("ticket", "add", "水泵漏水", "--source", "patrol", "-k", "repair", now="2026-05-02T09:00")
    house.ok("ticket", "link", "1", "2", "--duplicate", now="2026-05-02T09:10")
    house.ok("ticket", "defer", "2", "--until", "2026-05-08", "--reason", "parts", now="2026-05-02T10:00")
    fault = house.json("patrol", "show", "R1", now=RETURNED)["points"][0]["fault"]
    point = house.json("patrol", "point", "show", "B1-PUMP", now=RETURNED)["ticket"]
    assert (fault["ticket_id"], fault["state"]) == (point["id"], point["state"]) == (2, "new")


def test_a_linked_ticket_is_in_the_state_in_force(house: Butler) -> None:
    house.ok("ticket", "add", "泵房灯不亮", "-k", "repair", now="2026-05-02T09:00")
    house.ok("ticket", "link", "2", "1", now="2026-05-02T09:10")
    defer(house)
    assert house.json("ticket", "show", "2", now="2026-05-07T09:00")["linked"][0]["state"] == "deferred"
    assert house.json("ticket", "show", "2", now=RETURNED)["linked"][0]["state"] == "new"
