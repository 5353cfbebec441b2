"""The closed loop: record, response, handling, callback, feedback; and everything that refuses to skip a link."""

from typing import Any

import pytest

from tests.conftest import Butler


@pytest.fixture
def leak(butler: Butler) -> Butler:
    """One complaint about a leak, recorded at 09:30."""
    butler.ok(
        "ticket",
        "add",
        "厨房漏水",
        "-u",
        "3-2-501",
        "-k",
        "complaint",
        "--reporter",
        "王女士",
        "--phone",
        "13800138000",
    )
    return butler


def ticket(butler: Butler, id: int = 1, now: str = "2026-07-01T09:30") -> dict[str, Any]:
    found: dict[str, Any] = butler.json("ticket", "show", str(id), now=now)
    return found


def test_a_new_ticket_has_its_deadlines_and_one_link(leak: Butler) -> None:
    found = ticket(leak)
    assert found["state"] == "new"
    assert found["response_due_at"] == "2026-07-01T23:59:59"
    assert found["due_at"] == "2026-07-04T09:30:00"
    assert found["links"] == {
        "record": "2026-07-01T09:30:00", "response": None, "handling": None, "callback": None, "feedback": None,
    }  # fmt: skip
    assert [step["verb"] for step in found["log"]] == ["add"]


@pytest.mark.parametrize(
    ("kind", "priority", "at", "response", "due"),
    [
        ("repair", "normal", "2026-07-01T09:30", "2026-07-01T23:59:59", "2026-07-03T09:30:00"),
        ("complaint", "normal", "2026-07-01T20:59", "2026-07-01T23:59:59", "2026-07-04T20:59:00"),
        ("consult", "low", "2026-07-01T21:00", "2026-07-02T12:00:00", "2026-07-06T21:00:00"),
        ("repair", "urgent", "2026-07-01T23:50", "2026-07-02T00:20:00", "2026-07-02T23:50:00"),
    ],
)
def test_deadlines_follow_kind_priority_and_the_hour(
    butler: Butler, kind: str, priority: str, at: str, response: str, due: str
) -> None:
    made = butler.json("ticket", "add", "某事", "-k", kind, "-p", priority, now=at)
    assert (made["response_due_at"], made["due_at"]) == (response, due)


def test_editing_the_sla_never_changes_old_tickets(leak: Butler) -> None:
    before = ticket(leak)
    leak.ok("ticket", "edit", "1", "-p", "high")
    assert ticket(leak)["due_at"] == before["due_at"]
    leak.ok("ticket", "edit", "1", "-k", "repair")
    assert ticket(leak)["due_at"] == "2026-07-03T09:30:00"


def test_the_whole_loop(leak: Butler) -> None:
    leak.ok("ticket", "respond", "1", "马上到", now="2026-07-01T09:40")
    leak.ok("ticket", "respond", "1", "再次联系", now="2026-07-01T09:50")
    leak.ok("ticket", "dispatch", "1", "工程", "--to", "张师傅", now="2026-07-01T09:45")
    leak.ok("ticket", "arrive", "1", now="2026-07-01T10:05")
    leak.ok("ticket", "resolve", "1", "已疏通", "--cause", "堵塞", now="2026-07-01T11:00")
    waiting = ticket(leak, now="2026-07-01T11:00")
    assert (waiting["state"], waiting["callback_owed"], waiting["responded_at"]) == (
        "resolved",
        True,
        "2026-07-01T09:40:00",
    )
    leak.ok(
        "ticket", "callback", "1", "--score", "非常满意", "--feedback", "很快", "--by", "小陈", now="2026-07-01T16:00"
    )
    leak.ok("ticket", "close", "1", now="2026-07-01T16:01")
    closed = ticket(leak, now="2026-07-01T17:00")
    assert closed["state"] == "closed"
    assert (closed["score"], closed["feedback"], closed["cause"]) == (5, "很快", "堵塞")
    assert all(closed["links"].values())
    assert [step["verb"] for step in closed["log"]] == [
        "add", "respond", "dispatch", "respond", "arrive", "resolve", "callback", "close",
    ]  # fmt: skip


def test_closing_names_the_missing_link_and_the_command(leak: Butler) -> None:
    refused = leak("ticket", "close", "1")
    assert refused.code == 4
    assert "butler ticket respond 1" in refused.err
    leak.ok("ticket", "resolve", "1", "好了")
    refused = leak("ticket", "close", "1", "--json")
    assert refused.error["code"] == "loop_incomplete"
    assert "butler ticket callback 1" in refused.error["hint"]
    leak.ok("ticket", "callback", "1")
    assert "feedback" in leak("ticket", "close", "1").err
    leak.ok("ticket", "callback", "1", "--feedback", "还行")
    leak.ok("ticket", "close", "1")


