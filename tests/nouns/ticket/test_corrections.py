"""What is entered late, corrected, or taken back: the order of the loop and the callbacks owed stay true."""

from typing import Any

import pytest

from tests.conftest import Butler

EVENING = "2026-07-01T20:00"


def ticket(butler: Butler, id: int, now: str = EVENING) -> dict[str, Any]:
    found: dict[str, Any] = butler.json("ticket", "show", str(id), now=now)
    return found


@pytest.fixture
def done(butler: Butler) -> Butler:
    """A repair of 08:00 that was entered as done, with a score, at 12:00."""
    butler.ok("ticket", "add", "灯坏", "-k", "repair", "--at", "8:00")
    butler.ok("ticket", "done", "1", "已换灯管", "--score", "5", now="2026-07-01T12:00")
    return butler


class TestCorrectedTimes:
    """Times are corrected one by one or together; only the order at the end counts."""

    def test_several_may_move_later_together(self, done: Butler) -> None:
        done.ok(
            "ticket", "edit", "1", "--resolved-at", "13:00", "--called-back-at", "14:00", "--closed-at", "15:00",
            now=EVENING,
        )  # fmt: skip
        found = ticket(done, 1)
        times = [found[name] for name in ("responded_at", "resolved_at", "called_back_at", "closed_at")]
        assert times == [f"2026-07-01T{hour}:00:00" for hour in (13, 13, 14, 15)]

    def test_a_step_never_moves_behind_the_next_one(self, done: Butler) -> None:
        refused = done("ticket", "edit", "1", "--resolved-at", "13:00", now=EVENING)
        assert refused.code == 4 and "time of callback" in refused.err
        assert ticket(done, 1)["resolved_at"] == "2026-07-01T12:00:00"

    def test_a_response_remembered_later_leaves_the_handling_where_it_was(self, done: Butler) -> None:
        done.ok("ticket", "edit", "1", "--responded-at", "8:10", now=EVENING)
        found = ticket(done, 1)
        assert (found["responded_at"], found["resolved_at"]) == ("2026-07-01T08:10:00", "2026-07-01T12:00:00")
        assert [step["verb"] for step in found["log"]][:3] == ["add", "respond", "resolve"]

    def test_the_first_response_still_counts(self, butler: Butler) -> None:
        butler.ok("ticket", "add", "灯坏", "-k", "repair", "--at", "8:00")
        butler.ok("ticket", "respond", "1", "马上到", now="2026-07-01T10:00")
        butler.ok("ticket", "respond", "1", "在路上", now="2026-07-01T10:30")
        butler.ok("ticket", "edit", "1", "--responded-at", "11:00", now=EVENING)
        assert ticket(butler, 1)["responded_at"] == "2026-07-01T10:30:00"

    def test_handling_is_not_moved_before_the_reopening(self, done: Butler) -> None:
        done.ok("ticket", "reopen", "1", "又坏了", now="2026-07-01T13:00")
        done.ok("ticket", "resolve", "1", "又修好", now="2026-07-01T14:00")
        refused = done("ticket", "edit", "1", "--resolved-at", "12:30", now=EVENING)
        assert refused.code == 4 and "time of reopening" in refused.err

    def test_the_timeline_names_what_was_corrected_in_words(self, done: Butler) -> None:
        done.ok("ticket", "edit", "1", "--responded-at", "8:10", "--party", "developer", now=EVENING)
        shown = done.ok("ticket", "show", "1", now=EVENING, lang="zh").out
        assert "责任方、响应时间" in shown and "responded_at" not in shown


def test_an_edited_reporter_is_another_resident(butler: Butler) -> None:
    butler.ok("resident", "add", "王芳", "--unit", "1-1-101")
    butler.ok("resident", "add", "李雷", "--unit", "1-1-101")
    butler.ok("ticket", "add", "灯坏", "-u", "1-1-101", "--reporter", "王芳")
    butler.ok("ticket", "edit", "1", "--reporter", "李雷")
    assert "灯坏" not in butler.ok("resident", "show", "王芳").out
    assert "灯坏" in butler.ok("resident", "show", "李雷").out


class TestBackDating:
    """A day is often entered in the evening."""

    def test_a_day_without_a_time_counts_from_the_step_before_it(self, butler: Butler) -> None:
        butler.ok("ticket", "add", "灯坏", "--at", "昨天 10:00")
        found = butler.json("ticket", "respond", "1", "好", "--at", "昨天")
        assert found["responded_at"] == "2026-06-30T10:00:00"
        assert butler("ticket", "respond", "1", "好", "--at", "前天").code == 4

    def test_an_earlier_dispatch_does_not_undo_the_later_arrival(self, butler: Butler) -> None:
        butler.ok("ticket", "add", "灯坏", "--at", "8:00")
        butler.ok("ticket", "dispatch", "1", "工程", "--to", "张师傅", "--at", "10:00", now=EVENING)
        butler.ok("ticket", "arrive", "1", "--at", "10:20", now=EVENING)
        found = butler.json("ticket", "dispatch", "1", "秩序", "--at", "9:00", now=EVENING)
        assert (found["dispatched_at"][11:], found["arrived_at"][11:]) == ("10:00:00", "10:20:00")
        assert (found["department"], found["assignee"]) == ("engineering", "张师傅")

    def test_a_deferral_that_ran_out_may_have_been_taken_up_before(self, butler: Butler) -> None:
        butler.ok("ticket", "add", "灯坏", "-k", "repair", "--at", "8:00")
        butler.ok("ticket", "defer", "1", "--until", "18:00")
        found = butler.json("ticket", "resume", "1", "--at", "11:30", now=EVENING)
        assert found["due_at"] == "2026-07-03T10:00:00"
        assert "nothing to do" in butler.ok("ticket", "resume", "1", now=EVENING).err

    def test_a_link_may_be_back_dated(self, butler: Butler) -> None:
        butler.ok("ticket", "add", "灯坏", "--at", "8:00")
        butler.ok("ticket", "add", "灯也坏", "--at", "8:10")
        butler.ok("ticket", "link", "2", "1", "--duplicate", "--at", "9:00", now=EVENING)
        assert {step["at"] for step in ticket(butler, 2)["log"][1:]} == {"2026-07-01T09:00:00"}


