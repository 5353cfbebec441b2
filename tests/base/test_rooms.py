"""Rooms are asked and told without being imported: who answers, who hears, and who is not even loaded."""

import sys
from types import ModuleType
from typing import Any

import pytest

from butlercli.base import rooms
from tests.conftest import Butler


def module(name: str, **contents: Any) -> ModuleType:
    made = ModuleType(name)
    for key, value in contents.items():
        setattr(made, key, value)
    return made


@pytest.fixture
def attic(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A room that hears of tickets, and answers a question where its table holds anything; what it was told."""
    heard: list[Any] = []

    def ticket_added(_db: Any, id: int) -> str | None:
        heard.append(id)
        return None if id == 1 else f"heard of {id}"

    answers = {"ticket_added": ("ears", 10), "today": ("ears", 10, "box")}
    monkeypatch.setitem(sys.modules, "attic.facts", module("attic.facts", ANSWERS=answers))
    ears = module("attic.ears", ticket_added=ticket_added, today=lambda _db, limit: [limit])
    monkeypatch.setitem(sys.modules, "attic.ears", ears)
    monkeypatch.setattr(rooms, "ROOMS", {"attic": ("attic",)})
    monkeypatch.setattr(rooms, "HEARD", {"ticket_added": ("attic",)})
    return heard


class House:
    """A file that holds rows in some tables."""

    def __init__(self, *tables: str) -> None:
        self.tables = tables

    def holds(self, table: str) -> bool:
        return table in self.tables


def test_who_hears_says_something_or_nothing(attic: list[Any]) -> None:
    assert rooms.tell("ticket_added", House(), 1) == []
    assert rooms.tell("ticket_added", House(), 2) == ["heard of 2"]
    assert attic == [1, 2]


def test_a_room_whose_table_is_empty_is_not_asked(attic: list[Any]) -> None:
    assert rooms.gather("today", House(), 5) == []
    assert rooms.gather("today", House("box"), 5) == [5]
    assert not attic


def test_the_events_of_daily_verbs_name_exactly_the_rooms_that_hear_them() -> None:
    for event, named in rooms.HEARD.items():
        hearing = {room for room in rooms.ROOMS if event in getattr(rooms.facts(room), "ANSWERS", {})}
        assert hearing == set(named), event


def test_a_ticket_that_is_recorded_is_told_of(butler: Butler, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []

    def tell(event: str, *arguments: Any) -> list[Any]:
        told.append((event, arguments[1:]))
        return []

    monkeypatch.setattr(rooms, "tell", tell)
    butler.ok("ticket", "add", "灯不亮")
    butler.ok("add", "楼道灯不亮")
    assert told == [("ticket_added", (1,)), ("ticket_added", (2,))]