def test_closing_twice_is_no_error(leak: Butler) -> None:
    leak.ok("ticket", "done", "1", "好了", "--score", "4")
    assert ticket(leak)["state"] == "closed"
    again = leak.ok("ticket", "close", "1")
    assert "nothing to do" in again.err
    assert leak.ok("ticket", "done", "1", "好了").code == 0


def test_resolving_is_also_the_response(leak: Butler) -> None:
    leak.ok("ticket", "resolve", "1", "好了", now="2026-07-01T12:00")
    assert ticket(leak, now="2026-07-01T12:00")["responded_at"] == "2026-07-01T12:00:00"


def test_three_attempts_in_vain_satisfy_callback_and_feedback(leak: Butler) -> None:
    leak.ok("ticket", "resolve", "1", "好了")
    for attempt in (1, 2):
        leak.ok("ticket", "callback", "1", "--unreached")
        assert ticket(leak)["unreached"] == attempt
        assert leak("ticket", "close", "1").code == 4
    leak.ok("ticket", "callback", "1", "--unreached")
    leak.ok("ticket", "close", "1")


def test_an_unhappy_callback_opens_the_ticket_again(leak: Butler) -> None:
    leak.ok("ticket", "resolve", "1", "好了")
    leak.ok("ticket", "callback", "1", "--score", "1", "--unhappy", "--feedback", "又漏了")
    found = ticket(leak)
    assert (found["state"], found["reopen_count"], found["score"], found["resolved_at"]) == ("active", 1, None, None)
    assert found["responded_at"] is not None
    assert found["due_at"] == "2026-07-04T09:30:00"


def test_reopening_clears_the_links_after_the_response(leak: Butler) -> None:
    leak.ok("ticket", "done", "1", "好了", "--score", "5")
    leak.ok("ticket", "reopen", "1", "又漏了", now="2026-07-05T10:00")
    found = ticket(leak, now="2026-07-05T10:00")
    assert found["links"]["response"] and not found["links"]["handling"] and not found["links"]["callback"]
    assert found["closed_at"] is None
    assert found["overdue"] is True


def test_a_repair_that_nobody_reported_is_verified_instead(butler: Butler) -> None:
    butler.ok("ticket", "add", "泵房渗水", "--source", "patrol", "-k", "repair")
    butler.ok("ticket", "resolve", "1", "已堵漏")
    assert ticket(butler)["callback_owed"] is False
    butler.ok("ticket", "verify", "1", "复查正常", "--by", "李主管")
    butler.ok("ticket", "close", "1")
    assert ticket(butler)["links"]["callback"] is not None


def test_a_reported_ticket_is_not_verified(leak: Butler) -> None:
    leak.ok("ticket", "resolve", "1", "好了")
    refused = leak("ticket", "verify", "1")
    assert refused.code == 4 and "callback" in refused.err


def test_a_share_of_callbacks_is_fixed_by_the_uid(butler: Butler) -> None:
    butler.ok("config", "set", "callback.repair", "30%")
    owed = []
    for number in range(1, 41):
        butler.ok("ticket", "add", f"水龙头漏水{number}", "-k", "repair")
        owed.append(butler.json("ticket", "resolve", str(number), "好了")["callback_owed"])
    assert 0 < sum(owed) < 40
    butler.ok("ticket", "reopen", "1")
    assert butler.json("ticket", "resolve", "1", "又好了")["callback_owed"] == owed[0]


