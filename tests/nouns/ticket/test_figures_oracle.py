"""Random histories, made through the real verbs: the SQL figures against a plain replay of the event log."""

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli.base.dates.civil import month_end
from butlercli.base.errors import ButlerError
from butlercli.base.figures import Figure, Span
from butlercli.kit.figures import reading
from butlercli.kit.figures.snapshot import begun
from butlercli.nouns.ticket.figures import metrics
from butlercli.nouns.ticket.verbs import add as adding
from butlercli.nouns.ticket.verbs import answer, course
from butlercli.nouns.ticket.verbs import handling as verbs
from tests.nouns.ticket.community import House

Row = dict[str, Any]
FIRST = datetime(2026, 2, 20, 8)
KINDS = ("complaint", "repair", "consult", "praise")
# Stretches of a ticket's life; the rules refuse those that do not fit where they come.
STRETCHES = [
    "respond", "dispatch arrive", "told arrive", "dispatch dispatch arrive", "resolve", "resolve callback", "resolve callback close",
    "resolve unreached unreached", "resolve unreached unreached unreached", "unreached unreached unreached callback",
    "resolve callback reopen", "resolve unreached unreached reopen resolve unreached", "resolve unhappy", "resolve text", "callback",
    "resolve verify", "reopen", "reopen resolve callback", "defer", "defer resume", "defer escalate resolve", "defer cancel", "cancel",
    "cancel reopen", "resolve text callback", "close",
]  # fmt: skip
STEP = st.tuples(
    st.sampled_from(STRETCHES),
    st.one_of(st.integers(0, 300), st.integers(0, 6000)),
    st.sampled_from((0, 0, 0, 1500)),
    st.integers(1, 5),
)
TICKET = st.fixed_dictionaries(
    {
        "start": st.integers(0, 60 * 24 * 30),
        "typed": st.sampled_from((0, 0, 1441, 3000)),
        "kind": st.sampled_from(KINDS),
        "priority": st.sampled_from(("normal", "urgent")),
        "source": st.sampled_from(("phone", "phone", "patrol")),
        "reporter": st.sampled_from((None, "钱先生")),
        "party": st.sampled_from(("property", "developer")),
        "unit": st.sampled_from(("3-2-501", "3-2-502")),
        "category": st.sampled_from(("noise", "parking")),
        "steps": st.lists(STEP, max_size=6),
    }
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("oracle") / "template.db"
    House(path).db.close()
    return path


def play(house: House, plan: Row) -> None:
    """Record one ticket and take its steps; those that the rules refuse change nothing."""
    moment = FIRST + timedelta(minutes=plan["start"])
    values = {name: plan[name] for name in ("kind", "priority", "source", "reporter", "party", "unit", "category")}
    with house.on(moment + timedelta(minutes=plan["typed"])) as db:
        id = adding.insert(db, adding.Draft("事项", at=moment, **values))[0]
    for names, minutes, typed, number in plan["steps"]:
        for name in names.split():
            moment += timedelta(minutes=minutes)
            try:
                with house.on(moment + timedelta(minutes=typed)) as db:
                    step(db, id, name, moment, number)
            except ButlerError:
                continue


def step(db: Any, id: int, name: str, now: datetime, number: int) -> None:
    callbacks = {
        "callback": answer.Answer(score=number),
        "unreached": answer.Answer(unreached=True),
        "unhappy": answer.Answer(score=1, unhappy=True),
        "text": answer.Answer(feedback="还行"),
    }
    if name in callbacks:
        answer.callback(db, [id], callbacks[name], now)
    elif name in ("dispatch", "told"):
        department = ("engineering", "security")[number % 2]
        verbs.dispatch(db, [id], department, None, "已派" if name == "told" else None, now)
    elif name == "defer":
        course.defer(db, [id], now + timedelta(hours=number * 9), "parts", None, now)
    elif name == "verify":
        answer.verify(db, [id], None, None, now)
    elif name == "escalate":
        course.escalate(db, [id], "久拖", None, now)
    else:
        actions = {
            "respond": lambda: verbs.respond(db, [id], "已联系", now),
            "arrive": lambda: verbs.arrive(db, [id], now),
            "resolve": lambda: verbs.resolve(db, [id], "已处理", None, now),
            "close": lambda: verbs.close(db, [id], now),
            "resume": lambda: course.resume(db, [id], None, now),
            "reopen": lambda: course.reopen(db, [id], "又坏", now),
            "cancel": lambda: course.cancel(db, [id], "撤回", now),
        }
        actions[name]()


# --- the oracle: one ticket, one event after the other ----------------------------------------------


class Replay:
    """What one ticket was at a moment, by replaying its log in the order it was written."""

    def __init__(self, ticket: Row, events: Sequence[Row], as_of: str) -> None:
        self.row = ticket
        self.responded: list[str] = []
        self.reopened = self.ever = self.cancelled = False
        self.due, self.response_due = ticket["due_base"], ticket["response_base"]
        self.deferrals: list[list[str]] = []
        self.dispatched: Row | None = None
        self.arrival: tuple[int, float] | None = None
        self.links: dict[str, tuple[str, str | None]] = {"record": (ticket["created_at"], ticket["entered_at"])}
        self._clear()
        for event in events:
            if event["at"] <= as_of:
                self._apply(event, as_of)

    def _clear(self) -> None:
        for name in ("handling", "callback", "feedback"):
            self.links.pop(name, None)
        self.score: int | None = None
        self.owed = False
        self.called = self.verified = self.answered = False
        self.unreached = 0

    def _apply(self, event: Row, as_of: str) -> None:
        verb = event["verb"]
        link = (event["at"], event["entered_at"])
        if event["responds"]:
            self.responded.append(event["at"])
            if "response" not in self.links or event["at"] < self.links["response"][0]:
                self.links["response"] = link
        self.due = event["due"] or self.due
        self.response_due = event["response_due"] or self.response_due
        if verb == "resolve":
            self.ever = True
            self.owed = bool(event["owed"])
            self.links["handling"] = link
        elif verb == "callback":
            self._callback(event, link)
        elif verb == "verify":
            self.verified = True
            self.links.setdefault("callback", link)
            self.links.setdefault("feedback", link)
        elif verb == "dispatch":
            self.dispatched = event
        elif verb == "arrive" and self.dispatched:
            gap = seconds(self.dispatched["at"], event["at"]) / 60
            self.arrival = (self.dispatched["department_id"], gap)
        elif verb == "defer":
            self.deferrals.append([event["at"], min(event["until"], as_of)])
        if verb in ("resume", "cancel") and self.deferrals:
            self.deferrals[-1][1] = min(self.deferrals[-1][1], event["at"])
        if verb == "cancel":
            self.cancelled = True
        if event["reopens"]:
            self.reopened, self.cancelled = True, False
            self._clear()

    def _callback(self, event: Row, link: tuple[str, str | None]) -> None:
        if event["reached"]:
            self.called = True
            self.links["callback"] = link
            self.answered = self.answered or bool(event["score"] or event["note"])
            self.score = event["score"] or self.score
        else:
            self.unreached += 1
            if self.unreached == 3 and not self.called:
                self.called = True
                self.links["callback"] = link
        if self.called and (self.answered or self.unreached >= 3):
            self.links["feedback"] = self.links["callback"]


def seconds(start: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()


def oracle(house: House, span: Span) -> dict[str, Any]:
    """Return value, or numerator and denominator, of every figure by key."""
    p = span.params
    replays = [
        Replay(
            row, house.db.rows("SELECT * FROM ticket_event WHERE ticket_id = ? ORDER BY id", (row["id"],)), p["as_of"]
        )
        for row in house.db.rows("SELECT * FROM ticket")
        if p["first"] <= row["created_at"] <= p["last"] and row["created_at"] <= p["as_of"]
    ]
    live = [t for t in replays if not t.cancelled]
    found: dict[str, Any] = {"ticket.total": len(live), "ticket.cancelled": len(replays) - len(live)}
    for kind in KINDS:
        found[f"ticket.{kind}"] = sum(t.row["kind"] == kind for t in live)

    def rate(key: str, among: list[Replay], good: list[bool]) -> None:
        found[f"ticket.{key}"] = (sum(good), len(among))

    rate("same_day_response_rate", live, [bool(t.responded) and same_day(t) for t in live])
    answerable = [t for t in live if t.row["source"] != "patrol" or t.row["reporter"]]
    rate("answered_rate", answerable, [answered(t) for t in answerable])
    due = [t for t in live if t.responded or t.response_due <= p["as_of"]]
    rate("response_on_time_rate", due, [bool(t.responded) and min(t.responded) <= t.response_due for t in due])
    for suffix, some in (("", live), (".own", [t for t in live if t.row["party"] == "property"])):
        due = [t for t in some if "handling" in t.links or t.due <= p["as_of"]]
        rate(
            f"resolution_on_time_rate{suffix}",
            due,
            ["handling" in t.links and t.links["handling"][0] <= t.due for t in due],
        )
    resolved = [t for t in live if "handling" in t.links]
    rate("resolution_rate", live, ["handling" in t.links for t in live])
    owed = [t for t in resolved if t.owed]
    rate("callback_rate", owed, ["callback" in t.links for t in owed])
    complaints = [t for t in live if t.row["kind"] == "complaint"]
    rate("closed_loop_rate", complaints, [len(t.links) == 5 for t in complaints])
    scored = [t for t in live if t.score]
    rate("satisfaction_rate", scored, [(t.score or 0) >= 4 for t in scored])
    rate("score_coverage", owed, [bool(t.score) for t in owed])
    ever = [t for t in live if t.ever]
    rate("reopen_rate", ever, [t.reopened for t in ever])
    repairs = [t for t in ever if t.row["kind"] == "repair"]
    rate("rework_rate", repairs, [t.reopened for t in repairs])
    found["ticket.score_mean"] = (sum(t.score or 0 for t in scored), len(scored))
    minutes = [seconds(t.row["created_at"], min(t.responded)) / 60 for t in live if t.responded]
    found["ticket.response_minutes_median"] = median(minutes) if minutes else None
    hours = [seconds(t.row["created_at"], t.links["handling"][0]) / 3600 for t in resolved]
    found["ticket.resolution_hours_median"] = median(hours) if hours else None
    found["ticket.resolution_hours_p90"] = percentile(hours, 0.9)
    found["ticket.deferred"] = sum(len(t.deferrals) for t in live)
    found["ticket.deferred_hours"] = sum(max(seconds(*d), 0) for t in live for d in t.deferrals) / 3600
    links = [link for t in live for link in t.links.values()]
    late = [link for link in links if link[1] and seconds(link[0], link[1]) > 86400]
    found["ticket.late_entry_rate"] = (len(late), len(links))
    found["ticket.repeat_complaint_units"] = len(repeated(complaints))
    for id, code in ((1, "engineering"), (3, "security")):
        gaps = [t.arrival[1] for t in live if t.arrival and t.arrival[0] == id]
        found[f"department.{code}.arrive_minutes_median"] = median(gaps) if gaps else None
    return found


def same_day(ticket: Replay) -> bool:
    created, first = datetime.fromisoformat(ticket.row["created_at"]), datetime.fromisoformat(min(ticket.responded))
    if created.hour >= 21:
        return first <= datetime(created.year, created.month, created.day, 12) + timedelta(days=1)
    return first.date() == created.date()


def answered(ticket: Replay) -> bool:
    return ticket.called if ticket.row["kind"] in ("complaint", "repair") else bool(ticket.responded)


def percentile(values: list[float], share: float) -> float | None:
    if not values:
        return None
    ordered = sorted(values)
    rank = share * (len(ordered) - 1)
    low = int(rank)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (rank - low)


def repeated(complaints: list[Replay]) -> set[int]:
    return {
        one.row["unit_id"]
        for one in complaints
        for other in complaints
        if one.row["id"] < other.row["id"]
        and (one.row["unit_id"], one.row["category_id"]) == (other.row["unit_id"], other.row["category_id"])
        and abs(seconds(one.row["created_at"], other.row["created_at"])) <= 90 * 86400
    }


def said(figure: Figure) -> Any:
    """Return what is compared: numerator and denominator where there are both, else the value."""
    both = figure.numerator is not None and figure.denominator is not None
    return (figure.numerator, figure.denominator) if both else figure.value


def compare(house: House, span: Span) -> None:
    """Assert that every figure of a span is what the replay says."""
    expected = oracle(house, span)
    if not begun(metrics.TicketSnapshot, house.db, span):
        return
    found = {figure.key: said(figure) for figure in reading.figures(metrics.TicketSnapshot(house.db, span))}
    for key, value in expected.items():
        assert found[key] == (pytest.approx(value) if isinstance(value, float) else value), key


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    plans=st.lists(TICKET, min_size=2, max_size=6), days=st.lists(st.integers(0, 60 * 24 * 50), min_size=4, max_size=4)
)
def test_the_figures_are_those_of_a_replay(template: Path, tmp_path: Path, plans: list[Row], days: list[int]) -> None:
    path = tmp_path / "example.db"
    shutil.copy(template, path)
    house = House(path)
    try:
        for plan in plans:
            play(house, plan)
        for minutes in days:
            moment = FIRST + timedelta(minutes=minutes)
            month = Span(moment.date().replace(day=1), month_end(moment.date()), "month", moment)
            whole = Span(FIRST.date(), max(moment.date(), FIRST.date()), "range", moment)
            for span in (month, month.before(), whole):
                compare(house, span)
    finally:
        house.db.close()
