"""`butler resident contact` and `butler call`: who was spoken to, and what came of it."""

import io
import sys

import pytest

from tests.conftest import Butler


@pytest.fixture
def house(butler: Butler) -> Butler:
    """A home with an owner who has wishes, and a ticket."""
    butler.ok("unit", "add", "3-2-501")
    butler.ok("resident", "add", "王芳", "--unit", "3-2-501", "--phone", "13800138000", "--preference", "只接微信")
    butler.ok("ticket", "add", "厨房漏水", "-u", "3-2-501")
    return butler


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"
    errors = "backslashreplace"

    def isatty(self) -> bool:
        return True

    def reconfigure(self, **_options: object) -> None:
        """Accept what a real stream accepts."""


def test_a_contact_is_noted(house: Butler) -> None:
    contact = house.json("resident", "contact", "3栋2单元501", "已告知停水", "--channel", "微信", "--name", "王女士",
                         "--at", "昨天 15:00")  # fmt: skip
    assert contact["unit"] == "3-2-501"
    assert (contact["resident"], contact["resident_id"], contact["channel"]) == ("王芳", 1, "wechat")
    assert (contact["at"], contact["text"]) == ("2026-06-30T15:00:00", "已告知停水")


def test_an_unregistered_unit_wants_to_be_meant(house: Butler) -> None:
    assert house("resident", "contact", "3-2-502", "走访").code == 3
    outcome = house.ok("resident", "contact", "3-2-502", "走访", "--new-unit")
    assert "was registered" in outcome.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("3-2-501", "  "), 2),
        (("3-2-501", "走访", "--channel", "pigeon"), 2),
        (("3-2-501", "走访", "--at", "2026-07-02"), 2),
        (("3-2-501", "走访", "--name", "张三"), 3),
        (("3-2-501", "x" * 100_001), 2),
        (("nonsense", "走访"), 2),
    ],
)
def test_bad_input_changes_nothing(house: Butler, words: tuple[str, ...], code: int) -> None:
    assert house("resident", "contact", *words).code == code
    assert house.json("unit", "show", "3-2-501")["contacts"] == []


def test_without_a_terminal_a_call_only_shows(house: Butler) -> None:
    out = house.ok("call", "3-2-501").out
    for word in ("138****8000", "王芳", "只接微信", "厨房漏水", "No contact yet."):
        assert word in out
    assert house.json("unit", "show", "3-2-501")["contacts"] == []


def test_a_note_answers_the_question(house: Butler) -> None:
    house.ok("call", "3-2-501", "--note", "约好周六", "--channel", "电话", "--name", "王芳")
    contact = house.json("unit", "show", "3-2-501")["contacts"][0]
    assert (contact["text"], contact["channel"], contact["resident"]) == ("约好周六", "phone", "王芳")
    page = house.json("call", "3-2-501", "--note", "没人接")
    assert page["contact"]["text"] == "没人接"
    assert [contact["text"] for contact in page["contacts"]] == ["没人接", "约好周六"]
    assert house.json("call", "3-2-501")["contact"] is None


@pytest.mark.parametrize(("typed", "noted"), [("约好周六上门\n", ["约好周六上门"]), ("\n", []), ("", [])])
def test_on_a_terminal_it_asks_for_one_line(
    house: Butler, monkeypatch: pytest.MonkeyPatch, typed: str, noted: list[str]
) -> None:
    with monkeypatch.context() as patch:
        screen = Terminal()
        for name, stream in (("stdin", Terminal(typed)), ("stdout", screen), ("stderr", Terminal())):
            patch.setattr(sys, name, stream)
        from butlercli import main

        assert main.run(["--db", str(house.path), "--now", "2026-07-01T09:30", "--lang", "en", "call", "3-2-501"]) == 0
    assert "13800138000" in screen.getvalue()
    contacts = house.json("unit", "show", "3-2-501")["contacts"]
    assert [contact["text"] for contact in contacts] == noted


def test_an_unknown_unit_is_exit_3(house: Butler) -> None:
    outcome = house("call", "3-2-510", "--json")
    assert (outcome.code, outcome.error["code"]) == (3, "unknown_unit")
    assert "--new-unit" not in outcome.error["hint"]


def test_a_long_outcome_of_the_last_call_is_whole(house: Butler) -> None:
    text = "店长说排烟管道周末要检修" * 20
    house.ok("resident", "contact", "3-2-501", text)
    assert text in house.ok("call", "3-2-501").out