class TestDeferral:
    """Nothing is overdue while a ticket is deferred; the deadlines move by the time it was."""

    def test_moves_the_deadlines_until_its_day(self, leak: Butler) -> None:
        made = leak.json("ticket", "defer", "1", "--until", "2026-07-03T09:30", "--reason", "等配件")
        assert (made["state"], made["due_at"]) == ("deferred", "2026-07-06T09:30:00")
        assert made["response_due_at"] == "2026-07-03T23:59:59"

    def test_ends_at_its_day_without_a_write(self, leak: Butler) -> None:
        leak.ok("ticket", "defer", "1", "--until", "2026-07-03T09:30", "--reason", "parts")
        assert ticket(leak, now="2026-07-03T09:29")["state"] == "deferred"
        assert ticket(leak, now="2026-07-03T09:30")["state"] == "new"
        assert leak.json("ticket", "list", "--state", "deferred", now="2026-07-03T10:00") == []
        assert len(leak.json("ticket", "list", "--state", "new", now="2026-07-03T10:00")) == 1
        assert ticket(leak, now="2026-07-06T09:31")["overdue"] is True

    def test_an_early_resumption_gives_back_the_rest(self, leak: Butler) -> None:
        leak.ok("ticket", "defer", "1", "--until", "2026-07-05T09:30", "--reason", "weather")
        found = leak.json("ticket", "resume", "1", now="2026-07-02T09:30")
        assert (found["state"], found["due_at"]) == ("new", "2026-07-05T09:30:00")

    def test_nothing_is_overdue_meanwhile(self, leak: Butler) -> None:
        leak.ok("ticket", "defer", "1", "--until", "2026-07-20", "--reason", "owner", now="2026-07-10T09:00")
        assert leak.json("ticket", "list", "--overdue", now="2026-07-15T09:00") == []
        assert len(leak.json("ticket", "list", "--overdue", now="2026-07-21T09:00")) == 1

    def test_is_not_into_the_past(self, leak: Butler) -> None:
        assert leak("ticket", "defer", "1", "--until", "2026-06-01", "--reason", "parts").code == 2

    def test_does_not_overlap_another(self, leak: Butler) -> None:
        leak.ok("ticket", "defer", "1", "--until", "2026-07-03T09:30", "--reason", "parts")
        later = "2026-07-04T09:30"
        refused = leak(
            "ticket", "defer", "1", "--until", "7-8", "--reason", "parts", "--at", "2026-07-02T10:00", now=later
        )
        assert refused.code == 4
        leak.ok("ticket", "defer", "1", "--until", "7-8", "--reason", "parts", now=later)

    def test_a_deferred_ticket_is_not_resolved(self, leak: Butler) -> None:
        leak.ok("ticket", "defer", "1", "--until", "7-8", "--reason", "parts")
        refused = leak("ticket", "resolve", "1", "好了")
        assert refused.code == 4 and "resume 1" in refused.err


class TestBackDating:
    """`--at` is never before the link that precedes, and never in the future."""

    def test_every_verb_takes_an_earlier_time(self, leak: Butler) -> None:
        evening = "2026-07-01T20:00"
        leak.ok("ticket", "respond", "1", "马上到", "--at", "9:40", now=evening)
        leak.ok("ticket", "resolve", "1", "好了", "--at", "11:00", now=evening)
        leak.ok("ticket", "callback", "1", "--score", "5", "--at", "16:00", now=evening)
        leak.ok("ticket", "close", "1", "--at", "16:30", now=evening)
        found = ticket(leak, now=evening)
        times = [found[name] for name in ("responded_at", "resolved_at", "called_back_at", "closed_at")]
        assert times == [f"2026-07-01T{clock}:00" for clock in ("09:40", "11:00", "16:00", "16:30")]

    def test_not_before_the_link_before_it(self, leak: Butler) -> None:
        leak.ok("ticket", "resolve", "1", "好了", now="2026-07-01T12:00")
        refused = leak("ticket", "callback", "1", "--score", "5", "--at", "11:00", now="2026-07-01T20:00")
        assert refused.code == 4

    def test_not_before_the_ticket(self, leak: Butler) -> None:
        assert leak("ticket", "respond", "1", "好", "--at", "2026-07-01T09:00").code == 4

    def test_not_in_the_future(self, leak: Butler) -> None:
        assert leak("ticket", "respond", "1", "好", "--at", "2026-07-02T09:00").code == 2

    def test_a_time_may_be_corrected_within_the_order(self, leak: Butler) -> None:
        evening = "2026-07-01T20:00"
        leak.ok("ticket", "respond", "1", "马上到", now="2026-07-01T10:00")
        leak.ok("ticket", "resolve", "1", "好了", now="2026-07-01T12:00")
        leak.ok("ticket", "edit", "1", "--responded-at", "9:35", now=evening)
        assert ticket(leak, now=evening)["responded_at"] == "2026-07-01T09:35:00"
        assert leak("ticket", "edit", "1", "--responded-at", "13:00", now=evening).code == 4
        assert leak("ticket", "edit", "1", "--closed-at", "13:00", now=evening).code == 4
        leak.ok("ticket", "edit", "1", "--created-at", "2026-07-01T08:00", now=evening)
        assert ticket(leak, now=evening)["due_at"] == "2026-07-04T08:00:00"


