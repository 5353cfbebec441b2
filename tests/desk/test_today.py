"""The day on one screen, and 事不过夜: what must not wait overnight."""

from pathlib import Path

from tests.conftest import Butler
from tests.contracts.test_hostile import on_terminal


def counts(butler: Butler, command: str = "today", now: str = "2026-07-01T09:30") -> dict[str, int]:
    found: dict[str, int] = butler(command, "--json", now=now).json["counts"]
    return {name: number for name, number in found.items() if number}


def test_each_ticket_stands_once_under_the_most_pressing_heading(butler: Butler) -> None:
    butler.ok("ticket", "add", "水管爆裂", "-k", "repair", "-p", "urgent")
    assert counts(butler) == {"response_owed": 1}
    butler.ok("ticket", "respond", "1", "马上到")
    assert counts(butler) == {}
    assert counts(butler, now="2026-07-02T09:00") == {"due_today": 1}
    assert counts(butler, now="2026-07-02T09:31") == {"overdue": 1}
    butler.ok("ticket", "escalate", "1", "需要协调", now="2026-07-02T09:40")
    assert counts(butler, now="2026-07-02T09:41") == {"escalated": 1}
    butler.ok("ticket", "resolve", "1", "已修", now="2026-07-02T10:00")
    assert counts(butler, now="2026-07-02T10:01") == {"escalated": 1}


def test_callbacks_owed_deferred_and_complete(butler: Butler) -> None:
    for number in range(3):
        butler.ok("ticket", "add", f"水龙头漏水{number}", "-k", "repair")
        butler.ok("ticket", "respond", str(number + 1), "好")
    butler.ok("ticket", "resolve", "1", "已修")
    butler.ok("ticket", "resolve", "2", "已修")
    butler.ok("ticket", "callback", "2", "--score", "5")
    butler.ok("ticket", "defer", "3", "--until", "明天", "--reason", "等配件")
    assert counts(butler) == {"callback_owed": 1, "to_close": 1, "coming_back": 1}


def test_the_evening_exits_6_while_anything_waits(butler: Butler) -> None:
    butler.ok("ticket", "add", "灯坏了", "-k", "consult")
    waiting = butler("evening", now="2026-07-01T17:50")
    assert waiting.code == 6
    assert "butler ticket respond 1" in waiting.out
    butler.ok("ticket", "respond", "1", "明天上门", now="2026-07-01T17:51")
    assert butler("evening", now="2026-07-01T17:52").code == 0
    assert butler("evening", now="2026-07-07T17:52").code == 6


def test_what_came_in_at_night_may_wait_until_noon_and_no_longer(butler: Butler) -> None:
    butler.ok("ticket", "add", "夜里施工", now="2026-07-01T22:00")
    assert counts(butler, "evening", "2026-07-02T11:00") == {"no_response": 1}
    assert counts(butler, now="2026-07-02T11:00") == {"response_owed": 1}


def test_bare_butler_without_a_file_says_how_to_begin(butler: Butler) -> None:
    outcome = butler()
    assert outcome.code == 3
    assert "butler init" in outcome.err
    assert not butler.path.exists()


def test_an_empty_day_says_so(butler: Butler) -> None:
    butler.ok("ticket", "add", "灯坏了")
    butler.ok("ticket", "cancel", "1", "误报")
    assert "Nothing is waiting" in butler.ok("today").out


def test_one_screen_of_80_by_24_says_when_there_is_more(butler: Butler, tmp_path: Path) -> None:
    lines = "\n".join(f"{number % 9 + 1}-1-{number}01 水龙头漏水很久了请尽快派人来修谢谢" for number in range(1, 60))
    butler.ok("add", "-", stdin=lines)
    for number in range(1, 20):
        butler.ok("ticket", "respond", str(number), "好")
        butler.ok("ticket", "resolve", str(number), "好了")
    drawn = on_terminal(butler.path, ["today"]).splitlines()
    assert len(drawn) <= 23
    assert any("还有" in line or "more" in line for line in drawn)
