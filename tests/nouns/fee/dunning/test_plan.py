"""The week's round: what is to be done, in which order, and why."""

from datetime import datetime
from typing import Any

import pytest

from butlercli.nouns.fee.dunning.verbs.plan import act_of
from tests.conftest import Butler
from tests.nouns.fee.dunning.test_commands import fees, remind

__all__ = ["fees"]

NOW = datetime(2026, 7, 1, 9, 30)
FACTS: dict[str, Any] = {
    "reminder": None,
    "promised": None,
    "troubles": [],
    "mended_at": None,
    "unreached": 0,
    "broken": 0,
    "phones": ["13800138001"],
    "lives_there": True,
    "debtor_kind": "owner",
    "months": 3,
}


def asked(days: int, result: str | None = None, why: str | None = None, channel: str = "phone") -> dict[str, Any]:
    return {"at": f"2026-06-{30 - days:02}T10:00:00", "result": result, "why": why, "channel": channel}


def promised(state: str, *, followed: bool = False) -> dict[str, Any]:
    return {"state": state, "promise_date": "2026-07-05", "followed": followed}


@pytest.mark.parametrize(
    ("facts", "act", "reason"),
    [
        ({}, "call", "first"),
        ({"troubles": [{"id": 1}], "promised": promised("due")}, "mend", "open_ticket"),
        ({"reminder": asked(20, "refused", "quality")}, "mend", "refused_quality"),
        ({"reminder": asked(20, "refused", "quality"), "mended_at": "2026-06-25T10:00:00"}, "visit", "mended"),
        ({"reminder": asked(20, "refused", "quality"), "mended_at": "2026-06-05T10:00:00"}, "mend", "refused_quality"),
        ({"promised": promised("pending")}, "wait", "promise_pending"),
        ({"promised": promised("due"), "reminder": asked(0)}, "call", "promise_due"),
        ({"promised": promised("broken"), "broken": 1}, "call", "promise_broken"),
        ({"promised": promised("broken"), "broken": 2}, "visit", "broken_again"),
        ({"promised": promised("broken", followed=True), "reminder": asked(1)}, "wait", "reminded_lately"),
        ({"reminder": asked(1)}, "wait", "reminded_lately"),
        ({"reminder": asked(2)}, "call", "again"),
        ({"reminder": asked(1, "unreached"), "unreached": 2}, "call", "again"),
        ({"reminder": asked(1, "unreached"), "unreached": 3}, "visit", "unreached"),
        ({"reminder": asked(1, "unreached", channel="visit"), "unreached": 3}, "letter", "nobody_there"),
        ({"reminder": asked(9, "refused", "title")}, "letter", "refused_title"),
        ({"reminder": asked(9, "refused", "lost")}, "letter", "refused_lost"),
        ({"reminder": asked(9, "refused", "hardship")}, "visit", "refused"),
        ({"reminder": asked(9, "disputed")}, "visit", "refused"),
        ({"debtor_kind": "developer"}, "letter", "developer"),
        ({"months": 24}, "letter", "old_debt"),
        ({"phones": []}, "visit", "no_phone"),
        ({"phones": [], "lives_there": False}, "letter", "moved_away"),
    ],
)
def test_the_first_rule_that_holds_decides(facts: dict[str, Any], act: str, reason: str) -> None:
    assert act_of({**FACTS, **facts}, NOW)[:2] == (act, reason)


def test_until_when_to_wait_is_said() -> None:
    assert act_of({**FACTS, "promised": promised("pending")}, NOW)[2] == "2026-07-05"
    assert act_of({**FACTS, "reminder": asked(1)}, NOW)[2] == "2026-07-02"
    called_today = {**asked(0, "unreached"), "at": "2026-07-01T09:00:00"}
    assert act_of({**FACTS, "reminder": called_today}, NOW) == ("wait", "reminded_lately", "2026-07-02")


def test_the_leak_is_mended_before_money_is_asked_for(fees: Butler) -> None:
    fees.ok("add", "3-2-501 厨房漏水")
    remind(fees, "2-1-303", "--promise", "2026-07-01", now="2026-06-01T10:00")
    remind(fees, "1-1-101", "--promise", "2026-07-10")
    rows = fees.json("fee", "plan")
    assert [(row["group"], row["unit"], row["act"]) for row in rows] == [
        ("mend", "3-2-501", "mend"),
        ("promise", "2-1-303", "call"),
        ("ask", "1-1-102", "visit"),
        ("wait", "1-1-101", "wait"),
    ]
    assert rows[0]["tickets"][0]["title"] == "厨房漏水" and rows[0]["phones"] == ["138****8004"]
    text = fees.ok("fee", "plan").out
    assert text.index("Mend first") < text.index("Promises due") < text.index("To ask") < text.index("To wait")
    assert "138****8004" in text and "13800138004" not in text
    fees.ok("ticket", "resolve", "1", "已疏通")
    assert {row["unit"]: row["act"] for row in fees.json("fee", "plan")}["3-2-501"] == "call"


def test_the_last_word_is_of_the_log_or_a_reminder_and_wishes_stand_beside(fees: Butler) -> None:
    remind(fees, "3-2-501", "-c", "visit", "--result", "unreached", now="2026-06-01T10:00")
    fees.ok("resident", "contact", "3-2-501", "已告知停水", "--channel", "微信", "--at", "2026-06-10 10:00")
    fees.ok("resident", "edit", "王芳", "--add-preference", "晚上七点后")
    row = next(row for row in fees.json("fee", "plan") if row["unit"] == "3-2-501")
    assert (row["last_contact"]["channel"], row["last_contact"]["text"]) == ("wechat", "已告知停水")
    assert row["preferences"] == ["晚上七点后"]
    assert "晚上七点后" in fees.ok("fee", "plan").out


def test_homes_of_a_building_stand_together_the_most_money_first(fees: Butler) -> None:
    for unit in ("1-1-101", "2-1-303"):
        fees.ok("fee", "pay", unit, "100")
    rows = [row["unit"] for row in fees.json("fee", "plan") if row["group"] == "ask"]
    assert rows == ["1-1-101", "1-1-102", "3-2-501", "2-1-303"]
    assert [row["unit"] for row in fees.json("fee", "plan", "--building", "2")] == ["2-1-303"]
    assert fees("fee", "plan", "--building", "8").code == 3