class TestDuplicates:
    """A duplicate is cancelled, and its reporter is called back with the other."""

    def test_hands_its_callback_over(self, butler: Butler) -> None:
        butler.ok("ticket", "add", "大堂灯不亮", "--source", "patrol", "-k", "repair")
        butler.ok("ticket", "add", "大堂灯坏了", "--reporter", "李先生", "-k", "repair")
        butler.ok("ticket", "link", "2", "1", "--duplicate")
        assert ticket(butler, 2)["state"] == "cancelled"
        assert butler.json("ticket", "resolve", "1", "换灯")["callback_owed"] is True
        assert butler("ticket", "close", "1").code == 4

    def test_of_a_closed_ticket_is_refused(self, butler: Butler) -> None:
        butler.ok("ticket", "add", "灯坏", "-k", "repair")
        butler.ok("ticket", "done", "1", "好了", "--score", "5")
        butler.ok("ticket", "add", "灯又坏", "-k", "repair")
        assert butler("ticket", "link", "2", "1", "--duplicate").code == 4
        butler.ok("ticket", "link", "2", "1")

    def test_to_itself_is_refused(self, leak: Butler) -> None:
        assert leak("ticket", "link", "1", "1").code == 2


class TestSeveralAtOnce:
    """Several references are all or nothing, in one operation."""

    def test_all_or_nothing(self, butler: Butler) -> None:
        for number in range(3):
            butler.ok("ticket", "add", f"灯坏了{number}", "-k", "repair")
        butler.ok("ticket", "cancel", "2", "误报")
        assert butler("ticket", "respond", "1-3", "知道了").code == 4
        assert ticket(butler, 1)["responded_at"] is None
        assert len(butler.json("ticket", "respond", "1,3", "知道了")) == 2

    def test_a_missing_one_is_named(self, leak: Butler) -> None:
        refused = leak("ticket", "respond", "1,7", "知道了")
        assert refused.code == 3 and "T7" in refused.err

    def test_a_text_that_reads_as_a_reference_is_refused(self, leak: Butler) -> None:
        refused = leak("ticket", "resolve", "1", "12")
        assert refused.code == 2 and "1,12" in refused.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("ticket", "add", ""), 2),
        (("ticket", "add", "   "), 2),
        (("ticket", "add", "字" * 10_001), 2),
        (("ticket", "add", "x" * 1_000_000), 2),
        (("ticket", "add", "灯坏", "-k", "nonsense"), 2),
        (("ticket", "add", "灯坏", "-c", "nonsense"), 3),
        (("ticket", "add", "灯坏", "-d", "nonsense"), 3),
        (("ticket", "add", "灯坏", "--phone", "abc"), 2),
        (("ticket", "add", "灯坏", "--due", "2026-02-30"), 2),
        (("ticket", "add", "灯坏", "--due", "2026-06-30"), 2),
        (("ticket", "add", "灯坏", "--at", "明天"), 2),
        (("ticket", "add", "灯坏", "-u", "not a unit"), 2),
        (("ticket", "add", "灯坏", "--photo", "/no/such/photo.jpg"), 3),
        (("ticket", "callback", "1", "--score", "9"), 2),
        (("ticket", "show", "T99"), 3),
        (("ticket", "show", "E1"), 2),
        (("ticket", "show", "1-5000"), 2),
        (("ticket", "list", "--sort", "nonsense"), 2),
        (("ticket", "list", "--state", "nonsense"), 2),
        (("ticket", "escalate", "1", ""), 2),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else str(value),
)
def test_bad_input_is_one_clear_sentence_and_changes_nothing(leak: Butler, words: tuple[str, ...], code: int) -> None:
    before = leak.json("ticket", "list")
    outcome = leak(*words)
    assert outcome.code == code
    assert outcome.out == ""
    assert len(outcome.err.strip().splitlines()) == 1 and len(outcome.err) < 1500
    assert leak.json("ticket", "list") == before


def test_the_register_is_open_until_it_was_used(butler: Butler) -> None:
    butler.ok("ticket", "add", "灯坏", "-u", "3-2-501")
    butler.ok("unit", "add", "3-2-502")
    refused = butler("ticket", "add", "灯坏", "-u", "3-2-503")
    assert refused.code == 3 and "3-2-50" in refused.err
    butler.ok("ticket", "add", "灯坏", "-u", "3-2-503", "--new-unit")


def test_photos_are_kept_under_their_hash(butler: Butler, tmp_path: Any) -> None:
    import hashlib

    photo = tmp_path / "漏水 现场.jpg"
    photo.write_bytes(b"made-up picture")
    butler.ok("ticket", "add", "漏水", "--photo", str(photo))
    digest = hashlib.sha256(b"made-up picture").hexdigest()
    assert (butler.path.with_name("butler-attachments") / digest).read_bytes() == b"made-up picture"
    assert ticket(butler)["photos"] == [{"sha256": digest, "name": "漏水 现场.jpg", "size": 15}]
