"""Random verbs with a moving clock, held against a small model of the closed loop that knows nothing of the code."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from butlercli.base.errors import ButlerError
from butlercli.nouns.ticket import day as desk
from butlercli.nouns.ticket.store import tickets as store
from butlercli.nouns.ticket.verbs import add as adding
from butlercli.nouns.ticket.verbs import answer, course, edit
from butlercli.nouns.ticket.verbs import handling as verbs
from butlercli.store.database import Database
from tests.nouns.ticket.community import House

START = datetime(2026, 7, 1, 8, 0)
HOURS = {"repair": 48, "complaint": 72}
AT_WORK = ("new", "active")
FROM: dict[str, tuple[str, ...]] = {
    "respond": AT_WORK, "dispatch": AT_WORK, "resolve": AT_WORK, "defer": AT_WORK, "arrive": ("active",),
    "callback": ("resolved",), "verify": ("resolved",), "close": ("resolved",), "done": (*AT_WORK, "resolved"),
    "resume": ("deferred",), "reopen": ("resolved", "closed", "cancelled"),
    "escalate": (*AT_WORK, "resolved", "deferred"), "cancel": (*AT_WORK, "resolved", "deferred"),
}  # fmt: skip
NOTHING = {
    "close": ("closed",), "done": ("closed",), "cancel": ("cancelled",), "resume": AT_WORK, "reopen": AT_WORK,
}  # fmt: skip


class Model:
    """What a ticket ought to be."""

    def __init__(self, kind: str, reported: bool, urgent: bool, created: datetime) -> None:
        self.kind, self.reported, self.created = kind, reported, created
        self.state = "new"
        self.hours = 24 if urgent else HOURS.get(kind, 120)
        self.deferrals: list[tuple[datetime, datetime]] = []
        self.responded = self.dispatched = self.arrived = self.escalated = self.called = self.answered = False
        self.verified = self.owed = False
        self.vain = self.reopened = 0
        self.duplicate_of: int | None = None

    def at(self, now: datetime) -> str:
        """The state in force."""
        if self.state == "deferred" and self.deferrals[-1][1] <= now:
            return "active" if self.responded or self.dispatched or self.reopened else "new"
        return self.state

    def due(self) -> datetime:
        deferred = sum((end - start for start, end in self.deferrals), timedelta())
        return self.created + timedelta(hours=self.hours) + deferred

    def end_deferral(self, now: datetime) -> None:
        if self.at(now) == "deferred":
            self.deferrals[-1] = (self.deferrals[-1][0], now)

    def open_again(self) -> None:
        self.state = "active"
        self.reopened += 1
        self.called = self.answered = self.verified = self.owed = False
        self.vain = 0
        self.duplicate_of = None

    def complete(self) -> bool:
        return not self.owed or (self.called and self.answered)


class Loop(RuleBasedStateMachine):
    """Every verb from every state; what is refused changes nothing, what is done is what the model says."""

    tickets = Bundle("tickets")

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.house = House(self.folder / "butler.db")
        self.db: Database = self.house.db
        self.now = START
        self.model: dict[int, Model] = {}

    def teardown(self) -> None:
        if hasattr(self, "db"):
            self.db.close()
            shutil.rmtree(self.folder)

    @rule(minutes=st.integers(1, 60 * 30))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(
        target=tickets,
        kind=st.sampled_from(["repair", "complaint", "consult"]),
        reported=st.booleans(),
        urgent=st.booleans(),
    )
    def add(self, kind: str, reported: bool, urgent: bool) -> int:
        draft = adding.Draft(
            "灯", kind=kind, source="phone" if reported else "patrol", priority="urgent" if urgent else None
        )
        with self.house.on(self.now) as db:
            id = adding.insert(db, draft)[0]
        self.model[id] = Model(kind, reported, urgent, self.now)
        return id

    def run(self, verb: str, id: int, step: Callable[[Database], Any]) -> bool:
        """Do a step now; says whether it did anything, and that the state table was honoured."""
        found, before = self.model[id].at(self.now), self.stored()
        try:
            with self.house.on(self.now) as db:
                step(db)
        except ButlerError as refusal:
            assert refusal.exit_code in (2, 4), refusal.message
            assert self.stored() == before
            allowed = found in FROM[verb] or found in NOTHING.get(verb, ())
            assert not allowed or refusal.code in ("loop_incomplete", "not_dispatched", "callback_instead"), (
                refusal.code
            )
            return False
        if found in NOTHING.get(verb, ()):
            assert self.stored() == before
            return False
        assert found in FROM[verb]
        return True

    def stored(self) -> Any:
        tables = ("ticket", "ticket_event", "ticket_link")
        return [self.db.rows(f"SELECT * FROM {table} ORDER BY id") for table in tables]

    def owes(self, id: int) -> bool:
        """A callback is owed to whoever reported this, a duplicate of it, or a duplicate of that."""
        own = self.model[id]
        if own.reported and own.kind in ("repair", "complaint"):
            return True
        return any(self.owes(other) for other, model in self.model.items() if model.duplicate_of == id)

    @rule(id=tickets)
    def respond(self, id: int) -> None:
        if self.run("respond", id, lambda db: verbs.respond(db, [id], "好")):
            self.model[id].state, self.model[id].responded = "active", True

    @rule(id=tickets, told=st.booleans())
    def dispatch(self, id: int, told: bool) -> None:
        if self.run("dispatch", id, lambda db: verbs.dispatch(db, [id], "工程", None, "马上到" if told else None)):
            model = self.model[id]
            model.state, model.dispatched, model.arrived = "active", True, False
            model.responded = model.responded or told

    @rule(id=tickets)
    def arrive(self, id: int) -> None:
        if self.run("arrive", id, lambda db: verbs.arrive(db, [id])):
            assert self.model[id].dispatched
            self.model[id].arrived = True

    @rule(id=tickets)
    def resolve(self, id: int) -> None:
        if self.run("resolve", id, lambda db: verbs.resolve(db, [id], "已修")):
            self.handled(id)

    def handled(self, id: int) -> None:
        model = self.model[id]
        model.state, model.responded, model.owed = "resolved", True, self.owes(id)

    @rule(
        id=tickets, score=st.sampled_from([None, 1, 5]), said=st.booleans(), how=st.sampled_from(["", "vain", "again"])
    )
    def callback(self, id: int, score: int | None, said: bool, how: str) -> None:
        brought = answer.Answer(
            None if how == "vain" else score, "行" if said else None, None, how == "vain", how == "again"
        )
        if not self.run("callback", id, lambda db: answer.callback(db, [id], brought)):
            return
        model = self.model[id]
        if how == "again":
            model.open_again()
        elif how == "vain":
            model.vain += 1
            model.called = model.called or model.vain >= 3
        else:
            model.called = True
            model.answered = model.answered or said or score is not None
        model.answered = model.answered or model.vain >= 3

    @rule(id=tickets)
    def verify(self, id: int) -> None:
        if self.run("verify", id, lambda db: answer.verify(db, [id], None)):
            assert not self.model[id].reported and not self.model[id].owed
            self.model[id].verified = True

    @rule(id=tickets)
    def close(self, id: int) -> None:
        done = self.run("close", id, lambda db: verbs.close(db, [id]))
        if self.model[id].at(self.now) == "resolved":
            assert done == self.model[id].complete()
        if done:
            self.model[id].state = "closed"

    @rule(id=tickets, score=st.sampled_from([None, 4]))
    def done(self, id: int, score: int | None) -> None:
        if not self.run("done", id, lambda db: answer.done(db, [id], "已修", score)):
            return
        model = self.model[id]
        if model.at(self.now) != "resolved":
            self.handled(id)
        if score:
            model.called = model.answered = True
        if model.complete():
            model.state = "closed"

    @rule(id=tickets, hours=st.integers(1, 100))
    def defer(self, id: int, hours: int) -> None:
        until = self.now + timedelta(hours=hours)
        if self.run("defer", id, lambda db: course.defer(db, [id], until, "parts")):
            self.model[id].state = "deferred"
            self.model[id].deferrals.append((self.now, until))

    @rule(id=tickets)
    def resume(self, id: int) -> None:
        if self.run("resume", id, lambda db: course.resume(db, [id])):
            model = self.model[id]
            model.end_deferral(self.now)
            model.state = model.at(self.now)

    @rule(id=tickets)
    def reopen(self, id: int) -> None:
        if self.run("reopen", id, lambda db: course.reopen(db, [id], None)):
            self.model[id].open_again()

    @rule(id=tickets)
    def escalate(self, id: int) -> None:
        if self.run("escalate", id, lambda db: course.escalate(db, [id], "急", None)):
            self.model[id].escalated = True

    @rule(id=tickets)
    def cancel(self, id: int) -> None:
        if self.run("cancel", id, lambda db: course.cancel(db, [id], "撤回")):
            self.model[id].end_deferral(self.now)
            self.model[id].state = "cancelled"

    @rule(id=tickets, other=tickets)
    def duplicate(self, id: int, other: int) -> None:
        before = self.stored()
        model, kept = self.model[id], self.model[other]
        try:
            with self.house.on(self.now) as db:
                course.link(db, id, other, True)
        except ButlerError:
            assert id == other or model.state == "closed" or kept.state in ("closed", "cancelled")
            assert self.stored() == before
            return
        assert model.state != "closed"
        model.end_deferral(self.now)
        model.state, model.duplicate_of = "cancelled", other
        kept.owed = kept.owed or (kept.state == "resolved" and self.owes(other))

    @rule(id=tickets, back=st.integers(0, 3000), verb=st.sampled_from(["respond", "dispatch", "arrive", "resolve"]))
    def of_an_earlier_hour(self, id: int, back: int, verb: str) -> None:
        """What is back-dated is refused whole, or keeps the order."""
        at, before = self.now - timedelta(minutes=back), self.stored()
        steps: dict[str, Callable[[Database], Any]] = {
            "respond": lambda db: verbs.respond(db, [id], "好", at),
            "dispatch": lambda db: verbs.dispatch(db, [id], "秩序", None, None, at),
            "arrive": lambda db: verbs.arrive(db, [id], at),
            "resolve": lambda db: verbs.resolve(db, [id], "已修", None, at),
        }
        try:
            with self.house.on(self.now) as db:
                steps[verb](db)
        except ButlerError:
            assert self.stored() == before
            return
        model = self.model[id]
        assert model.at(self.now) in FROM[verb]
        if verb == "resolve":
            self.handled(id)
            return
        model.state = "active"
        model.responded = model.responded or verb == "respond"
        model.dispatched = model.dispatched or verb == "dispatch"

    @rule(id=tickets, name=st.sampled_from(list(edit.STEPS)), back=st.integers(0, 3000))
    def correct(self, id: int, name: str, back: int) -> None:
        before = self.stored()
        try:
            with self.house.on(self.now) as db:
                edit.edit(db, [id], {}, {name: self.now - timedelta(minutes=back)})
        except ButlerError as refusal:
            assert refusal.code in ("before_previous", "no_such_step")
            assert self.stored() == before

    @invariant()
    def every_ticket_is_as_the_model_says(self) -> None:
        if not getattr(self, "model", None):
            return
        self.db.now = self.now
        for record in store.records(self.db, store.by_ids(self.db, list(self.model))):
            model = self.model[record["id"]]
            assert record["state"] == model.at(self.now)
            assert record["due_at"] == model.due().isoformat()
            assert bool(record["responded_at"]) == model.responded
            assert bool(record["callback_owed"]) == model.owed
            assert (record["reopen_count"], record["unreached"]) == (model.reopened, model.vain)
            assert record["overdue"] == (model.at(self.now) in AT_WORK and model.due() < self.now)
            if record["state"] == "closed":
                assert record["links"]["response"] and record["links"]["handling"]
                assert not model.owed or (record["links"]["callback"] and record["links"]["feedback"])
            self.in_order(record)

    def in_order(self, record: dict[str, Any]) -> None:
        for chain in (
            ("created_at", "responded_at", "resolved_at", "called_back_at", "closed_at"),
            ("created_at", "dispatched_at", "arrived_at", "resolved_at", "verified_at", "closed_at"),
        ):
            times = [record[name] for name in chain if record[name]]
            assert times == sorted(times), record

    @invariant()
    def links_are_what_the_log_says(self) -> None:
        if not getattr(self, "model", None):
            return
        logs = store.events(self.db, list(self.model))
        for row in store.by_ids(self.db, list(self.model)):
            log = sorted(logs[row["id"]], key=lambda event: event["id"])
            cut = max((event["id"] for event in log if event["reopens"]), default=0)
            after = [event for event in log if event["id"] > cut]
            responses = [event["at"] for event in log if event["responds"]]
            assert row["responded_at"] == min(responses, default=None)
            assert row["resolved_at"] == max((e["at"] for e in after if e["verb"] == "resolve"), default=None)
            reached = [event["at"] for event in after if event["reached"] == 1]
            vain = [event["at"] for event in after if event["reached"] == 0]
            assert row["called_back_at"] == (max(reached) if reached else vain[2] if len(vain) > 2 else None)
            assert row["closed_at"] == max((e["at"] for e in after if e["verb"] == "close"), default=None)
            sent = [event["at"] for event in log if event["verb"] == "dispatch"]
            assert bool(row["dispatched_at"]) == bool(sent)

    @invariant()
    def today_counts_each_pressing_ticket_once(self) -> None:
        if not getattr(self, "model", None):
            return
        self.db.now = self.now
        shown = [record["id"] for section in desk.today(self.db, None) for record in section["records"]]
        assert len(shown) == len(set(shown))
        day_end = self.now.replace(hour=23, minute=59, second=59)
        pressing = set()
        for id, model in self.model.items():
            state = model.at(self.now)
            if (
                (model.escalated and state not in ("closed", "cancelled"))
                or state == "resolved"
                or (state in AT_WORK and (not model.responded or model.due() <= day_end))
                or (state == "deferred" and model.deferrals[-1][1] <= day_end + timedelta(days=1))
            ):
                pressing.add(id)
        assert set(shown) == pressing


Loop.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
TestLoop = Loop.TestCase