def test_cancelling_ends_a_deferral(butler: Butler) -> None:
    butler.ok("ticket", "add", "灯坏", "-k", "repair")
    butler.ok("ticket", "defer", "1", "--until", "2026-07-11T09:30")
    butler.ok("ticket", "cancel", "1", "撤回", now="2026-07-01T10:30")
    found = butler.json("ticket", "reopen", "1", now="2026-07-01T11:00")
    assert found["due_at"] == "2026-07-03T10:30:00"


def test_done_notes_the_cause_of_what_was_resolved_before(butler: Butler) -> None:
    butler.ok("ticket", "add", "灯坏", "-k", "repair")
    butler.ok("ticket", "resolve", "1", "已修")
    assert butler.json("ticket", "done", "1", "--score", "5", "--cause", "老化")["cause"] == "老化"


class TestDuplicates:
    """A reporter handed over is called back with the last ticket of the chain, and a verification is no callback."""

    @pytest.fixture
    def chain(self, butler: Butler) -> Butler:
        """T1 (reported) is a duplicate of T2 (patrol), which is one of T3 (patrol)."""
        butler.ok("ticket", "add", "大堂灯不亮", "--reporter", "甲先生", "-k", "repair")
        butler.ok("ticket", "add", "大堂灯坏", "--source", "patrol", "-k", "repair")
        butler.ok("ticket", "add", "大堂灯灭", "--source", "patrol", "-k", "repair")
        butler.ok("ticket", "link", "1", "2", "--duplicate")
        butler.ok("ticket", "link", "2", "3", "--duplicate")
        return butler

    def test_the_last_of_a_chain_owes_the_callback(self, chain: Butler) -> None:
        assert chain.json("ticket", "resolve", "3", "已换")["callback_owed"] is True
        assert chain("ticket", "verify", "3").code == 4
        assert chain("ticket", "close", "3").code == 4
        assert "甲先生" in chain.ok("ticket", "show", "3").out
        chain.ok("ticket", "callback", "3", "--score", "5")
        chain.ok("ticket", "close", "3")

    def test_a_verification_before_does_not_stand_for_it(self, butler: Butler) -> None:
        butler.ok("ticket", "add", "大堂灯坏", "--source", "patrol", "-k", "repair")
        butler.ok("ticket", "resolve", "1", "已换")
        butler.ok("ticket", "verify", "1")
        butler.ok("ticket", "add", "大堂灯不亮", "--reporter", "甲先生", "-k", "repair")
        butler.ok("ticket", "link", "2", "1", "--duplicate")
        assert ticket(butler, 1)["links"]["callback"] is None
        assert butler("ticket", "close", "1").code == 4

    def test_opened_again_it_is_no_duplicate_any_more(self, chain: Butler) -> None:
        chain.ok("ticket", "reopen", "1")
        assert chain.json("ticket", "resolve", "3", "已换")["callback_owed"] is False
        assert chain.json("ticket", "resolve", "1", "已换")["callback_owed"] is True
        chain.ok("ticket", "link", "1", "3", "--duplicate")
        assert ticket(chain, 1)["state"] == "cancelled"
        assert ticket(chain, 3)["callback_owed"] is True

    def test_the_callback_is_handed_to_one_ticket_only(self, chain: Butler) -> None:
        chain.ok("ticket", "add", "大堂全黑", "--source", "patrol", "-k", "repair")
        chain.ok("ticket", "link", "1", "4", "--duplicate")
        assert chain.json("ticket", "resolve", "3", "已换")["callback_owed"] is False
        assert chain.json("ticket", "resolve", "4", "已换")["callback_owed"] is True

    def test_the_other_way_round_is_refused_in_words(self, chain: Butler) -> None:
        refused = chain("ticket", "link", "2", "1", "--duplicate", lang="zh")
        assert refused.code == 4 and "作废" in refused.err and "cancelled" not in refused.err


def test_the_two_words_for_resolved_filter_by_the_callback(butler: Butler) -> None:
    for kind in ("repair", "consult"):
        butler.ok("ticket", "add", "灯", "-k", kind)
    butler.ok("ticket", "resolve", "1,2", "好了")
    found = {
        word: [r["id"] for r in butler.json("ticket", "list", "-s", word, "--sort", "due")]
        for word in ("待回访", "待确认", "resolved", "awaiting confirmation", "待确认,待回访")
    }
    assert found == {
        "待回访": [1], "待确认": [2], "resolved": [1, 2], "awaiting confirmation": [2], "待确认,待回访": [1, 2],
    }  # fmt: skip


@pytest.mark.parametrize("preset", ["standard", "swift"])
def test_the_night_rule_holds_with_every_preset(butler: Butler, preset: str) -> None:
    butler.ok("config", "set", "sla", preset)
    for at, due in (("20:59", "06-30T23:59:59"), ("21:00", "07-01T12:00:00"), ("23:59", "07-01T12:00:00")):
        made = butler.json("ticket", "add", "灯坏", "--at", f"昨天 {at}")
        assert made["response_due_at"] == f"2026-{due}"
    assert butler.json("ticket", "add", "灯坏", "-p", "urgent", "--at", "昨天 23:50")["response_due_at"][5:] == (
        "07-01T00:20:00"
    )
